import { readdirSync, readFileSync, readlinkSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { codeOf, OperatorError } from "./operator-error.ts";

// A data directory belongs to one process at a time: the one that holds an advisory lock in the server that runs on it. Unlike a pid
// file, a lock cannot outlive its holder, and it is seen from every container that shares the folder.

/** The lock, in database `postgres`. */
const DIRECTORY_LOCK = 1_953_001_068;
/** How the connection that holds it is called, followed by the number of its process. */
const HOLDER = "throughline ";
/** How long another server may take to end; it writes what it holds in memory first. */
export const PATIENCE_MS = 30_000;
/** A server notices a moment late that the process which held the directory was killed; on a busy machine a longer one. */
const CERTAIN_MS = 3_000;
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
    const client = new pg.Client({ ...login, database: "postgres", keepAlive: true, application_name: `${HOLDER}${process.pid}` });
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

/** `held`: by the process of that number. `orphaned`: the server answers and nobody holds it. `changing`: it is starting or stopping. */
export type DirectoryState = { held: number } | "orphaned" | "changing" | "silent";

export async function directoryState(server: FoundServer): Promise<DirectoryState> {
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
    const { rows } = await client.query<{ name: string }>(
      `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and l.objid = $1 and l.objsubid = 1 and l.granted`,
      [DIRECTORY_LOCK],
    );
    const [holder] = rows;
    return holder ? { held: Number(holder.name.slice(HOLDER.length)) } : "orphaned";
  } catch (error) {
    return codeOf(error)?.startsWith("57P") ? "changing" : "silent";
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Returns once no server runs on the folder: waits for the one that a killed process left behind.
 * @throws OperatorError at once when a live process uses the directory
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
    // A holder that is not to be seen may live in another container.
    if (typeof state === "object" && (isRunning(state.held) || waited > CERTAIN_MS)) throw inUse(dataDirectory);
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

/** Alive, and not merely waiting for its parent to notice that it is dead. */
function isRunning(pid: number): boolean {
  if (!isAlive(pid)) return false;
  try {
    return process.platform !== "linux" || !/^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
