import { type Access, GROUPS, type Group } from "../../platform/access.ts";

/** The four questions asked of a feature, a need and the whole strategy. */
export const QUALITIES = ["informed", "feasible", "user-centric", "communicated"] as const;
export type Quality = (typeof QUALITIES)[number];
export const QUALITY_WORDS: Readonly<Record<Quality, string>> = {
  informed: "Informed",
  feasible: "Feasible",
  "user-centric": "User-centric",
  communicated: "Communicated",
};

/** Worst first. Not yet and failed never look alike: one was not tried, the other was tried and did not hold. */
export const CHECK_STATES = ["failed", "not-yet", "partly", "waived", "met", "not-applicable"] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** What a page does when the action is chosen; without one it only opens the address. */
export const ACTS = [
  ...["quote", "match-accounts", "confirm", "propose-feature", "link-need", "choose-persona"],
  ...["ask-feasibility", "answer-feasibility", "confirm-feasibility", "plan-prerequisite", "add-design", "plan-study", "review-design"],
  ...["plan-launch", "choose-segments", "write-asset", "record-finding", "link-metric", "raise-note", "tell-askers"],
] as const;
export type Act = (typeof ACTS)[number];
/** What mends a check or a hole: words for the button, an address inside the workspace, and what to do there. */
export type Action = { label: string; to: string; act?: Act };

/** One named question of a quality, answered from records alone. */
export type Check = {
  id: string;
  name: string;
  /** Who is waited on. */
  group: Group;
  state: CheckState;
  /** In [0, 1]. */
  progress: number;
  /** Why, in a sentence. */
  reason: string;
  action: Action | null;
  /** The records that counted. */
  counted: string[];
  /** Records that are there but do not count yet, and why. */
  nearly?: { ids: string[]; reason: string };
  /** Why the gap is accepted, and until when. */
  waiver?: { reason: string; until: string; waivedBy: string | null };
};

export type QualityResult = {
  quality: Quality;
  /** False for an idea: it is not judged yet. */
  coloured: boolean;
  /** The smallest progress over the applicable checks; null when none applies. */
  value: number | null;
  met: number;
  applicable: number;
  checks: Check[];
};

/** The columns of the thread, from a customer's words to what is built. */
export const COLUMNS = ["evidence", "need", "feature"] as const;
export type Column = (typeof COLUMNS)[number];

/** Links that are missing; each waits on a group. */
export const HOLE_KINDS = ["need-without-evidence", "need-without-persona", "need-without-feature", "feature-without-need"] as const;
export type HoleKind = (typeof HOLE_KINDS)[number];

/** A gap that is accepted until a day, and why. */
export type Waiver = { checkId: string; reason: string; until: string; waivedBy: string | null };

/** Who may accept a gap: the group that is waited on, and product. */
export const waiverGroups = (group: Group): readonly Group[] => (group === "product" ? ["product"] : [group, "product"]);

/** Whether there is a gap to accept. */
export const isWaivable = ({ state }: Pick<Check, "state">): boolean => state === "not-yet" || state === "partly" || state === "failed";

/** Whoever works here may say that they looked and that it still holds. */
export const readinessAccess = { confirm: GROUPS } as const satisfies Access;
