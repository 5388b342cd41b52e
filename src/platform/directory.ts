import { readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { codeOf, OperatorError } from "./operator-error.ts";

// A data directory belongs to one process at a time: the one that holds an advisory lock in the server that runs on it. Unlike a pid
// file, a lock cannot outlive its holder, and it is seen from every container that shares the folder.

/** The lock, in database `postgres`. */
const DIRECTORY_LOCK = 1_953_001_068;
/** How long another server may take to end. */
export const PATIENCE_MS = 10_000;
/** A server notices a moment late that the process which held the directory was killed. */
const CERTAIN_MS = 500;
/** How socket folders are named that lie in the temporary folder. */
export const SOCKETS = "throughline-";

export function inUse(dataDirectory: string): OperatorError {
  return new OperatorError(
    `Another Throughline is using ${dataDirectory}: stop it first, or give this one a folder of its own with THROUGHLINE_DATA.`,
  );
}

/** Holds the directory until it is released, also over a crash of the server's backends. */
export async function holdDirectory(login: pg.ClientConfig, dataDirectory: string): Promise<{ release(): Promise<void> }> {
  let released = false;
  let current: pg.Client | undefined;
  const acquire = async () => {
    const client = new pg.Client({ ...login, database: "postgres", keepAlive: true });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.query("set lock_timeout = '3s'");
      await client.query("select pg_advisory_lock($1)", [DIRECTORY_LOCK]);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw codeOf(error) === "55P03" ? inUse(dataDirectory) : error;
    }
    current = client;
    client.once("end", () => void reacquire());
  };
  const reacquire = async () => {
    while (!released) {
      const held = await acquire().then(
        () => true,
        () => sleep(100, false),
      );
      if (held) return;
    }
  };
  await acquire();
  return {
    async release() {
      released = true;
      await current?.end().catch(() => undefined);
    },
  };
}

export type FoundServer = { pid: number; port: number; sockets: string };

/** The server that says in its pid file that it runs on this folder; it may be gone. */
export function serverOf(folder: string): FoundServer | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(folder, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    if (codeOf(error) === "EACCES") throw new OperatorError(`${folder} belongs to another user: start Throughline as that user.`);
    throw error;
  }
  return { pid: Number(lines[0]), port: Number(lines[3]), sockets: lines[4]?.trim() || folder };
}

/** `used`: a live process holds the directory. `orphaned`: the server answers and nobody holds it. `changing`: it is starting or stopping. */
export async function directoryState(server: FoundServer): Promise<"used" | "orphaned" | "changing" | "silent"> {
  const client = new pg.Client({
    host: server.sockets,
    port: server.port,
    user: "owner",
    database: "postgres",
    connectionTimeoutMillis: 1000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query(
      "select from pg_locks where locktype = 'advisory' and objid = $1 and objsubid = 1 and granted",
      [DIRECTORY_LOCK],
    );
    return rowCount === 0 ? "orphaned" : "used";
  } catch (error) {
    return codeOf(error)?.startsWith("57P") ? "changing" : "silent";
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Returns once no server runs on the folder: waits for the one that a killed process left behind.
 * @throws OperatorError within a second when a live process uses the directory
 */
export async function vacated(folder: string, dataDirectory: string): Promise<void> {
  const started = Date.now();
  let asked = false;
  for (;;) {
    const server = serverOf(folder);
    if (!server) return;
    const state = await directoryState(server);
    if (state === "silent" && !isServerOf(folder, server.pid)) return clearAfter(server, folder);
    const waited = Date.now() - started;
    if (state === "used" && waited > CERTAIN_MS) throw inUse(dataDirectory);
    if (waited > PATIENCE_MS) {
      throw new OperatorError(
        `A PostgreSQL server (process ${server.pid}) still uses ${folder}: stop it with "kill -INT ${server.pid}" and start again.`,
      );
    }
    // Its watchdog was killed too. Nobody holds the directory, so stopping it harms nobody.
    if (state === "orphaned" && waited > 3000 && !asked && isServerOf(folder, server.pid)) {
      asked = true;
      process.kill(server.pid, "SIGINT");
    }
    await sleep(50);
  }
}

function clearAfter(server: FoundServer, folder: string): void {
  // The number in the file went to another process (usual in containers), which PostgreSQL itself would take for a server.
  if (isAlive(server.pid)) rmSync(join(folder, "postmaster.pid"), { force: true });
  if (server.sockets.startsWith(join(tmpdir(), SOCKETS))) rmSync(server.sockets, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Whether that process is a PostgreSQL server on this folder, as far as the system tells. */
function isServerOf(folder: string, pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    if (readFileSync(`/proc/${pid}/comm`, "utf8").trim() !== "postgres") return false;
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch (error) {
    return codeOf(error) !== "ENOENT";
  }
}
