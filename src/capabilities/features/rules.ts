import { type Access, GROUPS } from "../../platform/access.ts";

export const FEATURE_KINDS = ["improvement", "fix", "debt", "compliance", "experiment"] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

/** The way of a feature; `dropped` stands beside it. */
export const FEATURE_PATH = ["idea", "evaluated", "planned", "building", "shipped", "measured"] as const;
export const FEATURE_STATES = [...FEATURE_PATH, "dropped"] as const;
export type FeatureState = (typeof FEATURE_STATES)[number];

export const FEATURE_SORTS = ["rank", "money", "accounts", "quotes", "value", "effort", "updated", "state"] as const;
export type FeatureSort = (typeof FEATURE_SORTS)[number];

/** So many features can be edited in one go. */
export const BATCH_LIMIT = 200;

export const featureAccess = {
  propose: GROUPS,
  edit: GROUPS,
  rank: GROUPS,
  serve: GROUPS,
  move: GROUPS,
  idea: GROUPS,
  evaluated: GROUPS,
  planned: ["product"],
  building: ["product", "engineering"],
  shipped: ["product", "engineering"],
  measured: GROUPS,
  dropped: GROUPS,
} as const satisfies Access;

export type TransitionBlocker = "already-there" | "not-shipped";
/** Why a change of state is not possible, in a sentence. */
export const blockerSentences: Readonly<Record<TransitionBlocker, string>> = {
  "already-there": "It is in this state already.",
  "not-shipped": "Only what was shipped can be measured.",
};

/** What stands against moving a feature from one state to another. */
export function transitionBlockers(from: FeatureState, to: FeatureState): TransitionBlocker[] {
  if (from === to) return ["already-there"];
  return to === "measured" && from !== "shipped" ? ["not-shipped"] : [];
}

export type TransitionReason = "dropping" | "coming-back" | "going-back" | "skipping";
/** What a change of state asks to be told, in a sentence. */
export const reasonSentences: Readonly<Record<TransitionReason, string>> = {
  dropping: "Say why it is dropped.",
  "coming-back": "It was dropped; say what changed.",
  "going-back": "Say why it goes back.",
  skipping: "It skips a step; say why now.",
};

/** What a person is asked to say in a line before a feature moves; nothing of it forbids the move. */
export function transitionReasons(from: FeatureState, to: FeatureState): TransitionReason[] {
  if (from === to) return [];
  if (to === "dropped") return ["dropping"];
  if (from === "dropped") return ["coming-back"];
  const steps = FEATURE_PATH.indexOf(to) - FEATURE_PATH.indexOf(from);
  if (steps < 0) return ["going-back"];
  return steps > 1 ? ["skipping"] : [];
}

/** Whether moving on with gaps is worth a line "why now": from here on others build on it, and nothing forbids it. */
export function asksWhyNow(features: readonly { state: FeatureState }[], to: FeatureState): boolean {
  if (to !== "planned" && to !== "building") return false;
  return features.every(({ state }) => state !== "dropped" && FEATURE_PATH.indexOf(state) < FEATURE_PATH.indexOf(to));
}

type Bounds = { valueLow: number | null; valueHigh: number | null; effortLow: number | null; effortHigh: number | null };
export type BoundIssue = { path: keyof Bounds; message: string };

/** What is wrong with the ranges of value and effort: each has both ends, the low one first, or none. */
export function boundIssues(bounds: Bounds): BoundIssue[] {
  return [
    ...endsTogether("valueLow", bounds.valueLow, "valueHigh", bounds.valueHigh),
    ...endsTogether("effortLow", bounds.effortLow, "effortHigh", bounds.effortHigh),
  ];
}

function endsTogether(lowPath: keyof Bounds, low: number | null, highPath: keyof Bounds, high: number | null): BoundIssue[] {
  if (low === null && high === null) return [];
  if (low === null) return [{ path: lowPath, message: "A range has both ends; give the low one too." }];
  if (high === null) return [{ path: highPath, message: "A range has both ends; give the high one too." }];
  return low > high ? [{ path: highPath, message: "The high end lies below the low one." }] : [];
}
