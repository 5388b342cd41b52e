import type { TableProgress } from "./backing-up.ts";
import { called } from "./format.ts";

const SAID_EVERY_MS = 2_000;

/** Says each table with rows when it is through, and a long one every two seconds. */
export function tellTables(say: (line: string) => void): (progress: TableProgress) => void {
  let last = performance.now();
  return ({ table, rows, done }) => {
    if (rows === 0 || (!done && performance.now() - last < SAID_EVERY_MS)) return;
    last = performance.now();
    say(`${called(table)}: ${rows.toLocaleString("en")} ${rows === 1 ? "row" : "rows"}${done ? "" : " …"}`);
  };
}
