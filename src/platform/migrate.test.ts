import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { type Migration, migrate, standingOf } from "./migrate.ts";
import { SERVING_ROLE } from "./serving-role.ts";

const { owner } = inject("database");
let client: pg.Client;
let name: string;

beforeEach(async () => {
  name = `migrate_${randomUUID().replaceAll("-", "")}`;
  await asOwner((main) => main.query(`create database ${name}`));
  client = await connected({
    ...owner,
    ...(owner.connectionString ? { connectionString: inDatabase(owner.connectionString) } : { database: name }),
  });
});
afterEach(async () => {
  await client.end();
  await asOwner((main) => main.query(`drop database ${name} with (force)`));
});

const migration = (file: string, sql: string, hash = sql): Migration => ({ name: file, sql, hash });
const letters = migration(
  "0001_letters.sql",
  "create table letters (word text);\n--> statement-breakpoint\ninsert into letters values ('dear');",
);
const apply = (migrations: Migration[]) => migrate(client, migrations, SERVING_ROLE).then((done) => done.map((each) => each.name));

test("pending migrations are applied once, in the order of their names", async () => {
  const more = migration("0002_more.sql", "alter table letters add column sent boolean not null default false;");
  expect(await apply([letters])).toEqual(["0001_letters.sql"]);
  expect(await apply([letters, more])).toEqual(["0002_more.sql"]);
  expect(await apply([letters, more])).toEqual([]);
  expect((await client.query("select * from letters")).rows).toEqual([{ word: "dear", sent: false }]);
});

test("of several pending ones a failing one leaves nothing, and its line is named", async () => {
  const broken = migration("0002_broken.sql", "select 1;\nselect 2;\nalter table nowhere add column x int;");
  const faulty = migration("0003_faulty.sql", "select 1;\nselect no_such_column;");
  await expect(apply([letters, broken])).rejects.toThrow('0002_broken.sql could not be applied (relation "nowhere" does not exist');
  await expect(apply([letters, faulty])).rejects.toThrow("line 2); nothing was changed");
  expect((await standingOf(client, [letters])).fresh).toBe(true);
  await expect(client.query("select * from letters")).rejects.toThrow("does not exist");
});

test("a database of a newer version is refused", async () => {
  await apply([letters, migration("0009_future.sql", "select 1")]);
  await expect(apply([letters])).rejects.toThrow("made by a newer Throughline (it has 0009_future.sql)");
});

test("an applied migration that was edited since is refused", async () => {
  await apply([letters]);
  await expect(apply([{ ...letters, hash: "other" }])).rejects.toThrow("another 0001_letters.sql");
});

test("a database that holds something else is refused and left alone", async () => {
  await client.query("create table orders (id int)");
  await expect(apply([letters])).rejects.toThrow("already holds tables of something else (orders)");
});

test("processes that start together migrate once", async () => {
  const others = await Promise.all(
    [1, 2, 3].map(() =>
      connected({ ...(owner.connectionString ? { connectionString: inDatabase(owner.connectionString) } : { ...owner, database: name }) }),
    ),
  );
  const done = await Promise.all([client, ...others].map((each) => migrate(each, [letters], SERVING_ROLE)));
  await Promise.all(others.map((each) => each.end()));
  expect(done.map((each) => each.length).sort()).toEqual([0, 0, 0, 1]);
});

test("the serving role may use every table, except what a migration revoked", async () => {
  const trail = migration("0002_trail.sql", `create table trail (word text); revoke update, delete on trail from ${SERVING_ROLE};`);
  await apply([letters, trail]);
  const { rows } = await client.query(
    `select relname, array_agg(privilege_type::text order by privilege_type) as may from information_schema.role_table_grants g
     join pg_class on relname = table_name where grantee = $1 and table_schema = 'public' group by 1 order by 1`,
    [SERVING_ROLE],
  );
  expect(rows).toEqual([
    { relname: "letters", may: ["DELETE", "INSERT", "SELECT", "UPDATE"] },
    { relname: "trail", may: ["INSERT", "SELECT"] },
  ]);
});

async function connected(login: pg.ClientConfig): Promise<pg.Client> {
  const opened = new pg.Client(login);
  await opened.connect();
  return opened;
}

async function asOwner(work: (main: pg.Client) => Promise<unknown>): Promise<void> {
  const main = await connected(owner);
  await work(main);
  await main.end();
}

function inDatabase(connectionString: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${name}`;
  return url.href;
}
