import { cellOf } from "../intake/json-rules.ts";
import type { ImportMapping } from "../intake/mapping-rules.ts";
import type { Target } from "../intake/target-rules.ts";

type Record_ = Readonly<Record<string, unknown>>;

/** What the export of one tool looks like. Another tool is one such file with its fixture, and one line in `formats.ts`. */
export type Format = {
  name: string;
  label: string;
  /** Where rows come from, unless somebody says otherwise. */
  source: string;
  /** Whether a table with these columns is one, for tools that export tables. Names are folded. */
  recognises?: (columns: ReadonlySet<string>) => boolean;
  /** For tools whose export is JSON. */
  json?: {
    recognises(record: Record_): boolean;
    /** The record as a row of a table; null for what is no item. */
    cells(record: Record_): Record<string, string> | null;
  };
  /** What its columns become, by target, by folded name; the first target is proposed. A name counts for its repetitions too: "Labels (2)". */
  columns: Partial<Record<Target, Readonly<Record<string, string>>>>;
  /** For exports with several rows about one item: the column that tells items apart, and the column in which to count its rows. */
  grouped?: { by: string; countAs: string };
};

export const foldedColumn = (column: string): string => column.trim().toLowerCase();
const withoutNumber = (column: string) => column.replace(/ \(\d+\)$/, "");

/** What the columns of a file become for a target, as the format has it. */
export function mappingOf(format: Format, target: Target, columns: readonly string[]): ImportMapping {
  const known = format.columns[target] ?? {};
  const taken = new Set<string>();
  return Object.fromEntries(
    columns.flatMap((column) => {
      const folded = foldedColumn(column);
      const means = known[folded] ?? (known[withoutNumber(folded)] === "label" ? "label" : undefined);
      if (means === undefined || (taken.has(means) && means !== "label")) return [];
      taken.add(means);
      return [[column, means]];
    }),
  );
}

const DEPTH = 3;
/** Any object as a row: what lies inside is named by its path, `author.login`. */
export function flattened(record: Record_): Record<string, string> {
  const cells: Record<string, string> = Object.create(null);
  const add = (value: unknown, path: string, depth: number) => {
    if (typeof value !== "object" || value === null || Array.isArray(value) || depth === DEPTH) cells[path] = cellOf(value);
    else for (const [key, part] of Object.entries(value)) add(part, `${path}.${key}`, depth + 1);
  };
  for (const [key, value] of Object.entries(record)) add(value, key, 1);
  return cells;
}
