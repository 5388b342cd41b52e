import { and, asc, eq } from "drizzle-orm";
import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import { type Context, record } from "../../platform/context.ts";
import { notFound } from "../../platform/refusal.ts";
import { type RecordKind, stateNames } from "./schema.ts";

export const StateName = rowSchema(stateNames).omit({ workspaceId: true });
/** A state as its kind of record knows it; which there are, each capability's own schema says. */
export const StateSlug = z.string().regex(/^[a-z][a-z-]{0,39}$/, "A state is a short word in lower case, such as building.");
export const StateNameDraft = z.string().trim().min(1).max(40);

const own = ({ actor }: Context, kind: RecordKind, state: string) =>
  and(eq(stateNames.workspaceId, actor.workspaceId), eq(stateNames.recordKind, kind), eq(stateNames.state, state));

/** What this workspace calls its states, where it calls them otherwise than we do. */
export const stateNamesOf = ({ db, actor }: Context) =>
  db
    .select({ recordKind: stateNames.recordKind, state: stateNames.state, name: stateNames.name })
    .from(stateNames)
    .where(eq(stateNames.workspaceId, actor.workspaceId))
    .orderBy(asc(stateNames.recordKind), asc(stateNames.state));

export async function nameState(context: Context, kind: RecordKind, state: string, name: string): Promise<z.infer<typeof StateName>> {
  const { db, actor } = context;
  const [before] = await db
    .select({ name: stateNames.name })
    .from(stateNames)
    .where(own(context, kind, state));
  await db
    .insert(stateNames)
    .values({ workspaceId: actor.workspaceId, recordKind: kind, state, name })
    .onConflictDoUpdate({ target: [stateNames.workspaceId, stateNames.recordKind, stateNames.state], set: { name } });
  const changes = { [state]: { before: before?.name ?? state, after: name } };
  if (before?.name !== name) await record(context, "state.renamed", null, { recordKind: kind, name, changes });
  return { recordKind: kind, state, name };
}

/** Back to the name that the state has everywhere. */
export async function resetState(context: Context, kind: RecordKind, state: string): Promise<void> {
  const [gone] = await context.db
    .delete(stateNames)
    .where(own(context, kind, state))
    .returning({ name: stateNames.name });
  if (!gone) throw notFound("name of a state");
  await record(context, "state.renamed", null, {
    recordKind: kind,
    name: state,
    changes: { [state]: { before: gone.name, after: state } },
  });
}
