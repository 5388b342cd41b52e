import { type Access, GROUPS } from "../../platform/access.ts";

export const NEED_STATES = ["open", "exploring", "served", "parked"] as const;
export type NeedState = (typeof NEED_STATES)[number];

/** `quotes` is the order by noise, `money` by the revenue of those who asked, `importance` by what distinct voices gave. */
export const NEED_SORTS = ["quotes", "money", "accounts", "importance", "opportunity", "updated"] as const;
export type NeedSort = (typeof NEED_SORTS)[number];

export const needAccess = {
  create: GROUPS,
  edit: GROUPS,
  move: GROUPS,
  merge: GROUPS,
  split: GROUPS,
} as const satisfies Access;

/** Who people are belongs to everybody who listens to them. */
export const personaAccess = { create: GROUPS, edit: GROUPS, delete: GROUPS } as const satisfies Access;

/** What the rules of a need look at. */
export type NeedStanding = { state: NeedState; mergedIntoId: string | null; featureCount: number };

export type NeedBlocker = "already-there" | "is-merged";
/** Why a change of state is not possible, in a sentence. */
export const needBlockerSentences: Readonly<Record<NeedBlocker, string>> = {
  "already-there": "It is in this state already.",
  "is-merged": "It was merged into another need; change that one.",
};

/** What stands against moving a need to a state. */
export function transitionBlockers(need: NeedStanding, to: NeedState): NeedBlocker[] {
  const blockers: NeedBlocker[] = [];
  if (need.mergedIntoId !== null) blockers.push("is-merged");
  if (need.state === to) blockers.push("already-there");
  return blockers;
}

export type NeedReason = "parking" | "coming-back" | "nothing-serves-it";
/** What a change of state asks to be told, in a sentence. */
export const needReasonSentences: Readonly<Record<NeedReason, string>> = {
  parking: "Say why it is put aside.",
  "coming-back": "It counted as served; say what is still missing.",
  "nothing-serves-it": "No feature serves it; say what does.",
};

/** What a person is asked to say in a line before a need moves; nothing of it forbids the move. */
export function transitionReasons(need: NeedStanding, to: NeedState): NeedReason[] {
  if (need.state === to) return [];
  if (to === "parked") return ["parking"];
  if (need.state === "served") return ["coming-back"];
  return to === "served" && need.featureCount === 0 ? ["nothing-serves-it"] : [];
}

/**
 * How much room a need leaves: its importance plus what satisfaction lacks of it, from 0 to 20.
 * @returns null while either is unknown
 * @see Ulwick, What Customers Want (2005): opportunity algorithm
 */
export function opportunityOf(need: { importance: number | null; satisfaction: number | null }): number | null {
  if (need.importance === null || need.satisfaction === null) return null;
  return need.importance + Math.max(need.importance - need.satisfaction, 0);
}

/** Why a persona cannot be deleted, or null when it can. */
export function personaDeletionBlocker(needs: number): string | null {
  if (needs === 0) return null;
  return needs === 1 ? "One need names this persona; give it another first." : `${needs} needs name this persona; give them another first.`;
}
