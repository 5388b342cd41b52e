import type pg from "pg";
import { alone, applyAll, type Migration, strangerAmong } from "../migrate.ts";
import { OperatorError } from "../operator-error.ts";
import { SERVING_ROLE } from "../serving-role.ts";
import type { TableProgress } from "./backing-up.ts";
import type { OpenedBackup } from "./backup-file.ts";
import { type CatalogTable, dropEverything, quoted, tablesOf, tableWithRows } from "./catalog.ts";
import { copyIn, copyOut, copyText, readingSettings } from "./copying.ts";
import { type BackedUpTable, called, contentText, type Manifest } from "./format.ts";
import { measured, sha256 } from "./sums.ts";

export type Restored = { rows: number; contentHash: string; migrated: string[] };
type OnProgress = (progress: TableProgress) => void;

/**
 * Puts what a backup holds into an empty installation, in one transaction: until the last moment there is nothing, then everything. The tables
 * are made as they were when the backup was taken, filled, read again and compared with the backup, and only then brought up to date.
 * @param beforeCommit what belongs to the installation outside its database
 * @throws OperatorError when the installation is not empty or in use, or the backup is of a newer version or damaged
 */
export async function restore(
  client: pg.Client,
  backup: OpenedBackup,
  migrations: readonly Migration[],
  { onProgress, beforeCommit }: { onProgress: OnProgress; beforeCommit: () => void },
): Promise<Restored> {
  const { manifest } = backup;
  mustBeKnown(manifest, migrations);
  return alone(client, async () => {
    await mustBeFree(client);
    await client.query(readingSettings);
    await dropEverything(client);
    const past = new Set(manifest.migrations.map(({ name }) => name));
    await applyAll(
      client,
      migrations.filter(({ name }) => past.has(name)),
      SERVING_ROLE,
    );
    const tables = await tablesOf(client);
    mustBeTheSame(tables, manifest.tables);
    const putBack = await setAside(client, tables);
    for (const table of manifest.tables) await fill(client, backup, table, onProgress);
    for (const { schema, name, value, called: isCalled } of manifest.sequences)
      await client.query("select setval($1::regclass, $2::bigint, $3)", [quoted(client, { schema, name }), value, isCalled]);
    await putBack();
    const contentHash = await contentHashOf(client, tables);
    if (contentHash !== manifest.contentHash)
      throw new OperatorError("What was restored is not what the backup holds, as the content hash says; nothing was changed.");
    await forceIsolation(client, tables);
    const rest = migrations.filter(({ name }) => !past.has(name));
    await applyAll(client, rest, SERVING_ROLE);
    beforeCommit();
    return { rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0), contentHash, migrated: rest.map(({ name }) => name) };
  });
}

/** @throws OperatorError when this version cannot make the tables as they were */
export function mustBeKnown({ migrations: applied, product }: Manifest, migrations: readonly Migration[]): void {
  const stranger = strangerAmong(applied, migrations);
  if (stranger?.known === false)
    throw new OperatorError(
      `The backup was made by a newer Throughline (${product}, it has ${stranger.name}): update this one first. Nothing was changed.`,
    );
  if (stranger)
    throw new OperatorError(
      `The backup was made with another ${stranger.name} than this Throughline has: restore it with the version that it came from (${product}). Nothing was changed.`,
    );
}

/** Empty, and served by nobody. */
async function mustBeFree(client: pg.ClientBase): Promise<void> {
  const { rowCount } = await client.query(
    `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and (usename = '${SERVING_ROLE}' or application_name = 'throughline')`,
  );
  if (rowCount !== 0) throw new OperatorError("A Throughline is running on this database: stop it before restoring. Nothing was changed.");
  const filled = await tableWithRows(client);
  if (filled !== undefined)
    throw new OperatorError(
      `This installation is not empty (there are rows in ${filled}): restore into a new one, named by THROUGHLINE_DATA or DATABASE_URL. Nothing was changed.`,
    );
}

function mustBeTheSame(here: readonly CatalogTable[], there: readonly BackedUpTable[]): void {
  const shape = (tables: readonly Pick<CatalogTable, "schema" | "name" | "columns">[]) =>
    tables.map((table) => `${called(table)} (${[...table.columns].sort().join(", ")})`).sort();
  const [ours, theirs] = [shape(here), shape(there)];
  const odd = theirs.find((table) => !ours.includes(table)) ?? ours.find((table) => !theirs.includes(table));
  if (odd !== undefined || ours.length !== theirs.length)
    throw new OperatorError(
      `The tables of the backup are not those of its version; they differ in ${odd ?? "number"}. Nothing was changed.`,
    );
}

/**
 * Sets triggers, references, indexes and the isolation of owners aside, so that rows come in as they are, in any order.
 * @returns puts all but the isolation back, which checks every reference
 */
async function setAside(client: pg.ClientBase, tables: readonly CatalogTable[]): Promise<() => Promise<void>> {
  const names = tables.map((table) => quoted(client, table));
  for (const name of names)
    await client.query(`truncate ${name} cascade; alter table ${name} disable trigger user, no force row level security`);
  const ids = "any ($1::text[]::regclass[]::oid[])";
  const references = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition from pg_constraint
     where contype = 'f' and conrelid = ${ids} and conparentid = 0 order by 1, 2`,
    [names],
  );
  const indexes = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = ${ids} and not exists (select from pg_constraint c where c.conindid = i.indexrelid) order by 1`,
    [names],
  );
  for (const { table, name } of references.rows) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  return async () => {
    for (const { definition } of indexes.rows) await client.query(definition);
    for (const name of names) await client.query(`analyze ${name}`);
    for (const { table, name, definition } of references.rows)
      await client.query(`alter table ${table} add constraint ${name} ${definition}`);
    for (const name of names) await client.query(`alter table ${name} enable trigger user`);
  };
}

async function fill(client: pg.Client, backup: OpenedBackup, table: BackedUpTable, onProgress: OnProgress): Promise<void> {
  const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(", ");
  const rows = backup.rowsOf(table, (count) => onProgress({ table, rows: count, done: false }));
  await copyIn(client, `copy ${quoted(client, table)} (${columns}) from stdin`, rows).catch((error: unknown) => {
    if (error instanceof OperatorError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`The table ${called(table)} could not be restored (${reason}); nothing was changed.`, { cause: error });
  });
  onProgress({ table, rows: table.rows, done: true });
}

async function contentHashOf(client: pg.Client, tables: readonly CatalogTable[]): Promise<string> {
  const found: BackedUpTable[] = [];
  for (const table of tables) {
    const rows = measured(
      copyOut(client, copyText(client, table)),
      () => undefined,
      (measure) => found.push({ schema: table.schema, name: table.name, columns: table.columns, ...measure }),
    );
    for await (const _ of rows);
  }
  return sha256(contentText(found));
}

async function forceIsolation(client: pg.ClientBase, tables: readonly CatalogTable[]): Promise<void> {
  for (const table of tables.filter(({ forced }) => forced))
    await client.query(`alter table ${quoted(client, table)} force row level security`);
}
