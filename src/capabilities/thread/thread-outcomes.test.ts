import { describe, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { type Person, world } from "../../test/world.ts";
import type { FeatureKind, FeatureState } from "../features/rules.ts";

async function start() {
  const home = await world();
  const [admin, pm] = [home.admin, await home.as("product")];
  return { home, admin, pm, say: voices() };
}
type Thread = Awaited<ReturnType<Person["thread"]["feature"]>>;
const edgesOf = ({ edges, nodes }: Thread) => {
  const keys = new Map(nodes.map(({ id, key }) => [id, key]));
  return edges.map(({ from, to, kind }) => `${keys.get(from)} ${kind} ${keys.get(to)}`).toSorted();
};
const move = async (person: Person, id: string, state: FeatureState) =>
  person.features.move({ params: { id }, headers: ifMatch(await person.features.get({ id })), body: { state, reason: "In a test" } });

describe("from a feature backwards and forwards", () => {
  test("its thread holds all that was said and found, the designs that cover it, its metrics and its launches", async () => {
    const { admin, say } = await start();
    const need = await admin.needs.create({ statement: "Trust exported totals" });
    const feature = await admin.features.create({ title: "Currency-safe export", needs: [need.id] });
    const { feedback } = await say(admin, { targetId: need.id });
    const finding = await admin.findings.create({ statement: "Auditors ask for it", kind: "trend", strength: 3, supports: [need.id] });
    const against = await admin.findings.create({ statement: "Nobody pays for it", kind: "sizing", contradicts: [feature.id] });
    await admin.deals.create({ name: "Orbit", state: "lost", amountMinor: 70_000_00, currency: "USD", about: [need.id] });
    await admin.customerStories.create({ feedbackId: feedback.id, happened: "It broke", about: [need.id] });
    const design = await admin.designs.create({ title: "Currency beside totals", serves: [feature.id, need.id] });
    await admin.studies.create({ title: "Can they trust a total?", designId: design.id });
    const metric = await admin.metrics.create({ name: "Exports repeated", unit: "percent", direction: "down" });
    await admin.links.put({ id: metric.id, kind: "measures", toId: feature.id });
    await admin.readings.put({ params: { id: metric.id }, body: { readings: [{ on: "2026-01-05", value: 26.8 }] } });
    const distant = await admin.metrics.create({ name: "Trust" });
    await admin.links.put({ id: distant.id, kind: "measures", toId: need.id });
    const launch = await admin.launches.create({ title: "Totals that hold", tier: 2, features: [feature.id] });

    const thread = await admin.thread.feature({ id: feature.key });
    expect(edgesOf(thread)).toEqual(
      [
        ...["FB-1 quoted N-1", "FI-1 supports N-1", "FI-2 contradicts F-1", "DL-1 informs N-1", "ST-1 supports N-1"],
        ...["S-1 informs F-1", "S-1 informs N-1", "N-1 serves F-1", "N-1 serves DS-1", "DS-1 serves F-1"],
        ...["F-1 measures K-1", "F-1 measures K-2", "F-1 promises L-1"],
      ].toSorted(),
    );
    const node = (id: string) => thread.nodes.find((one) => one.id === id);
    expect(node(finding.id)).toMatchObject({ kind: "finding", strength: 3 });
    expect(node(metric.id)).toMatchObject({ kind: "metric", latest: { value: 26.8 }, target: null, state: "healthy" });
    expect(node(launch.id)).toMatchObject({ kind: "launch", tier: 2, done: 0, overdue: 0 });
    // What measures the feature itself stands before what measures its need.
    expect(thread.nodes.filter(({ kind }) => kind === "metric").map(({ key }) => key)).toEqual([metric.key, distant.key]);
    expect(thread.columns).toEqual([
      { kind: "evidence", shown: 6, total: 6 },
      { kind: "need", shown: 1, total: 1 },
      { kind: "feature", shown: 2, total: 1 },
      { kind: "outcome", shown: 3, total: 3 },
    ]);

    // A finding that was withdrawn says nothing any more; of a strategy one of each kind stands beside the quotes.
    const seen = await admin.findings.get({ id: against.id });
    await admin.findings.move({ params: { id: against.id }, headers: ifMatch(seen), body: { state: "withdrawn", reason: "It was wrong" } });
    expect((await admin.thread.feature({ id: feature.id })).nodes.map(({ id }) => id)).not.toContain(against.id);
    const other = await admin.findings.create({ statement: "So do banks", kind: "trend", strength: 1, supports: [need.id] });
    const strategy = await admin.thread.strategy({});
    expect(strategy.nodes.map(({ id }) => id)).toContain(finding.id);
    expect(strategy.nodes.map(({ id }) => id)).not.toContain(other.id);
    expect(strategy.nodes.filter(({ kind }) => kind === "design")).toEqual([]);
  });

  test.each<[FeatureKind, FeatureState, string[]]>([
    ["improvement", "idea", []],
    ["improvement", "evaluated", ["feature-without-feasibility", "feature-without-metric"]],
    [
      "improvement",
      "building",
      ["feature-without-design", "feature-without-feasibility", "feature-without-launch", "feature-without-metric"],
    ],
    ["improvement", "shipped", ["feature-without-metric"]],
    ["improvement", "dropped", []],
    ["fix", "building", ["feature-without-feasibility"]],
    ["debt", "planned", ["feature-without-feasibility"]],
    ["compliance", "planned", ["feature-without-design", "feature-without-feasibility", "feature-without-launch"]],
  ])("of a %s that is %s only what its checks ask for is a hole", async (kind, state, holes) => {
    const { pm } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    const feature = await pm.features.create({ title: "Currency-safe export", kind, needs: [need.id] });
    if (state !== "idea") await move(pm, feature.id, state);
    const found = (await pm.thread.feature({ id: feature.id })).holes.filter(({ besideId }) => besideId === feature.id);
    expect(found.map((hole) => hole.kind).toSorted()).toEqual(holes);
  });

  test("each hole says who is waited on and is mended by what it asks for; a gap that is accepted is none", async () => {
    const { admin, home, pm } = await start();
    const feature = await admin.features.create({ title: "Currency-safe export" });
    await move(admin, feature.id, "planned");
    const holes = async () => {
      const found = (await pm.thread.feature({ id: feature.id })).holes.filter(({ besideId }) => besideId === feature.id);
      return Object.fromEntries(found.map(({ kind, group, column, action }) => [kind, [group, column, action.act]]));
    };
    expect(await holes()).toEqual({
      "feature-without-need": ["product", "need", "link-need"],
      "feature-without-feasibility": ["engineering", "feature", "ask-feasibility"],
      "feature-without-design": ["design", "feature", "add-design"],
      "feature-without-metric": ["data", "outcome", "link-metric"],
      "feature-without-launch": ["marketing", "outcome", "plan-launch"],
    });
    const ask = await pm.feasibilities.ask({ featureId: feature.id });
    expect((await holes())["feature-without-feasibility"]).toEqual(["engineering", "feature", "answer-feasibility"]);
    const engineer = await home.as("engineering");
    await engineer.feasibilities.answer({
      params: { id: ask.id },
      headers: ifMatch(ask),
      body: { verdict: "feasible", line: "", efforts: [] },
    });
    await admin.designs.create({ title: "Currency beside totals", serves: [feature.id] });
    const metric = await admin.metrics.create({ name: "Exports repeated" });
    await admin.links.put({ id: metric.id, kind: "measures", toId: feature.id });
    expect(Object.keys(await holes())).toEqual(["feature-without-need", "feature-without-launch"]);
    const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    await admin.readiness.waive({ id: feature.id, check: "positioning", reason: "Nobody needs to hear of it", until });
    expect(Object.keys(await holes())).toEqual(["feature-without-need"]);
  });

  test("an objective's thread holds the features that serve it, itself or by a need, and nothing else", async () => {
    const { admin, home, say } = await start();
    const objective = await admin.objectives.create({ statement: "Numbers people trust" });
    const [own, other] = [
      await admin.needs.create({ statement: "Trust exported totals" }),
      await admin.needs.create({ statement: "Use it on the phone" }),
    ];
    await admin.links.put({ id: own.id, kind: "serves", toId: objective.id });
    const byNeed = await admin.features.create({ title: "Currency-safe export", needs: [own.id] });
    const direct = await admin.features.create({ title: "One rounding everywhere", kind: "fix" });
    await admin.links.put({ id: direct.id, kind: "serves", toId: objective.id });
    await admin.features.create({ title: "Phone application", needs: [other.id] });
    for (const { id } of [own, other]) await say(admin, { targetId: id });
    const metric = await admin.metrics.create({ name: "Exports repeated" });
    await admin.links.put({ id: metric.id, kind: "measures", toId: objective.id });
    const thread = await admin.thread.objective({ id: objective.key });
    expect(thread.nodes.map(({ key }) => key)).toEqual(["FB-1", own.key, byNeed.key, direct.key, metric.key]);
    await move(admin, byNeed.id, "evaluated");
    expect(await admin.readiness.objective({ id: objective.key })).toMatchObject({ total: 1, items: [{ key: byNeed.key }] });
    const stranger = await world();
    await expect(stranger.admin.thread.objective({ id: objective.id })).rejects.toMatchObject({ status: 404 });
    expect((await (await home.as("guest")).thread.objective({ id: objective.id })).nodes).toHaveLength(5);
  });
});
