import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { readCursor } from "../../platform/cursor.ts";
import { invalid } from "../../platform/refusal.ts";

/** Where a list by id goes on. @throws Refusal 422 when the cursor is not one of such a list */
export function uuidCursor(cursor: string): SQL {
  const parsed = z.uuid().safeParse(readCursor(cursor, 1)[0]);
  if (!parsed.success) throw invalid("cursor", "This cursor does not belong to this list; start again without it.");
  return sql`${parsed.data}::uuid`;
}
