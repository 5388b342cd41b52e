import type { Context } from "../../platform/context.ts";
import { metricsById } from "../measurement/metrics.ts";
import { ageOf } from "../measurement/rules.ts";
import { objectivesById } from "./objectives.ts";
import { type ActivationBlocker, activationBlockers, type KeyResultStand, type ObjectiveState, standOf } from "./rules.ts";

/** How an objective stands, as readiness looks at it. */
export type ObjectiveStanding = {
  id: string;
  key: string;
  statement: string;
  state: ObjectiveState;
  byOn: string | null;
  /** What keeps it from being active. */
  blockers: ActivationBlocker[];
  keyResults: { id: string; name: string; metricId: string | null; stand: KeyResultStand; progress: number | null; stale: boolean }[];
  /** The progress of the key result that is furthest behind; null while one is not measured. */
  progress: number | null;
};

/** How objectives stand, oldest first: their key results by the last readings. Three statements, however many are asked about. */
export async function objectiveStandings(context: Context, ids: readonly string[]): Promise<ObjectiveStanding[]> {
  const objectives = await objectivesById(context, ids);
  const today = context.now.slice(0, 10);
  const bound = objectives.flatMap(({ keyResults }) => keyResults.flatMap(({ metricId }) => metricId ?? []));
  const metrics = new Map((await metricsById(context, [...new Set(bound)])).map((metric) => [metric.id, metric]));
  return objectives.map(({ id, key, statement, state, byOn, keyResults }) => {
    const results = keyResults.map((keyResult) => {
      const metric = keyResult.metricId === null ? undefined : metrics.get(keyResult.metricId);
      const { stand, progress } = standOf(keyResult, metric?.latest?.value ?? null);
      const stale = metric ? (ageOf(metric.latest, metric.interval, today)?.stale ?? true) : false;
      return { id: keyResult.id, name: keyResult.name, metricId: keyResult.metricId, stand, progress, stale };
    });
    const known = results.flatMap(({ progress }) => progress ?? []);
    return {
      id,
      key,
      statement,
      state,
      byOn,
      blockers: activationBlockers(keyResults),
      keyResults: results,
      progress: known.length > 0 && known.length === results.length ? Math.min(...known) : null,
    };
  });
}
