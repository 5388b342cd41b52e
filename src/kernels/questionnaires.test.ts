import fc from "fast-check";
import { expect, test } from "vitest";
import { netPromoter, SUS_GRADES, susFromUmuxLite, susGrade, susPercentile, susScore } from "./questionnaires.ts";

test.each([
  ["Brooke's worked example of 1996", [5, 4, 2, 1, 2, 3, 2, 4, 5, 2], 55],
  ["everything at its best", [5, 1, 5, 1, 5, 1, 5, 1, 5, 1], 100],
  ["the middle throughout", Array(10).fill(3), 50],
  ["a good one", [4, 1, 5, 2, 4, 2, 5, 1, 4, 3], 82.5],
  ["another", [4, 2, 5, 1, 4, 2, 4, 2, 5, 2], 82.5],
])("SUS: %s", (_name, answers, score) => {
  expect(susScore(answers)).toBe(score);
});

test.each([
  ["A+", 84.1, 100],
  ["A", 80.8, 84],
  ["A-", 78.9, 80.7],
  ["B+", 77.2, 78.8],
  ["B", 74.1, 77.1],
  ["B-", 72.6, 74],
  ["C+", 71.1, 72.5],
  ["C", 65, 71],
  ["C-", 62.7, 64.9],
  ["D", 51.7, 62.6],
  ["F", 0, 51.6],
])("grade %s goes from %d to %d, as in Sauro and Lewis' curved grading scale", (grade, min, max) => {
  expect(susGrade(min)).toBe(grade);
  expect(susGrade(max)).toBe(grade);
  expect(susGrade(Math.min(100, max + 0.04))).toBe(grade);
});

test.each([
  [68, 50],
  [75, 73],
  [52, 15],
])("a score of %d lies at about the %ith percentile, as MeasuringU published it", (score, percentile) => {
  expect(Math.abs(susPercentile(score) - percentile)).toBeLessThanOrEqual(2);
});

test("a percentile rises with the score from 0 to 100, and meets the grades at their bounds", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 99.9, noNaN: true }), fc.double({ min: 0.01, max: 0.1, noNaN: true }), (score, more) => {
      expect(susPercentile(score + more)).toBeGreaterThan(susPercentile(score));
    }),
  );
  for (const { from, percentile } of SUS_GRADES) expect(susPercentile(from)).toBeCloseTo(percentile, 9);
  expect(susPercentile(100)).toBe(100);
});

test("one step towards the product is 2.5 points, whichever statement", () => {
  const answers = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(answers, fc.integer({ min: 0, max: 9 }), (answers, question) => {
      const better = (answers[question] ?? 0) + (question % 2 === 0 ? 1 : -1);
      fc.pre(better >= 1 && better <= 5);
      expect(susScore(answers.with(question, better)) - susScore(answers)).toBe(2.5);
    }),
  );
});

test.each([
  [7, 7, 87.9],
  [4, 4, 55.4],
])("UMUX-Lite %i and %i foretell a SUS of %d", (capability, ease, score) => {
  expect(susFromUmuxLite(capability, ease)).toBeCloseTo(score, 9);
});

test.each([
  [15, 10, 5, 33.333333333333336, 4.778131074580888, 55.827929531479725],
  [30, 40, 30, 0, -14.922734910992745, 14.922734910992745],
  [234, 120, 146, 17.6, 10.039430422549676, 24.95062921959744],
])(
  "%i promoters, %i passives and %i detractors have Rocks' adjusted-Wald interval",
  (promoters, passives, detractors, value, low, high) => {
    const score = netPromoter(promoters, passives, detractors);
    expect(score.value).toBeCloseTo(value, 9);
    expect(score.low).toBeCloseTo(low, 6);
    expect(score.high).toBeCloseTo(high, 6);
  },
);

test("answers off the scale, scores off the scale and nobody are refused", () => {
  expect(() => susScore([5, 1, 5, 1, 5, 1, 5, 1, 5])).toThrow(RangeError);
  for (const wrong of [0, 6, 2.5, Number.NaN]) {
    expect(() => susScore([wrong, 1, 5, 1, 5, 1, 5, 1, 5, 1])).toThrow(RangeError);
    expect(() => susFromUmuxLite(wrong === 6 ? 8 : wrong, 4)).toThrow(RangeError);
  }
  for (const wrong of [-1, 100.1, Number.NaN]) {
    expect(() => susGrade(wrong)).toThrow(RangeError);
    expect(() => susPercentile(wrong)).toThrow(RangeError);
  }
  expect(() => netPromoter(0, 0, 0)).toThrow(RangeError);
  expect(() => netPromoter(1, -1, 2)).toThrow(RangeError);
  expect(() => netPromoter(1, 0.5, 2)).toThrow(RangeError);
});
