import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { type Person, world } from "../../test/world.ts";
import type { FeatureState } from "../features/rules.ts";

const move = async (person: Person, id: string, state: FeatureState) =>
  person.features.move({ params: { id }, headers: ifMatch(await person.features.get({ id })), body: { state, reason: "In a test" } });
const counts = async (person: Person, input: { product?: string } = {}) => {
  const { quotes, steps } = await person.coverage.figures(input);
  return [quotes, ...steps.map((step) => step.quotes)];
};

test("a quote gets to a feature, a decision, a release and a reply one after the other, and back when that is undone", async () => {
  const home = await world();
  const { admin } = home;
  const say = voices();
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  const lonely = await admin.needs.create({ statement: "Use it on the phone" });
  const { quote } = await say(admin, { targetId: need.id, account: "Acme", daysAgo: 10 });
  await say(admin, { targetId: lonely.id, account: "Pico", daysAgo: 20 });
  expect(await counts(admin)).toEqual([2, 0, 0, 0, 0]);
  const feature = await admin.features.create({ title: "Currency-safe export", needs: [need.id] });
  expect(await counts(admin)).toEqual([2, 1, 0, 0, 0]);
  await move(admin, feature.id, "evaluated");
  expect((await admin.coverage.figures({})).steps.map(({ days }) => days === null)).toEqual([false, true, true, true]);
  // That it was looked at is no decision.
  expect(await counts(admin)).toEqual([2, 1, 0, 0, 0]);
  await move(admin, feature.id, "planned");
  expect(await counts(admin)).toEqual([2, 1, 1, 0, 0]);
  const shipping = await home.changeOf(async (context) =>
    admin.features.move(
      {
        params: { id: feature.id },
        headers: ifMatch(await admin.features.get({ id: feature.id })),
        body: { state: "shipped", reason: "In a test" },
      },
      { context },
    ),
  );
  const [asker] = (await admin.tellings.list({ id: feature.id })).items;
  await admin.tellings.tell({ featureIds: [feature.id], voiceId: asker?.voiceId ?? "" });
  expect(await counts(admin)).toEqual([2, 1, 1, 1, 1]);
  const told = await admin.coverage.figures({});
  // Said 10 and 20 days ago, quoted today: half way between.
  expect(told.heardDays).toBeCloseTo(15, 2);
  expect(told.steps.map(({ days }) => days)).toEqual([0, 0, 0, 0].map((day) => expect.closeTo(day, 2)));

  // Every figure leads to the rows that make it.
  const rows = (step: "feature" | "decision" | "release" | "reply", reached: boolean) => admin.coverage.quotes({ step, reached });
  expect((await rows("reply", true)).items).toMatchObject([
    { id: quote.id, targetKey: need.key, feature: { key: feature.key, state: "shipped" }, reachedAt: expect.any(String) },
  ]);
  expect((await rows("feature", false)).items).toMatchObject([{ targetKey: lonely.key, feature: null, reachedAt: null }]);
  for (const { step, quotes } of told.steps) {
    expect((await rows(step, true)).items, step).toHaveLength(quotes);
    expect((await rows(step, false)).items, step).toHaveLength(told.quotes - quotes);
  }
  const first = await admin.coverage.quotes({ step: "release", reached: false, limit: 1 });
  expect(first).toMatchObject({ items: [{ targetKey: lonely.key }], nextCursor: null });

  await admin.changes.undo({ id: shipping });
  expect((await counts(admin)).slice(0, 4)).toEqual([2, 1, 1, 0]);
  await move(admin, feature.id, "dropped");
  expect((await counts(admin)).slice(0, 4)).toEqual([2, 1, 1, 0]);
});

test("a decision that answers a need is one, with or without a feature; an open question is none", async () => {
  const { admin } = await world();
  const need = await admin.needs.create({ statement: "Use it on the phone" });
  await voices()(admin, { targetId: need.id });
  const options = [{ name: "Not now" }, { name: "A page for phones" }];
  await admin.decisions.create({ question: "Do we build for the phone?", options, answers: [need.id] });
  expect(await counts(admin)).toEqual([1, 0, 0, 0, 0]);
  await admin.decisions.create({
    question: "Do we build for the phone this year?",
    options,
    answers: [need.id],
    choice: { chosen: "Not now", decidedBy: [admin.memberId], whyNow: "Others weigh more" },
  });
  expect(await counts(admin)).toEqual([1, 0, 1, 0, 0]);
});

test("only quotes of the last ninety days, of the product and of the workspace are counted, page by page", async () => {
  const home = await world();
  const say = voices();
  const need = await home.admin.needs.create({ statement: "Trust exported totals" });
  const said = [];
  for (let i = 0; i < 3; i++) said.push((await say(home.admin, { targetId: need.id, account: `Account ${i}` })).quote.id);
  const [old] = said;
  await home.rows("update quotes set quoted_at = now() - interval '91 days' where id = $1", [old]);
  expect(await counts(home.admin)).toEqual([2, 0, 0, 0, 0]);
  expect(await counts(home.admin, { product: home.productId })).toEqual([2, 0, 0, 0, 0]);
  expect(await counts(home.admin, { product: need.id })).toEqual([0, 0, 0, 0, 0]);
  expect(await counts((await world()).admin)).toEqual([0, 0, 0, 0, 0]);
  const first = await home.admin.coverage.quotes({ step: "feature", reached: false, limit: 1 });
  expect(first.items.map(({ id }) => id)).toEqual([said[2]]);
  const rest = await home.admin.coverage.quotes({ step: "feature", reached: false, limit: 1, cursor: first.nextCursor ?? "" });
  expect(rest).toMatchObject({ items: [{ id: said[1] }], nextCursor: null });
});
