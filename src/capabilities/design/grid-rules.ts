import { SUS_QUESTIONS } from "../../kernels/questionnaires.ts";
import type { Outcome, Participation } from "./study-rules.ts";

/** So many people and tasks a study may have: beyond it, it is a survey. */
export const MOST_PARTICIPANTS = 200;
export const MOST_TASKS = 30;
/** A day: nobody is watched for longer. */
const LONGEST_SECONDS = 86_400;

export type GridTask = { readonly id: string; readonly title: string };
export type GridColumn = { readonly id: string; readonly label: string } & (
  | { readonly kind: "name" }
  | { readonly kind: keyof Outcome; readonly taskId: string }
  | { readonly kind: "sus"; readonly question: number }
);

/** The columns of a results grid, left to right: who, three of each task, the ten answers of the System Usability Scale. */
export function gridColumns(tasks: readonly GridTask[]): GridColumn[] {
  const ofTask = ({ id }: GridTask, index: number): GridColumn[] => [
    { id: `${id}:completed`, label: `Task ${index + 1}`, kind: "completed", taskId: id },
    { id: `${id}:seconds`, label: `Task ${index + 1} time`, kind: "seconds", taskId: id },
    { id: `${id}:ease`, label: `Task ${index + 1} ease`, kind: "ease", taskId: id },
  ];
  const sus = Array.from({ length: SUS_QUESTIONS }, (_, question): GridColumn => {
    return { id: `sus:${question + 1}`, label: `SUS ${question + 1}`, kind: "sus", question };
  });
  return [{ id: "name", label: "Participant", kind: "name" }, ...tasks.flatMap(ofTask), ...sus];
}

export const NOBODY: Participation = { name: "", outcomes: {}, sus: Array(SUS_QUESTIONS).fill(null) };
const NOTHING: Outcome = { completed: null, seconds: null, ease: null };

/**
 * The row with one cell as somebody typed it. An empty cell takes away what was there.
 *
 * @throws RangeError with a sentence for the person who typed it
 */
export function withCell(row: Participation, column: GridColumn, text: string): Participation {
  const typed = text.trim();
  if (column.kind === "name") return { ...row, name: nameRead(typed) };
  if (column.kind === "sus") return { ...row, sus: row.sus.with(column.question, scaleRead(typed, 5, "A SUS answer")) };
  const outcome = { ...(row.outcomes[column.taskId] ?? NOTHING), [column.kind]: outcomeRead(column.kind, typed) };
  return { ...row, outcomes: { ...row.outcomes, [column.taskId]: outcome } };
}

/** A cell as people read it, and as {@link withCell} reads it again. */
export function cellText(row: Participation, column: GridColumn): string {
  if (column.kind === "name") return row.name;
  if (column.kind === "sus") return String(row.sus[column.question] ?? "");
  const value = row.outcomes[column.taskId]?.[column.kind] ?? null;
  if (value === null) return "";
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

export type GridLine = { readonly line: number; readonly cells: readonly string[] };
export type GridProblem = { line: number; column: string; message: string };
export type GridRead = { people: Participation[]; problems: GridProblem[]; ignored: string[] };

/**
 * Reads a whole sheet, header first: `Participant, Task 1, Task 1 time, Task 1 ease, …, SUS 1 … SUS 10`. A task is named by its number or
 * its title; columns may stand in any order and be left out. Every problem is told with its line and column; with one, nothing is to be kept.
 */
export function readGrid([header, ...lines]: readonly GridLine[], tasks: readonly GridTask[]): GridRead {
  const problems: GridProblem[] = [];
  const ignored: string[] = [];
  const people: Participation[] = [];
  const complain = (line: number, column: string, message: string) => problems.push({ line, column, message });
  const columns = (header?.cells ?? []).map((title) => {
    const column = columnNamed(title, tasks);
    if (!column && title.trim() !== "") ignored.push(title.trim());
    return column;
  });
  const first = header?.line ?? 1;
  for (const [place, column] of columns.entries()) {
    if (column && columns.findIndex((other) => other?.id === column.id) < place) {
      complain(first, header?.cells[place]?.trim() ?? "", `${column.label} stands in two columns.`);
    }
  }
  if (
    !columns.some(
      (column) => column?.kind === "completed" || column?.kind === "seconds" || column?.kind === "ease" || column?.kind === "sus",
    )
  ) {
    const wanted = tasks.length > 0 ? "Task 1, Task 1 time, Task 1 ease" : "SUS 1";
    complain(first, "", `No column is one of this study's: the first line names them, such as Participant, ${wanted}.`);
  }
  const named = new Map<string, number>();
  for (const { line, cells } of lines) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    let row: Participation = NOBODY;
    for (const [place, column] of columns.entries()) {
      if (!column) continue;
      try {
        row = withCell(row, column, cells[place] ?? "");
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        complain(line, column.label, error.message);
      }
    }
    if (row.name === "") row = { ...row, name: `P${people.length + 1}` };
    const before = named.get(row.name);
    if (before !== undefined) complain(line, "Participant", `${row.name} stands on line ${before} too.`);
    named.set(row.name, line);
    people.push(row);
  }
  if (lines.length > 0 && people.length > MOST_PARTICIPANTS) complain(first, "", `A study has up to ${MOST_PARTICIPANTS} participants.`);
  if (people.length === 0) complain(first, "", "There is no line with results under the first.");
  return { people: problems.length > 0 ? [] : people, problems, ignored };
}

/** Whether the first line of what was pasted names columns of this study, and is no result. */
export const isHeader = (cells: readonly string[], tasks: readonly GridTask[]): boolean =>
  cells.filter((cell) => columnNamed(cell, tasks) !== undefined).length >= 2;

export type PastedRow<Row> = { before: Row | undefined; after: Participation };
/**
 * What a pasted block of cells makes of the rows from `origin` on; lines under the last row are new participants. Everything must be
 * readable, or nothing is pasted.
 *
 * @throws RangeError naming the line and column
 */
export function pastedRows<Row extends Participation>(
  cells: readonly (readonly string[])[],
  origin: { row: number; column: string },
  rows: readonly Row[],
  tasks: readonly GridTask[],
): PastedRow<Row>[] {
  const columns = gridColumns(tasks);
  const start = columns.findIndex(({ id }) => id === origin.column);
  return cells.map((texts, line) => {
    const before = rows[origin.row + line];
    let after: Participation = before ?? NOBODY;
    for (const [offset, text] of texts.entries()) {
      const column = columns[start + offset];
      if (!column) continue;
      try {
        after = withCell(after, column, text);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new RangeError(`Line ${line + 1}, ${column.label}: ${error.message}`);
      }
    }
    return { before, after };
  });
}

const YES = new Set(["1", "yes", "y", "true", "done", "pass", "passed", "success", "completed", "✓", "✔", "x", "ja", "oui", "sí"]);
const NO = new Set(["0", "no", "n", "false", "fail", "failed", "gave up", "not completed", "✗", "✘", "-", "–", "nein", "non"]);

function nameRead(typed: string): string {
  if (typed.length > 80) throw new RangeError("A name has up to 80 letters.");
  return typed;
}

function outcomeRead(kind: keyof Outcome, typed: string): boolean | number | null {
  if (typed === "") return null;
  if (kind === "ease") return scaleRead(typed, 7, "Ease");
  if (kind === "seconds") return secondsRead(typed);
  const word = typed.toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new RangeError(`“${typed.slice(0, 40)}” is neither yes nor no: write 1 for completed, 0 for not, nothing for not tried.`);
}

function scaleRead(typed: string, highest: number, what: string): number | null {
  if (typed === "") return null;
  if (!/^\d+$/.test(typed) || Number(typed) < 1 || Number(typed) > highest) {
    throw new RangeError(`${what} is a whole number from 1 to ${highest}, not “${typed.slice(0, 40)}”.`);
  }
  return Number(typed);
}

/** "75", "75.5 s", "1:15", "1:02:03", "1m 15s", "2 min". */
function secondsRead(typed: string): number {
  const text = typed.toLowerCase();
  const clock = /^(?:(\d+):)?(\d+):([0-5]\d)$/.exec(text);
  const units = /^(?:(\d+)\s*(?:m|min|minutes?))?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:s|sec|seconds?)?)?$/.exec(text);
  const [hours, minutes, seconds] = clock ? clock.slice(1) : [undefined, ...(units?.slice(1) ?? [])];
  const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number((seconds ?? "0").replace(",", "."));
  if (!clock && !units) throw new RangeError(`“${typed.slice(0, 40)}” is no time: write seconds such as 75, or 1:15.`);
  if (total <= 0 || total > LONGEST_SECONDS) throw new RangeError("A time is more than nothing and up to a day.");
  return total;
}

const KINDS: readonly { kind: keyof Outcome; words: RegExp }[] = [
  { kind: "seconds", words: /^(?:times?|seconds?|secs?|s|duration)$/ },
  { kind: "ease", words: /^(?:ease|seq|single ease question)$/ },
  { kind: "completed", words: /^(?:completed?|completion|success|done|result|)$/ },
];

function columnNamed(title: string, tasks: readonly GridTask[]): GridColumn | undefined {
  const words = plain(title);
  const columns = gridColumns(tasks);
  if (/^(?:participants?|names?|persons?|who|users?|testers?|id)$/.test(words)) return columns[0];
  const sus = /^(?:sus|q)\s*(\d+)$/.exec(words)?.[1];
  if (sus) return columns.find((column) => column.kind === "sus" && column.question === Number(sus) - 1);
  const numbered = /^(?:task|t)\s*(\d+)\s*(.*)$/.exec(words);
  const titled = tasks.find(({ title: of }) => words === plain(of) || words.startsWith(`${plain(of)} `));
  const task = titled ?? (numbered ? tasks[Number(numbered[1]) - 1] : undefined);
  const rest = titled ? words.slice(plain(titled.title).length).trim() : (numbered?.[2] ?? "");
  const kind = KINDS.find(({ words: known }) => known.test(rest))?.kind;
  return task && kind && columns.find((column) => column.kind === kind && "taskId" in column && column.taskId === task.id);
}

/** Without case, brackets and the marks between words. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
