import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Config, readConfig } from "../config.ts";
import { unzipped } from "../test/unzipped.ts";
import { openInstallation } from "./installation.ts";
import type { Migration } from "./migrate.ts";
import { type Cluster, startCluster } from "./postgres.ts";

const root = mkdtempSync(join(tmpdir(), "throughline-installation-"));
const migration = (name: string, sql: string): Migration => ({ name, sql, hash: sql });
const letters = migration("0001_letters.sql", "create table letters (word text); insert into letters values ('dear');");
const stamps = migration("0002_stamps.sql", "create table stamps (cents int);");

/** A server that stands in for the operator's own. */
let server: Cluster;
beforeAll(async () => {
  mkdirSync(join(root, "server"));
  server = await startCluster(join(root, "server"));
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

const embedded = (name: string): Config => readConfig({ THROUGHLINE_DATA: join(root, name) });
const onServer = (name: string, login: string, appLogin?: string): Config => {
  const address = (user: string) => `postgres://${user}@localhost/${name}?host=${encodeURIComponent(String(server.owner.host))}`;
  return readConfig({ THROUGHLINE_DATA: join(root, name), DATABASE_URL: address(login), DATABASE_APP_URL: appLogin && address(appLogin) });
};

async function query(login: pg.PoolConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(login);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("it opens with a serving login that reads and writes, owns nothing, and cannot change a table", async () => {
  const installation = await openInstallation(embedded("roles"), { migrations: [letters] });
  expect(
    await query(installation.app, "select word, current_user::text as role, current_setting('TimeZone') as zone from letters"),
  ).toEqual([{ word: "dear", role: "throughline_app", zone: "UTC" }]);
  await expect(query(installation.app, "alter table letters add column x int")).rejects.toMatchObject({ code: "42501" });
  await expect(query(installation.app, "select * from throughline.migrations")).rejects.toMatchObject({ code: "42501" });
  expect(installation.describe()).toEqual({
    engine: "embedded",
    version: expect.stringMatching(/^18\./),
    where: join(root, "roles/postgres"),
  });
  await installation.close();
});

test("its secret is made once and is readable by its owner only", async () => {
  const config = embedded("secret");
  const first = await openInstallation(config, { migrations: [letters] });
  await first.close();
  const second = await openInstallation(config, { migrations: [letters] });
  await second.close();
  expect(first.authSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(second.authSecret).toBe(first.authSecret);
  expect(statSync(join(config.dataDirectory, "auth-secret")).mode & 0o777).toBe(0o600);
});

test("before an update a database with rows is copied, as it was, and without a copy it is not updated", async () => {
  const config = { ...embedded("copied"), backupsKept: 2, backupsKeptDays: 0 };
  const said: string[] = [];
  const open = async (history: Migration[]) => {
    await (await openInstallation(config, { migrations: history, say: (line) => said.push(line) })).close();
  };
  const history = [letters, stamps, migration("0003_more.sql", "select 1"), migration("0004_most.sql", "select 1")];
  const backups = join(config.dataDirectory, "backups");
  for (let length = 1; length <= history.length; length++) await open(history.slice(0, length));
  const kept = readdirSync(backups);
  expect(kept).toEqual([expect.stringContaining("before-0003_more.zip"), expect.stringContaining("before-0004_most.zip")]);
  expect(said.filter((line) => line.startsWith("Copying the database to "))).toHaveLength(3);
  const parts = await unzipped(readFileSync(join(backups, kept[0] ?? "")));
  expect(JSON.parse(String(parts.get("manifest.json")))).toMatchObject({ schema: "0002_stamps.sql" });
  expect(String(parts.get("tables/public.letters.copy"))).toBe("dear\n");

  rmSync(backups, { recursive: true });
  writeFileSync(backups, "in the way");
  const last = migration("0005_last.sql", "create table last (x int)");
  await expect(open([...history, last])).rejects.toThrow(
    /^There is no copy of the database, so it was not updated and nothing was changed/,
  );
  await open(history);
});

test("an update of an empty database needs no copy", async () => {
  const blank = migration("0001_blank.sql", "create table blank (x int)");
  const said: string[] = [];
  for (const history of [[blank], [blank, stamps]])
    await (await openInstallation(embedded("empty"), { migrations: history, say: (line) => said.push(line) })).close();
  expect(said).toEqual([]);
  expect(existsSync(join(root, "empty/backups"))).toBe(false);
});

test("a command joins the process that uses the directory, and leaves its tables alone", async () => {
  const config = embedded("joined");
  const serving = await openInstallation(config, { migrations: [letters] });
  await expect(openInstallation(config, { migrations: [letters] })).rejects.toThrow("Another Throughline is using");
  const command = await openInstallation(config, { migrations: [letters], join: true });
  expect(await query(command.app, "select word from letters")).toEqual([{ word: "dear" }]);
  expect(command.authSecret).toBe(serving.authSecret);
  await command.close();
  await expect(openInstallation(config, { migrations: [letters, stamps], join: true })).rejects.toThrow("restart it");
  expect(await query(serving.app, "select word from letters")).toEqual([{ word: "dear" }]);
  await serving.close();
});

test("on a server of one's own an owner who may create roles needs nothing else", async () => {
  await query(server.owner, "create role maker login createrole");
  await query(server.owner, "create database made owner maker");
  const config = onServer("made", "maker");
  const installation = await openInstallation(config, { migrations: [letters] });
  expect(await query(installation.app, "select current_user::text as role, word from letters")).toEqual([
    { role: "throughline_app", word: "dear" },
  ]);
  expect(installation.describe()).toMatchObject({ engine: "server", where: expect.not.stringContaining("maker") });
  expect(await query(server.owner, "select rolpassword as kept from pg_authid where rolname = 'throughline_app'")).toEqual([
    { kept: expect.stringMatching(/^SCRAM-SHA-256\$4096:/) },
  ]);
  await openInstallation(config, { migrations: [letters] });
});

test("an owner who may not create roles is told what to run, and then serves with the login given", async () => {
  await query(server.owner, "create role plain login; create role guest login in role throughline_app; create role root login superuser");
  await query(server.owner, "create database plainly owner plain");
  await query(server.owner, "alter role throughline_app rename to throughline_other");
  await expect(openInstallation(onServer("plainly", "plain"), { migrations: [letters] })).rejects.toThrow(
    "run CREATE ROLE throughline_app LOGIN",
  );
  await expect(openInstallation(onServer("plainly", "plain", "guest"), { migrations: [letters] })).rejects.toThrow(
    "has no role throughline_app yet",
  );
  await query(server.owner, "alter role throughline_other rename to throughline_app");
  await expect(openInstallation(onServer("plainly", "plain", "root"), { migrations: [letters] })).rejects.toThrow(
    "it is a superuser or has BYPASSRLS",
  );
  await expect(openInstallation(onServer("plainly", "plain", "plain"), { migrations: [letters] })).rejects.toThrow("it owns the tables");
  const installation = await openInstallation(onServer("plainly", "plain", "guest"), { migrations: [letters] });
  expect(await query(installation.app, "select word from letters")).toEqual([{ word: "dear" }]);
});

test("a server that cannot be reached, a login that is refused and a missing database are told apart", async () => {
  const nowhere = readConfig({ THROUGHLINE_DATA: join(root, "nowhere"), DATABASE_URL: "postgres://owner@127.0.0.1:9/none" });
  await expect(openInstallation(nowhere)).rejects.toThrow(
    "The database in DATABASE_URL cannot be reached (connect ECONNREFUSED 127.0.0.1:9)",
  );
  await expect(openInstallation(onServer("absent", "maker"))).rejects.toThrow('database "absent" does not exist: create it');
  await expect(openInstallation(onServer("made", "nobody_at_all"))).rejects.toThrow("does not accept the login");
});

test("a data directory that is no folder is refused in a sentence", async () => {
  const file = join(root, "secret/auth-secret");
  await expect(openInstallation(readConfig({ THROUGHLINE_DATA: file }))).rejects.toThrow(`${file} is not a folder`);
});

test("before an update of a server of one's own it is said how a copy is taken", async () => {
  const said: string[] = [];
  await query(server.owner, "create database updated");
  for (const history of [[letters], [letters, stamps]])
    await openInstallation(onServer("updated", "owner"), { migrations: history, say: (line) => said.push(line) });
  expect(said).toEqual([expect.stringContaining('"throughline backup"')]);
});
