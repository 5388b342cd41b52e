import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { projectDirectory } from "../config.ts";
import { OperatorError } from "./operator-error.ts";

/** @throws OperatorError under a Node that cannot run this */
export function checkNode(version = process.versions.node): void {
  if (Number.parseInt(version, 10) >= 24) return;
  throw new OperatorError(`Throughline runs on Node 24, and this is ${version}: start it with "npm start", which brings its own.`);
}

/** Keeps what Node makes of our sources for the next start: a third less work before the first answer. */
export function keepCompiled(): void {
  enableCompileCache(join(projectDirectory, "node_modules/.cache/throughline"));
}
