import { type CsvEncoding, CsvProblem, type CsvRow, type Delimiter, MAX_COLUMNS, readTable } from "../../platform/csv.ts";
import { unpacked } from "../../platform/gunzip.ts";
import { type JsonRecord, jsonRecords } from "../../platform/json-reading.ts";
import { Refusal } from "../../platform/refusal.ts";
import { readXlsx } from "../../platform/xlsx-reading.ts";
import { type Format, flattened, foldedColumn } from "./format.ts";
import { formatOfColumns, formatOfRecord } from "./formats.ts";

/** So large a file may be, packed or not. */
export const LARGEST_FILE = 500_000_000;

/** A file that can be read more than once. */
export type ImportFile = {
  bytes(): AsyncIterable<Uint8Array>;
  /** Where it lies, for what cannot be read from beginning to end. Waits until it is there. */
  path(): Promise<string>;
  /** False for the beginning of a larger file. */
  whole?: boolean;
};
export type TableOptions = { delimiter?: Delimiter | undefined; encoding?: "windows-1252" | undefined };
export type Shape = "csv" | "json" | "xlsx";

/** Any file as a table: its columns, what it is, and its rows one at a time. Iterate or return `rows`: they hold the file open. */
export type Table = {
  shape: Shape;
  columns: string[];
  format: Format | undefined;
  delimiter: Delimiter | null;
  encoding: CsvEncoding | null;
  sheet: string | null;
  rows: AsyncGenerator<CsvRow, void>;
};

/** @throws CsvProblem when it cannot be read */
export async function openTable(file: ImportFile, options: TableOptions = {}): Promise<Table> {
  const { shape, stream } = await recognised(unpacked(file.bytes(), LARGEST_FILE, file.whole), file);
  if (shape === "json") return jsonTable(stream, file.whole ?? true);
  if (shape === "xlsx") {
    await stream.return();
    const { headers, sheet, rows } = await readXlsx(await file.path());
    return { shape, columns: headers, format: formatOfColumns(headers), delimiter: null, encoding: null, sheet, rows };
  }
  const { delimiter, encoding } = options;
  const table = await readTable(stream, { ...(delimiter && { delimiter }), ...(encoding && { encoding }) });
  const { headers: columns, rows } = table;
  return { shape, columns, format: formatOfColumns(columns), delimiter: table.delimiter, encoding: table.encoding, sheet: null, rows };
}

/** By the first bytes: a zip is a workbook or nothing, a bracket begins JSON, all else is a table of cells. */
async function recognised(pieces: AsyncGenerator<Uint8Array, void>, { whole }: ImportFile) {
  const first: Uint8Array[] = [];
  let head = "";
  try {
    while (head.length < 4 || /^[\s\ufeff]*$/.test(head)) {
      const next = await pieces.next();
      if (next.done) break;
      first.push(next.value);
      head += Buffer.from(next.value).toString("utf8").slice(0, 200);
      if (head.length > 2_000) break;
    }
  } catch (error) {
    await pieces.return();
    throw error;
  }
  async function* stream() {
    try {
      yield* first;
      yield* pieces;
    } finally {
      await pieces.return();
    }
  }
  const isZip = head.startsWith("PK\u0003\u0004");
  if (isZip && whole === false) throw new CsvProblem(1, "A workbook is read whole.");
  const shape: Shape = isZip ? "xlsx" : /^\ufeff?\s*(?:\{|\[\s*[{\]])/.test(head) ? "json" : "csv";
  return { shape, stream: stream() };
}

const RECORDS_LOOKED_AT = 200;

/** The columns are those of the first records; what later ones say besides is left out. */
async function jsonTable(stream: AsyncIterable<Uint8Array>, whole: boolean): Promise<Table> {
  const records = jsonRecords(stream, whole);
  const first: JsonRecord[] = [];
  try {
    while (first.length < RECORDS_LOOKED_AT) {
      const next = await records.next();
      if (next.done) break;
      first.push(next.value);
    }
  } catch (error) {
    await records.return();
    throw error;
  }
  const [head] = first;
  if (!head) throw new CsvProblem(1, "The file holds no objects.");
  const format = formatOfRecord(head.value);
  const read = format?.json?.cells ?? flattened;
  const columns = [...new Set(first.flatMap(({ value }) => Object.keys(read(value) ?? {})))];
  if (columns.length > MAX_COLUMNS)
    throw new CsvProblem(head.line, `Its objects have ${columns.length} properties; at most ${MAX_COLUMNS} can be read.`);
  async function* rows(): AsyncGenerator<CsvRow, void> {
    try {
      for (const record of first) yield* rowOf(record);
      for await (const record of records) yield* rowOf(record);
    } finally {
      await records.return();
    }
  }
  function* rowOf({ line, value }: JsonRecord): Generator<CsvRow, void> {
    const found = read(value);
    if (!found) return;
    const cells: Record<string, string> = Object.create(null);
    for (const column of columns) cells[column] = found[column] ?? "";
    if (Object.values(found).some((cell) => cell.includes("\u0000")))
      throw new CsvProblem(line, `The object on line ${line} contains a NUL character, which no text here can hold.`);
    yield { line, cells };
  }
  return {
    shape: "json",
    columns,
    format: formatOfColumns(columns) ?? format,
    delimiter: null,
    encoding: "utf-8",
    sheet: null,
    rows: rows(),
  };
}

/** Counts the rows of each item of an export that has several for one. */
export type Groups = Map<string, number>;

/**
 * The rows of a table as a format has them: of several about one item the first, with how many there are. The counts are complete once all
 * rows were read, and given again for a second reading.
 */
export async function* itemsOf(
  rows: AsyncGenerator<CsvRow, void>,
  columns: readonly string[],
  format: Format | undefined,
  groups: Groups,
  counted: boolean,
): AsyncGenerator<CsvRow, void> {
  const grouped = format?.grouped;
  const by = grouped && columns.find((column) => foldedColumn(column) === grouped.by);
  if (!grouped || by === undefined) {
    yield* rows;
    return;
  }
  const met = new Set<string>();
  try {
    for await (const row of rows) {
      const id = row.cells[by] ?? "";
      if (!counted) groups.set(id, (groups.get(id) ?? 0) + 1);
      if (met.has(id) && id !== "") continue;
      met.add(id);
      row.cells[grouped.countAs] = String(groups.get(id) ?? 1);
      yield row;
    }
  } finally {
    await rows.return();
  }
}

/** Columns as they are offered: what a format counts is one more. */
export const columnsOf = ({ columns }: Pick<Table, "columns">, format: Format | undefined): string[] =>
  format?.grouped ? [...columns, format.grouped.countAs] : columns;

/** A broken file is refused in the reader's words. */
export function refusalFor(error: unknown): unknown {
  if (!(error instanceof CsvProblem)) return error;
  const { line, column, message, isEncoding } = error;
  return new Refusal(422, "BROKEN_FILE", message, {
    line,
    ...(column !== undefined && { column }),
    ...(isEncoding && { proposedEncoding: "windows-1252" }),
  });
}
