import { sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { recordNumbers } from "./tables.ts";

type Asked = { count: number; give(first: number): void; fail(error: unknown): void };
const waitingOf = new WeakMap<Database, Map<string, Asked[]>>();

/**
 * Gives out the next numbers of a kind of record, first to last. They come from a transaction of their own, so that
 * creating records never queues behind another's commit; a number whose record was never written stays unused.
 * Those who ask while one such transaction is under way share the next, instead of waiting in line for the row.
 */
export function nextNumbers(database: Database, workspaceId: string, kind: string, count = 1): Promise<number> {
  const queues = waitingOf.get(database) ?? new Map<string, Asked[]>();
  waitingOf.set(database, queues);
  const queue = `${workspaceId} ${kind}`;
  return new Promise((give, fail) => {
    const waiting = queues.get(queue);
    if (waiting) {
      waiting.push({ count, give, fail });
      return;
    }
    queues.set(queue, []);
    void serve([{ count, give, fail }]);
  });

  async function serve(asked: Asked[]): Promise<void> {
    const all = asked.reduce((sum, one) => sum + one.count, 0);
    try {
      let next = (await lastGivenOut(database, workspaceId, kind, all)) - all + 1;
      for (const { count: own, give } of asked) {
        give(next);
        next += own;
      }
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
    const waiting = queues.get(queue) ?? [];
    if (waiting.length === 0) {
      queues.delete(queue);
      return;
    }
    queues.set(queue, []);
    await serve(waiting);
  }
}

/** Its commit need not be flushed: the record that uses the number is, and the log keeps their order. */
async function lastGivenOut(database: Database, workspaceId: string, kind: string, count: number): Promise<number> {
  const last = await database.aside({ workspaceId, actorId: null, changeId: null, writes: true }, async (db) => {
    const [, rows] = await Promise.all([
      db.execute(sql`set local synchronous_commit = off`),
      db
        .insert(recordNumbers)
        .values({ workspaceId, kind, last: count })
        .onConflictDoUpdate({
          target: [recordNumbers.workspaceId, recordNumbers.kind],
          set: { last: sql`${recordNumbers.last} + ${count}` },
        })
        .returning({ last: recordNumbers.last }),
    ]);
    return rows[0]?.last;
  });
  if (last === undefined) throw new Error("No number was given out.");
  return last;
}
