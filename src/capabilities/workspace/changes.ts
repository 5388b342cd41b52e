import { and, asc, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { mayUse } from "../../platform/access.ts";
import { type Context, record, recordMany } from "../../platform/context.ts";
import type { Database } from "../../platform/database.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { changeRows } from "../../platform/tables.ts";
import { KINDS } from "./kind-rules.ts";

export const Undone = z.object({ records: z.array(z.uuid()).describe("What was put back; x-change names the change that does it again.") });

/** What a guest may have changed, and what only an admin may change. Rights may have been lost since. */
const OPEN_TO_GUESTS = ["comments", "files"];
const FOR_ADMINS = ["fields", "state_names"];

const Used = z.object({ used: z.boolean() });
const Touched = z.object({ id: z.uuid().nullable() });

/**
 * Puts a change back as it was before, which is itself a change that can be undone.
 * @throws Refusal 404 when it is unknown or undone already, 403 when it is somebody else's, 409 when somebody changed the same since
 */
export async function undoChange(context: Context, changeId: string): Promise<z.infer<typeof Undone>> {
  const { db, actor } = context;
  // Of two who undo the same at once the second finds nothing left to undo.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${changeId}, 0))`);
  const rows = await db
    .selectDistinct({ actorId: changeRows.actorId, table: changeRows.tableName })
    .from(changeRows)
    .where(and(eq(changeRows.workspaceId, actor.workspaceId), eq(changeRows.changeId, changeId)));
  if (rows.length === 0) throw notFound("change, or it was undone already,");
  const admin = mayUse(actor, "admin");
  if (!admin && rows.some(({ actorId }) => actorId !== actor.id))
    throw new Refusal(403, "NOT_YOURS", "A change is undone by who made it, or by an admin.");
  if (!admin && rows.some(({ table }) => FOR_ADMINS.includes(table)))
    throw new Refusal(403, "FORBIDDEN", "Only an admin of this workspace may do this.");
  if (actor.access === "guest" && rows.some(({ table }) => !OPEN_TO_GUESTS.includes(table)))
    throw new Refusal(403, "FORBIDDEN", "Guests read and comment; ask an admin for a member's access.");
  const [built] = (await db.execute(sql`select used_since(${changeId}::uuid) as used`)).rows;
  if (built && Used.parse(built).used)
    throw new Refusal(409, "CHANGED_SINCE", "Somebody quoted, linked, commented on or added to what this made, so it was not undone.");
  const undone = await db.execute(sql`select distinct undo_change(${changeId}::uuid) as id`);
  const ids = undone.rows.flatMap((row) => Touched.parse(row).id ?? []);
  const changes = await putBack(context);
  if (ids.length === 0) await record(context, "change.undone", null, { tables: rows.map(({ table }) => table) });
  else
    await recordMany(
      context,
      "change.undone",
      ids.map((recordId) => ({ recordId, detail: { changes: changes.get(recordId) ?? {} } })),
    );
  return { records: ids };
}

/** Long texts stay out of the trail. */
const MOST_TEXT = 300;
const UNTOLD = ["version", "updated_at", "workspace_id", "id"];
const RECORD_TABLES: ReadonlySet<string> = new Set(Object.values(KINDS).map(({ table }) => table));
const clipped = (value: unknown) => (typeof value === "string" && value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}…` : value);

/** What undoing changed in the records themselves, read from the before-images that it left in its turn. */
async function putBack({ db, actor }: Context) {
  const rows = await db
    .select({ table: changeRows.tableName, before: changeRows.before, after: changeRows.after })
    .from(changeRows)
    .where(and(eq(changeRows.workspaceId, actor.workspaceId), sql`${changeRows.changeId} = current_setting('app.change')::uuid`))
    .orderBy(asc(changeRows.position));
  const changes = new Map<string, Record<string, { before: unknown; after: unknown }>>();
  for (const { table, before, after } of rows) {
    if (!before || !after || !RECORD_TABLES.has(table)) continue;
    const told = Object.keys(after)
      .filter((column) => !UNTOLD.includes(column) && JSON.stringify(before[column]) !== JSON.stringify(after[column]))
      .map((column) => [
        column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        { before: clipped(before[column]), after: clipped(after[column]) },
      ]);
    changes.set(String(after.id), Object.fromEntries(told));
  }
  return changes;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Before-images older than 30 days go, at once and then every day, until the returned function is called. */
export function forgetOldChanges(database: Pick<Database, "pool">, log: (error: unknown) => void): () => void {
  const forget = () => database.pool.query("select forget_old_changes()").then(() => undefined, log);
  void forget();
  const timer = setInterval(forget, DAY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
