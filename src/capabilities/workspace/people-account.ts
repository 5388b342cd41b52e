import { and, eq } from "drizzle-orm";
import type { User } from "../../platform/access.ts";
import { sessions, users } from "../../platform/auth-tables.ts";
import type { RequestContext } from "../../platform/context.ts";
import type { Db } from "../../platform/database.ts";
import { translated } from "../../platform/failures.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { membershipsOf } from "../../platform/sessions.ts";
import { OUTSIDE } from "./people-queries.ts";
import type { Me, SetUpDraft } from "./people-schema.ts";
import { createWorkspace, setUpInstallation } from "./people-setup.ts";

/** The first person of an installation founds its first workspace and is signed in. */
export async function setUp(context: RequestContext, draft: SetUpDraft) {
  const { slug } = await setUpInstallation({ database: context.database, passwords: context.auth.passwords }, draft);
  await arrive(context, draft);
  return { workspace: slug };
}

/** @throws Refusal 401, the same for an unknown account and a wrong password; 429 after too many of them */
export async function signIn(context: RequestContext, credentials: { email: string; password: string }) {
  const userId = await arrive(context, credentials);
  const [first] = await membershipsOf(context.database.pool, userId);
  return { workspace: first?.slug ?? null };
}

/** Signs in and answers the browser with its cookies. A session that the browser still held ends. */
export async function arrive(context: RequestContext, { email, password }: { email: string; password: string }): Promise<string> {
  const { userId, cookies } = await context.auth.signIn(context, { email, password });
  const before = context.auth.cookieOf(context.headers);
  if (before !== null) await signOut(context);
  context.reply.delete("set-cookie");
  send(context, cookies);
  return userId;
}

export async function signOut(context: RequestContext): Promise<void> {
  const { user } = await context.identify();
  send(context, await context.auth.signOut(context.headers));
  if (user) context.live.rightsChanged([user.id]);
}

/** Ends one session of a person, or all of them. */
export async function endSessions(context: RequestContext, user: User, sessionId?: string): Promise<void> {
  const ended = await outside(context, (db) =>
    db
      .delete(sessions)
      .where(and(eq(sessions.userId, user.id), sessionId === undefined ? undefined : eq(sessions.id, sessionId)))
      .returning({ id: sessions.id }),
  );
  if (sessionId !== undefined && ended.length === 0) throw new Refusal(404, "NOT_FOUND", "You have no such session.");
  context.live.rightsChanged([user.id]);
  if (ended.some(({ id }) => id === user.sessionId)) send(context, await context.auth.signOut(context.headers));
}

/** A new password ends every other session; this browser gets a new one. */
export async function changePassword(context: RequestContext, user: User, change: { currentPassword: string; newPassword: string }) {
  const cookies = await context.auth.changePassword(context, user.email, { current: change.currentPassword, next: change.newPassword });
  if (!cookies) throw invalid("currentPassword", "That is not your current password.");
  send(context, cookies);
  context.live.rightsChanged([user.id]);
}

export async function me(context: RequestContext): Promise<Me> {
  const { user, actor: known } = await context.identify();
  const actor = known && { ...known, groups: [...known.groups] };
  if (!user) return { user: null, memberships: [], actor };
  return {
    user: { id: user.id, name: user.name, email: user.email },
    memberships: await membershipsOf(context.database.pool, user.id),
    actor,
  };
}

export async function rename(context: RequestContext, user: User, name: string): Promise<Me> {
  await outside(context, (db) =>
    db
      .update(users)
      .set({ name, updatedAt: new Date(context.now) })
      .where(eq(users.id, user.id)),
  );
  context.live.rightsChanged([user.id]);
  return me(context);
}

/** Whoever is an admin somewhere may open another workspace here. */
export async function openWorkspace(context: RequestContext, user: User, wanted: { name: string; productName: string }) {
  const memberships = await membershipsOf(context.database.pool, user.id);
  // The demo's admins are nobody's.
  if (!memberships.some(({ access, isDemo }) => access === "admin" && !isDemo))
    throw new Refusal(403, "FORBIDDEN", "Only somebody who is an admin of a workspace here may open another one.");
  const { slug } = await createWorkspace(context, user, { workspaceName: wanted.name, productName: wanted.productName });
  context.live.rightsChanged([user.id]);
  return { workspace: slug };
}

function send({ reply }: RequestContext, cookies: readonly string[]) {
  for (const cookie of cookies) reply.append("set-cookie", cookie);
}

async function outside<T>({ database }: RequestContext, work: (db: Db) => Promise<T>): Promise<T> {
  try {
    return await database.transaction({ ...OUTSIDE, writes: true }, work);
  } catch (error) {
    throw translated(error);
  }
}
