/**
 * What leaving and coming back costs: a workspace of full size as an archive, loaded again, and its feedback as CSV and workbook. Time and the
 * peak of this process's memory above what it held before; PostgreSQL is a process of its own. Usage: node bench/archive.ts [feedback items]
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { archiveWorkspace } from "../src/capabilities/exports/archiving.ts";
import { listRoutes } from "../src/capabilities/exports/list-routes.ts";
import { loadArchive } from "../src/capabilities/exports/loading.ts";
import { rulesOfTables } from "../src/capabilities/exports/table-rules.ts";
import { commandLine, setUpInstallation } from "../src/capabilities/workspace/people-setup.ts";
import { readConfig } from "../src/config.ts";
import { openDatabase } from "../src/platform/database.ts";
import { openInstallation } from "../src/platform/installation.ts";
import { openLiveHub } from "../src/platform/live.ts";
import { tables } from "../src/tables.ts";
import { measured } from "./measured.ts";
import { FULL, seed } from "./seed.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
const config = readConfig({ THROUGHLINE_DATA: join(folder, "data") });
const installation = await openInstallation(config, { say: () => undefined });
const database = openDatabase(installation.app);
const live = openLiveHub(installation.app, database.pool);
const around = { database, live, reactions: {}, now: new Date().toISOString(), reply: new Headers() };
const feedback = Number(process.argv[2] ?? FULL.feedback);

const megabytes = (path: string) => `${(statSync(path).size / 1e6).toFixed(1)} MB`;

try {
  const made = await setUpInstallation(
    { database },
    { name: "Owner", email: "owner@example.test", password: "a long enough password", workspaceName: "Bench", productName: "Product" },
  );
  const owner = new pg.Client(installation.owner);
  await owner.connect();
  await seed(owner, made.workspaceId, made.productId, { ...FULL, feedback }, (line) => console.log(line));
  await owner.query("analyze");
  await owner.end();
  const actor = { ...commandLine, workspaceId: made.workspaceId };
  const path = join(folder, "archive.zip");
  let hash = "";
  await measured("archive", async () => {
    const { manifest, rows } = await archiveWorkspace(around, actor, path);
    hash = manifest.contentHash;
    return `${rows} rows, ${megabytes(path)}`;
  });
  await measured("load", async () => {
    let at = performance.now();
    let table = "beginning";
    const onProgress = (progress: { table: string; rows: number; of: number }) => {
      if (progress.table === table) return;
      // The rows of a table go over into it once all of them are staged, before the next one begins.
      if (performance.now() - at > 1_000)
        console.log(`  ${table} until ${progress.table}: ${((performance.now() - at) / 1000).toFixed(1)} s`);
      at = performance.now();
      table = progress.table;
    };
    const loaded = await loadArchive(around, { path, workspaceName: "Again", loader: null, rules: rulesOfTables(tables), onProgress });
    return `${loaded.rows} rows, same hash: ${loaded.contentHash === hash}`;
  });
  for (const route of listRoutes.filter(({ path: address }) => address.startsWith("/api/v1/feedback.")))
    await measured(route.path, async () => {
      const request = new Request(`http://bench.test${route.path}`);
      const answer = await route.handle(request, Object.assign(Object.create(null), around, { actor }));
      let bytes = 0;
      for await (const piece of answer.body ?? []) bytes += piece.byteLength;
      return `${(bytes / 1e6).toFixed(1)} MB`;
    });
} finally {
  await live.close();
  await database.close();
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
}
