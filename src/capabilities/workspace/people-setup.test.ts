import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type App, createApp } from "../../app.ts";
import { readConfig } from "../../config.ts";
import { type Installation, openInstallation } from "../../platform/installation.ts";
import { visitor } from "../../test/visitor.ts";
import { slugOf } from "./people-rules.ts";

const dataDirectory = mkdtempSync(join(tmpdir(), "throughline-set-up-"));
let installation: Installation;
let app: App;
beforeAll(async () => {
  installation = await openInstallation(readConfig({ THROUGHLINE_DATA: dataDirectory }));
  app = await createApp({
    installation,
    config: { trustedProxies: 0, rateLimitFactor: 1 },
    log: (error) => expect.unreachable(String(error)),
  });
});
afterAll(async () => {
  await app.close();
  await installation.close();
  rmSync(dataDirectory, { recursive: true, force: true });
});

test("of all who set up a new installation at once one becomes its admin, in all six groups, and is signed in", async () => {
  const wanted = (n: number) => ({
    name: `Person ${n}`,
    email: `p${n}@example.test`,
    password: "a long enough password",
    workspaceName: "Welcome",
    productName: "The Product",
  });
  const browsers = [1, 2, 3, 4].map(() => visitor(app));
  expect(await visitor(app).ask("GET", "/setup")).toMatchObject({ body: { isNew: true } });
  expect(await visitor(app).ask("POST", "/setup", { ...wanted(0), password: "short", name: "" })).toMatchObject({
    status: 400,
    body: { issues: [{ path: "name" }, { path: "password" }] },
  });

  const answers = await Promise.all(browsers.map((browser, n) => browser.ask("POST", "/setup", wanted(n))));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  const first = answers.findIndex(({ status }) => status === 201);
  // "welcome" is where the first page lives.
  expect(answers[first]?.body).toEqual({ workspace: "welcome-workspace" });
  expect((await browsers[first]?.ask("GET", "/me"))?.body).toMatchObject({
    user: { name: `Person ${first}` },
    actor: { access: "admin", groups: ["product", "engineering", "design", "data", "customer", "marketing"] },
  });
  expect((await browsers[first]?.ask("GET", "/products"))?.body).toMatchObject({ items: [{ name: "The Product", slug: "the-product" }] });
  expect(await visitor(app).ask("GET", "/setup")).toMatchObject({ body: { isNew: false } });
  expect(await visitor(app).ask("POST", "/setup", wanted(9))).toMatchObject({ status: 409, body: { code: "ALREADY_SET_UP" } });
  expect(
    await visitor(app).ask("POST", "/session", { email: `p${(first + 1) % 4}@example.test`, password: "a long enough password" }),
  ).toMatchObject({ status: 401 });
});

test.each([
  ["Acme", "acme"],
  ["  Café & Söhne, Zürich ", "cafe-sohne-zurich"],
  ["O'Neill’s", "oneills"],
  ["API", "api-workspace"],
  ["東京", "workspace"],
  ["x".repeat(60), "x".repeat(40)],
  [`${"x".repeat(39)} y`, "x".repeat(39)],
])("the name %j becomes the address %j", (name, slug) => {
  expect(slugOf(name, "workspace")).toBe(slug);
});
