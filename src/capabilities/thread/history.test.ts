import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { application, world } from "../../test/world.ts";
import { keepDueDays } from "./history.ts";

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

test("each day of the strategy, its features and active objectives is kept once, and tells what changed since", async () => {
  const home = await world();
  const { app } = await application();
  const pm = await home.as("product");
  const failures: unknown[] = [];
  // Other worlds of this run are due too: so often as it takes.
  const keep = async (now: string) => {
    for (let i = 0; i < 20; i++) await keepDueDays(app.database, (error) => failures.push(error), now);
  };
  const history = async (about?: string) =>
    (await pm.readiness.history(about ? { about } : {})).items.map(({ on, qualities }) => [
      on,
      qualities.find(({ quality }) => quality === "informed")?.met,
    ]);
  const feature = await pm.features.create({ title: "Currency-safe export" });
  await keep(ago(9));
  // While nothing is judged there is nothing to keep.
  expect(await history()).toEqual([]);
  await pm.features.move({ params: { id: feature.id }, headers: ifMatch(feature), body: { state: "evaluated" } });
  const idea = await pm.features.create({ title: "An idea" });
  const objective = await pm.objectives.create({ statement: "Numbers people trust" });
  await voices()(pm, { targetId: feature.id });
  await keep(ago(5));
  await (await home.as("design")).readiness.confirmFeature({ id: feature.id });
  await keep(ago(5));
  await keep(ago(2));
  expect(failures).toEqual([]);
  const [five, two] = [ago(5).slice(0, 10), ago(2).slice(0, 10)];
  expect(await history()).toEqual([
    [five, 0],
    [two, 1],
  ]);
  expect(await history(feature.key)).toEqual([
    [five, 0],
    [two, 1],
  ]);
  expect(await history(idea.id)).toEqual([]);
  expect(await history(objective.id)).toEqual([]);
  expect((await pm.readiness.history({ days: 3 })).items.map(({ on }) => on)).toEqual([two]);
  const stranger = await world();
  expect((await stranger.admin.readiness.history({})).items).toEqual([]);
  await expect(stranger.admin.readiness.history({ about: feature.id })).rejects.toMatchObject({ status: 404 });
});
