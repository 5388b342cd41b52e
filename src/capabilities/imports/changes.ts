import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { importChanges } from "./schema.ts";

type Table = "feedback" | "accounts" | "contacts" | "needs" | "features" | "deals";

/** Notes rows that the import added to a table, by their keys, so that taking it back removes them. */
export async function added({ db, actor }: Context, batchId: string, table: "labels" | "fields", keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await db
    .insert(importChanges)
    .values(keys.map((key) => ({ workspaceId: actor.workspaceId, batchId, tableName: table, key })))
    .onConflictDoNothing();
}

/**
 * Notes records as they are, right before the import changes them. Of several changes the first image counts, and the last version.
 * @param which a query of their ids
 */
export async function changing({ db, actor }: Context, batchId: string, table: Table, which: SQL): Promise<void> {
  await db.execute(sql`
    insert into ${importChanges} as c (workspace_id, batch_id, table_name, key, before, version)
    select t.workspace_id, ${batchId}::uuid, ${table}::text, t.id::text, to_jsonb(t), t.version + 1
    from ${sql.raw(table)} t where t.workspace_id = ${actor.workspaceId} and t.id in (${which}) ${notMadeBy(table, batchId)}
    on conflict (workspace_id, batch_id, table_name, key) do update set version = excluded.version`);
}

/** What the import itself made goes as a whole. */
function notMadeBy(table: Table, batchId: string): SQL {
  if (table === "feedback" || table === "accounts") return sql`and t.batch_id is distinct from ${batchId}::uuid`;
  return sql`and not exists (select from record_sources s where s.workspace_id = t.workspace_id and s.record_id = t.id and s.batch_id = ${batchId}::uuid and s.made)`;
}
