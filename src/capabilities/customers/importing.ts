import { createHash, randomInt, randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Actor } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import { CsvProblem, type CsvRow, type Delimiter, readTable } from "../../platform/csv.ts";
import { translated } from "../../platform/failures.ts";
import { Refusal } from "../../platform/refusal.ts";
import { type Surroundings, workIn } from "../../platform/work.ts";
import { productFor } from "../workspace/records.ts";
import { type FieldCells, fieldsToImport } from "./import-fields.ts";
import { type ImportMapping, type ImportRow, isImportTarget, mappingProblem, type RowProblem, readImportRow } from "./import-rules.ts";
import { learnWords, wordsToLearn } from "./import-words.ts";
import { type Counts, rowWriter } from "./import-writing.ts";
import { expectManyRows } from "./many-rows.ts";
import { importBatches } from "./schema.ts";

/** What to import: a file that can be read more than once, and what its columns mean. */
export type ImportRequest = {
  fileName: string;
  /** Names where the rows come from: a re-run of the same source updates them. */
  source: string;
  mapping: Readonly<Record<string, string>>;
  productId?: string;
  /** Does everything, tells what would happen, and takes it all back. */
  dryRun: boolean;
  /** Imports the good rows; without it one bad row refuses the whole file. */
  skipProblems: boolean;
  delimiter?: Delimiter;
  open(): AsyncIterable<Uint8Array>;
};

export type ImportProgress = { phase: "checking" | "writing"; rows: number; of: number | null };
export type Watch = { onProgress?: (progress: ImportProgress) => void; signal?: AbortSignal };

export type ImportReport = Counts & {
  dryRun: boolean;
  rows: number;
  refused: number;
  /** The first hundred rows that cannot be taken. */
  problems: RowProblem[];
  /** Null when nothing was changed, so that there is nothing to undo. */
  batchId: string | null;
};

const PROBLEMS_SHOWN = 100;
const MOST_ROWS = 1_000_000;
const ROWS_AT_ONCE = 1_000;

/** A file that was read through once, found whole, and measured. */
export type CheckedImport = {
  request: ImportRequest;
  mapping: ImportMapping;
  rows: number;
  refused: number;
  problems: RowProblem[];
  badLines: ReadonlySet<number>;
};

/**
 * Reads the whole file without changing anything.
 * @throws Refusal 422 when it is broken (naming the line), when a column is missing, when an id stands in it twice, and, unless
 * `dryRun` or `skipProblems`, when a row cannot be taken
 */
export async function checkImport(around: Surroundings, actor: Actor, request: ImportRequest, watch: Watch = {}): Promise<CheckedImport> {
  const problems: RowProblem[] = [];
  const badLines = new Set<number>();
  const lineOf = new Map<string, number>();
  const words = wordsToLearn();
  let rows = 0;
  const refuse = (problem: RowProblem) => {
    badLines.add(problem.line);
    if (problems.length < PROBLEMS_SHOWN) problems.push(problem);
  };
  const mapping = await workIn(around, actor, { writes: false, changeId: null }, async (context) => {
    const table = await opened(request);
    try {
      const read = checkedMapping(request.mapping, table.headers);
      const fields = await fieldsToImport(context, read);
      for await (const raw of rowsOf(table.rows, watch)) {
        rows += 1;
        if (rows > MOST_ROWS)
          throw new Refusal(422, "TOO_MANY_ROWS", `A file may have ${MOST_ROWS.toLocaleString("en")} rows; split this one.`);
        if (rows % ROWS_AT_ONCE === 0) watch.onProgress?.({ phase: "checking", rows, of: null });
        const { row, problem } = await readRow(raw, read, fields);
        if (problem) refuse(problem);
        if (!row) continue;
        words.add(row);
        if (row.sourceId === null) continue;
        const before = lineOf.get(row.sourceId);
        if (before !== undefined)
          throw new Refusal(
            422,
            "DUPLICATE_IDS",
            `The id "${row.sourceId}" stands on line ${before} and again on line ${row.line}. Nothing was imported.`,
            {
              lines: [before, row.line],
            },
          );
        lineOf.set(row.sourceId, row.line);
      }
      return read;
    } finally {
      await table.rows.return();
    }
  });
  const refused = badLines.size;
  if (refused > 0 && !request.dryRun && !request.skipProblems) throw rowsRefused(rows, refused, problems);
  await learnWords(around.database, actor, words.texts());
  return { request, mapping, rows, refused, problems, badLines };
}

/**
 * Writes a checked file in one transaction.
 * @throws Refusal when it cannot be written; nothing has changed then
 */
export async function writeImport(around: Surroundings, actor: Actor, checked: CheckedImport, watch: Watch = {}): Promise<ImportReport> {
  const { request, mapping, rows, refused, problems } = checked;
  const report = (counts: Counts, batchId: string | null) => ({ ...counts, dryRun: request.dryRun, rows, refused, problems, batchId });
  if (!request.dryRun) {
    const batchId = randomUUID();
    const counts = await workIn(around, actor, { writes: true, changeId: null }, (context) =>
      writeAll(context, checked, mapping, batchId, watch),
    );
    return report(counts, counts.created + counts.updated > 0 ? batchId : null);
  }
  const rehearsal = new Rehearsal();
  try {
    await around.database.transaction({ workspaceId: actor.workspaceId, actorId: actor.id, changeId: null, writes: true }, async (db) => {
      const context: Context = { db, actor, news: [], numbers: rehearsed(), now: around.now, reply: around.reply };
      rehearsal.counts = await writeAll(context, checked, mapping, randomUUID(), watch);
      throw rehearsal;
    });
  } catch (error) {
    if (error !== rehearsal) throw translated(error);
  }
  return report(rehearsal.counts, null);
}

/** Both at once, for callers that have nothing to say in between. */
export async function importFeedback(around: Surroundings, actor: Actor, request: ImportRequest, watch: Watch = {}): Promise<ImportReport> {
  return writeImport(around, actor, await checkImport(around, actor, request, watch), watch);
}

async function writeAll(context: Context, checked: CheckedImport, mapping: ImportMapping, batchId: string, watch: Watch): Promise<Counts> {
  const { db, actor, now } = context;
  const { request, rows, badLines } = checked;
  await expectManyRows(db);
  const productId = await productFor(context, request.productId);
  const fields = await fieldsToImport(context, mapping);
  await db.insert(importBatches).values({
    workspaceId: actor.workspaceId,
    id: batchId,
    fileName: request.fileName,
    sourceSystem: request.source,
    mapping: { ...request.mapping },
    created: 0,
    updated: 0,
    refused: checked.refused,
    importedBy: actor.kind === "member" ? actor.id : null,
    importedAt: now,
  });
  const writer = await rowWriter(context, { batchId, productId, source: request.source, mapping });
  const idFor = contentIds();
  let waiting: (ImportRow & { id: string; values: FieldCells })[] = [];
  let seen = 0;
  // While the database writes a thousand rows the next thousand are read.
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    await writing;
    watch.onProgress?.({ phase: "writing", rows: seen, of: rows });
    writing = writer.write(waiting);
    // What went wrong is thrown where it is waited for.
    writing.catch(() => undefined);
    waiting = [];
  };
  const table = await opened(request);
  try {
    for await (const raw of rowsOf(table.rows, watch)) {
      seen += 1;
      const { row, values } = badLines.has(raw.line) ? { row: null, values: [] } : await readRow(raw, mapping, fields);
      if (row) waiting.push({ ...row, id: row.sourceId ?? idFor(row), values });
      if (waiting.length === ROWS_AT_ONCE) await flush();
    }
    await flush();
  } finally {
    await Promise.all([writing.catch(() => undefined), table.rows.return()]);
  }
  await writing;
  await writer.finish();
  const { counts } = writer;
  const own = and(eq(importBatches.workspaceId, actor.workspaceId), eq(importBatches.id, batchId));
  if (counts.created + counts.updated === 0) await db.delete(importBatches).where(own);
  else {
    await db.update(importBatches).set({ created: counts.created, updated: counts.updated }).where(own);
    const { fileName, source } = request;
    await record(context, "import.finished", null, { batchId, fileName, source, ...counts, refused: checked.refused });
  }
  return counts;
}

/** Takes all back that a dry run did, and carries what it counted. */
class Rehearsal extends Error {
  counts: Counts = { created: 0, updated: 0, unchanged: 0, accountsCreated: 0 };
}

/** Numbers for records that will never be: from a range that real ones do not reach, so that a dry run uses none up. */
function rehearsed(): Context["numbers"] {
  let next = 1_000_000_000 + randomInt(1_000_000_000);
  return (_kind, count = 1) => {
    next += count;
    return Promise.resolve(next - count);
  };
}

/**
 * Tells rows without an id of their own apart by what they say: the same row of the same source is the same at the next run.
 * Two customers may well write the same; the second is the second at the next run too.
 */
function contentIds(): (row: ImportRow) => string {
  const met = new Map<string, number>();
  return ({ text, title, authorName, authorEmail, receivedAt }) => {
    const digest = createHash("sha256")
      .update(JSON.stringify([text, title, authorName, authorEmail, receivedAt]))
      .digest("base64url")
      .slice(0, 22);
    const times = (met.get(digest) ?? 0) + 1;
    met.set(digest, times);
    return `content:${digest}${times === 1 ? "" : `-${times}`}`;
  };
}

type Read = { row: ImportRow | null; values: FieldCells; problem: RowProblem | null };

async function readRow(raw: CsvRow, mapping: ImportMapping, fields: Awaited<ReturnType<typeof fieldsToImport>>): Promise<Read> {
  const read = readImportRow(raw, mapping);
  if ("problem" in read) return { row: null, values: [], problem: read.problem };
  const cells = await fields.read(read.row);
  return "problem" in cells ? { row: null, values: [], problem: cells.problem } : { row: read.row, values: cells.values, problem: null };
}

async function opened({ open, delimiter }: ImportRequest) {
  try {
    return await readTable(open(), { ...(delimiter && { delimiter }) });
  } catch (error) {
    throw refusalFor(error);
  }
}

async function* rowsOf(rows: AsyncGenerator<CsvRow, void>, { signal }: Watch): AsyncGenerator<CsvRow, void> {
  try {
    for await (const row of rows) {
      if (signal?.aborted) throw new Refusal(409, "GIVEN_UP", "The import was given up. Nothing was changed.");
      yield row;
    }
  } catch (error) {
    throw refusalFor(error);
  }
}

/** A broken file is refused in the reader's words. */
export function refusalFor(error: unknown): unknown {
  if (!(error instanceof CsvProblem)) return error;
  const { line, column, message } = error;
  return new Refusal(422, "BROKEN_FILE", message, { line, ...(column !== undefined && { column }) });
}

function checkedMapping(mapping: Readonly<Record<string, string>>, headers: readonly string[]): ImportMapping {
  const problem = mappingProblem(mapping, headers);
  if (problem) throw new Refusal(422, "BAD_MAPPING", problem, { columns: headers });
  return Object.fromEntries(Object.entries(mapping).flatMap(([column, target]) => (isImportTarget(target) ? [[column, target]] : [])));
}

function rowsRefused(rows: number, refused: number, problems: readonly RowProblem[]): Refusal {
  const [first] = problems;
  const where = first ? ` Line ${first.line}${first.column === null ? "" : `, ${first.column}`}: ${first.message}` : "";
  return new Refusal(422, "ROWS_REFUSED", `${refused} of ${rows} rows cannot be taken, so nothing was imported.${where}`, {
    rows,
    refused,
    problems,
  });
}
