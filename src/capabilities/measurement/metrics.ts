import { and, count, eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { qualified } from "../workspace/names.ts";
import { byName, newestFirst, recordStore } from "../workspace/record-store.ts";
import { lineIssues } from "./rules.ts";
import { keyResults, Metric, type MetricChange, type MetricDraft, type MetricQuery, metrics, readings } from "./schema.ts";

const COMPARED_DAYS = 28;
const RECENT = 30;
const reading = sql`jsonb_build_object('on', r."on", 'value', r.value, 'n', r.n)`;
const own = sql`r.workspace_id = ${qualified(metrics.workspaceId)} and r.metric_id = ${qualified(metrics.id)}`;
const lastDay = sql`(select max(r."on") from ${readings} r where ${own})`;

const store = recordStore({
  kind: "metric",
  table: metrics,
  Item: Metric,
  beside: () => ({
    latest: sql`(select ${reading} from ${readings} r where ${own} order by r."on" desc limit 1)`,
    before: sql`(select ${reading} from ${readings} r where ${own}
      and r."on" <= ${lastDay} - ${COMPARED_DAYS}::int
      and r."on" > ${lastDay} - ${COMPARED_DAYS}::int - case ${qualified(metrics.interval)} when 'day' then 7 when 'week' then 7 else 31 end
      order by r."on" desc limit 1)`,
    recent: sql`array(select x.value from (select r."on", r.value from ${readings} r where ${own} order by r."on" desc limit ${RECENT}) x order by x."on")`,
    targets: sql`coalesce((
      select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'objectiveId', k.objective_id, 'baselineValue', k.baseline_value,
        'baselineOn', k.baseline_on, 'target', k.target, 'byOn', k.by_on) order by k.by_on nulls last, k.id)
      from ${keyResults} k where k.workspace_id = ${qualified(metrics.workspaceId)} and k.metric_id = ${qualified(metrics.id)}
        and k.is_live and k.target is not null), '[]'::jsonb)`,
  }),
});

const sorts = { name: byName(metrics.name), newest: newestFirst(metrics.createdAt) };
const narrowed = ({ actor }: Context, { owner }: Pick<MetricQuery, "owner">) =>
  owner ? eq(metrics.ownerId, owner === "me" ? actor.id : owner) : undefined;

export const metricsPage = (context: Context, query: MetricQuery) =>
  store.page(context, query, sorts[query.sort], narrowed(context, query));
export const metricTotal = (context: Context, query: Omit<MetricQuery, "sort">) => store.total(context, query, narrowed(context, query));
/** @throws Refusal 404 */
export const metricById = (context: Context, ref: string): Promise<Metric> => store.byId(context, ref);
/** A metric held until the transaction ends: of two who write its readings the second waits. @throws Refusal 404 */
export const lockedMetric = (context: Context, ref: string): Promise<Metric> => store.locked(context, ref);
/** Metrics by id, oldest first. */
export const metricsById = (context: Context, ids: readonly string[]): Promise<Metric[]> =>
  ids.length === 0 ? Promise.resolve([]) : store.all(context, sql`${metrics.id} = any(${sql.param(ids)}::uuid[])`);

export function createMetric(context: Context, draft: MetricDraft): Promise<Metric> {
  mustBeSound({ unit: "count", currency: null, direction: "up", watchAt: null, breachAt: null, ...given(draft) });
  return store.create(context, draft, { productId: null, activity: "metric.defined", detail: { name: draft.name } });
}

/** Its unit cannot change once it has readings: they would mean something else. */
export function editMetric(context: Context, ref: string, version: number, change: MetricChange): Promise<Metric> {
  return store.edit(context, ref, version, change, (after) => {
    mustBeSound(after);
    if (after.latest && (change.unit !== undefined || change.currency !== undefined))
      return metricById(context, ref).then((before) => {
        if (before.unit !== after.unit || before.currency !== after.currency)
          throw invalid(
            before.unit === after.unit ? "currency" : "unit",
            "It has readings, which would mean something else. Define another metric.",
          );
      });
  });
}

/** @throws Refusal 409 while a key result is bound to it */
export async function deleteMetric(context: Context, ref: string): Promise<void> {
  const metric = await metricById(context, ref);
  const [bound] = await context.db
    .select({ count: count() })
    .from(keyResults)
    .where(and(eq(keyResults.workspaceId, context.actor.workspaceId), eq(keyResults.metricId, metric.id)));
  if (bound && bound.count > 0)
    throw new Refusal(409, "IN_USE", "Key results are bound to it; bind them to another metric first.", { keyResults: bound.count });
  await store.remove(context, metric.id, ({ name }) => ({ name }));
}

function mustBeSound(metric: Parameters<typeof lineIssues>[0]): void {
  const issues = lineIssues(metric);
  if (issues.length > 0) throw new Refusal(422, "INVALID", "Some of what was sent is not valid.", { issues });
}

function given(draft: MetricDraft): Partial<Parameters<typeof lineIssues>[0]> {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
}
