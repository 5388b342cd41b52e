import { randomUUID } from "node:crypto";
import { and, asc, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import type { Actor } from "../../platform/access.ts";
import { newToken, secretHash } from "../../platform/api-keys.ts";
import { type Context, type RequestContext, record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { membershipsOf } from "../../platform/sessions.ts";
import { workIn } from "../../platform/work.ts";
import { arrive } from "./people-account.ts";
import { personBehind } from "./people-commands.ts";
import { stateOf } from "./people-queries.ts";
import { type Acceptance, INVITATION_STATES, type InvitationDraft } from "./people-schema.ts";
import { createPerson } from "./people-setup.ts";
import { invitations, members } from "./schema.ts";

const DAYS_OPEN = 7;

/** The token of the link is in this answer only. */
export async function invite(context: Context, { email, access, groups }: z.infer<typeof InvitationDraft>) {
  const { db, actor, now } = context;
  const invitedBy = await personBehind(context);
  if (invitedBy === null) throw new Refusal(403, "PERSON_NEEDED", "An invitation comes from a person; this key belongs to none.");
  const token = newToken();
  const row = only(
    await db
      .insert(invitations)
      .values({
        workspaceId: actor.workspaceId,
        tokenHash: secretHash(token),
        email,
        access,
        groups,
        invitedBy,
        createdAt: now,
        expiresAt: new Date(Date.parse(now) + DAYS_OPEN * 24 * 60 * 60_000).toISOString(),
      })
      .returning(),
  );
  await record(context, "invitation.made", row.id, { email, access, groups });
  return { ...row, state: stateOf(row, now), token };
}

export async function revokeInvitation(context: Context, id: string): Promise<void> {
  const { db, actor, now } = context;
  const [revoked] = await db
    .update(invitations)
    .set({ revokedAt: now })
    .where(
      and(
        eq(invitations.workspaceId, actor.workspaceId),
        eq(invitations.id, id),
        isNull(invitations.revokedAt),
        isNull(invitations.acceptedAt),
      ),
    )
    .returning({ id: invitations.id });
  if (!revoked) throw notFound("open invitation");
  await record(context, "invitation.revoked", id);
}

const Found = z.object({
  workspaceId: z.uuid(),
  id: z.uuid(),
  workspaceName: z.string(),
  email: z.string().nullable(),
  state: z.enum(INVITATION_STATES),
});

/** What somebody who holds the link may know of it. @throws Refusal 404 when nobody made such a link */
export async function invitationByToken({ database }: Pick<RequestContext, "database">, token: string) {
  const { rows } = await database.pool.query({
    name: "invitation_by_hash",
    text: `select workspace_id as "workspaceId", id, workspace_name as "workspaceName", email, state from invitation_by_hash($1)`,
    values: [secretHash(token)],
  });
  if (rows.length === 0) throw new Refusal(404, "NOT_FOUND", "There is no such invitation. Was the whole link copied?");
  return Found.parse(rows[0]);
}

/**
 * Joins the workspace that an invitation is for: as whoever is signed in, or as a new person with an account of their own.
 * Account, membership and the used-up invitation are one transaction.
 */
export async function acceptInvitation(context: RequestContext, { token, ...person }: Acceptance): Promise<{ workspace: string | null }> {
  const invitation = await invitationByToken(context, token);
  if (invitation.state !== "open") throw closed(invitation.state);
  const { user } = await context.identify();
  const joining = user ?? (await newcomer(context, person));
  if (invitation.email !== null && invitation.email !== joining.email)
    throw new Refusal(403, "OTHER_ADDRESS", `This invitation is for ${invitation.email}.`, {
      issues: [{ path: "email", message: `This invitation is for ${invitation.email}.` }],
    });

  const { id, name } = joining;
  const actor: Actor = {
    workspaceId: invitation.workspaceId,
    id: randomUUID(),
    kind: "member",
    userId: id,
    name,
    access: "guest",
    groups: [],
    scope: "admin",
  };
  await workIn(context, actor, { writes: true, changeId: null }, async (inner) => {
    if ("hash" in joining) await createPerson(inner, joining);
    await join(inner, invitation.id, invitation.email);
  });
  context.live.rightsChanged([id]);
  if (!user && person.email !== undefined && person.password !== undefined)
    await arrive(context, { email: person.email, password: person.password });
  const memberships = await membershipsOf(context.database.pool, id);
  return { workspace: memberships.find(({ workspaceId }) => workspaceId === invitation.workspaceId)?.slug ?? null };
}

type Newcomer = { id: string; name: string; email: string; hash: string };

async function newcomer({ auth }: RequestContext, { name, email, password }: Omit<Acceptance, "token">): Promise<Newcomer> {
  if (name === undefined || email === undefined || password === undefined) {
    const missing = Object.entries({ name, email, password }).filter(([, value]) => value === undefined);
    throw new Refusal(422, "INVALID", "Sign in, or say who you are.", {
      issues: missing.map(([path]) => ({ path, message: "This is needed for a new account." })),
    });
  }
  return { id: randomUUID(), name, email, hash: await auth.passwords.hash(password) };
}

/** Uses the invitation up and makes the actor's person a member. Of two at once the second finds it used. */
async function join(context: Context, invitationId: string, invited: string | null): Promise<void> {
  const { db, actor, now } = context;
  const { workspaceId, userId } = actor;
  if (userId === null) throw new Error("Only a person can join.");
  const [used] = await db
    .update(invitations)
    .set({ acceptedAt: now })
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        eq(invitations.id, invitationId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, now),
      ),
    )
    .returning({ access: invitations.access, groups: invitations.groups });
  if (!used) throw closed("accepted");
  if (invited !== null) await takeUp(context, userId, invited);
  // Somebody who was removed comes back under the same member, with what they did.
  const [member] = await db
    .insert(members)
    .values({ workspaceId, id: actor.id, userId, ...used, joinedAt: now })
    .onConflictDoUpdate({
      target: [members.workspaceId, members.userId],
      set: { ...used, joinedAt: now, removedAt: null, version: sql`${members.version} + 1` },
      setWhere: isNotNull(members.removedAt),
    })
    .returning({ id: members.id });
  if (!member) throw new Refusal(409, "ALREADY_MEMBER", "You are in this workspace already.");
  await db
    .update(invitations)
    .set({ acceptedBy: member.id })
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, invitationId)));
  await record({ ...context, actor: { ...actor, id: member.id } }, "member.joined", member.id, used);
}

/**
 * Gives the member who came with an archive under the invited address to the person who accepts, so that what they did before is theirs again.
 * Only an invitation that names the address does so: an admin has said who is meant, and whoever accepts has an account with that address.
 * The member counts as removed until the joining itself lets them in.
 */
async function takeUp({ db, actor, now }: Context, userId: string, email: string): Promise<void> {
  const own = eq(members.workspaceId, actor.workspaceId);
  const [known] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(own, eq(members.userId, userId)));
  if (known) return;
  const [waiting] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(own, isNull(members.userId), eq(members.email, email)))
    .orderBy(asc(members.joinedAt), asc(members.id))
    .limit(1)
    .for("update");
  if (waiting)
    await db
      .update(members)
      .set({ userId, name: null, email: null, removedAt: now })
      .where(and(own, eq(members.id, waiting.id)));
}

const CLOSED = {
  accepted: "This invitation has been used already. Ask for a new one.",
  expired: `This invitation was good for ${DAYS_OPEN} days and has expired. Ask for a new one.`,
  revoked: "This invitation has been withdrawn.",
} as const;
const closed = (state: keyof typeof CLOSED) => new Refusal(410, `INVITATION_${state.toUpperCase()}`, CLOSED[state]);
