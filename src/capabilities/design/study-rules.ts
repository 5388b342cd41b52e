import { discoveryRate } from "../../kernels/discovery.ts";
import { counted } from "../../kernels/figures.ts";
import { geometricMean, geometricMeanInterval, meanInterval, meanOf } from "../../kernels/means.ts";
import { adjustedWald, fisherExact, type Interval, type Trials } from "../../kernels/proportions.ts";
import { SUS_QUESTIONS, type SusGrade, susGrade, susPercentile, susScore } from "../../kernels/questionnaires.ts";

/** What one participant did in one task; null is what nobody wrote down. */
export type Outcome = {
  readonly completed: boolean | null;
  readonly seconds: number | null;
  /** The Single Ease Question after the task: 1, very difficult, to 7, very easy. */
  readonly ease: number | null;
};
/** One participant: the row of a results grid. */
export type Participation = {
  readonly name: string;
  /** By the task's id. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
  /** The ten answers of the System Usability Scale, each 1 to 5. */
  readonly sus: readonly (number | null)[];
};
/** An estimate whose interval is null while one value alone speaks for it. */
export type Estimated = { readonly value: number; readonly n: number; readonly interval: Interval | null };
export type TaskFigures = {
  readonly taskId: string;
  /** Null while nobody's outcome is written down. */
  readonly completion: (Trials & Interval) | null;
  /** Of those who completed it, in seconds: the time of giving up says nothing of the task. */
  readonly time: Estimated | null;
  readonly ease: Estimated | null;
};
export type SusFigures = Estimated & { readonly grade: SusGrade; readonly percentile: number };

/** As people have agreed since Nielsen (1994): how much a problem hurts, whatever its frequency. */
export const SEVERITIES = ["not a problem", "cosmetic", "minor", "major", "catastrophe"] as const;
/** From here on an open problem stands in the way of shipping. */
export const SEVERE = 3;
/** Fewer people than that give an interval too wide to say anything; it is also what readiness asks for. */
export const PEOPLE_NEEDED = 5;
/** Chance alone shows a difference this improbable once in twenty times. */
export const PROVEN_BELOW = 0.05;
/** What one in three meets: the average of Nielsen and Landauer's eleven projects is 31 %. */
const COMMON_PROBLEM = 1 / 3;
/** Beyond it no one plans a study to prove a difference. */
const MOST_PEOPLE = 200;

/** Completion, time and ease of each task, in the order of the tasks. */
export function taskFigures(taskIds: readonly string[], people: readonly Participation[]): TaskFigures[] {
  return taskIds.map((taskId) => {
    const outcomes = people.flatMap(({ outcomes }) => outcomes[taskId] ?? []);
    const seconds = outcomes.flatMap(({ completed, seconds }) => (completed && seconds !== null ? seconds : []));
    const tried = outcomes.filter(({ completed }) => completed !== null);
    return {
      taskId,
      completion: completionOf({ successes: tried.filter(({ completed }) => completed).length, trials: tried.length }),
      time: estimated(seconds, geometricMean, geometricMeanInterval),
      ease: clipped(estimated(present(outcomes.map(({ ease }) => ease)), meanOf, meanInterval), 1, 7),
    };
  });
}

/**
 * How many people completed every task: people are independent of each other, tasks of one person are not, so this and no sum over tasks
 * is what rounds are compared by. Who left a task untried is not counted, unless another failed already.
 */
export function wholeCompletion(taskIds: readonly string[], people: readonly Participation[]): (Trials & Interval) | null {
  const verdicts = people.map(({ outcomes }) => {
    const completed = taskIds.map((id) => outcomes[id]?.completed ?? null);
    if (completed.includes(false)) return false;
    return completed.includes(null) ? null : true;
  });
  const told = taskIds.length === 0 ? [] : verdicts.filter((verdict) => verdict !== null);
  return completionOf({ successes: told.filter(Boolean).length, trials: told.length });
}

/** The mean SUS of everyone who answered all ten; who left one out has no score. */
export function susFigures(people: readonly Participation[]): SusFigures | null {
  const scores = people.flatMap(({ sus }) => {
    const answers = present(sus);
    return answers.length === SUS_QUESTIONS ? susScore(answers) : [];
  });
  const mean = clipped(estimated(scores, meanOf, meanInterval), 0, 100);
  return mean && { ...mean, grade: susGrade(mean.value), percentile: susPercentile(mean.value) };
}

export type Comparison = {
  readonly before: Trials;
  readonly after: Trials & Interval;
  /** Of Fisher's exact test, two-sided. */
  readonly p: number;
  readonly verdict: "better" | "worse" | "not-proven" | "same";
};

/** One round against the one before it, by Fisher's exact test; null while one of them has no results. */
export function comparedRounds(before: Trials | null, after: (Trials & Interval) | null): Comparison | null {
  if (!before || !after) return null;
  const p = fisherExact(before, after);
  const difference = after.successes * before.trials - before.successes * after.trials;
  const proven = difference > 0 ? "better" : "worse";
  return { before, after, p, verdict: difference === 0 ? "same" : p < PROVEN_BELOW ? proven : "not-proven" };
}

/** What a round says of how many would complete, and no more: "8 of 8 after 5 of 8: p = .20, not proven; 8 of 8 is 63–100 %." */
export function provenSentence(after: (Trials & Interval) | null, before: Trials | null = null): string {
  if (!after) return "No results yet.";
  const comparison = comparedRounds(before, after);
  const range = `${ofAll(after)} is ${percentRange(after)}`;
  const few = after.trials < PEOPLE_NEEDED ? `; ${counted(after.trials, "person is", "people are")} too few to go by` : "";
  if (!comparison) return `${ofAll(after)} completed: of everyone like them ${percentRange(after)} would${few}.`;
  const words = { better: "better", worse: "worse", "not-proven": "not proven", same: "no difference" }[comparison.verdict];
  return `${ofAll(after)} after ${ofAll(comparison.before)}: ${pValue(comparison.p)}, ${words}; ${range}${few}.`;
}

/**
 * How many people this round would take to prove the difference, if they went on completing at the same rate; null where it is proven,
 * there is none, or more than 200 would be needed. "12 of 12 would prove it."
 */
export function peopleToProve({ before, after, verdict }: Comparison): Trials | null {
  if (verdict !== "not-proven") return null;
  const rate = after.successes / after.trials;
  for (let trials = after.trials + 1; trials <= MOST_PEOPLE; trials += 1) {
    const wouldBe = { successes: Math.round(rate * trials), trials };
    if (fisherExact(before, wouldBe) < PROVEN_BELOW) return wouldBe;
  }
  return null;
}

/** "SUS 76.3 (64.1–88.4), grade B: better than 77 of 100 studies." */
export function susSentence({ value, interval, grade, percentile, n }: Omit<SusFigures, "grade"> & { grade: string }): string {
  const range = interval ? ` (${interval.low.toFixed(1)}–${interval.high.toFixed(1)})` : "";
  const better = Math.floor(percentile);
  return `SUS ${value.toFixed(1)}${range} of ${counted(n, "person", "people")}, grade ${grade}: better than ${better} of 100 studies.`;
}

/** How likely so many people were enough to see a common problem: "8 people see a problem that one in three meets 96 % of the time." */
export function discoverySentence(people: number): string {
  const seen = percentOf(Math.min(discoveryRate(COMMON_PROBLEM, people), people < 12 ? 1 : 0.99));
  return `${counted(people, "person sees", "people see")} a problem that one in three meets ${people < 12 ? seen : `over ${seen}`} of the time.`;
}

/** "3 of 8" people, or null where the problem was noted without counting. */
export function affectedShare(affected: number, people: number): (Trials & Interval) | null {
  return affected <= people ? completionOf({ successes: affected, trials: people }) : null;
}

/** The worst problem first; among the equally severe the one that most people met. */
export function bySeverity(a: { severity: number; affected: number }, b: { severity: number; affected: number }): number {
  return b.severity - a.severity || b.affected - a.affected;
}

export const STUDY_STATES = ["draft", "live", "analysed", "retest"] as const;
export type StudyState = (typeof STUDY_STATES)[number];
export type AnalysisBlocker = "no-tasks" | "no-results";
export const analysisSentences: Readonly<Record<AnalysisBlocker, string>> = {
  "no-tasks": "It has no task.",
  "no-results": "Nobody's result is written down.",
};
/** What stands between a study and calling it analysed. */
export function analysisBlockers(taskIds: readonly string[], people: readonly Participation[]): AnalysisBlocker[] {
  if (taskIds.length === 0) return ["no-tasks"];
  return taskFigures(taskIds, people).some(({ completion }) => completion) ? [] : ["no-results"];
}

/** "5 of 8" */
export const ofAll = ({ successes, trials }: Trials) => `${successes} of ${trials}`;
/** "63–100 %" */
export const percentRange = ({ low, high }: Interval) => `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
/** As papers print it: "p = .20", "p = .048", "p < .001". */
export function pValue(p: number): string {
  if (p < 0.001) return "p < .001";
  const digits = p.toFixed(p < 0.0995 ? 3 : 2);
  return `p = ${digits.replace(/^0/, "")}`;
}
/** "1:15", "12 s"; an hour and more as "1:02:03". */
export function spokenTime(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds < 10 ? Number(seconds.toFixed(1)) : whole} s`;
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const padded = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${padded(minutes)}:${padded(rest)}` : `${minutes}:${padded(rest)}`;
}

const percentOf = (share: number) => `${Math.round(share * 100)} %`;
const present = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

function completionOf(trials: Trials): (Trials & Interval) | null {
  return trials.trials === 0 ? null : { ...trials, ...adjustedWald(trials) };
}

function estimated(
  sample: readonly number[],
  point: (sample: readonly number[]) => number,
  interval: (sample: readonly number[]) => Interval,
): Estimated | null {
  if (sample.length === 0) return null;
  return { value: point(sample), n: sample.length, interval: sample.length > 1 ? interval(sample) : null };
}

/** A mean on a bounded scale cannot lie beyond its ends, and so its interval is cut there. */
function clipped(estimate: Estimated | null, lowest: number, highest: number): Estimated | null {
  if (!estimate?.interval) return estimate;
  const { value, low, high } = estimate.interval;
  return { ...estimate, interval: { value, low: Math.max(lowest, low), high: Math.min(highest, high) } };
}
