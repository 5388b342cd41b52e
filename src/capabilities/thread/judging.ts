import type { Context } from "../../platform/context.ts";
import type { FeatureKind, FeatureState } from "../features/rules.ts";
import type { Evidence } from "./evidence.ts";
import { evidenceOf, type Standing, surroundings } from "./evidence-queries.ts";
import { type Facts, factsOf } from "./facts.ts";
import { withWaivers } from "./quality.ts";
import { communicated, communicatedAfterwards } from "./quality-communicated.ts";
import { feasible } from "./quality-feasible.ts";
import { informed, type Surroundings } from "./quality-informed.ts";
import { userCentric } from "./quality-user-centric.ts";
import { IN_FULL, JUDGED, OUT, type QualityResult } from "./rules.ts";
import { waiversOf } from "./waivers.ts";

export type Judged = { id: string; key: string; kind: FeatureKind; state: FeatureState };

/**
 * The qualities of features, by feature. Which are asked follows from the stage: of an idea whether it is well informed, once it is
 * evaluated also whether it can work, from planning on all four; once it has shipped whether those who asked for it were told.
 */
export async function qualitiesOf(
  context: Context,
  judged: readonly Judged[],
  standings: readonly Standing[],
): Promise<Map<string, QualityResult[]>> {
  const ids = judged.map(({ id }) => id);
  const [evidence, around, facts, waivers] = await Promise.all([
    evidenceOf(context, standings),
    surroundings(context),
    factsOf(
      context,
      standings,
      judged.filter(({ state }) => OUT.includes(state)).map(({ id }) => id),
    ),
    waiversOf(context, ids),
  ]);
  return new Map(
    judged.map((feature) => {
      const known = facts.get(feature.id);
      const qualities = known ? judge(feature, evidence.get(feature.id) ?? [], known, around) : [];
      return [feature.id, withWaivers(qualities, waivers.get(feature.id) ?? [])];
    }),
  );
}

function judge({ key, kind, state }: Judged, evidence: readonly Evidence[], facts: Facts, around: Surroundings): QualityResult[] {
  if (OUT.includes(state)) return facts.communication.asked > 0 ? [communicatedAfterwards(key, facts.communication)] : [];
  const coloured = JUDGED.some((one) => one === state);
  const subject = { kind: "feature" as const, key, featureKind: kind, coloured };
  const asked = [informed(subject, evidence, around, facts.informed)];
  if (coloured) asked.push(feasible({ key, coloured }, facts.feasible, around));
  if (IN_FULL.includes(state))
    asked.push(
      userCentric({ key, kind, coloured }, facts.user, around),
      communicated({ key, kind, coloured }, facts.communication, around),
    );
  return asked;
}
