import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Actor } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import { csvFile } from "../../platform/csv-writing.ts";
import { type Surroundings, workIn } from "../../platform/work.ts";
import { writeZip, type ZipPart } from "../../platform/zip-writing.ts";
import { workspaceOf } from "../workspace/people-queries.ts";
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type ArchivedTable,
  contentText,
  LEFT_OUT,
  type Manifest,
  readablePath,
  tablePath,
} from "./archive-rules.ts";
import { archivedTables, type Table } from "./catalog.ts";
import { lists } from "./lists.ts";
import { reading } from "./reading.ts";

export type ArchiveProgress = { table: string; rows: number };
export type Archived = { manifest: Manifest; rows: number };

/**
 * Writes the whole workspace to a new file, as it stands at one moment, in flat memory.
 * The manifest comes last in the file, since it says what the parts before it turned out to be.
 */
export async function archiveWorkspace(
  around: Surroundings,
  actor: Actor,
  path: string,
  onProgress: (progress: ArchiveProgress) => void = () => undefined,
): Promise<Archived> {
  const manifest = await reading(around, actor, (context) => write(context, path, onProgress));
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  await workIn(around, actor, { writes: true, changeId: null }, (context) =>
    record(context, "workspace.exported", null, { rows, contentHash: manifest.contentHash }),
  );
  return { manifest, rows };
}

async function write(context: Context, path: string, onProgress: (progress: ArchiveProgress) => void): Promise<Manifest> {
  const all = await archivedTables(context);
  const { name, slug, currency, valueUnit, createdAt } = await workspaceOf(context);
  const workspace = { name, slug, currency, valueUnit, createdAt };
  const tables: ArchivedTable[] = [];
  const readable: Manifest["readable"] = [];
  const finished = (): Manifest => ({
    format: ARCHIVE_FORMAT,
    version: ARCHIVE_VERSION,
    madeAt: context.now,
    workspace,
    tables,
    readable,
    leftOut: LEFT_OUT,
    contentHash: createHash("sha256").update(contentText({ workspace, tables })).digest("hex"),
  });
  const parts: ZipPart[] = [
    ...all.map((table) => ({
      path: tablePath(table.name),
      bytes: () =>
        told(linesOf(context, table), (rows, sha256) => {
          onProgress({ table: table.name, rows });
          tables.push({ name: table.name, columns: columnsOf(table), rows, sha256 });
        }),
    })),
    ...lists.map((list) => ({
      path: readablePath(list.name),
      bytes: () => {
        let rows = -1;
        async function* counted() {
          for await (const cells of list.records(context, {})) {
            rows += 1;
            yield cells;
          }
        }
        return told(csvFile(counted(), { mark: true }), (_, sha256) => readable.push({ name: list.name, rows, sha256 }));
      },
    })),
    {
      path: "manifest.json",
      bytes: async function* () {
        yield Buffer.from(`${JSON.stringify(finished(), null, 2)}\n`);
      },
    },
  ];
  await writeZip(path, parts, new Date(context.now));
  return finished();
}

/** Passes pieces on, then says how many there were and what their digest is. */
async function* told(pieces: AsyncIterable<Buffer>, done: (lines: number, sha256: string) => void): AsyncGenerator<Buffer, void> {
  const digest = createHash("sha256");
  let lines = 0;
  for await (const piece of pieces) {
    digest.update(piece);
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1;
    yield piece;
  }
  done(lines, digest.digest("hex"));
}

/** What a table's lines hold: its columns, and for members the name and address that their account says. */
export const columnsOf = ({ columns }: Table): string[] => columns.map(({ name }) => name).sort();

const Line = z.object({ line: z.string() });
const ROWS_AT_ONCE = 500;
/** Of tables that hold files. */
const FILES_AT_ONCE = 4;

/**
 * The rows of a table as lines of JSON, by their primary key. PostgreSQL writes them: its jsonb has one form for one value, with the names
 * in one order, so that the same rows are the same bytes.
 */
async function* linesOf({ db }: Context, table: Table): AsyncGenerator<Buffer, void> {
  const named = sql.identifier(table.name);
  const key = table.key.map((column) => {
    const isText = table.columns.find(({ name }) => name === column)?.type === "text";
    return isText ? sql`t.${sql.identifier(column)} collate "C"` : sql`t.${sql.identifier(column)}`;
  });
  await db.execute(sql`declare archived no scroll cursor for
    select (${rowOf(table)})::text as line from ${named} t
    where t.workspace_id = nullif(current_setting('app.ws', true), '')::uuid order by ${sql.join(key.length > 0 ? key : [sql`1`], sql`, `)}`);
  const most = table.columns.some(({ type }) => type === "bytea") ? FILES_AT_ONCE : ROWS_AT_ONCE;
  for (;;) {
    const { rows } = await db.execute(sql`fetch ${sql.raw(String(most))} from archived`);
    if (rows.length > 0) yield Buffer.from(rows.map((row) => `${Line.parse(row).line}\n`).join(""));
    if (rows.length < most) break;
  }
  await db.execute(sql`close archived`);
}

/** A function takes a hundred arguments. */
const COLUMNS_AT_ONCE = 50;

function rowOf(table: Table): SQL {
  const pairs = table.columns.map(({ name }) => sql`${sql.raw(`'${name}'`)}, ${cellOf(table, name)}`);
  const parts = Array.from({ length: Math.ceil(pairs.length / COLUMNS_AT_ONCE) }, (_, i) =>
    pairs.slice(i * COLUMNS_AT_ONCE, (i + 1) * COLUMNS_AT_ONCE),
  );
  return sql.join(
    parts.map((part) => sql`jsonb_build_object(${sql.join(part, sql`, `)})`),
    sql` || `,
  );
}

/** What a line holds of a column. A member's name and address are their account's, which stays at home. */
function cellOf(table: Table, column: string): SQL {
  const own = sql`t.${sql.identifier(column)}`;
  if (table.name !== "members" || (column !== "name" && column !== "email")) return own;
  return sql`coalesce((select u.${sql.identifier(column)} from auth."user" u where u.id = t.user_id), ${own})`;
}
