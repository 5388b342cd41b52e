import * as z from "zod";
import { invalid } from "./refusal.ts";

/** Where a page of a list ended, as an opaque text: the sort values of its last row, then its id. */
export const cursorOf = (values: readonly (string | number | null)[]): string => Buffer.from(JSON.stringify(values)).toString("base64url");

const Values = z
  .array(z.union([z.string(), z.number(), z.null()]))
  .min(1)
  .max(4);

/** @throws Refusal 422 when the text is not a cursor of this list */
export function readCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values = Values.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (values.length === length) return values;
  } catch {
    // Said below, in words for people.
  }
  throw invalid("cursor", "This cursor does not belong to this list; start again without it.");
}

/** Cuts a page out of rows fetched with one more than asked. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursor: (last: Row) => readonly (string | number | null)[],
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(cursor(last)) : null };
}

/** The parameters that every list takes. `offset` skips rows instead of following a cursor: for a scroll bar. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(200).default(20),
  cursor: z.string().max(500).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
};
