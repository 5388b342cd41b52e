import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { world } from "../../test/world.ts";
import { dayAfter } from "../measurement/rules.ts";
import { HORIZON_DAYS, horizonOf } from "./rules.ts";

test("a feature is planned for a milestone, found by it, and reads its date there", async () => {
  const { admin } = await world();
  const spring = await admin.milestones.create({ title: "Spring release", kind: "release", date: "2027-03-31", audience: "customers" });
  const feature = await admin.features.create({ title: "One rounding", milestoneId: spring.id });
  const other = await admin.features.create({ title: "Another" });
  expect(feature.milestone).toEqual({ id: spring.id, key: spring.key, title: "Spring release", date: "2027-03-31" });
  const found = async (milestone: string) => (await admin.features.list({ milestone })).items.map(({ id }) => id);
  expect(await found(spring.key)).toEqual([feature.id]);
  expect(await found("none")).toEqual([other.id]);
  expect(await admin.features.count({ milestone: spring.id })).toEqual({ total: 1 });
  await admin.milestones.edit({ params: { id: spring.id }, headers: ifMatch(spring), body: { date: "2027-04-15" } });
  expect((await admin.features.get({ id: feature.id })).milestone?.date).toBe("2027-04-15");
});

test("moving a milestone's date is undone as one change, and of two who move it the second is told", async () => {
  const home = await world();
  const { admin } = home;
  const made = await admin.milestones.create({ title: "Beta", date: "2027-01-10" });
  const moveTo = (date: string, context = {}) =>
    admin.milestones.edit({ params: { id: made.id }, headers: ifMatch(made), body: { date } }, { context });
  const change = await home.changeOf((context) => moveTo("2027-02-01", context));
  await expect(moveTo("2027-03-01")).rejects.toMatchObject({ status: 412, data: { current: { date: "2027-02-01" } } });
  await admin.changes.undo({ id: change });
  expect(await admin.milestones.get({ id: made.id })).toMatchObject({ date: "2027-01-10" });
});

test("a milestone with features is not deleted, dropping one is said why, and a reached one stays in the list", async () => {
  const { admin } = await world();
  const made = await admin.milestones.create({ title: "Beta", date: "2027-01-10" });
  await admin.features.create({ title: "One rounding", milestoneId: made.id });
  await expect(admin.milestones.delete({ id: made.id })).rejects.toMatchObject({ code: "IN_USE" });
  const move = (state: "reached" | "dropped") =>
    admin.milestones.move({ params: { id: made.id }, headers: ifMatch(made), body: { state } });
  await expect(move("dropped")).rejects.toMatchObject({ code: "REASON_NEEDED" });
  expect(await move("reached")).toMatchObject({ state: "reached" });
  expect((await admin.milestones.list({ state: "reached" })).items).toHaveLength(1);
});

test("bad dates are refused by name, and a milestone of another workspace is neither found nor planned for", async () => {
  const [home, other] = [await world(), await world()];
  await expect(home.admin.milestones.create({ title: "Beta", date: "2027-02-30" })).rejects.toMatchObject({
    data: { issues: [{ path: "date" }] },
  });
  const theirs = await other.admin.milestones.create({ title: "Theirs" });
  await expect(home.admin.milestones.get({ id: theirs.id })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.features.create({ title: "Ours", milestoneId: theirs.id })).rejects.toMatchObject({
    status: 422,
    data: { issues: [{ path: "milestoneId" }] },
  });
});

test.each([
  [-20, "now"],
  [0, "now"],
  [HORIZON_DAYS.now, "now"],
  [HORIZON_DAYS.now + 1, "next"],
  [HORIZON_DAYS.next + 1, "later"],
] as const)("a milestone in %i days stands under %s", (days, horizon) => {
  expect(horizonOf(dayAfter("2026-11-27", days), "2026-11-27")).toBe(horizon);
  expect(horizonOf(null, "2026-11-27")).toBe("later");
});
