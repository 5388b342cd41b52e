import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { teamsOf } from "../delivery/feasibilities.ts";
import { feasibilityOf } from "../delivery/feasibility-of.ts";
import { FEATURE_STATES } from "../features/rules.ts";
import { features } from "../features/schema.ts";
import { launches } from "../launches/schema.ts";
import { AUDIENCES, MILESTONE_KINDS, MILESTONE_STATES } from "../strategy/rules.ts";
import { milestones } from "../strategy/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { namedRecords } from "../workspace/record-names.ts";
import { links, records } from "../workspace/schema.ts";
import type { Roadmap, RoadmapQuery } from "./schema.ts";

const MOST_MILESTONES = 500;
const MOST_FEATURES = 2_000;

const MilestoneRow = z.object({
  id: z.uuid(),
  number: z.int(),
  version: z.int(),
  title: z.string(),
  kind: z.enum(MILESTONE_KINDS),
  audience: z.enum(AUDIENCES),
  state: z.enum(MILESTONE_STATES),
  date: z.string().nullable(),
  launches: z.array(z.object({ id: z.uuid(), number: z.int(), title: z.string() })),
});
const FeatureRow = z.object({
  id: z.uuid(),
  number: z.int(),
  version: z.int(),
  title: z.string(),
  state: z.enum(FEATURE_STATES),
  milestoneId: z.uuid().nullable(),
  effortLow: z.number().nullable(),
  effortHigh: z.number().nullable(),
  objectives: z.array(z.uuid()),
  segments: z.array(z.uuid()),
});

/** The whole roadmap in a few statements, however long it is: milestones that were not dropped, and the features that are planned for them. */
export async function roadmapOf(context: Context, { product }: RoadmapQuery): Promise<Roadmap> {
  const { db, actor } = context;
  const home = actor.workspaceId;
  const { rows: milestoneRows } = await db.execute(sql`
    select m.id, r.number, m.version, m.title, m.kind, m.audience, m.state, m.date::text as date,
      coalesce((select json_agg(json_build_object('id', l.id, 'number', lr.number, 'title', l.title) order by lr.number) from ${launches} l
        join ${records} lr on lr.workspace_id = ${home} and lr.id = l.id
        where l.workspace_id = ${home} and l.milestone_id = m.id), '[]') as launches
    from ${milestones} m join ${records} r on r.workspace_id = ${home} and r.id = m.id
    where m.workspace_id = ${home} and m.state <> 'dropped' order by m.date nulls last, m.id limit ${MOST_MILESTONES + 1}`);
  const planned = milestoneRows.slice(0, MOST_MILESTONES).map((row) => MilestoneRow.parse(row));
  const served = (
    kind: "objective" | "segment",
  ) => sql`(select coalesce(json_agg(l.to_id order by l.linked_at, l.to_id), '[]') from ${links} l
    join ${records} t on t.workspace_id = ${home} and t.id = l.to_id and t.kind = ${kind}
    where l.workspace_id = ${home} and l.from_id = f.id and l.kind = 'serves')`;
  const { rows: featureRows } = await db.execute(sql`
    select f.id, r.number, f.version, f.title, f.state, f.milestone_id as "milestoneId", f.effort_low as "effortLow", f.effort_high as "effortHigh",
      ${served("objective")} as objectives, ${served("segment")} as segments
    from ${features} f join ${records} r on r.workspace_id = ${home} and r.id = f.id
    where f.workspace_id = ${home} and f.state <> 'dropped'
      and (f.milestone_id = any(${sql.param(planned.map(({ id }) => id))}::uuid[]) or (f.milestone_id is null and f.state in ('planned', 'building')))
      ${product ? sql`and f.product_id = ${product}` : sql``}
    order by f.rank, f.id limit ${MOST_FEATURES + 1}`);
  const found = featureRows.slice(0, MOST_FEATURES).map((row) => FeatureRow.parse(row));
  const said = await feasibilityOf(
    context,
    found.map(({ id }) => id),
  );
  const told = found.map(({ number, effortLow, effortHigh, ...feature }) => {
    const { answer, prerequisites } = said.get(feature.id) ?? { answer: null, prerequisites: [] };
    const guess = effortLow === null || effortHigh === null ? [] : [{ teamId: null, low: effortLow, high: effortHigh }];
    const isGuess = (answer?.efforts ?? []).length === 0 && guess.length > 0;
    return {
      ...feature,
      key: keyOf("feature", number),
      parts: isGuess ? guess : (answer?.efforts ?? []),
      isGuess,
      requires: prerequisites.map(({ id }) => id),
    };
  });
  const names = await namedRecords(
    context,
    told.flatMap(({ objectives, segments }) => [...objectives, ...segments]),
  );
  const named = (kind: string) =>
    [...names.values()]
      .filter((one) => one.kind === kind)
      .map(({ id, key, title }) => ({ id, key, title }))
      .toSorted((one, other) => one.key.localeCompare(other.key, "en", { numeric: true }));
  const teams = await teamsOf(context);
  return {
    milestones: planned.map(({ number, launches: out, ...milestone }) => ({
      ...milestone,
      key: keyOf("milestone", number),
      launches: out.map(({ number: launch, ...one }) => ({ ...one, key: keyOf("launch", launch) })),
    })),
    features: told,
    objectives: named("objective"),
    teams: teams.map(({ id, name }) => ({ id, key: null, title: name })),
    segments: named("segment"),
    isCut: milestoneRows.length > MOST_MILESTONES || featureRows.length > MOST_FEATURES,
  };
}
