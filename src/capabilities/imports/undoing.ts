import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { expectManyRows } from "../customers/many-rows.ts";
import { AtTime, placeIn } from "../customers/places.ts";
import { importBatches } from "../customers/schema.ts";
import { records } from "../workspace/schema.ts";
import type { BatchRemoval, ImportBatch } from "./schema.ts";
import { writers } from "./targets/writers.ts";

/** What was imported, the newest first. */
export async function importBatchesPage(
  { db, actor }: Context,
  { limit, cursor, offset = 0 }: { limit: number; cursor?: string; offset?: number },
): Promise<{ items: ImportBatch[]; nextCursor: string | null }> {
  const after = cursor ? placeIn(cursor, AtTime) : null;
  const rows = await db
    .select()
    .from(importBatches)
    .where(
      and(
        eq(importBatches.workspaceId, actor.workspaceId),
        after ? sql`(${importBatches.importedAt}, ${importBatches.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(importBatches.importedAt), desc(importBatches.id))
    .limit(limit + 1)
    .offset(offset);
  return pageOf(rows, limit, (last) => [last.importedAt, last.id]);
}

/**
 * Takes an import back: what it brought goes, what it changed is as it was before, fields and labels that it made go when nothing carries
 * them. What somebody has worked on since stays: quoted, commented, linked, decided, labelled or edited.
 * @throws Refusal 404, 409 when it was undone before
 */
export async function removeBatch(context: Context, id: string): Promise<BatchRemoval> {
  const { db, actor, now } = context;
  const home = actor.workspaceId;
  const [batch] = await db
    .update(importBatches)
    .set({ undoneAt: now })
    .where(and(eq(importBatches.workspaceId, home), eq(importBatches.id, id), isNull(importBatches.undoneAt)))
    .returning();
  if (!batch) {
    const [undone] = await db
      .select({ id: importBatches.id })
      .from(importBatches)
      .where(and(eq(importBatches.workspaceId, home), eq(importBatches.id, id)));
    if (!undone) throw notFound("import");
    throw new Refusal(409, "ALREADY_UNDONE", "This import has been undone before.");
  }
  await expectManyRows(db);
  const back = await putBack(context, id);
  // First what speaks of others, then the others.
  const removed: Record<string, number> = {};
  let stay = 0;
  for (const table of ["deals", "feedback", "contacts", "features", "needs", "accounts"] as const) {
    const { gone, kept } = await removeUntouched(context, id, table);
    removed[table] = gone;
    if (table === batch.target) stay += kept;
  }
  await db.execute(sql`delete from record_sources where workspace_id = ${home} and batch_id = ${id} and not made`);
  await removeUnused(context, id);
  const result = { removed: removed[batch.target] ?? 0, restored: back.restored, kept: stay + back.kept };
  await record(context, "import.undone", null, { batchId: id, fileName: batch.fileName, target: batch.target, ...result });
  return result;
}

/** Puts back what the import changed, unless it has been changed again since. */
async function putBack({ db, actor, now }: Context, batchId: string): Promise<{ restored: number; kept: number }> {
  const home = actor.workspaceId;
  const noted = sql`import_changes c where c.workspace_id = ${home} and c.batch_id = ${batchId}`;
  const touched = new Set<string>();
  let kept = 0;
  for (const { table, columns } of Object.values(writers)) {
    const names = columns.filter(({ update }) => update !== "never").map(({ name }) => snake(name));
    if (table === "accounts") names.push("attributes");
    const table_ = sql.raw(table);
    const changed = await db.execute<{ count: number }>(sql`
      select count(*)::int as count from ${noted} and c.table_name = ${table}
        and exists (select from ${table_} t where t.workspace_id = ${home} and t.id = c.key::uuid and t.version <> c.version)`);
    kept += changed.rows[0]?.count ?? 0;
    const { rows } = await db.execute<{ id: string }>(sql`
      update ${table_} t set ${sql.raw(names.map((name) => `${name} = b.${name}`).join(", "))}, version = t.version + 1, updated_at = ${now}::timestamptz
      from import_changes c cross join lateral jsonb_populate_record(null::${table_}, c.before) b
      where c.workspace_id = ${home} and c.batch_id = ${batchId} and c.table_name = ${table}
        and t.workspace_id = ${home} and t.id = b.id and t.version = c.version returning t.id`);
    for (const { id } of rows) touched.add(id);
  }
  await db.execute(sql`
    update quotes q set starts_at = (c.before ->> 'starts_at')::int, ends_at = (c.before ->> 'ends_at')::int, anchored = (c.before ->> 'anchored')::boolean, version = q.version + 1
    from ${noted} and c.table_name = 'quotes' and q.workspace_id = ${home} and q.id = c.key::uuid and q.version = c.version`);
  const unlabelled = await db.execute<{ id: string }>(sql`
    delete from record_labels l using ${noted} and c.table_name = 'record_labels' and l.workspace_id = ${home}
      and l.record_id = (c.after ->> 'record_id')::uuid and l.label_id = (c.after ->> 'label_id')::uuid returning l.record_id as id`);
  const same = sql`v.workspace_id = ${home} and v.record_id = (c.after ->> 'record_id')::uuid and v.field_id = (c.after ->> 'field_id')::uuid
    and (v.text, v.number, v.member_id) is not distinct from (c.after ->> 'text', (c.after ->> 'number')::float8, (c.after ->> 'member_id')::uuid)`;
  const emptied = await db.execute<{ id: string }>(sql`
    delete from field_values v using ${noted} and c.table_name = 'field_values' and c.before is null and ${same} returning v.record_id as id`);
  const reset = await db.execute<{ id: string }>(sql`
    update field_values v set text = c.before ->> 'text', number = (c.before ->> 'number')::float8, member_id = (c.before ->> 'member_id')::uuid
    from ${noted} and c.table_name = 'field_values' and c.before is not null and ${same} returning v.record_id as id`);
  for (const { rows } of [unlabelled, emptied, reset]) for (const { id } of rows) touched.add(id);
  return { restored: touched.size, kept };
}

type Table = (typeof writers)[keyof typeof writers]["table"];

/** What stands against removing a record besides somebody's work on it. */
const NEEDED: Readonly<Record<Table, string>> = {
  feedback: "exists (select from quotes q where q.workspace_id = t.workspace_id and q.feedback_id = t.id)",
  contacts: "exists (select from feedback f where f.workspace_id = t.workspace_id and f.contact_id = t.id)",
  accounts: `exists (select from feedback f where f.workspace_id = t.workspace_id and f.account_id = t.id)
    or exists (select from contacts p where p.workspace_id = t.workspace_id and p.account_id = t.id)
    or exists (select from deals d where d.workspace_id = t.workspace_id and d.account_id = t.id)
    or exists (select from customer_stories s where s.workspace_id = t.workspace_id and s.account_id = t.id)`,
  needs: `exists (select from quotes q where q.workspace_id = t.workspace_id and q.target_id = t.id)
    or exists (select from needs n where n.workspace_id = t.workspace_id and n.merged_into_id = t.id)`,
  features: "exists (select from quotes q where q.workspace_id = t.workspace_id and q.target_id = t.id)",
  deals: "false",
};
const ROWS_AT_ONCE = 2_000;

/** Removes what the import made in a table, as far as nobody worked on it and nothing needs it; by the thousand, so that each statement is short. */
async function removeUntouched({ db, actor }: Context, batchId: string, table: Table): Promise<{ gone: number; kept: number }> {
  const home = actor.workspaceId;
  const made =
    table === "feedback" || table === "accounts"
      ? sql`t.batch_id = ${batchId}`
      : sql`t.id in (select s.record_id from record_sources s where s.workspace_id = ${home} and s.batch_id = ${batchId} and s.made)`;
  const all = await db.execute<{ id: string; stays: boolean }>(sql`
    select t.id, (${sql.raw(NEEDED[table])}
      or exists (select from comments c where c.workspace_id = t.workspace_id and c.record_id = t.id)
      or exists (select from links l where l.workspace_id = t.workspace_id and (l.from_id = t.id or l.to_id = t.id))
      or exists (select from activities a where a.workspace_id = t.workspace_id and a.record_id = t.id and a.detail ->> 'batchId' is null)
      or t.id::text in (select c.key from import_changes c join import_batches b on b.workspace_id = c.workspace_id and b.id = c.batch_id
                        where c.workspace_id = ${home} and c.table_name = ${table} and b.id <> ${batchId} and b.undone_at is null)) as stays
    from ${sql.raw(table)} t where t.workspace_id = ${home} and ${made} for update of t`);
  const going = new Set(all.rows.filter(({ stays }) => !stays).map(({ id }) => id));
  if (table === "feedback") await partDuplicates({ db, actor }, batchId, going);
  const ids = [...going];
  for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
    const some = ids.slice(from, from + ROWS_AT_ONCE);
    await db.delete(records).where(and(eq(records.workspaceId, home), sql`${records.id} = any(${sql.param(some)}::uuid[])`));
  }
  return { gone: ids.length, kept: all.rows.length - ids.length };
}

/** What somebody merged into stays with it; duplicates that go together are parted first, so that they can go in any order. */
async function partDuplicates({ db, actor }: Pick<Context, "db" | "actor">, batchId: string, going: Set<string>): Promise<void> {
  const merged = await db.execute<{ id: string; into: string }>(sql`
    select d.id, d.merged_into_id as into from feedback d join feedback f on f.workspace_id = d.workspace_id and f.id = d.merged_into_id
    where d.workspace_id = ${actor.workspaceId} and f.batch_id = ${batchId}`);
  for (const { id, into } of merged.rows) if (!going.has(id)) going.delete(into);
  const parted = merged.rows.filter(({ id }) => going.has(id)).map(({ id }) => id);
  if (parted.length === 0) return;
  await db.execute(
    sql`update feedback set merged_into_id = null where workspace_id = ${actor.workspaceId} and id = any(${sql.param(parted)}::uuid[])`,
  );
}

/** Labels and fields that the import made and nobody used or renamed since. */
async function removeUnused({ db, actor }: Context, batchId: string): Promise<void> {
  const home = actor.workspaceId;
  const made = (table: string) =>
    sql`(select c.key::uuid from import_changes c where c.workspace_id = ${home} and c.batch_id = ${batchId} and c.table_name = ${table})`;
  await db.execute(sql`
    delete from labels l where l.workspace_id = ${home} and l.version = 1 and l.id in ${made("labels")}
      and not exists (select from record_labels r where r.workspace_id = l.workspace_id and r.label_id = l.id)`);
  await db.execute(sql`
    delete from fields f where f.workspace_id = ${home} and f.version = 1 and f.id in ${made("fields")}
      and not exists (select from field_values v where v.workspace_id = f.workspace_id and v.field_id = f.id)`);
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
