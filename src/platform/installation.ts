import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type Config, projectDirectory } from "../config.ts";
import { copyStopped, ensureSecret, prepareDataDirectory } from "./data-directory.ts";
import { type Migration, migrate, migrationsIn, standingOf } from "./migrate.ts";
import { codeOf, OperatorError } from "./operator-error.ts";
import { type Cluster, clusterFolder, runningCluster, startCluster } from "./postgres.ts";
import { checkServingLogin, embeddedServingLogin, SERVING_ROLE, servingLogin } from "./serving-role.ts";

/** An open database with its two logins, and the secrets that belong to it. */
export type Installation = {
  /** Serves requests: bound by row-level security. */
  app: pg.PoolConfig;
  /** Owns the tables: for migrations and the operator's commands. */
  owner: pg.PoolConfig;
  /** Signs sessions; 64 hexadecimal digits unless the operator gave one. */
  authSecret: string;
  describe(): { engine: "embedded" | "server"; version: string; where: string };
  /** Resolves when the embedded server ends without having been asked to. */
  ended: Promise<OperatorError>;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Hears of work that takes a while. */
  say?: (line: string) => void;
  /** Join the process that uses the data directory, when there is one. */
  join?: boolean;
  migrations?: Migration[];
};

/** Everything between a configuration and a database that is ready to serve. */
export async function openInstallation(config: Config, options: OpenOptions = {}): Promise<Installation> {
  prepareDataDirectory(config.dataDirectory);
  const migrations = options.migrations ?? migrationsIn(join(projectDirectory, "migrations"));
  if (config.databaseUrl) return openServer(config, config.databaseUrl, migrations);
  const running = options.join ? await runningCluster(config.dataDirectory) : undefined;
  return running ? joinEmbedded(config, running, migrations) : openEmbedded(config, migrations, options.say ?? (() => undefined));
}

async function openEmbedded(config: Config, migrations: Migration[], say: (line: string) => void): Promise<Installation> {
  let cluster = await startCluster(config.dataDirectory);
  try {
    const { pending, fresh } = await withOwner(cluster.owner, (client) => standingOf(client, migrations));
    const [first] = pending;
    if (first && !fresh) cluster = await restartedAfterCopy(cluster, config.dataDirectory, first.name, say);
    const installation = await prepared(config, cluster.owner, (client) => embeddedServingLogin(client, cluster.owner), migrations);
    return {
      ...installation,
      describe: described("embedded", installation.version, clusterFolder(config.dataDirectory)),
      ended: cluster.ended,
      close: cluster.stop,
    };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function restartedAfterCopy(cluster: Cluster, dataDirectory: string, before: string, say: (line: string) => void): Promise<Cluster> {
  await cluster.stop();
  const copy = await copyStopped(clusterFolder(dataDirectory), dataDirectory, before.replace(/\.sql$/, ""), say);
  try {
    return await startCluster(dataDirectory);
  } catch (error) {
    // Somebody else took the directory meanwhile, so the copy may show it half changed.
    if (copy) rmSync(copy, { recursive: true });
    throw error;
  }
}

/** A command beside a running server: it may use the database, never change its shape. */
async function joinEmbedded(config: Config, owner: pg.PoolConfig, migrations: Migration[]): Promise<Installation> {
  return withOwner(owner, async (client) => {
    const version = await supportedVersion(client);
    const { pending } = await standingOf(client, migrations);
    if (pending.length > 0)
      throw new OperatorError("The running Throughline is an older version: restart it, then run this command again.");
    const app = served(await embeddedServingLogin(client, owner));
    const where = clusterFolder(config.dataDirectory);
    return {
      app,
      owner,
      authSecret: authSecret(config),
      describe: described("embedded", version, where),
      ended: never(),
      close: async () => undefined,
    };
  });
}

async function openServer(config: Config, databaseUrl: string, migrations: Migration[]): Promise<Installation> {
  const owner = { connectionString: databaseUrl, connectionTimeoutMillis: 10_000 };
  const installation = await prepared(config, owner, (client) => servingLogin(client, config, databaseUrl), migrations);
  return {
    ...installation,
    describe: described("server", installation.version, withoutLogin(databaseUrl)),
    ended: never(),
    close: async () => undefined,
  };
}

type Prepared = Pick<Installation, "app" | "owner" | "authSecret"> & { version: string };

async function prepared(
  config: Config,
  owner: pg.PoolConfig,
  login: (client: pg.Client) => Promise<pg.PoolConfig>,
  migrations: Migration[],
): Promise<Prepared> {
  return withOwner(owner, async (client) => {
    const version = await supportedVersion(client);
    const app = served(await login(client));
    await migrate(client, migrations, SERVING_ROLE);
    const { rows } = await client.query<{ name: string }>("select current_user::text as name");
    await checkServingLogin(app, rows[0]?.name ?? "");
    return { app, owner, authSecret: authSecret(config), version };
  });
}

/** Instants are read as UTC, whatever the server's own settings. */
function served(login: pg.PoolConfig): pg.PoolConfig {
  return { ...login, options: "-c TimeZone=UTC", application_name: "throughline" };
}

function authSecret(config: Config): string {
  return config.authSecret ?? ensureSecret(config.dataDirectory, "auth-secret");
}

/** @throws OperatorError when the server is too old */
export async function supportedVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: string; number: number }>(
    "select split_part(current_setting('server_version'), ' ', 1) as version, current_setting('server_version_num')::int as number",
  );
  const [found] = rows;
  if (!found || found.number < 150_000) {
    throw new OperatorError(`Throughline needs PostgreSQL 15 or newer; the server in DATABASE_URL is ${found?.version ?? "older"}.`);
  }
  return found.version;
}

/** Does something as the owner of the tables, on a connection of its own. */
export async function withOwner<T>(owner: pg.PoolConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(owner);
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw unreachable(error);
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function unreachable(error: unknown): OperatorError {
  const code = codeOf(error);
  const reason = (error instanceof Error && error.message) || code || String(error);
  if (code?.startsWith("28"))
    return new OperatorError(`The database does not accept the login in DATABASE_URL (${reason}).`, { cause: error });
  if (code === "3D000") return new OperatorError(`${reason}: create it, or correct DATABASE_URL.`, { cause: error });
  return new OperatorError(`The database in DATABASE_URL cannot be reached (${reason}): start it, or correct the address.`, {
    cause: error,
  });
}

function described(engine: "embedded" | "server", version: string, where: string) {
  return () => ({ engine, version, where });
}

function withoutLogin(databaseUrl: string): string {
  const url = new URL(databaseUrl.replace("@/", "@localhost/"));
  return `${url.searchParams.get("host") ?? url.host}${url.pathname}`;
}

function never(): Promise<OperatorError> {
  return new Promise(() => undefined);
}
