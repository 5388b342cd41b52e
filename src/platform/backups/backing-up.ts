import { readFileSync } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Writable } from "node:stream";
import pg from "pg";
import { projectDirectory } from "../../config.ts";
import { sharedMigrationLock } from "../migrate.ts";
import { codeOf, OperatorError } from "../operator-error.ts";
import { writeZip, type ZipPart } from "../zip-writing.ts";
import { type CatalogTable, sequencesOf, tablesOf } from "./catalog.ts";
import { copyOut, copyText, readingSettings } from "./copying.ts";
import { BACKUP_FORMAT, BACKUP_VERSION, type BackedUpTable, contentText, MANIFEST, type Manifest, partOf, SECRET } from "./format.ts";
import { measured, sha256 } from "./sums.ts";

export type BackupSource = {
  owner: pg.PoolConfig;
  /** Asked for only where the owner is bound by row-level security: then each workspace is read as requests read it. */
  serving(): Promise<pg.PoolConfig>;
  authSecret: string;
};
/** Hears how many rows of a table went through; `done` once all of them have. */
export type TableProgress = { table: BackedUpTable | CatalogTable; rows: number; done: boolean };
type OnProgress = (progress: TableProgress) => void;

/**
 * Writes the whole installation to a new file that gets its name when it is whole and on the disk.
 * @throws OperatorError when there is such a file already, or it cannot be written
 */
export async function backUpTo(path: string, source: BackupSource, onProgress: OnProgress): Promise<{ manifest: Manifest; bytes: number }> {
  const part = `${path}.part`;
  if (await exists(path)) throw new OperatorError(`There is a file ${path} already.`);
  await rm(part, { force: true });
  let handle: FileHandle | undefined;
  try {
    handle = await open(part, "wx", 0o600);
    const manifest = await backUp(handle.createWriteStream({ flush: true }), source, onProgress);
    await rename(part, path);
    await flushFolder(dirname(path));
    return { manifest, bytes: (await stat(path)).size };
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(part, { force: true }).catch(() => undefined);
    throw unwritable(path, error);
  }
}

/**
 * Writes the whole installation as it stands at one moment, in flat memory, while others write. It asks the database what there is, so it does
 * not matter which version of the tables it holds. The manifest comes last, since it says what the parts before it turned out to be.
 */
export async function backUp(to: Writable, source: BackupSource, onProgress: OnProgress): Promise<Manifest> {
  return reading(source, async (reader) => {
    const { all, postgres } = reader;
    const migrations = await migrationsOf(reader.client);
    const sequences = await sequencesOf(reader.client);
    const secret = Buffer.from(`${source.authSecret}\n`);
    const tables: BackedUpTable[] = [];
    const takenAt = new Date();
    const finished = (): Manifest => ({
      format: BACKUP_FORMAT,
      version: BACKUP_VERSION,
      product: productVersion(),
      takenAt: takenAt.toISOString(),
      postgres,
      schema: migrations.at(-1)?.name ?? "",
      migrations,
      tables,
      sequences,
      secret: { bytes: secret.length, sha256: sha256(secret) },
      contentHash: sha256(contentText(tables)),
    });
    const parts: ZipPart[] = [
      ...all.map((table) => ({
        path: partOf(table),
        bytes: () =>
          measured(
            reader.rowsOf(table),
            (rows) => onProgress({ table, rows, done: false }),
            ({ rows, bytes, sha256 }) => {
              tables.push({ schema: table.schema, name: table.name, columns: table.columns, rows, bytes, sha256 });
              onProgress({ table, rows, done: true });
            },
          ),
      })),
      { path: SECRET, bytes: () => once(secret) },
      { path: MANIFEST, bytes: () => once(Buffer.from(`${JSON.stringify(finished(), null, 2)}\n`)) },
    ];
    await writeZip(to, parts, takenAt);
    return finished();
  });
}

type Reader = { client: pg.Client; postgres: string; all: CatalogTable[]; rowsOf(table: CatalogTable): AsyncIterable<Buffer> };

/** Reads from one snapshot; nobody changes the tables' shape meanwhile. */
async function reading<T>({ owner, serving }: BackupSource, work: (reader: Reader) => Promise<T>): Promise<T> {
  const clients: pg.Client[] = [];
  const connected = async (login: pg.PoolConfig) => {
    const client = new pg.Client({ ...login, application_name: "throughline backup" });
    client.on("error", () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };
  try {
    const client = await connected(owner);
    await client.query(sharedMigrationLock);
    await client.query("begin isolation level repeatable read read only");
    const { rows } = await client.query<{ version: string; boundless: boolean; snapshot: string }>(
      `select split_part(current_setting('server_version'), ' ', 1) as version, pg_export_snapshot() as snapshot,
         (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as boundless`,
    );
    const [server] = rows;
    if (!server) throw new Error("The server said nothing of itself.");
    const all = await tablesOf(client);
    const bound = all.some(({ forced }) => forced) && !server.boundless;
    const homes = bound ? (await client.query<{ id: string }>("select id::text from workspaces order by id")).rows : [];
    await client.query(readingSettings);
    // From here on a row that is hidden from the owner is an error, never a row that is missing.
    await client.query("set local row_security = off");
    const inside = bound ? await connected(await serving()) : undefined;
    await inside?.query(
      `begin isolation level repeatable read read only; set transaction snapshot '${server.snapshot}'; ${readingSettings}`,
    );
    return await work({
      client,
      postgres: server.version,
      all,
      async *rowsOf(table) {
        const text = copyText(client, table);
        if (!inside || !table.forced) return yield* copyOut(client, text);
        for (const { id } of homes) {
          await inside.query("select set_config('app.ws', $1, true)", [id]);
          yield* copyOut(inside, text);
        }
      },
    });
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

async function migrationsOf(client: pg.ClientBase): Promise<Manifest["migrations"]> {
  const { rows: found } = await client.query<{ there: boolean }>("select to_regclass('throughline.migrations') is not null as there");
  if (!found[0]?.there) throw new OperatorError("There is nothing to back up: the database holds no tables of Throughline yet.");
  const { rows } = await client.query<{ name: string; hash: string }>(
    `select name, hash from throughline.migrations order by name collate "C"`,
  );
  return rows;
}

async function* once(piece: Buffer): AsyncGenerator<Buffer, void> {
  yield piece;
}

function productVersion(): string {
  const described: { version?: string } = JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8"));
  return described.version ?? "";
}

/** A new name is on the disk only once its folder is. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

const WRITING: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EACCES: "this user may not write there",
  EROFS: "the disk is read-only",
  ENOENT: "there is no such folder",
  ENOTDIR: "there is no such folder",
};

function unwritable(path: string, error: unknown): unknown {
  const reason = WRITING[codeOf(error) ?? ""];
  return reason ? new OperatorError(`The backup could not be written to ${path}: ${reason}.`, { cause: error }) : error;
}
