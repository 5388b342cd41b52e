import { inArray, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { launchesWhere } from "../launches/launches.ts";
import { launches } from "../launches/schema.ts";
import { metricsOf } from "../measurement/evidence.ts";
import { metricsById } from "../measurement/metrics.ts";
import { verdictOn } from "../measurement/rules.ts";
import type { Metric } from "../measurement/schema.ts";
import { links } from "../workspace/schema.ts";
import type { ColumnProvider } from "./columns.ts";
import { featureHoles } from "./feature-holes.ts";
import type { LaunchNode, MetricNode } from "./node-schema.ts";
import type { ThreadEdge } from "./schema.ts";
import { isOfOne } from "./scope.ts";

/** So many of each are shown for the features of a strategy; all of one record's. */
const OF_A_STRATEGY = 6;
/** How near a metric is to what it says something of: the feature itself, the need that it serves, the objective. */
const NEARNESS = { itself: 3, need: 2, objective: 1 } as const;

/** What comes of the features shown: the metrics that say so, the launches that bring them out, and what a feature lacks. */
export const outcomeColumn: ColumnProvider = {
  column: "outcome",
  async gather(context, scope, gathered) {
    const features = (gathered.feature?.nodes ?? []).filter((node) => node.kind === "feature");
    if (features.length === 0) return { nodes: [], total: 0, edges: [], holes: [] };
    const ids = features.map(({ id }) => id);
    const [measured, launched] = await Promise.all([measuredBy(context, ids), launchesOf(context, ids)]);
    const most = isOfOne(scope) ? Number.POSITIVE_INFINITY : OF_A_STRATEGY;
    const nodes = [...measured.nodes.slice(0, most), ...launched.nodes.slice(0, most)];
    const shown = new Set(nodes.map(({ id }) => id));
    const edges = [...measured.edges, ...launched.edges];
    return {
      nodes,
      total: measured.nodes.length + launched.nodes.length,
      edges: edges.filter(({ to }) => shown.has(to)),
      holes: await featureHoles(context, scope, features, edges),
    };
  },
};

/** The metrics of features, those that measure a feature itself first. */
async function measuredBy(context: Context, featureIds: readonly string[]): Promise<{ nodes: MetricNode[]; edges: ThreadEdge[] }> {
  const evidence = await metricsOf(context, featureIds);
  const order = [
    ...new Set(evidence.toSorted((one, other) => NEARNESS[other.through] - NEARNESS[one.through]).map(({ metricId }) => metricId)),
  ];
  const metrics = new Map((await metricsById(context, order)).map((metric) => [metric.id, metric]));
  const today = context.now.slice(0, 10);
  return {
    nodes: order.flatMap((id) => {
      const metric = metrics.get(id);
      return metric ? [metricNode(metric, today)] : [];
    }),
    edges: evidence.map(({ ofId, metricId, through }) => ({ from: ofId, to: metricId, kind: "measures", strength: NEARNESS[through] })),
  };
}

function metricNode(metric: Metric, today: string): MetricNode {
  const { id, key, name, unit, currency, direction, latest, before, recent, targets } = metric;
  const [nearest] = targets;
  const asked = { target: nearest?.target ?? null, byOn: nearest?.byOn ?? null };
  return {
    kind: "metric",
    id,
    key,
    title: name,
    unit,
    currency,
    direction,
    latest,
    before,
    recent,
    ...asked,
    state: verdictOn(metric, today).state,
  };
}

/** The launches that bring features out, the next first. */
async function launchesOf(context: Context, featureIds: readonly string[]): Promise<{ nodes: LaunchNode[]; edges: ThreadEdge[] }> {
  const promising = sql`(select l.from_id from ${links} l where l.workspace_id = ${context.actor.workspaceId} and l.kind = 'promises' and l.to_id = any(${sql.param(featureIds)}::uuid[]))`;
  const found = (await launchesWhere(context, inArray(launches.id, promising))).toSorted(
    (one, other) => (one.launchesOn ?? "9").localeCompare(other.launchesOn ?? "9") || one.id.localeCompare(other.id),
  );
  return {
    nodes: found.map(({ id, key, title, state, tier, launchesOn, items, open, overdue }) => {
      const done = items.length - open;
      return { kind: "launch", id, key, title, state, tier, launchesOn, done, items: items.length, overdue };
    }),
    edges: found.flatMap(({ id, features }) =>
      features
        .filter((feature) => featureIds.includes(feature.id))
        .map((feature): ThreadEdge => ({ from: feature.id, to: id, kind: "promises", strength: 2 })),
    ),
  };
}
