import { type Access, GROUPS, type Group } from "../../platform/access.ts";
import type { FeatureKind, FeatureState } from "../features/rules.ts";
import type { RecordKind } from "../workspace/kind-rules.ts";

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

/** Features whose qualities are asked; an idea is shown without colour, and after shipping the question is whether it worked. */
export const JUDGED = ["evaluated", "planned", "building"] as const satisfies FeatureState[];
/** From here on all four are asked. */
export const IN_FULL: readonly FeatureState[] = ["planned", "building"];
/** What is out is asked whether those who asked for it were told. */
export const OUT: readonly FeatureState[] = ["shipped", "measured"];

/** These are built for somebody's need, and a metric says whether it was met; a fix, a debt or a rule has grounds of its own. */
export const FOR_NEEDS: readonly FeatureKind[] = ["improvement", "experiment"];
/** A fix restores what was designed, a debt is nobody's screen: neither is asked for a design or a study. */
export const WITHOUT_DESIGN: readonly FeatureKind[] = ["fix", "debt"];
/** What mends or moves something inside is told in a line, unless somebody plans a launch for it. */
export const QUIET: readonly FeatureKind[] = ["fix", "debt"];

/** The columns of the thread, from a customer's words over what is built to what came of it. */
export const COLUMNS = ["evidence", "need", "feature", "outcome"] as const;
export type Column = (typeof COLUMNS)[number];
/** What stands in the thread, and in which column. */
export const COLUMN_OF = {
  evidence: "evidence",
  finding: "evidence",
  "customer-story": "evidence",
  deal: "evidence",
  study: "evidence",
  need: "need",
  feature: "feature",
  design: "feature",
  metric: "outcome",
  launch: "outcome",
} as const satisfies Record<string, Column>;
export type NodeKind = keyof typeof COLUMN_OF;
/** What a node is a record of: a customer's words lead to their feedback. */
export const recordKindOf = (kind: NodeKind): RecordKind => (kind === "evidence" ? "feedback" : kind);

/** Links that are missing; each waits on a group. */
export const HOLE_KINDS = [
  ...["need-without-evidence", "need-without-persona", "need-without-feature", "feature-without-need"],
  ...["feature-without-feasibility", "feature-without-design", "feature-without-metric", "feature-without-launch"],
] as const;
export type HoleKind = (typeof HOLE_KINDS)[number];

/** What a feature of a kind is asked to have at its stage, each with the check that asks for it; nothing that a quality does not ask. */
export function askedOf({ kind, state }: { kind: FeatureKind; state: FeatureState }) {
  const isJudged = JUDGED.some((one) => one === state);
  const isInFull = IN_FULL.includes(state);
  const asked: { hole: HoleKind; check: string }[] = [];
  if (isJudged) asked.push({ hole: "feature-without-feasibility", check: "answer" });
  if (isInFull && !WITHOUT_DESIGN.includes(kind)) asked.push({ hole: "feature-without-design", check: "design" });
  if ((isJudged || OUT.includes(state)) && FOR_NEEDS.includes(kind)) asked.push({ hole: "feature-without-metric", check: "reach" });
  if (isInFull && !QUIET.includes(kind)) asked.push({ hole: "feature-without-launch", check: "positioning" });
  return asked;
}

/** How far a customer's sentence gets. A readout follows once results are read out here. */
export const COVERAGE_STEPS = ["feature", "decision", "release", "reply"] as const;
export type CoverageStep = (typeof COVERAGE_STEPS)[number];
/** Quotes of so many days are looked at. */
export const COVERAGE_DAYS = 90;

/** A gap that is accepted until a day, and why. */
export type Waiver = { checkId: string; reason: string; until: string; waivedBy: string | null };

/** Who may accept a gap: the group that is waited on, and product. */
export const waiverGroups = (group: Group): readonly Group[] => (group === "product" ? ["product"] : [group, "product"]);

/** Whether there is a gap to accept. */
export const isWaivable = ({ state }: Pick<Check, "state">): boolean => state === "not-yet" || state === "partly" || state === "failed";

/** Whoever works here may say that they looked and that it still holds. */
export const readinessAccess = { confirm: GROUPS } as const satisfies Access;
