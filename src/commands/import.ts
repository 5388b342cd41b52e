import { accessSync, constants, createReadStream, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { IMPORT_TARGETS, type RowProblem } from "../capabilities/customers/import-rules.ts";
import { type ImportProgress, type ImportReport, importFeedback } from "../capabilities/customers/importing.ts";
import { commandLine } from "../capabilities/workspace/people-setup.ts";
import { openLiveHub } from "../platform/live.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { reactions } from "../reactions.ts";
import { type Command, type Invocation, optional, repeated, required } from "./definition.ts";
import { withDatabase, workspaceNamed } from "./operator.ts";

export const importFile: Command = {
  summary: "Bring in feedback from a CSV file",
  usage:
    "import FILE --workspace NAME --as feedback --map text=COLUMN [--map label=COLUMN …] [--source NAME] [--skip-problems] [--dry-run]",
  options: {
    workspace: { type: "string" },
    as: { type: "string" },
    map: { type: "string", multiple: true },
    source: { type: "string" },
    "skip-problems": { type: "boolean" },
    "dry-run": { type: "boolean" },
  },
  async run(invocation) {
    const { terminal, values } = invocation;
    const path = fileOf(invocation);
    if (required(invocation, "as") !== "feedback") throw new OperatorError("--as is feedback; nothing else can be imported yet.");
    const wanted = required(invocation, "workspace");
    const request = {
      fileName: basename(path),
      source: optional(invocation, "source") ?? basename(path).slice(0, 80),
      mapping: mappingOf(repeated(invocation, "map")),
      dryRun: values["dry-run"] === true,
      skipProblems: values["skip-problems"] === true,
      open: () => createReadStream(path),
    };
    const report = await withDatabase(invocation, async (database, installation) => {
      const { id: workspaceId } = await workspaceNamed(database, wanted);
      const live = openLiveHub(installation.app, database.pool);
      try {
        const around = { database, live, reactions, now: new Date().toISOString(), reply: new Headers() };
        return await importFeedback(around, { ...commandLine, workspaceId }, request, { onProgress: progressOn(terminal) });
      } finally {
        await live.close();
      }
    });
    terminal.print(said(report), report);
    return report.refused > 0 && !request.skipProblems ? 1 : 0;
  },
};

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

/** `--map text=COLUMN` says which column is the text; of the equals signs the first parts them. */
function mappingOf(given: readonly string[]): Record<string, string> {
  const mapping: Record<string, string> = {};
  for (const one of given) {
    const [, target, column] = /^([^=]+)=(.+)$/s.exec(one) ?? [];
    if (!target || !column)
      throw new OperatorError(`--map takes what a column is and its name, such as --map text=Description; it is "${one}".`);
    if (column in mapping) throw new OperatorError(`The column "${column}" is mapped twice.`);
    mapping[column] = target;
  }
  if (!Object.values(mapping).includes("text"))
    throw new OperatorError(
      `Say which column holds the text: --map text=COLUMN. A column can also be ${IMPORT_TARGETS.slice(1).join(", ")}, field:<name> or account:<name>.`,
    );
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

const count = (number: number) => number.toLocaleString("en");

function said(report: ImportReport): string {
  const { dryRun, rows, created, updated, unchanged, accountsCreated, refused, problems } = report;
  const parts = [`${count(created)} new`, `${count(updated)} updated`, `${count(unchanged)} unchanged`];
  if (refused > 0) parts.push(`${count(refused)} refused`);
  if (accountsCreated > 0) parts.push(`${count(accountsCreated)} accounts made`);
  const lines = [`${dryRun ? "Would import" : "Imported"} ${count(rows)} rows: ${parts.join(", ")}.`, ...problems.map(told)];
  if (problems.length < refused) lines.push(`… and ${count(refused - problems.length)} more.`);
  return lines.join("\n");
}
const told = ({ line, column, message }: RowProblem) => `Line ${line}${column === null ? "" : `, ${column}`}: ${message}`;
