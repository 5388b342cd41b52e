import { describe, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { type Person, type World, world } from "../../test/world.ts";

/** A workspace with a product manager, and customers who speak. */
async function start() {
  const home = await world();
  const pm = await home.as("product");
  return { home, pm, say: voices() };
}
const keysOf = async (person: Person, query: Parameters<Person["needs"]["list"]>[0]) =>
  (await person.needs.list(query)).items.map(({ key }) => key);

/** What the database counted, against a count by hand over the rows themselves. */
async function demandByHand({ rows }: World, recordIds: string[]) {
  const heard = await rows(
    `select q.id as quote, f.account_id, coalesce(a.revenue_minor, 0)::int as revenue from quotes q join feedback f on f.id = q.feedback_id
     left join accounts a on a.id = f.account_id where q.target_id = any($1)`,
    [recordIds],
  );
  const accounts = new Map(heard.filter((row) => row.account_id).map((row) => [row.account_id, Number(row.revenue)]));
  return {
    quotes: new Set(heard.map((row) => row.quote)).size,
    accounts: accounts.size,
    revenueMinor: [...accounts.values()].reduce((sum, one) => sum + one, 0),
  };
}

describe("merging and splitting", () => {
  test("a merge moves quotes, links and comments, leaves the demand of a hand count, and is undone as one", async () => {
    const { home, pm, say } = await start();
    const trust = await pm.needs.create({ statement: "Trust exported totals" });
    const totals = await pm.needs.create({ statement: "Totals I can rely on" });
    const feature = await pm.features.create({ title: "Currency-safe export", needs: [totals.id] });
    const both = await pm.features.create({ title: "Export ledger", needs: [totals.id, trust.id] });
    await say(pm, { targetId: trust.id, account: "Acme", revenueMinor: 500 });
    const shared = await say(pm, { targetId: trust.id, account: "Helio", revenueMinor: 700, importance: 1, text: "The totals differ" });
    // The same words, quoted for the other need too and found more important there.
    await pm.quotes.create({ id: shared.feedback.id, startsAt: 0, endsAt: 17, importance: 3, targetId: totals.id });
    await say(pm, { targetId: totals.id, account: "Orbit", revenueMinor: 900 });
    await pm.comments.create({ id: totals.id, body: "Is this not N-1?" });
    const before = await Promise.all([trust, totals].map(({ id }) => pm.needs.get({ id })));
    const featuresBefore = await Promise.all([feature, both].map(({ id }) => pm.features.get({ id })));

    const change = await home.changeOf((context) => pm.needs.merge({ id: totals.key, intoId: trust.key }, { context }));
    const merged = await pm.needs.get({ id: trust.id });
    expect(merged).toMatchObject({
      mergedKeys: [totals.key],
      featureCount: 2,
      demand: { quotes: 3, accounts: 3, revenueMinor: 2100, importance: 7 },
    });
    expect(merged.demand).toMatchObject(await demandByHand(home, [trust.id]));
    expect(await pm.needs.get({ id: totals.key })).toMatchObject({
      mergedIntoId: trust.id,
      mergedInto: { key: trust.key },
      demand: { quotes: 0 },
    });
    expect((await pm.features.get({ id: feature.id })).needs).toMatchObject([{ key: trust.key }]);
    expect((await pm.features.get({ id: both.id })).needs).toMatchObject([{ key: trust.key }]);
    expect((await pm.comments.list({ id: trust.id })).items).toMatchObject([{ body: "Is this not N-1?" }]);
    expect((await pm.quotes.list({ target: trust.id })).items).toHaveLength(3);
    expect(await keysOf(pm, {})).toEqual([trust.key]);

    await pm.changes.undo({ id: change });
    const restored = await Promise.all([trust, totals].map(({ id }) => pm.needs.get({ id })));
    expect(restored.map(({ demand, mergedInto, featureCount }) => ({ demand, mergedInto, featureCount }))).toEqual(
      before.map(({ demand, mergedInto, featureCount }) => ({ demand, mergedInto, featureCount })),
    );
    for (const { id, demand } of restored) expect(demand).toMatchObject(await demandByHand(home, [id]));
    const features = await Promise.all([feature, both].map(({ id }) => pm.features.get({ id })));
    expect(features.map(({ needs, demand }) => ({ needs, demand }))).toEqual(
      featuresBefore.map(({ needs, demand }) => ({ needs, demand })),
    );
    expect((await pm.comments.list({ id: totals.id })).items).toHaveLength(1);
  });

  test("merged needs lead to where the last merge ended, and are changed there only", async () => {
    const { pm, say } = await start();
    const [a, b, c] = await Promise.all(["First need", "Second need", "Third need"].map((statement) => pm.needs.create({ statement })));
    if (!a || !b || !c) throw new Error("Three needs were made.");
    await pm.needs.merge({ id: a.id, intoId: b.id });
    await pm.needs.merge({ id: b.id, intoId: c.id });
    expect(await pm.needs.get({ id: a.id })).toMatchObject({ mergedInto: { key: c.key } });
    const gone = await pm.needs.get({ id: a.id });
    for (const attempt of [
      () => pm.needs.edit({ params: { id: a.id }, headers: ifMatch(gone), body: { statement: "Another statement" } }),
      () => pm.needs.move({ params: { id: a.id }, headers: ifMatch(gone), body: { state: "exploring" } }),
      () => pm.needs.merge({ id: a.id, intoId: c.id }),
      () => pm.needs.merge({ id: c.id, intoId: a.id }),
      () => pm.features.create({ title: "A feature", needs: [a.id] }),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 409, code: "MERGED", data: { mergedIntoId: c.id } });
    await expect(pm.needs.merge({ id: c.id, intoId: c.id })).rejects.toMatchObject({ status: 409 });
    // Somebody who still sees the merged need quotes for it: the words go where it went.
    await say(pm, { targetId: a.id });
    expect((await pm.needs.get({ id: c.id })).demand.quotes).toBe(1);
    expect((await pm.needs.get({ id: a.id })).demand.quotes).toBe(0);
  });

  test("words quoted for a need while it is merged go where it goes", { timeout: 30_000 }, async () => {
    const { home, pm, say } = await start();
    for (let round = 0; round < 12; round++) {
      const [from, into] = await Promise.all(["The one", "The other"].map((statement) => pm.needs.create({ statement })));
      if (!from || !into) throw new Error("Two needs were made.");
      const { feedback } = await say(pm, { targetId: into.id, account: `Account ${round}`, revenueMinor: 500 });
      await Promise.all([
        pm.quotes.create({ id: feedback.id, startsAt: 0, endsAt: 3 + round, importance: 2, targetId: from.id }),
        pm.needs.merge({ id: from.id, intoId: into.id }),
      ]);
      expect(await home.rows("select id from quotes where target_id = $1", [from.id])).toEqual([]);
      expect((await pm.needs.get({ id: into.id })).demand).toMatchObject({ quotes: 2, accounts: 1, revenueMinor: 500 });
    }
  });

  test("of two who merge two needs into each other one is told", async () => {
    const { pm, home } = await start();
    const designer = await home.as("design");
    const [a, b] = await Promise.all(["First need", "Second need"].map((statement) => pm.needs.create({ statement })));
    if (!a || !b) throw new Error("Two needs were made.");
    const results = await Promise.allSettled([
      pm.needs.merge({ id: a.id, intoId: b.id }),
      designer.needs.merge({ id: b.id, intoId: a.id }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("a split gives chosen quotes to a need of its own, counted anew on both sides, and is undone as one", async () => {
    const { home, pm, say } = await start();
    const persona = await pm.personas.create({ name: "CFO" });
    const need = await pm.needs.create({ statement: "Trust exported totals", personaId: persona.id, ownerId: pm.memberId });
    const first = await say(pm, { targetId: need.id, account: "Acme", revenueMinor: 500 });
    await say(pm, { targetId: need.id, account: "Acme" });
    const third = await say(pm, { targetId: need.id, account: "Helio", revenueMinor: 700 });
    const before = await pm.needs.get({ id: need.id });

    const stranger = await say(pm, { targetId: (await pm.needs.create({ statement: "Another need" })).id });
    await expect(
      pm.needs.split({ id: need.id, statement: "See who changed it", quoteIds: [first.quote.id, stranger.quote.id] }),
    ).rejects.toMatchObject({
      status: 422,
      data: { issues: [{ path: "quoteIds" }] },
    });

    let part: Awaited<ReturnType<Person["needs"]["split"]>> | undefined;
    const change = await home.changeOf(async (context) => {
      part = await pm.needs.split(
        { id: need.id, statement: "See who changed it", quoteIds: [first.quote.id, third.quote.id] },
        { context },
      );
    });
    if (!part) throw new Error("The split was answered.");
    expect(part).toMatchObject({
      statement: "See who changed it",
      persona: { name: "CFO" },
      ownerId: pm.memberId,
      demand: { quotes: 2, accounts: 2, revenueMinor: 1200 },
    });
    for (const id of [need.id, part.id]) expect((await pm.needs.get({ id })).demand).toMatchObject(await demandByHand(home, [id]));
    expect((await pm.needs.get({ id: need.id })).demand).toMatchObject({ quotes: 1, accounts: 1 });

    await pm.changes.undo({ id: change });
    expect((await pm.needs.get({ id: need.id })).demand).toEqual(before.demand);
    await expect(pm.needs.get({ id: part.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("what a colleague built on a new need keeps it from being taken away by undo", async () => {
  const { home, pm, say } = await start();
  const designer = await home.as("design");
  const source = await pm.needs.create({ statement: "Trust exported totals" });
  const { quote } = await say(pm, { targetId: source.id });
  const ways: ((id: string) => Promise<unknown>)[] = [
    (targetId) => say(designer, { targetId }),
    (id) => designer.comments.create({ id, body: "This is what I hear too" }),
    (id) => designer.features.create({ title: "Currency-safe export", needs: [id] }),
  ];
  for (const build of ways)
    for (const make of [
      (context: object) => pm.needs.create({ statement: "A new need" }, { context }),
      (context: object) => pm.needs.split({ id: source.id, statement: "A part of it", quoteIds: [quote.id] }, { context }),
    ]) {
      let id = "";
      const change = await home.changeOf(async (context) => {
        ({ id } = await make(context));
      });
      await build(id);
      await expect(pm.changes.undo({ id: change })).rejects.toMatchObject({ status: 409, code: "CHANGED_SINCE" });
      expect(await pm.needs.get({ id })).toMatchObject({ id });
      // The quote goes back for the next way.
      const [part] = (await pm.quotes.list({ target: id })).items.filter((one) => one.id === quote.id);
      if (part) await pm.quotes.edit({ params: { id: quote.id }, headers: ifMatch(part), body: { targetId: source.id } });
    }
});
