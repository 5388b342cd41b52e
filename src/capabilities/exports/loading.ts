import { createHash, randomUUID } from "node:crypto";
import { and, asc, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { type Actor, GROUPS } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import { type Surroundings, workIn } from "../../platform/work.ts";
import { contentProblem } from "../files/safe-content.ts";
import { commandLine, foundedAs } from "../workspace/people-setup.ts";
import { members, products } from "../workspace/schema.ts";
import { linesOf, type OpenedArchive, openArchive, refused } from "./archive-file.ts";
import { contentText, LEFT_OUT, tablePath } from "./archive-rules.ts";
import { columnsOf } from "./archiving.ts";
import { archivedTables, type Table } from "./catalog.ts";
import { rowProblem, type TableRules } from "./row-rules.ts";
import { stagedRows } from "./staging.ts";

/** Who loads an archive at their own wish, and so is in the workspace that comes of it. */
export type Loader = { userId: string; name: string; email: string };
export type LoadRequest = {
  /** Where the archive lies. */
  path: string;
  workspaceName: string;
  /** Null when the operator loads it for nobody in particular: then nobody is let in. */
  loader: Loader | null;
  rules: ReadonlyMap<string, TableRules>;
  onProgress?: (progress: { table: string; rows: number; of: number }) => void;
  signal?: AbortSignal;
};
export const Loaded = z.object({
  workspaceId: z.uuid(),
  slug: z.string(),
  rows: z.int(),
  contentHash: z.string(),
  /** Members who get in once they are invited and accept. */
  waiting: z.int(),
});
export type Loaded = z.infer<typeof Loaded>;

/**
 * Makes a new workspace of an archive, in one transaction. The archive may be anybody's: each row is judged before it is written, and nobody
 * but the loader gets into the workspace, whoever is named in it (docs/decisions/0006).
 * @throws Refusal naming the file and line; nothing has changed then
 */
export async function loadArchive(around: Surroundings, request: LoadRequest): Promise<Loaded> {
  const archive = await openArchive(request.path);
  try {
    const { loader } = request;
    const actor: Actor = {
      ...commandLine,
      workspaceId: randomUUID(),
      ...(loader ? { kind: "member", id: randomUUID(), userId: loader.userId, name: loader.name } : {}),
    };
    const loaded = await workIn(around, actor, { writes: true, changeId: null }, (context) => load(context, archive, request));
    if (loader) around.live.rightsChanged([loader.userId]);
    return loaded;
  } finally {
    archive.close();
  }
}

async function load(context: Context, archive: OpenedArchive, request: LoadRequest): Promise<Loaded> {
  const { db, actor } = context;
  const { manifest } = archive;
  await db.execute(sql`set local statement_timeout = 0`);
  const known = await archivedTables(context);
  for (const { name, columns } of manifest.tables) mustBeKnown(known, name, columns);
  const slug = await foundedAs(context, { ...manifest.workspace, name: request.workspaceName });
  let rows = 0;
  for (const table of known) {
    const told = manifest.tables.filter(({ name }) => name === table.name);
    if (told.length > 1) throw refused("BROKEN_ARCHIVE", `manifest.json names the table ${table.name} twice.`, { file: "manifest.json" });
    const [one] = told;
    if (!one) continue;
    await loadTable(context, archive, one, request);
    rows += one.rows;
  }
  const contentHash = createHash("sha256").update(contentText(manifest)).digest("hex");
  if (contentHash !== manifest.contentHash)
    throw refused("WRONG_HASH", "The archive is not what its manifest says: the content hash differs.", { file: "manifest.json" });
  const [product] = await db.select({ id: products.id }).from(products).where(eq(products.workspaceId, actor.workspaceId)).limit(1);
  if (!product)
    throw refused("BROKEN_ARCHIVE", "The archive holds no product, and a workspace has at least one.", { file: tablePath("products") });
  const memberId = request.loader ? await letIn(context, request.loader) : null;
  await record(memberId ? { ...context, actor: { ...actor, id: memberId } } : context, "workspace.loaded", null, {
    rows,
    contentHash,
    madeAt: manifest.madeAt,
  });
  const waiting = await db.$count(
    members,
    and(eq(members.workspaceId, actor.workspaceId), isNull(members.userId), isNull(members.removedAt)),
  );
  return { workspaceId: actor.workspaceId, slug, rows, contentHash, waiting };
}

function mustBeKnown(known: readonly Table[], name: string, columns: readonly string[]): void {
  const file = tablePath(name);
  const table = known.find((one) => one.name === name);
  if (!table) {
    const why = Object.hasOwn(LEFT_OUT, name) ? "no archive holds it" : "this Throughline has no such table; a newer one may";
    throw refused("UNKNOWN_TABLE", `The archive holds the table ${name}: ${why}.`, { file });
  }
  const mine = columnsOf(table);
  for (const column of columns)
    if (!mine.includes(column))
      throw refused(
        "UNKNOWN_COLUMN",
        `The table ${name} has a column ${JSON.stringify(column)} in the archive and none here; a newer Throughline may have it.`,
        { file },
      );
  if (new Set(columns).size < columns.length)
    throw refused("BROKEN_ARCHIVE", `manifest.json names a column of ${name} twice.`, { file: "manifest.json" });
}

const SAID_EVERY = 1_000;

async function loadTable(
  context: Context,
  archive: OpenedArchive,
  { name, columns, rows, sha256 }: OpenedArchive["manifest"]["tables"][number],
  { rules, onProgress, signal }: LoadRequest,
): Promise<void> {
  const file = tablePath(name);
  const bytes = await archive.part(file);
  const rulesHere = rules.get(name) ?? {};
  const staged = rows > 0 ? await stagedRows(context, { table: name, columns, file }) : null;
  const digest = createHash("sha256");
  let count = 0;
  for await (const line of linesOf(bytes, file, digest)) {
    count += 1;
    if (count > rows) break;
    if (signal?.aborted) throw refused("GIVEN_UP", "The loading was given up.");
    const problem =
      lineProblem(line.text, columns, rulesHere) ?? (name === "file_contents" ? await contentProblem(JSON.parse(line.text)) : null);
    if (problem) throw refused("BROKEN_ARCHIVE", `${file}, line ${line.number}: ${problem}`, { file, line: line.number });
    await staged?.add(line);
    if (count % SAID_EVERY === 0) onProgress?.({ table: name, rows: count, of: rows });
  }
  if (count !== rows)
    throw refused("WRONG_HASH", `${file} holds ${count > rows ? "more" : count} rows, and the manifest says ${rows}.`, { file });
  if (digest.digest("hex") !== sha256)
    throw refused("WRONG_HASH", `${file} is not the file that the manifest speaks of: its SHA-256 differs.`, { file });
  onProgress?.({ table: name, rows, of: rows });
  await staged?.finish();
}

function lineProblem(text: string, columns: readonly string[], rules: TableRules): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "this is no JSON.";
  }
  return rowProblem(value, columns, rules);
}

/** The loader is the member of their own address, as an admin, or a new one. */
async function letIn({ db, actor, now }: Context, { userId, email }: Loader): Promise<string> {
  const own = eq(members.workspaceId, actor.workspaceId);
  const [same] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(own, isNull(members.userId), eq(members.email, email)))
    .orderBy(asc(members.joinedAt), asc(members.id))
    .limit(1);
  if (!same) {
    await db
      .insert(members)
      .values({ workspaceId: actor.workspaceId, id: actor.id, userId, access: "admin", groups: [...GROUPS], joinedAt: now });
    return actor.id;
  }
  await db
    .update(members)
    .set({ userId, name: null, email: null, access: "admin", removedAt: null })
    .where(and(own, eq(members.id, same.id)));
  return same.id;
}
