import { describe, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { type Person, world } from "../../test/world.ts";
import type { FeatureState } from "../features/rules.ts";

async function start() {
  const home = await world();
  const [pm, designer] = [await home.as("product"), await home.as("design")];
  return { home, pm, designer, say: voices() };
}
const move = async (person: Person, id: string, state: FeatureState) =>
  person.features.move({ params: { id }, headers: ifMatch(await person.features.get({ id })), body: { state, reason: "In a test" } });

type Answer = Awaited<ReturnType<Person["readiness"]["need"]>>;
function checkOf({ qualities }: Pick<Answer, "qualities">, id: string) {
  const check = qualities[0]?.checks.find((one) => one.id === id);
  if (!check) throw new Error(`There is no check ${id}.`);
  return check;
}
const progressOf = (answer: Pick<Answer, "qualities">) => ["accounts", "kinds"].map((id) => checkOf(answer, id).progress);

describe("a quote counts once a second person used it", () => {
  test("the author's own use adds nothing; a colleague's comment on the same feedback counts", async () => {
    const { pm, designer, say } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    const { feedback, quote } = await say(pm, { targetId: need.id });
    await pm.comments.create({ id: feedback.id, body: "I find this telling" });
    await pm.readiness.confirmNeed({ id: need.id });
    expect(checkOf(await pm.readiness.need({ id: need.id }), "accounts")).toMatchObject({
      state: "not-yet",
      counted: [],
      nearly: { ids: [quote.id], total: 1 },
      action: { act: "confirm", to: "/needs/N-1" },
    });
    await designer.comments.create({ id: feedback.id, body: "Me too" });
    expect(checkOf(await pm.readiness.need({ id: need.id }), "accounts")).toMatchObject({
      state: "met",
      counted: [quote.id],
      countedTotal: 1,
    });
  });

  test("so do quoting from it, bringing it in by hand, triaging it, linking the need and confirming it", async () => {
    const { pm, designer, say } = await start();
    const ways: ((said: { needId: string; feedbackId: string }) => Promise<unknown>)[] = [
      ({ feedbackId, needId }) => designer.quotes.create({ id: feedbackId, startsAt: 0, endsAt: 5, importance: 1, targetId: needId }),
      ({ feedbackId }) => designer.feedback.assign({ id: feedbackId, assigneeId: designer.memberId }),
      ({ needId }) => designer.comments.create({ id: needId, body: "This comes up in every test" }),
      ({ needId }) => designer.features.create({ title: "Currency-safe export", needs: [needId] }),
      ({ needId }) => designer.readiness.confirmNeed({ id: needId }),
    ];
    for (const [i, way] of ways.entries()) {
      const need = await pm.needs.create({ statement: `Need number ${i}` });
      const { feedback, quote } = await say(pm, { targetId: need.id, account: `Account ${i}` });
      expect(checkOf(await pm.readiness.need({ id: need.id }), "accounts").counted, `before ${way}`).toEqual([]);
      await way({ needId: need.id, feedbackId: feedback.id });
      expect(checkOf(await pm.readiness.need({ id: need.id }), "accounts").counted, `${way}`).toContain(quote.id);
    }
    const need = await pm.needs.create({ statement: "Brought in by somebody else" });
    const brought = await designer.feedback.create({ text: "Totals differ", accountId: (await pm.accounts.create({ name: "Pico" })).id });
    await pm.quotes.create({ id: brought.id, startsAt: 0, endsAt: 6, importance: 1, targetId: need.id });
    expect(checkOf(await pm.readiness.need({ id: need.id }), "accounts").countedTotal).toBe(1);
  });

  test("a link made before a quote does not vouch for it", async () => {
    const { pm, designer, say } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    await designer.features.create({ title: "Currency-safe export", needs: [need.id] });
    await say(pm, { targetId: need.id });
    expect(checkOf(await pm.readiness.need({ id: need.id }), "accounts").counted).toEqual([]);
  });

  test("a confirmation is shown, can be taken back, and is a person's", async () => {
    const { home, pm, designer, say } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    await say(pm, { targetId: need.id });
    expect(await designer.readiness.confirmNeed({ id: need.key })).toMatchObject({
      confirmations: [{ memberId: designer.memberId }],
      qualities: [{ checks: [{ id: "accounts", state: "met" }, { id: "kinds", state: "partly", progress: 0.5 }, {}, {}, {}] }],
    });
    const withdrawn = await designer.readiness.withdrawNeed({ id: need.key });
    expect(withdrawn.confirmations).toEqual([]);
    expect(checkOf(withdrawn, "accounts").state).toBe("not-yet");
    const key = await home.key("write");
    await expect(key.readiness.confirmNeed({ id: need.id })).rejects.toMatchObject({ status: 409 });
    const guest = await home.as("guest");
    await expect(guest.readiness.confirmNeed({ id: need.id })).rejects.toMatchObject({ status: 403 });
  });

  test("in a workspace of one their own word counts, and the page can say so", async () => {
    const { admin } = await world();
    const say = voices();
    const need = await admin.needs.create({ statement: "Trust exported totals" });
    await say(admin, { targetId: need.id });
    const check = checkOf(await admin.readiness.need({ id: need.id }), "accounts");
    expect(check).toMatchObject({ state: "met" });
    expect(check.reason).toContain("Your own word");
  });
});

describe("readiness", () => {
  test("the demand for accounts grows with the customer base, and old words fade until somebody says they still hold", async () => {
    const { pm, designer, say } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    for (let i = 0; i < 10; i++) await pm.accounts.create({ name: `Silent ${i}` });
    await say(designer, { targetId: need.id, account: "Acme", daysAgo: 150 });
    await say(designer, { targetId: need.id, account: "Helio", kind: "interview", daysAgo: 150 });
    await say(designer, { targetId: need.id, account: "Orbit", daysAgo: 190 });
    await designer.comments.create({ id: need.id, body: "Seen by me alone" });
    await pm.comments.create({ id: need.id, body: "Seen by me too" });
    const faded = await pm.readiness.need({ id: need.id });
    // Of 13 accounts three are asked; two spoke within 180 days, 30 days past fresh.
    expect(checkOf(faded, "accounts").progress).toBeCloseTo((2 * 2 ** -(30 / 120)) / 3, 3);
    expect(checkOf(faded, "kinds").progress).toBeCloseTo(2 ** -(30 / 120), 3);
    const fresh = await pm.readiness.confirmNeed({ id: need.id });
    expect(progressOf(fresh)).toEqual([expect.closeTo(2 / 3, 9), 1]);
  });

  test("a feature stands on its own quotes and on those of the needs it serves, an account counted once", async () => {
    const { home, pm, designer, say } = await start();
    for (let i = 0; i < 20; i++) await pm.accounts.create({ name: `Silent ${i}` });
    const [trust, audit] = [
      await pm.needs.create({ statement: "Trust totals" }),
      await pm.needs.create({ statement: "See who changed it" }),
    ];
    const feature = await pm.features.create({ title: "Export ledger", needs: [trust.id, audit.id] });
    await say(pm, { targetId: trust.id, account: "Acme" });
    await say(pm, { targetId: audit.id, account: "Acme", kind: "call" });
    await say(pm, { targetId: audit.id, account: "Helio" });
    await say(pm, { targetId: feature.id, account: "Orbit" });
    expect(checkOf(await pm.readiness.feature({ id: feature.key }), "accounts")).toMatchObject({ state: "not-yet", nearly: { total: 4 } });
    await designer.readiness.confirmFeature({ id: feature.id });
    const answer = await pm.readiness.feature({ id: feature.key });
    expect(checkOf(answer, "accounts")).toMatchObject({ state: "partly", progress: 0.6, countedTotal: 4, group: "customer" });
    expect(checkOf(answer, "kinds")).toMatchObject({ state: "met", reason: "Calls and messages: 2 kinds of evidence, 2 are asked." });
    // What is known of the market is asked too, and that nobody looked weighs more than two accounts too few.
    expect(answer.qualities[0]).toMatchObject({ quality: "informed", value: 0, met: 1 });
    expect(answer.next).toMatchObject({
      check: "market",
      group: "product",
      action: { act: "record-finding", to: `/features/${feature.key}` },
    });

    // Taking one away changes what counted it, and brings it all back when it is undone.
    const change = await home.changeOf((context) => pm.features.stopServing({ id: feature.id, needId: audit.id }, { context }));
    expect(progressOf(await pm.readiness.feature({ id: feature.id }))).toEqual([expect.closeTo(0.4, 9), 0.5]);
    await pm.changes.undo({ id: change });
    expect(progressOf(await pm.readiness.feature({ id: feature.id }))).toEqual([0.6, 1]);
  });

  test("an idea is never coloured; after shipping or dropping nothing is asked", async () => {
    const { pm } = await start();
    const { id } = await pm.features.create({ title: "Currency-safe export" });
    const coloured = async () => (await pm.readiness.feature({ id })).qualities.map((quality) => quality.coloured);
    expect(await coloured()).toEqual([false]);
    for (const state of ["evaluated", "planned", "building"] as const) {
      await move(pm, id, state);
      expect(new Set(await coloured()), state).toEqual(new Set([true]));
    }
    for (const state of ["shipped", "measured", "dropped"] as const) {
      await move(pm, id, state);
      expect(await pm.readiness.feature({ id }), state).toMatchObject({ qualities: [], next: null, note: expect.any(String) });
    }
  });

  test("the strategy shows what is judged, the weakest first, and what to do next", async () => {
    const { pm, designer, say } = await start();
    const make = async (title: string, kind: "improvement" | "fix" | "debt", state: FeatureState) => {
      const feature = await pm.features.create({ title, kind });
      if (state !== "idea") await move(pm, feature.id, state);
      return feature;
    };
    const strong = await make("Currency-safe export", "improvement", "planned");
    const middling = await make("Export ledger", "improvement", "evaluated");
    const weak = await make("Phone application", "improvement", "building");
    const fix = await make("One rounding everywhere", "fix", "planned");
    const debt = await make("Billing move", "debt", "planned");
    await make("An idea", "improvement", "idea");
    await make("Gone", "improvement", "dropped");
    for (const kind of ["message", "call"] as const) await say(designer, { targetId: strong.id, account: "Acme", kind });
    await say(designer, { targetId: middling.id, account: "Acme" });
    await say(designer, { targetId: fix.id, account: "Acme" });
    for (const { id } of [strong, middling, fix]) await pm.readiness.confirmFeature({ id });

    const strategy = await pm.readiness.strategy({});
    expect(strategy.items.map(({ key }) => key)).toEqual([weak, strong, middling, debt, fix].map(({ key }) => key));
    expect(strategy.total).toBe(5);
    expect(checkOf(strategy, "accounts")).toMatchObject({ state: "not-yet", progress: 0, counted: [strong.id, middling.id] });
    expect(checkOf(strategy, "accounts").reason).toBe(
      `2 of 3 features meet it; weakest is ${weak.key}: No account of the last 180 days counts yet; 1 is asked.`,
    );
    expect(checkOf(strategy, "tickets")).toMatchObject({ state: "met", reason: "1 of 1 feature meets it." });
    expect(strategy.next.slice(0, 3).map(({ record }) => record.key)).toEqual([weak.key, strong.key, middling.key]);
    // After what is most urgent each other group finds the first of its own.
    const groups = strategy.next.map(({ group }) => group);
    expect(groups).toEqual(expect.arrayContaining(["engineering", "design", "marketing"]));
    const later = groups.slice(3);
    expect([...new Set(later)]).toEqual(later);
    expect(later.filter((group) => groups.slice(0, 3).includes(group))).toEqual([]);
    expect(await pm.readiness.strategy({ limit: 1 })).toMatchObject({ items: [{ key: weak.key }], total: 5 });
    expect(await pm.readiness.strategy({ product: weak.id })).toMatchObject({
      items: [],
      total: 0,
      next: [],
      qualities: [
        { applicable: 0, value: null },
        { applicable: 0, value: null },
        { applicable: 0, value: null },
        { applicable: 0, value: null },
      ],
    });
  });
});

test("once it has shipped a feature is asked for one thing: that those who asked for it are told", async () => {
  const { pm, home, say } = await start();
  const support = await home.as("customer");
  const need = await pm.needs.create({ statement: "Trust exported totals" });
  const feature = await pm.features.create({ title: "Currency-safe export", needs: [need.id] });
  for (const account of ["Acme", "Helio"]) await say(pm, { targetId: need.id, account });
  await move(pm, feature.id, "shipped");
  const told = async () => {
    const { qualities, next, note } = await pm.readiness.feature({ id: feature.id });
    return { checks: qualities.flatMap(({ checks }) => checks.map(({ id, state, progress }) => [id, state, progress])), next, note };
  };
  expect(await told()).toMatchObject({
    checks: [["told", "not-yet", 0]],
    next: { group: "customer", action: { act: "tell-askers", to: `/features/${feature.key}` } },
    note: null,
  });
  for (const [place, expected] of [["told", "partly", 0.5] as const, ["told", "met", 1] as const].entries()) {
    const [asker] = (await support.tellings.list({ id: feature.id })).items.filter(({ features }) => !features[0]?.toldAt);
    if (!asker) throw new Error(`Nobody is left to tell the ${place + 1}. time.`);
    await support.tellings.tell({ featureIds: [feature.id], voiceId: asker.voiceId });
    expect((await told()).checks).toEqual([expected]);
  }
  expect((await told()).next).toBeNull();
});

test("an objective stands as the weakest of the features in play that serve it, and is asked nothing while none does", async () => {
  const { pm, designer, say } = await start();
  const objective = await pm.objectives.create({ statement: "Numbers people trust" });
  const of = () => pm.readiness.objective({ id: objective.key });
  const features = [];
  for (const title of ["Currency-safe export", "Export ledger", "Not of it"]) {
    const feature = await pm.features.create({ title });
    await say(designer, { targetId: feature.id, account: title });
    features.push(feature);
  }
  const [safe, ledger, other] = features;
  if (!safe || !ledger || !other) throw new Error("Three features were made.");
  expect(await of()).toMatchObject({ kind: "objective", total: 0, next: [], note: expect.stringContaining("No feature in play") });
  for (const { id } of [safe, ledger]) await designer.links.put({ id, kind: "serves", toId: objective.id });
  // Ideas are not judged.
  expect(await of()).toMatchObject({ total: 0 });
  for (const { id } of features) await move(pm, id, "evaluated");
  await pm.readiness.confirmFeature({ id: safe.id });
  const judged = await of();
  expect(judged).toMatchObject({ key: objective.key, title: "Numbers people trust", total: 2, note: null });
  expect(judged.items.map(({ key }) => key)).toEqual([ledger.key, safe.key]);
  expect(checkOf(judged, "accounts")).toMatchObject({ state: "not-yet", counted: [safe.id] });
  expect(judged.next[0]).toMatchObject({ record: { key: ledger.key } });
  await pm.readiness.confirmFeature({ id: ledger.id });
  expect(checkOf(await of(), "accounts")).toMatchObject({ state: "met", reason: "2 of 2 features meet it." });
});

test("the strategy's answer is renewed by whatever is done, also by what the trail does not tell", async () => {
  const { home, pm, designer, say } = await start();
  const [seller, reader] = [await home.as("customer"), await home.as("marketing")];
  const feature = await pm.features.create({ title: "Currency-safe export" });
  await move(pm, feature.id, "planned");
  const { quote } = await say(designer, { targetId: feature.id });
  const check = async (id: string) => {
    const { qualities } = await pm.readiness.strategy({});
    return qualities.flatMap(({ checks }) => checks).find((one) => one.id === id);
  };
  expect(await check("accounts")).toMatchObject({ state: "not-yet" });
  await pm.readiness.confirmFeature({ id: feature.id });
  expect(await check("accounts")).toMatchObject({ state: "met" });
  const change = await home.changeOf((context) => designer.quotes.delete({ id: quote.id }, { context }));
  expect(await check("accounts")).toMatchObject({ state: "not-yet" });
  await designer.changes.undo({ id: change });
  expect(await check("accounts")).toMatchObject({ state: "met" });
  const asset = await seller.assets.create({ kind: "one-pager", title: "Totals that hold", features: [feature.id] });
  const seen = await seller.assets.get({ id: asset.id });
  await seller.assets.move({ params: { id: asset.id }, headers: ifMatch(seen), body: { state: "live" } });
  await pm.confirmations.put({ id: asset.id });
  const before = await check("assets");
  await reader.assets.read({ id: asset.id });
  expect((await check("assets"))?.progress).toBeGreaterThan(before?.progress ?? 1);
});

test("engineering's answer turns an arc: asked, then answered for whoever asked, then in doubt once what is to be built changes", async () => {
  const { pm, home } = await start();
  const engineer = await home.as("engineering");
  const feature = await pm.features.create({ title: "Currency-safe export" });
  await move(pm, feature.id, "evaluated");
  const feasibility = async () => {
    const { qualities } = await pm.readiness.feature({ id: feature.id });
    const checks = qualities.find(({ quality }) => quality === "feasible")?.checks ?? [];
    return Object.fromEntries(checks.map(({ id, state, reason }) => [id, `${state}: ${reason}`]));
  };
  expect(await feasibility()).toMatchObject({
    answer: "not-yet: Nobody has asked engineering yet.",
    effort: expect.stringContaining("not-yet"),
  });
  const ask = await pm.feasibilities.ask({ featureId: feature.id });
  expect((await feasibility()).answer).toBe("not-yet: Waiting on engineering, asked today.");
  await engineer.feasibilities.answer({
    params: { id: ask.id },
    headers: ifMatch(ask),
    body: { verdict: "feasible", line: "On the new ledger", efforts: [{ teamId: null, low: 2, high: 4 }] },
  });
  expect(await feasibility()).toMatchObject({ answer: `met: Feasible, ${ask.key} today.`, effort: `met: ${ask.key} says what it takes.` });
  await engineer.techNotes.create({ title: "No ledger yet", kind: "blocker", informs: [feature.id] });
  expect((await feasibility()).blockers).toBe("failed: T-1 No ledger yet waits for an answer.");
  const seen = await pm.features.get({ id: feature.id });
  await pm.features.edit({ params: { id: feature.id }, headers: ifMatch(seen), body: { why: "Also for the auditor" } });
  expect((await feasibility()).answer).toMatch(/^partly: Feasible, but what is to be built changed after/);
});

test("a finding turns an arc once somebody else used it, and one that speaks against the feature fails it until it is answered", async () => {
  const { pm, home } = await start();
  const support = await home.as("customer");
  const feature = await pm.features.create({ title: "Audit trail" });
  await move(pm, feature.id, "evaluated");
  const check = async (id: string) => checkOf(await pm.readiness.feature({ id: feature.id }), id);
  const asOf = new Date().toISOString().slice(0, 10);
  const draft = {
    kind: "competition" as const,
    strength: 2,
    sources: [{ address: "https://paperfort.example/news", title: "Release", asOf }],
  };
  const finding = await support.findings.create({ ...draft, statement: "Paperfort released an audit trail" });
  await support.links.put({ id: finding.id, kind: "supports", toId: feature.id });
  expect(await check("market")).toMatchObject({ state: "not-yet", nearly: { ids: [finding.id] } });
  await pm.confirmations.put({ id: finding.id });
  expect(await check("market")).toMatchObject({ state: "met", counted: [finding.id] });
  expect(await check("contradictions")).toMatchObject({ state: "not-applicable" });
  const against = await support.findings.create({ ...draft, statement: "Nobody reads audit trails" });
  await support.links.put({ id: against.id, kind: "contradicts", toId: feature.id });
  expect(await check("contradictions")).toMatchObject({ state: "failed", action: { to: `/findings/${against.key}` } });
});

test("a metric turns an arc with a fresh reading, half without one", async () => {
  const { pm, home } = await start();
  const analyst = await home.as("data");
  const feature = await pm.features.create({ title: "Currency-safe export" });
  await move(pm, feature.id, "evaluated");
  const reach = async () => checkOf(await pm.readiness.feature({ id: feature.id }), "reach");
  expect(await reach()).toMatchObject({ state: "not-yet", action: { act: "link-metric" } });
  const metric = await analyst.metrics.create({ name: "Exports repeated", unit: "percent", interval: "day", direction: "down" });
  await analyst.links.put({ id: metric.id, kind: "measures", toId: feature.id });
  expect(await reach()).toMatchObject({ state: "partly", progress: 0.5, action: { to: `/metrics/${metric.key}` } });
  const on = new Date().toISOString().slice(0, 10);
  await analyst.readings.put({ params: { id: metric.key }, body: { readings: [{ on, value: 26.8 }] } });
  expect(await reach()).toMatchObject({ state: "met", counted: [metric.id] });
});

test("what a feature requires has to be planned by the day of the feature's own milestone", async () => {
  const { pm } = await start();
  const [early, late] = [
    await pm.milestones.create({ title: "March", date: "2027-03-01" }),
    await pm.milestones.create({ title: "June", date: "2027-06-01" }),
  ];
  const ledger = await pm.features.create({ title: "Ledger", milestoneId: late.id });
  const seats = await pm.features.create({ title: "Guest seats", milestoneId: early.id });
  await pm.links.put({ id: seats.id, kind: "requires", toId: ledger.id });
  await move(pm, seats.id, "planned");
  const prerequisites = async () => {
    const { qualities } = await pm.readiness.feature({ id: seats.id });
    return qualities.flatMap(({ checks }) => checks).find(({ id }) => id === "prerequisites");
  };
  expect(await prerequisites()).toMatchObject({ state: "failed", action: { act: "plan-prerequisite", to: `/features/${ledger.key}` } });
  await move(pm, ledger.id, "planned");
  expect(await prerequisites()).toMatchObject({
    state: "failed",
    reason: `${ledger.key} Ledger is planned for 2027-06-01, after 2027-03-01.`,
  });
  const now = await pm.features.get({ id: ledger.id });
  await pm.features.edit({ params: { id: ledger.id }, headers: ifMatch(now), body: { milestoneId: early.id } });
  expect(await prerequisites()).toMatchObject({ state: "met", counted: [ledger.id] });
});
