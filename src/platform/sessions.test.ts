import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";
import { visitor } from "../test/visitor.ts";
import { world } from "../test/world.ts";
import { type Auth, openAuth } from "./auth.ts";
import { openDatabase } from "./database.ts";
import { openLiveHub } from "./live.ts";
import { openSessions } from "./sessions.ts";

/** A second process on the same database, with a clock of its own. */
const { app: login, authSecret } = inject("database");
const database = openDatabase(login);
const live = openLiveHub(login, database.pool);
const auth: Auth = openAuth({ login, secret: authSecret, publicUrl: undefined });
let now = Date.now();
const sessions = openSessions({ auth, database, live, clock: () => now });
afterAll(async () => {
  await live.close();
  await auth.close();
  await database.close();
});

async function cookieOf(email: string): Promise<Headers> {
  const browser = visitor();
  await browser.ask("POST", "/session", { email, password: "a long enough password" });
  return new Headers({ cookie: [...browser.jar].map(([name, value]) => `${name}=${value}`).join("; ") });
}

test("who somebody is is known for half a minute without asking again, and no longer", async () => {
  const { admin, rows, slug } = await world();
  const headers = await cookieOf(admin.email);
  const name = async () => (await sessions.identify(headers, slug)).user?.name;
  const before = await name();
  await rows(`update auth."user" set name = 'Renamed behind our back' where id = $1`, [admin.userId]);
  now += 29_000;
  expect(await name()).toBe(before);
  now += 2_000;
  expect(await name()).toBe("Renamed behind our back");
});

test("a change of rights in one process counts in the others at once", async () => {
  const { admin, as, key, slug } = await world();
  const kim = await as("product");
  const [session, secret] = [await cookieOf(kim.email), (await key("read")).secret];
  const program = new Headers({ authorization: `Bearer ${secret}` });
  expect((await sessions.identify(session, slug)).actor).toMatchObject({ access: "member" });
  expect((await sessions.identify(program, null)).actor).toMatchObject({ kind: "key" });
  const [made] = (await admin.keys.list()).items;
  await admin.members.remove({ id: kim.memberId });
  await admin.keys.revoke({ id: made?.id ?? "" });
  await expect.poll(async () => (await sessions.identify(session, slug)).actor).toBeNull();
  await expect.poll(async () => (await sessions.identify(program, null)).actor).toBeNull();
});

test("without a workspace named it is the one joined first; one that is not theirs is none", async () => {
  const { admin, slug, workspaceId } = await world();
  const other = await world();
  const headers = await cookieOf(admin.email);
  expect((await sessions.identify(headers, null)).actor).toMatchObject({ workspaceId });
  expect((await sessions.identify(headers, other.slug)).actor).toBeNull();
  await expect(sessions.identify(new Headers({ authorization: `Bearer ${(await other.key("read")).secret}` }), slug)).rejects.toMatchObject(
    { status: 404 },
  );
});

test("a request that is known costs no query", async () => {
  const { admin, slug } = await world();
  const headers = await cookieOf(admin.email);
  await sessions.identify(headers, slug);
  const asked: unknown[] = [];
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...call: never[]) {
    asked.push(call[0]);
    return Reflect.apply(query, this, call);
  };
  try {
    for (let i = 0; i < 100; i++) await sessions.identify(headers, slug);
  } finally {
    pg.Client.prototype.query = query;
  }
  expect(asked).toEqual([]);
});
