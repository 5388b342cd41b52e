import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Actor } from "../../platform/access.ts";
import type { Context, RequestContext } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { activities } from "../../platform/tables.ts";
import { workIn } from "../../platform/work.ts";
import { memberById, workspaceOf } from "../workspace/people-queries.ts";
import { apiKeys, members, workspaces } from "../workspace/schema.ts";
import { workspaceTables } from "./catalog.ts";

/** What the serving role may not delete; the database does, once the workspace is gone. */
const LAST: readonly string[] = ["activities", "search", "search_vocabulary"];

/**
 * Deletes the workspace with everything in it. People keep their accounts. Its trail goes along, so who did it is said in the operator's log.
 * @throws Refusal 422 unless its name is given as it stands, 403 for a program
 */
export async function deleteWorkspace(context: RequestContext & { actor: Actor }, name: string): Promise<void> {
  const { actor } = context;
  if (actor.kind !== "member") throw new Refusal(403, "PERSON_NEEDED", "A workspace is deleted by a person, not by a key.");
  const { affected, told } = await workIn(context, actor, { writes: true, changeId: null }, async (inner) => {
    const workspace = await workspaceOf(inner);
    if (name.trim() !== workspace.name) throw invalid("name", `Type the name as it stands: ${workspace.name}`);
    const { userId, name: by, email } = await memberById(inner, actor.id);
    const { people, keys, rows } = await emptyWorkspace(inner);
    const told = { at: inner.now, workspace: { id: workspace.id, name: workspace.name }, by: { userId, name: by, email }, rows };
    return { told, affected: [...people, ...keys] };
  });
  context.log(JSON.stringify({ event: "workspace.deleted", ...told }));
  context.live.rightsChanged(affected);
}

/**
 * Takes the workspace of the transaction away with all that is in it. Who was in it is answered, since what is remembered of them has to be
 * forgotten once this is committed.
 */
export async function emptyWorkspace(context: Context): Promise<{ people: string[]; keys: string[]; rows: Record<string, number> }> {
  const { db, actor } = context;
  const home = actor.workspaceId;
  await db.execute(sql`set local statement_timeout = 0`);
  const people = await db
    .select({ id: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, home), isNotNull(members.userId)));
  const keys = await db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.workspaceId, home));
  const tables = (await workspaceTables(context)).map((table) => table.name).reverse();
  const rows: Record<string, number> = { activities: await db.$count(activities, eq(activities.workspaceId, home)) };
  // Counts first: they would be counted again for every quote that goes.
  for (const table of ["demands", ...tables.filter((one) => one !== "demands" && !LAST.includes(one))]) {
    const { rowCount } = await db.execute(sql`delete from ${sql.identifier(table)} where workspace_id = ${home}`);
    if (rowCount) rows[table] = rowCount;
  }
  await db.delete(workspaces).where(eq(workspaces.id, home));
  await db.execute(sql`select forget_workspace()`);
  return { people: people.flatMap(({ id }) => id ?? []), keys: keys.map(({ id }) => id), rows };
}
