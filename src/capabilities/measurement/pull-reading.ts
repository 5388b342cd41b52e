import { Readable } from "node:stream";
import { CsvProblem, readTable } from "../../platform/csv.ts";
import type { SafeAnswer } from "../../platform/safe-fetch.ts";
import type { Lined } from "./readings.ts";
import { dayIn, type MetricUnit, READINGS_AT_ONCE, readingProblems } from "./rules.ts";
import type { PullDraft, Sample } from "./schema.ts";
import { valueIn } from "./value-rules.ts";

/** What kept an answer from being read, in a sentence for whoever set the address. */
export class Unreadable extends Error {}

const SHOWN_ROWS = 5;
const MOST_LISTS = 8;
const MOST_COLUMNS = 60;
const DEEPEST = 6;

type Table = { path: string; columns: string[]; rows: ReadonlyMap<string, string>[] };

/** What an address answered, as lists of which people click the columns that they mean. @throws Unreadable */
export async function sampleOf(answer: SafeAnswer): Promise<Sample> {
  const { format, tables } = await tablesIn(answer);
  return {
    format,
    lists: tables.slice(0, MOST_LISTS).map(({ path, columns, rows }) => ({
      path,
      columns,
      rows: rows.slice(0, SHOWN_ROWS).map((row) => columns.map((column) => (row.get(column) ?? "").slice(0, 200))),
    })),
  };
}

/** The readings in an answer, as the mapping says. @throws Unreadable naming the line */
export async function readingsPulled(
  answer: SafeAnswer,
  { format, listPath, dayPath, valuePath, nPath, dateOrder }: Omit<PullDraft, "address">,
  unit: MetricUnit,
  today: string,
): Promise<Lined[]> {
  const read = await tablesIn(answer);
  if (read.format !== format) throw new Unreadable(`It answered ${read.format.toUpperCase()} where ${format.toUpperCase()} was before.`);
  const table = read.tables.find(({ path }) => path === listPath);
  if (!table) throw new Unreadable(listPath === "" ? "There is no list in its answer." : `There is no list at ${listPath} in its answer.`);
  for (const column of [dayPath, valuePath, nPath])
    if (column !== null && table.rows.length > 0 && !table.columns.includes(column))
      throw new Unreadable(`There is no ${column} in its answer.`);
  if (table.rows.length > READINGS_AT_ONCE)
    throw new Unreadable(`Its answer has ${table.rows.length} lines; at most ${READINGS_AT_ONCE} are read.`);
  const lined = table.rows.flatMap((row, index): Lined[] => {
    const line = index + 1;
    const [day, amount, size] = [
      dayPath === null ? today : (row.get(dayPath) ?? ""),
      row.get(valuePath) ?? "",
      nPath === null ? "" : (row.get(nPath) ?? ""),
    ];
    // A day that was not measured yet has no value.
    if (amount.trim() === "") return [];
    const [on, value] = [dayIn(day, dateOrder ?? undefined), valueIn(amount, unit)];
    if (on === null) throw new Unreadable(`Line ${line}: “${day.slice(0, 40)}” is no day.`);
    if (value === null) throw new Unreadable(`Line ${line}: “${amount.slice(0, 40)}” is no value.`);
    const n = size.trim() === "" ? null : Number(size);
    return [{ on, value, n, line }];
  });
  const [problem] = readingProblems(lined, today);
  if (problem) throw new Unreadable(`Line ${problem.line}: ${problem.message}`);
  if (lined.length === 0) throw new Unreadable("There is no value in its answer.");
  return lined;
}

async function tablesIn({ status, headers, body }: SafeAnswer): Promise<{ format: "csv" | "json"; tables: Table[] }> {
  if (status < 200 || status > 299)
    throw new Unreadable(`It answered ${status}.${status >= 300 && status < 400 ? " Too many redirects." : ""}`);
  const type = headers.get("content-type") ?? "";
  const start = Buffer.from(body.subarray(0, 200))
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  if (/json/i.test(type) || /^[[{]/.test(start)) return { format: "json", tables: jsonTables(body) };
  if (/html/i.test(type) || /^<(!doctype|html)/i.test(start)) throw new Unreadable("It answered a page for people, not CSV or JSON.");
  return { format: "csv", tables: [await csvTable(body)] };
}

async function csvTable(body: Uint8Array): Promise<Table> {
  try {
    const { headers, rows } = await readTable(Readable.from([body]));
    const read: ReadonlyMap<string, string>[] = [];
    for await (const { cells } of rows) read.push(new Map(Object.entries(cells)));
    return { path: "", columns: headers.slice(0, MOST_COLUMNS), rows: read };
  } catch (error) {
    throw error instanceof CsvProblem ? new Unreadable(error.message) : error;
  }
}

function jsonTables(body: Uint8Array): Table[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new Unreadable("What it answered is no valid JSON.");
  }
  const lists = listsIn(value, "", 0);
  // An answer that is no list may be the value itself.
  const all = Array.isArray(value) || !isObject(value) ? lists : [...lists, { path: "", items: [value] }];
  return all.map(({ path, items }) => {
    const rows = items.map((item) => new Map(valuesIn(item, "", 0)));
    return { path, columns: [...new Set(rows.flatMap((row) => [...row.keys()]))].slice(0, MOST_COLUMNS), rows };
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const joined = (path: string, name: string) => (path === "" ? name : `${path}.${name}`);

function listsIn(value: unknown, path: string, depth: number): { path: string; items: unknown[] }[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.some((item) => typeof item === "object" && item !== null) ? [{ path, items: value }] : [];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => listsIn(inner, joined(path, name), depth + 1));
}

/** The plain values of an object by their path; those of a list inside of it by their place: `[day, value]` is 0 and 1. */
function valuesIn(value: unknown, path: string, depth: number): [string, string][] {
  if (depth > DEEPEST) return [];
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .slice(0, MOST_COLUMNS)
      .flatMap(([name, inner]) => valuesIn(inner, joined(path, name), depth + 1));
  if (typeof value === "string" || typeof value === "number") return [[path === "" ? "value" : path, String(value)]];
  return value === null && path !== "" ? [[path, ""]] : [];
}
