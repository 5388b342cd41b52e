import type { Actor } from "./access.ts";
import type { Context, RequestContext } from "./context.ts";
import { translated } from "./failures.ts";
import { nextNumbers } from "./numbers.ts";

/** What a piece of work needs around it: a request has it, and so has a command of the operator. */
export type Surroundings = Pick<RequestContext, "database" | "live" | "reactions" | "now" | "reply">;

/**
 * Runs one piece of work in the actor's workspace, in one transaction when it writes: what follows from it (reactions) happens in the
 * same transaction, and those who watch are told once it is committed.
 *
 * @param changeId names the change whose before-images are kept for undo; null keeps none
 */
export async function workIn<T>(
  around: Surroundings,
  actor: Actor,
  { writes, changeId }: { writes: boolean; changeId: string | null },
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const { database, live, reactions, now, reply } = around;
  const news: Context["news"] = [];
  const numbers = (kind: string, count?: number) => nextNumbers(database, actor.workspaceId, kind, count);
  try {
    if (!writes) return await database.read(actor.workspaceId, (db) => work({ db, actor, news, numbers, now, reply }));
    const result = await database.transaction({ workspaceId: actor.workspaceId, actorId: actor.id, changeId, writes }, async (db) => {
      const context: Context = { db, actor, news, numbers, now, reply };
      const done = await work(context);
      // A reaction may itself record an activity, so the list can grow while it is walked.
      for (let i = 0; i < news.length; i++) {
        const happened = news[i];
        if (!happened) continue;
        for (const react of reactions[happened.kind] ?? [])
          await react(context, { kind: happened.kind, recordId: happened.recordId, detail: happened.detail ?? {} });
      }
      return done;
    });
    live.publish(actor.workspaceId, news);
    return result;
  } catch (error) {
    throw translated(error);
  }
}
