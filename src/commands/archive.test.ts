import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLine } from "../test/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-archive-test-"));
beforeAll(async () => {
  writeFileSync(join(folder, "tickets.csv"), "ticket,body\n1,The export drops the currency\n2,=SUM(A1)\n");
  await done(["init", "--workspace", "Acme", "--email", "owner@example.test"], "a long enough password\n");
  await done(["import", "tickets.csv", "--workspace", "Acme", "--as", "feedback", "--map", "text=body", "--map", "sourceId=ticket"]);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const throughline = commandLine(folder);
async function done(words: string[], input?: string) {
  const ended = await throughline(words, input);
  expect(ended, ended.told).toMatchObject({ code: 0 });
  return ended.out;
}

test("a workspace leaves by one command, comes back by another as a new one, and is the same", { timeout: 180_000 }, async () => {
  const first = JSON.parse(await done(["export", "--workspace", "Acme", "--out", "acme.zip", "--json"]));
  expect(first).toMatchObject({ file: join(folder, "acme.zip") });
  expect(existsSync(join(folder, "acme.zip.part"))).toBe(false);
  const second = await throughline(["export", "--workspace", "Acme", "--out", "acme.zip"]);
  expect(second).toMatchObject({ code: 1, told: expect.stringContaining("There is a file") });

  const loaded = JSON.parse(await done(["load", "acme.zip", "--workspace", "Acme again", "--admin", "owner@example.test", "--json"]));
  expect(loaded).toMatchObject({ slug: "acme-again", rows: first.rows, contentHash: first.contentHash, waiting: 0 });
  const nobody = JSON.parse(await done(["load", "acme.zip", "--workspace", "Nobody's", "--json"]));
  expect(nobody).toMatchObject({ slug: "nobodys", waiting: 1 });
  const again = JSON.parse(await done(["export", "--workspace", "acme-again", "--out", "again.zip", "--json"]));
  expect(again.contentHash).toBe(first.contentHash);
});

test("what cannot be loaded is refused in a sentence", { timeout: 120_000 }, async () => {
  expect(await throughline(["load", "tickets.csv", "--workspace", "New", "--json"])).toMatchObject({
    code: 1,
    told: expect.stringContaining('"code":"NO_ARCHIVE"'),
  });
  expect(await throughline(["load", "acme.zip", "--workspace", "New", "--admin", "stranger@example.test"])).toMatchObject({
    code: 1,
    told: "Nobody has an account with the address stranger@example.test.\n",
  });
  expect(await throughline(["load", "absent.zip", "--workspace", "New"])).toMatchObject({
    code: 1,
    told: "The file absent.zip cannot be read.\n",
  });
});
