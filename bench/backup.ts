/**
 * What a copy of a whole installation costs: taken, checked, and restored into a new one. Time and the peak of this process's memory above what
 * it held before; PostgreSQL is a process of its own. Usage: node --expose-gc bench/backup.ts [feedback items]
 */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { setUpInstallation } from "../src/capabilities/workspace/people-setup.ts";
import { projectDirectory, readConfig } from "../src/config.ts";
import { backUpTo } from "../src/platform/backups/backing-up.ts";
import { damageIn, openBackup } from "../src/platform/backups/backup-file.ts";
import { restore } from "../src/platform/backups/restoring.ts";
import { openDatabase } from "../src/platform/database.ts";
import { openAsItStands, openInstallation, withOwner } from "../src/platform/installation.ts";
import { migrationsIn } from "../src/platform/migrate.ts";
import { measured } from "./measured.ts";
import { FULL, seed } from "./seed.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
const installation = await openInstallation(readConfig({ THROUGHLINE_DATA: join(folder, "data") }));
const standing = await openAsItStands(readConfig({ THROUGHLINE_DATA: join(folder, "new") }), { filling: true });
try {
  const database = openDatabase(installation.app);
  const made = await setUpInstallation(
    { database },
    { name: "Owner", email: "owner@example.test", password: "a long enough password", workspaceName: "Bench", productName: "Product" },
  );
  await database.close();
  const owner = new pg.Client(installation.owner);
  await owner.connect();
  await seed(owner, made.workspaceId, made.productId, { ...FULL, feedback: Number(process.argv[2] ?? FULL.feedback) }, (line) =>
    console.log(line),
  );
  await owner.end();
  const path = join(folder, "backup.zip");
  const source = { ...installation, serving: () => Promise.resolve(installation.app) };
  await measured("back up", async () => {
    const { manifest } = await backUpTo(path, source, () => undefined);
    const [rows, unpacked] = manifest.tables.reduce(([some, size], table) => [some + table.rows, size + table.bytes], [0, 0]);
    return `${rows} rows, ${(unpacked / 1e6).toFixed(1)} MB in ${(statSync(path).size / 1e6).toFixed(1)} MB`;
  });
  const backup = await openBackup(path);
  await measured("check", async () => `${(await damageIn(backup)).length} damaged`);
  let at = performance.now();
  await measured("restore", async () => {
    const restored = await withOwner(standing.owner, (client) =>
      restore(client, backup, migrationsIn(join(projectDirectory, "migrations")), {
        onProgress({ table, done }) {
          if (!done) return;
          if (performance.now() - at > 500) console.log(`  ${table.name}: ${((performance.now() - at) / 1000).toFixed(1)} s`);
          at = performance.now();
        },
        beforeCommit: () => console.log(`  references, indexes, comparison: ${((performance.now() - at) / 1000).toFixed(1)} s`),
      }),
    );
    return `${restored.rows} rows`;
  });
  backup.close();
} finally {
  await standing.close();
  await installation.close();
  rmSync(folder, { recursive: true, force: true });
}
