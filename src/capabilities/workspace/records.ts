import { randomUUIDv7 } from "node:crypto";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { invalid, notFound } from "../../platform/refusal.ts";
import { KINDS, keyOf, kindOfKey } from "./kind-rules.ts";
import { products, type RecordKind, records } from "./schema.ts";

/**
 * A new record for the spine: its id, and the number that makes its key. `row` writes it once it is awaited; what hangs on
 * the record may be written right behind it, in one `Promise.all`.
 */
export async function newRecord(context: Context, kind: RecordKind, productId: string | null) {
  const number = await context.numbers(kind);
  const { db, actor, now } = context;
  const id = randomUUIDv7();
  const row = db.insert(records).values({
    workspaceId: actor.workspaceId,
    id,
    kind,
    number,
    productId,
    createdBy: actor.kind === "member" ? actor.id : null,
    createdAt: now,
  });
  return { id, number, key: keyOf(kind, number), row };
}

/** Puts a new record on the spine. The caller inserts the rest under the same id. */
export async function createRecord(
  context: Context,
  kind: RecordKind,
  productId: string | null,
): Promise<{ id: string; number: number; key: string }> {
  const { row, ...made } = await newRecord(context, kind, productId);
  await row;
  return made;
}

/** Many new records at once, in the order asked for. */
export async function createRecords(
  context: Context,
  kind: RecordKind,
  productIds: readonly (string | null)[],
): Promise<{ id: string; number: number }[]> {
  if (productIds.length === 0) return [];
  const first = await context.numbers(kind, productIds.length);
  const { db, actor, now } = context;
  const createdBy = actor.kind === "member" ? actor.id : null;
  // As one array: a statement of thousands of parameters takes longer to read than to run.
  const { rows } = await db.execute<{ id: string; number: number }>(sql`
    insert into ${records} (workspace_id, kind, number, product_id, created_by, created_at)
    select ${actor.workspaceId}::uuid, ${kind}::text, ${first}::int + x.place::int - 1, x.product, ${createdBy}::uuid, ${now}::timestamptz
    from unnest(${sql.param(productIds)}::uuid[]) with ordinality x (product, place) returning id, number`);
  return rows.sort((one, other) => one.number - other.number);
}

/**
 * The id behind an id or key such as `N-42`.
 * @throws Refusal 404 when this workspace has no such record of that kind
 */
export async function recordIdOf({ db, actor }: Pick<Context, "db" | "actor">, ref: string, kind: RecordKind): Promise<string> {
  if (ref.length === 36) return ref.toLowerCase();
  const [prefix, number] = ref.toUpperCase().split("-");
  if (prefix !== KINDS[kind].prefix) throw notFound(kind);
  const [found] = await db
    .select({ id: records.id })
    .from(records)
    .where(and(eq(records.workspaceId, actor.workspaceId), eq(records.kind, kind), eq(records.number, Number(number))));
  if (!found) throw notFound(kind);
  return found.id;
}

/** The product that a new record goes to when none was named: the workspace's only or oldest one. */
export async function productFor({ db, actor }: Pick<Context, "db" | "actor">, productId: string | undefined): Promise<string> {
  const [found] = await db
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.workspaceId, actor.workspaceId), productId ? eq(products.id, productId) : undefined))
    .orderBy(asc(products.createdAt), asc(products.id))
    .limit(1);
  if (!found) throw invalid("productId", "There is no such product in this workspace.");
  return found.id;
}

/** Refuses ids that are not records of these kinds here, naming the field they came in. */
export async function mustBeRecords(
  { db, actor }: Pick<Context, "db" | "actor">,
  field: string,
  ids: readonly string[],
  kinds: readonly RecordKind[],
): Promise<void> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
  const found = await db
    .select({ id: records.id })
    .from(records)
    .where(and(eq(records.workspaceId, actor.workspaceId), inArray(records.id, wanted), inArray(records.kind, [...kinds])));
  if (found.length !== wanted.length) throw invalid(field, `There is no such ${kinds.join(" or ")} in this workspace.`);
}

/**
 * The record of any kind behind an id or key.
 * @throws Refusal 404 when this workspace has none such
 */
export async function recordOf({ db, actor }: Pick<Context, "db" | "actor">, ref: string) {
  const kind = kindOfKey(ref);
  if (!kind && ref.length !== 36) throw notFound("record");
  const [found] = await db
    .select({ id: records.id, kind: records.kind, number: records.number, productId: records.productId })
    .from(records)
    .where(
      and(
        eq(records.workspaceId, actor.workspaceId),
        ...(kind ? [eq(records.kind, kind), eq(records.number, Number(ref.split("-")[1]))] : [eq(records.id, ref)]),
      ),
    );
  if (!found) throw notFound("record");
  return { ...found, key: keyOf(found.kind, found.number) };
}
