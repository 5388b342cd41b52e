import type { DateOrder } from "../../kernels/cells.ts";
import type { Actor } from "../../platform/access.ts";
import type { Context } from "../../platform/context.ts";
import type { CsvRow, Delimiter } from "../../platform/csv.ts";
import { Refusal } from "../../platform/refusal.ts";
import { type Surroundings, workIn } from "../../platform/work.ts";
import { type ImportMapping, type ImportRow, mappingProblem, type RowProblem, rowReader, textIn } from "../intake/mapping-rules.ts";
import { foldedState } from "../intake/state-rules.ts";
import { KIND_OF, type Target } from "../intake/target-rules.ts";
import { stateNamesOf } from "../workspace/state-names.ts";
import { type Format, mappingOf } from "./format.ts";
import { formatNamed } from "./formats.ts";
import { rowJudge } from "./judging.ts";
import { type FieldCells, fieldReader } from "./own-fields.ts";
import { columnsOf, type Groups, type ImportFile, itemsOf, openTable, refusalFor, type Table } from "./table.ts";
import { learnWords, wordsToLearn } from "./words.ts";

/** What to import: a file, what it becomes, and what its columns mean. */
export type ImportRequest = {
  file: ImportFile;
  fileName: string;
  target: Target;
  /** Names where the rows come from: a re-run of the same source updates them. The format's own, else the file's name. */
  source?: string | undefined;
  /** The tool whose export it is; left out, any table, or with no mapping the one that the file looks like. */
  format?: string | undefined;
  /** Left out, what the format says. */
  mapping?: ImportMapping | undefined;
  dateOrder?: DateOrder | undefined;
  productId?: string | undefined;
  /** Does everything, tells what would happen, and takes it all back. */
  dryRun: boolean;
  /** Imports the good rows; without it one bad row refuses the whole file. */
  skipProblems: boolean;
  delimiter?: Delimiter | undefined;
  encoding?: "windows-1252" | undefined;
};

export type ImportProgress = { phase: "checking" | "writing"; rows: number; of: number | null };
export type Watch = { onProgress?: (progress: ImportProgress) => void; signal?: AbortSignal };

/** So many rows that cannot be taken are told one by one. */
const PROBLEMS_TOLD = 10_000;
const MOST_ROWS = 1_000_000;
export const ROWS_AT_ONCE = 1_000;

/** A file that was read through once, found whole, and measured. */
export type CheckedImport = {
  request: ImportRequest;
  mapping: ImportMapping;
  format: Format | undefined;
  source: string;
  rows: number;
  refused: number;
  problems: RowProblem[];
  badLines: ReadonlySet<number>;
  groups: Groups;
};

/**
 * Reads the whole file without changing anything.
 * @throws Refusal 422 when it is broken (naming the line), when a column is missing, when an id stands in it twice, and, unless
 * `dryRun` or `skipProblems`, when a row cannot be taken
 */
export async function checkImport(around: Surroundings, actor: Actor, request: ImportRequest, watch: Watch = {}): Promise<CheckedImport> {
  const { target } = request;
  const problems: RowProblem[] = [];
  const badLines = new Set<number>();
  const twice = repetitions(target);
  const words = wordsToLearn();
  const groups: Groups = new Map();
  let rows = 0;
  const refuse = (problem: RowProblem) => {
    badLines.add(problem.line);
    if (problems.length < PROBLEMS_TOLD) problems.push(problem);
  };
  const found = await workIn(around, actor, { writes: false, changeId: null }, async (context) => {
    const table = await opened(request);
    try {
      const { format, mapping } = meaningOf(request, table);
      const read = await judgedRows(context, request, mapping, format, await fieldReader(context, target, mapping));
      for await (const raw of watched(itemsOf(table.rows, table.columns, format, groups, false), watch)) {
        rows += 1;
        if (rows > MOST_ROWS)
          throw new Refusal(422, "TOO_MANY_ROWS", `A file may have ${MOST_ROWS.toLocaleString("en")} rows; split this one.`);
        if (rows % ROWS_AT_ONCE === 0) watch.onProgress?.({ phase: "checking", rows, of: null });
        const { row, problem } = await read(raw);
        if (problem) refuse(problem);
        if (!row) continue;
        words.add(row);
        const again = twice(row, mapping);
        if (again) refuse(again);
      }
      return { format, mapping };
    } finally {
      await table.rows.return();
    }
  });
  const refused = badLines.size;
  if (refused > 0 && !request.dryRun && !request.skipProblems) throw rowsRefused(rows, refused, problems);
  await learnWords(around.database, actor, words.texts());
  const source = request.source ?? found.format?.source ?? request.fileName.slice(0, 80);
  return { request, ...found, source, rows, refused, problems, badLines, groups };
}

/** What the file's columns mean, by the request, else by the format. */
function meaningOf({ target, format: wanted, mapping: given }: ImportRequest, table: Table) {
  const format = wanted === undefined ? (given ? undefined : table.format) : formatNamed(wanted);
  if (wanted !== undefined && !format) throw new Refusal(422, "BAD_FORMAT", `There is no format "${wanted}".`);
  const columns = columnsOf(table, format);
  if (!given && !format)
    throw new Refusal(422, "BAD_MAPPING", "This is no export that is known here: say what its columns are.", { columns });
  if (!given && format && !format.columns[target]) {
    const can = Object.keys(format.columns).join(" or ");
    throw new Refusal(
      422,
      "BAD_MAPPING",
      `An export of ${format.label} becomes ${can}, not ${target}; to make ${target} of it, say what its columns are.`,
    );
  }
  const mapping = given ?? (format ? mappingOf(format, target, columns) : {});
  const problem = mappingProblem(target, mapping, columns);
  if (problem) throw new Refusal(422, "BAD_MAPPING", problem, { columns });
  return { format, mapping };
}

export type ReadRow = { row: ImportRow | null; values: FieldCells; problem: RowProblem | null };

/** Reads rows by the mapping, and judges them by what the workspace knows. */
export async function judgedRows(
  context: Context,
  { target, dateOrder }: ImportRequest,
  mapping: ImportMapping,
  format: Format | undefined,
  fields: Awaited<ReturnType<typeof fieldReader>>,
): Promise<(raw: CsvRow) => Promise<ReadRow>> {
  const names = (await stateNamesOf(context)).filter(({ recordKind }) => recordKind === KIND_OF[target]);
  const read = rowReader(target, mapping, {
    order: dateOrder,
    lenientStates: format !== undefined,
    stateNames: new Map(names.map(({ name, state }) => [foldedState(name), state])),
  });
  const judge = await rowJudge(context, target, mapping);
  return async (raw) => {
    const found = read(raw);
    const problem = "problem" in found ? found.problem : judge(found.row);
    if ("problem" in found || problem) return { row: null, values: [], problem };
    const cells = await fields(found.row);
    return "problem" in cells ? { row: null, values: [], problem: cells.problem } : { row: found.row, values: cells.values, problem: null };
  };
}

/** Finds rows that cannot both be meant: an id that stands there twice refuses the file, an address or domain the row. */
function repetitions(target: Target) {
  const lineOf = new Map<string, number>();
  const told: Partial<Record<Target, readonly (readonly [string, string])[]>> = {
    accounts: [["domain", "domain"]],
    contacts: [["email", "e-mail address"]],
  };
  return (row: ImportRow, mapping: ImportMapping): RowProblem | null => {
    for (const name of ["sourceId", "id"]) {
      const id = textIn(row, name);
      if (id === null) continue;
      const key = `${name} ${textIn(row, "sourceSystem") ?? ""} ${id}`;
      const before = lineOf.get(key);
      const column = Object.keys(mapping).find((one) => mapping[one] === name) ?? null;
      if (before !== undefined)
        throw new Refusal(
          422,
          "DUPLICATE_IDS",
          `The id "${id}" stands on line ${before} and again on line ${row.line}. Nothing was imported.`,
          {
            lines: [before, row.line],
            column,
          },
        );
      lineOf.set(key, row.line);
    }
    for (const [name, what] of told[target] ?? []) {
      const value = textIn(row, name);
      if (value === null) continue;
      const before = lineOf.get(`${name} ${value}`);
      if (before === undefined) lineOf.set(`${name} ${value}`, row.line);
      else {
        const column = Object.keys(mapping).find((one) => mapping[one] === name) ?? null;
        return { line: row.line, column, message: `The ${what} "${value.slice(0, 60)}" stands on line ${before} already.` };
      }
    }
    return null;
  };
}

export async function opened({ file, delimiter, encoding }: ImportRequest): Promise<Table> {
  try {
    return await openTable(file, { delimiter, encoding });
  } catch (error) {
    throw refusalFor(error);
  }
}

/** Rows until somebody gives up; a broken file is refused in the reader's words. */
export async function* watched(rows: AsyncGenerator<CsvRow, void>, watch: Watch): AsyncGenerator<CsvRow, void> {
  try {
    for await (const row of rows) {
      refuseGivenUp(watch);
      yield row;
    }
  } catch (error) {
    throw refusalFor(error);
  }
}

/** @throws Refusal once somebody gave up */
export function refuseGivenUp({ signal }: Watch): void {
  if (signal?.aborted) throw new Refusal(409, "GIVEN_UP", "The import was given up. Nothing was changed.");
}

function rowsRefused(rows: number, refused: number, problems: readonly RowProblem[]): Refusal {
  const [first] = problems;
  const where = first ? ` Line ${first.line}${first.column === null ? "" : `, ${first.column}`}: ${first.message}` : "";
  return new Refusal(422, "ROWS_REFUSED", `${refused} of ${rows} rows cannot be taken, so nothing was imported.${where}`, {
    rows,
    refused,
    problems: problems.slice(0, 100),
  });
}
