import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment, projectDirectory } from "../config.ts";
import { codeOf, OperatorError } from "./operator-error.ts";

export const webDirectory = join(projectDirectory, "dist/web");
const STAMP = "sources.sha256";

/** Whether the web app that lies there is that of these sources. */
export function webIsBuilt(): boolean {
  const stamp = join(webDirectory, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashOfSources(projectDirectory);
}

/** Builds the web app when it is missing or older than its sources, by their content: times say nothing after a checkout. */
export async function ensureWebApp(say: (line: string) => void): Promise<void> {
  if (webIsBuilt()) return;
  const sources = hashOfSources(projectDirectory);
  say("Building the web app …");
  const fresh = join(projectDirectory, `dist/web-${process.pid}`);
  try {
    await build(fresh);
    writeFileSync(join(fresh, STAMP), sources);
    // Moved into place whole, so that a server that runs meanwhile never serves half a build.
    const old = `${fresh}-old`;
    if (existsSync(webDirectory)) renameSync(webDirectory, old);
    renameSync(fresh, webDirectory);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    if (codeOf(error) === "EACCES" || codeOf(error) === "EROFS") {
      throw new OperatorError(
        `The web app cannot be built into ${join(projectDirectory, "dist")}: give this user the right to write there.`,
      );
    }
    throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function build(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const vite = join(projectDirectory, "node_modules/vite/bin/vite.js");
  const child = spawn(
    process.execPath,
    [vite, "build", "--configLoader", "native", "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"],
    {
      cwd: projectDirectory,
      env: { ...childEnvironment(), NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let said = "";
  child.stdout.on("data", (text) => (said += text));
  child.stderr.on("data", (text) => (said += text));
  const [code] = await once(child, "close");
  if (code !== 0) throw new OperatorError(`The web app could not be built: correct what Vite says here and start again.\n${said.trim()}`);
}

function hashOfSources(root: string): string {
  const hash = createHash("sha256");
  const files = ["src", "public"].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true }) : [],
  );
  const sources = files
    .filter((entry) => entry.isFile() && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...sources.sort(), join(root, "index.html"), join(root, "vite.config.ts"), join(root, "package-lock.json")]) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}
