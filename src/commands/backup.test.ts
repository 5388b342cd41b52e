import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { childEnvironment, projectDirectory } from "../config.ts";
import { commandLine } from "../test/command-line.ts";
import { firstKey, freePort, type Installed, install, ledgerRows, signIn } from "../test/installed.ts";

const WRITERS = 4;
const folder = mkdtempSync(join(tmpdir(), "throughline-backup-test-"));
const throughline = commandLine(folder);
const inside = (name: string) => commandLine(folder, { THROUGHLINE_DATA: join(folder, name) });
const file = join(folder, "running.zip");

let key: string;
/** For each writer how many of its texts were acknowledged, in order, before the copy began and after it had ended. */
const before: number[] = [];
const after: number[] = [];
let summary: { rows: number; contentHash: string };

beforeAll(async () => {
  const server = await install(join(folder, "data"), await freePort());
  try {
    ({ key } = await firstKey(server.url));
    const acknowledged = Array.from({ length: WRITERS }, () => 0);
    let running = true;
    const writers = acknowledged.map(async (_, writer) => {
      while (running) {
        await write(server, `${writer}-${acknowledged[writer]}`);
        acknowledged[writer] = (acknowledged[writer] ?? 0) + 1;
      }
    });
    await sleep(1_500);
    before.push(...acknowledged);
    const taken = await throughline(["backup", file, "--json"]);
    after.push(...acknowledged);
    running = false;
    await Promise.all(writers);
    if (taken.code !== 0) throw new Error(taken.told);
    summary = JSON.parse(taken.out);
  } finally {
    await server.stop();
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function write({ url }: Installed, text: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/feedback`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
  if (!answer.ok) throw new Error(`Writing answered ${answer.status}.`);
  await answer.body?.cancel();
}

test("a copy taken under four writers restores to a beginning of what each was told, and people sign in as before", {
  timeout: 120_000,
}, async () => {
  expect(Math.min(...before)).toBeGreaterThan(5);
  expect(Math.min(...after.map((count, writer) => count - (before[writer] ?? 0)))).toBeGreaterThan(0);
  const restored = await inside("new")(["restore", file, "--json"]);
  expect(restored, restored.told).toMatchObject({ code: 0 });
  expect(JSON.parse(restored.out)).toMatchObject({ rows: summary.rows, contentHash: summary.contentHash });

  const server = await install(join(folder, "new"), await freePort());
  try {
    const texts = [...(await ledgerRows(server.url, key)).keys()];
    for (let writer = 0; writer < WRITERS; writer++) {
      const numbers = texts.filter((text) => text.startsWith(`${writer}-`)).map((text) => Number(text.split("-")[1]));
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: numbers.length }, (_, i) => i));
      expect(numbers.length).toBeGreaterThanOrEqual(before[writer] ?? 0);
      // One more may have been committed than was acknowledged when the copy had ended.
      expect(numbers.length).toBeLessThanOrEqual((after[writer] ?? 0) + 1);
    }
    expect((await signIn(server.url)).status).toBe(200);
    expect((await signIn(server.url, "another password, quite long")).status).toBe(401);
    await write(server, "goes on");
  } finally {
    await server.stop();
  }
});

test("a restore that is killed leaves nothing, and the next one succeeds", { timeout: 180_000 }, async () => {
  for (let round = 0; round < 3; round++) {
    const data = join(folder, `killed-${round}`);
    const child = spawn(process.execPath, [join(projectDirectory, "src/command.ts"), "restore", file], {
      env: { ...childEnvironment(), THROUGHLINE_DATA: data },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = once(child, "exit");
    // It says a table once its rows are in; what is killed a moment later is filling, checking or about to commit.
    const filling = new Promise<void>((resolve) => {
      child.stderr.on("data", (text) => {
        if (String(text).includes("auth.user: ")) resolve();
      });
    });
    await Promise.race([filling, ended]);
    await sleep(round * 80);
    child.kill("SIGKILL");
    await ended;
    const again = await inside(`killed-${round}`)(["restore", file, "--json"]);
    // Killed after its commit it is all there, and so not empty.
    if (again.code === 0) expect(JSON.parse(again.out)).toMatchObject({ contentHash: summary.contentHash });
    else expect(again.told).toContain("This installation is not empty");
    const kept = await inside(`killed-${round}`)(["backup", join(folder, `kept-${round}.zip`), "--json"]);
    expect(kept, kept.told).toMatchObject({ code: 0 });
    expect(JSON.parse(kept.out)).toMatchObject({ rows: summary.rows, contentHash: summary.contentHash });
  }
});

test("a server started on what a killed restore left says that it is new, or has everything", { timeout: 60_000 }, async () => {
  const data = join(folder, "started");
  const child = spawn(process.execPath, [join(projectDirectory, "src/command.ts"), "restore", file], {
    env: { ...childEnvironment(), THROUGHLINE_DATA: data },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  await Promise.race([once(child.stderr, "data").then(() => sleep(400)), ended]);
  child.kill("SIGKILL");
  await ended;
  const server = await install(data, await freePort());
  try {
    const status: { isNew: boolean } = await (await fetch(`${server.url}/api/v1/setup`)).json();
    if (!status.isNew)
      expect((await ledgerRows(server.url, key)).size).toBeGreaterThanOrEqual(before.reduce((sum, count) => sum + count, 0));
    else expect((await signIn(server.url)).status).toBe(401);
  } finally {
    await server.stop();
  }
});

test("a copy goes to standard output or under a name of its own, and doctor tells its age", { timeout: 60_000 }, async () => {
  const named = await throughline(["backup", "--json"]);
  const { file: path } = JSON.parse(named.out);
  expect(readdirSync(join(folder, "data/backups")).map((name) => join(folder, "data/backups", name))).toEqual([path]);
  expect(existsSync(`${path}.part`)).toBe(false);
  const { out } = await throughline(["doctor", "--json"]);
  expect(JSON.parse(out).findings).toContainEqual({ check: "Last copy", state: "ok", says: `taken today: ${path}` });
  const whole = await throughline(["backup", "--verify", path]);
  expect(whole).toMatchObject({ code: 0, out: expect.stringMatching(/^The backup is whole: [\d,]+ rows/) });

  const child = spawn(process.execPath, [join(projectDirectory, "src/command.ts"), "backup", "-", "--json"], {
    env: { ...childEnvironment(), THROUGHLINE_DATA: join(folder, "data") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [first, told] = [Buffer.alloc(0), ""];
  child.stdout.on("data", (piece: Buffer) => (first = Buffer.concat([first, piece])));
  child.stderr.on("data", (text) => (told += text));
  expect(await once(child, "close")).toEqual([0, null]);
  expect(first.subarray(0, 2).toString()).toBe("PK");
  expect(JSON.parse(told.trim().split("\n").at(-1) ?? "")).toMatchObject({ contentHash: expect.any(String) });

  expect(await throughline(["backup", join(folder, "no/such/folder.zip")])).toMatchObject({
    code: 1,
    told: expect.stringContaining("could not be written to"),
  });
  expect(await throughline(["restore"])).toMatchObject({ code: 1, told: "Name one file. Usage: throughline restore FILE\n" });
});
