import { and, asc, count, desc, eq, getTableColumns, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { demands } from "../customers/schema.ts";
import { designs } from "../design/schema.ts";
import { features } from "../features/schema.ts";
import { needs } from "../needs/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { links, records } from "../workspace/schema.ts";
import type { ColumnProvider, Part } from "./columns.ts";
import type { DesignNode, FeatureNode, ThreadNode } from "./node-schema.ts";
import { FOR_NEEDS, JUDGED } from "./rules.ts";
import type { Hole, ThreadEdge } from "./schema.ts";
import { isForObjective, type Scope } from "./scope.ts";

/** So many features are shown for every need; the strongest of each need always are. */
const FEATURES_PER_NEED = 2;
/** So many features that serve no need are drawn as holes of the strategy. */
const LOOSE_FEATURES = 3;
/** An objective's features are few. */
const OF_AN_OBJECTIVE = 20;

/** Features that serve the needs shown, strongest first, and those in play that serve none. */
export const featureColumn: ColumnProvider = {
  column: "feature",
  async gather(context, scope, gathered) {
    const needNodes = gathered.need?.nodes ?? [];
    const [served, loose, total] = await Promise.all([
      servingFeatures(context, scope, needNodes),
      looseFeatures(context, scope),
      featureTotal(context, scope),
    ]);
    const nodes = [...served.nodes, ...loose];
    const designed = scope.featureId ? await designsCovering(context, scope.featureId, needNodes) : { nodes: [], edges: [] };
    const servedIds = new Set(served.edges.map(({ from }) => from));
    return {
      nodes: [...nodes, ...designed.nodes],
      total: scope.needId ? served.total : total,
      edges: [...served.edges, ...designed.edges],
      holes: [
        ...needNodes.filter(({ id }) => !servedIds.has(id)).flatMap(holeOfNeed),
        ...nodes.filter((node) => !served.edges.some(({ to }) => to === node.id)).flatMap(holeOfFeature),
      ],
    };
  },
};

const { workspaceId: _, recordId: _record, kind: _kind, ...demand } = getTableColumns(demands);

function featureNodes({ db, actor }: Context, where: SQL | undefined) {
  return db
    .select({
      id: features.id,
      title: features.title,
      state: features.state,
      featureKind: features.kind,
      ownerId: features.ownerId,
      effortLow: features.effortLow,
      effortHigh: features.effortHigh,
      valueLow: features.valueLow,
      valueHigh: features.valueHigh,
      number: records.number,
      demand,
    })
    .from(features)
    .innerJoin(demands, and(eq(demands.workspaceId, features.workspaceId), eq(demands.recordId, features.id)))
    .innerJoin(records, and(eq(records.workspaceId, features.workspaceId), eq(records.id, features.id)))
    .where(and(eq(features.workspaceId, actor.workspaceId), where))
    .orderBy(desc(demands.revenueMinor), desc(demands.accounts), desc(demands.quotes), asc(features.rank), asc(features.id));
}
type Row = Awaited<ReturnType<typeof featureNodes>>[number];
const nodeOf = ({ number, ...feature }: Row): FeatureNode => ({ kind: "feature", ...feature, key: keyOf("feature", number) });

async function servingFeatures(
  context: Context,
  { featureId, needId, objectiveId }: Scope,
  needNodes: readonly ThreadNode[],
): Promise<Omit<Part, "holes">> {
  const { db, actor } = context;
  const needIds = needNodes.map(({ id }) => id);
  const served = await db
    .select({ featureId: links.fromId, needId: links.toId })
    .from(links)
    .innerJoin(features, and(eq(features.workspaceId, links.workspaceId), eq(features.id, links.fromId)))
    .where(
      and(
        eq(links.workspaceId, actor.workspaceId),
        eq(links.kind, "serves"),
        inArray(links.toId, needIds),
        featureId ? eq(links.fromId, featureId) : ne(features.state, "dropped"),
        objectiveId ? isForObjective(objectiveId) : undefined,
      ),
    );
  const all = (await featureNodes(context, inArray(features.id, [...new Set(served.map((link) => link.featureId))]))).map(nodeOf);
  const shown = needId || featureId ? all : strongestOfEach(all, served, needIds);
  const byId = new Map(shown.map((node) => [node.id, node]));
  const edges = served.flatMap((link): ThreadEdge[] => {
    const feature = byId.get(link.featureId);
    const need = needNodes.find(({ id }) => id === link.needId);
    return feature && need ? [{ from: link.needId, to: link.featureId, kind: "serves", strength: shareOf(need, feature) }] : [];
  });
  return { nodes: shown, total: all.length, edges };
}

/** Every need shows its strongest feature before any shows its second. */
function strongestOfEach(
  all: readonly FeatureNode[],
  served: readonly { featureId: string; needId: string }[],
  needIds: readonly string[],
) {
  const most = needIds.length * FEATURES_PER_NEED;
  const ofNeed = needIds.map((needId) => all.filter(({ id }) => served.some((link) => link.needId === needId && link.featureId === id)));
  const chosen = new Set<string>();
  for (let place = 0; chosen.size < most && ofNeed.some((list) => list.length > place); place++)
    for (const list of ofNeed) {
      const next = list[place];
      if (next && chosen.size < most) chosen.add(next.id);
    }
  return all.filter(({ id }) => chosen.has(id));
}

/** How much of what stands behind a feature comes from a need: its accounts, or its quotes where no account is known. */
function shareOf(need: ThreadNode, feature: FeatureNode): number {
  if (need.kind !== "need") return 1;
  const share =
    feature.demand.accounts > 0 ? need.demand.accounts / feature.demand.accounts : need.demand.quotes / (feature.demand.quotes || 1);
  return share >= 2 / 3 ? 3 : share >= 1 / 3 ? 2 : 1;
}

const servesNone = sql`not exists (select from ${links} l join ${needs} n on n.workspace_id = l.workspace_id and n.id = l.to_id where l.workspace_id = ${features.workspaceId} and l.from_id = ${features.id} and l.kind = 'serves')`;

/** The feature itself when it serves no need; of the strategy the strongest ones in play. */
async function looseFeatures(context: Context, { needId, featureId, objectiveId, product }: Scope): Promise<FeatureNode[]> {
  if (needId) return [];
  const found = await featureNodes(
    context,
    and(
      servesNone,
      featureId
        ? eq(features.id, featureId)
        : objectiveId
          ? and(isForObjective(objectiveId), ne(features.state, "dropped"))
          : and(inArray(features.state, [...JUDGED]), inArray(features.kind, [...FOR_NEEDS])),
      product ? eq(features.productId, product) : undefined,
    ),
  ).limit(objectiveId ? OF_AN_OBJECTIVE : LOOSE_FEATURES);
  return found.map(nodeOf);
}

async function featureTotal({ db, actor }: Context, { featureId, objectiveId, product }: Scope): Promise<number> {
  const [all] = await db
    .select({ count: count() })
    .from(features)
    .where(
      and(
        eq(features.workspaceId, actor.workspaceId),
        featureId ? eq(features.id, featureId) : ne(features.state, "dropped"),
        objectiveId ? isForObjective(objectiveId) : undefined,
        product ? eq(features.productId, product) : undefined,
      ),
    );
  return all?.count ?? 0;
}

/** The designs that cover a feature, under it; a line leads to each from the needs that it serves itself. */
async function designsCovering(
  { db, actor }: Context,
  featureId: string,
  needNodes: readonly ThreadNode[],
): Promise<{ nodes: DesignNode[]; edges: ThreadEdge[] }> {
  const home = actor.workspaceId;
  const covers = await db
    .select({ id: designs.id, title: designs.title, state: designs.state, revision: designs.revision, number: records.number })
    .from(links)
    .innerJoin(designs, and(eq(designs.workspaceId, links.workspaceId), eq(designs.id, links.fromId)))
    .innerJoin(records, and(eq(records.workspaceId, links.workspaceId), eq(records.id, links.fromId)))
    .where(and(eq(links.workspaceId, home), eq(links.toId, featureId), eq(links.kind, "serves")))
    .orderBy(desc(designs.updatedAt), desc(designs.id))
    .limit(OF_AN_OBJECTIVE);
  if (covers.length === 0) return { nodes: [], edges: [] };
  const ids = covers.map(({ id }) => id);
  const served = await db
    .select({ from: links.fromId, to: links.toId })
    .from(links)
    .where(and(eq(links.workspaceId, home), eq(links.kind, "serves"), inArray(links.fromId, ids)));
  const needIds = new Set(needNodes.map(({ id }) => id));
  return {
    nodes: covers.map(({ number, ...design }) => ({ kind: "design", ...design, key: keyOf("design", number) })),
    edges: served
      .filter(({ to }) => to === featureId || needIds.has(to))
      .map(({ from, to }) => ({ ...(to === featureId ? { from, to } : { from: to, to: from }), kind: "serves", strength: 2 })),
  };
}

function holeOfNeed(need: ThreadNode): Hole[] {
  if (need.kind !== "need" || need.state === "parked") return [];
  return [
    {
      id: `${need.id}:feature`,
      kind: "need-without-feature",
      column: "feature",
      besideId: need.id,
      group: "product",
      sentence: `No feature serves ${need.key} yet.`,
      action: { label: "Propose a feature", to: `/needs/${need.key}`, act: "propose-feature" },
    },
  ];
}

function holeOfFeature(feature: ThreadNode): Hole[] {
  if (feature.kind !== "feature" || feature.state === "dropped" || !FOR_NEEDS.includes(feature.featureKind)) return [];
  return [
    {
      id: `${feature.id}:need`,
      kind: "feature-without-need",
      column: "need",
      besideId: feature.id,
      group: "product",
      sentence: `${feature.key} serves no need yet.`,
      action: { label: "Link a need", to: `/features/${feature.key}`, act: "link-need" },
    },
  ];
}
