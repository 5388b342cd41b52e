import type { Access } from "../../platform/access.ts";
import { daysBetween, isReached, progressOf, type Target } from "../measurement/rules.ts";

export const OBJECTIVE_STATES = ["draft", "active", "achieved", "dropped"] as const;
export type ObjectiveState = (typeof OBJECTIVE_STATES)[number];
export const OBJECTIVE_SORTS = ["state", "by", "newest"] as const;

export const objectiveAccess = {
  create: ["product"],
  edit: ["product"],
  move: ["product"],
  delete: ["product"],
  /** Data binds a key result to its metric, and says what the baseline was. */
  keyResults: ["product", "data"],
} as const satisfies Access;

export const MILESTONE_KINDS = ["milestone", "release"] as const;
export type MilestoneKind = (typeof MILESTONE_KINDS)[number];
export const MILESTONE_STATES = ["planned", "reached", "dropped"] as const;
export type MilestoneState = (typeof MILESTONE_STATES)[number];
export const AUDIENCES = ["internal", "customers"] as const;
export type Audience = (typeof AUDIENCES)[number];
export const MILESTONE_SORTS = ["date", "title", "newest"] as const;
export const milestoneAccess = {
  create: ["product", "engineering"],
  edit: ["product", "engineering"],
  move: ["product", "engineering"],
  delete: ["product", "engineering"],
} as const satisfies Access;

/** What stands against moving a milestone; dropping one, and opening it again, is said why. */
export const milestoneAsksReason = (from: MilestoneState, to: MilestoneState): boolean => to === "dropped" || from !== "planned";

export const HORIZONS = ["now", "next", "later"] as const;
export type Horizon = (typeof HORIZONS)[number];
/** Until so many days from today it is now, and until so many it is next. */
export const HORIZON_DAYS = { now: 45, next: 135 } as const;

/** Where a milestone stands on the roadmap, by its date alone: what is late is now; what has no date is later. */
export function horizonOf(onDay: string | null, today: string): Horizon {
  if (onDay === null) return "later";
  const days = daysBetween(today, onDay);
  return days <= HORIZON_DAYS.now ? "now" : days <= HORIZON_DAYS.next ? "next" : "later";
}

type KeyResultFacts = { name: string; metricId: string | null; target: number | null };
export type ActivationBlocker = { kind: "no-key-result" | "no-metric" | "no-target"; sentence: string };

/** What stands between an objective and being active: somebody must be able to see whether it was reached. */
export function activationBlockers(keyResults: readonly KeyResultFacts[]): ActivationBlocker[] {
  if (keyResults.length === 0)
    return [{ kind: "no-key-result", sentence: "It has no key result: nobody could say whether it was achieved." }];
  return keyResults.flatMap(({ name, metricId, target }): ActivationBlocker[] => {
    if (metricId === null) return [{ kind: "no-metric", sentence: `“${name}” has no metric; bind one to it.` }];
    return target === null ? [{ kind: "no-target", sentence: `“${name}” has no target; say what it should reach.` }] : [];
  });
}

export type MoveBlocker = "already-there" | "not-active";
export const moveSentences: Readonly<Record<MoveBlocker, string>> = {
  "already-there": "It is in this state already.",
  "not-active": "Only an active objective can be achieved.",
};
/** What stands against moving an objective, besides what activation asks for. */
export function moveBlocker(from: ObjectiveState, to: ObjectiveState): MoveBlocker | null {
  if (from === to) return "already-there";
  return to === "achieved" && from !== "active" ? "not-active" : null;
}

/** Dropping, and coming back to an objective that was settled, is said why in a line. */
export const asksReason = (from: ObjectiveState, to: ObjectiveState): boolean =>
  to === "dropped" || from === "achieved" || from === "dropped";

export type KeyResultStand = "no-metric" | "no-reading" | "no-target" | "reached" | "under-way";
/** How a key result stands by the last value of its metric. */
export function standOf(
  keyResult: Pick<Target, "baselineValue"> & { metricId: string | null; target: number | null },
  value: number | null,
): { stand: KeyResultStand; progress: number | null } {
  const { metricId, target, baselineValue } = keyResult;
  if (metricId === null) return { stand: "no-metric", progress: null };
  if (target === null) return { stand: "no-target", progress: null };
  if (value === null) return { stand: "no-reading", progress: null };
  const full = { baselineValue, baselineOn: null, target, byOn: null };
  const progress = progressOf(full, value);
  return { stand: progress !== null && isReached(full, value) ? "reached" : "under-way", progress };
}

export type KeyResultIssue = { path: "target" | "baselineOn" | "byOn" | "metricId"; message: string };
/** What is wrong with a key result: it leads from somewhere to somewhere else, and forward in time. */
export function keyResultIssues(keyResult: {
  baselineValue: number | null;
  baselineOn: string | null;
  target: number | null;
  byOn: string | null;
}): KeyResultIssue[] {
  const { baselineValue, baselineOn, target, byOn } = keyResult;
  const issues: KeyResultIssue[] = [];
  if (target !== null && baselineValue === target)
    issues.push({ path: "target", message: "The target is where it starts; say where it should go." });
  if (baselineValue === null && baselineOn !== null) issues.push({ path: "baselineOn", message: "A baseline has a value with its day." });
  if (baselineOn !== null && byOn !== null && byOn <= baselineOn)
    issues.push({ path: "byOn", message: "It should be reached after the day of its baseline." });
  return issues;
}
