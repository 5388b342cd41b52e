import { randomUUID } from "node:crypto";
import { isProcedure } from "@orpc/server";
import { beforeAll, expect, test } from "vitest";
import { plainRoutes } from "../plain-routes.ts";
import { GROUPS, type May } from "../platform/access.ts";
import { routesOf } from "../platform/procedure.ts";
import { router } from "../router.ts";
import { type Described, operations, plainOperations, requestFor } from "./operations.ts";
import { application, type World, world } from "./world.ts";

type Send = (path: string, init?: RequestInit) => Promise<Response>;

let home: World;
let principals: Map<string, Send>;
let all: Described[];
const ruled = new Map(routesOf(router).map((route) => [`${route.method} ${route.path}`, route]));
const absent = () => randomUUID();

beforeAll(async () => {
  home = await world();
  all = await operations();
  const { app } = await application();
  const outsider = (await world()).admin;
  const former = await home.as("product", "engineering");
  const [version] = await home.rows("select version from members where id = $1", [former.memberId]);
  await home.admin.fetch(`/api/v1/members/${former.memberId}`, { method: "DELETE", headers: { "if-match": `"${version?.version}"` } });
  const atHome: Send = (path, init) =>
    outsider.fetch(path, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), "x-workspace": home.slug } });
  principals = new Map<string, Send>([
    ["anonymous", (path, init) => Promise.resolve(app.fetch(new Request(`http://throughline.test${path}`, init)))],
    ["guest", (await home.as("guest")).fetch],
    ["member of no group", (await home.as()).fetch],
    ...(await Promise.all(GROUPS.map(async (group): Promise<[string, Send]> => [group, (await home.as(group)).fetch]))),
    ["admin", home.admin.fetch],
    ["outsider", atHome],
    ["former member", former.fetch],
    ["key read", (await home.key("read")).fetch],
    ["key write", (await home.key("write")).fetch],
    ["key admin", (await home.key("admin")).fetch],
  ]);
});

/** What a route answers each principal, as one word each; ids are of nothing, bodies make no sense, so that nothing happens. */
async function observed(operation: Described): Promise<string> {
  const cells: string[] = [];
  for (const [name, send] of principals) {
    const stop = new AbortController();
    const { path, init } = requestFor(operation, absent, { nonsense: true });
    // A download that is asked for nonsense need not be made.
    const answer = await send(operation.isPlain ? `${path}?limit=nonsense` : path, { ...init, signal: stop.signal });
    const streams = answer.ok && !answer.headers.get("content-type")?.startsWith("application/json");
    const told = streams ? "" : await answer.text();
    if (streams) await answer.body?.cancel();
    stop.abort();
    expect(answer.status, `${operation.method} ${operation.path} as ${name}`).toBeLessThan(500);
    const refused = answer.status === 401 || answer.status === 403 || told.includes('"NO_WORKSPACE"');
    cells.push(`${name}: ${refused ? answer.status : "may"}`);
  }
  return cells.join(", ");
}

const ofWorkspace = (operation: Described): boolean => {
  const may = ruled.get(`${operation.method} ${operation.path}`)?.rules.may;
  return may !== "anyone" && may !== "signed-in";
};

test("who may use which route is as reviewed", { timeout: 60_000 }, async () => {
  const lines: string[] = [];
  const plain = plainOperations().filter(({ rules }) => rules.may !== "signed-in");
  for (const operation of [...all.filter(ofWorkspace), ...plain])
    lines.push(`${operation.method} ${operation.path}\n  ${await observed(operation)}`);
  await expect(`${lines.sort().join("\n")}\n`).toMatchFileSnapshot("./authorisation.golden.txt");
});

test("nobody who is not signed in gets past a route that asks for it", async () => {
  const anonymous = principals.get("anonymous");
  for (const operation of all) {
    const may = ruled.get(`${operation.method} ${operation.path}`)?.rules.may;
    if (may === "anyone") continue;
    const { path, init } = requestFor(operation, absent, { nonsense: true });
    expect((await anonymous?.(path, init))?.status, `${operation.method} ${operation.path}`).toBe(401);
  }
  for (const plain of plainRoutes.filter(({ rules }) => rules.may !== "anyone")) {
    const path = plain.path.replace(/:\w+/g, absent);
    expect((await anonymous?.(path, { method: plain.method }))?.status, `${plain.method} ${plain.path}`).toBe(401);
  }
});

test("the matrix notices a rule that was changed: fifty random mutations, each seen", { timeout: 120_000 }, async () => {
  const golden = (await import("node:fs")).readFileSync(new URL("./authorisation.golden.txt", import.meta.url), "utf8");
  const candidates = all.filter(ofWorkspace);
  const choices: May[] = ["reader", "commenter", "member", "admin", [{ act: ["data"] }, "act"]];
  let seen = 0;
  for (let i = 0; i < 50; i++) {
    const operation = candidates[(i * 7919) % candidates.length];
    const rules = operation && mutableRules(`${operation.method} ${operation.path}`);
    if (!operation || !rules) throw new Error("There is no such route.");
    const before = rules.may;
    const entry = (line: string) => `${operation.method} ${operation.path}\n  ${line}`;
    // A different right that some principal must notice: reading keys and guests tell all five apart.
    const mutated = choices.filter((choice) => JSON.stringify(choice) !== JSON.stringify(before))[i % 4];
    if (mutated === undefined) throw new Error("There is nothing to change the rule to.");
    rules.may = mutated;
    try {
      if (!golden.includes(entry(await observed(operation)))) seen += 1;
    } finally {
      rules.may = before;
    }
  }
  expect(seen).toBe(50);
});

test("another workspace's ids are as absent as ids that never were, and nothing there is touched", { timeout: 120_000 }, async () => {
  const victim = await world();
  const ids = await populate(victim);
  const before = await contentsOf(victim);
  for (const operation of all.filter(ofWorkspace)) {
    const theirs = requestFor(operation, (name) => ids(name));
    const nothing = new Map<string, string>();
    const nobodys = requestFor(operation, (name) => {
      nothing.set(name, nothing.get(name) ?? absent());
      return nothing.get(name) ?? "";
    });
    // A route that takes no id cannot be given another workspace's.
    if (theirs.path === nobodys.path && theirs.init.body === nobodys.init.body) continue;
    const [answer, baseline] = [await home.admin.fetch(theirs.path, theirs.init), await home.admin.fetch(nobodys.path, nobodys.init)];
    const name = `${operation.method} ${operation.path}`;
    expect(answer.status, name).toBe(baseline.status);
    if (operation.path.includes("{")) expect(answer.status, name).toBeGreaterThanOrEqual(400);
    const text = await answer.text();
    const plainly = (body: string) => body.replace(/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/g, "<id>");
    if (answer.status >= 400) expect(plainly(text), name).toBe(plainly(await baseline.text()));
    for (const secret of [victim.slug, "canary"]) expect(text.includes(secret), `${name} told ${secret}`).toBe(false);
  }
  expect(await contentsOf(victim)).toEqual(before);
});

test("malformed ids are refused as what they are", async () => {
  for (const operation of all.filter((one) => ofWorkspace(one) && one.path.includes("{id}"))) {
    for (const id of ["x", "0", "%00", "..%2f", "N-", "'; drop table needs", "9".repeat(300)]) {
      const { path, init } = requestFor(operation, absent);
      const answer = await home.admin.fetch(path.replace(/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/, encodeURIComponent(id)), init);
      expect([400, 404], `${operation.method} ${operation.path} with ${id}`).toContain(answer.status);
    }
  }
});

test("every operation has an id of its own, says what it does and how it refuses", () => {
  expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
  for (const operation of all)
    for (const status of ["401", "403", "404", "429"])
      expect(operation.responses[status], `${operation.operationId} ${status}`).toBeDefined();
});

/** The rules of a route as the server reads them at each call. */
function mutableRules(name: string): { may?: May } | undefined {
  const route = ruled.get(name);
  let at: unknown = router;
  for (const part of route?.name.split(".") ?? []) at = typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined;
  return isProcedure(at) ? at["~orpc"].meta : undefined;
}

/** One record of each kind in a workspace, every text of it a canary; gives the id that a field's name asks for. */
async function populate(of: World): Promise<(name: string) => string> {
  const { admin } = of;
  const account = await admin.accounts.create({ name: "canary account", domain: "canary.example" });
  const contact = await admin.contacts.create({ name: "canary contact", email: "canary@canary.example", accountId: account.id });
  const item = await admin.feedback.create({ text: "canary words of a customer, and some more", accountId: account.id });
  const persona = await admin.personas.create({ name: "canary persona" });
  const need = await admin.needs.create({ statement: "canary need", personaId: persona.id });
  const feature = await admin.features.create({ title: "canary feature", needs: [need.id] });
  const quote = await admin.quotes.create({ id: item.id, startsAt: 0, endsAt: 12, importance: 3, targetId: need.id });
  const label = await admin.labels.create({ name: "canary label", colour: "blue" });
  const rival = await admin.competitors.create({ name: "canary rival" });
  const found = await admin.findings.create({ statement: "canary finding", competitorId: rival.id });
  const deal = await admin.deals.create({ name: "canary deal", competitorId: rival.id });
  const able = await admin.capabilities.create({ name: "canary capability" });
  const story = await admin.customerStories.create({ title: "canary story", happened: "canary", instead: "canary", cost: "canary" });
  const [product] = await of.rows("select id from products where workspace_id = $1", [of.workspaceId]);
  const known: Record<string, string> = {
    accounts: account.id,
    accountId: account.id,
    contacts: contact.id,
    contactId: contact.id,
    feedback: item.id,
    feedbackId: item.id,
    personas: persona.id,
    personaId: persona.id,
    needs: need.id,
    needId: need.id,
    needIds: need.id,
    targetId: need.id,
    target: need.id,
    features: feature.id,
    featureId: feature.id,
    quotes: quote.id,
    "customer-stories": story.id,
    findings: found.id,
    deals: deal.id,
    competitors: rival.id,
    capabilities: able.id,
    capabilityId: able.id,
    competitorId: rival.id,
    competitor: rival.id,
    labels: label.id,
    labelId: label.id,
    label: label.id,
    members: admin.memberId,
    memberId: admin.memberId,
    ownerId: admin.memberId,
    assigneeId: admin.memberId,
    products: String(product?.id),
    productId: String(product?.id),
    product: String(product?.id),
  };
  const other = await admin.needs.create({ statement: "canary need to merge into" });
  return (name) => known[name] ?? other.id;
}

/** A fingerprint of every table's rows of a workspace. */
async function contentsOf(of: World): Promise<Record<string, unknown>> {
  const tables = await of.rows(
    "select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1",
  );
  const prints: Record<string, unknown> = {};
  for (const { name } of tables)
    prints[String(name)] = (
      await of.rows(
        `select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as print from "${name}" t where workspace_id = $1`,
        [of.workspaceId],
      )
    )[0];
  return prints;
}
