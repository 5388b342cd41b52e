import type { ReactNode } from "react";
import type { Option } from "../picker.tsx";

/** How a cell is edited and what a paste into it may say. */
export type CellType = "text" | "number" | "choice" | "range" | "date" | "person" | "readonly";

/** A column of a `DataTable`. `text` is what is shown, copied and pasted; `render` may draw it differently, in plain elements. */
export interface Column<Row> {
  id: string;
  label: string;
  type: CellType;
  /** Pixels; the column with `grow` takes what is left. */
  width: number;
  grow?: boolean;
  text: (row: Row) => string;
  render?: (row: Row) => ReactNode;
  /** The choices of `choice` and `person`: their `value` is what `onEdit` gets, `text` shows the label. */
  options?: readonly Option[];
  /** The stored value of a `choice` or `person`, to preselect it. */
  value?: (row: Row) => string | undefined;
  /** An empty value may be chosen. */
  clearable?: boolean;
  /** Sorted by the server; the header becomes a button. */
  sortable?: boolean;
  /** Why this row's cell cannot be edited; undefined when it can. */
  locked?: (row: Row) => string | undefined;
  align?: "end";
  /** On a phone, where a row is its first cell over a line of the others: what stands after the value there, or `false` to leave it out. */
  phone?: string | false;
  /** What a hint says when the cell is being edited: "3–6 weeks". */
  hint?: string;
}
export interface Sort {
  column: string;
  direction: "ascending" | "descending";
}
export interface Cell {
  row: number;
  column: number;
}
/** A rectangle of cells between two corners. */
export interface Block {
  from: Cell;
  to: Cell;
}

export const isEditable = <Row>(column: Column<Row>, row: Row) => column.type !== "readonly" && column.locked?.(row) === undefined;

/** The block with its corners in order. */
export function ordered({ from, to }: Block) {
  return {
    top: Math.min(from.row, to.row),
    bottom: Math.max(from.row, to.row),
    left: Math.min(from.column, to.column),
    right: Math.max(from.column, to.column),
  };
}

/** Cells of a sheet as the clipboard carries them: tabs and lines, with quotes around what contains them. */
export function parseSheet(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
  while (cell.lastIndex <= text.length) {
    const found = cell.exec(text);
    if (!found) {
      // A stray quote inside a cell: what follows is plain text up to the next border.
      const end = text.slice(cell.lastIndex).search(/[\t\r\n]/);
      rows.at(-1)?.push(end < 0 ? text.slice(cell.lastIndex) : text.slice(cell.lastIndex, cell.lastIndex + end));
      if (end < 0) break;
      cell.lastIndex += end + 1;
      continue;
    }
    const [, quoted, bare = "", border = ""] = found;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (border === "") break;
    if (border !== "\t") rows.push([]);
  }
  // Sheets end the last line too.
  const last = rows.at(-1);
  if (rows.length > 1 && last?.length === 1 && last[0] === "") rows.pop();
  return rows;
}

/** The reverse of `parseSheet`. */
export function sheetText(cells: readonly (readonly string[])[]) {
  const one = (text: string) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return cells.map((row) => row.map(one).join("\t")).join("\n");
}
