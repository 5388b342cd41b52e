import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { createApp } from "../../app.ts";
import { visitor } from "../../test/visitor.ts";
import { application, world } from "../../test/world.ts";
import { SessionItem, Whole } from "./people-schema.ts";
import { setPassword } from "./people-setup.ts";

const PASSWORD = "a long enough password";
const SESSION = "throughline.session";
const log = (error: unknown) => expect.unreachable(String(error));
const Sessions = Whole(SessionItem);

async function signedIn(email: string, password = PASSWORD) {
  const browser = visitor();
  expect(await browser.ask("POST", "/session", { email, password })).toMatchObject({ status: 200 });
  return browser;
}

test("a password is kept as argon2id, and nothing in the database lets its reader in", async () => {
  const { admin, rows, key } = await world();
  const browser = await signedIn(admin.email);
  const { token } = await admin.invitations.create({});
  const { key: made } = await admin.keys.create({ name: "sync", scope: "write" }, { context: { idempotencyKey: randomUUID() } });
  const issued = [PASSWORD, token, made, (await key("read")).secret, ...browser.jar.values()];
  const tables = await rows(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth', 'throughline')",
  );
  for (const { name } of tables) {
    const dump = JSON.stringify(await rows(`select to_jsonb(t) as row from ${name} t`));
    for (const secret of issued) expect(dump.includes(secret), `${name} holds a secret in clear`).toBe(false);
  }
  const [account] = await rows(`select password from auth.account where "userId" = $1`, [admin.userId]);
  expect(account?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("a session's token read from the database opens nothing", async () => {
  const { admin, rows } = await world();
  const browser = await signedIn(admin.email);
  const [session] = await rows(`select token from auth.session where "userId" = $1 order by "createdAt" desc limit 1`, [admin.userId]);
  const signature = (browser.jar.get(SESSION) ?? "").split(".")[1];
  const thief = visitor();
  for (const cookie of [`${session?.token}`, `${session?.token}.`, `${session?.token}.${"A".repeat(43)}%3D`, `x.${signature}`])
    expect(await thief.ask("GET", "/me", undefined, { cookie: `${SESSION}=${cookie}` })).toMatchObject({ status: 401 });
  expect(await thief.ask("GET", "/me", undefined, { authorization: `Bearer ${session?.token}` })).toMatchObject({ status: 401 });
  expect(await browser.ask("GET", "/me")).toMatchObject({ status: 200 });
});

test("the session cookie is strict, and bound to the host where people come by https", async () => {
  const { admin } = await world();
  const [plain] = (await visitor().ask("POST", "/session", { email: admin.email, password: PASSWORD })).cookies;
  expect(plain).toMatch(/^throughline\.session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);

  const { app: login, authSecret } = inject("database");
  const app = await createApp({
    log,
    installation: { app: login, authSecret },
    config: { publicUrl: "https://through.example", trustedProxies: 0, rateLimitFactor: 1 },
  });
  const { cookies } = await visitor(app).ask(
    "POST",
    "/session",
    { email: admin.email, password: PASSWORD },
    { origin: "https://through.example" },
  );
  expect(cookies.map((cookie) => cookie.replace(/=[^;]+/, ""))).toEqual([
    "__Host-throughline.session; Max-Age=2592000; Path=/; HttpOnly; Secure; SameSite=Lax",
    "__Host-throughline.device; Max-Age=15552000; Path=/; HttpOnly; Secure; SameSite=Lax",
  ]);
  await app.close();
});

test("signing in again gives a new session, and the one before ends", async () => {
  const { admin } = await world();
  const browser = await signedIn(admin.email);
  const before = browser.jar.get(SESSION) ?? "";
  await browser.ask("POST", "/session", { email: admin.email, password: PASSWORD });
  expect(browser.jar.get(SESSION)).not.toBe(before);
  expect(await browser.ask("GET", "/me")).toMatchObject({ status: 200 });
  expect(await visitor().ask("GET", "/me", undefined, { cookie: `${SESSION}=${before}` })).toMatchObject({ status: 401 });
});

test("an unknown address and a wrong password are told alike and take alike", async () => {
  const { admin } = await world();
  const took: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  const answers = new Set<string>();
  for (let i = 0; i < 9; i++)
    for (const [which, email] of [
      ["known", admin.email],
      ["unknown", `nobody-${admin.email}`],
    ] as const) {
      const started = performance.now();
      const { status, body, cookies } = await visitor().ask("POST", "/session", { email, password: "not the right one" });
      took[which].push(performance.now() - started);
      answers.add(JSON.stringify({ status, body, cookies }));
    }
  expect([...answers]).toEqual([
    JSON.stringify({
      status: 401,
      body: {
        type: "/problems/sign_in_refused",
        title: "That address and password do not belong together.",
        status: 401,
        code: "SIGN_IN_REFUSED",
      },
      cookies: [],
    }),
  ]);
  // Both pay for one hash; without it an unknown address would be answered in a tenth of the time.
  expect(Math.min(...took.unknown) / Math.min(...took.known)).toBeGreaterThan(0.5);
  expect(Math.min(...took.known) / Math.min(...took.unknown)).toBeGreaterThan(0.5);
});

test("after ten wrong passwords an account must wait, but not in a browser that has been let in before", async () => {
  const { admin } = await world();
  const known = await signedIn(admin.email);
  await known.ask("DELETE", "/session");
  for (const email of [admin.email, `nobody-${admin.email}`]) {
    for (let i = 0; i < 10; i++)
      expect(await visitor().ask("POST", "/session", { email, password: "not the right one" })).toMatchObject({ status: 401 });
    expect(await visitor().ask("POST", "/session", { email, password: PASSWORD })).toMatchObject({
      status: 429,
      body: { code: "TOO_MANY_ATTEMPTS", retryAfterSeconds: 1 },
    });
  }
  expect(await known.ask("POST", "/session", { email: admin.email.toUpperCase(), password: PASSWORD })).toMatchObject({ status: 200 });
});

test("an address that tries secrets too often must wait, whatever it claims to be", async () => {
  const { app: login, authSecret } = inject("database");
  const app = await createApp({ log, installation: { app: login, authSecret }, config: { trustedProxies: 0, rateLimitFactor: 1 } });
  const statuses: number[] = [];
  for (let i = 0; i < 101; i++) {
    const { status } = await visitor(app).ask("GET", `/invitations/by-token/guess-${i}`, undefined, {
      "x-forwarded-for": `198.51.100.${i}`,
    });
    statuses.push(status);
  }
  expect(statuses.slice(0, 100).every((status) => status === 404)).toBe(true);
  expect(statuses[100]).toBe(429);
  await app.close();
});

test("a request that another site makes a browser send changes nothing", async () => {
  const { admin } = await world();
  const browser = await signedIn(admin.email);
  for (const origin of ["https://evil.example", "null", null, "http://throughline.test.evil.example"]) {
    expect(await browser.ask("DELETE", "/sessions", undefined, { origin })).toMatchObject({
      status: 403,
      body: { code: "FOREIGN_ORIGIN" },
    });
    expect(await browser.ask("PATCH", "/me", { name: "Mallory" }, { origin })).toMatchObject({ status: 403 });
  }
  expect((await browser.ask("GET", "/me")).body).toMatchObject({ user: { name: expect.stringMatching(/^Admin/) } });
});

test("a session ends after 7 days without use, and after 30 days in any case", async () => {
  const { admin, rows } = await world();
  const age = async (columns: string) => {
    const browser = await signedIn(admin.email);
    await rows(
      `update auth.session set ${columns} where id = (select id from auth.session where "userId" = $1 order by "createdAt" desc limit 1)`,
      [admin.userId],
    );
    return (await browser.ask("GET", "/me")).status;
  };
  expect(await age(`"expiresAt" = "expiresAt" - interval '6 days 23 hours'`)).toBe(200);
  expect(await age(`"expiresAt" = "expiresAt" - interval '7 days'`)).toBe(401);
  expect(await age(`"createdAt" = "createdAt" - interval '29 days 23 hours'`)).toBe(200);
  expect(await age(`"createdAt" = "createdAt" - interval '30 days 1 second'`)).toBe(401);
});

test("people see where they are signed in, and sign out here, there or everywhere", async () => {
  const { admin, as } = await world();
  const [one, two, three] = [await signedIn(admin.email), await signedIn(admin.email), await signedIn(admin.email)];
  const items = Sessions.parse((await one.ask("GET", "/sessions")).body).items;
  expect(items.length).toBe(4);
  expect(items.filter(({ current }) => current)).toHaveLength(1);

  const twos = Sessions.parse((await two.ask("GET", "/sessions")).body).items.find(({ current }) => current)?.id;
  expect(await (await as("guest")).fetch(`/api/v1/sessions/${twos}`, { method: "DELETE" })).toMatchObject({ status: 404 });
  expect(await one.ask("DELETE", `/sessions/${twos}`)).toMatchObject({ status: 204 });
  expect(await two.ask("GET", "/me")).toMatchObject({ status: 401 });

  const held = `${SESSION}=${one.jar.get(SESSION)}`;
  expect(await one.ask("DELETE", "/session")).toMatchObject({ status: 204 });
  expect(one.jar.has(SESSION)).toBe(false);
  expect(await visitor().ask("GET", "/me", undefined, { cookie: held })).toMatchObject({ status: 401 });

  expect(await three.ask("DELETE", "/sessions")).toMatchObject({ status: 204 });
  expect(three.jar.has(SESSION)).toBe(false);
  await expect(admin.me.get()).rejects.toMatchObject({ status: 401 });
});

test("a new password needs the current one, ends every other session, and is used whole", async () => {
  const { admin } = await world();
  const [here, there] = [await signedIn(admin.email), await signedIn(admin.email)];
  const newPassword = `${"long ".repeat(20)}end`;
  expect(await here.ask("PUT", "/password", { currentPassword: "not the right one", newPassword })).toMatchObject({
    status: 422,
    body: { issues: [{ path: "currentPassword" }] },
  });
  for (const bad of ["too short", "x".repeat(129)])
    expect(await here.ask("PUT", "/password", { currentPassword: PASSWORD, newPassword: bad })).toMatchObject({
      status: 400,
      body: { code: "INVALID", issues: [{ path: "newPassword" }] },
    });
  const before = here.jar.get(SESSION);
  expect(await here.ask("PUT", "/password", { currentPassword: PASSWORD, newPassword })).toMatchObject({ status: 204 });
  expect(here.jar.get(SESSION)).not.toBe(before);
  expect(await here.ask("GET", "/me")).toMatchObject({ status: 200 });
  expect(await there.ask("GET", "/me")).toMatchObject({ status: 401 });
  expect(await visitor().ask("POST", "/session", { email: admin.email, password: PASSWORD })).toMatchObject({ status: 401 });
  expect(await visitor().ask("POST", "/session", { email: admin.email, password: newPassword.slice(0, 72) })).toMatchObject({
    status: 401,
  });
  expect(await visitor().ask("POST", "/session", { email: admin.email, password: newPassword })).toMatchObject({ status: 200 });
});

test("whoever runs the installation can set a new password for somebody, which signs them out everywhere", async () => {
  const { admin } = await world();
  const { app } = await application();
  const browser = visitor();
  await browser.ask("POST", "/session", { email: admin.email, password: PASSWORD });
  await expect(setPassword(app, { email: admin.email, password: "short" })).rejects.toMatchObject({ status: 422 });
  await expect(setPassword(app, { email: `no-${admin.email}`, password: "a password they chose" })).rejects.toMatchObject({ status: 404 });
  await setPassword(app, { email: admin.email.toUpperCase(), password: "a password they chose" });
  expect(await browser.ask("GET", "/me")).toMatchObject({ status: 401 });
  expect(await browser.ask("POST", "/session", { email: admin.email, password: PASSWORD })).toMatchObject({ status: 401 });
  expect(await browser.ask("POST", "/session", { email: admin.email, password: "a password they chose" })).toMatchObject({ status: 200 });
});

test("a new name is seen with the next request", async () => {
  const { admin } = await world();
  expect(await admin.me.edit({ name: "  Robin Field " })).toMatchObject({ user: { name: "Robin Field" }, actor: { name: "Robin Field" } });
  expect((await admin.members.list()).items).toMatchObject([{ name: "Robin Field" }]);
  await expect(admin.me.edit({ name: " " })).rejects.toMatchObject({ code: "INVALID", data: { issues: [{ path: "name" }] } });
});
