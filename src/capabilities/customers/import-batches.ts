import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { records } from "../workspace/schema.ts";
import type { ImportBatch } from "./answers.ts";
import { expectManyRows } from "./many-rows.ts";
import { AtTime, placeIn } from "./places.ts";
import { accounts, contacts, feedback, importBatches, quotes } from "./schema.ts";

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
 * Removes what an import brought, as far as nobody has worked on it: what was quoted, commented, decided, merged or edited since
 * stays, and so does an account that something else belongs to.
 * @throws Refusal 404, 409 when it was undone before
 */
export async function removeBatch(context: Context, id: string): Promise<{ removed: number; kept: number }> {
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
  const removed = await removeUntouched(context, id);
  await db.execute(sql`
    delete from ${records} r using ${accounts} a
    where r.workspace_id = ${home} and a.workspace_id = ${home} and a.id = r.id and a.batch_id = ${id} and a.version = 1
      and not exists (select from ${feedback} f where f.workspace_id = ${home} and f.account_id = a.id)
      and not exists (select from ${contacts} c where c.workspace_id = ${home} and c.account_id = a.id)`);
  const kept = await db.$count(feedback, and(eq(feedback.workspaceId, home), eq(feedback.batchId, id)));
  await record(context, "import.undone", null, { batchId: id, fileName: batch.fileName, removed, kept });
  return { removed, kept };
}

const ROWS_AT_ONCE = 2_000;

/** By the thousand, so that each statement is short. */
async function removeUntouched({ db, actor }: Context, batchId: string): Promise<number> {
  const home = actor.workspaceId;
  const rows = await db
    .select({ id: feedback.id })
    .from(feedback)
    .where(
      and(
        eq(feedback.workspaceId, home),
        eq(feedback.batchId, batchId),
        eq(feedback.version, 1),
        eq(feedback.state, "new"),
        sql`not exists (select from ${quotes} q where q.workspace_id = ${home} and q.feedback_id = ${feedback.id})`,
        sql`not exists (select from comments c where c.workspace_id = ${home} and c.record_id = ${feedback.id})`,
        sql`not exists (select from ${feedback} d where d.workspace_id = ${home} and d.merged_into_id = ${feedback}.id)`,
      ),
    )
    .for("update", { of: feedback });
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const ids = rows.slice(from, from + ROWS_AT_ONCE).map(({ id }) => id);
    await db.delete(records).where(and(eq(records.workspaceId, home), sql`${records.id} = any(${sql.param(ids)}::uuid[])`));
  }
  return rows.length;
}
