import { and, inArray, like, sql } from "drizzle-orm";
import type { Actor } from "../../platform/access.ts";
import { users } from "../../platform/auth-tables.ts";
import type { RequestContext } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { type Surroundings, workIn } from "../../platform/work.ts";
import { emptyWorkspace } from "../exports/deleting.ts";
import { commandLine } from "../workspace/people-setup.ts";
import { demoIn } from "./loading.ts";
import { DEMO_DOMAIN } from "./people.ts";

/** Removes the demo from within. @throws Refusal 409 in a workspace that is none */
export async function removeDemo(context: RequestContext & { actor: Actor }): Promise<void> {
  const there = await demoIn(context.database);
  if (there?.id !== context.actor.workspaceId)
    throw new Refusal(409, "NO_DEMO", "This workspace is not the demo; it is deleted under Settings → Data.");
  await clearDemo(context, context.actor);
}

/** Removes the demo as the operator. @throws Refusal 404 when there is none */
export async function removeLoadedDemo(around: Surroundings): Promise<void> {
  const there = await demoIn(around.database);
  if (!there) throw new Refusal(404, "NOT_FOUND", "The demo is not loaded.");
  await clearDemo(around, { ...commandLine, workspaceId: there.id });
}

/** The workspace with everything in it, and the accounts of its made-up people; whoever joined keeps theirs. All of it in one transaction. */
async function clearDemo(around: Surroundings, actor: Actor): Promise<void> {
  const affected = await workIn(around, actor, { writes: true, changeId: null }, async (context) => {
    const { people, keys } = await emptyWorkspace(context);
    const gone = await context.db
      .delete(users)
      .where(and(inArray(users.id, people), like(users.email, sql`${`%@${DEMO_DOMAIN}`}`)))
      .returning({ id: users.id });
    return [...people, ...keys, ...gone.map(({ id }) => id)];
  });
  around.live.rightsChanged([...new Set(affected)]);
}
