import { createHash, randomInt, randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Actor } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import { translated } from "../../platform/failures.ts";
import { type Surroundings, workIn } from "../../platform/work.ts";
import { expectManyRows } from "../customers/many-rows.ts";
import { importBatches } from "../customers/schema.ts";
import { type ImportRow, type RowProblem, textIn } from "../intake/mapping-rules.ts";
import type { Target } from "../intake/target-rules.ts";
import { productFor } from "../workspace/records.ts";
import {
  type CheckedImport,
  checkImport,
  type ImportRequest,
  judgedRows,
  opened,
  ROWS_AT_ONCE,
  refuseGivenUp,
  type Watch,
  watched,
} from "./checking.ts";
import { fieldsToImport } from "./own-fields.ts";
import { type Counts, rowWriter } from "./record-writer.ts";
import { saveMapping } from "./saved-mappings.ts";
import { importChanges, recordSources } from "./schema.ts";
import { itemsOf } from "./table.ts";
import type { Ready } from "./target-writer.ts";

export type ImportReport = Counts & {
  dryRun: boolean;
  rows: number;
  refused: number;
  /** The first ten thousand rows that cannot be taken. */
  problems: RowProblem[];
  /** Null when nothing was changed, so that there is nothing to undo. */
  batchId: string | null;
};

/**
 * Writes a checked file in one transaction.
 * @throws Refusal when it cannot be written; nothing has changed then
 */
export async function writeImport(around: Surroundings, actor: Actor, checked: CheckedImport, watch: Watch = {}): Promise<ImportReport> {
  const { request, rows, refused, problems } = checked;
  const report = (counts: Counts, batchId: string | null) => ({ ...counts, dryRun: request.dryRun, rows, refused, problems, batchId });
  if (!request.dryRun) {
    const batchId = randomUUID();
    const { counts, hasChanged } = await workIn(around, actor, { writes: true, changeId: null }, (context) =>
      writeAll(context, checked, batchId, watch),
    );
    return report(counts, hasChanged ? batchId : null);
  }
  const rehearsal = new Rehearsal();
  try {
    await around.database.transaction({ workspaceId: actor.workspaceId, actorId: actor.id, changeId: null, writes: true }, async (db) => {
      const context: Context = { db, actor, news: [], numbers: rehearsed(), now: around.now, reply: around.reply };
      rehearsal.counts = (await writeAll(context, checked, randomUUID(), watch)).counts;
      throw rehearsal;
    });
  } catch (error) {
    if (error !== rehearsal) throw translated(error);
  }
  return report(rehearsal.counts, null);
}

/** Both at once, for callers that have nothing to say in between. */
export async function runImport(around: Surroundings, actor: Actor, request: ImportRequest, watch: Watch = {}): Promise<ImportReport> {
  return writeImport(around, actor, await checkImport(around, actor, request, watch), watch);
}

type Written = { counts: Counts; hasChanged: boolean };

async function writeAll(context: Context, checked: CheckedImport, batchId: string, watch: Watch): Promise<Written> {
  const { db, actor, now } = context;
  const { request, mapping, format, source, rows, badLines, groups } = checked;
  const { target } = request;
  await expectManyRows(db);
  const productId = await productFor(context, request.productId);
  await db.insert(importBatches).values({
    workspaceId: actor.workspaceId,
    id: batchId,
    fileName: request.fileName,
    sourceSystem: source,
    target,
    format: format?.name ?? null,
    mapping: { ...mapping },
    created: 0,
    updated: 0,
    refused: checked.refused,
    importedBy: actor.kind === "member" ? actor.id : null,
    importedAt: now,
  });
  const read = await judgedRows(context, request, mapping, format, await fieldsToImport(context, target, mapping, batchId));
  const writer = await rowWriter(context, { batchId, productId, source, target, mapping });
  const idFor = contentIds(target);
  let waiting: Ready[] = [];
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
    for await (const raw of watched(itemsOf(table.rows, table.columns, format, groups, true), watch)) {
      seen += 1;
      const { row, values } = badLines.has(raw.line) ? { row: null, values: [] } : await read(raw);
      if (row) waiting.push({ ...row, ...placeOf(row, source, idFor), own: values });
      if (waiting.length === ROWS_AT_ONCE) await flush();
    }
    await flush();
  } finally {
    await Promise.all([writing.catch(() => undefined), table.rows.return()]);
  }
  await writing;
  await writer.finish();
  // The last rows take their time too: until here everything can be given up.
  refuseGivenUp(watch);
  const { counts } = writer;
  const ofBatch = and(eq(importBatches.workspaceId, actor.workspaceId), eq(importBatches.id, batchId));
  if (!(await hasChanged(context, batchId, counts))) {
    await db.delete(recordSources).where(and(eq(recordSources.workspaceId, actor.workspaceId), eq(recordSources.batchId, batchId)));
    await db.delete(importBatches).where(ofBatch);
    return { counts, hasChanged: false };
  }
  await db.update(importBatches).set({ created: counts.created, updated: counts.updated }).where(ofBatch);
  await saveMapping(context, { target, sourceSystem: source, format: format?.name ?? null, mapping, dateOrder: request.dateOrder ?? null });
  const { fileName } = request;
  await record(context, "import.finished", null, { batchId, fileName, source, target, ...counts, refused: checked.refused });
  return { counts, hasChanged: true };
}

/** A field that was made or an account that was told more of is a change too. */
async function hasChanged({ db, actor }: Context, batchId: string, { created, updated, accountsCreated }: Counts): Promise<boolean> {
  if (created + updated + accountsCreated > 0) return true;
  const [noted] = await db
    .select({ key: importChanges.key })
    .from(importChanges)
    .where(and(eq(importChanges.workspaceId, actor.workspaceId), eq(importChanges.batchId, batchId)))
    .limit(1);
  return noted !== undefined;
}

/** Where a row stands in its source. One of ours that is not here came from us. */
function placeOf(row: ImportRow, source: string, idFor: (row: ImportRow) => string | null): { system: string; sourceId: string | null } {
  const given = textIn(row, "sourceId");
  const own = textIn(row, "id");
  if (given !== null) return { system: textIn(row, "sourceSystem") ?? source, sourceId: given };
  return own !== null ? { system: "Throughline", sourceId: own } : { system: source, sourceId: idFor(row) };
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

/** What tells rows without an id of their own apart. Accounts are told apart by domain and name. */
const TELLING: Readonly<Record<Target, readonly string[]>> = {
  feedback: ["text", "title", "authorName", "authorEmail", "receivedAt"],
  accounts: [],
  contacts: ["email", "name"],
  needs: ["statement"],
  features: ["title"],
  deals: ["name"],
};

/**
 * Tells rows without an id of their own apart by what they say: the same row of the same source is the same at the next run.
 * Two customers may well write the same; the second is the second at the next run too.
 */
function contentIds(target: Target): (row: ImportRow) => string | null {
  const met = new Map<string, number>();
  const telling = TELLING[target];
  return (row) => {
    if (telling.length === 0) return null;
    const email = target === "contacts" ? textIn(row, "email") : null;
    const said = email === null ? telling.map((name) => textIn(row, name)) : [email];
    const digest = createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 22);
    const times = (met.get(digest) ?? 0) + 1;
    met.set(digest, times);
    return `content:${digest}${times === 1 ? "" : `-${times}`}`;
  };
}
