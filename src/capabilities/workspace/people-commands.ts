import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type * as z from "zod";
import type { Actor } from "../../platform/access.ts";
import type { Context, RequestContext } from "../../platform/context.ts";
import { record } from "../../platform/context.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { workIn } from "../../platform/work.ts";
import { memberById, productsOf, workspaceOf } from "./people-queries.ts";
import type { ApiKeyDraft, MemberChange } from "./people-schema.ts";
import { addKey } from "./people-setup.ts";
import { apiKeys, invitations, members, products, type WorkspaceChange, workspaces } from "./schema.ts";

/** A request that changes what somebody may do. */
export type RightsContext = RequestContext & { actor: Actor };

export async function editWorkspace(context: Context, version: number, change: z.infer<typeof WorkspaceChange>) {
  const { db, actor } = context;
  const before = await workspaceOf(context);
  const [after] = await db
    .update(workspaces)
    .set({ ...change, version: sql`${workspaces.version} + 1` })
    .where(and(eq(workspaces.id, actor.workspaceId), eq(workspaces.version, version)))
    .returning();
  if (!after) throw changed(before);
  await record(context, "workspace.edited", null, { changes: changesOf(before, after, ["name", "currency", "valueUnit"]) });
  return after;
}

export async function editProduct(context: Context, id: string, version: number, { name }: { name: string }) {
  const { db, actor } = context;
  const before = (await productsOf(context)).find((product) => product.id === id);
  if (!before) throw notFound("product");
  const [after] = await db
    .update(products)
    .set({ name, version: sql`${products.version} + 1` })
    .where(and(eq(products.workspaceId, actor.workspaceId), eq(products.id, id), eq(products.version, version)))
    .returning();
  if (!after) throw changed(before);
  await record(context, "product.edited", id, { changes: changesOf(before, after, ["name"]) });
  return after;
}

/** @throws Refusal 409 when nobody would be left to manage the workspace */
export function editMember(context: RightsContext, id: string, version: number, change: z.infer<typeof MemberChange>) {
  return changingRights(context, async (inner) => {
    const before = await memberUnderLock(inner, id);
    if (before.version !== version) throw changed(before);
    const loses = before.access === "admin" && change.access !== undefined && change.access !== "admin";
    if (loses) await mustKeepAnAdmin(inner, id);
    const row = and(eq(members.workspaceId, inner.actor.workspaceId), eq(members.id, id));
    await inner.db
      .update(members)
      .set({ ...change, version: sql`${members.version} + 1` })
      .where(row);
    const ended = loses ? await endWhatTheyGave(inner, id) : { keys: [], invitations: 0 };
    const after = await memberById(inner, id);
    await record(inner, "member.edited", id, {
      changes: changesOf(before, after, ["access", "groups"]),
      ...(ended.keys.length > 0 ? { keysRevoked: ended.keys.length } : {}),
    });
    return { answer: after, affected: [...(before.userId === null ? [] : [before.userId]), ...ended.keys] };
  });
}

/** The row stays, so that what they did keeps its author. Their keys and open invitations end with them, and by reaction their share links. */
export function removeMember(context: RightsContext, id: string): Promise<void> {
  return changingRights(context, async (inner) => {
    const before = await memberUnderLock(inner, id);
    if (before.access === "admin") await mustKeepAnAdmin(inner, id);
    await inner.db
      .update(members)
      .set({ removedAt: inner.now, version: sql`${members.version} + 1` })
      .where(and(eq(members.workspaceId, inner.actor.workspaceId), eq(members.id, id)));
    const ended = await endWhatTheyGave(inner, id);
    await record(inner, "member.removed", id, { name: before.name, keysRevoked: ended.keys.length });
    return { answer: undefined, affected: [...(before.userId === null ? [] : [before.userId]), ...ended.keys] };
  });
}

export async function createApiKey(context: Context, draft: z.infer<typeof ApiKeyDraft>) {
  return addKey(context, { ...draft, createdBy: await personBehind(context) });
}

export function revokeApiKey(context: RightsContext, id: string): Promise<void> {
  return changingRights(context, async (inner) => {
    const [revoked] = await inner.db
      .update(apiKeys)
      .set({ revokedAt: inner.now })
      .where(and(eq(apiKeys.workspaceId, inner.actor.workspaceId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ name: apiKeys.name });
    if (!revoked) throw notFound("key");
    await record(inner, "key.revoked", id, { name: revoked.name });
    return { answer: undefined, affected: [id] };
  });
}

/** The member who acts, or for whom a program acts; null for a key that the operator made. */
export async function personBehind({ db, actor }: Pick<Context, "db" | "actor">): Promise<string | null> {
  if (actor.kind === "member") return actor.id;
  const [key] = await db
    .select({ createdBy: apiKeys.createdBy })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, actor.workspaceId), eq(apiKeys.id, actor.id)));
  return key?.createdBy ?? null;
}

/**
 * Runs a change of rights. Who is affected is told only after the commit: caches that were emptied before it could be filled
 * again with what was true until then.
 */
async function changingRights<T>(
  context: RightsContext,
  work: (inner: Context) => Promise<{ answer: T; affected: readonly string[] }>,
): Promise<T> {
  const { answer, affected } = await workIn(context, context.actor, { writes: true, changeId: null }, work);
  context.live.rightsChanged(affected);
  return answer;
}

/** Admins are locked first and in one order, so that two who remove each other wait instead of blocking each other. */
async function memberUnderLock(context: Context, id: string) {
  const { db, actor } = context;
  const own = eq(members.workspaceId, actor.workspaceId);
  await db
    .select({ id: members.id })
    .from(members)
    .where(and(own, eq(members.access, "admin")))
    .orderBy(asc(members.id))
    .for("update");
  await db
    .select({ id: members.id })
    .from(members)
    .where(and(own, eq(members.id, id)))
    .for("update");
  return memberById(context, id);
}

async function mustKeepAnAdmin({ db, actor }: Context, id: string): Promise<void> {
  const admins = await db
    .select({ id: members.id })
    .from(members)
    .where(
      and(eq(members.workspaceId, actor.workspaceId), eq(members.access, "admin"), isNull(members.removedAt), isNotNull(members.userId)),
    );
  if (!admins.some((admin) => admin.id !== id))
    throw new Refusal(409, "LAST_ADMIN", "This is the only admin. Make somebody else an admin first.");
}

/** Keys and invitations are an admin's; whoever stops being one must not keep a way back through them. */
async function endWhatTheyGave({ db, actor, now }: Context, memberId: string): Promise<{ keys: string[]; invitations: number }> {
  const keys = await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.workspaceId, actor.workspaceId), eq(apiKeys.createdBy, memberId), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  const revoked = await db
    .update(invitations)
    .set({ revokedAt: now })
    .where(
      and(
        eq(invitations.workspaceId, actor.workspaceId),
        eq(invitations.invitedBy, memberId),
        isNull(invitations.revokedAt),
        isNull(invitations.acceptedAt),
      ),
    )
    .returning({ id: invitations.id });
  return { keys: keys.map(({ id }) => id), invitations: revoked.length };
}

const changed = (current: object) => new Refusal(412, "CHANGED", "Somebody changed this since you looked.", { current });

function changesOf<Row extends object>(before: Row, after: Row, names: readonly (keyof Row)[]) {
  const differ = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(differ.map((name) => [name, { before: before[name], after: after[name] }]));
}
