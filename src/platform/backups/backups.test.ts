import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { openPromise } from "yauzl";
import { projectDirectory, readConfig } from "../../config.ts";
import { commandLine } from "../../test/command-line.ts";
import { contentHash } from "../../test/content-hash.ts";
import { debianPostgres, hasDebianPostgres } from "../../test/debian-postgres.ts";
import { brought, filled, HOSTILE } from "../../test/filled.ts";
import { unzipped } from "../../test/unzipped.ts";
import { type World, world } from "../../test/world.ts";
import { zipped } from "../../test/zipped.ts";
import { openInstallation } from "../installation.ts";
import { migrationsIn } from "../migrate.ts";
import { OperatorError } from "../operator-error.ts";
import { backUpTo } from "./backing-up.ts";
import { damageIn, openBackup } from "./backup-file.ts";
import { tablesOf } from "./catalog.ts";
import { MANIFEST, Manifest, SECRET } from "./format.ts";
import { outdated } from "./kept.ts";

const root = mkdtempSync(join(tmpdir(), "throughline-backups-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const file = join(root, "whole.zip");
const restoring = (name: string, environment: Record<string, string> = {}) =>
  commandLine(root, { THROUGHLINE_DATA: join(root, name), ...environment });

let home: World;
let taken: Manifest;
let rowsBefore: Map<string, string>;
beforeAll(async () => {
  home = await world();
  await filled(home, HOSTILE);
  await filledBesides(home);
  rowsBefore = await rowsByTable(inject("database").owner, home.workspaceId);
  const { owner, app, authSecret } = inject("database");
  const source = { owner, serving: () => Promise.resolve(app), authSecret };
  taken = (await backUpTo(file, source, () => undefined)).manifest;
}, 120_000);

/** What no archive of a workspace holds, and a copy of the installation does. */
async function filledBesides({ admin, key, changeOf, rows, workspaceId }: World): Promise<void> {
  await key("read");
  await admin.invitations.create({ email: "somebody@example.test", access: "member", groups: ["product"] });
  const need = await admin.needs.create({ statement: "Seen from outside" });
  await admin.shareLinks.create({ kind: "need", id: need.id, label: "Board", hides: [] });
  await admin.fetch("/api/v1/feedback", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": "once" },
    body: JSON.stringify({ text: "Asked for once" }),
  });
  await changeOf((context) => admin.needs.create({ statement: "Can be taken back" }, { context }));
  await brought(admin, "feedback", { id: "sourceId", text: "text" }, "id,text\nx-2,From a file that was mended\n");
  const desk = await admin.intake.create({ name: "Desk", channel: "ticket" });
  await admin.fetch(`/api/v1/intake/${desk.address}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${desk.key}` },
    body: JSON.stringify({ ticket: { id: 1, text: "Told by a help desk" } }),
  });
  const metric = await admin.metrics.create({ name: "Pulled every day", unit: "count", interval: "day", direction: "up" });
  await admin.pulls.put({
    params: { id: metric.id },
    body: { address: "http://sink.test:9/metric.csv", format: "csv", dayPath: "day", valuePath: "value" },
  });
  // It is not due while the rows are compared.
  await rows("update metric_pulls set next_at = now() + interval '1 day' where workspace_id = $1", [workspaceId]);
  await rows(
    "insert into readiness_days (workspace_id, subject_id, \"on\", quality, met, applicable, value) values ($1, $1, '2026-01-31', 'informed', 1, 2, 0.5)",
    [workspaceId],
  );
  const hook = await admin.webhooks.create({ url: "http://sink.test:9/nobody", name: "Nobody listens", topics: ["need"] });
  await admin.webhooks.test({ id: hook.id });
  // Until nothing about it changes any more.
  await vi.waitFor(
    async () => {
      const { items } = await admin.webhooks.deliveries({ id: hook.id });
      if (items.some(({ state }) => state === "waiting")) throw new Error("A message still waits.");
    },
    { timeout: 20_000 },
  );
}

/** A digest of a workspace's rows in each table that knows workspaces, as the owner of any database sees them. */
async function rowsByTable(owner: pg.PoolConfig, workspaceId: string): Promise<Map<string, string>> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    const found = new Map<string, string>();
    for (const { schema, name, columns } of await tablesOf(client)) {
      const home = name === "workspaces" ? "id" : "workspace_id";
      if (schema !== "public" || !columns.includes(home)) continue;
      const { rows } = await client.query(
        `select count(*) || ' ' || md5(coalesce(string_agg(t, E'\\n' order by t collate "C"), '')) as sum from (select to_jsonb(x)::text as t from ${name} x where ${home} = $1) y`,
        [workspaceId],
      );
      found.set(name, rows[0].sum);
    }
    return found;
  } finally {
    await client.end();
  }
}

async function embedded<T>(name: string, work: (owner: pg.PoolConfig) => Promise<T>): Promise<T> {
  const installation = await openInstallation(readConfig({ THROUGHLINE_DATA: join(root, name) }));
  try {
    return await work(installation.owner);
  } finally {
    await installation.close();
  }
}

async function hashIn(owner: pg.PoolConfig, workspaceId: string): Promise<string> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    return await contentHash({ workspaceId, rows: async (sql, parameters) => (await client.query(sql, parameters)).rows });
  } finally {
    await client.end();
  }
}

test("every row of every table comes back as it was, in a new installation, with its secret", { timeout: 120_000 }, async () => {
  // Whoever adds a table fills it above, or in filled.ts.
  expect([...rowsBefore].filter(([, sum]) => sum.startsWith("0 ")).map(([name]) => name)).toEqual([]);
  const restored = await restoring("same")(["restore", file, "--json"]);
  expect(restored, restored.told).toMatchObject({ code: 0 });
  expect(JSON.parse(restored.out)).toMatchObject({ contentHash: taken.contentHash, migrated: [], secretTaken: true });
  expect(readFileSync(join(root, "same/auth-secret"), "utf8").trim()).toBe(inject("database").authSecret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await embedded("same", async (owner) => {
    expect(await rowsByTable(owner, home.workspaceId)).toEqual(rowsBefore);
    expect(await hashIn(owner, home.workspaceId)).toBe(await contentHash(home));
  });
  const again = await restoring("same")(["backup", join(root, "again.zip"), "--json"]);
  expect(JSON.parse(again.out)).toMatchObject({ contentHash: taken.contentHash, rows: JSON.parse(restored.out).rows });
});

test("what was restored goes on: triggers, references, isolation and counters are there again", { timeout: 60_000 }, async () => {
  const shape = async (owner: pg.PoolConfig) => {
    const client = new pg.Client(owner);
    await client.connect();
    const { rows } = await client.query(`
      select 'trigger ' || tgrelid::regclass::text || ' ' || tgname || ' ' || tgenabled::text as said from pg_trigger where not tgisinternal
      union all select 'constraint ' || conrelid::regclass::text || ' ' || conname || ' ' || convalidated || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid <> 0
      union all select pg_get_indexdef(indexrelid) from pg_index join pg_class c on c.oid = indrelid where relnamespace in ('public'::regnamespace, 'auth'::regnamespace)
      union all select 'isolation ' || oid::regclass::text || ' ' || relrowsecurity || relforcerowsecurity || ' ' || coalesce(relacl::text, '') from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
      union all select 'policy ' || polrelid::regclass::text || ' ' || polname from pg_policy order by 1`);
    await client.end();
    return rows.map(({ said }) => said);
  };
  const [there, counter] = await embedded("same", async (owner) => {
    const client = new pg.Client(owner);
    await client.connect();
    const { rows } = await client.query(
      "select (select max(position) from change_rows) < nextval('change_rows_position_seq') as above, (select count(*) from change_rows)::int as rows",
    );
    await client.end();
    return [await shape(owner), rows[0]];
  });
  expect(there).toEqual(await shape(inject("database").owner));
  expect(counter).toMatchObject({ above: true });
});

test("a flipped byte is detected in every part and the part is named; nothing is restored", { timeout: 120_000 }, async () => {
  const bytes = readFileSync(file);
  const zip = await openPromise(file, { autoClose: false });
  const flipped = join(root, "flipped.zip");
  const unnamed: string[] = [];
  const parts: string[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      const damaged = Buffer.from(bytes);
      const at = fileDataStart + (entry.compressedSize > 8 ? Math.floor(entry.compressedSize / 2) : 0);
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      writeFileSync(flipped, damaged);
      parts.push(entry.fileName);
      const name = entry.fileName.replace(/^tables\/(public\.)?(.+)\.copy$/, "the table $2");
      const said = await damageOf(flipped);
      if (said.length !== 1 || !said[0]?.includes(`is damaged in ${name}`)) unnamed.push(`${entry.fileName}: ${said.join(" ")}`);
    }
  } finally {
    zip.close();
  }
  expect(unnamed).toEqual([]);
  expect(parts).toEqual(expect.arrayContaining([MANIFEST, SECRET, "tables/public.feedback.copy", "tables/auth.user.copy"]));
  // The last one flipped is the manifest; a table now, from the command line.
  const whole = await unzipped(bytes);
  const feedback = whole.get("tables/public.feedback.copy");
  if (feedback) feedback[10] = (feedback[10] ?? 0) ^ 1;
  writeFileSync(flipped, await zipped([...whole]));
  const refused = await restoring("damaged")(["restore", flipped]);
  expect(refused).toMatchObject({
    code: 1,
    out: "",
    told: expect.stringMatching(/is damaged in the table feedback: .*\nNothing was changed\.\n$/s),
  });
  const verdict = await restoring("damaged")(["backup", "--verify", flipped, "--json"]);
  expect(verdict.code).toBe(1);
  expect(JSON.parse(verdict.out)).toMatchObject({ ok: false, damage: [expect.stringContaining("the table feedback")] });
});

async function damageOf(path: string): Promise<string[]> {
  try {
    const backup = await openBackup(path);
    try {
      return await damageIn(backup);
    } finally {
      backup.close();
    }
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return [error.message];
  }
}

test("wherever a byte flips or the file ends, it is refused in a sentence or holds every row all the same", {
  timeout: 120_000,
}, async () => {
  const bytes = readFileSync(file);
  const broken = join(root, "broken.zip");
  for (let round = 0; round < 60; round++) {
    const damaged = Buffer.from(bytes);
    const at = (round * 7_919 + 13) % bytes.length;
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (round % 8));
    writeFileSync(broken, damaged);
    for (const sentence of await damageOf(broken)) expect(sentence).toMatch(/^(The backup )?\S.* (damaged|no backup|lacks|format)/);
  }
  for (const length of [0, 1, 100, Math.floor(bytes.length / 2), bytes.length - 1]) {
    writeFileSync(broken, bytes.subarray(0, length));
    expect(await damageOf(broken)).toEqual([expect.stringContaining("is no backup, or its end is missing.")]);
  }
  expect(await damageOf(join(root, "absent.zip"))).toEqual([expect.stringContaining("cannot be read")]);
});

test("an installation that is not empty, one that is served, and a newer backup are refused, and nothing changes", {
  timeout: 120_000,
}, async () => {
  const before = await embedded("same", (owner) => hashIn(owner, home.workspaceId));
  const full = await restoring("same")(["restore", file]);
  expect(full).toMatchObject({ code: 1, told: expect.stringMatching(/This installation is not empty \(there are rows in \S+\)/) });
  expect(await embedded("same", (owner) => hashIn(owner, home.workspaceId))).toBe(before);

  await embedded("served", async () => {
    const busy = await restoring("served")(["restore", file]);
    expect(busy).toMatchObject({ code: 1, told: expect.stringContaining("Another Throughline is using") });
  });

  const whole = await unzipped(readFileSync(file));
  const manifest = Manifest.parse(JSON.parse(String(whole.get(MANIFEST))));
  const newer = { ...manifest, product: "9.9.9", migrations: [...manifest.migrations, { name: "9999_future.sql", hash: "x" }] };
  whole.set(MANIFEST, Buffer.from(JSON.stringify(newer)));
  writeFileSync(join(root, "newer.zip"), await zipped([...whole]));
  expect(await restoring("newer")(["restore", join(root, "newer.zip")])).toMatchObject({
    code: 1,
    told: "The backup was made by a newer Throughline (9.9.9, it has 9999_future.sql): update this one first. Nothing was changed.\n",
  });
  whole.set(MANIFEST, Buffer.from(JSON.stringify({ ...manifest, version: 99 })));
  writeFileSync(join(root, "newer.zip"), await zipped([...whole]));
  expect(await damageOf(join(root, "newer.zip"))).toEqual([expect.stringContaining("has the format 99")]);
  expect(await restoring("same")(["backup", file])).toMatchObject({ code: 1, told: `There is a file ${file} already.\n` });
  expect(await restoring("never")(["backup", join(root, "never.zip")])).toMatchObject({
    code: 1,
    told: expect.stringContaining("There is no installation in"),
  });
});

const all = migrationsIn(join(projectDirectory, "migrations"));
/** As many migrations as earlier installations have seen: when imports came, when webhooks came, and one fewer than today. */
const EARLIER = [6, 13, all.length - 1];
test.each(EARLIER)("a backup of the tables after %i migrations is restored and brought up to date", { timeout: 300_000 }, async (count) => {
  const [past, present] = [`past-${count}`, `present-${count}`];
  const config = readConfig({ THROUGHLINE_DATA: join(root, past) });
  const old = await openInstallation(config, { migrations: all.slice(0, count) });
  const client = new pg.Client(old.owner);
  await client.connect();
  await client.query(`
    insert into workspaces (id, slug, name, currency, created_at) values ('01900000-0000-7000-8000-000000000001', 'old', 'Old', 'EUR', now());
    insert into products (workspace_id, slug, name) values ('01900000-0000-7000-8000-000000000001', 'p', 'Product')`);
  await client.end();
  const source = { owner: old.owner, serving: () => Promise.resolve(old.app), authSecret: old.authSecret };
  const { manifest } = await backUpTo(join(root, `${past}.zip`), source, () => undefined);
  await old.close();
  expect(manifest.schema).toBe(all[count - 1]?.name);
  const restored = await restoring(present)(["restore", join(root, `${past}.zip`), "--json"]);
  expect(restored, restored.told).toMatchObject({ code: 0 });
  expect(JSON.parse(restored.out)).toMatchObject({ migrated: all.slice(count).map(({ name }) => name) });
  await embedded(present, async (owner) => {
    const found = new pg.Client(owner);
    await found.connect();
    const { rows } = await found.query(
      "select w.name, p.name as product, (select count(*)::int from webhooks) as webhooks from workspaces w, products p",
    );
    await found.end();
    expect(rows).toEqual([{ name: "Old", product: "Product", webhooks: 0 }]);
  });
});

test.skipIf(!hasDebianPostgres)(
  "from the embedded server to a PostgreSQL 15 whose owner is no superuser, and back",
  {
    timeout: 240_000,
  },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "throughline-pg15-"));
    const server = await debianPostgres(folder);
    try {
      const admin = new pg.Client(server.url("owner", "postgres"));
      await admin.connect();
      await admin.query("create role maker login createrole");
      await admin.query("create database made owner maker");
      const onServer = restoring("on-server", { DATABASE_URL: server.url("maker", "made") });
      // Started once and not set up is empty too.
      await (
        await openInstallation(readConfig({ THROUGHLINE_DATA: join(root, "on-server"), DATABASE_URL: server.url("maker", "made") }))
      ).close();
      const serving = new pg.Client({ connectionString: server.url("owner", "made"), application_name: "throughline" });
      await serving.connect();
      expect(await onServer(["restore", file])).toMatchObject({
        code: 1,
        told: expect.stringContaining("A Throughline is running on this database"),
      });
      await serving.end();
      const there = await onServer(["restore", file, "--json"]);
      expect(there, there.told).toMatchObject({ code: 0 });
      expect(JSON.parse(there.out)).toMatchObject({ contentHash: taken.contentHash });
      expect(await rowsByTable({ connectionString: server.url("owner", "made") }, home.workspaceId)).toEqual(rowsBefore);

      const out = await onServer(["backup", join(root, "server.zip"), "--json"]);
      expect(out, out.told).toMatchObject({ code: 0 });
      expect(JSON.parse(out.out)).toMatchObject({ contentHash: taken.contentHash });
      const back = await restoring("back")(["restore", join(root, "server.zip"), "--json"]);
      expect(JSON.parse(back.out)).toMatchObject({ contentHash: taken.contentHash });
      await embedded("back", async (owner) => expect(await rowsByTable(owner, home.workspaceId)).toEqual(rowsBefore));
      await admin.end();
    } finally {
      server.stop("immediate");
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test("of the copies before updates the newest stay, and the young ones; nothing else is touched", () => {
  const names = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-03-20", "2026-03-30"].map(
    (day) => `${day}T10-00-00-before-0009_share_links.zip`,
  );
  const others = ["2025-01-01T00-00-00.zip", "before-everything.zip", "2025-01-01T00-00-00-before-x.zip.part"];
  const now = new Date("2026-04-01T00:00:00Z");
  const going = (backupsKept: number, backupsKeptDays: number) =>
    outdated([...names, ...others], { backupsKept, backupsKeptDays }, now).sort();
  expect(going(2, 30)).toEqual(names.slice(0, 3));
  expect(going(5, 30)).toEqual([]);
  expect(going(1, 365)).toEqual([]);
  expect(going(1, 0)).toEqual(names.slice(0, 4));
});
