import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "../config.ts";
import { codeOf, OperatorError } from "./operator-error.ts";

/** @throws OperatorError when it cannot be made or written */
export function prepareDataDirectory(dataDirectory: string): void {
  const probe = join(dataDirectory, `.writable-${process.pid}`);
  try {
    mkdirSync(dataDirectory, { recursive: true });
    writeFileSync(probe, "1");
    rmSync(probe);
  } catch (error) {
    if (codeOf(error) === "ENOSPC") throw new OperatorError(`The disk that holds ${dataDirectory} is full: make room and start again.`);
    if (codeOf(error) === "ENOTDIR" || codeOf(error) === "EEXIST") {
      throw new OperatorError(`${dataDirectory} is not a folder: set THROUGHLINE_DATA to one.`);
    }
    throw new OperatorError(
      `The data directory ${dataDirectory} cannot be written (${codeOf(error)}): give this user the right to, or set THROUGHLINE_DATA to another folder.`,
    );
  }
}

/** A secret of this installation, if it was made already. */
export function secretIn(dataDirectory: string, name: string): string | undefined {
  const file = join(dataDirectory, name);
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/** A secret of this installation, made at the first call; readable by its owner only. */
export function ensureSecret(dataDirectory: string, name: string): string {
  const known = secretIn(dataDirectory, name);
  if (known) return known;
  const fresh = join(dataDirectory, `.${name}-${process.pid}`);
  writeFileSync(fresh, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flush: true });
  try {
    // A link appears whole or not at all, and of two processes only one makes it.
    linkSync(fresh, join(dataDirectory, name));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(fresh);
  }
  return ensureSecret(dataDirectory, name);
}

/** Bytes that this user may still write there. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

export function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

const COPIES_KEPT = 2;
/** Only what we named ourselves is ever removed. */
const COPY = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-before-/;
/** What stays free beside a copy, for the update itself. */
const RESERVE_BYTES = 512 * 1024 * 1024;

/**
 * Copies a stopped database folder to `copies/`, with its owner and rights, and keeps the last two.
 * @returns where the copy lies, or nothing when there is no room for one
 */
export async function copyStopped(
  folder: string,
  dataDirectory: string,
  label: string,
  say: (line: string) => void,
): Promise<string | undefined> {
  const size = bytesIn(folder);
  const free = freeBytes(dataDirectory);
  if (free < size + RESERVE_BYTES) {
    say(
      `No room for a copy of the database before it is updated (${megabytes(size + RESERVE_BYTES)} needed, ${megabytes(free)} free); updating without one.`,
    );
    return undefined;
  }
  say(`Copying the database before it is updated (${megabytes(size)}) …`);
  const copies = join(dataDirectory, "copies");
  mkdirSync(copies, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(copies).filter((each) => COPY.test(each) && each.endsWith(".partial")))
    rmSync(join(copies, name), { recursive: true });
  const copy = join(copies, `${new Date().toISOString().replaceAll(":", "-").slice(0, 19)}-before-${label}`);
  const [code] = await once(
    spawn("cp", ["-a", folder, `${copy}.partial`], { env: childEnvironment(), stdio: ["ignore", "ignore", "inherit"] }),
    "exit",
  );
  if (code !== 0)
    throw new OperatorError(`The database could not be copied to ${copy} before its update: mend what cp said above and start again.`);
  renameSync(`${copy}.partial`, copy);
  const ours = readdirSync(copies).filter((name) => COPY.test(name));
  for (const name of ours.sort().slice(0, -COPIES_KEPT)) rmSync(join(copies, name), { recursive: true });
  return copy;
}

export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}
