import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { keyOf, kindOfKey, RECORD_KINDS } from "./kind-rules.ts";
import { titlesOf } from "./names.ts";
import { recordOf } from "./records.ts";
import { RecordKind } from "./schema.ts";

/** A record of any kind, as short as it can be named. */
export const RecordName = z.object({ id: z.uuid(), kind: RecordKind, key: z.string(), title: z.string() });
export type RecordName = z.infer<typeof RecordName>;

const Found = z.object({ id: z.uuid(), kind: RecordKind, number: z.int(), title: z.string() });

/** @throws Refusal 404 when this workspace has no such record */
export async function recordNamed(context: Context, ref: string): Promise<RecordName & { productId: string | null }> {
  const { id, kind, key, productId } = await recordOf(context, ref);
  const titles = await titlesOf(context, [id]);
  return { id, kind, key, productId, title: titles.get(id) ?? "" };
}

/** The records that fit the words best, misspelt ones forgiven; a key that was typed comes first. */
export async function searchRecords(
  context: Context,
  { q, kinds, limit }: { q: string; kinds: readonly RecordKind[]; limit: number },
): Promise<RecordName[]> {
  const typed = q.trim();
  const wanted = kinds.length > 0 ? kinds : RECORD_KINDS;
  if (typed === "") return newestRecords(context, wanted, limit);
  const [byKey, { rows }] = await Promise.all([
    namedByKey(context, typed, wanted),
    context.db.execute(sql`
      select r.id, r.kind, r.number, b.title from search_best(${typed}, ${sql.param([...wanted])}::text[], ${limit}) with ordinality as b(record_id, kind, title, place)
      join records r on r.workspace_id = ${context.actor.workspaceId} and r.id = b.record_id order by b.place`),
  ]);
  const best = rows.map((row) => Found.parse(row)).map(({ number, ...found }) => ({ ...found, key: keyOf(found.kind, number) }));
  return [...byKey, ...best.filter(({ id }) => !byKey.some((one) => one.id === id))].slice(0, limit);
}

async function newestRecords(context: Context, kinds: readonly RecordKind[], limit: number): Promise<RecordName[]> {
  const { rows } = await context.db.execute(sql`
    select r.id, r.kind, r.number, '' as title from records r
    where r.workspace_id = ${context.actor.workspaceId} and r.kind = any(${sql.param([...kinds])}::text[]) order by r.id desc limit ${limit}`);
  const found = rows.map((row) => Found.parse(row));
  const titles = await titlesOf(
    context,
    found.map(({ id }) => id),
  );
  return found.map(({ id, kind, number }) => ({ id, kind, key: keyOf(kind, number), title: titles.get(id) ?? "" }));
}

async function namedByKey(context: Context, typed: string, kinds: readonly RecordKind[]): Promise<RecordName[]> {
  // People type "n42" and "N 42" too.
  const key = typed.replace(/^([a-z]{1,3})[\s-]?([1-9]\d{0,8})$/i, "$1-$2");
  const kind = kindOfKey(key);
  if (!kind || !kinds.includes(kind)) return [];
  try {
    const { productId: _, ...named } = await recordNamed(context, key);
    return [named];
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return [];
    throw error;
  }
}
