import { expect, test } from "vitest";
import { world } from "../../test/world.ts";

const FILLER = [
  "Sign in is slow on Mondays",
  "The phone app crashes",
  "Please add dark mode",
  "Invoices arrive twice",
  "I cannot invite a colleague",
];

test("similar feedback is found by what both say, with the words, and never what was merged or itself", async () => {
  const { as } = await world();
  const cs = await as("customer");
  for (const text of FILLER) await cs.feedback.create({ text });
  const say = (text: string) => cs.feedback.create({ text });
  const [first, second, third] = [
    await say("The exported totals drop the currency, so finance rechecks every invoice by hand."),
    await say("When we export, totals lose their currency and our finance team rechecks them."),
    await say("Exporting totals: currency missing again."),
  ];
  const { items } = await cs.feedback.similar({ id: first.key });
  expect(items.map(({ feedback }) => feedback.id)).toEqual([second.id, third.id]);
  expect(items[0]?.why).toEqual(expect.arrayContaining(["totals", "currency"]));
  const [best = 0, next = 0] = items.map(({ score }) => score);
  expect(best).toBeGreaterThan(next);
  expect(best).toBeLessThanOrEqual(1);
  await cs.feedback.merge({ id: second.id, intoId: first.id });
  expect((await cs.feedback.similar({ id: first.id })).items.map(({ feedback }) => feedback.id)).toEqual([third.id]);
  expect((await cs.feedback.similar({ id: third.id, limit: 1 })).items).toHaveLength(1);
  expect(await cs.feedback.similar({ id: (await say("Zyzzyva quokka")).id })).toEqual({ items: [] });
});

test("a host that only two texts name makes them alike, however much the other words of one are those of many", async () => {
  const { as } = await world();
  const cs = await as("customer");
  for (let n = 1; n <= 70; n++)
    await cs.feedback.create({
      text: `Signing in to the support portal fails with a blank page, attempt ${n}: signing in, portal, blank page.`,
    });
  const other = await cs.feedback.create({ text: "Nothing is shown on addons.helio.example since the update." });
  const asked = await cs.feedback.create({ text: "Signing in fails with a blank page on addons.helio.example/en-US/app" });
  const { items } = await cs.feedback.similar({ id: asked.id, limit: 20 });
  expect(items.map(({ feedback }) => feedback.id)).toContain(other.id);
});

test("needs are suggested by what similar feedback is quoted for and by their statement, with why", async () => {
  const { as } = await world();
  const pm = await as("product");
  for (const text of FILLER) await pm.feedback.create({ text });
  const totals = await pm.needs.create({ statement: "Trust exported totals without rechecking them" });
  const phone = await pm.needs.create({ statement: "Use it on the phone" });
  const merged = await pm.needs.create({ statement: "Trust exported totals in every currency" });
  await pm.needs.merge({ id: merged.id, intoId: totals.id });
  for (const text of [
    "The export drops the currency symbols.",
    "Currency is lost in the export.",
    "Our export shows no currency at all.",
  ]) {
    const { id } = await pm.feedback.create({ text });
    await pm.quotes.create({ id, startsAt: 0, endsAt: 12, importance: 2, targetId: totals.id });
  }
  const item = await pm.feedback.create({ text: "The currency is missing in our export, and I recheck the totals." });
  const { items } = await pm.feedback.suggestedNeeds({ id: item.id });
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ need: { id: totals.id, key: totals.key, kind: "need", title: totals.statement }, similar: 3 });
  expect(items[0]?.why).toMatch(/^3 similar messages are linked here; its statement shares .*“totals”/);
  expect(items[0]?.score).toBeGreaterThan(0.5);
  const byPhone = await pm.feedback.create({ text: "It does not work on my phone." });
  expect((await pm.feedback.suggestedNeeds({ id: byPhone.id })).items[0]).toMatchObject({
    need: { id: phone.id },
    why: expect.stringContaining("phone"),
  });
  await pm.quotes.create({ id: byPhone.id, startsAt: 0, endsAt: 7, importance: 1, targetId: phone.id });
  expect((await pm.feedback.suggestedNeeds({ id: byPhone.id })).items.map(({ need }) => need.id)).not.toContain(phone.id);
});
