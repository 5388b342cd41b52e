import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Database, Db } from "../../platform/database.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const Home = z.object({ workspace_id: z.uuid() });

/** Contents that no file has any more, and that no undo can bring back, go at once; so do files sent for comments that were never said. */
export async function forgetUnusedFiles(db: Db): Promise<void> {
  await db.execute(sql`select forget_unused_files()`);
}

/** Does so in every workspace, at once and then every day, until the returned function is called. */
export function keepForgettingFiles(database: Database, log: (error: unknown) => void): () => void {
  let stopped = false;
  async function forget() {
    const { rows } = await database.pool.query("select * from workspaces_with_files()");
    for (const row of rows) {
      if (stopped) return;
      const { workspace_id: workspaceId } = Home.parse(row);
      await database.aside({ workspaceId, actorId: null, changeId: null, writes: true }, forgetUnusedFiles);
    }
  }
  const look = () => void forget().catch((error: unknown) => (stopped ? undefined : log(error)));
  look();
  const timer = setInterval(look, DAY_MS);
  timer.unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
