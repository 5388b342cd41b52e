import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type Config, projectDirectory } from "../config.ts";
import { tableWithRows } from "./backups/catalog.ts";
import { backUpBefore } from "./backups/kept.ts";
import { ensureSecret, prepareDataDirectory, replaceSecret, secretIn } from "./data-directory.ts";
import { type Migration, migrate, migrationsIn, standingOf } from "./migrate.ts";
import { codeOf, OperatorError } from "./operator-error.ts";
import { clusterFolder, runningCluster, startCluster } from "./postgres.ts";
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
  const say = options.say ?? (() => undefined);
  if (config.databaseUrl) return openServer(config, config.databaseUrl, migrations, say);
  const running = options.join ? await runningCluster(config.dataDirectory) : undefined;
  return running ? joinEmbedded(config, running, migrations) : openEmbedded(config, migrations, say);
}

async function openEmbedded(config: Config, migrations: Migration[], say: (line: string) => void): Promise<Installation> {
  const cluster = await startCluster(config.dataDirectory);
  try {
    const update = await updateOfFilled(cluster.owner, migrations);
    if (update) {
      const source = { owner: cluster.owner, serving: async () => cluster.owner, authSecret: authSecret(config) };
      await backUpBefore(update.replace(/\.sql$/, ""), config, source, say);
    }
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

/** The first migration to come for a database that holds something, if there is one. */
function updateOfFilled(owner: pg.PoolConfig, migrations: Migration[]): Promise<string | undefined> {
  return withOwner(owner, async (client) => {
    const { pending, fresh } = await standingOf(client, migrations);
    return fresh || pending.length === 0 || !(await tableWithRows(client)) ? undefined : pending[0]?.name;
  });
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

async function openServer(
  config: Config,
  databaseUrl: string,
  migrations: Migration[],
  say: (line: string) => void,
): Promise<Installation> {
  const owner = ownerOf(databaseUrl);
  const update = await updateOfFilled(owner, migrations);
  if (update)
    say(
      `The database in DATABASE_URL is updated now, from ${update} on. No copy of it is made by itself: take one with "throughline backup" before the next update.`,
    );
  const installation = await prepared(config, owner, (client) => servingLogin(client, config, databaseUrl), migrations);
  return {
    ...installation,
    describe: described("server", installation.version, withoutLogin(databaseUrl)),
    ended: never(),
    close: async () => undefined,
  };
}

/** A database as it stands: nothing in it is made or changed by opening it. */
export type Standing = {
  owner: pg.PoolConfig;
  /** The login that requests are served under. */
  serving(): Promise<pg.PoolConfig>;
  where: string;
  authSecret: string;
  /** Takes another installation's secret over. @returns false when the operator's own AUTH_SECRET is another one, and stays */
  takeSecret(secret: string): boolean;
  close(): Promise<void>;
};

/**
 * Opens the database for copying it or for filling an empty one.
 * @param options.filling make the embedded one when there is none, and refuse one that a server runs on
 */
export async function openAsItStands(config: Config, { filling }: { filling: boolean }): Promise<Standing> {
  prepareDataDirectory(config.dataDirectory);
  const { databaseUrl, dataDirectory } = config;
  const around = {
    authSecret: filling ? authSecret(config) : knownSecret(config),
    takeSecret(secret: string) {
      if (config.authSecret) return config.authSecret === secret;
      replaceSecret(dataDirectory, "auth-secret", secret);
      return true;
    },
  };
  const inside = (owner: pg.PoolConfig) => () => withOwner(owner, (client) => embeddedServingLogin(client, owner)).then(served);
  if (databaseUrl) {
    const owner = ownerOf(databaseUrl);
    const serving = () => withOwner(owner, (client) => servingLogin(client, config, databaseUrl)).then(served);
    await withOwner(owner, supportedVersion);
    if (filling) await serving();
    return { ...around, owner, serving, where: withoutLogin(databaseUrl), close: async () => undefined };
  }
  const where = clusterFolder(dataDirectory);
  const running = filling ? undefined : await runningCluster(dataDirectory);
  if (running) return { ...around, owner: running, serving: inside(running), where, close: async () => undefined };
  if (!filling && !existsSync(join(where, "PG_VERSION"))) throw new OperatorError(`There is no installation in ${dataDirectory}.`);
  const { owner, stop } = await startCluster(dataDirectory);
  try {
    if (filling) await inside(owner)();
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...around, owner, serving: inside(owner), where, close: stop };
}

function knownSecret(config: Config): string {
  const known = config.authSecret ?? secretIn(config.dataDirectory, "auth-secret");
  if (known) return known;
  throw new OperatorError(
    `There is no installation in ${config.dataDirectory}: name its folder by THROUGHLINE_DATA, since its secret goes into the copy.`,
  );
}

const ownerOf = (databaseUrl: string): pg.PoolConfig => ({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });

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
