import { beforeAll, expect, test } from "vitest";
import { type Client, ifMatch } from "../../client.ts";
import { openPasswords } from "../../platform/passwords.ts";
import { reactions } from "../../reactions.ts";
import { application, clientFor, world } from "../../test/world.ts";
import { SECOND_ROUND } from "./content-design.ts";
import { type Loaded, loadDemo } from "./loading.ts";
import { TOUR } from "./tour-rules.ts";

let demo: Loaded;
let client: Client;
beforeAll(async () => {
  const { app } = await application();
  const around = { database: app.database, live: app.live, reactions, now: new Date().toISOString(), reply: new Headers() };
  demo = await loadDemo(around, openPasswords());
  client = await clientFor({ authorization: `Bearer ${demo.apiKey}` });
}, 120_000);

const thousands = (minor: number) => Math.round(minor / 100_000);
const tally = <Item, Name extends string>(items: readonly Item[], by: (item: Item) => Name) =>
  Object.fromEntries([...Map.groupBy(items, by)].map(([name, some]) => [name, some.length]));
const needs = async () => (await client.needs.list({ limit: 100 })).items;
const features = async () => (await client.features.list({ limit: 100 })).items;
async function feature(title: string) {
  const found = (await features()).find((one) => one.title === title);
  if (!found) throw new Error(`There is no feature ${title}.`);
  return found;
}
async function check(ref: string, id: string) {
  const { qualities } = await client.readiness.feature({ id: ref });
  const found = qualities.flatMap(({ checks }) => checks).find((one) => one.id === id);
  if (!found) throw new Error(`Nobody asks ${id} of ${ref}.`);
  return found;
}
async function metric(name: string) {
  const found = (await client.metrics.list({ limit: 100 })).items.find((one) => one.name === name);
  if (!found) throw new Error(`There is no metric ${name}.`);
  const { items } = await client.readings.list({ id: found.id, limit: 1000 });
  const today = Date.parse(new Date().toISOString().slice(0, 10));
  return { ...found, days: items.map(({ on, value }) => ({ ago: Math.round((today - Date.parse(on)) / 86_400_000), value })) };
}
const mean = (days: readonly { ago: number; value: number }[], from: number, to: number) => {
  const some = days.filter(({ ago }) => ago <= from && ago >= to);
  return some.reduce((sum, { value }) => sum + value, 0) / some.length;
};

test("forty accounts and eight people are in it, each as the frame says", async () => {
  const { items } = await client.accounts.list({ limit: 100 });
  const of = (plan: string) => items.filter((account) => account.plan === plan);
  expect(of("Small")).toHaveLength(28);
  expect(of("Mid-size")).toHaveLength(12);
  const worth = (plan: string) => of(plan).reduce((sum, { revenueMinor }) => sum + thousands(revenueMinor ?? 0), 0);
  expect([worth("Small"), worth("Mid-size")]).toEqual([252, 948]);
  expect(items.every(({ domain }) => domain?.endsWith(".example"))).toBe(true);
  const people = (await client.members.list({})).items;
  expect(people.every(({ email }) => email.endsWith(".example"))).toBe(true);
  expect(people.map(({ access, groups }) => `${access}: ${groups.join(" and ")}`).sort()).toEqual([
    "admin: product",
    "guest: ",
    "member: customer",
    "member: customer and marketing",
    "member: data",
    "member: design",
    "member: engineering",
    "member: marketing",
  ]);
  expect(demo.users.map(({ group }) => group).sort()).toEqual([
    "customer",
    "data",
    "design",
    "engineering",
    "guest",
    "marketing",
    "product",
    "sales",
  ]);
  expect((await client.teams.list({})).items.map(({ name }) => name)).toEqual(["Core", "Growth"]);
  expect((await client.competitors.list({})).items.map(({ name }) => name)).toEqual(["Gridwell", "Paperfort", "Sumlight"]);
});

test("120 pieces of feedback: 84 linked by 107 quotes, 6 merged, 8 declined, 22 new of the last three days", async () => {
  const said = [];
  for (const state of ["linked", "merged", "declined", "new"] as const)
    said.push(...(await client.feedback.list({ state: [state], limit: 100 })).items);
  expect(tally(said, ({ state }) => state)).toEqual({ linked: 84, merged: 6, declined: 8, new: 22 });
  expect(said.reduce((sum, { quotes }) => sum + quotes, 0)).toBe(107);
  expect((await client.feedback.count({})).total).toBe(120);
  const oldest = Math.min(...said.filter(({ state }) => state === "new").map(({ receivedAt }) => Date.parse(receivedAt)));
  const days = (Date.now() - oldest) / 86_400_000;
  expect(days).toBeGreaterThan(2.5);
  expect(days).toBeLessThan(3);
});

test("each need has the quotes, accounts, revenue, importance and satisfaction of the table, and whose it is", async () => {
  const rows = (await needs())
    .toSorted((one, other) => one.key.localeCompare(other.key))
    .map(({ key, persona, demand, importance, satisfaction }) => [
      key,
      persona?.name,
      `${demand.quotes} / ${demand.accounts} / $${thousands(demand.revenueMinor)}k`,
      `${importance} / ${satisfaction}`,
    ]);
  expect(rows).toEqual([
    ["N-1", "CFO", "18 / 14 / $412k", "8.6 / 3.1"],
    ["N-2", "CFO", "13 / 9 / $331k", "7.9 / 2.4"],
    ["N-3", "Auditor", "9 / 7 / $390k", "6.2 / 4.8"],
    ["N-4", "Bookkeeper", "15 / 15 / $160k", "8.1 / 5.9"],
    ["N-5", "Bookkeeper", "11 / 10 / $118k", "7 / 3"],
    ["N-6", "Bookkeeper", "7 / 6 / $97k", "6.6 / 2.9"],
    ["N-7", "CFO", "8 / 6 / $205k", "7.4 / 2.2"],
    ["N-8", "Bookkeeper", "26 / 9 / $81k", "5.1 / 4"],
  ]);
  const { items } = await client.records.activities({ id: "N-4", limit: 100 });
  expect(items.find(({ kind }) => kind === "need.edited")?.detail).toMatchObject({
    changes: { satisfaction: { before: 3.5, after: 5.9 } },
  });
});

test("25 features, twelve deals and three objectives stand as the frame says", async () => {
  const all = await features();
  expect(tally(all, ({ state }) => state)).toEqual({ measured: 3, building: 2, planned: 6, evaluated: 4, idea: 9, dropped: 1 });
  expect(tally(all, ({ kind }) => kind)).toEqual({ improvement: 18, fix: 3, debt: 2, compliance: 1, experiment: 1 });
  const { total } = await client.deals.winLoss({});
  expect(total).toMatchObject({ won: { deals: 5 }, lost: { deals: 5, money: { USD: 26_500_000 } }, open: { deals: 2 } });
  const { byReason } = await client.deals.winLoss({});
  expect(byReason.find(({ record }) => record?.key === "N-3")?.lost).toEqual({ deals: 3, money: { USD: 21_000_000 } });

  const [trust, first, auditor] = await Promise.all(["O-1", "O-2", "O-3"].map((id) => client.objectives.get({ id })));
  expect(trust).toMatchObject({ statement: "Numbers people trust", state: "active" });
  expect(trust?.keyResults).toMatchObject([{ baselineValue: 31, target: 12, metric: { latest: { value: 26.8 } } }]);
  expect(first).toMatchObject({ statement: "A first report in the first day", state: "active" });
  expect(first?.keyResults).toMatchObject([{ baselineValue: 38, target: 55, metric: { latest: { value: 44 } } }]);
  expect(auditor).toMatchObject({ statement: "Ready for the auditor", state: "draft" });
  expect(auditor?.keyResults.map(({ baselineValue, target, metricId }) => [baselineValue, target, metricId !== null])).toEqual([
    [30, 50, true],
    [null, null, false],
  ]);
  const move = { params: { id: "O-3" }, headers: ifMatch({ version: auditor?.version ?? 0 }), body: { state: "active" } } as const;
  await expect(client.objectives.move(move)).rejects.toMatchObject({ code: "NOT_READY", data: { blockers: [{ kind: "no-metric" }] } });
});

test("1: the phone is first by noise and last by money", async () => {
  const keys = async (sort: "quotes" | "money") => (await client.needs.list({ sort, limit: 100 })).items.map(({ key }) => key);
  expect((await keys("quotes"))[0]).toBe("N-8");
  const money = await keys("money");
  expect([money[0], money.at(-1)]).toEqual(["N-1", "N-8"]);
});

test("2: launch A moved sharing from 38 to 44 points, as nothing else did", async () => {
  const { days } = await metric("New accounts that share a report on their first day");
  expect(mean(days, 380, 301)).toBeCloseTo(38, 0);
  expect(mean(days, 293, 230)).toBeCloseTo(44, 0);
  expect(mean(days, 60, 0)).toBeCloseTo(44, 0);
  const { items } = await client.launches.list({ limit: 100 });
  expect(items.find(({ title }) => title === "Guided first report")).toMatchObject({ state: "reviewed", tier: 2 });
});

test("3: launch B looks like nine per cent and is nothing: use grew as fast before", async () => {
  const { days } = await metric("People who open a report in a week");
  expect(mean(days, 120, 61) / mean(days, 180, 121) - 1).toBeCloseTo(0.09, 2);
  // A line through the time before, drawn on, meets the time after.
  const before = days.filter(({ ago }) => ago > 120);
  const [x, y] = [
    mean(
      before.map(({ ago }) => ({ ago, value: ago })),
      999,
      0,
    ),
    mean(before, 999, 0),
  ];
  const slope =
    before.reduce((sum, { ago, value }) => sum + (ago - x) * (value - y), 0) / before.reduce((sum, { ago }) => sum + (ago - x) ** 2, 0);
  const expected =
    y +
    slope *
      (mean(
        days.map(({ ago }) => ({ ago, value: ago })),
        120,
        61,
      ) -
        x);
  expect(Math.abs(mean(days, 120, 61) / expected - 1)).toBeLessThan(0.01);
  expect((slope * -60) / mean(days, 180, 121)).toBeCloseTo(0.09, 2);
});

test("4: the fix brought repeated exports from 31.0 to 26.8, without a launch", async () => {
  const { days } = await metric("Exports repeated within ten minutes");
  expect(mean(days, 110, 51)).toBeCloseTo(31, 0);
  expect(mean(days, 50, 0)).toBeCloseTo(26.8, 1);
  const fix = await feature("One rounding everywhere");
  expect(fix).toMatchObject({ kind: "fix", state: "measured" });
  const { items } = await client.launches.list({ limit: 100 });
  expect(items.some((launch) => launch.features.some(({ id }) => id === fix.id))).toBe(false);
});

test("5: the second round of the currency study lies ready; entered, it is 8 of 8 after 5 of 8, p = .20, not proven, and the arc moves", async () => {
  const currency = await feature("Currency-safe export");
  expect(currency.state).toBe("building");
  const studies = (await client.studies.list({ limit: 100 })).items.filter(({ title }) => title.includes("which total"));
  const rounds = await Promise.all(studies.map(({ id }) => client.studies.get({ id })));
  const [first, second] = rounds.toSorted((one, other) => one.key.localeCompare(other.key));
  if (!first || !second) throw new Error("There are two rounds.");
  expect(first.figures.completion).toMatchObject({ successes: 5, trials: 8 });
  expect(first.problems.filter(({ severity }) => severity === 3)).toHaveLength(1);
  expect(second).toMatchObject({ state: "live", people: 0 });
  expect(second.body).toContain(SECOND_ROUND);
  expect(await check(currency.id, "study")).toMatchObject({ state: "partly" });

  const change = await client.studies.enterSheet({ id: second.id, text: SECOND_ROUND });
  expect(change.study.figures.sentence).toMatch(/^8 of 8 after 5 of 8: p = \.20, not proven/);
  expect(await check(currency.id, "study")).toMatchObject({ state: "met", progress: 1 });
  for (const { id } of change.study.participants) await client.studies.removeParticipant({ id: second.id, participantId: id });
});

test("6: the phone app is infeasible, and an option at a fifth of it waits for an answer", async () => {
  const phone = await feature("Phone app");
  expect(await check(phone.id, "answer")).toMatchObject({ state: "failed", reason: expect.stringMatching(/^Infeasible/) });
  const { items } = await client.techNotes.list({ informs: phone.id, limit: 10 });
  expect(items).toMatchObject([{ kind: "option", state: "open", title: "A phone-friendly page instead of an app" }]);
  expect([phone.effortLow, phone.effortHigh]).toEqual([40, 60]);
  expect(items[0]?.cost).toMatch(/^8–12 weeks/);
});

test("7: guest accountants are planned before the billing move; planning that is one step and mends the check", async () => {
  const [guests, billing] = [await feature("Guest accountants"), await feature("Billing move")];
  expect([guests.state, billing.state, billing.kind]).toEqual(["planned", "evaluated", "debt"]);
  const before = await client.readiness.feature({ id: guests.id });
  const failed = before.qualities.flatMap(({ checks }) => checks).filter(({ state }) => state === "failed");
  expect(failed.map(({ id, action }) => [id, action?.act])).toEqual([["prerequisites", "plan-prerequisite"]]);
  const move = (version: number, body: { state: "planned" | "evaluated"; reason?: string }) =>
    client.features.move({ params: { id: billing.id }, headers: ifMatch({ version }), body });
  const planned = await move(billing.version, { state: "planned" });
  expect(await check(guests.id, "prerequisites")).toMatchObject({ state: "met" });
  await move(planned.version, { state: "evaluated", reason: "Only tried" });
});

test("8: since Paperfort's release exactly one battlecard line and one messaging row are stale", async () => {
  const lines = (await client.assets.list({ limit: 100 })).items.flatMap(({ kind, claims }) => claims.map((claim) => ({ kind, ...claim })));
  const stale = lines.filter((line) => line.stale !== null);
  expect(stale).toMatchObject([{ kind: "battlecard", stale: expect.stringContaining("Paperfort released an audit trail") }]);
  const messages = (await client.messages.list({ limit: 100 })).items.filter(({ state }) => state === "stale");
  expect(messages).toMatchObject([{ claims: [{ cited: { key: stale[0]?.cited?.key } }, { stale: null }] }]);
  const finding = await client.findings.get({ id: stale[0]?.cited?.key ?? "" });
  const released = finding.sources.map(({ asOf }) => (Date.now() - Date.parse(asOf)) / 86_400_000);
  expect(Math.floor(Math.min(...released))).toBe(8);
});

test("9: live share links have no metric", async () => {
  const links = await feature("Live share links");
  expect(await check(links.id, "reach")).toMatchObject({ state: "not-yet", reason: "No metric measures it yet." });
});

test("10: nine people who asked for launch A have not been told", async () => {
  const { asked, told, items } = await client.tellings.list({ id: (await feature("Guided first report")).id });
  expect([asked, told]).toEqual([15, 6]);
  expect(items.filter(({ features: of }) => of.some(({ toldAt }) => toldAt === null))).toHaveLength(9);
});

test("12: without one interview of N-7 only the checks that counted it say something else", async () => {
  const alerts = await feature("Unusual-number hints");
  expect(await check(alerts.id, "kinds")).toMatchObject({ state: "partly", reason: expect.stringMatching(/^Only interviews: 1 of 2/) });
  const quotes = (await client.quotes.list({ target: "N-7", limit: 100 })).items;
  expect(new Set(quotes.map(({ feedback }) => feedback.kind))).toEqual(new Set(["interview"]));
  const one = quotes.find(({ feedback }) => feedback.account?.name === "Moss & Mortar");
  if (!one) throw new Error("Felix was asked.");
  const all = async () => {
    const asked = (await features()).filter(({ state }) => !["measured", "dropped"].includes(state));
    const told = await Promise.all(asked.map(({ id }) => client.readiness.feature({ id })));
    return new Map(
      told.flatMap(({ key, qualities }) => qualities.flatMap(({ checks }) => checks.map((each) => [`${key} ${each.id}`, each] as const))),
    );
  };
  const before = await all();
  await client.quotes.delete({ id: one.id });
  const after = await all();
  // What ages has aged by a moment meanwhile.
  const said = (each: unknown) => JSON.stringify(each, (name, value) => (name === "progress" ? Math.round(value * 1000) : value));
  const changed = [...before].filter(([name, each]) => said(each) !== said(after.get(name)));
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.filter(([, { counted }]) => !counted.includes(one.id)).map(([name]) => name)).toEqual([]);
});

test("11: strategy v3 is adopted over one objection, engineering's, about capacity", async () => {
  const { items } = await client.decisions.list({ limit: 100 });
  const adopted = items.find(({ question }) => question === "Adopt strategy v3?");
  expect(adopted).toMatchObject({ state: "decided", chosen: "Adopt version 3", decidedBy: { length: 5 } });
  const people = (await client.members.list({})).items;
  expect(adopted?.dissents.map(({ memberId }) => people.find(({ id }) => id === memberId)?.groups)).toEqual([["engineering"]]);
  expect(adopted?.dissents[0]?.reason).toMatch(/person-weeks of Core and Growth/);
});

test("every place that the tour leads to is what its words say", async () => {
  const paths = TOUR.flatMap(({ places }) => places.map(({ path }) => path));
  const refs = paths.flatMap((path) => /\/([A-Z]+-\d+)$/.exec(path)?.[1] ?? []);
  const titles = await Promise.all(refs.map(async (id) => (await client.records.get({ id })).title));
  expect(titles).toEqual([
    "Trust exported totals without rechecking",
    "Does the export say which total is right?",
    "Currency-safe export",
    "New accounts that share a report on their first day",
    "Exports repeated within ten minutes",
    "People who open a report in a week",
    "Against Paperfort",
    "Paperfort released an audit trail: every change with name, time and the value before",
    "Change history",
  ]);
  expect(await client.studies.get({ id: "S-4" })).toMatchObject({ state: "live", people: 0 });
  expect(await client.assets.get({ id: "AS-3" })).toMatchObject({ state: "stale" });
});

test("an installation has one demo: loading it again is refused, and an admin who explores it joins it", async () => {
  const { app } = await application();
  const around = { database: app.database, live: app.live, reactions, now: new Date().toISOString(), reply: new Headers() };
  await expect(loadDemo(around, openPasswords())).rejects.toMatchObject({ code: "ALREADY_THERE", data: { workspace: demo.workspace } });

  const home = await world();
  await expect((await clientFor({ origin: "http://throughline.test" })).demo.explore({})).rejects.toMatchObject({ status: 401 });
  await expect((await home.as("product")).demo.explore({})).rejects.toMatchObject({ status: 403 });
  for (const _ of ["once", "twice"]) expect(await home.admin.demo.explore({})).toEqual({ workspace: demo.workspace });
  const joined = (await client.members.list({})).items.filter(({ email }) => email === home.admin.email);
  expect(joined).toMatchObject([{ access: "admin", groups: ["product", "engineering", "design", "data"] }]);
});

test("whoever is an admin of the demo opens no workspace by that, and only the demo is removed as one", async () => {
  const home = await world();
  await expect(home.admin.demo.remove({})).rejects.toMatchObject({ code: "NO_DEMO" });
  await home.admin.demo.explore({});
  const inDemo = (path: string, method: string, body?: object) =>
    home.admin.fetch(path, {
      method,
      headers: { "x-workspace": demo.workspace, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const mira = demo.users.find(({ group }) => group === "product");
  const signIn = () =>
    home.admin.fetch("/api/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json", cookie: "none=1" },
      body: JSON.stringify({ email: mira?.email, password: mira?.password }),
    });
  const cookie = (await signIn()).headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const opened = await home.admin.fetch("/api/v1/workspaces", {
    method: "POST",
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify({ name: "Mine", productName: "Mine" }),
  });
  expect(opened.status).toBe(403);

  expect((await inDemo("/api/v1/demo", "DELETE")).status).toBe(204);
  expect((await inDemo("/api/v1/needs", "GET")).status).toBe(404);
  expect((await signIn()).status).toBe(401);
  const left = await home.rows(
    `select table_name, (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I where workspace_id = %L', table_name, $1::text), false, true, '')))[1]::text as rows
     from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'`,
    [demo.workspaceId],
  );
  expect(left.length).toBeGreaterThan(50);
  expect(left.filter(({ rows }) => rows !== "0")).toEqual([]);
  expect(await home.rows(`select email from auth."user" where email like '%@acme-reports.example'`)).toEqual([]);
  expect(await home.admin.me.get({})).toMatchObject({ memberships: [{ slug: home.slug, isDemo: false }] });
});
