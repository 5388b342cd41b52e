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
