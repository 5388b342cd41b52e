import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { inDays } from "../../test/filled.ts";
import { type Person, world } from "../../test/world.ts";

const OPTIONS = [
  { name: "The page", line: "A fifth of the effort" },
  { name: "The app", line: "" },
];
async function start() {
  const place = await world();
  const [pm, engineer] = [await place.as("product"), await place.as("engineering")];
  const feature = await pm.features.create({ title: "Phone app" });
  const decision = await engineer.decisions.create({ question: "Page or app?", options: OPTIONS, answers: [feature.key] });
  return { place, pm, engineer, feature, decision };
}
type Known = { id: string; version: number };
const decide = (who: Person, known: Known, body: Parameters<Person["decisions"]["decide"]>[0]["body"]) =>
  who.decisions.decide({ params: { id: known.id }, headers: ifMatch(known), body });
const edit = (who: Person, known: Known, body: Parameters<Person["decisions"]["edit"]>[0]["body"]) =>
  who.decisions.edit({ params: { id: known.id }, headers: ifMatch(known), body });

test("a question with its options is decided by people with why now, and stands on what it answers", async () => {
  const { pm, engineer, feature, decision } = await start();
  expect(decision).toMatchObject({ state: "open", chosen: null, decidedBy: [], answers: [{ key: feature.key, title: "Phone app" }] });
  const decided = await decide(pm, decision, {
    chosen: "the page",
    decidedBy: [pm.memberId, engineer.memberId],
    whyNow: "The season begins",
  });
  expect(decided).toMatchObject({ state: "decided", chosen: "The page", whyNow: "The season begins" });
  expect(decided.decidedBy.toSorted()).toEqual([pm.memberId, engineer.memberId].toSorted());
  expect((await pm.decisions.list({ answers: feature.id })).items).toMatchObject([{ key: decision.key }]);
  expect((await pm.links.list({ id: feature.id })).items).toMatchObject([
    { kind: "answers", direction: "in", record: { key: decision.key } },
  ]);
  expect((await engineer.notifications.list({})).items).toMatchObject([{ kind: "answered", key: decision.key }]);
});

test("what is decided is opened again with a reason before another option is taken; what was decided stays readable", async () => {
  const { pm, decision } = await start();
  const decided = await decide(pm, decision, { chosen: "The page", decidedBy: [pm.memberId], whyNow: "Now" });
  await expect(decide(pm, decided, { chosen: "The app", decidedBy: [pm.memberId] })).rejects.toMatchObject({ code: "NOT_POSSIBLE" });
  const reopen = (known: Known, reason: string) =>
    pm.decisions.reopen({ params: { id: known.id }, headers: ifMatch(known), body: { reason } });
  await expect(reopen(decided, " ")).rejects.toMatchObject({ data: { issues: [{ path: "body.reason" }] } });
  const opened = await reopen(decided, "Half of them ask for the app");
  expect(opened).toMatchObject({ state: "reopened", chosen: "The page", reopenedBecause: "Half of them ask for the app" });
  await expect(reopen(opened, "Again")).rejects.toMatchObject({ code: "NOT_POSSIBLE" });
  expect(await decide(pm, opened, { chosen: "The app", decidedBy: [pm.memberId] })).toMatchObject({
    state: "decided",
    chosen: "The app",
    whyNow: "Now",
    reopenedBecause: "",
  });
});

test("a decision that was taken earlier is written down at once; one of tomorrow, or by somebody unknown, is refused whole", async () => {
  const { pm, feature } = await start();
  const taken = { question: "Drop the old export?", options: OPTIONS, answers: [feature.id] };
  const choice = { chosen: "The page", decidedBy: [pm.memberId] };
  expect(await pm.decisions.create({ ...taken, choice: { ...choice, decidedAt: "2026-01-31T09:00:00.000Z" } })).toMatchObject({
    state: "decided",
    decidedAt: "2026-01-31T09:00:00.000Z",
  });
  const before = (await pm.decisions.list({})).items.length;
  await expect(pm.decisions.create({ ...taken, choice: { ...choice, decidedAt: `${inDays(2)}T00:00:00.000Z` } })).rejects.toMatchObject({
    data: { issues: [{ path: "decidedAt" }] },
  });
  await expect(pm.decisions.create({ ...taken, choice: { ...choice, decidedBy: [feature.id] } })).rejects.toMatchObject({
    data: { issues: [{ path: "decidedBy.0" }] },
  });
  await expect(pm.decisions.create({ ...taken, choice: { ...choice, chosen: "Neither" } })).rejects.toMatchObject({
    data: { issues: [{ path: "chosen" }] },
  });
  expect((await pm.decisions.list({})).items).toHaveLength(before);
});

test("an option that is there twice is refused by name, and the one that was taken cannot be edited away", async () => {
  const { pm, decision } = await start();
  await expect(edit(pm, decision, { options: [...OPTIONS, { name: " the APP ", line: "" }] })).rejects.toMatchObject({
    data: { issues: [{ path: "options.2.name" }] },
  });
  const decided = await decide(pm, decision, { chosen: "The page", decidedBy: [pm.memberId] });
  await expect(edit(pm, decided, { options: OPTIONS.slice(1) })).rejects.toMatchObject({ data: { issues: [{ path: "options" }] } });
  const more = await edit(pm, decided, { options: [...OPTIONS, { name: "Both", line: "" }], tripwire: "They ask for it" });
  expect(more).toMatchObject({ options: { length: 3 }, tripwire: "They ask for it" });
});

test("whoever disagrees stands beside it with what would prove them right, once; said anew it is replaced, and taken out it is gone", async () => {
  const { place, pm, engineer, decision } = await start();
  const params = { id: decision.id, memberId: engineer.memberId };
  await pm.decisions.dissent({ params, body: { reason: "Offline work", proof: "They work offline" } });
  const again = await engineer.decisions.dissent({ params, body: { reason: "Push messages", proof: "They miss them" } });
  expect(again.dissents).toMatchObject([{ memberId: engineer.memberId, reason: "Push messages", proof: "They miss them" }]);
  const guest = await place.as("guest");
  await expect(guest.decisions.dissent({ params, body: { reason: "No" } })).rejects.toMatchObject({ status: 403 });
  await expect(pm.decisions.dissent({ params: { ...params, memberId: decision.id }, body: { reason: "No" } })).rejects.toMatchObject({
    data: { issues: [{ path: "memberId" }] },
  });
  const change = await place.changeOf((context) => pm.decisions.withdrawDissent(params, { context }));
  expect((await pm.decisions.get({ id: decision.id })).dissents).toEqual([]);
  await pm.changes.undo({ id: change });
  expect((await pm.decisions.get({ id: decision.id })).dissents).toHaveLength(1);
  await pm.decisions.withdrawDissent(params);
  await expect(pm.decisions.withdrawDissent(params)).rejects.toMatchObject({ status: 404 });
});

test("writing down a decision that was taken is one change: undone, nothing of it is left", async () => {
  const { place, pm, feature } = await start();
  const before = (await pm.decisions.list({})).items.length;
  const choice = { chosen: "The app", decidedBy: [pm.memberId], whyNow: "Now" };
  const change = await place.changeOf((context) =>
    pm.decisions.create({ question: "Taken?", options: OPTIONS, answers: [feature.id], choice }, { context }),
  );
  expect((await pm.decisions.list({})).items).toHaveLength(before + 1);
  await pm.changes.undo({ id: change });
  expect((await pm.decisions.list({})).items).toHaveLength(before);
  expect((await pm.links.list({ id: feature.id })).items).toHaveLength(1);
});

test("a choice is undone with who took it, and of two who decide at once the second is told", async () => {
  const { place, pm, engineer, decision } = await start();
  const both = await Promise.allSettled([
    decide(pm, decision, { chosen: "The page", decidedBy: [pm.memberId] }),
    decide(engineer, decision, { chosen: "The app", decidedBy: [engineer.memberId] }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const other = await pm.decisions.create({ question: "Another one?", options: OPTIONS });
  const change = await place.changeOf((context) =>
    pm.decisions.decide(
      { params: { id: other.id }, headers: ifMatch(other), body: { chosen: "The app", decidedBy: [pm.memberId] } },
      { context },
    ),
  );
  await pm.changes.undo({ id: change });
  expect(await pm.decisions.get({ id: other.id })).toMatchObject({ state: "open", chosen: null, decidedAt: null, decidedBy: [] });
});

test("what waits is listed first, and what is to be looked at again is found when its day has come", async () => {
  const { pm, decision } = await start();
  const taken = (question: string, lookAgainOn: string) =>
    pm.decisions.create({ question, options: OPTIONS, lookAgainOn, choice: { chosen: "The app", decidedBy: [pm.memberId] } });
  const [late, soon] = [await taken("A late one?", inDays(-1)), await taken("One to come?", inDays(9))];
  const keys = async (query: Parameters<typeof pm.decisions.list>[0]) => (await pm.decisions.list(query)).items.map(({ key }) => key);
  expect((await keys({}))[0]).toBe(decision.key);
  expect(await keys({ due: "yes" })).toEqual([late.key]);
  expect(await keys({ sort: "look-again" })).toEqual([late.key, soon.key, decision.key]);
  expect(await pm.decisions.count({ state: "decided" })).toEqual({ total: 2 });
});

test("a decision of another workspace is neither found nor answers anything here", async () => {
  const [{ pm, decision }, other] = [await start(), await world()];
  await expect(other.admin.decisions.get({ id: decision.id })).rejects.toMatchObject({ status: 404 });
  const theirs = await other.admin.features.create({ title: "Theirs" });
  await expect(pm.decisions.create({ question: "About theirs?", answers: [theirs.id] })).rejects.toMatchObject({ status: 404 });
});
