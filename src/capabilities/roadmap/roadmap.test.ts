import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { world } from "../../test/world.ts";
import { endOf } from "./rules.ts";

test("the roadmap tells what is planned for when, what it takes by the newest answer, and whom it is for; nothing of another workspace", async () => {
  const home = await world();
  const { admin } = home;
  const spring = await admin.milestones.create({ title: "Spring release", kind: "release", date: "2027-03-31" });
  const gone = await admin.milestones.create({ title: "Given up", date: "2027-01-31" });
  await admin.milestones.move({ params: { id: gone.id }, headers: ifMatch(gone), body: { state: "dropped", reason: "No more" } });
  const ledger = await admin.features.create({ title: "Ledger", milestoneId: spring.id, effortLow: 1, effortHigh: 2 });
  const seats = await admin.features.create({ title: "Seats", milestoneId: spring.id, effortLow: 4, effortHigh: 9 });
  await admin.features.create({ title: "Only an idea" });
  const team = await admin.teams.create({ name: "Core" });
  await admin.feasibilities.give({ featureId: ledger.id, verdict: "feasible", efforts: [{ teamId: team.id, low: 3, high: 6 }] });
  const objective = await admin.objectives.create({ statement: "Numbers people trust" });
  await admin.links.put({ id: ledger.id, kind: "serves", toId: objective.id });
  await admin.links.put({ id: ledger.id, kind: "requires", toId: seats.id });
  const launch = await admin.launches.create({ title: "Currency everywhere", tier: 3 });
  await admin.launches.edit({ params: { id: launch.id }, headers: ifMatch(launch), body: { milestoneId: spring.id } });

  const roadmap = await admin.roadmap.get({});
  expect(roadmap.milestones).toMatchObject([{ key: spring.key, date: "2027-03-31", launches: [{ key: launch.key }] }]);
  expect(roadmap.features).toMatchObject([
    { key: ledger.key, isGuess: false, parts: [{ teamId: team.id, low: 3, high: 6 }], objectives: [objective.id], requires: [seats.id] },
    { key: seats.key, isGuess: true, parts: [{ teamId: null, low: 4, high: 9 }], objectives: [] },
  ]);
  expect([roadmap.objectives, roadmap.teams]).toMatchObject([[{ title: "Numbers people trust" }], [{ title: "Core" }]]);

  const other = await world();
  expect(await other.admin.roadmap.get({})).toMatchObject({ milestones: [], features: [], objectives: [], teams: [] });

  // A milestone's date is the only one: whatever is planned for it follows, and one undo brings all of it back.
  const change = await home.changeOf((context) =>
    admin.milestones.edit({ params: { id: spring.id }, headers: ifMatch(spring), body: { date: "2027-04-07" } }, { context }),
  );
  const moved = await admin.roadmap.get({});
  expect(moved.features.map((feature) => endOf(moved, feature))).toEqual(["2027-04-07", "2027-04-07"]);
  expect((await admin.launches.get({ id: launch.id })).launchesOn).toBe("2027-04-07");
  await admin.changes.undo({ id: change });
  expect(await admin.roadmap.get({})).toMatchObject({ milestones: [{ date: "2027-03-31" }] });
});
