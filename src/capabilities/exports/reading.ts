import type { Actor } from "../../platform/access.ts";
import type { Context } from "../../platform/context.ts";
import { translated } from "../../platform/failures.ts";
import type { Surroundings } from "../../platform/work.ts";

/** A long read: one state of the workspace from the first row to the last, and nothing is written. */
export async function reading<T>({ database, now, reply }: Surroundings, actor: Actor, work: (context: Context) => Promise<T>): Promise<T> {
  const numbers = (): never => {
    throw new Error("An export creates no records.");
  };
  try {
    return await database.transaction(
      { workspaceId: actor.workspaceId, actorId: actor.id, changeId: null, writes: false, snapshot: true },
      (db) => work({ db, actor, news: [], numbers, now, reply }),
    );
  } catch (error) {
    throw translated(error);
  }
}
