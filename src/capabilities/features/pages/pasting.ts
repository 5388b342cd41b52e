import type { Column } from "../../../ui/table/columns.ts";
import type { FeatureChange, FeatureItem } from "../schema.ts";
import { type CellContext, type CellWrite, cellWrite } from "./cell-values.ts";

type Own = Extract<CellWrite, { field: unknown }>;
export type PastedRow = { row: FeatureItem; change: FeatureChange; fields: Own[] };

/**
 * What a pasted sheet changes, row by row. Everything must be readable, or nothing is pasted: then the answer names line and column.
 * Columns that are counted, linked or moved by rules are passed over, and so are lines under the last row; `leftOut` says so.
 */
export function pasted(
  cells: readonly (readonly string[])[],
  lines: readonly (FeatureItem | undefined)[],
  columns: readonly Column<FeatureItem>[],
  firstColumn: string,
  context: CellContext,
): { rows: PastedRow[]; leftOut: string | undefined } | { objection: string } {
  const start = columns.findIndex(({ id }) => id === firstColumn);
  const skipped = new Set<string>();
  const rows: PastedRow[] = [];
  for (const [line, texts] of cells.entries()) {
    const row = lines[line];
    if (!row) continue;
    const target: PastedRow = { row, change: {}, fields: [] };
    for (const [offset, text] of texts.entries()) {
      const column = columns[start + offset];
      if (!column) continue;
      if (column.type === "readonly" || column.id === "state") {
        skipped.add(column.label);
        continue;
      }
      if (text.trim() === column.text(row)) continue;
      try {
        const write = cellWrite(column.id, text, context);
        if ("change" in write) Object.assign(target.change, write.change);
        else target.fields.push(write);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return { objection: `line ${line + 1}, ${column.label}: ${error.message}` };
      }
    }
    if (Object.keys(target.change).length > 0 || target.fields.length > 0) rows.push(target);
  }
  const beyond = lines.filter((row) => row === undefined).length;
  const notes = [
    skipped.size > 0 && `Left as they were: ${[...skipped].join(", ")}`,
    beyond > 0 && `${beyond} ${beyond === 1 ? "line had" : "lines had"} no row`,
  ].filter((note) => note !== false);
  return { rows, leftOut: notes.length > 0 ? `${notes.join("; ")}.` : undefined };
}
