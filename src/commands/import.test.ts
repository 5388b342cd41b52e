import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectDirectory } from "../config.ts";
import { commandLine } from "../test/command-line.ts";
import { freePort, install } from "../test/installed.ts";
import { unzipped } from "../test/unzipped.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-import-test-"));
const file = join(folder, "tickets.csv");
const broken = join(folder, "broken.csv");
beforeAll(async () => {
  writeFileSync(file, '"ticket","body","area"\r\n"1","The export drops the currency","billing"\r\n"2","Sign in\nis slow","access"\r\n');
  writeFileSync(broken, '"ticket","body"\n"1","fine"\n"2",""\n');
  expect(await throughline(["init", "--workspace", "Acme", "--email", "owner@example.test"], "a long enough password\n")).toMatchObject({
    code: 0,
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const throughline = commandLine(folder);
const importing = (...words: string[]) => throughline(["import", ...words, "--workspace", "Acme", "--as", "feedback"]);
const map = ["--map", "text=body", "--map", "sourceId=ticket", "--map", "label=area"];

test("the command tries a file, imports it, and knows it again, with the server stopped or running", { timeout: 120_000 }, async () => {
  expect(await importing("tickets.csv", ...map, "--dry-run")).toMatchObject({
    code: 0,
    out: "Would import 2 rows: 2 new, 0 updated, 0 unchanged.\n",
  });
  expect(await importing("tickets.csv", ...map, "--source", "desk")).toMatchObject({
    code: 0,
    out: "Imported 2 rows: 2 new, 0 updated, 0 unchanged.\n",
  });
  const server = await install(join(folder, "data"), await freePort());
  try {
    const again = await importing(file, ...map, "--source", "desk", "--json");
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ created: 0, updated: 0, unchanged: 2, batchId: null, problems: [] });
  } finally {
    await server.stop();
  }
});

test("what cannot be imported is refused in a sentence, with a code of its own for machines, and nothing is changed", {
  timeout: 120_000,
}, async () => {
  expect(await importing(broken, "--map", "text=body")).toMatchObject({
    code: 1,
    out: "",
    told: "1 of 2 rows cannot be taken, so nothing was imported. Line 3, body: The text is empty.\n",
  });
  expect(await importing(broken, "--map", "text=body", "--dry-run")).toMatchObject({
    code: 1,
    out: "Would import 2 rows: 1 new, 0 updated, 0 unchanged, 1 refused.\nLine 3, body: The text is empty.\n",
  });
  const missing = await importing(broken, "--map", "text=words", "--json");
  expect([missing.code, JSON.parse(missing.told)]).toEqual([
    1,
    { error: 'The file has no column "words"; its columns are: ticket, body.', code: "BAD_MAPPING" },
  ]);
  expect(await importing("nowhere.csv", "--map", "text=body")).toMatchObject({ code: 1, told: "The file nowhere.csv cannot be read.\n" });
  expect(await importing(file, "--map", "body")).toMatchObject({ code: 1, told: expect.stringContaining("--map text=Description") });
  expect(await importing(file)).toMatchObject({ code: 1, told: expect.stringContaining("--map text=COLUMN") });
  expect(await throughline(["import", file, "--workspace", "Other", "--as", "feedback", "--map", "text=body"])).toMatchObject({
    code: 1,
    told: 'There is no workspace "Other".\n',
  });
});

test("a format is named, days are read as they are meant, another encoding on request, and the bad rows are reported in a file", {
  timeout: 120_000,
}, async () => {
  const posts =
    '"id","title","body","author_email","author_name","board","status","moderation","tags","roadmap","vote_count","created_at","response","response_at","response_by"\n"q-1","One","Said","","","Ideas","under_review","published","","","3","2026-01-31T08:00:00Z","","",""\n';
  writeFileSync(join(folder, "posts.csv"), posts);
  expect(await importing("posts.csv", "--format", "quackback")).toMatchObject({
    code: 0,
    out: "Imported 1 rows: 1 new, 0 updated, 0 unchanged.\n",
  });
  expect(await importing("posts.csv", "--format", "nothing")).toMatchObject({
    code: 1,
    told: expect.stringMatching(/^--format is .*quackback/),
  });
  expect(await importing("posts.csv", "--format", "fider")).toMatchObject({ code: 1, out: "", told: expect.stringContaining("column") });

  writeFileSync(join(folder, "days.csv"), Buffer.from('"words","when"\n"caf\u00e9","03/04/2026"\n"bad","31/31/2026"\n', "latin1"));
  const days = ["days.csv", "--map", "text=words", "--map", "receivedAt=when"];
  expect(await importing(...days)).toMatchObject({ code: 1, told: expect.stringContaining("not valid UTF-8") });
  expect(await importing(...days, "--encoding", "latin-9")).toMatchObject({ code: 1, told: "--encoding is windows-1252.\n" });
  expect(await importing(...days, "--dates", "ymd")).toMatchObject({ code: 1, told: "--dates is dmy or mdy.\n" });
  const read = [...days, "--encoding", "windows-1252", "--dates", "dmy", "--skip-problems", "--report", "problems.csv"];
  expect(await importing(...read)).toMatchObject({ code: 0, out: expect.stringMatching(/^Imported 2 rows: 1 new, .* 1 refused\./) });
  const reported = readFileSync(join(folder, "problems.csv"), "utf8");
  expect(reported.split(/\r?\n/)).toEqual([expect.stringMatching(/line.*column.*/i), expect.stringMatching(/^3,when,.*/), ""]);
  const whole = JSON.parse((await throughline(["export", "--workspace", "Acme", "--out", "acme.zip", "--json"])).out);
  const parts = await unzipped(readFileSync(whole.file));
  const rows = String(parts.get("tables/feedback.jsonl"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rows).toContainEqual(expect.objectContaining({ text: "café", received_at: expect.stringMatching(/^2026-04-03T/) }));
});

const banking = join(projectDirectory, "../shared/data/banking77/train.csv");
test.runIf(existsSync(banking))(
  "the command brings ten thousand real questions in, each with its label",
  { timeout: 120_000 },
  async () => {
    const words = [banking, "--map", "text=text", "--map", "label=category"];
    expect(await importing(...words)).toMatchObject({ code: 0, out: "Imported 10,003 rows: 10,003 new, 0 updated, 0 unchanged.\n" });
    expect(await importing(...words)).toMatchObject({ code: 0, out: "Imported 10,003 rows: 0 new, 0 updated, 10,003 unchanged.\n" });
  },
);
