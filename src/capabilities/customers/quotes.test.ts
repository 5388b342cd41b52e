import { beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, type World, world } from "../../test/world.ts";

let home: World;
let pm: Person;
beforeAll(async () => {
  home = await world();
  pm = await home.as("product");
});

test("demand equals a hand count over accounts, their revenue and the importance they gave", async () => {
  const [helio, orbit, paris] = [
    await pm.accounts.create({ name: "Helio", domain: "helio.example", revenueMinor: 84_000_00, currency: "USD" }),
    await pm.accounts.create({ name: "Orbit", revenueMinor: 12_000_00, currency: "USD" }),
    await pm.accounts.create({ name: "Paris", revenueMinor: 50_000_00, currency: "EUR" }),
  ];
  const need = await pm.needs.create({ statement: "Trust exported totals without rechecking" });
  const feature = await pm.features.create({ title: "Currency-safe export", needs: [need.id] });
  const say = async (accountId: string | undefined, quotes: readonly number[], target = need.id) => {
    const item = await pm.feedback.create({ text: "First sentence here. Second sentence here.", accountId });
    for (const [place, importance] of quotes.entries())
      await pm.quotes.create({ id: item.id, startsAt: place * 21, endsAt: place * 21 + 20, importance, targetId: target });
    return item;
  };
  await say(helio.id, [3, 1]);
  await say(helio.id, [2]);
  const [, anonymous] = [await say(orbit.id, [1]), await say(undefined, [2])];
  await say(paris.id, [3]);
  await say(orbit.id, [3], feature.id);
  // Helio 3 (its highest), Orbit 1, nobody's 2, Paris 3; euros stand beside.
  const hand = { quotes: 6, accounts: 3, revenueMinor: 96_000_00, otherRevenue: { EUR: 50_000_00 }, importance: 9 };
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ demand: hand });
  // The feature has its own quote too; Orbit counts once, with the 3 it gave there.
  expect(await pm.features.get({ id: feature.id })).toMatchObject({ demand: { ...hand, quotes: 7, importance: 11 } });

  const change = await home.changeOf((context) => pm.accounts.delete({ params: { id: helio.id }, query: { detach: true } }, { context }));
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ demand: { accounts: 2, revenueMinor: 12_000_00 } });
  await pm.changes.undo({ id: change });
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ demand: hand });
  const edited = await pm.accounts.get({ id: helio.id });
  await pm.accounts.edit({ params: { id: helio.id }, headers: ifMatch(edited), body: { revenueMinor: 100_000_00 } });
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ demand: { revenueMinor: 112_000_00 } });
  const item = await pm.feedback.get({ id: anonymous.id });
  await pm.feedback.edit({ params: { id: item.id }, headers: ifMatch(item), body: { accountId: orbit.id } });
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ demand: { accounts: 3, importance: 8 } });
});

test("a quote keeps the words, its author and the moment; its need shows it with who said it", async () => {
  const account = await pm.accounts.create({ name: "Voices", revenueMinor: 5, currency: "USD" });
  const contact = await pm.contacts.create({ name: "Dana", email: "dana@voices.example", accountId: account.id });
  const need = await pm.needs.create({ statement: "See who changed a number" });
  const item = await pm.feedback.create({
    text: "مرحبا — who changed 👩‍💻 this number?",
    authorEmail: "dana@voices.example",
    channel: "mail",
  });
  const startsAt = item.excerpt.indexOf("who");
  const quote = await pm.quotes.create({ id: item.key, startsAt, endsAt: item.excerpt.length, importance: 3, targetId: need.id });
  expect(quote).toMatchObject({
    words: "who changed 👩‍💻 this number?",
    anchored: true,
    quotedBy: pm.memberId,
    target: { id: need.id, key: need.key, kind: "need", title: "See who changed a number" },
  });
  expect(await pm.quotes.list({ target: need.key })).toMatchObject({
    items: [{ id: quote.id, feedback: { key: item.key, account: { name: "Voices" }, contact: { id: contact.id }, channel: "mail" } }],
    nextCursor: null,
  });
  expect(await pm.feedback.get({ id: item.id })).toMatchObject({
    quotes: [{ id: quote.id, target: { key: need.key } }],
    contact: { key: contact.key },
  });
  expect(await pm.accounts.get({ id: account.key })).toMatchObject({
    contacts: [{ id: contact.id }],
    feedback: { new: 1 },
    quotedFor: [{ id: need.id, title: "See who changed a number", quotes: 1, importance: 3 }],
  });
  for (const id of [item.id, need.id])
    expect((await pm.records.activities({ id })).items[0]).toMatchObject({
      kind: "feedback.quoted",
      detail: { words: quote.words, importance: 3 },
    });

  const more = await Promise.all(
    [0, 1, 2].map((importance) => pm.quotes.create({ id: item.id, startsAt, endsAt: startsAt + 3, importance, targetId: need.id })),
  );
  const first = await pm.quotes.list({ target: need.id, limit: 3 });
  const second = await pm.quotes.list({ target: need.id, limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual([quote.id, ...more.map(({ id }) => id)].sort());
  expect((await pm.feedback.list({ quotedFor: need.key })).items).toMatchObject([{ id: item.id, quotes: 4 }]);
  await expect(pm.quotes.list({})).rejects.toMatchObject({ status: 422 });
});

test("only a stretch of the text can be quoted, for a need or a feature", async () => {
  const need = await pm.needs.create({ statement: "A need" });
  const item = await pm.feedback.create({ text: "Short 👋" });
  const create = (startsAt: number, endsAt: number, targetId = need.id) =>
    pm.quotes.create({ id: item.id, startsAt, endsAt, importance: 1, targetId });
  for (const [startsAt, endsAt] of [
    [0, 100],
    [3, 3],
    [5, 6],
    [6, 7],
  ] as const)
    await expect(create(startsAt, endsAt)).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "endsAt" }] } });
  const foreign = await (await world()).admin.needs.create({ statement: "Their need" });
  for (const target of [item.id, pm.memberId, foreign.id])
    await expect(create(0, 5, target)).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "targetId" }] } });
  await expect(pm.quotes.create({ id: item.id, startsAt: 0, endsAt: 5, importance: 4, targetId: need.id })).rejects.toMatchObject({
    status: 400,
  });
  await expect(pm.quotes.create({ id: foreign.id, startsAt: 0, endsAt: 5, importance: 1, targetId: need.id })).rejects.toMatchObject({
    status: 404,
  });
});

test("a quote can be weighed again, moved to another need, spanned anew and taken back", async () => {
  const { changeOf } = home;
  const [one, two] = [await pm.needs.create({ statement: "First need" }), await pm.needs.create({ statement: "Second need" })];
  const item = await pm.feedback.create({ text: "Exports drop the currency every time." });
  const quote = await pm.quotes.create({ id: item.id, startsAt: 0, endsAt: 7, importance: 1, targetId: one.id });
  const demands = async () => Promise.all([one, two].map(async ({ id }) => (await pm.needs.get({ id })).demand.importance));
  const change = await changeOf((context) =>
    pm.quotes.edit(
      { params: { id: quote.id }, headers: ifMatch(quote), body: { targetId: two.id, importance: 3, endsAt: 12 } },
      { context },
    ),
  );
  const [after] = (await pm.feedback.get({ id: item.id })).quotes;
  expect(after).toMatchObject({ words: "Exports drop", importance: 3, target: { id: two.id }, version: 2 });
  expect(await demands()).toEqual([0, 3]);
  await expect(pm.quotes.edit({ params: { id: quote.id }, headers: ifMatch(quote), body: { importance: 2 } })).rejects.toMatchObject({
    code: "CHANGED",
    data: { current: { importance: 3, target: { key: two.key } } },
  });
  await pm.changes.undo({ id: change });
  expect(await demands()).toEqual([1, 0]);

  await pm.feedback.finish({ id: item.id });
  const removal = await changeOf((context) => pm.quotes.delete({ id: quote.id }, { context }));
  expect(await pm.feedback.get({ id: item.id })).toMatchObject({ state: "new", quotes: [] });
  expect(await demands()).toEqual([0, 0]);
  await expect(pm.quotes.delete({ id: quote.id })).rejects.toMatchObject({ status: 404 });
  await pm.changes.undo({ id: removal });
  expect(await pm.feedback.get({ id: item.id })).toMatchObject({ state: "linked", quotes: [{ words: "Exports" }] });
  expect(await demands()).toEqual([1, 0]);
});
