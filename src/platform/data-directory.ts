import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

/** Puts a secret of another installation in the place of this one's. */
export function replaceSecret(dataDirectory: string, name: string, secret: string): void {
  const fresh = join(dataDirectory, `.${name}-${process.pid}`);
  writeFileSync(fresh, `${secret}\n`, { mode: 0o600, flush: true });
  renameSync(fresh, join(dataDirectory, name));
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

export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}
