import { describe, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { type Person, world } from "../../test/world.ts";
import type { FeatureState } from "./rules.ts";

async function start() {
  const home = await world();
  const pm = await home.as("product");
  return { home, pm, say: voices() };
}
const keysOf = async (person: Person, query: Parameters<Person["features"]["list"]>[0]) =>
  (await person.features.list(query)).items.map(({ key }) => key);
const move = async (person: Person, id: string, state: FeatureState, reason?: string) =>
  person.features.move({ params: { id }, headers: ifMatch(await person.features.get({ id })), body: { state, reason } });

describe("features", () => {
  test("a feature answers with its key, the needs it serves and what stands behind it", async () => {
    const { pm } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    const feature = await pm.features.create({
      title: "Currency-safe export",
      why: "Totals are wrong",
      body: "# How",
      kind: "fix",
      needs: [need.key],
      effortLow: 3,
      effortHigh: 6,
      ownerId: pm.memberId,
    });
    expect(feature).toMatchObject({
      key: "F-1",
      state: "idea",
      kind: "fix",
      effortLow: 3,
      effortHigh: 6,
      valueLow: null,
      needs: [{ key: "N-1", statement: "Trust exported totals" }],
      demand: { quotes: 0, accounts: 0 },
    });
    expect(await pm.features.get({ id: feature.key })).toEqual(feature);
    expect(await pm.needs.get({ id: need.id })).toMatchObject({ featureCount: 1 });
  });

  test("the demand of a feature is the union of its needs' accounts and its own, nobody counted twice", async () => {
    const { home, pm, say } = await start();
    const [trust, audit] = await Promise.all(["Trust totals", "See who changed it"].map((statement) => pm.needs.create({ statement })));
    if (!trust || !audit) throw new Error("Two needs were made.");
    const feature = await pm.features.create({ title: "Export ledger", needs: [trust.id, audit.id] });
    await say(pm, { targetId: trust.id, account: "Acme", revenueMinor: 500, importance: 3 });
    await say(pm, { targetId: trust.id, account: "Helio", revenueMinor: 700 });
    await say(pm, { targetId: audit.id, account: "Acme", importance: 1 });
    const own = await say(pm, { targetId: feature.id, account: "Helio" });
    await say(pm, { targetId: feature.id, account: "Orbit", revenueMinor: 40, currency: "EUR" });
    const byHand = { quotes: 5, accounts: 3, revenueMinor: 1200, otherRevenue: { EUR: 40 }, importance: 3 + 2 + 2 };
    expect((await pm.features.get({ id: feature.id })).demand).toMatchObject(byHand);

    const change = await home.changeOf((context) => pm.features.stopServing({ id: feature.id, needId: trust.id }, { context }));
    expect((await pm.features.get({ id: feature.id })).demand).toMatchObject({ quotes: 3, accounts: 3, importance: 1 + 2 + 2 });
    await pm.quotes.delete({ id: own.quote.id });
    await pm.changes.undo({ id: change });
    expect((await pm.features.get({ id: feature.id })).demand).toMatchObject({ ...byHand, quotes: 4 });
  });

  test("every order is its own, and a list can be walked page by page and misses nothing", async () => {
    const { pm, say } = await start();
    const made = [
      await pm.features.create({ title: "Feature one", valueLow: 10, valueHigh: 40, effortLow: 2, effortHigh: 8 }),
      await pm.features.create({ title: "Feature two", valueLow: 30, valueHigh: 30, effortLow: 1, effortHigh: 1 }),
      await pm.features.create({ title: "Feature three", effortLow: 9, effortHigh: 9 }),
      await pm.features.create({ title: "Feature four" }),
    ];
    const [one, two, three, four] = made.map(({ key }) => key);
    const id = (place: number) => made[place]?.id ?? "";
    await say(pm, { targetId: id(0), account: "Small", revenueMinor: 10 });
    await say(pm, { targetId: id(0), account: "Small" });
    await say(pm, { targetId: id(1), account: "Large", revenueMinor: 9000 });
    await say(pm, { targetId: id(2), account: "Medium", revenueMinor: 500 });
    await say(pm, { targetId: id(2), account: "Small" });
    await say(pm, { targetId: id(2), account: "Tiny", revenueMinor: 1 });
    await move(pm, id(1), "planned", "The auditor asks");
    await move(pm, id(0), "evaluated");
    await move(pm, id(3), "dropped", "Nobody asks");

    const orders = {
      rank: [one, two, three, four],
      money: [two, three, one, four],
      accounts: [three, two, one, four],
      quotes: [three, one, two, four],
      value: [two, one, four, three],
      effort: [two, one, three, four],
      updated: [four, one, two, three],
      state: [three, one, two, four],
    } as const;
    for (const sort of Object.keys(orders).filter((name): name is keyof typeof orders => name in orders)) {
      expect(await keysOf(pm, { sort }), sort).toEqual(orders[sort]);
      for (const direction of ["asc", "desc"] as const) {
        const walked: string[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await pm.features.list({ sort, direction, limit: 1, cursor });
          walked.push(...page.items.map(({ key }) => key));
          if (page.nextCursor === null) break;
          cursor = page.nextCursor;
        }
        expect(walked, `${sort} ${direction}`).toEqual(await keysOf(pm, { sort, direction }));
        expect(new Set(walked).size, `${sort} ${direction}`).toBe(4);
      }
      await expect(pm.features.list({ sort, cursor: "WzEsMl0" }), sort).rejects.toMatchObject({ status: 422 });
    }
  });

  test("features can be filtered, and counted by the same filter", async () => {
    const { pm, home } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    const label = await pm.labels.create({ name: "Export", colour: "blue" });
    const field = await home.admin.fields.create({ recordKind: "feature", name: "Theme", type: "text" });
    const a = await pm.features.create({ title: "Currency-safe export", needs: [need.id], ownerId: pm.memberId });
    const b = await pm.features.create({ title: "Phone application", kind: "debt" });
    await pm.records.setLabels({ id: a.id, labelIds: [label.id] });
    await pm.records.setField({ id: b.id, fieldId: field.id, value: "Mobile" });
    await move(pm, a.id, "evaluated");
    const cases: [Parameters<Person["features"]["list"]>[0], string[]][] = [
      [{ state: "evaluated" }, [a.key]],
      [{ state: ["idea", "evaluated"] }, [a.key, b.key]],
      [{ kind: "debt" }, [b.key]],
      [{ owner: "me" }, [a.key]],
      [{ owner: "none" }, [b.key]],
      [{ need: need.key }, [a.key]],
      [{ need: "none" }, [b.key]],
      [{ need: [need.id, "none"] }, [a.key, b.key]],
      [{ q: "fone aplication" }, [b.key]],
      [{ label: label.id }, [a.key]],
      [{ fields: { [field.id]: "Mobile" } }, [b.key]],
      [{ product: home.productId }, [a.key, b.key]],
    ];
    for (const [query, expected] of cases) {
      expect(await keysOf(pm, query), JSON.stringify(query)).toEqual(expected);
      expect(await pm.features.count(query), JSON.stringify(query)).toEqual({ total: expected.length });
    }
    expect(await keysOf(pm, { sort: `field:${field.id}` })).toEqual([b.key, a.key]);
  });

  test("a range has both ends, the low one first", async () => {
    const { pm } = await start();
    const feature = await pm.features.create({ title: "Currency-safe export", effortLow: 3, effortHigh: 6 });
    const edit = (body: Parameters<Person["features"]["edit"]>[0]["body"]) =>
      pm.features.edit({ params: { id: feature.id }, headers: ifMatch(feature), body });
    await expect(pm.features.create({ title: "Another", valueLow: 3 })).rejects.toMatchObject({
      status: 422,
      data: { issues: [{ path: "valueHigh" }] },
    });
    await expect(edit({ effortHigh: 2 })).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "effortHigh" }] } });
    await expect(edit({ effortLow: null })).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "effortLow" }] } });
    await expect(edit({ effortLow: -1 })).rejects.toMatchObject({ status: 400 });
    expect(await edit({ effortLow: null, effortHigh: null })).toMatchObject({ effortLow: null, effortHigh: null, version: 2 });
  });

  test("of two who edit a feature the second is shown what the first left", async () => {
    const { home, pm } = await start();
    const engineer = await home.as("engineering");
    const feature = await pm.features.create({ title: "Currency-safe export" });
    await engineer.features.edit({ params: { id: feature.id }, headers: ifMatch(feature), body: { why: "Totals are wrong" } });
    await expect(
      pm.features.edit({ params: { id: feature.key }, headers: ifMatch(feature), body: { why: "Audits" } }),
    ).rejects.toMatchObject({
      status: 412,
      data: { current: { why: "Totals are wrong", version: 2 } },
    });
    await expect(move(pm, feature.id, "evaluated")).resolves.toMatchObject({ state: "evaluated", version: 3 });
    await expect(
      pm.features.move({ params: { id: feature.id }, headers: ifMatch(feature), body: { state: "planned" } }),
    ).rejects.toMatchObject({ status: 412, data: { current: { state: "evaluated" } } });
  });
});

describe("states", () => {
  test("product plans, engineering builds and ships, everybody measures", async () => {
    const { home, pm } = await start();
    const [engineer, designer] = [await home.as("engineering"), await home.as("design")];
    const { id } = await pm.features.create({ title: "Currency-safe export" });
    await move(designer, id, "evaluated");
    for (const other of [engineer, designer])
      await expect(move(other, id, "planned")).rejects.toMatchObject({ status: 403, data: { groups: ["product"] } });
    await move(pm, id, "planned");
    await expect(move(designer, id, "building")).rejects.toMatchObject({ status: 403, data: { groups: ["product", "engineering"] } });
    await move(engineer, id, "building");
    await expect(move(designer, id, "measured")).rejects.toMatchObject({ status: 409, data: { blockers: ["not-shipped"] } });
    await move(engineer, id, "shipped");
    expect(await move(designer, id, "measured")).toMatchObject({ state: "measured" });
  });

  test("dropping, going back, coming back and skipping are asked for a reason, which the trail keeps; each is undone", async () => {
    const { home, pm } = await start();
    const { id } = await pm.features.create({ title: "Currency-safe export" });
    const cases: [FeatureState, string][] = [
      ["building", "skipping"],
      ["idea", "going-back"],
      ["dropped", "dropping"],
      ["planned", "coming-back"],
    ];
    for (const [state, reason] of cases) {
      const before = await pm.features.get({ id });
      await expect(move(pm, id, state)).rejects.toMatchObject({ status: 422, code: "REASON_NEEDED", data: { reasons: [reason] } });
      const change = await home.changeOf((context) =>
        pm.features.move({ params: { id }, headers: ifMatch(before), body: { state, reason: "Because" } }, { context }),
      );
      const [activity] = (await pm.records.activities({ id })).items;
      expect(activity).toMatchObject({
        kind: "feature.moved",
        detail: { reason: "Because", changes: { state: { before: before.state, after: state } } },
      });
      const redo = await home.changeOf((context) => pm.changes.undo({ id: change }, { context }));
      expect(await pm.features.get({ id })).toMatchObject({ state: before.state });
      await pm.changes.undo({ id: redo });
      expect(await pm.features.get({ id })).toMatchObject({ state });
    }
  });
});

describe("serving needs", () => {
  test("a link is made once, taken away and brought back", async () => {
    const { home, pm } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    const { id } = await pm.features.create({ title: "Currency-safe export" });
    const change = await home.changeOf((context) => pm.features.serve({ id, needId: need.key }, { context }));
    expect((await pm.features.serve({ id, needId: need.key })).needs).toHaveLength(1);
    expect((await pm.records.activities({ id: need.id })).items.filter(({ kind }) => kind === "need.linked")).toHaveLength(1);
    await pm.changes.undo({ id: change });
    expect(await pm.features.get({ id })).toMatchObject({ needs: [] });
    await pm.features.serve({ id, needId: need.id });
    expect(await pm.features.stopServing({ id, needId: need.id })).toMatchObject({ needs: [] });
    expect(await pm.features.stopServing({ id, needId: need.id })).toMatchObject({ needs: [] });
    await expect(pm.features.serve({ id, needId: "N-99" })).rejects.toMatchObject({ status: 404 });
  });
});

test("proposing and editing features is undone", async () => {
  const { home, pm } = await start();
  const need = await pm.needs.create({ statement: "Trust exported totals" });
  const proposed = await home.changeOf((context) => pm.features.create({ title: "By mistake", needs: [need.id] }, { context }));
  await pm.changes.undo({ id: proposed });
  expect(await keysOf(pm, {})).toEqual([]);
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ featureCount: 0 });
  const feature = await pm.features.create({ title: "Currency-safe export" });
  const edit = await home.changeOf((context) =>
    pm.features.edit(
      { params: { id: feature.id }, headers: ifMatch(feature), body: { kind: "fix", body: "# How", valueLow: 1, valueHigh: 2 } },
      { context },
    ),
  );
  await pm.changes.undo({ id: edit });
  expect(await pm.features.get({ id: feature.id })).toMatchObject({ kind: "improvement", body: "", valueLow: null, valueHigh: null });
});

test("another workspace's features are as absent as those that never were", async () => {
  const { pm } = await start();
  const other = await start();
  const theirs = await other.pm.features.create({ title: "Canary feature" });
  const theirNeed = await other.pm.needs.create({ statement: "Canary need" });
  const own = await pm.features.create({ title: "Our own feature" });
  for (const attempt of [
    () => pm.features.get({ id: theirs.id }),
    () => pm.features.edit({ params: { id: theirs.id }, headers: ifMatch(theirs), body: { title: "Taken over" } }),
    () => pm.features.move({ params: { id: theirs.id }, headers: ifMatch(theirs), body: { state: "evaluated" } }),
    () => pm.features.rank({ params: { id: theirs.id }, body: { afterId: own.id } }),
    () => pm.features.rank({ params: { id: own.id }, body: { beforeId: theirs.id } }),
    () => pm.features.serve({ id: own.id, needId: theirNeed.id }),
    () => pm.features.batch({ rows: [{ id: theirs.id, version: 1, change: { title: "Taken over" } }] }),
    () => pm.features.create({ title: "A feature", needs: [theirNeed.id] }),
  ])
    await expect(attempt()).rejects.toMatchObject({ status: 404 });
  expect(await keysOf(pm, { q: "canary" })).toEqual([]);
  expect(await other.pm.features.get({ id: theirs.id })).toMatchObject({ title: "Canary feature", version: 1 });
});

test("a feature that serves an objective but no need is still found among those that serve none", async () => {
  const { admin } = await world();
  const feature = await admin.features.create({ title: "Currency-safe export" });
  const objective = await admin.objectives.create({ statement: "Numbers people trust" });
  await admin.links.put({ id: feature.id, kind: "serves", toId: objective.id });
  expect((await admin.features.list({ need: "none" })).items.map(({ id }) => id)).toEqual([feature.id]);
  expect((await admin.thread.strategy({})).holes.map(({ kind }) => kind)).not.toContain("need-without-feature");
});
