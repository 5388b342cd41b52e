import { expect, test } from "vitest";
import { reviewBlockers, reviewSentence, type Verdict } from "./rules.ts";

const lines = (...verdicts: (Verdict | null)[]) => verdicts.map((verdict) => ({ verdict }));

test.each([
  [[], ["no-principles"], "The team has no principles yet."],
  [[null, null], ["unanswered"], "Not reviewed yet: 2 principles to look at."],
  [["pass", null], ["unanswered"], "1 of 2 answered, none failed."],
  [["fail", null], ["failed", "unanswered"], "1 of 2 answered, 1 failed."],
  [["pass", "fail"], ["failed"], "All answered, 1 failed."],
  [["pass", "not-applicable"], [], "Passed."],
] as const)("a review with %j has %j in its way", (verdicts, blockers, sentence) => {
  expect(reviewBlockers(lines(...verdicts))).toEqual(blockers);
  expect(reviewSentence(lines(...verdicts))).toBe(sentence);
});
