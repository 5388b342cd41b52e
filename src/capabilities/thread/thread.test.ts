import { describe, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { type Person, world } from "../../test/world.ts";

async function start() {
  const home = await world();
  const pm = await home.as("product");
  return { home, pm, say: voices() };
}
type Thread = Awaited<ReturnType<Person["thread"]["strategy"]>>;
const titles = ({ nodes }: Thread, kind: string) => nodes.filter((node) => node.kind === kind).map(({ title }) => title);
const kindsOf = ({ holes }: Thread) => holes.map(({ kind }) => kind).toSorted();

describe("the thread", () => {
  test("it leads from customers' words through needs to features, strongest first, with people and money behind each", async () => {
    const { pm, say } = await start();
    const persona = await pm.personas.create({ name: "CFO" });
    const trust = await pm.needs.create({ statement: "Trust exported totals", personaId: persona.id, importance: 8, satisfaction: 3 });
    const phone = await pm.needs.create({ statement: "Use it on the phone", personaId: persona.id });
    const safe = await pm.features.create({ title: "Currency-safe export", needs: [trust.id], effortLow: 3, effortHigh: 4 });
    const page = await pm.features.create({ title: "Phone-friendly page", needs: [phone.id, trust.id] });
    await say(pm, { targetId: phone.id, account: "Small", revenueMinor: 100, text: "Tiny screens" });
    await say(pm, { targetId: phone.id, account: "Small", text: "Tiny screens again" });
    const strong = await say(pm, {
      targetId: trust.id,
      account: "Large",
      revenueMinor: 9000,
      importance: 3,
      kind: "interview",
      text: "The export drops the currency",
    });
    // Another customer said the same: a duplicate that was merged.
    const account = await pm.accounts.create({ name: "Orbit", revenueMinor: 500, currency: "EUR" });
    const duplicate = await pm.feedback.create({ text: "Currency lost on export", accountId: account.id });
    await pm.feedback.merge({ id: duplicate.id, intoId: strong.feedback.id });

    const thread = await pm.thread.strategy({});
    expect(titles(thread, "need")).toEqual(["Trust exported totals", "Use it on the phone"]);
    expect(titles(thread, "feature")).toEqual(["Phone-friendly page", "Currency-safe export"]);
    expect(titles(thread, "evidence")[0]).toBe("The export drops the currency");
    expect(thread.nodes[0]).toMatchObject({
      kind: "evidence",
      key: strong.feedback.key,
      feedbackKind: "interview",
      voices: 2,
      accounts: 2,
      quotes: 1,
      revenueMinor: 9000,
      otherRevenue: { EUR: 500 },
      importance: 3,
      account: null,
    });
    expect(thread.nodes.find(({ id }) => id === trust.id)).toMatchObject({
      persona: { name: "CFO" },
      opportunity: 13,
      demand: { quotes: 1, accounts: 2, revenueMinor: 9000, otherRevenue: { EUR: 500 } },
    });
    const edge = (from: string, to: string) => thread.edges.find((one) => one.from === from && one.to === to);
    expect(edge(strong.feedback.id, trust.id)).toMatchObject({ kind: "quoted", strength: 3 });
    expect(edge(trust.id, safe.id)).toMatchObject({ kind: "serves", strength: 3 });
    expect(edge(trust.id, page.id)).toMatchObject({ strength: 3 });
    expect(edge(phone.id, page.id)).toMatchObject({ strength: 2 });
    expect(thread.holes).toEqual([]);
    expect(thread.behind).toEqual({ quotes: 3, accounts: 3, revenueMinor: 9100, otherRevenue: { EUR: 500 } });
    expect(thread.columns).toEqual([
      { kind: "evidence", shown: 3, total: 3 },
      { kind: "need", shown: 2, total: 2 },
      { kind: "feature", shown: 2, total: 2 },
      { kind: "outcome", shown: 0, total: 0 },
    ]);
    expect(titles(await pm.thread.strategy({ order: "quotes" }), "need")[0]).toBe("Use it on the phone");
    expect((await pm.thread.strategy({ product: persona.id })).nodes).toEqual([]);
  });

  test("every need shown brings its strongest words before any need brings its second", async () => {
    const { pm, say } = await start();
    for (let i = 0; i < 3; i++) {
      const need = await pm.needs.create({ statement: `Need number ${i}` });
      for (let j = 0; j <= 3; j++)
        await say(pm, {
          targetId: need.id,
          account: `Account ${i}`,
          revenueMinor: 1000 - i,
          importance: j,
          text: `Need ${i}, importance ${j}`,
        });
    }
    const thread = await pm.thread.strategy({ evidence: 4 });
    expect(titles(thread, "evidence").toSorted()).toEqual([
      "Need 0, importance 2",
      "Need 0, importance 3",
      "Need 1, importance 3",
      "Need 2, importance 3",
    ]);
    expect(thread.columns[0]).toEqual({ kind: "evidence", shown: 4, total: 12 });
  });

  test("missing links are holes that say who is waited on", async () => {
    const { pm, say } = await start();
    const bare = await pm.needs.create({ statement: "Nobody serves this" });
    const feature = await pm.features.create({ title: "Serves nobody" });
    const debt = await pm.features.create({ title: "Billing move", kind: "debt" });
    for (const { id } of [feature, debt]) {
      const seen = await pm.features.get({ id });
      await pm.features.move({ params: { id }, headers: ifMatch(seen), body: { state: "evaluated" } });
    }
    // What a feature lacks afterwards has tests of its own.
    const metric = await pm.metrics.create({ name: "Exports repeated" });
    await pm.links.put({ id: metric.id, kind: "measures", toId: feature.id });
    const thread = await pm.thread.strategy({});
    expect(kindsOf(thread)).toEqual(["feature-without-need", "need-without-evidence", "need-without-feature", "need-without-persona"]);
    const hole = (kind: string) => thread.holes.find((one) => one.kind === kind);
    expect(hole("need-without-evidence")).toMatchObject({ group: "customer", column: "evidence", besideId: bare.id });
    expect(hole("need-without-persona")).toMatchObject({
      group: "design",
      column: "need",
      action: { to: "/needs/N-1", act: "choose-persona" },
    });
    expect(hole("need-without-feature")).toMatchObject({ group: "product", column: "feature", sentence: "No feature serves N-1 yet." });
    expect(hole("feature-without-need")).toMatchObject({
      group: "product",
      column: "need",
      besideId: feature.id,
      action: { act: "link-need" },
    });

    // Each is mended by what it asks for, and by nothing else.
    await say(pm, { targetId: bare.id });
    expect(kindsOf(await pm.thread.strategy({}))).toEqual(["feature-without-need", "need-without-feature", "need-without-persona"]);
    await pm.features.serve({ id: feature.id, needId: bare.id });
    expect(kindsOf(await pm.thread.strategy({}))).toEqual(["need-without-persona"]);
    const persona = await pm.personas.create({ name: "CFO" });
    await pm.needs.edit({
      params: { id: bare.id },
      headers: ifMatch(await pm.needs.get({ id: bare.id })),
      body: { personaId: persona.id },
    });
    expect(kindsOf(await pm.thread.strategy({}))).toEqual([]);
  });

  test("a need's thread holds its words and what serves it, dropped features left out; a merged need's leads where it went", async () => {
    const { pm, say } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    const old = await pm.needs.create({ statement: "Totals I can rely on" });
    const other = await pm.needs.create({ statement: "Something else" });
    await say(pm, { targetId: need.id, account: "Acme" });
    await say(pm, { targetId: old.id, account: "Helio" });
    await say(pm, { targetId: other.id, account: "Orbit" });
    const safe = await pm.features.create({ title: "Currency-safe export", needs: [need.id] });
    const dropped = await pm.features.create({ title: "Dropped export", needs: [need.id] });
    await pm.features.move({ params: { id: dropped.id }, headers: ifMatch(dropped), body: { state: "dropped", reason: "Too dear" } });
    await pm.needs.merge({ id: old.id, intoId: need.id });

    const thread = await pm.thread.need({ id: old.key });
    expect(titles(thread, "need")).toEqual(["Trust exported totals"]);
    expect(titles(thread, "feature")).toEqual(["Currency-safe export"]);
    expect(titles(thread, "evidence").toSorted()).toEqual(["Words of Acme", "Words of Helio"]);
    expect(thread.behind).toMatchObject({ quotes: 2, accounts: 2 });

    const feature = await pm.features.get({ id: safe.id });
    await say(pm, { targetId: feature.id, account: "Pico" });
    const through = await pm.thread.feature({ id: feature.key });
    expect(titles(through, "evidence").toSorted()).toEqual(["Words of Acme", "Words of Helio", "Words of Pico"]);
    expect(through.behind).toMatchObject({ quotes: 3, accounts: 3 });
    expect(through.columns.map(({ kind, shown }) => [kind, shown])).toEqual([
      ["evidence", 3],
      ["need", 1],
      ["feature", 1],
      ["outcome", 0],
    ]);
    expect(kindsOf(await pm.thread.feature({ id: dropped.key }))).not.toContain("feature-without-need");
  });

  test("an empty workspace has an empty thread, and another workspace's is its own", async () => {
    const { pm, say } = await start();
    const other = await start();
    const need = await other.pm.needs.create({ statement: "Canary need" });
    await say(other.pm, { targetId: need.id });
    const thread = await pm.thread.strategy({});
    expect(thread).toMatchObject({ nodes: [], edges: [], holes: [], behind: { quotes: 0, accounts: 0, revenueMinor: 0 } });
    await expect(pm.thread.need({ id: need.id })).rejects.toMatchObject({ status: 404 });
    await expect(pm.readiness.need({ id: need.id })).rejects.toMatchObject({ status: 404 });
    await expect(pm.readiness.confirmNeed({ id: need.id })).rejects.toMatchObject({ status: 404 });
  });
});
