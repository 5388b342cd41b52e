import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/refusal.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { links } from "../workspace/schema.ts";
import { standingsOf } from "../workspace/standings.ts";
import type { Usability } from "./answers.ts";
import { resultsOf } from "./results.ts";
import { featureIdOf, reviewLines } from "./reviews.ts";
import { DESIGN_STATES, PROBLEM_STATES, reviewBlockers } from "./rules.ts";
import { designs, studies, usabilityProblems } from "./schema.ts";
import { SEVERE, STUDY_STATES, wholeCompletion } from "./study-rules.ts";

type Where = Pick<Context, "db" | "actor" | "now">;
const Covering = z.object({
  featureId: z.uuid(),
  id: z.uuid(),
  number: z.int(),
  title: z.string(),
  state: z.enum(DESIGN_STATES),
  revision: z.int(),
});
const Tested = z.object({
  featureId: z.uuid(),
  id: z.uuid(),
  number: z.int(),
  title: z.string(),
  segment: z.string().nullable(),
  segmentId: z.uuid().nullable(),
  state: z.enum(STUDY_STATES),
  isOlderThanDesign: z.boolean(),
});
const Problem = z.object({ id: z.uuid(), studyId: z.uuid(), title: z.string(), severity: z.int(), state: z.enum(PROBLEM_STATES) });

/**
 * Of many features at once: the designs that cover them, the newest study of each segment, what severe problems are open, and the review.
 * A study tells of a feature when it is linked to it or shows a design that covers it.
 */
export async function usabilityOf(scope: Where, featureIds: readonly string[]): Promise<Map<string, Usability>> {
  if (featureIds.length === 0) return new Map();
  const { db, actor } = scope;
  const home = actor.workspaceId;
  const wanted = sql`${sql.param(featureIds)}::uuid[]`;
  const [covering, tested] = await Promise.all([
    db
      .execute(sql`
        select l.to_id as "featureId", d.id, r.number, d.title, d.state, d.revision from ${links} l
        join ${designs} d on d.workspace_id = ${home} and d.id = l.from_id join records r on r.workspace_id = ${home} and r.id = d.id
        where l.workspace_id = ${home} and l.kind = 'serves' and l.to_id = any(${wanted}) order by d.id`)
      .then(({ rows }) => rows.map((row) => Covering.parse(row))),
    db
      .execute(sql`
        with told as (
          select l.to_id as feature_id, s.id from ${links} l join ${studies} s on s.workspace_id = ${home} and s.id = l.from_id
          where l.workspace_id = ${home} and l.kind = 'informs' and l.to_id = any(${wanted})
          union
          select l.to_id, s.id from ${links} l join ${studies} s on s.workspace_id = ${home} and s.design_id = l.from_id
          where l.workspace_id = ${home} and l.kind = 'serves' and l.to_id = any(${wanted}))
        select t.feature_id as "featureId", s.id, r.number, s.title, record_title(s.segment_id) as segment, s.segment_id as "segmentId", s.state,
          coalesce(d.revision > coalesce(s.revision, 0), false) as "isOlderThanDesign"
        from told t join ${studies} s on s.workspace_id = ${home} and s.id = t.id
        join records r on r.workspace_id = ${home} and r.id = s.id
        left join ${designs} d on d.workspace_id = ${home} and d.id = s.design_id
        order by s.id desc`)
      .then(({ rows }) => rows.map((row) => Tested.parse(row))),
  ]);
  const studyIds = [...new Set(tested.map(({ id }) => id))];
  const [results, severe, standings, reviews] = await Promise.all([
    resultsOf(scope, studyIds),
    severeOf(scope, studyIds),
    standingsOf(scope, [...new Set([...covering, ...tested].map(({ id }) => id))]),
    reviewLines(scope, featureIds),
  ]);
  const standing = (id: string) => {
    const found = standings.get(id);
    return found ? { ...found, userIds: [...found.userIds] } : null;
  };
  const figures = (id: string) => {
    const { tasks, participants } = results.get(id) ?? { tasks: [], participants: [] };
    const whole = wholeCompletion(
      tasks.map((task) => task.id),
      participants,
    );
    return { people: whole?.trials ?? 0, completed: whole?.successes ?? 0, low: whole?.low ?? null, high: whole?.high ?? null };
  };
  const designsByFeature = Map.groupBy(covering, ({ featureId }) => featureId);
  const studiesByFeature = Map.groupBy(tested, ({ featureId }) => featureId);
  return new Map(
    featureIds.map((featureId) => {
      const told = studiesByFeature.get(featureId) ?? [];
      const lines = reviews.get(featureId) ?? [];
      const ids = new Set(told.map(({ id }) => id));
      const withFigures = told.map((study) => ({ ...study, ...figures(study.id) }));
      const newest = [...withFigures.filter(({ people }) => people > 0), ...withFigures.filter(({ people }) => people === 0)];
      return [
        featureId,
        {
          designs: (designsByFeature.get(featureId) ?? []).map(({ featureId: _, number, ...design }) => ({
            ...design,
            key: keyOf("design", number),
            standing: standing(design.id),
          })),
          studies: firstOfEach(newest, ({ segmentId }) => segmentId ?? "").map(
            ({ featureId: _, segmentId: _segmentId, number, ...study }) => ({
              ...study,
              key: keyOf("study", number),
              standing: standing(study.id),
            }),
          ),
          severe: severe
            .filter(({ studyId }) => ids.has(studyId))
            .map(({ state: _, ...problem }) => {
              const number = told.find(({ id }) => id === problem.studyId)?.number ?? 0;
              return { ...problem, studyKey: keyOf("study", number) };
            }),
          review: {
            blockers: reviewBlockers(lines),
            answered: lines.filter(({ verdict }) => verdict !== null).length,
            principles: lines.length,
          },
        },
      ];
    }),
  );
}

async function severeOf({ db, actor }: Where, studyIds: readonly string[]) {
  if (studyIds.length === 0) return [];
  const { rows } = await db.execute(sql`
    select id, study_id as "studyId", title, severity, state from ${usabilityProblems}
    where workspace_id = ${actor.workspaceId} and study_id = any(${sql.param(studyIds)}::uuid[]) and state = 'open' and severity >= ${SEVERE}
    order by severity desc, id`);
  return rows.map((row) => Problem.parse(row));
}

function firstOfEach<Item>(items: readonly Item[], keyOfItem: (item: Item) => string): Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOfItem(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The same of one feature. @throws Refusal 404 */
export async function usabilityOfFeature(context: Context, ref: string): Promise<Usability> {
  const featureId = await featureIdOf(context, ref);
  const found = (await usabilityOf(context, [featureId])).get(featureId);
  if (!found) throw notFound("feature");
  return found;
}
