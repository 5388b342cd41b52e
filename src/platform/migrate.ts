import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { OperatorError } from "./operator-error.ts";

export type Migration = { name: string; sql: string; hash: string };

/** Two processes that start at once migrate one after the other. */
const MIGRATION_LOCK = 1_953_001_069;
/** Holds migrations off for as long as the connection lasts. */
export const sharedMigrationLock = `select pg_advisory_lock_shared(${MIGRATION_LOCK})`;

/** The migrations in a folder of `*.sql` files, in the order of their names. */
export function migrationsIn(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), "utf8");
      return { name, sql, hash: createHash("sha256").update(sql).digest("hex") };
    });
}

/** Looked up in the catalog itself: `to_regclass` answers from a memory that another process's migration does not reach in time. */
const MIGRATED =
  "exists (select from pg_class m join pg_namespace n on n.oid = m.relnamespace where n.nspname = 'throughline' and m.relname = 'migrations')";

/** What a database still lacks. `fresh` is one that has never been migrated. */
export type Standing = { pending: Migration[]; fresh: boolean };

/**
 * Compares the database with the migrations of this version.
 * @throws OperatorError when it was migrated by a newer version, when an applied migration was edited, or when it belongs to something else
 */
export async function standingOf(client: pg.ClientBase, migrations: Migration[]): Promise<Standing> {
  const { rows } = await client.query<{ migrated: boolean }>(`select ${MIGRATED} as migrated`);
  if (!rows[0]?.migrated) {
    await refuseForeignTables(client);
    return { pending: migrations, fresh: true };
  }
  const applied = await client.query<Applied>("select name, hash from throughline.migrations order by name");
  const stranger = strangerAmong(applied.rows, migrations);
  if (stranger?.known === false)
    throw new OperatorError(
      `The database was made by a newer Throughline (it has ${stranger.name}): start that version, or restore an older copy.`,
    );
  if (stranger)
    throw new OperatorError(
      `The database was made with another ${stranger.name} than this Throughline has: start the version that it came from.`,
    );
  const done = new Set(applied.rows.map(({ name }) => name));
  return { pending: migrations.filter(({ name }) => !done.has(name)), fresh: applied.rows.length === 0 };
}

export type Applied = Pick<Migration, "name" | "hash">;

/** The first of these that is not among our migrations, or is another one under the name of one of ours. */
export function strangerAmong(applied: readonly Applied[], migrations: readonly Migration[]): { name: string; known: boolean } | undefined {
  const ours = new Map(migrations.map(({ name, hash }) => [name, hash]));
  const stranger = applied.find(({ name, hash }) => ours.get(name) !== hash);
  return stranger && { name: stranger.name, known: ours.has(stranger.name) };
}

/**
 * Applies what is pending, all of it in one transaction under a lock: either everything, or nothing and the old version runs on.
 * Tables are the serving role's to read and write from their creation, so a migration that revokes something has the last word.
 */
export async function migrate(client: pg.ClientBase, migrations: Migration[], servingRole: string): Promise<Migration[]> {
  // While a backup is being taken the lock is not to be had, and mostly there is nothing to do.
  if ((await standingOf(client, migrations)).pending.length === 0) return [];
  return alone(client, async () => {
    const { pending } = await standingOf(client, migrations);
    await applyAll(client, pending, servingRole);
    return pending;
  });
}

/** Does something in a transaction during which nobody else changes the tables' shape. */
export async function alone<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    await client.query("set local statement_timeout = 0");
    await client.query("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** Applies these migrations in the transaction that is open. */
export async function applyAll(client: pg.ClientBase, migrations: readonly Migration[], servingRole: string): Promise<void> {
  if (migrations.length > 0) await client.query(foundation(client.escapeIdentifier(servingRole)));
  for (const migration of migrations) await apply(client, migration);
}

function foundation(servingRole: string): string {
  return `
    create schema if not exists throughline;
    create table if not exists throughline.migrations (name text primary key, hash text not null, applied_at timestamptz not null default now());
    create schema if not exists auth;
    grant usage on schema public, auth to ${servingRole};
    alter default privileges in schema public, auth grant select, insert, update, delete on tables to ${servingRole};
    alter default privileges in schema public, auth grant usage, select on sequences to ${servingRole};
    alter default privileges in schema public, auth grant execute on functions to ${servingRole};`;
}

async function apply(client: pg.ClientBase, { name, sql, hash }: Migration): Promise<void> {
  try {
    // One simple query: PostgreSQL splits the statements, and drizzle-kit's breakpoints are comments to it.
    await client.query(sql);
  } catch (error) {
    const at = error instanceof Error && "position" in error ? `, line ${sql.slice(0, Number(error.position)).split("\n").length}` : "";
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`The migration ${name} could not be applied (${reason}${at}); nothing was changed.`, { cause: error });
  }
  await client.query("insert into throughline.migrations (name, hash) values ($1, $2)", [name, hash]);
}

/** Asked in one statement, since another process may be making our own tables just now. */
async function refuseForeignTables(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not ${MIGRATED}
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by 1 limit 1`);
  const [other] = rows;
  if (other)
    throw new OperatorError(
      `The database in DATABASE_URL already holds tables of something else (${other.name}): give Throughline an empty one.`,
    );
}
