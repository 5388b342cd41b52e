import { checkConfidence, type Interval, twoSided } from "./proportions.ts";

/** The ten statements of the System Usability Scale, odd ones in favour, even ones against. */
export const SUS_QUESTIONS = 10;

/**
 * The score of one person's System Usability Scale.
 *
 * @param answers ten, each 1 (strongly disagree) to 5 (strongly agree)
 * @returns 0 to 100 in steps of 2.5; not a per cent of anything
 * @throws RangeError otherwise
 * @see Brooke (1996), Usability Evaluation in Industry, 189–194
 */
export function susScore(answers: readonly number[]): number {
  if (answers.length !== SUS_QUESTIONS) throw new RangeError("The System Usability Scale has ten answers.");
  return 2.5 * answers.reduce((sum, answer, index) => sum + (index % 2 === 0 ? onScale(answer, 5) - 1 : 5 - onScale(answer, 5)), 0);
}

export type SusGrade = "A+" | "A" | "A-" | "B+" | "B" | "B-" | "C+" | "C" | "C-" | "D" | "F";

/**
 * From which score a grade is given, and how many per cent of 241 studies scored below it.
 * @see Sauro & Lewis (2016), Quantifying the User Experience, 2nd edition, table 8.5: the curved grading scale
 */
export const SUS_GRADES: readonly { readonly grade: SusGrade; readonly from: number; readonly percentile: number }[] = [
  { grade: "A+", from: 84.1, percentile: 96 },
  { grade: "A", from: 80.8, percentile: 90 },
  { grade: "A-", from: 78.9, percentile: 85 },
  { grade: "B+", from: 77.2, percentile: 80 },
  { grade: "B", from: 74.1, percentile: 70 },
  { grade: "B-", from: 72.6, percentile: 65 },
  { grade: "C+", from: 71.1, percentile: 60 },
  { grade: "C", from: 65.0, percentile: 41 },
  { grade: "C-", from: 62.7, percentile: 35 },
  { grade: "D", from: 51.7, percentile: 15 },
  { grade: "F", from: 0, percentile: 0 },
];

/** The grade of a mean score; scores are graded as printed, to one decimal. */
export function susGrade(score: number): SusGrade {
  checkScore(score);
  const printed = Math.round(score * 10) / 10;
  return SUS_GRADES.find(({ from }) => printed >= from)?.grade ?? "F";
}

/** How many per cent of studies score lower: straight lines between the bounds of the grades, so within two points of the published curve. */
export function susPercentile(score: number): number {
  checkScore(score);
  const above = SUS_GRADES.findLast(({ from }) => from > score) ?? { from: 100, percentile: 100 };
  const below = SUS_GRADES.find(({ from }) => from <= score) ?? { from: 0, percentile: 0 };
  if (above.from === below.from) return below.percentile;
  return below.percentile + ((above.percentile - below.percentile) * (score - below.from)) / (above.from - below.from);
}

/**
 * What two questions of seven steps (does what I need; is easy to use) foretell of a SUS score.
 *
 * @returns between 22.9 and 87.9: the regression does not reach the ends
 * @throws RangeError unless both are whole, 1 to 7
 * @see Lewis, Utesch & Maher (2013), CHI, 2099–2102
 */
export function susFromUmuxLite(capability: number, ease: number): number {
  return 0.65 * (((onScale(capability, 7) + onScale(ease, 7) - 2) * 100) / 12) + 22.9;
}

/**
 * The net promoter score, from −100 to 100, and its adjusted-Wald interval: three answers are added, ¾ promoters, ¾ detractors, 1½ passives.
 *
 * @param promoters,passives,detractors whole, not all 0
 * @returns `value` as observed; the interval lies around the adjusted score, clipped to ±100
 * @throws RangeError otherwise
 * @see Rocks (2016), The American Statistician 70:365–372
 */
export function netPromoter(promoters: number, passives: number, detractors: number, confidence = 0.95): Interval {
  checkConfidence(confidence);
  const answers = promoters + passives + detractors;
  const counts = [promoters, passives, detractors];
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0) || answers === 0) {
    throw new RangeError("A net promoter score is of whole numbers of people, at least one.");
  }
  const inFavour = (promoters + 0.75) / (answers + 3);
  const against = (detractors + 0.75) / (answers + 3);
  const middle = inFavour - against;
  const reach = twoSided(confidence) * Math.sqrt((inFavour + against - middle ** 2) / (answers + 3));
  return {
    value: (100 * (promoters - detractors)) / answers,
    low: Math.max(-100, 100 * (middle - reach)),
    high: Math.min(100, 100 * (middle + reach)),
  };
}

function onScale(answer: number, highest: number): number {
  if (!Number.isInteger(answer) || answer < 1 || answer > highest)
    throw new RangeError(`An answer is a whole number from 1 to ${highest}.`);
  return answer;
}

function checkScore(score: number): void {
  if (!(score >= 0 && score <= 100)) throw new RangeError("A SUS score lies between 0 and 100.");
}
