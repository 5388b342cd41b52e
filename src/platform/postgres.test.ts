import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { runningCluster, startCluster } from "./postgres.ts";

const root = mkdtempSync(join(tmpdir(), "throughline-cluster-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const folder = (name: string) => {
  mkdirSync(join(root, name));
  return join(root, name);
};

/** A process of its own that starts the cluster, prints "ready", and holds it until it is killed. */
async function holder(dataDirectory: string): Promise<ChildProcess> {
  const source = `import { startCluster } from ${JSON.stringify(import.meta.resolve("./postgres.ts"))};
    await startCluster(${JSON.stringify(dataDirectory)}); console.log("ready");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

/** Kills a process and waits until it is gone: until then it still holds what it held. */
async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function rowsOf<Row extends pg.QueryResultRow>(login: pg.PoolConfig, sql: string): Promise<Row[]> {
  const client = new pg.Client(login);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

test("it runs PostgreSQL 18 durably, in a sort order that no system library changes", async () => {
  const cluster = await startCluster(folder("durable"));
  const [found] = await rowsOf(
    cluster.owner,
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync, current_setting('listen_addresses') as listens,
      current_setting('synchronous_commit') as commits, (select datlocprovider::text || datlocale from pg_database where datname = current_database()) as locale`,
  );
  expect(found).toEqual({ major: 18, fsync: "on", listens: "", commits: "on", locale: "bC.UTF-8" });
  await cluster.stop();
});

test("a second process on the directory is refused within two seconds, and the first is not disturbed", async () => {
  const data = folder("shared");
  const first = await holder(data);
  const started = Date.now();
  await expect(startCluster(data)).rejects.toThrow(`Another Throughline is using ${data}`);
  expect(Date.now() - started).toBeLessThan(2000);
  const login = await runningCluster(data);
  expect(login && (await rowsOf(login, "select 1 as one"))).toEqual([{ one: 1 }]);
  await killed(first);
});

test("what was committed before a SIGKILL is there at the next start, which needs no help", async () => {
  const data = folder("killed");
  const first = await holder(data);
  const login = await runningCluster(data);
  if (!login) throw new Error("the holder is not found");
  await rowsOf(login, "create table kept (word text); ");
  await rowsOf(login, "insert into kept values ('acknowledged')");
  await killed(first);
  const second = await startCluster(data);
  expect(await rowsOf(second.owner, "select word from kept")).toEqual([{ word: "acknowledged" }]);
  await second.stop();
  expect(await runningCluster(data)).toBeUndefined();
});

test("the server and its holder may be killed together", async () => {
  const data = folder("both-killed");
  const first = await holder(data);
  const server = Number(readFileSync(join(data, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
  const gone = killed(first);
  process.kill(server, "SIGKILL");
  await gone;
  const second = await startCluster(data);
  await second.stop();
});

test.runIf(process.platform === "linux")("a server whose watchdog died too is stopped by the next start", async () => {
  const data = folder("orphan");
  const first = await holder(data);
  const server = readFileSync(join(data, "postgres/postmaster.pid"), "utf8").split("\n")[0] ?? "";
  const [watchdog = ""] = childrenOf(server).filter((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "sh");
  const reader = childrenOf(watchdog);
  for (const pid of [watchdog, ...reader]) process.kill(Number(pid), "SIGKILL");
  await killed(first);
  const second = await startCluster(data);
  await second.stop();
});

function childrenOf(pid: string): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
}

test.each([
  ["whose number went to another process", `${process.pid}\n`],
  ["whose process is gone", "999999999\n"],
  ["that was left half written", ""],
])("a pid file %s does not stand in the way, and nothing is lost", async (_what, start) => {
  const data = folder(`stale-${start.trim()}`);
  const first = await startCluster(data);
  await rowsOf(first.owner, "create table kept as select 'here' as word");
  await first.stop();
  writeFileSync(join(data, "postgres/postmaster.pid"), start && `${start}${data}/postgres\n1\n5432\n${data}/postgres\n\n  1 1\nready\n`);
  const second = await startCluster(data);
  expect(await rowsOf(second.owner, "select word from kept")).toEqual([{ word: "here" }]);
  await second.stop();
});

test("a deep folder, too long for a socket, is served all the same", async () => {
  const data = folder("d".repeat(120));
  const cluster = await startCluster(data);
  expect(await rowsOf(cluster.owner, "select 1 as one")).toEqual([{ one: 1 }]);
  await cluster.stop();
  expect(existsSync(String(cluster.owner.host))).toBe(false);
});

test("a folder that holds something else is left alone", async () => {
  const data = folder("other");
  mkdirSync(join(data, "postgres"));
  writeFileSync(join(data, "postgres/letter.txt"), "dear");
  await expect(startCluster(data)).rejects.toThrow("is not a database of Throughline");
});

test("backends that crash do not free the directory", async () => {
  const data = folder("crash");
  const cluster = await startCluster(data);
  const [backend] = await rowsOf<{ pid: number }>(
    cluster.owner,
    "select pid from pg_stat_activity where query like '%pg_advisory_lock%' and pid <> pg_backend_pid()",
  );
  process.kill(Number(backend?.pid), "SIGKILL");
  await expect.poll(() => runningCluster(data).then(Boolean), { timeout: 10_000 }).toBe(true);
  await cluster.stop();
});
