import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { confirmationsOf, mustBePerson } from "../workspace/confirming.ts";
import { POLICY } from "../workspace/policy-rules.ts";
import { nameOf } from "../workspace/record-names.ts";
import { byName, newestFirst, recordStore } from "../workspace/record-store.ts";
import { recordIdOf } from "../workspace/records.ts";
import { mustRefer } from "../workspace/references.ts";
import { members } from "../workspace/schema.ts";
import { type Asset, type AssetChange, type AssetDraft, type AssetFilter, type AssetQuery, AssetRow } from "./asset-answers.ts";
import { type AssetChoice, type AssetState, assetIssues, dayAfter, freshUntilOf, SELLING_GROUPS } from "./asset-rules.ts";
import { addClaim, claimsOf } from "./claims.ts";
import { promise, promisesOf } from "./promises.ts";
import { assetReads, assets } from "./schema.ts";

const store = recordStore({
  kind: "asset",
  table: assets,
  Item: AssetRow,
  beside: (context) => ({ competitor: nameOf(context, assets.competitorId) }),
});
const SORTS = {
  newest: newestFirst(assets.createdAt),
  title: byName(assets.title),
  kind: { value: sql<string>`${assets.kind}`, type: "text", direction: "asc" },
} as const;

export async function assetsPage(context: Context, query: AssetQuery): Promise<{ items: Asset[]; nextCursor: string | null }> {
  const { items, nextCursor } = await store.page(context, query, SORTS[query.sort], await conditionOf(context, query));
  return { items: await whole(context, items), nextCursor };
}

export async function assetTotal(context: Context, filter: AssetFilter): Promise<{ total: number }> {
  return store.total(context, filter, await conditionOf(context, filter));
}

/** @throws Refusal 404 */
export async function assetById(context: Context, ref: string): Promise<Asset> {
  const [asset] = await whole(context, [await store.byId(context, ref)]);
  if (!asset) throw new Error("One row gives one asset.");
  return asset;
}

/** Writes an asset with what it speaks of and claims, all or nothing. @throws Refusal 404, 422 */
export async function createAsset(context: Context, draft: AssetDraft): Promise<Asset> {
  const { features, claims, freshUntil = dayAfter(context.now, POLICY.marketFreshDays), ...rest } = draft;
  await mustRefer(context, rest);
  const made = await store.create(
    context,
    { ...rest, freshUntil },
    { productId: null, activity: "asset.created", detail: { title: rest.title } },
  );
  await promise(context, made.id, features);
  for (const claim of claims) await addClaim(context, { ownerId: made.id, ...claim });
  return assetById(context, made.id);
}

/** @throws Refusal 404, 412 when somebody changed it since */
export async function editAsset(context: Context, ref: string, version: number, change: AssetChange): Promise<Asset> {
  await mustRefer(context, change);
  const { id } = await store.edit(context, ref, version, change);
  return assetById(context, id);
}

/** @throws Refusal 404, 409 when it is in that state already, 412 when somebody changed it since */
export async function moveAsset(context: Context, ref: string, version: number, state: AssetChoice): Promise<Asset> {
  const { id } = await store.move(context, ref, { version, state }, (before) => {
    if (before.state === state) throw new Refusal(409, "NOT_POSSIBLE", "It is in this state already.", { blockers: ["already-there"] });
  });
  return assetById(context, id);
}

/** @throws Refusal 404 */
export function deleteAsset(context: Context, ref: string): Promise<void> {
  return store.remove(context, ref, ({ title }) => ({ title }));
}

/** Notes that a person opened an asset; opening it again is the same. @throws Refusal 404, 409 for a program */
export async function readAsset(context: Context, ref: string): Promise<{ readers: number; sellers: number }> {
  mustBePerson(context);
  const { db, actor, now } = context;
  const asset = await store.byId(context, await recordIdOf(context, ref, "asset"));
  // The author's own reading adds nothing.
  if (asset.createdBy !== actor.id)
    await db
      .insert(assetReads)
      .values({ workspaceId: actor.workspaceId, assetId: asset.id, memberId: actor.id, readAt: now })
      .onConflictDoNothing();
  const [counted] = await readersOf(context, [asset]);
  return counted ?? { readers: 0, sellers: 0 };
}

const Read = z.object({ assetId: z.uuid(), memberId: z.uuid() });

/** How many of those who sell opened each asset, its author left out on both sides. */
async function readersOf({ db, actor }: Context, rows: readonly { id: string; createdBy: string | null }[]) {
  if (rows.length === 0) return [];
  const selling = and(
    eq(members.workspaceId, actor.workspaceId),
    sql`${members.removedAt} is null`,
    sql`${members.groups} && ${sql.param([...SELLING_GROUPS])}::text[]`,
  );
  const [people, reads] = await Promise.all([
    db.select({ id: members.id }).from(members).where(selling),
    db.execute(sql`select asset_id as "assetId", member_id as "memberId" from ${assetReads}
      where workspace_id = ${actor.workspaceId} and asset_id = any(${sql.param(rows.map(({ id }) => id))}::uuid[])`),
  ]);
  const sellers = new Set(people.map(({ id }) => id));
  const byAsset = Map.groupBy(
    reads.rows.map((row) => Read.parse(row)),
    ({ assetId }) => assetId,
  );
  return rows.map(({ id, createdBy }) => ({
    id,
    readers: (byAsset.get(id) ?? []).filter(({ memberId }) => sellers.has(memberId) && memberId !== createdBy).length,
    sellers: sellers.size - (createdBy !== null && sellers.has(createdBy) ? 1 : 0),
  }));
}

async function whole(context: Context, rows: readonly AssetRow[]): Promise<Asset[]> {
  const ids = rows.map(({ id }) => id);
  const [promised, lines, confirmed, read] = await Promise.all([
    promisesOf(context, ids),
    claimsOf(context, ids),
    ids.length === 0 ? [] : confirmationsOf(context, ids),
    readersOf(context, rows),
  ]);
  const today = context.now.slice(0, 10);
  return rows.map((row) => {
    const [features, claims] = [promised.get(row.id) ?? [], lines.get(row.id) ?? []];
    const last = confirmed
      .filter(({ recordId }) => recordId === row.id)
      .map(({ at }) => at.slice(0, 10))
      .toSorted()
      .at(-1);
    const freshUntil = freshUntilOf(row.freshUntil, last ?? null, POLICY.marketFreshDays);
    const stale = row.state === "live" ? assetIssues({ freshUntil, claims, features }, today) : [];
    const counts = read.find(({ id }) => id === row.id);
    const state: AssetState = stale.length > 0 ? "stale" : row.state;
    return { ...row, freshUntil, features, claims, stale, state, readers: counts?.readers ?? 0, sellers: counts?.sellers ?? 0 };
  });
}

/** All assets that a condition finds, with what they claim. */
export const assetsWhere = async (context: Context, where: SQL | undefined): Promise<Asset[]> =>
  whole(context, await store.all(context, where));

async function conditionOf(context: Context, { state, kind, competitor }: AssetFilter): Promise<SQL | undefined> {
  const of = and(
    kind === undefined ? undefined : inArray(assets.kind, [kind].flat()),
    competitor === undefined ? undefined : inArray(assets.competitorId, [competitor].flat()),
  );
  if (state === undefined) return of;
  const wanted = new Set<AssetState>([state].flat());
  const ids = (await assetsWhere(context, of)).filter((asset) => wanted.has(asset.state)).map(({ id }) => id);
  return ids.length === 0 ? sql`false` : and(of, inArray(assets.id, ids));
}
