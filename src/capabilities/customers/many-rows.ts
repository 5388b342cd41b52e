import { sql } from "drizzle-orm";
import type { Db } from "../../platform/database.ts";

/**
 * Prepares a transaction for a great many rows. PostgreSQL keeps the plans of a connection, those of its foreign keys too, and a plan
 * made while a table was small reads all of it: ten thousand rows into it, each further row would read ten thousand.
 */
export async function expectManyRows(db: Db): Promise<void> {
  await db.execute(sql`discard plans`);
  await db.execute(sql`set local enable_seqscan = off`);
}
