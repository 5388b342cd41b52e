import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { links } from "../workspace/schema.ts";
import { metricsById } from "./metrics.ts";
import { ageOf, type Interval, type MetricState, verdictOn } from "./rules.ts";
import { keyResults } from "./schema.ts";

/** A metric that says something of a record, as readiness looks at it. */
export type MetricEvidence = {
  /** The record that was asked about. */
  ofId: string;
  metricId: string;
  key: string;
  name: string;
  /** How it is reached: the record itself is measured, or a need or objective that it serves. */
  through: "itself" | "need" | "objective";
  state: MetricState;
  interval: Interval;
  latest: { on: string; value: number; n: number | null } | null;
  ageDays: number | null;
  /** No reading for more than twice the interval, or none at all. */
  stale: boolean;
};
const Row = z.object({ of_id: z.uuid(), metric_id: z.uuid(), through: z.enum(["itself", "need", "objective"]) });
const NEARNESS = { itself: 0, need: 1, objective: 2 } as const;

/**
 * The metrics of features, needs or objectives: those that measure them, or a need or objective that they serve, or that a key result of
 * such an objective is bound to. Each metric once for each record, by its nearest way. Two statements, however many are asked about.
 */
export async function metricsOf(context: Context, ids: readonly string[]): Promise<MetricEvidence[]> {
  if (ids.length === 0) return [];
  const home = context.actor.workspaceId;
  const { rows } = await context.db.execute(sql`
    with asked as (select id from unnest(${sql.param([...ids])}::uuid[]) as x (id)),
    reached as (
      select id as of_id, id as at, 0 as steps from asked
      union
      select a.of_id, l.to_id, a.steps + 1 from (select id as of_id, id as at, 0 as steps from asked) a
      join ${links} l on l.workspace_id = ${home} and l.from_id = a.at and l.kind = 'serves'
      union
      select a.id, m.to_id, 2 from asked a
      join ${links} l on l.workspace_id = ${home} and l.from_id = a.id and l.kind = 'serves'
      join ${links} m on m.workspace_id = ${home} and m.from_id = l.to_id and m.kind = 'serves'),
    measured as (
      select t.of_id, l.from_id as metric_id, t.at, t.steps from reached t join ${links} l on l.workspace_id = ${home} and l.to_id = t.at and l.kind = 'measures'
      union all
      select t.of_id, k.metric_id, t.at, t.steps from reached t join ${keyResults} k on k.workspace_id = ${home} and k.objective_id = t.at and k.metric_id is not null)
    select d.of_id, d.metric_id, case when d.steps = 0 then 'itself' else r.kind end as through
    from measured d join records r on r.workspace_id = ${home} and r.id = d.at join records m on m.workspace_id = ${home} and m.id = d.metric_id and m.kind = 'metric'
    where d.steps = 0 or r.kind in ('need', 'objective')`);
  const found = rows.map((row) => Row.parse(row)).sort((one, other) => NEARNESS[one.through] - NEARNESS[other.through]);
  const metrics = new Map(
    (await metricsById(context, [...new Set(found.map((row) => row.metric_id))])).map((metric) => [metric.id, metric]),
  );
  const today = context.now.slice(0, 10);
  const seen = new Set<string>();
  return found.flatMap(({ of_id: ofId, metric_id: metricId, through }): MetricEvidence[] => {
    const metric = metrics.get(metricId);
    if (!metric || seen.has(`${ofId} ${metricId}`)) return [];
    seen.add(`${ofId} ${metricId}`);
    const age = ageOf(metric.latest, metric.interval, today);
    return [
      {
        ofId,
        metricId,
        key: metric.key,
        name: metric.name,
        through,
        state: verdictOn(metric, today).state,
        interval: metric.interval,
        latest: metric.latest,
        ageDays: age?.days ?? null,
        stale: age?.stale ?? true,
      },
    ];
  });
}
