import { accessSync, constants, createReadStream, statSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { IMPORT_TARGETS } from "../capabilities/customers/rules.ts";
import type { ImportProgress } from "../capabilities/imports/checking.ts";
import { formats } from "../capabilities/imports/formats.ts";
import { problemsCsv } from "../capabilities/imports/report-rules.ts";
import { type ImportReport, runImport } from "../capabilities/imports/writing.ts";
import { newFieldIn, type RowProblem, requiredField } from "../capabilities/intake/mapping-rules.ts";
import { TARGET_FIELDS, type Target } from "../capabilities/intake/target-rules.ts";
import { commandLine } from "../capabilities/workspace/people-setup.ts";
import { DATE_ORDERS } from "../kernels/cells.ts";
import { openLiveHub } from "../platform/live.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { reactions } from "../reactions.ts";
import { type Command, count, type Invocation, optional, repeated, required } from "./definition.ts";
import { withDatabase, workspaceNamed } from "./operator.ts";

export const importFile: Command = {
  summary: "Bring in feedback, accounts, contacts, needs or features from a file",
  usage:
    "import FILE --workspace NAME --as feedback|accounts|contacts|needs|features [--format NAME] [--map text=COLUMN …] [--source NAME] [--dates dmy|mdy] [--encoding windows-1252] [--skip-problems] [--report FILE] [--dry-run]",
  options: {
    workspace: { type: "string" },
    as: { type: "string" },
    format: { type: "string" },
    map: { type: "string", multiple: true },
    source: { type: "string" },
    dates: { type: "string" },
    encoding: { type: "string" },
    report: { type: "string" },
    "skip-problems": { type: "boolean" },
    "dry-run": { type: "boolean" },
  },
  async run(invocation) {
    const { terminal, values } = invocation;
    const path = fileOf(invocation);
    const target = oneOf("--as", IMPORT_TARGETS, required(invocation, "as"));
    const wanted = required(invocation, "workspace");
    const format = optional(invocation, "format");
    const encoding = optional(invocation, "encoding");
    const dates = optional(invocation, "dates");
    const request = {
      file: { bytes: () => createReadStream(path), path: () => Promise.resolve(path) },
      fileName: basename(path),
      target,
      source: optional(invocation, "source"),
      format:
        format &&
        oneOf(
          "--format",
          formats.map(({ name }) => name),
          format,
        ),
      mapping: mappingOf(target, repeated(invocation, "map"), format !== undefined),
      dateOrder: dates === undefined ? undefined : oneOf("--dates", DATE_ORDERS, dates),
      encoding: encoding === undefined ? undefined : oneOf("--encoding", ["windows-1252"] as const, encoding),
      dryRun: values["dry-run"] === true,
      skipProblems: values["skip-problems"] === true,
    };
    const report = await withDatabase(invocation, async (database, installation) => {
      const { id: workspaceId } = await workspaceNamed(database, wanted);
      const live = openLiveHub(installation.app, database.pool);
      try {
        const around = { database, live, reactions, now: new Date().toISOString(), reply: new Headers() };
        return await runImport(around, { ...commandLine, workspaceId }, request, { onProgress: progressOn(terminal) });
      } finally {
        await live.close();
      }
    });
    const told = optional(invocation, "report");
    if (told) writeFileSync(told, problemsCsv(report.problems));
    terminal.print(said(report), report);
    return report.refused > 0 && !request.skipProblems ? 1 : 0;
  },
};

function oneOf<Choice extends string>(option: string, choices: readonly Choice[], given: string): Choice {
  const found = choices.find((choice) => choice === given);
  if (found === undefined)
    throw new OperatorError(`${option} is ${choices.slice(0, -1).join(", ")}${choices.length > 1 ? " or " : ""}${choices.at(-1)}.`);
  return found;
}

function fileOf({ positionals }: Invocation): string {
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new OperatorError(`Name one file. Usage: throughline ${importFile.usage}`);
  const path = resolve(file);
  try {
    accessSync(path, constants.R_OK);
  } catch {
    throw new OperatorError(`The file ${file} cannot be read.`);
  }
  if (!statSync(path).isFile()) throw new OperatorError(`${file} is no file.`);
  return path;
}

/** `--map text=COLUMN` says which column is the text; of the equals signs the first parts them. Nothing leaves it to the format. */
function mappingOf(target: Target, given: readonly string[], hasFormat: boolean): Record<string, string> | undefined {
  const mapping: Record<string, string> = {};
  for (const one of given) {
    const [, means, column] = /^([^=]+)=(.+)$/s.exec(one) ?? [];
    if (!means || !column)
      throw new OperatorError(`--map takes what a column is and its name, such as --map text=Description; it is "${one}".`);
    if (means.startsWith("new-field:") && !newFieldIn(means))
      throw new OperatorError(`--map new-field:TYPE:NAME=COLUMN takes text, number, date or address as the type; it is "${one}".`);
    if (column in mapping) throw new OperatorError(`The column "${column}" is mapped twice.`);
    mapping[column] = means;
  }
  const needed = requiredField(target)?.name ?? "";
  if (given.length === 0 && (hasFormat || target !== "feedback")) return undefined;
  if (!Object.values(mapping).includes(needed)) {
    const others = TARGET_FIELDS[target].map(({ name }) => name).filter((name) => name !== needed);
    throw new OperatorError(
      `Say which column holds the ${needed}: --map ${needed}=COLUMN, or which export it is: --format NAME. A column can also be ${others.join(", ")}, label, field:<name>, new-field:<type>:<name>${target === "feedback" ? " or account:<name>" : ""}.`,
    );
  }
  return mapping;
}

const SAID_EVERY_MS = 2_000;

function progressOn(terminal: Invocation["terminal"]) {
  let last = performance.now();
  return ({ phase, rows, of }: ImportProgress) => {
    if (performance.now() - last < SAID_EVERY_MS) return;
    last = performance.now();
    const count = rows.toLocaleString("en");
    terminal.say(
      of === null
        ? `${phase === "checking" ? "Checking" : "Writing"}: ${count} rows`
        : `Writing: ${count} of ${of.toLocaleString("en")} rows`,
    );
  };
}

/** So many rows that cannot be taken are listed. */
const SHOWN = 100;
function said(report: ImportReport): string {
  const { dryRun, rows, created, updated, unchanged, accountsCreated, refused, problems } = report;
  const parts = [`${count(created)} new`, `${count(updated)} updated`, `${count(unchanged)} unchanged`];
  if (refused > 0) parts.push(`${count(refused)} refused`);
  if (accountsCreated > 0) parts.push(`${count(accountsCreated)} accounts made`);
  const lines = [
    `${dryRun ? "Would import" : "Imported"} ${count(rows)} rows: ${parts.join(", ")}.`,
    ...problems.slice(0, SHOWN).map(told),
  ];
  if (refused > SHOWN) lines.push(`… and ${count(refused - SHOWN)} more.`);
  return lines.join("\n");
}
const told = ({ line, column, message }: RowProblem) => `Line ${line}${column === null ? "" : `, ${column}`}: ${message}`;
