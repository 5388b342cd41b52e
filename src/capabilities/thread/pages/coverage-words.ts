import type { CoverageStep } from "../rules.ts";

/** What is reached, and after what its days count. */
export const STEP_WORDS: Readonly<Record<CoverageStep, { word: string; a: string; after: string }>> = {
  feature: { word: "Feature", a: "a feature", after: "after it was quoted" },
  decision: { word: "Decision", a: "a decision", after: "after the feature" },
  release: { word: "Release", a: "a release", after: "after the decision" },
  reply: { word: "Reply", a: "a reply", after: "after the release" },
};

/** "less than a day", "3 days". */
export const daysWords = (days: number): string => {
  const whole = Math.round(days);
  return whole < 1 ? "less than a day" : whole === 1 ? "1 day" : `${whole} days`;
};
