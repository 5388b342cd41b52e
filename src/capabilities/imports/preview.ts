import { orderIn } from "../../kernels/cells.ts";
import type { Context } from "../../platform/context.ts";
import type { CsvRow } from "../../platform/csv.ts";
import { IMPORT_TARGETS } from "../customers/rules.ts";
import { guessMapping, newFieldFor } from "../intake/mapping-rules.ts";
import { KIND_OF, type Target } from "../intake/target-rules.ts";
import { fieldsOf } from "../workspace/fields.ts";
import { type Format, foldedColumn, mappingOf } from "./format.ts";
import { savedMappingsFor } from "./saved-mappings.ts";
import { columnsOf, type ImportFile, itemsOf, openTable, refusalFor, type TableOptions } from "./table.ts";

const ROWS_SHOWN = 10;
/** So many rows decide on the types of columns and the order of their dates. */
const ROWS_LOOKED_AT = 500;

export type Preview = Awaited<ReturnType<typeof previewOf>>;

/**
 * What a file most likely is: its columns, its first rows, the tool it comes from and what its columns become, for each target.
 * @throws Refusal 422 naming the line
 */
export async function previewOf(context: Context, file: ImportFile, options: TableOptions) {
  const { rows, table } = await beginningOf(file, options);
  const { format } = table;
  const columns = columnsOf(table, format);
  const cellsOf = (column: string) => rows.map(({ cells }) => cells[column] ?? "");
  const own = await fieldsOf(context);
  const mappings = Object.fromEntries(
    IMPORT_TARGETS.map((target) => [
      target,
      proposed(
        format,
        target,
        columns,
        own.filter(({ recordKind }) => recordKind === KIND_OF[target]).map(({ name }) => name),
      ),
    ]),
  );
  const target = IMPORT_TARGETS.find((one) => one === Object.keys(format?.columns ?? {})[0]) ?? "feedback";
  const orders = columns.map((column) => orderIn(cellsOf(column))).filter((order) => order !== null);
  return {
    columns,
    rows: rows.slice(0, ROWS_SHOWN),
    shape: table.shape,
    delimiter: table.delimiter,
    encoding: table.encoding,
    sheet: table.sheet,
    format: format ? { name: format.name, label: format.label } : null,
    target,
    mapping: mappings[target] ?? {},
    mappings,
    /** What each column would be as a field of its own. */
    newFields: Object.fromEntries(columns.map((column) => [column, newFieldFor(column, cellsOf(column))])),
    /** How dates such as 03/04/2026 are meant, where there are any; "either" must be asked. */
    dates: orders.find((order) => order !== "either") ?? orders[0] ?? null,
    saved: await savedMappingsFor(context, columns),
  };
}

async function beginningOf(file: ImportFile, options: TableOptions) {
  const rows: CsvRow[] = [];
  try {
    const table = await openTable(file, options);
    try {
      for await (const row of itemsOf(table.rows, table.columns, table.format, new Map(), false)) {
        rows.push(row);
        if (rows.length === ROWS_LOOKED_AT) break;
      }
    } catch (error) {
      // The beginning of a file ends anywhere, also inside of a row.
      if (file.whole !== false || rows.length < ROWS_SHOWN) throw error;
    }
    return { table, rows };
  } catch (error) {
    throw refusalFor(error);
  }
}

/** What the format says, and for columns that it does not know fields of the same name. */
function proposed(format: Format | undefined, target: Target, columns: readonly string[], own: readonly string[]) {
  if (!format?.columns[target]) return guessMapping(target, columns, own);
  const mapping = { ...mappingOf(format, target, columns) };
  for (const column of columns) {
    const name = own.find((one) => foldedColumn(one) === foldedColumn(column));
    if (name !== undefined && !(column in mapping)) mapping[column] = `field:${name}`;
  }
  return mapping;
}
