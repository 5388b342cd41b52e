import { and, asc, eq, inArray, type SQL } from "drizzle-orm";
import { GROUPS } from "../../platform/access.ts";
import type { Context } from "../../platform/context.ts";
import { featureById } from "../features/queries.ts";
import type { FeatureState } from "../features/rules.ts";
import { features } from "../features/schema.ts";
import { needById } from "../needs/queries.ts";
import { objectiveById } from "../strategy/objectives.ts";
import { confirmationsOf } from "../workspace/confirming.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { POLICY } from "../workspace/policy-rules.ts";
import { records } from "../workspace/schema.ts";
import { evidenceOf, surroundings, targetsOf } from "./evidence-queries.ts";
import { qualitiesOf } from "./judging.ts";
import { keptAnswers } from "./kept-answers.ts";
import { byGaps, gapsOf, strategyQuality, weakestCheck } from "./quality.ts";
import { informed, type Subject } from "./quality-informed.ts";
import { JUDGED, QUALITIES, type QualityResult } from "./rules.ts";
import { type Answered, answered, type NextStep, type ObjectiveReadiness, type Readiness, type StrategyReadiness } from "./schema.ts";
import { isForObjective } from "./scope.ts";

export async function needReadiness(context: Context, ref: string): Promise<Readiness> {
  const asked = await needById(context, ref);
  const need = asked.mergedInto ? await needById(context, asked.mergedInto.id) : asked;
  const mark = { kind: "need" as const, id: need.id, key: need.key, title: need.statement };
  const subject: Subject = { kind: "need", key: need.key, featureKind: null, coloured: need.state !== "parked" };
  const [evidence, around, confirmations] = await Promise.all([
    evidenceOf(context, [{ id: need.id, targets: [need.id] }]),
    surroundings(context),
    confirmationsOf(context, [need.id]),
  ]);
  const qualities = [informed(subject, evidence.get(need.id) ?? [], around)];
  return { ...mark, state: need.state, note: null, ...toldOf(mark, qualities), confirmations };
}

export async function featureReadiness(context: Context, ref: string): Promise<Readiness> {
  const feature = await featureById(context, ref);
  const mark = { kind: "feature" as const, id: feature.id, key: feature.key, title: feature.title };
  const standing = { id: feature.id, targets: [feature.id, ...feature.needs.map(({ id }) => id)] };
  const [judged, confirmations] = await Promise.all([
    feature.state === "dropped" ? new Map<string, QualityResult[]>() : qualitiesOf(context, [feature], [standing]),
    confirmationsOf(context, [feature.id]),
  ]);
  const qualities = judged.get(feature.id) ?? [];
  const asked = qualities.filter(({ applicable }) => applicable > 0);
  return {
    ...mark,
    state: feature.state,
    note: asked.length > 0 ? null : noteOf(feature.state),
    ...toldOf(mark, qualities),
    confirmations,
  };
}

/** Why no quality is asked of a feature; null when they are. */
function noteOf(state: FeatureState): string | null {
  if (state === "dropped") return "It was dropped; nothing is asked of it.";
  return state === "shipped" || state === "measured" ? "It has shipped. Nobody asked for it, so nobody waits to be told." : null;
}

type Mark = NextStep["record"];

function toldOf(mark: Mark, qualities: QualityResult[]): { qualities: Answered[]; next: NextStep | null } {
  return { qualities: qualities.map(answered), next: nextOf(mark, qualities) };
}

function nextOf(record: Mark, qualities: readonly QualityResult[]): NextStep | null {
  const weakest = weakestCheck(qualities);
  if (!weakest) return null;
  const { quality, check } = weakest;
  return { record, quality, check: check.id, group: check.group, reason: check.reason, action: check.action };
}

/** How ready the highest ranked features in play are, the weakest first, and what would mend the most. */
export function strategyReadiness(context: Context, { product, limit }: { product?: string; limit: number }): Promise<StrategyReadiness> {
  const scope = product ? eq(features.productId, product) : undefined;
  return readinessOf(context, { name: `strategy ${product ?? ""}`, where: scope, limit });
}

/** How ready an objective is: what the features in play that serve it make of each question. */
export async function objectiveReadiness(context: Context, { id: ref, limit }: { id: string; limit: number }): Promise<ObjectiveReadiness> {
  const { id, key, statement, state } = await objectiveById(context, ref);
  const readiness = await readinessOf(context, { name: `objective ${id}`, where: isForObjective(id), limit });
  return { kind: "objective", id, key, title: statement, state, note: readiness.total > 0 ? null : NOBODY_SERVES, ...readiness };
}
const NOBODY_SERVES = "No feature in play serves it yet. Link one: from when it is evaluated on, readiness is judged by it.";

type Gapped = { record: Mark; qualities: readonly QualityResult[] };
/** What would mend the most, then of each group that has no part in it what waits on them. */
function nextSteps(weakestFirst: readonly Gapped[]): NextStep[] {
  const urgent = weakestFirst.flatMap(({ record, qualities }) => nextOf(record, qualities) ?? []).slice(0, POLICY.nextSteps);
  const ofGroups = GROUPS.filter((group) => !urgent.some((step) => step.group === group)).flatMap((group) => {
    for (const { record, qualities } of weakestFirst) {
      const own = qualities.map((quality) => ({ ...quality, checks: quality.checks.filter((check) => check.group === group) }));
      const step = nextOf(record, own);
      if (step) return [step];
    }
    return [];
  });
  return [...urgent, ...ofGroups];
}

const keptReadiness = keptAnswers<StrategyReadiness>();
type Many = { name: string; where: SQL | undefined; limit: number };
async function readinessOf(context: Context, { name, where, limit }: Many): Promise<StrategyReadiness> {
  const whole = await keptReadiness(context, name, () => judgedTogether(context, where));
  return { ...whole, items: whole.items.slice(0, limit) };
}

async function judgedTogether(context: Context, where: SQL | undefined): Promise<StrategyReadiness> {
  const { db, actor } = context;
  const judged = await db
    .select({ id: features.id, title: features.title, kind: features.kind, state: features.state, number: records.number })
    .from(features)
    .innerJoin(records, and(eq(records.workspaceId, features.workspaceId), eq(records.id, features.id)))
    .where(and(eq(features.workspaceId, actor.workspaceId), inArray(features.state, [...JUDGED]), where))
    .orderBy(asc(features.rank), asc(features.id))
    .limit(POLICY.strategyFeatures);
  const ids = judged.map(({ id }) => id);
  const named = judged.map(({ number, ...feature }) => ({ ...feature, key: keyOf("feature", number) }));
  const byFeature = await qualitiesOf(context, named, await targetsOf(context, ids));
  const all = named.map(({ id, key, title, state }) => {
    const qualities = byFeature.get(id) ?? [];
    return { record: { kind: "feature" as const, id, key, title }, id, key, state, qualities, gaps: gapsOf(qualities) };
  });
  // Among equally weak ones the order in which people ranked them stays.
  const weakestFirst = all.toSorted((one, other) => byGaps(one.gaps, other.gaps));
  return {
    qualities: QUALITIES.map((quality) => answered(strategyQuality(quality, all))),
    items: weakestFirst.map(({ record, state, qualities }) => ({ ...record, state, qualities: qualities.map(answered) })),
    total: all.length,
    next: nextSteps(weakestFirst),
  };
}
