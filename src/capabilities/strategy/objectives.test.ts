import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type World, world } from "../../test/world.ts";
import { dayAfter } from "../measurement/rules.ts";

const today = new Date().toISOString().slice(0, 10);
const ago = (days: number) => dayAfter(today, -days);
const ahead = (days: number) => dayAfter(today, days);

async function metricWith({ admin }: World, values: [days: number, value: number][]) {
  const metric = await admin.metrics.create({ name: "Exports repeated", unit: "percent", direction: "down" });
  await admin.readings.put({ params: { id: metric.id }, body: { readings: values.map(([days, value]) => ({ on: ago(days), value })) } });
  return metric;
}
const move = (
  { admin }: World,
  objective: { id: string; version: number },
  state: "draft" | "active" | "achieved" | "dropped",
  reason?: string,
) => admin.objectives.move({ params: { id: objective.id }, headers: ifMatch(objective), body: { state, ...(reason ? { reason } : {}) } });

test("an objective becomes active only once each of its key results has a metric and a target", async () => {
  const home = await world();
  const { admin } = home;
  const objective = await admin.objectives.create({ statement: "Numbers people trust" });
  await expect(move(home, objective, "active")).rejects.toMatchObject({
    code: "NOT_READY",
    data: { blockers: [{ kind: "no-key-result" }] },
  });
  const keyResult = await admin.keyResults.create({ params: { id: objective.key }, body: { name: "Repeats fall" } });
  await expect(move(home, objective, "active")).rejects.toMatchObject({
    data: { blockers: [{ kind: "no-metric", sentence: "“Repeats fall” has no metric; bind one to it." }] },
  });
  const metric = await metricWith(home, [[1, 31]]);
  const bound = await admin.keyResults.edit({ params: { id: keyResult.id }, headers: ifMatch(keyResult), body: { metricId: metric.id } });
  expect(bound).toMatchObject({ baselineValue: 31, baselineOn: ago(1), metric: { key: metric.key } });
  await expect(move(home, objective, "active")).rejects.toMatchObject({ data: { blockers: [{ kind: "no-target" }] } });
  await admin.keyResults.edit({ params: { id: keyResult.id }, headers: ifMatch(bound), body: { target: 12, byOn: ahead(90) } });
  expect(await move(home, objective, "active")).toMatchObject({ state: "active", keyResults: [{ isLive: true, progress: 0 }] });
});

test("progress follows the readings, also beyond the target and the wrong way", async () => {
  const home = await world();
  const { admin } = home;
  const metric = await metricWith(home, [[10, 31]]);
  const objective = await admin.objectives.create({ statement: "Numbers people trust" });
  await admin.keyResults.create({ params: { id: objective.id }, body: { name: "Repeats", metricId: metric.id, target: 11 } });
  const progress = async (value: number) => {
    await admin.readings.put({ params: { id: metric.id }, body: { readings: [{ on: ago(0), value }] } });
    return (await admin.objectives.get({ id: objective.id })).keyResults[0]?.progress;
  };
  expect(await progress(26)).toBeCloseTo(0.25);
  expect(await progress(9)).toBeCloseTo(1.1);
  expect(await progress(33)).toBeCloseTo(-0.1);
});

test("a metric knows what live key results ask of it, and no longer once its objective is settled", async () => {
  const home = await world();
  const metric = await metricWith(home, [[10, 31]]);
  const draft = await home.admin.objectives.create({ statement: "Numbers people trust" });
  await home.admin.keyResults.create({
    params: { id: draft.id },
    body: { name: "Repeats", metricId: metric.id, target: 11, byOn: ahead(30) },
  });
  const targets = async () => (await home.admin.metrics.get({ id: metric.id })).targets.map(({ target }) => target);
  expect(await targets()).toEqual([]);
  const active = await move(home, draft, "active");
  expect(await targets()).toEqual([11]);
  await expect(move(home, active, "dropped")).rejects.toMatchObject({ code: "REASON_NEEDED" });
  const change = await home.changeOf((context) =>
    home.admin.objectives.move(
      { params: { id: draft.id }, headers: ifMatch(active), body: { state: "dropped", reason: "Another way." } },
      { context },
    ),
  );
  expect(await targets()).toEqual([]);
  await home.admin.changes.undo({ id: change });
  expect(await targets()).toEqual([11]);
});

test("while an objective is active its key results keep a metric, a target and at least one of them", async () => {
  const home = await world();
  const metric = await metricWith(home, [[10, 31]]);
  const objective = await home.admin.objectives.create({ statement: "Numbers people trust" });
  const keyResult = await home.admin.keyResults.create({
    params: { id: objective.id },
    body: { name: "Repeats", metricId: metric.id, target: 11 },
  });
  await move(home, objective, "active");
  const edit = (body: object) => home.admin.keyResults.edit({ params: { id: keyResult.id }, headers: ifMatch(keyResult), body });
  await expect(edit({ metricId: null })).rejects.toMatchObject({ data: { issues: [{ path: "metricId" }] } });
  await expect(edit({ target: null })).rejects.toMatchObject({ data: { issues: [{ path: "target" }] } });
  await expect(edit({ target: 31 })).rejects.toMatchObject({ data: { issues: [{ path: "target" }] } });
  await expect(home.admin.keyResults.delete({ id: keyResult.id })).rejects.toMatchObject({ status: 409 });
  await expect(home.admin.metrics.delete({ id: metric.id })).rejects.toMatchObject({ code: "IN_USE" });
});

test("of two who edit a key result at once the second is told, and nothing of theirs is lost", async () => {
  const home = await world();
  const objective = await home.admin.objectives.create({ statement: "Numbers people trust" });
  const keyResult = await home.admin.keyResults.create({ params: { id: objective.id }, body: { name: "Repeats" } });
  const edit = (name: string) => home.admin.keyResults.edit({ params: { id: keyResult.id }, headers: ifMatch(keyResult), body: { name } });
  const tried = await Promise.allSettled([edit("One"), edit("Two")]);
  expect(tried.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(tried.find((one) => one.status === "rejected")).toMatchObject({ reason: { status: 412 } });
});

test("an objective and the metrics of another workspace are not found, nor bound to", async () => {
  const [home, other] = [await world(), await world()];
  const objective = await home.admin.objectives.create({ statement: "Numbers people trust" });
  const theirs = await metricWith(other, [[1, 3]]);
  await expect(other.admin.objectives.get({ id: objective.id })).rejects.toMatchObject({ status: 404 });
  await expect(other.admin.keyResults.create({ params: { id: objective.id }, body: { name: "Ours" } })).rejects.toMatchObject({
    status: 404,
  });
  await expect(
    home.admin.keyResults.create({ params: { id: objective.id }, body: { name: "Theirs", metricId: theirs.id } }),
  ).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "metricId" }] } });
});
