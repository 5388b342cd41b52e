import * as z from "zod";
import { counted } from "../../kernels/figures.ts";
import type { Context } from "../../platform/context.ts";
import { featuresPage } from "../features/queries.ts";
import { FEATURE_STATES } from "../features/rules.ts";
import type { FeatureItem } from "../features/schema.ts";
import { milestonesPage } from "../strategy/milestones.ts";
import { AUDIENCES, HORIZON_DAYS, HORIZONS, type Horizon, horizonOf } from "../strategy/rules.ts";
import { type SharedMilestone, SharedRoadmap } from "./answers.ts";
import type { LongCard } from "./sheet.ts";
import { target } from "./target.ts";
import { featureTold, headOf } from "./telling.ts";
import { clipped, dayOf, demandOf } from "./words.ts";

const MOST = 40;
const MOST_FEATURES = 200;
const TITLES: Readonly<Record<Horizon, string>> = { now: "Now", next: "Next", later: "Later" };
const NOTES: Readonly<Record<Horizon, string>> = {
  now: `within ${HORIZON_DAYS.now} days, or late`,
  next: `within ${HORIZON_DAYS.next} days`,
  later: "after that, or without a date",
};

export const roadmap = target({
  about: null,
  scope: z.strictObject({ audience: z.enum(AUDIENCES).optional().describe("Only milestones for this audience.") }),
  answer: SharedRoadmap,
  async load(context, { scope }, around) {
    const { items } = await milestonesPage(context, { state: "planned", sort: "date", limit: 200 });
    const planned = items.filter(({ audience }) => scope.audience === undefined || audience === scope.audience);
    const byMilestone = await featuresFor(
      context,
      planned.map(({ id }) => id),
    );
    return (audience) => {
      // What is internal is a note among colleagues: the same audiences are kept from it.
      const shown = planned.filter((milestone) => milestone.audience === "customers" || audience.sees("notes"));
      const told = shown.slice(0, MOST).map((milestone): SharedMilestone => {
        const { id, title, kind, date, body, ownerId } = milestone;
        return {
          title: audience.text(title),
          kind,
          onDay: date,
          horizon: horizonOf(date, around.asOf.slice(0, 10)),
          about: clipped(audience.text(body)),
          features: (byMilestone.get(id) ?? []).map((feature) => featureTold(audience, around, feature)),
          ...(audience.sees("notes") ? { owner: ownerId === null ? null : audience.colleague(around.colleague(ownerId)) } : {}),
        };
      });
      const [next] = told;
      const count = `${counted(shown.length, "milestone")} ${shown.length === 1 ? "is" : "are"} planned`;
      const sentence =
        shown.length === 0
          ? "Nothing is planned yet."
          : `${count}${next?.onDay ? `; the next is “${next.title}” on ${dayOf(next.onDay)}` : ""}.`;
      return {
        kind: "roadmap",
        ...headOf(audience, around, { title: "What comes now, next and later", sentence }),
        total: shown.length,
        items: told,
      };
    };
  },
  sheet: ({ items, total }) => ({
    tone: "plain",
    tag: items.length < total ? `Roadmap · the first ${items.length} milestones` : "Roadmap",
    blocks: [
      {
        kind: "columns",
        title: "By when",
        columns: HORIZONS.map((horizon) => ({
          title: TITLES[horizon],
          note: NOTES[horizon],
          cards: items.filter((one) => one.horizon === horizon).map(cardOf),
        })),
      },
    ],
  }),
});

/** What is planned for each milestone, by rank. */
async function featuresFor(context: Context, milestoneIds: readonly string[]): Promise<Map<string, FeatureItem[]>> {
  if (milestoneIds.length === 0) return new Map();
  const state = FEATURE_STATES.filter((one) => one !== "dropped");
  const { items } = await featuresPage(context, { milestone: [...milestoneIds], state, sort: "rank", limit: MOST_FEATURES });
  return Map.groupBy(items, ({ milestone }) => milestone?.id ?? "");
}

function cardOf({ kind, onDay, title, about, features, owner }: SharedMilestone): LongCard {
  return {
    tag: [kind === "release" ? "Release" : "Milestone", onDay ? dayOf(onDay) : "no date yet"].join(" · "),
    title,
    meta: [about, owner && `owner ${owner}`].filter((part) => part).join(" · "),
    lines: features.map((feature) => ({
      text: feature.title,
      meta: [feature.state, feature.effort, feature.quotes > 0 && demandOf(feature)].filter((part) => part).join(" · "),
    })),
  };
}
