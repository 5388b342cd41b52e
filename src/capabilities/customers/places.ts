import { type Placeholder, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { readCursor } from "../../platform/cursor.ts";
import { invalid } from "../../platform/refusal.ts";

/** Where a page of a list sorted by time ended. */
export const AtTime = z.tuple([Instant, z.uuid()]);
/** Where a page of feedback sorted by revenue ended. */
export const AtRevenue = z.tuple([z.int().nullable(), Instant, z.uuid()]);
/** Where a page of accounts ended. */
export const AtAmount = z.tuple([z.int().nullable(), z.uuid()]);
export const AtName = z.tuple([z.string(), z.uuid()]);
export const AtId = z.tuple([z.uuid()]);

/** @throws Refusal 422 when the cursor is none of this list */
export function placeIn<Place extends readonly unknown[]>(
  cursor: string,
  shape: z.ZodType<Place> & { def: { items: readonly unknown[] } },
): Place {
  const place = shape.safeParse(readCursor(cursor, shape.def.items.length));
  if (!place.success) throw invalid("cursor", "This cursor does not belong to this list; start again without it.");
  return place.data;
}

/**
 * How many rows, and from which on. Written into the statement, not bound: the planner takes an unknown limit for a tenth of the
 * table and would plan each request anew, which costs more than running it. A page's size is one of few; an offset is not.
 */
export const stretch = (limit: number, offset: number | Placeholder): SQL =>
  sql`limit ${sql.raw(String(Math.trunc(limit)))} ${offset === 0 ? sql`` : sql`offset ${offset}`}`;
