import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { Context } from "../../platform/context.ts";
import { workIn } from "../../platform/work.ts";
import { application, type World, world } from "../../test/world.ts";
import { objectiveStandings } from "../strategy/standing.ts";
import { metricsOf } from "./evidence.ts";
import { dayAfter } from "./rules.ts";

const today = new Date().toISOString().slice(0, 10);
async function inside<T>({ workspaceId, admin }: World, work: (context: Context) => Promise<T>): Promise<T> {
  const { app } = await application();
  const actor = {
    workspaceId,
    id: admin.memberId,
    kind: "member",
    userId: admin.userId,
    name: "",
    access: "admin",
    groups: [],
    scope: "admin",
  } as const;
  const around = { database: app.database, live: app.live, reactions: {}, now: new Date().toISOString(), reply: new Headers() };
  return workIn(around, actor, { writes: false, changeId: null }, work);
}

test("a feature's metrics are those that measure it, its needs and its objectives, each once by the nearest way", async () => {
  const home = await world();
  const { admin } = home;
  const need = await admin.needs.create({ statement: "Trust totals" });
  const feature = await admin.features.create({ title: "One rounding", needs: [need.id] });
  const other = await admin.features.create({ title: "Another" });
  const objective = await admin.objectives.create({ statement: "Numbers people trust" });
  await admin.links.put({ id: feature.id, kind: "serves", toId: objective.id });
  const define = async (name: string, days?: number) => {
    const metric = await admin.metrics.create({ name, interval: "week" });
    if (days !== undefined)
      await admin.readings.put({ params: { id: metric.id }, body: { readings: [{ on: dayAfter(today, -days), value: 5, n: 9 }] } });
    return metric;
  };
  const [own, ofNeed, ofObjective] = [await define("Own", 3), await define("Of the need", 15), await define("Of the objective")];
  await admin.links.put({ id: own.id, kind: "measures", toId: feature.id });
  await admin.links.put({ id: own.id, kind: "measures", toId: need.id });
  await admin.links.put({ id: ofNeed.id, kind: "measures", toId: need.id });
  await admin.keyResults.create({ params: { id: objective.id }, body: { name: "Up", metricId: ofObjective.id, target: 9 } });
  const found = await inside(home, (context) => metricsOf(context, [feature.id, other.id, randomUUID()]));
  expect(found.map(({ ofId, name, through, ageDays, stale }) => [ofId, name, through, ageDays, stale])).toEqual([
    [feature.id, "Own", "itself", 3, false],
    [feature.id, "Of the need", "need", 15, true],
    [feature.id, "Of the objective", "objective", null, true],
  ]);
  expect(found[0]?.latest).toEqual({ on: dayAfter(today, -3), value: 5, n: 9 });
});

test("an objective stands where the key result that is furthest behind stands, and nowhere while one is not measured", async () => {
  const home = await world();
  const { admin } = home;
  const metric = await admin.metrics.create({ name: "Up", interval: "week" });
  await admin.readings.put({ params: { id: metric.id }, body: { readings: [{ on: today, value: 5 }] } });
  const objective = await admin.objectives.create({ statement: "Numbers people trust" });
  const add = (body: { name: string; metricId?: string; baselineValue?: number; target?: number }) =>
    admin.keyResults.create({ params: { id: objective.id }, body });
  await add({ name: "Half", metricId: metric.id, baselineValue: 0, target: 10 });
  await add({ name: "A quarter", metricId: metric.id, baselineValue: 4, target: 8 });
  const stand = async () => (await inside(home, (context) => objectiveStandings(context, [objective.id])))[0];
  expect(await stand()).toMatchObject({ progress: 0.25, blockers: [] });
  await add({ name: "Unmeasured" });
  expect(await stand()).toMatchObject({ progress: null, blockers: [{ kind: "no-metric" }] });
});
