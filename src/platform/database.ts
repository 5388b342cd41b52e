import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { readScoped } from "./scoped-reads.ts";

/** A transaction in one workspace. There is no way to a row that does not go through one. */
export type Db = NodePgDatabase;

/** Where a transaction may look and what it leaves behind. */
export type Scope = {
  /** Null sees no workspace's rows: signing in, health. */
  workspaceId: string | null;
  actorId: string | null;
  /** Names the change whose before-images are kept for undo; null keeps none. */
  changeId: string | null;
  writes: boolean;
  /** Sees what is committed at its beginning and nothing later, however long it reads. Such a transaction never writes. */
  snapshot?: boolean;
};

export type Database = {
  transaction<T>(scope: Scope, work: (db: Db) => Promise<T>): Promise<T>;
  /** Statements that only read one workspace, each a transaction of its own: what a list or a page asks for. */
  read<T>(workspaceId: string, work: (db: Db) => Promise<T>): Promise<T>;
  /** A short transaction beside one that is open: it has connections of its own, so that the two never wait for each other. */
  aside<T>(scope: Scope, work: (db: Db) => Promise<T>): Promise<T>;
  /** For the listener and for health: connections outside any workspace. */
  pool: pg.Pool;
  close(): Promise<void>;
};

const SET_SCOPE = {
  name: "scope",
  text: "select set_config('app.ws', $1, true), set_config('app.actor', $2, true), set_config('app.change', $3, true)",
};
/** So many distinct statements are kept prepared on each connection. */
const PREPARED_LIMIT = 400;

/**
 * Opens the pool of the serving role. BEGIN, the scope and the first query travel together (pipelined), and a read brings its
 * scope along, so that row-level security costs no round trip of its own.
 */
export function openDatabase(config: pg.PoolConfig): Database {
  const open = (max: number) => {
    const opened = new pg.Pool({
      connectionTimeoutMillis: 5_000,
      ...config,
      max,
      pipeline: true,
      options: `${config.options ?? ""} -c timezone=UTC -c statement_timeout=20000 -c idle_in_transaction_session_timeout=60000`,
    });
    // A connection that dies while idle is replaced by the pool; what used it has already been told.
    opened.on("error", () => undefined);
    return opened;
  };
  const pool = open(20);
  const besidePool = open(4);
  const drizzles = new WeakMap<pg.PoolClient, Db>();
  const readers = new WeakMap<pg.PoolClient, { db: Db; home: string | null }>();
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= PREPARED_LIMIT) return known;
    const name = `s${names.size}`;
    names.set(text, name);
    return name;
  };

  /** Drizzle over a connection whose statements are prepared under a name of their own. */
  function drizzleOver(client: pg.PoolClient): Db {
    const known = drizzles.get(client);
    if (known) return known;
    const db = drizzleWith(client, (query, values) => {
      gather(client);
      return client.query({ ...query, name: nameOf(query.text), values });
    });
    drizzles.set(client, db);
    return db;
  }

  /** The same for reads; `home` is the workspace while somebody reads. */
  function readerOver(client: pg.PoolClient): { db: Db; home: string | null } {
    const known = readers.get(client);
    if (known) return known;
    const db = drizzleWith(client, (query, values) => {
      if (reader.home === null) throw new Error("A statement came after its work had ended.");
      gather(client);
      return readScoped(client, { ...query, name: nameOf(query.text), values }, reader.home);
    });
    const reader: { db: Db; home: string | null } = { db, home: null };
    readers.set(client, reader);
    return reader;
  }

  async function reading<T>(workspaceId: string, work: (db: Db) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    const reader = readerOver(client);
    reader.home = workspaceId;
    try {
      return await work(reader.db);
    } finally {
      reader.home = null;
      client.release();
    }
  }

  async function within<T>(from: pg.Pool, scope: Scope, work: (db: Db) => Promise<T>): Promise<T> {
    const client = await from.connect();
    let broken: Error | undefined;
    try {
      gather(client);
      const opened = Promise.all([
        client.query(beginning(scope)),
        client.query({ ...SET_SCOPE, values: [scope.workspaceId ?? "", scope.actorId ?? "", scope.changeId ?? ""] }),
      ]);
      opened.catch(() => undefined);
      const result = await work(drizzleOver(client));
      await opened;
      const end = await client.query("COMMIT");
      // After a failed statement that somebody swallowed, PostgreSQL answers COMMIT with ROLLBACK and no error.
      if (end.command !== "COMMIT") throw new Error("The transaction was rolled back instead of committed.");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    transaction: (scope, work) => within(pool, scope, work),
    read: reading,
    aside: (scope, work) => within(besidePool, scope, work),
    pool,
    async close() {
      await Promise.all([pool.end(), besidePool.end()]);
    },
  };
}

/** Drizzle over a connection, with another way to ask. */
function drizzleWith(client: pg.PoolClient, query: (query: pg.QueryConfig, values: unknown[]) => Promise<pg.QueryResult>): Db {
  const asking = new Proxy(client, {
    get: (target, property, receiver) => (property === "query" ? query : Reflect.get(target, property, receiver)),
  });
  return drizzle(asking, { casing: "snake_case" });
}

function beginning({ writes, snapshot }: Scope): string {
  if (snapshot) return "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
  return writes ? "BEGIN" : "BEGIN READ ONLY";
}

const gathering = new WeakSet<object>();
/**
 * Sends what is asked of a connection in this turn of the event loop as one packet. Left alone, each query is a write of its own,
 * and each wakes PostgreSQL and us once more.
 */
function gather(client: pg.PoolClient): void {
  const stream = client instanceof pg.Client ? client.connection.stream : null;
  if (!stream || gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(stream);
    stream.uncork();
  });
}

/** The one row that must be there. */
export function only<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (rows.length !== 1 || row === undefined) throw new Error(`Expected exactly one row, found ${rows.length}.`);
  return row;
}
