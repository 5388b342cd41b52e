import type { Context } from "../../platform/context.ts";
import { createFeature, editFeature, moveFeature } from "../features/commands.ts";
import { featureById } from "../features/queries.ts";
import { rankFeature } from "../features/ranking.ts";
import { createMetric } from "../measurement/metrics.ts";
import { measure } from "../measurement/readings.ts";
import { createNeed, editNeed, moveNeed } from "../needs/commands.ts";
import { createPersona } from "../needs/personas.ts";
import { needById } from "../needs/queries.ts";
import { addKeyResult } from "../strategy/key-results.ts";
import { createMilestone, moveMilestone } from "../strategy/milestones.ts";
import { createObjective, moveObjective, objectiveById } from "../strategy/objectives.ts";
import { linkRecords } from "../workspace/linking.ts";
import { MILESTONES } from "./content-delivery.ts";
import { FEATURES, type FeatureFacts, REQUIRES } from "./content-features.ts";
import { METRICS, OBJECTIVES } from "./content-measurement.ts";
import { NEEDS, PERSONAS } from "./content-needs.ts";
import { READINGS } from "./readings.ts";
import type { Stage } from "./stage.ts";

/** What people need, whose need it is, and how well it is met. */
export function needsOf(stage: Stage): void {
  for (const [place, { name, description }] of PERSONAS.entries())
    stage.plan(414 - place / 100, "ines", async (context) =>
      stage.keep(`persona:${name}`, await createPersona(context, { name, description })),
    );
  for (const [place, { statement, detail, persona, importance, satisfaction, before, state, owner }] of NEEDS.entries()) {
    const name = `N-${place + 1}`;
    stage.plan(413 - place / 100, "mira", async (context) => {
      const first = before?.satisfaction ?? satisfaction;
      const draft = { statement, detail, importance, satisfaction: first, ownerId: stage.memberId(owner) };
      stage.keep(name, await createNeed(context, { ...draft, personaId: stage.id(`persona:${persona}`) }));
    });
    if (before)
      stage.plan(before.ago, "jun", async (context) => {
        const { id, version } = await needById(context, stage.id(name));
        await editNeed(context, id, version, { satisfaction });
      });
    if (state !== "open")
      stage.plan(160 - place, "mira", async (context) => {
        const { id, version } = await needById(context, stage.id(name));
        await moveNeed(context, id, version, { state });
      });
  }
}

/** How long ago readings came in. */
const ENTERED = [360, 300, 240, 180, 120, 90, 60, 30, 9, 0];

/** Metrics with their readings, as the data group defined them. */
export function measurementOf(stage: Stage): void {
  for (const [place, { name, title, measures, definition, unit, direction, interval, watchAt, breachAt }] of METRICS.entries()) {
    stage.plan(405 - place / 100, "jun", async (context) => {
      const lines = { watchAt: watchAt ?? null, breachAt: breachAt ?? null };
      const owned = { ownerId: stage.memberId("jun"), ...lines };
      stage.keep(`metric:${name}`, await createMetric(context, { name: title, definition, unit, direction, interval, ...owned }));
    });
    // Each is linked once both ends are there.
    for (const target of measures)
      stage.plan(target.startsWith("N-") ? 404 : afterProposal(target, 2), "jun", (context) =>
        linkRecords(context, stage.id(`metric:${name}`), "measures", stage.id(target)),
      );
    // Each stretch is entered when it is over, so that what was read out then stands on what was there then.
    const series = READINGS[name]?.() ?? [];
    for (const [place, until] of ENTERED.entries()) {
      const since = ENTERED[place - 1] ?? Number.POSITIVE_INFINITY;
      const stretch = series.filter(({ ago }) => ago >= until && ago < since);
      const lined = stretch.map(({ ago, value, n }, line) => ({ on: stage.day(ago), value, n, line: line + 1 }));
      if (lined.length > 0) stage.plan(until, "jun", (context) => measure(context, stage.id(`metric:${name}`), lined, "api"));
    }
  }
}

export function objectivesOf(stage: Stage): void {
  for (const [place, { statement, why, owner, made, from, to, needs, keyResults, ...more }] of OBJECTIVES.entries()) {
    const name = `O-${place + 1}`;
    stage.plan(made, "mira", async (context) => {
      const period = { fromOn: stage.day(from), byOn: stage.day(-to) };
      const objective = await createObjective(context, { statement, why, ownerId: stage.memberId(owner), ...period });
      stage.keep(name, objective);
      for (const need of needs) await linkRecords(context, stage.id(need), "serves", objective.id);
    });
    for (const { name: words, metric, baseline, target } of keyResults)
      stage.plan(made - 1, metric ? "jun" : "mira", async (context) => {
        const bound = metric ? { metricId: stage.id(`metric:${metric}`), baselineValue: baseline, baselineOn: stage.day(from) } : {};
        await addKeyResult(context, stage.id(name), { name: words, target, byOn: stage.day(-to), ...bound });
      });
    if ("activated" in more)
      stage.plan(more.activated, "mira", async (context) => {
        const { id, version } = await objectiveById(context, stage.id(name));
        await moveObjective(context, id, version, { state: "active" });
      });
  }
}

const madeOf = (objective: number): number => OBJECTIVES[objective - 1]?.made ?? 0;
/** So many days after a feature was proposed. */
function afterProposal(name: string, days: number): number {
  const feature = FEATURES.find((one) => one.name === name);
  if (!feature) throw new Error(`The demo has no feature “${name}”.`);
  return Math.min(feature.proposed - days, 404);
}

/** Features from their first idea to where they stand now. */
export function featuresOf(stage: Stage): void {
  for (const facts of FEATURES) {
    const { name, objectives = [], moves = [] } = facts;
    stage.plan(facts.proposed, facts.by, (context) => propose(stage, context, facts));
    for (const objective of objectives)
      stage.plan(Math.min(facts.proposed, madeOf(objective)) - 0.5, "mira", (context) =>
        linkRecords(context, stage.id(name), "serves", stage.id(`O-${objective}`)),
      );
    for (const [ago, state, who, reason] of moves)
      stage.plan(ago, who, async (context) => {
        const { id, version } = await featureById(context, stage.id(name));
        await moveFeature(context, id, version, { state, ...(reason ? { reason } : {}) });
      });
  }
  for (const [feature, required, ago, who] of REQUIRES)
    stage.plan(ago, who, (context) => linkRecords(context, stage.id(feature), "requires", stage.id(required)));
  // In which order they would build what is open, settled in the last planning.
  const order = [
    "currency",
    "history",
    "links",
    "guests",
    "locked",
    "templates",
    "remarks",
    "clock",
    "billing",
    "alerts",
    "checklist",
    "phone",
  ];
  for (const [place, name] of order.entries()) {
    const above = order[place - 1] ?? "rounding";
    stage.plan(11.9 - place / 100, "mira", (context) => rankFeature(context, stage.id(name), { afterId: stage.id(above) }));
  }
  stage.plan(11, "mira", (context) => rankFeature(context, stage.id("watermark"), { afterId: stage.id("glossary") }));
}

async function propose(stage: Stage, context: Context, { name, title, kind, why, body, owner, needs = [], value, effort }: FeatureFacts) {
  const worth = value ? { valueLow: value[0] * 1000, valueHigh: value[1] * 1000 } : {};
  const takes = effort ? { effortLow: effort[0], effortHigh: effort[1] } : {};
  const serves = needs.map((need) => stage.id(`N-${need}`));
  const owned = owner ? { ownerId: stage.memberId(owner) } : {};
  stage.keep(
    name,
    await createFeature(context, { title, ...(kind ? { kind } : {}), why, body: body ?? "", needs: serves, ...worth, ...takes, ...owned }),
  );
}

/** Releases and milestones, and what is planned for each. */
export function milestonesOf(stage: Stage): void {
  for (const { name, title, kind, audience, inDays, body, owner, features, planned } of MILESTONES) {
    stage.plan(planned, "mira", async (context) => {
      const draft = { title, kind, audience, body, date: stage.day(-inDays), ownerId: stage.memberId(owner) };
      stage.keep(`milestone:${name}`, await createMilestone(context, draft));
    });
    for (const feature of features)
      stage.plan(Math.min(planned, 26) - 0.5, "mira", async (context) => {
        const { id, version } = await featureById(context, stage.id(feature));
        await editFeature(context, id, version, { milestoneId: stage.id(`milestone:${name}`) });
      });
    if (inDays < 0)
      stage.plan(-inDays, "tomasz", async (context) => {
        await moveMilestone(context, stage.id(`milestone:${name}`), 1, { state: "reached" });
      });
  }
}
