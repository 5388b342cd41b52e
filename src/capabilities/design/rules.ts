import { type Access, GROUPS } from "../../platform/access.ts";

export const DESIGN_STATES = ["sketch", "prototype", "ready", "built"] as const;
export type DesignState = (typeof DESIGN_STATES)[number];

export const PROBLEM_STATES = ["open", "fixed"] as const;
export const VERDICTS = ["pass", "fail", "not-applicable"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A team remembers so many; a longer list is read by nobody. */
export const MOST_PRINCIPLES = 7;

/** Designers and product people judge designs by the principles; everybody may bring a design, a study and what people did in it. */
export const designAccess = {
  create: GROUPS,
  edit: GROUPS,
  delete: GROUPS,
  study: GROUPS,
  review: ["design", "product"],
  principles: ["design", "product"],
} as const satisfies Access;

export const REVIEW_BLOCKERS = ["no-principles", "failed", "unanswered"] as const;
export type ReviewBlocker = (typeof REVIEW_BLOCKERS)[number];
type Line = { readonly verdict: Verdict | null };

/** Whether a feature's design passed its review: every principle answered, none failed. Without principles there is nothing to pass. */
export function reviewBlockers(lines: readonly Line[]): ReviewBlocker[] {
  if (lines.length === 0) return ["no-principles"];
  return [
    ...(lines.some(({ verdict }) => verdict === "fail") ? (["failed"] as const) : []),
    ...(lines.some(({ verdict }) => verdict === null) ? (["unanswered"] as const) : []),
  ];
}

/** "5 of 6 answered, 1 failed" */
export function reviewSentence(lines: readonly Line[]): string {
  if (lines.length === 0) return "The team has no principles yet.";
  const answered = lines.filter(({ verdict }) => verdict !== null).length;
  const failed = lines.filter(({ verdict }) => verdict === "fail").length;
  if (answered === 0) return `Not reviewed yet: ${lines.length} ${lines.length === 1 ? "principle" : "principles"} to look at.`;
  const told = answered === lines.length ? "All answered" : `${answered} of ${lines.length} answered`;
  return failed > 0 ? `${told}, ${failed} failed.` : answered === lines.length ? "Passed." : `${told}, none failed.`;
}
