import pg from "pg";

/**
 * What node-postgres does inside and does not describe: a query writes its messages in `prepare`, then hears what was answered.
 * The version is pinned, and scoped-reads.test.ts asks for everything that is relied on here.
 */
declare module "pg" {
  interface QueryConfig {
    /** Through the extended protocol, whether or not there are values. */
    queryMode?: "extended";
  }
  interface ClientBase {
    readonly connection: Connection;
  }
  interface Query {
    name: string | undefined;
    prepare(connection: Connection): void;
    handleRowDescription(message: { fields: pg.FieldDef[] }): void;
    handleDataRow(message: object): void;
    handleCommandComplete(message: object, connection: Connection): void;
  }
  interface Connection {
    /** By name: statements that were prepared, and such as are on their way. */
    parsedStatements: Record<string, string>;
    submittedNamedStatements: Record<string, string>;
  }
}

/** Set until the transaction ends, which here is the one statement that follows. */
const SCOPE = {
  name: "read_scope",
  text: "select set_config('transaction_read_only', 'on', true), set_config('app.ws', $1, true)",
};

/** Of one connection: the same as it, but nobody asks again what the columns of a statement are, and what they were. */
type Known = { quiet: pg.Connection; columns: Map<string, pg.FieldDef[]> };
const knownOf = new WeakMap<pg.Connection, Known>();

function known(connection: pg.Connection): Known {
  const before = knownOf.get(connection);
  if (before) return before;
  const quiet: pg.Connection = Object.create(connection, { describe: { value: () => undefined } });
  const now = { quiet, columns: new Map<string, pg.FieldDef[]>() };
  knownOf.set(connection, now);
  return now;
}

/**
 * One statement that brings its scope along. What is sent between two syncs is one transaction to PostgreSQL, so neither BEGIN
 * nor COMMIT is needed: the scope holds for this statement and is gone after it, whatever happens.
 */
class ScopedRead extends pg.Query {
  readonly #workspaceId: string;
  #columns: Map<string, pg.FieldDef[]> | undefined;
  #scoped = false;

  constructor(config: pg.QueryConfig, workspaceId: string, done: (error: Error | undefined, result: pg.QueryResult) => void) {
    super({ ...config, queryMode: "extended" }, done);
    this.#workspaceId = workspaceId;
  }

  override prepare(connection: pg.Connection): void {
    connection.bind({ statement: SCOPE.name, values: [this.#workspaceId] }, true);
    connection.execute({}, true);
    const { quiet, columns } = known(connection);
    const fields = this.name && connection.parsedStatements[this.name] ? columns.get(this.name) : undefined;
    if (fields) super.handleRowDescription({ fields });
    else this.#columns = columns;
    super.prepare(fields ? quiet : connection);
  }

  override handleRowDescription(message: { fields: pg.FieldDef[] }): void {
    if (this.name) this.#columns?.set(this.name, message.fields);
    super.handleRowDescription(message);
  }

  override handleDataRow(message: object): void {
    if (this.#scoped) super.handleDataRow(message);
  }

  override handleCommandComplete(message: object, connection: pg.Connection): void {
    if (this.#scoped) super.handleCommandComplete(message, connection);
    this.#scoped = true;
  }
}

/** Asks for one statement in the scope of one workspace, unable to write. */
export function readScoped(client: pg.PoolClient, config: pg.QueryConfig, workspaceId: string): Promise<pg.QueryResult> {
  const { parsedStatements, submittedNamedStatements } = client.connection;
  if (!(SCOPE.name in parsedStatements || SCOPE.name in submittedNamedStatements)) {
    // Of its own, so that it is prepared even when what follows it cannot be.
    client.query({ ...SCOPE, values: [workspaceId] }).catch(() => undefined);
  }
  return new Promise((resolve, reject) => {
    client.query(new ScopedRead(config, workspaceId, (error, result) => (error ? reject(error) : resolve(result))));
  });
}
