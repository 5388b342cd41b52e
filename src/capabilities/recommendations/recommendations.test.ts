import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, world } from "../../test/world.ts";
import type { Acceptance } from "./answers.ts";

async function start() {
  const place = await world();
  const [analyst, pm] = [await place.as("data"), await place.as("product")];
  const metric = await analyst.metrics.create({ name: "Exports repeated", unit: "percent", direction: "down" });
  const readings = Array.from({ length: 28 }, (_, day) => ({
    on: `2026-10-${String(day + 1).padStart(2, "0")}`,
    value: 31 - day / 10,
    n: 1000,
  }));
  await analyst.readings.put({ params: { id: metric.id }, body: { readings } });
  const one = await analyst.recommendations.create({
    proposal: "Say the currency once",
    observation: "They repeat what has none",
    expectedEffect: "Ten points",
    askedGroup: "product",
    standsOn: { metricId: metric.key, fromOn: "2026-10-05", toOn: "2026-10-28" },
  });
  return { place, analyst, pm, metric, one };
}
type Known = { id: string; version: number };
const accept = (who: Person, known: Known, body: Acceptance) =>
  who.recommendations.accept({ params: { id: known.id }, headers: ifMatch(known), body });
const reject = (who: Person, known: Known, reason: string) =>
  who.recommendations.reject({ params: { id: known.id }, headers: ifMatch(known), body: { reason } });

test("a recommendation keeps the readings it was taken from as they were, and the group it is asked of hears", async () => {
  const { analyst, pm, metric, one } = await start();
  expect(one).toMatchObject({
    state: "open",
    metric: { key: metric.key },
    basis: { fromOn: "2026-10-05", toOn: "2026-10-28", readings: 24 },
  });
  expect(one.basis?.last.map(({ on }) => on)).toEqual(["2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27", "2026-10-28"]);
  await analyst.readings.put({ params: { id: metric.id }, body: { readings: [{ on: "2026-10-28", value: 99 }] } });
  expect((await pm.recommendations.get({ id: one.key })).basis).toEqual(one.basis);
  expect((await pm.notifications.list({})).items).toMatchObject([{ kind: "asked", key: one.key }]);
  expect((await pm.recommendations.list({ metric: metric.id })).items).toMatchObject([{ key: one.key }]);
});

test("days without a reading, days the wrong way round and a metric that is not there are refused by name", async () => {
  const { analyst, metric } = await start();
  const from = (standsOn: { metricId: string; fromOn: string; toOn: string }) =>
    analyst.recommendations.create({ proposal: "Do it", observation: "Seen", standsOn });
  await expect(from({ metricId: metric.id, fromOn: "2025-01-01", toOn: "2025-02-01" })).rejects.toMatchObject({
    data: { issues: [{ path: "standsOn.fromOn" }] },
  });
  await expect(from({ metricId: metric.id, fromOn: "2026-10-09", toOn: "2026-10-01" })).rejects.toMatchObject({
    data: { issues: [{ path: "standsOn.toOn" }] },
  });
  await expect(from({ metricId: "K-99", fromOn: "2026-10-01", toOn: "2026-10-02" })).rejects.toMatchObject({ status: 404 });
});

test("accepting carries its text into a new feature that is linked with it, and one undo takes all of it back", async () => {
  const { place, analyst, pm, one } = await start();
  const change = await place.changeOf((context) =>
    pm.recommendations.accept({ params: { id: one.id }, headers: ifMatch(one), body: { into: "feature" } }, { context }),
  );
  const accepted = await pm.recommendations.get({ id: one.id });
  expect(accepted).toMatchObject({
    state: "accepted",
    answeredBy: pm.memberId,
    became: { kind: "feature", title: "Say the currency once" },
  });
  const feature = await pm.features.get({ id: accepted.became?.id ?? "" });
  expect(feature.why).toBe("They repeat what has none\n\nExpected: Ten points");
  expect((await pm.recommendations.list({ informs: feature.id })).items).toMatchObject([{ key: one.key }]);
  expect((await analyst.notifications.list({})).items).toMatchObject([{ kind: "answered", key: one.key }]);
  await expect(accept(pm, accepted, { into: "feature" })).rejects.toMatchObject({ code: "NOT_POSSIBLE" });
  await pm.changes.undo({ id: change });
  expect(await pm.recommendations.get({ id: one.id })).toMatchObject({ state: "open", became: null, informs: [] });
  await expect(pm.features.get({ id: feature.id })).rejects.toMatchObject({ status: 404 });
});

test("accepted for decision, a question is put up that answers it; what is there already takes it up by a link", async () => {
  const { analyst, pm, one } = await start();
  const accepted = await accept(pm, one, { into: "decision" });
  const decision = await pm.decisions.get({ id: accepted.became?.key ?? "" });
  expect(decision).toMatchObject({ state: "open", question: "Say the currency once?", answers: [{ key: one.key }] });
  const need = await pm.needs.create({ statement: "Trust a total" });
  const other = await analyst.recommendations.create({ proposal: "Another", observation: "Seen" });
  expect(await accept(pm, other, { intoId: need.key })).toMatchObject({ became: { key: need.key }, informs: [{ key: need.key }] });
  const third = await analyst.recommendations.create({ proposal: "A third", observation: "Seen" });
  await expect(accept(pm, third, { intoId: other.id })).rejects.toMatchObject({ data: { issues: [{ path: "intoId" }] } });
  expect(await pm.recommendations.get({ id: third.id })).toMatchObject({ state: "open" });
});

test("rejecting asks why; others than those asked and product do not answer, and guests recommend nothing", async () => {
  const { place, analyst, pm, one } = await start();
  const designer = await place.as("design");
  await expect(reject(designer, one, "No")).rejects.toMatchObject({ status: 403 });
  await expect(accept(designer, one, { into: "feature" })).rejects.toMatchObject({ status: 403 });
  await expect(reject(pm, one, " ")).rejects.toMatchObject({ data: { issues: [{ path: "body.reason" }] } });
  const rejected = await reject(pm, one, "Next year");
  expect(rejected).toMatchObject({ state: "rejected", reason: "Next year" });
  expect(await pm.recommendations.reopen({ params: { id: one.id }, headers: ifMatch(rejected) })).toMatchObject({
    state: "open",
    reason: "",
    answeredAt: null,
  });
  const toDesign = await analyst.recommendations.create({ proposal: "Move it up", observation: "Seen", askedOf: designer.memberId });
  expect(await reject(designer, toDesign, "It is up")).toMatchObject({ state: "rejected" });
  const guest = await place.as("guest");
  await expect(guest.recommendations.create({ proposal: "Do it", observation: "Seen" })).rejects.toMatchObject({ status: 403 });
});

test("a recommendation outlives its metric, and is not found from another workspace", async () => {
  const [{ analyst, metric, one }, other] = [await start(), await world()];
  await analyst.metrics.delete({ id: metric.id });
  expect(await analyst.recommendations.get({ id: one.id })).toMatchObject({ metric: null, basis: { readings: 24 } });
  await expect(other.admin.recommendations.get({ id: one.id })).rejects.toMatchObject({ status: 404 });
});
