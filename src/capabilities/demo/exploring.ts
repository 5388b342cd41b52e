import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { Actor, Group, User } from "../../platform/access.ts";
import { users } from "../../platform/auth-tables.ts";
import { type RequestContext, record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { Refusal } from "../../platform/refusal.ts";
import { membershipsOf } from "../../platform/sessions.ts";
import { workIn } from "../../platform/work.ts";
import { OUTSIDE } from "../workspace/people-queries.ts";
import { isNew } from "../workspace/people-setup.ts";
import { members } from "../workspace/schema.ts";
import { demoIn, loadDemo } from "./loading.ts";
import { emailOf } from "./people.ts";

/** What somebody with an account of their own does in the demo. Its sellers are counted, so they are none. */
const VISITOR_GROUPS: readonly Group[] = ["product", "engineering", "design", "data"];

/**
 * Into the demo with one press. A visitor of a new installation becomes its product manager; somebody with an account joins it beside its people.
 * @throws Refusal 401 for a stranger once the installation is set up, 403 for somebody who is nowhere an admin
 */
export async function exploreDemo(context: RequestContext): Promise<{ workspace: string }> {
  const { user } = await context.identify();
  if (user) return joining(context, user);
  if (!(await isNew(context.database))) throw new Refusal(401, "UNAUTHORIZED", "Sign in first.");
  const { slug } = await loaded(context);
  const [host] = await context.database.transaction(OUTSIDE, (db) =>
    db
      .select({ id: users.id })
      .from(users)
      .where(eq(users.email, emailOf("mira"))),
  );
  if (!host) throw new Refusal(409, "NOT_POSSIBLE", "The demo's host has gone; remove the demo, and load it again.");
  for (const cookie of await context.auth.enter(context, host.id)) context.reply.append("set-cookie", cookie);
  return { workspace: slug };
}

async function joining(context: RequestContext, user: User): Promise<{ workspace: string }> {
  const memberships = await membershipsOf(context.database.pool, user.id);
  const inside = memberships.find(({ isDemo }) => isDemo);
  if (inside) return { workspace: inside.slug };
  if (!memberships.some(({ access, isDemo }) => access === "admin" && !isDemo))
    throw new Refusal(403, "FORBIDDEN", "Only somebody who is an admin of a workspace here may load the demo.");
  const { id: workspaceId, slug } = await loaded(context);
  const actor: Actor = {
    workspaceId,
    id: randomUUID(),
    kind: "member",
    userId: user.id,
    name: user.name,
    access: "admin",
    groups: VISITOR_GROUPS,
    scope: "admin",
  };
  await workIn(context, actor, { writes: true, changeId: null }, async (inner) => {
    const was = and(eq(members.workspaceId, workspaceId), eq(members.userId, user.id));
    await inner.db
      .insert(members)
      .values({ workspaceId, id: actor.id, userId: user.id, access: actor.access, groups: [...actor.groups], joinedAt: inner.now })
      .onConflictDoUpdate({ target: [members.workspaceId, members.userId], set: { removedAt: null } });
    const { id } = only(
      await inner.db
        .select({ id: members.id })
        .from(members)
        .where(and(was, isNull(members.removedAt))),
    );
    await record({ ...inner, actor: { ...actor, id } }, "member.joined", id, { access: actor.access, groups: actor.groups });
  });
  context.live.rightsChanged([user.id]);
  return { workspace: slug };
}

/** Where the demo is, loaded when it is not; of two who load it at once both get the first one's. */
async function loaded(context: RequestContext): Promise<{ id: string; slug: string }> {
  const there = await demoIn(context.database);
  if (there) return there;
  try {
    const { workspaceId, workspace } = await loadDemo(context, context.auth.passwords);
    return { id: workspaceId, slug: workspace };
  } catch (error) {
    const other = error instanceof Refusal && error.code === "ALREADY_THERE" ? await demoIn(context.database) : null;
    if (other) return other;
    throw error;
  }
}
