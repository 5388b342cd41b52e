/**
 * What bringing rows in costs: 100,000 of them with labels, accounts and dates, as `throughline import` does it; and how soon files are refused
 * that should be. Time and the peak of this process's memory above what it held before; PostgreSQL is a process of its own.
 * Usage: node --expose-gc bench/import.ts [rows]
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { uploaded } from "../src/capabilities/imports/uploads.ts";
import { runImport } from "../src/capabilities/imports/writing.ts";
import { commandLine, setUpInstallation } from "../src/capabilities/workspace/people-setup.ts";
import { readConfig } from "../src/config.ts";
import { openDatabase } from "../src/platform/database.ts";
import { openInstallation } from "../src/platform/installation.ts";
import { openLiveHub } from "../src/platform/live.ts";
import { reactions } from "../src/reactions.ts";
import { HOSTILE_FILES } from "../src/test/hostile-files.ts";
import { measured } from "./measured.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
const installation = await openInstallation(readConfig({ THROUGHLINE_DATA: join(folder, "data") }));
const database = openDatabase(installation.app);
const live = openLiveHub(installation.app, database.pool);
const around = { database, live, reactions, now: new Date().toISOString(), reply: new Headers() };
const rows = Number(process.argv[2] ?? 100_000);

async function* lines() {
  yield "id,text,title,email,company,when,label\n";
  for (let i = 0; i < rows; i += 1)
    yield `t-${i},"The export number ${i} drops the currency, and we would like it to stay since it saves us an hour a week.",Request ${i},person${i % 20_000}@company${i % 5_000}.example,Company ${i % 5_000},2026-0${1 + (i % 9)}-1${i % 10},area ${i % 30}\n`;
}
const mapping = {
  ...{ id: "sourceId", text: "text", title: "title", email: "authorEmail" },
  ...{ company: "account:name", when: "receivedAt", label: "label" },
};

try {
  const { workspaceId } = await setUpInstallation(
    { database },
    { name: "Owner", email: "owner@example.test", password: "a long enough password", workspaceName: "Bench", productName: "Product" },
  );
  const actor = { ...commandLine, workspaceId };
  const path = join(folder, "rows.csv");
  await pipeline(Readable.from(lines()), createWriteStream(path));
  const request = { fileName: "rows.csv", target: "feedback" as const, mapping, dryRun: false, skipProblems: false };
  const file = { bytes: () => createReadStream(path), path: () => Promise.resolve(path) };
  for (const what of ["import", "the same file again"])
    await measured(what, async () => {
      const [started, before] = [performance.now(), process.cpuUsage()];
      let checked = 0;
      const onProgress = ({ phase }: { phase: string }) => {
        if (phase === "checking") checked = performance.now();
      };
      const { created, unchanged, accountsCreated } = await runImport(around, actor, { ...request, file }, { onProgress });
      const cpu = process.cpuUsage(before);
      return `${((checked - started) / 1000).toFixed(1)} s of it checking, ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s CPU of ours; ${created} new, ${unchanged} unchanged, ${accountsCreated} accounts made`;
    });
  for (const { name, bytes } of HOSTILE_FILES) {
    const pieces = bytes()[Symbol.asyncIterator]();
    await measured(`refused: ${name}`, async () => {
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        async pull(controller) {
          const next = await pieces.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        },
      });
      const sent = await uploaded(body, true);
      try {
        await runImport(around, actor, { ...request, mapping: { id: "sourceId", text: "text" }, file: sent });
        return "TAKEN";
      } catch (error) {
        return error instanceof Error ? error.message.slice(0, 90) : String(error);
      } finally {
        await sent.remove();
      }
    });
  }
} finally {
  await live.close();
  await database.close();
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
}
