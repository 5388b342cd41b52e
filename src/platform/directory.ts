import { readdirSync, readFileSync, readlinkSync, realpathSync, rmdirSync, rmSync } from "node:fs";
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
/** Names the socket; no TCP port is opened. */
export const PORT = 5432;
export const SOCKET = `.s.PGSQL.${PORT}`;

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

/** `pid` is 0 while the file lacks it. */
export type FoundServer = { pid: number; sockets: string };

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
  // While the file is being written it lacks some of its lines.
  return { pid: Number(lines[0]), sockets: lines[4]?.trim() || folder };
}

/** `used`: a live process holds the directory. `orphaned`: the server answers and nobody holds it. `changing`: it is starting or stopping. */
export async function directoryState(server: FoundServer): Promise<"used" | "orphaned" | "changing" | "silent"> {
  const client = new pg.Client({
    host: server.sockets,
    port: PORT,
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
    const waited = Date.now() - started;
    const there = occupants(folder, server.pid);
    // A file without a number is being written just now, or was left half written.
    if (state === "silent" && there.length === 0 && (server.pid || waited > 2000)) return clearAfter(server, folder);
    if (state === "used" && waited > CERTAIN_MS) throw inUse(dataDirectory);
    if (waited > PATIENCE_MS) {
      throw new OperatorError(
        `A PostgreSQL server (process ${server.pid}) still uses ${folder}: stop it with "kill -INT ${server.pid}" and start again.`,
      );
    }
    // Its watchdog was killed too. Nobody holds the directory, so stopping it harms nobody.
    if (state === "orphaned" && waited > 3000 && !asked && there.includes(server.pid)) {
      asked = true;
      process.kill(server.pid, "SIGINT");
    }
    await sleep(50);
  }
}

function clearAfter(server: FoundServer, folder: string): void {
  // The number may have gone to another process (usual in containers), which PostgreSQL itself would take for a server.
  // Elsewhere we cannot see whether backends are left, and PostgreSQL finds that out by itself from this file.
  if (process.platform === "linux" || server.pid === 0) {
    rmSync(join(folder, "postmaster.pid"), { force: true });
    rmSync(join(server.sockets, `${SOCKET}.lock`), { force: true });
  }
  if (server.sockets !== folder) removeSockets(server.sockets);
}

/** Removes a folder that holds nothing but a socket and its lock; whatever else is in there keeps it. */
export function removeSockets(sockets: string): void {
  for (const name of [SOCKET, `${SOCKET}.lock`]) rmSync(join(sockets, name), { force: true });
  try {
    rmdirSync(sockets);
  } catch {
    // A temporary folder of some bytes may stay; nothing depends on it.
  }
}

/** Every process of PostgreSQL that works in this folder, as far as the system tells: backends outlive their server for a moment. */
function occupants(folder: string, pid: number): number[] {
  if (process.platform !== "linux") return pid && isAlive(pid) ? [pid] : [];
  const home = realpathSync(folder);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && worksIn(name, home))
    .map(Number);
}

function worksIn(pid: string, home: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "postgres" && readlinkSync(`/proc/${pid}/cwd`) === home;
  } catch {
    return false; // It ended meanwhile, or belongs to somebody else and so cannot be ours.
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
