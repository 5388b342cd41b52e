import { accessSync, constants, existsSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type pg from "pg";
import { type Config, projectDirectory } from "../config.ts";
import { lastBackup } from "../platform/backups/kept.ts";
import { freeBytes, megabytes, prepareDataDirectory } from "../platform/data-directory.ts";
import { supportedVersion, withOwner } from "../platform/installation.ts";
import { migrationsIn, standingOf } from "../platform/migrate.ts";
import { checkNode } from "../platform/node-version.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { bundledPrograms, clusterFolder, runningCluster, startCluster } from "../platform/postgres.ts";
import { checkAddress } from "../platform/serving.ts";
import { checkServingRole } from "../platform/serving-role.ts";
import { webIsBuilt } from "../platform/web-build.ts";

import type { Command } from "./definition.ts";

/** `mend`: something must be done first. `note`: worth knowing. */
type State = "ok" | "note" | "mend";
type Finding = { check: string; state: State; says: string };
/** Says how things stand; a string is fine, and a thrown OperatorError is something to mend. */
type Check = (config: Config) => Promise<string | { note: string }> | string | { note: string };

const MARKS = { ok: "✓", note: "·", mend: "✗" };
/** Below this much free space a start is refused its room: write-ahead log, a build, a copy before an update. */
const LEAST_BYTES = 256 * 1024 * 1024;
const COMFORTABLE_BYTES = 2 * 1024 * 1024 * 1024;

export const doctor: Command = {
  summary: "Check everything a start needs, and say what to do",
  usage: "doctor",
  options: {},
  async run({ config, terminal }) {
    const findings: Finding[] = [];
    for (const [check, examine] of Object.entries(checks)) findings.push(await found(check, examine, config));
    findings.push(...(await databaseFindings(config)));
    const ok = findings.every(({ state }) => state !== "mend");
    const width = Math.max(...findings.map(({ check }) => check.length));
    const lines = findings.map(({ check, state, says }) => `${MARKS[state]} ${check.padEnd(width)}  ${says}`);
    terminal.print([...lines, ok ? "Nothing to mend." : "Mend what is marked ✗ and ask again."].join("\n"), { ok, findings });
    return ok ? 0 : 1;
  },
};

const checks: Record<string, Check> = {
  Node() {
    checkNode();
    return process.version;
  },
  Platform: platform,
  "Data directory": dataDirectory,
  "Free space": freeSpace,
  "Last copy": lastCopy,
  Address: address,
  "Web app": webApp,
};

async function found(check: string, examine: Check, config: Config): Promise<Finding> {
  try {
    const said = await examine(config);
    return typeof said === "string" ? { check, state: "ok", says: said } : { check, state: "note", says: said.note };
  } catch (error) {
    if (error instanceof OperatorError) return { check, state: "mend", says: error.message };
    throw error;
  }
}

function platform({ databaseUrl }: Config): string {
  const name = `${process.platform}-${process.arch}`;
  if (databaseUrl) return name;
  bundledPrograms();
  const report: { header?: { glibcVersionRuntime?: string } } = JSON.parse(JSON.stringify(process.report.getReport()));
  if (process.platform === "linux" && !report.header?.glibcVersionRuntime) {
    throw new OperatorError(
      `${name} with musl: the PostgreSQL that comes with Throughline needs glibc, so set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  return name;
}

function dataDirectory({ dataDirectory: folder }: Config): string {
  prepareDataDirectory(folder);
  for (const secret of ["auth-secret", "throughline-app-password"]) {
    const file = join(folder, secret);
    if (existsSync(file) && statSync(file).mode & 0o077) throw new OperatorError(`${file} can be read by others: run chmod 600 on it.`);
  }
  return `${folder} can be written`;
}

function freeSpace({ dataDirectory: folder }: Config): string | { note: string } {
  const free = freeBytes(folder);
  if (free < LEAST_BYTES)
    throw new OperatorError(`Only ${megabytes(free)} are free at ${folder}: make room, or set THROUGHLINE_DATA to a larger disk.`);
  if (free < COMFORTABLE_BYTES) return { note: `${megabytes(free)} at ${folder}; an update may find no room for its copy` };
  return `${megabytes(free)} at ${folder}`;
}

const DAY_MS = 86_400_000;
/** A copy that is older is worth a word. */
const STALE_DAYS = 7;

function lastCopy(config: Config): string | { note: string } {
  const last = lastBackup(config);
  if (!last) return { note: 'none was taken yet; "throughline backup" takes one' };
  const days = Math.floor((Date.now() - Date.parse(last.takenAt)) / DAY_MS);
  const age = days < 1 ? "taken today" : `${days} ${days === 1 ? "day" : "days"} old`;
  if (isAbsolute(last.file) && !existsSync(last.file)) return { note: `${age}, and no longer at ${last.file}` };
  return days > STALE_DAYS ? { note: `${age}: ${last.file}; "throughline backup" takes a new one` } : `${age}: ${last.file}`;
}

async function address(config: Config): Promise<string | { note: string }> {
  if (await servesAlready(config)) return `Throughline answers on port ${config.port}`;
  await checkAddress(config);
  const free = `port ${config.port} on ${config.host} is free`;
  const open = config.host !== "127.0.0.1" && config.host !== "localhost";
  return open && !config.publicUrl
    ? { note: `${free}; set PUBLIC_URL to the address people open, so that links and sign-in name it` }
    : free;
}

async function servesAlready({ host, port }: Config): Promise<boolean> {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  try {
    const answer = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(2000) });
    return answer.ok && /^\{"status":"ok"/.test(await answer.text());
  } catch {
    return false;
  }
}

function webApp(): string | { note: string } {
  if (webIsBuilt()) return "built from these sources";
  accessSync(projectDirectory, constants.W_OK);
  return { note: "will be built at the next start" };
}

async function databaseFindings(config: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  const examine = async (client: pg.Client, where: string) => {
    findings.push(await found("Database", async () => `PostgreSQL ${await supportedVersion(client)} at ${where}`, config));
    findings.push(await found("Migrations", () => migrations(client), config));
    findings.push(await found("Serving role", () => checkServingRole(client, config), config));
  };
  const opened = await found("Database", () => withDatabase(config, examine), config);
  return findings.length > 0 && opened.state !== "mend" ? findings : [...findings, opened];
}

/** Runs the examination on the database as it is: nothing is made, and nothing is migrated. */
async function withDatabase(config: Config, examine: (client: pg.Client, where: string) => Promise<void>): Promise<string> {
  if (config.databaseUrl) {
    await withOwner({ connectionString: config.databaseUrl, connectionTimeoutMillis: 10_000 }, (client) => examine(client, "DATABASE_URL"));
    return "examined";
  }
  const folder = clusterFolder(config.dataDirectory);
  const running = await runningCluster(config.dataDirectory);
  if (running) {
    await withOwner(running, (client) => examine(client, `${folder}, in use`));
    return "examined";
  }
  if (!existsSync(join(folder, "PG_VERSION"))) return "will be made at the first start";
  const cluster = await startCluster(config.dataDirectory);
  try {
    await withOwner(cluster.owner, (client) => examine(client, folder));
    return "examined";
  } finally {
    await cluster.stop();
  }
}

async function migrations(client: pg.Client): Promise<string | { note: string }> {
  const { pending } = await standingOf(client, migrationsIn(join(projectDirectory, "migrations")));
  return pending.length > 0 ? { note: `${pending.length} to apply at the next start` } : "all applied";
}
