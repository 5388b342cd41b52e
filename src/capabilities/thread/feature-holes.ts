import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { feasibilities } from "../delivery/schema.ts";
import { designs } from "../design/schema.ts";
import { links } from "../workspace/schema.ts";
import type { FeatureNode } from "./node-schema.ts";
import { askedOf, type HoleKind } from "./rules.ts";
import type { Hole, ThreadEdge } from "./schema.ts";
import { isOfOne, type Scope } from "./scope.ts";
import { waiversOf } from "./waivers.ts";

type Asked = {
  part: string;
  column: Hole["column"];
  group: Hole["group"];
  sentence: (key: string) => string;
  label: string;
  act: Hole["action"]["act"];
};
const ASKED: Partial<Record<HoleKind, Asked>> = {
  "feature-without-feasibility": {
    part: "feasibility",
    column: "feature",
    group: "engineering",
    sentence: (key) => `Nobody has said whether ${key} can work.`,
    label: "Ask engineering",
    act: "ask-feasibility",
  },
  "feature-without-design": {
    part: "design",
    column: "feature",
    group: "design",
    sentence: (key) => `No design covers ${key} yet.`,
    label: "Add a design",
    act: "add-design",
  },
  "feature-without-metric": {
    part: "metric",
    column: "outcome",
    group: "data",
    sentence: (key) => `${key} has no metric: nobody will see whether it works.`,
    label: "Link a metric",
    act: "link-metric",
  },
  "feature-without-launch": {
    part: "launch",
    column: "outcome",
    group: "marketing",
    sentence: (key) => `No launch brings ${key} out yet.`,
    label: "Plan a launch",
    act: "plan-launch",
  },
};

/**
 * What features lack at their stage, as the checks ask for it; a gap that somebody accepted is none. Of one record all are told, of a
 * strategy those of what comes of its features: its arcs tell the others.
 */
export async function featureHoles(
  context: Context,
  scope: Scope,
  features: readonly FeatureNode[],
  outcomes: readonly ThreadEdge[],
): Promise<Hole[]> {
  const ids = features.map(({ id }) => id);
  const [there, waivers] = await Promise.all([
    isOfOne(scope) ? alreadyThere(context, ids) : new Map<string, Said>(),
    waiversOf(context, ids),
  ]);
  return features.flatMap(({ id, key, featureKind, state }) => {
    const waived = new Set((waivers.get(id) ?? []).map(({ checkId }) => checkId));
    const has = (hole: HoleKind) => {
      if (hole === "feature-without-metric") return outcomes.some(({ from, kind }) => from === id && kind === "measures");
      if (hole === "feature-without-launch") return outcomes.some(({ from, kind }) => from === id && kind === "promises");
      return hole === "feature-without-design" ? there.get(id)?.design : there.get(id)?.feasibility;
    };
    return askedOf({ kind: featureKind, state }).flatMap(({ hole, check }): Hole[] => {
      const asked = ASKED[hole];
      if (!asked || waived.has(check) || has(hole) || (asked.column === "feature" && !isOfOne(scope))) return [];
      const { part, column, group, sentence, label, act } = asked;
      const asking = hole === "feature-without-feasibility" && there.get(id)?.isAsked;
      return [
        {
          id: `${id}:${part}`,
          kind: hole,
          column,
          besideId: id,
          group,
          sentence: sentence(key),
          action: asking
            ? { label: "Answer feasibility", to: `/features/${key}`, act: "answer-feasibility" }
            : { label, to: `/features/${key}`, act },
        },
      ];
    });
  });
}

const Said = z.object({ id: z.uuid(), feasibility: z.boolean(), isAsked: z.boolean(), design: z.boolean() });
type Said = z.infer<typeof Said>;

async function alreadyThere({ db, actor }: Context, featureIds: readonly string[]): Promise<Map<string, Said>> {
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`
    select w.id, exists (select from ${feasibilities} f where f.workspace_id = ${home} and f.feature_id = w.id and f.verdict is not null) as feasibility,
      exists (select from ${feasibilities} f where f.workspace_id = ${home} and f.feature_id = w.id and f.state = 'asked') as "isAsked",
      exists (select from ${links} l join ${designs} d on d.workspace_id = ${home} and d.id = l.from_id
        where l.workspace_id = ${home} and l.to_id = w.id and l.kind = 'serves') as design
    from unnest(${sql.param(featureIds)}::uuid[]) as w (id)`);
  return new Map(rows.map((row) => Said.parse(row)).map((said) => [said.id, said]));
}
