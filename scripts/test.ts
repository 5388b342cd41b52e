// `npm test`: everything we promise, one step after the other; the first that fails ends it.
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
const reports = mkdtempSync(join(tmpdir(), "throughline-reports-"));
const total = { passed: 0, failed: 0, skipped: 0 };

type Outcome = { ok: boolean; output: string };
type Step = { name: string; run: () => Promise<Outcome> };

const steps: Step[] = [
  { name: "Chromium", run: ensureChromium },
  {
    name: "Lint",
    run: () =>
      inOrder(
        () => run(bin("biome"), ["check", "--error-on-warnings"]),
        () => run(process.execPath, ["scripts/check-imports.ts"]),
      ),
  },
  { name: "Types", run: () => run(bin("tsc"), ["--noEmit", "--project", "."]) },
  {
    name: "Web app and its size",
    run: () =>
      inOrder(
        () => run(process.execPath, ["scripts/build.ts"]),
        () => run(process.execPath, ["scripts/size-check.ts"], { show: true }),
      ),
  },
  { name: "Unit and API tests", run: () => vitest("unit", Math.max(2, availableParallelism() - 1)) },
  { name: "Browser tests", run: () => vitest("browser", Math.max(2, availableParallelism() - 1)) },
];

let failed = false;
for (const step of steps) {
  const started = performance.now();
  const { ok, output } = await step.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (!ok && output) console.log(output.trimEnd());
  console.log(`${ok ? "✓" : "✗"} ${step.name} (${seconds} s)`);
  if (ok) continue;
  failed = true;
  break;
}
rmSync(reports, { recursive: true, force: true });
// A step without tests that fails is a failure too.
if (failed && total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(failed ? 1 : 0);

/** Runs a program; what it says is kept for the case that it fails, or shown at once. */
function run(program: string, words: string[], { show = false } = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { cwd: root, stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"] });
    let output = "";
    child.stdout?.on("data", (text) => (output += text));
    child.stderr?.on("data", (text) => (output += text));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

async function inOrder(...parts: (() => Promise<Outcome>)[]): Promise<Outcome> {
  for (const part of parts) {
    const outcome = await part();
    if (!outcome.ok) return outcome;
  }
  return { ok: true, output: "" };
}

/** API tests mostly wait, for starts and kills: two files at once find room on two cores; browsers fill them alone. */
async function vitest(project: string, filesAtOnce: number): Promise<Outcome> {
  const report = join(reports, `${project}.json`);
  const words = [
    "run",
    "--project",
    project,
    `--maxWorkers=${filesAtOnce}`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const outcome = await run(process.execPath, [bin("vitest"), ...words], { show: true });
  if (existsSync(report)) {
    const counted = JSON.parse(readFileSync(report, "utf8"));
    total.passed += counted.numPassedTests;
    total.failed += counted.numFailedTests;
    total.skipped += counted.numPendingTests + counted.numTodoTests;
  }
  return outcome;
}

/** The browser that the browser tests drive: one that is there, or on Debian and Ubuntu the system's own package. */
async function ensureChromium(): Promise<Outcome> {
  const given = process.env.CHROMIUM_PATH;
  if (given) return isProgram(given) ? found(given) : { ok: false, output: `CHROMIUM_PATH is ${given}, which cannot be run.` };
  const present = onPath("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  if (present) return found(present);
  if (process.getuid?.() === 0 && onPath("apt-get")) {
    console.log("Installing Chromium from the system's packages …");
    const installed = await inOrder(
      () => run("apt-get", ["update", "-q"]),
      () => run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"]),
    );
    const chromium = onPath("chromium");
    if (installed.ok && chromium) return found(chromium);
    console.log(installed.output.trimEnd());
  }
  const command = process.platform === "darwin" ? "brew install --cask chromium" : "sudo apt-get install -y chromium";
  return {
    ok: false,
    output: `The browser tests need Chromium. Install it (${command}), or set CHROMIUM_PATH to a Chromium or Chrome, and run npm test again.`,
  };
}

function found(program: string): Outcome {
  process.env.CHROMIUM_PATH = program;
  return { ok: true, output: "" };
}

function onPath(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
