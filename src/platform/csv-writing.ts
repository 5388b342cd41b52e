import { disarmed } from "./formula-cells.ts";

/** One cell of a table that leaves us: numbers stay numbers, nothing is an empty cell. */
export type Cell = string | number | null;

/** What tells Excel that a file is UTF-8. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** One record with its line end (RFC 4180). A text that begins like a formula is disarmed; `readRows` gives it back as it was. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = disarmed(cell);
  // Spaces at the ends are kept only inside quotes; a lone empty cell in quotes is no blank line.
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const PIECE = 64 * 1024;

/** The file of these records, in pieces. */
export async function* csvFile(records: AsyncIterable<readonly Cell[]>, { mark = false } = {}): AsyncGenerator<Buffer, void> {
  let text = mark ? BYTE_ORDER_MARK : "";
  for await (const record of records) {
    text += csvLine(record);
    if (text.length < PIECE) continue;
    yield Buffer.from(text);
    text = "";
  }
  if (text !== "") yield Buffer.from(text);
}
