import { and, asc, desc, eq, ne, type SQL, sql } from "drizzle-orm";
import { keyBetween, keysBetween } from "../../kernels/rank-keys.ts";
import { type Context, record } from "../../platform/context.ts";
import { invalid, notFound } from "../../platform/refusal.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { recordIdOf } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import { type FeaturePlace, features, type Ranked } from "./schema.ts";

/** The place below all others; held until the transaction ends, so that no two features get the same. */
export async function lastRank(context: Context): Promise<string> {
  await holdOrder(context);
  const [last] = await context.db
    .select({ rank: features.rank })
    .from(features)
    .where(eq(features.workspaceId, context.actor.workspaceId))
    .orderBy(desc(features.rank), desc(features.id))
    .limit(1);
  return keyBetween(last?.rank ?? null, null);
}

/** Of two people who move features at the same moment the second waits, then sees the order that the first one left. */
async function holdOrder({ db, actor }: Context): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`features.rank ${actor.workspaceId}`}, 0))`);
}

type Placed = { id: string; rank: string; number: number; title: string };

/** Moves a feature to another place in the order; other features keep their ranks unless two had come to share one. */
export async function rankFeature(context: Context, ref: string, place: FeaturePlace): Promise<Ranked> {
  const { db, actor } = context;
  const after = "afterId" in place;
  const id = await recordIdOf(context, ref, "feature");
  const anchorId = await recordIdOf(context, after ? place.afterId : place.beforeId, "feature");
  if (id === anchorId) throw invalid(after ? "afterId" : "beforeId", "A feature cannot stand beside itself.");
  await holdOrder(context);
  const [[feature], [anchor]] = await Promise.all([
    placed(context, eq(features.id, id), "down", 1),
    placed(context, eq(features.id, anchorId), "down", 1),
  ]);
  if (!feature || !anchor) throw notFound("feature");

  const [neighbour] = await placed(context, and(ne(features.id, id), beyond(anchor, after ? "down" : "up")), after ? "down" : "up", 1);
  const [above, below] = after ? [anchor, neighbour] : [neighbour, anchor];
  const stays = (!above || isAbove(above, feature)) && (!below || isAbove(feature, below));
  if (stays) return { id, key: keyOf("feature", feature.number), rank: feature.rank, displaced: null };

  const ranks = await ranksBetween(context, feature, above, below);
  for (const [featureId, rank] of ranks)
    await db
      .update(features)
      .set({ rank })
      .where(and(eq(features.workspaceId, actor.workspaceId), eq(features.id, featureId)));
  const displaced = below && isAbove(below, feature) ? below : above;
  await record(context, "feature.ranked", id, { above: above && markOf(above), below: below && markOf(below) });
  return {
    id,
    key: keyOf("feature", feature.number),
    rank: ranks.get(id) ?? feature.rank,
    displaced: displaced ? markOf(displaced) : null,
  };
}

/**
 * The rank that puts a feature between two others. Undoing a move can bring a feature back to a rank that another one has taken
 * meanwhile; then those below that share the upper one's rank get new ranks too.
 */
async function ranksBetween(
  context: Context,
  feature: Placed,
  above: Placed | undefined,
  below: Placed | undefined,
): Promise<Map<string, string>> {
  if (!above || !below || above.rank < below.rank) return new Map([[feature.id, keyBetween(above?.rank ?? null, below?.rank ?? null)]]);
  const others = ne(features.id, feature.id);
  const [sharing, [next]] = await Promise.all([
    placed(context, and(others, eq(features.rank, above.rank), beyond(above, "down")), "down", null),
    placed(context, and(others, sql`${features.rank} > ${above.rank}`), "down", 1),
  ]);
  const ids = [feature.id, ...sharing.map(({ id }) => id)];
  const keys = keysBetween(above.rank, next?.rank ?? null, ids.length);
  return new Map(ids.map((id, i) => [id, keys[i] ?? above.rank]));
}

const isAbove = (one: Placed, other: Placed) => one.rank < other.rank || (one.rank === other.rank && one.id < other.id);
const markOf = ({ id, number, title }: Placed) => ({ id, key: keyOf("feature", number), title });

const beyond = ({ rank, id }: Placed, way: "up" | "down") =>
  sql`(${features.rank}, ${features.id}) ${sql.raw(way === "down" ? ">" : "<")} (${rank}::text, ${id}::uuid)`;

function placed({ db, actor }: Context, where: SQL | undefined, way: "up" | "down", limit: number | null): Promise<Placed[]> {
  const order = way === "down" ? asc : desc;
  const found = db
    .select({ id: features.id, rank: features.rank, title: features.title, number: records.number })
    .from(features)
    .innerJoin(records, and(eq(records.workspaceId, features.workspaceId), eq(records.id, features.id)))
    .where(and(eq(features.workspaceId, actor.workspaceId), where))
    .orderBy(order(features.rank), order(features.id))
    .$dynamic();
  return limit === null ? found : found.limit(limit);
}
