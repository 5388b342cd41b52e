import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, type World, world } from "../../test/world.ts";

/** A feature, and who asks and answers about it. */
async function start() {
  const place = await world();
  const [pm, engineer, colleague] = [await place.as("product"), await place.as("engineering"), await place.as("engineering", "data")];
  const feature = await pm.features.create({ title: "Currency-safe export", effortLow: 1, effortHigh: 2 });
  return { place, pm, engineer, colleague, feature };
}
type Answer = Parameters<Person["feasibilities"]["answer"]>[0]["body"];
const answer = (who: Person, asked: { id: string; version: number }, body: Answer) =>
  who.feasibilities.answer({ params: { id: asked.id }, headers: ifMatch(asked), body });
/** As if what was said had been said that many days ago. */
const age = (place: World, id: string, days: number) =>
  place.rows("update feasibilities set answered_at = answered_at - make_interval(days => $2) where id = $1", [id, days]);

test("what is asked of a feature waits for the engineers, and the answer is told to whoever asked", async () => {
  const { pm, engineer, colleague, feature } = await start();
  const asked = await pm.feasibilities.ask({ featureId: feature.key, dueOn: "2030-01-31" });
  expect(asked).toMatchObject({ state: "asked", askedBy: pm.memberId, featureKey: feature.key, dueOn: "2030-01-31", heldAt: null });
  expect(asked.question).toContain("Currency-safe export");
  for (const who of [engineer, colleague])
    expect((await who.notifications.list({})).items).toMatchObject([{ kind: "asked", key: asked.key, actorName: expect.any(String) }]);
  expect((await pm.notifications.list({})).items).toEqual([]);
  await answer(engineer, asked, { verdict: "feasible", line: "Yes, in three weeks" });
  expect((await pm.notifications.list({})).items).toMatchObject([{ kind: "answered", key: asked.key, excerpt: "Yes, in three weeks" }]);
});

test("who is named is asked alone", async () => {
  const { pm, engineer, colleague, feature } = await start();
  await pm.feasibilities.ask({ featureId: feature.id, assigneeId: colleague.memberId });
  expect((await engineer.notifications.list({})).items).toEqual([]);
  expect((await colleague.notifications.list({})).items).toHaveLength(1);
  await expect(pm.feasibilities.ask({ featureId: feature.id, assigneeId: "01990000-0000-7000-8000-000000000000" })).rejects.toMatchObject({
    data: { issues: [{ path: "assigneeId" }] },
  });
});

test("what the teams take becomes the feature's effort, its trail says from which answer, and one undo takes all of it back", async () => {
  const { place, pm, engineer, feature } = await start();
  const [core, growth] = [await engineer.teams.create({ name: "Core" }), await engineer.teams.create({ name: "Growth" })];
  const asked = await pm.feasibilities.ask({ featureId: feature.id });
  const efforts = [
    { teamId: core.id, low: 3, high: 6 },
    { teamId: growth.id, low: 1, high: 2 },
  ];
  const change = await place.changeOf((context) =>
    engineer.feasibilities.answer(
      { params: { id: asked.id }, headers: ifMatch(asked), body: { verdict: "conditions", conditions: "Billing moves first", efforts } },
      { context },
    ),
  );
  expect(await pm.feasibilities.get({ id: asked.key })).toMatchObject({
    state: "given",
    verdict: "conditions",
    answeredBy: engineer.memberId,
    efforts: [
      { team: "Core", low: 3, high: 6 },
      { team: "Growth", low: 1, high: 2 },
    ],
  });
  expect(await pm.features.get({ id: feature.id })).toMatchObject({ effortLow: 4, effortHigh: 8 });
  const { items } = await pm.records.activities({ id: feature.id });
  expect(items[0]).toMatchObject({ kind: "feature.estimated", detail: { feasibilityId: asked.id } });
  await engineer.changes.undo({ id: change });
  expect(await pm.feasibilities.get({ id: asked.id })).toMatchObject({ state: "asked", verdict: null, efforts: [], answeredAt: null });
  expect(await pm.features.get({ id: feature.id })).toMatchObject({ effortLow: 1, effortHigh: 2 });
});

test("of two who answer the same question one wins, and the other is told what was said", async () => {
  const { pm, engineer, colleague, feature } = await start();
  const asked = await pm.feasibilities.ask({ featureId: feature.id });
  const both = await Promise.allSettled([
    answer(engineer, asked, { verdict: "feasible", efforts: [{ teamId: null, low: 1, high: 1 }] }),
    answer(colleague, asked, { verdict: "infeasible" }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { status: 412, code: "CHANGED", data: { current: { key: asked.key, state: "given" } } },
  });
});

test("of two who ask the same at once one is told that it is asked", async () => {
  const { pm, engineer, feature } = await start();
  const both = await Promise.allSettled([pm, engineer].map((who) => who.feasibilities.ask({ featureId: feature.id })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { status: 409, code: "ALREADY_ASKED" } });
  await expect(engineer.feasibilities.give({ featureId: feature.id, verdict: "feasible" })).rejects.toMatchObject({
    code: "ALREADY_ASKED",
  });
});

test("an answer that does not hold together is refused by field and changes nothing", async () => {
  const { pm, engineer, feature } = await start();
  const asked = await pm.feasibilities.ask({ featureId: feature.id });
  for (const [body, path] of [
    [{ verdict: "infeasible", efforts: [{ teamId: null, low: 1, high: 2 }] }, "efforts"],
    [{ verdict: "conditions" }, "conditions"],
    [{ verdict: "feasible", efforts: [{ teamId: "01990000-0000-7000-8000-000000000000", low: 1, high: 2 }] }, "efforts.0.teamId"],
    [{ verdict: "feasible", efforts: [{ teamId: null, low: 2, high: 1 }] }, "efforts.0.high"],
  ] as const)
    await expect(answer(engineer, asked, { ...body, efforts: [...("efforts" in body ? body.efforts : [])] })).rejects.toMatchObject({
      status: 422,
      data: { issues: [{ path }] },
    });
  expect(await pm.feasibilities.get({ id: asked.id })).toEqual(asked);
});

test("only engineers answer, anybody disputes with a reason, guests do neither", async () => {
  const { place, pm, engineer, feature } = await start();
  const guest = await place.as("guest");
  await expect(guest.feasibilities.ask({ featureId: feature.id })).rejects.toMatchObject({ status: 403 });
  const asked = await pm.feasibilities.ask({ featureId: feature.id });
  await expect(answer(pm, asked, { verdict: "feasible" })).rejects.toMatchObject({ status: 403 });
  const dispute = (who: Person, { id, version }: { id: string; version: number }) =>
    who.feasibilities.dispute({ params: { id }, headers: ifMatch({ version }), body: { reason: "Billing is not moved" } });
  await expect(dispute(pm, asked)).rejects.toMatchObject({ status: 409, code: "NOT_POSSIBLE" });
  const given = await answer(engineer, asked, { verdict: "feasible" });
  await expect(dispute(guest, given)).rejects.toMatchObject({ status: 403 });
  const disputed = await dispute(pm, given);
  expect(disputed).toMatchObject({ state: "disputed", disputedBy: pm.memberId, disputeReason: "Billing is not moved" });
  expect((await engineer.notifications.list({})).items[0]).toMatchObject({ kind: "disputed", key: asked.key });
  expect(await answer(engineer, disputed, { verdict: "infeasible" })).toMatchObject({
    state: "given",
    disputedBy: null,
    disputeReason: "",
  });
});

test("a withdrawn answer opens the question again and gives the feature the effort of the answer before", async () => {
  const { pm, engineer, feature } = await start();
  const first = await engineer.feasibilities.give({
    featureId: feature.id,
    verdict: "feasible",
    efforts: [{ teamId: null, low: 5, high: 6 }],
  });
  expect(first).toMatchObject({ state: "given", askedBy: engineer.memberId });
  const asked = await pm.feasibilities.ask({ featureId: feature.id });
  const second = await answer(engineer, asked, { verdict: "feasible", efforts: [{ teamId: null, low: 8, high: 9 }] });
  expect(await pm.features.get({ id: feature.id })).toMatchObject({ effortLow: 8, effortHigh: 9 });
  const withdrawn = await engineer.feasibilities.withdraw({ params: { id: second.id }, headers: ifMatch(second) });
  expect(withdrawn).toMatchObject({ state: "asked", verdict: null, efforts: [] });
  expect(await pm.features.get({ id: feature.id })).toMatchObject({ effortLow: 5, effortHigh: 6 });
  await expect(engineer.feasibilities.withdraw({ params: { id: first.id }, headers: ifMatch(first) })).rejects.toMatchObject({
    code: "ALREADY_ASKED",
  });
  await pm.feasibilities.delete({ id: withdrawn.id });
  await expect(pm.feasibilities.delete({ id: first.id })).rejects.toMatchObject({ code: "NOT_POSSIBLE" });
});

test("an answer expires with time or with the feature, and saying that it still holds renews it", async () => {
  const { place, pm, engineer, feature } = await start();
  const { id } = await engineer.feasibilities.give({ featureId: feature.id, verdict: "feasible" });
  const expired = async () => (await pm.feasibilities.list({ state: "expired" })).items.map((item) => item.id);
  expect(await expired()).toEqual([]);
  await age(place, id, 61);
  expect(await expired()).toEqual([id]);
  await engineer.confirmations.put({ id });
  expect(await expired()).toEqual([]);
  const edited = await pm.features.edit({
    params: { id: feature.id },
    headers: ifMatch(await pm.features.get({ id: feature.id })),
    body: { why: "Another reason" },
  });
  expect(await expired()).toEqual([id]);
  await engineer.confirmations.put({ id });
  expect(await expired()).toEqual([]);
  await pm.features.edit({ params: { id: feature.id }, headers: ifMatch(edited), body: { valueLow: 1, valueHigh: 2 } });
  expect(await expired()).toEqual([]);
  await engineer.confirmations.delete({ id });
  expect(await expired()).toEqual([id]);
  // What was built waits on no answer.
  const shipped = await pm.features.get({ id: feature.id });
  await pm.features.move({ params: { id: feature.id }, headers: ifMatch(shipped), body: { state: "shipped", reason: "It is out" } });
  expect(await expired()).toEqual([]);
});

test("the queue opens with what is asked, the oldest first, then what expires next; what a later answer replaced stands last", async () => {
  const { place, pm, engineer } = await start();
  const made = [];
  for (const title of ["One", "Two", "Three", "Four"]) made.push(await pm.features.create({ title: `Feature ${title}` }));
  const [one, two, three, four] = made;
  if (!one || !two || !three || !four) throw new Error("Four were made.");
  const give = (featureId: string) => engineer.feasibilities.give({ featureId, verdict: "feasible" });
  const replaced = await give(one.id);
  const [later, sooner] = [await give(one.id), await give(two.id)];
  await age(place, sooner.id, 30);
  const [first, second] = [await pm.feasibilities.ask({ featureId: three.id }), await pm.feasibilities.ask({ featureId: four.id })];
  const keys = async (limit: number, cursor?: string) => pm.feasibilities.list({ limit, cursor });
  const page = await keys(3);
  const rest = await keys(3, page.nextCursor ?? undefined);
  expect([...page.items, ...rest.items].map(({ key }) => key)).toEqual([first, second, sooner, later, replaced].map(({ key }) => key));
  expect(rest.items.at(-1)).toMatchObject({ isNewest: false });
  expect(await pm.feasibilities.count({ state: "asked" })).toEqual({ total: 2 });
});

test("another workspace sees none of it", async () => {
  const { pm, feature } = await start();
  const asked = await pm.feasibilities.ask({ featureId: feature.id });
  const other = await world();
  await expect(other.admin.feasibilities.get({ id: asked.id })).rejects.toMatchObject({ status: 404 });
  await expect(other.admin.feasibilities.ask({ featureId: feature.id })).rejects.toMatchObject({ status: 404 });
  await expect(answer(other.admin, asked, { verdict: "feasible" })).rejects.toMatchObject({ status: 404 });
  expect((await other.admin.feasibilities.list({})).items).toEqual([]);
});

test("a team has one name, whatever its letters", async () => {
  const { engineer, place } = await start();
  await engineer.teams.create({ name: "Core" });
  await expect(engineer.teams.create({ name: "core" })).rejects.toMatchObject({ status: 409, data: { issues: [{ path: "name" }] } });
  expect((await (await place.as("guest")).teams.list({})).items).toMatchObject([{ name: "Core" }]);
});
