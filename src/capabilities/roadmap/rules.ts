import { logNormalOf, medianOf } from "../../kernels/estimate.ts";
import { dayAfter, daysBetween } from "../measurement/rules.ts";
import type { Roadmap, RoadmapFeature } from "./schema.ts";

export const LANES = ["objective", "team", "segment"] as const;
export type Lane = (typeof LANES)[number];

/** How many standard deviations of a normal distribution its eightieth percentile lies above the middle. */
const P80 = 0.8416212335729143;
const DAYS_A_WEEK = 7;
/** Longer than this nothing is drawn. */
const MOST_DAYS = 3_650;
const NOT_BEGUN: readonly string[] = ["idea", "evaluated", "planned"];

/** When work would have to begin so that four times in five it is done by the day it is planned for, and when it then likely is. */
export type Bar = { startsOn: string; likelyOn: string; endsOn: string };

/**
 * The bar of a feature: it ends on the day of its milestone and reaches back by what engineering says it takes. Each team's part is read as the
 * calendar weeks of one person, and parts are done side by side, so the longest decides.
 *
 * @param parts in person-weeks, read as P10–P90
 * @returns null where nothing is estimated: such a feature has an end and no length
 */
export function barOf(parts: readonly { low: number; high: number }[], endsOn: string): Bar | null {
  if (parts.length === 0) return null;
  const days = (weeks: number) => Math.min(MOST_DAYS, Math.max(1, Math.round(weeks * DAYS_A_WEEK)));
  const likely = days(Math.max(...parts.map(medianOf)));
  const safe = days(Math.max(...parts.map(eightyOf)));
  const startsOn = dayAfter(endsOn, -safe);
  return { startsOn, likelyOn: dayAfter(startsOn, likely), endsOn };
}

function eightyOf(part: { low: number; high: number }): number {
  const { mu, sigma } = logNormalOf(part);
  return Math.exp(mu + P80 * sigma);
}

type Conflict = { key: string; sentence: string };
type Index = {
  dates: ReadonlyMap<string, string | null>;
  features: ReadonlyMap<string, RoadmapFeature>;
  conflicts: Map<string, readonly Conflict[]>;
};
/** A roadmap is asked for the same thousands of times while something is dragged, and never changes: a moved one is another. */
const indexes = new WeakMap<Roadmap, Index>();
function indexOf(roadmap: Roadmap): Index {
  const known = indexes.get(roadmap);
  if (known) return known;
  const index = {
    dates: new Map(roadmap.milestones.map(({ id, date }) => [id, date])),
    features: new Map(roadmap.features.map((feature) => [feature.id, feature])),
    conflicts: new Map<string, readonly Conflict[]>(),
  };
  indexes.set(roadmap, index);
  return index;
}

/** The day that a feature is planned for: its milestone's. */
export function endOf(roadmap: Roadmap, { milestoneId }: Pick<RoadmapFeature, "milestoneId">): string | null {
  return (milestoneId !== null && indexOf(roadmap).dates.get(milestoneId)) || null;
}

/** What does not fit about a feature's place, each in a sentence. */
export function conflictsOf(roadmap: Roadmap, feature: RoadmapFeature, today: string): string[] {
  const endsOn = endOf(roadmap, feature);
  if (endsOn === null) return [];
  const conflicts: string[] = [];
  const bar = barOf(feature.parts, endsOn);
  const late = bar ? daysBetween(bar.startsOn, today) : 0;
  if (late > 0 && NOT_BEGUN.includes(feature.state))
    conflicts.push(`It has not begun, and to be done by then it should have ${late === 1 ? "a day" : `${late} days`} ago.`);
  for (const id of feature.requires) {
    const other = indexOf(roadmap).features.get(id);
    if (!other || ["shipped", "measured"].includes(other.state)) continue;
    const othersEnd = endOf(roadmap, other);
    if (othersEnd === null) conflicts.push(`It requires ${other.key} ${other.title}, which has no date.`);
    else if (othersEnd > endsOn) conflicts.push(`It requires ${other.key} ${other.title}, which comes later.`);
  }
  return conflicts;
}

/** Everything that does not fit on a day, each with the key of its feature. */
export function conflictsIn(roadmap: Roadmap, today: string): readonly Conflict[] {
  const { conflicts } = indexOf(roadmap);
  const known = conflicts.get(today);
  if (known) return known;
  const found = roadmap.features.flatMap((one) => conflictsOf(roadmap, one, today).map((sentence) => ({ key: one.key, sentence })));
  conflicts.set(today, found);
  return found;
}

/** What is moved: a milestone to another day, or a feature to another milestone. A feature has no day of its own. */
export type Move = { milestoneId: string; date: string | null } | { featureId: string; milestoneId: string | null };

/** The roadmap as it would be. */
export function afterMove(roadmap: Roadmap, move: Move): Roadmap {
  if ("featureId" in move) {
    const { featureId, milestoneId } = move;
    return { ...roadmap, features: roadmap.features.map((one) => (one.id === featureId ? { ...one, milestoneId } : one)) };
  }
  const { milestoneId, date } = move;
  return { ...roadmap, milestones: roadmap.milestones.map((one) => (one.id === milestoneId ? { ...one, date } : one)) };
}

type Moved = { kind: "milestone" | "feature" | "launch"; id: string; key: string; title: string; from: string | null; to: string | null };
export type Shifts = {
  /** Whatever stands on another day than before, what was moved itself first. */
  moved: Moved[];
  /** Conflicts that were not there before, each with the key of its feature. */
  conflicts: Conflict[];
  /** How many conflicts there were that are gone. */
  solved: number;
};

/** Everything that a move shifts, and what fits no more. */
export function shiftsOf(roadmap: Roadmap, move: Move, today: string): Shifts {
  const after = afterMove(roadmap, move);
  const moved: Moved[] = [];
  roadmap.milestones.forEach((milestone, at) => {
    const to = after.milestones[at]?.date ?? null;
    if (milestone.date === to) return;
    const { id, key, title, date: from } = milestone;
    moved.push({ kind: "milestone", id, key, title, from, to });
    for (const launch of milestone.launches) moved.push({ kind: "launch", ...launch, from, to });
  });
  roadmap.features.forEach((feature, at) => {
    const now = after.features[at] ?? feature;
    const [from, to] = [endOf(roadmap, feature), endOf(after, now)];
    if (from === to && feature.milestoneId === now.milestoneId) return;
    const { id, key, title } = feature;
    moved.push({ kind: "feature", id, key, title, from, to });
  });
  const [before, then] = [conflictsIn(roadmap, today), conflictsIn(after, today)];
  // Beginning late by more or fewer days is the same conflict.
  const mark = ({ key, sentence }: Conflict) => `${key} ${sentence.replace(/\d+ days|a day/, "")}`;
  const [known, left] = [new Set(before.map(mark)), new Set(then.map(mark))];
  return {
    moved,
    conflicts: then.filter((one) => !known.has(mark(one))),
    solved: before.filter((one) => !left.has(mark(one))).length,
  };
}

/** Days as text are in the order of time; what has none comes last. */
const dayOrder = (one: string | null, other: string | null) => (one === other ? 0 : (one ?? "9999") < (other ?? "9999") ? -1 : 1);

export type LaneOf<Feature> = { id: string | null; title: string; key: string | null; features: Feature[] };

/** Features in their lanes, in the order of the lanes; one that stands for several stands in each, and what stands for none comes last. */
export function lanesOf(roadmap: Roadmap, lane: Lane): LaneOf<RoadmapFeature>[] {
  const heads = { objective: roadmap.objectives, team: roadmap.teams, segment: roadmap.segments }[lane];
  const idsOf = (feature: RoadmapFeature) =>
    lane === "objective"
      ? feature.objectives
      : lane === "segment"
        ? feature.segments
        : feature.parts.flatMap(({ teamId }) => (teamId === null ? [] : [teamId]));
  const known = new Set(heads.map(({ id }) => id));
  const inOrder = roadmap.features.toSorted((one, other) => dayOrder(endOf(roadmap, one), endOf(roadmap, other)));
  const inLane = new Map<string, RoadmapFeature[]>(heads.map(({ id }) => [id, []]));
  for (const feature of inOrder) for (const id of new Set(idsOf(feature))) inLane.get(id)?.push(feature);
  const lanes: LaneOf<RoadmapFeature>[] = heads.map(({ id, key, title }) => ({
    id,
    key,
    title,
    features: inLane.get(id) ?? [],
  }));
  const others = inOrder.filter((feature) => !idsOf(feature).some((id) => known.has(id)));
  const none = { id: null, key: null, title: `No ${lane}`, features: others };
  return [...lanes, none].filter(({ features }) => features.length > 0);
}
