import { asc, type Column, desc, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { readCursor } from "./cursor.ts";
import { invalid } from "./refusal.ts";

const types = { integer: "bigint", decimal: "float8", text: "text", instant: "timestamptz" } as const;

/** How a list is sorted: by a value, then by id, both the same way, so that one index serves either direction. */
export type Sorting = {
  value: SQL<string | number | null>;
  type: keyof typeof types;
  direction: "asc" | "desc";
  /** Records without a value come last, whichever way. */
  nullable?: boolean;
  id: Column | SQL;
};

/**
 * The part of a list's query that sorts it and leads to the page after a cursor. The cursor holds the last row's value and id;
 * select the value as `sortValue` and give both to `pageOf`.
 *
 * @throws Refusal 422 when the cursor is not one of this list
 */
export function keyset(
  { value, type, direction, nullable, id }: Sorting,
  cursor: string | undefined,
): { where: SQL | undefined; orderBy: SQL[] } {
  const way = direction === "asc" ? asc : desc;
  const orderBy = [nullable ? sql`${way(value)} nulls last` : way(value), way(id)];
  if (cursor === undefined) return { where: undefined, orderBy };
  const [last, lastId] = placeOf(cursor, type, nullable ?? false);
  const beyond = direction === "asc" ? sql.raw(">") : sql.raw("<");
  if (last === null) return { where: sql`(${value} is null and ${id} ${beyond} ${lastId}::uuid)`, orderBy };
  const after = sql`(${value}, ${id}) ${beyond} (${last}::${sql.raw(types[type])}, ${lastId}::uuid)`;
  return { where: nullable ? sql`(${after} or ${value} is null)` : after, orderBy };
}

function placeOf(cursor: string, type: Sorting["type"], nullable: boolean): [string | number | null, string] {
  const [value, id] = readCursor(cursor, 2);
  const fits = value === null ? nullable : schemas[type].safeParse(value).success;
  const parsed = z.uuid().safeParse(id);
  if (value === undefined || !fits || !parsed.success)
    throw invalid("cursor", "This cursor does not belong to this list; start again without it.");
  return [value, parsed.data];
}

const schemas = { integer: z.int(), decimal: z.number(), text: z.string(), instant: z.iso.datetime() };

/** A column as what a list is sorted by, read as the column is. */
export const byColumn = (column: Column): SQL<string | number> =>
  sql`${column}`.mapWith((value: unknown) => SortValue.parse(column.mapFromDriverValue(value)));
const SortValue = z.union([z.string(), z.number()]);
