import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import type { User } from "../../platform/access.ts";
import { sessions, users } from "../../platform/auth-tables.ts";
import type { Context, RequestContext } from "../../platform/context.ts";
import { notFound } from "../../platform/refusal.ts";
import type { ApiKey, Invitation, Member, SessionItem } from "./people-schema.ts";
import { apiKeys, invitations, members, type Product, products, type Workspace, workspaces } from "./schema.ts";

type Asked = Pick<Context, "db" | "actor">;

export async function workspaceOf({ db, actor }: Asked): Promise<Workspace> {
  const [found] = await db.select().from(workspaces).where(eq(workspaces.id, actor.workspaceId));
  if (!found) throw notFound("workspace");
  return found;
}

/** The products of the workspace, oldest first. */
export function productsOf({ db, actor }: Asked): Promise<Product[]> {
  return db.select().from(products).where(eq(products.workspaceId, actor.workspaceId)).orderBy(asc(products.createdAt), asc(products.id));
}

/** Everybody who is or was in the workspace, so that what they did keeps its author; first come first. */
export function membersOf(context: Asked): Promise<Member[]> {
  return withNames(context).orderBy(asc(members.joinedAt), asc(members.id));
}

/** @throws Refusal 404 also for somebody who has been removed */
export async function memberById(context: Asked, id: string): Promise<Member> {
  const [found] = await withNames(context, id);
  if (!found || found.removedAt !== null) throw notFound("member");
  return found;
}

function withNames({ db, actor }: Asked, id?: string) {
  return db
    .select({
      id: members.id,
      userId: members.userId,
      name: sql<string>`coalesce(${users.name}, ${members.name}, '')`,
      email: sql<string>`coalesce(${users.email}, ${members.email}, '')`,
      access: members.access,
      groups: members.groups,
      joinedAt: members.joinedAt,
      removedAt: members.removedAt,
      version: members.version,
    })
    .from(members)
    .leftJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.workspaceId, actor.workspaceId), id === undefined ? undefined : eq(members.id, id)));
}

/** Invitations, newest first; the older ones of a long history are left out. */
export async function invitationsOf({ db, actor, now }: Asked & Pick<Context, "now">): Promise<Invitation[]> {
  const rows = await db
    .select()
    .from(invitations)
    .where(eq(invitations.workspaceId, actor.workspaceId))
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(500);
  return rows.map((row) => ({ ...row, state: stateOf(row, now) }));
}

export function stateOf(row: typeof invitations.$inferSelect, now: string): Invitation["state"] {
  if (row.revokedAt !== null) return "revoked";
  if (row.acceptedAt !== null) return "accepted";
  return row.expiresAt < now ? "expired" : "open";
}

/** API keys, newest first, revoked ones too: the trail speaks of them. */
export function keysOf({ db, actor }: Asked): Promise<ApiKey[]> {
  return db.select().from(apiKeys).where(eq(apiKeys.workspaceId, actor.workspaceId)).orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
}

/** Where a person is signed in, most recently used first. */
export async function sessionsOf({ database, now }: Pick<RequestContext, "database" | "now">, user: User): Promise<SessionItem[]> {
  const rows = await database.transaction(OUTSIDE, (db) =>
    db
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, user.id), gt(sessions.expiresAt, new Date(now))))
      .orderBy(desc(sessions.updatedAt), desc(sessions.id)),
  );
  return rows.map((row) => ({
    id: row.id,
    browser: row.userAgent ?? "",
    address: row.ipAddress ?? "",
    startedAt: row.createdAt.toISOString(),
    seenAt: row.updatedAt.toISOString(),
    current: row.id === user.sessionId,
  }));
}

/** Accounts and sessions are in no workspace. */
export const OUTSIDE = { workspaceId: null, actorId: null, changeId: null, writes: false } as const;
