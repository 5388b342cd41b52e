import type * as z from "zod";

/** What a column of a table may hold beyond what the database itself checks. */
export type ColumnRule = { choices?: readonly string[]; isList?: boolean; shape?: z.ZodType };
export type TableRules = Readonly<Record<string, ColumnRule>>;

/** What is wrong with a line of an archive as a row of these columns; null when nothing is that can be seen without the database. */
export function rowProblem(value: unknown, columns: readonly string[], rules: TableRules): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "this is no row.";
  const given = Object.entries(value);
  for (const [name] of given) {
    if (name === "workspace_id") return "a row carries no workspace: an archive is of one, and is loaded as a new one.";
    if (!columns.includes(name)) return `the manifest names no column "${name.slice(0, 60)}" for this table.`;
  }
  if (given.length < columns.length) return `the column ${columns.find((name) => !Object.hasOwn(value, name))} is missing.`;
  for (const [name, cell] of given) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule || cell === null) continue;
    if (rule.choices) {
      const chosen: unknown[] = rule.isList && Array.isArray(cell) ? cell : [cell];
      const wrong = chosen.find((one) => typeof one !== "string" || !rule.choices?.includes(one));
      if (wrong !== undefined) return `${name} cannot be ${JSON.stringify(wrong)?.slice(0, 60)}; it is one of ${rule.choices.join(", ")}.`;
    }
    if (rule.shape && !rule.shape.safeParse(cell).success) return `${name} is not in the form that this column has.`;
  }
  return null;
}
