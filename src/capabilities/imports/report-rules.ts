import { csvLine } from "../../platform/csv-writing.ts";
import type { RowProblem } from "../intake/mapping-rules.ts";

/** Rows that cannot be taken as a file, to mend them by: the line in the file, the column, and why. */
export const problemsCsv = (problems: readonly RowProblem[]): string =>
  [csvLine(["Line", "Column", "Why"]), ...problems.map(({ line, column, message }) => csvLine([line, column, message]))].join("");
