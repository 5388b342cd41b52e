import { asc, type Column, desc, type Placeholder, type SQL, sql } from "drizzle-orm";
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
export function keyset(sorting: Sorting, cursor: string | undefined): { where: SQL | undefined; orderBy: SQL[] } {
  const { part, last, lastId } = startOf(sorting, cursor);
  return continued(sorting, part, last, lastId);
}

/**
 * The same for a query that is kept: where the page before ended comes in as `values` when it is run, and `part` tells apart what
 * has to be written differently.
 */
export function keptKeyset(sorting: Sorting, cursor: string | undefined) {
  const { part, last, lastId } = startOf(sorting, cursor);
  return { ...continued(sorting, part, sql.placeholder("last"), sql.placeholder("lastId")), part, values: { last, lastId } };
}

/** A page is a list's first, or continues among the records with a value, or among those without. */
type Part = "first" | "valued" | "unvalued";

function startOf({ type, nullable }: Sorting, cursor: string | undefined) {
  if (cursor === undefined) return { part: "first", last: null, lastId: null } as const;
  const [last, lastId] = placeOf(cursor, type, nullable ?? false);
  return { part: last === null ? "unvalued" : "valued", last, lastId } as const;
}

type Bound = string | number | null | Placeholder;
function continued({ value, type, direction, nullable, id }: Sorting, part: Part, last: Bound, lastId: Bound) {
  const way = direction === "asc" ? asc : desc;
  const orderBy = [nullable ? sql`${way(value)} nulls last` : way(value), way(id)];
  if (part === "first") return { where: undefined, orderBy };
  const beyond = direction === "asc" ? sql.raw(">") : sql.raw("<");
  if (part === "unvalued") return { where: sql`(${value} is null and ${id} ${beyond} ${lastId}::uuid)`, orderBy };
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
