import fc from "fast-check";
import { expect, test } from "vitest";
import {
  affectedShare,
  analysisBlockers,
  bySeverity,
  comparedRounds,
  discoverySentence,
  type Outcome,
  type Participation,
  peopleToProve,
  provenSentence,
  pValue,
  spokenTime,
  susFigures,
  susSentence,
  taskFigures,
  wholeCompletion,
} from "./study-rules.ts";

const outcome = (completed: boolean | null, seconds: number | null = null, ease: number | null = null): Outcome => ({
  completed,
  seconds,
  ease,
});
const person = (outcomes: Record<string, Outcome>, sus: (number | null)[] = Array(10).fill(null)): Participation => ({
  name: "P",
  outcomes,
  sus,
});
/** A study of one task in which so many of so many completed it. */
const round = (successes: number, trials: number) => {
  const people = Array.from({ length: trials }, (_, place) => person({ t: outcome(place < successes) }));
  return wholeCompletion(["t"], people);
};

test("8 of 8 after 5 of 8 proves nothing, and the sentence says so", () => {
  expect(provenSentence(round(8, 8), round(5, 8))).toBe("8 of 8 after 5 of 8: p = .20, not proven; 8 of 8 is 63–100 %.");
});

test.each([
  [[12, 12], [4, 12], "12 of 12 after 4 of 12: p = .001, better; 12 of 12 is 72–100 %."],
  [[2, 12], [11, 12], "2 of 12 after 11 of 12: p < .001, worse; 2 of 12 is 3–46 %."],
  [[6, 8], [3, 4], "6 of 8 after 3 of 4: p = 1.00, no difference; 6 of 8 is 40–94 %."],
  [[3, 3], [5, 8], "3 of 3 after 5 of 8: p = .49, not proven; 3 of 3 is 38–100 %; 3 people are too few to go by."],
] as const)("%j after %j is put in words", ([successes, trials], [before, of], sentence) => {
  expect(provenSentence(round(successes, trials), round(before, of))).toBe(sentence);
});

test("a first round says what would hold for everyone, and one person is too few", () => {
  expect(provenSentence(round(5, 8))).toBe("5 of 8 completed: of everyone like them 30–87 % would.");
  expect(provenSentence(round(1, 1))).toBe("1 of 1 completed: of everyone like them 17–100 % would; 1 person is too few to go by.");
  expect(provenSentence(null)).toBe("No results yet.");
  expect(comparedRounds(round(1, 2), null)).toBeNull();
});

test("12 of 12 would prove what 8 of 8 after 5 of 8 does not; a proven difference needs nobody more", () => {
  const comparison = comparedRounds(round(5, 8), round(8, 8));
  expect(comparison && peopleToProve(comparison)).toEqual({ successes: 12, trials: 12 });
  const proven = comparedRounds(round(4, 12), round(12, 12));
  expect(proven && peopleToProve(proven)).toBeNull();
  const hopeless = comparedRounds(round(7, 8), round(8, 9));
  expect(hopeless && peopleToProve(hopeless)).toBeNull();
});

test("a person counts once over all tasks: one failure fails them, one task untried leaves them out", () => {
  const people = [
    person({ a: outcome(true), b: outcome(true) }),
    person({ a: outcome(true), b: outcome(false) }),
    person({ a: outcome(false) }),
    person({ a: outcome(true) }),
    person({}),
  ];
  expect(wholeCompletion(["a", "b"], people)).toMatchObject({ successes: 1, trials: 3 });
  expect(wholeCompletion([], people)).toBeNull();
});

test("a task has its completion, the typical time of those who completed it, and its ease", () => {
  const seconds = [55, 65, 75, 62, 45, 135];
  const people = [...seconds.map((time) => person({ t: outcome(true, time, 6) })), person({ t: outcome(false, 600, 2) }), person({})];
  const [figures] = taskFigures(["t"], people);
  expect(figures?.completion).toMatchObject({ successes: 6, trials: 7 });
  expect(figures?.time).toMatchObject({ n: 6, value: expect.closeTo(68.241, 3), interval: { low: expect.closeTo(46.005, 3) } });
  expect(figures?.ease).toMatchObject({ n: 7, value: expect.closeTo(38 / 7, 9) });
  expect(figures?.ease?.interval?.high).toBeLessThanOrEqual(7);
});

test("one time has a value without an interval, none has nothing", () => {
  expect(taskFigures(["t"], [person({ t: outcome(true, 30) })])[0]?.time).toEqual({ value: expect.closeTo(30, 9), n: 1, interval: null });
  expect(taskFigures(["t"], [person({})])[0]).toEqual({ taskId: "t", completion: null, time: null, ease: null });
});

test("SUS is the mean of those who answered all ten, with grade, percentile and an interval on the scale", () => {
  const best = [5, 1, 5, 1, 5, 1, 5, 1, 5, 1];
  const unfinished = [null, ...best.slice(1)];
  const figures = susFigures([[4, 1, 5, 2, 4, 2, 5, 1, 4, 3], best, best, unfinished].map((sus) => person({}, sus)));
  expect(figures).toMatchObject({ n: 3, grade: "A+", interval: { high: 100 } });
  expect(figures && susSentence(figures)).toMatch(/^SUS 94\.2 \(69\.1–100\.0\) of 3 people, grade A\+: better than 98 of 100 studies\.$/);
  expect(susFigures([person({})])).toBeNull();
});

test("what so many people see of the problems is said without promising all", () => {
  expect(discoverySentence(5)).toBe("5 people see a problem that one in three meets 87 % of the time.");
  expect(discoverySentence(8)).toBe("8 people see a problem that one in three meets 96 % of the time.");
  expect(discoverySentence(1)).toBe("1 person sees a problem that one in three meets 33 % of the time.");
  expect(discoverySentence(60)).toBe("60 people see a problem that one in three meets over 99 % of the time.");
});

test.each([
  [0.2, "p = .20"],
  [1, "p = 1.00"],
  [0.048, "p = .048"],
  [0.0998, "p = .10"],
  [0.0499, "p = .050"],
  [0.0009, "p < .001"],
])("%d is printed as %s", (p, text) => {
  expect(pValue(p)).toBe(text);
});

test.each([
  [4.25, "4.3 s"],
  [59.6, "1:00"],
  [12, "12 s"],
  [75, "1:15"],
  [3723, "1:02:03"],
])("%d seconds are read as %s", (seconds, text) => {
  expect(spokenTime(seconds)).toBe(text);
});

test("problems are ordered by severity, then by how many met them; more than took part is no share", () => {
  const problems = [
    { severity: 1, affected: 8 },
    { severity: 3, affected: 2 },
    { severity: 3, affected: 5 },
  ];
  expect(problems.toSorted(bySeverity).map(({ affected }) => affected)).toEqual([5, 2, 8]);
  expect(affectedShare(3, 8)).toMatchObject({ successes: 3, trials: 8 });
  expect(affectedShare(9, 8)).toBeNull();
});

test("a study without tasks or without results cannot be called analysed", () => {
  expect(analysisBlockers([], [])).toEqual(["no-tasks"]);
  expect(analysisBlockers(["t"], [person({ t: outcome(null, 3) })])).toEqual(["no-results"]);
  expect(analysisBlockers(["t"], [person({ t: outcome(false) })])).toEqual([]);
});

test("the order in which people are entered changes no figure", () => {
  const some = fc.record({
    completed: fc.option(fc.boolean()),
    seconds: fc.option(fc.integer({ min: 1, max: 600 })),
    ease: fc.option(fc.integer({ min: 1, max: 7 })),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), (outcomes) => {
      const people = outcomes.map((t) => person({ t }));
      const [forwards, backwards] = [taskFigures(["t"], people)[0], taskFigures(["t"], people.toReversed())[0]];
      expect(backwards?.completion).toEqual(forwards?.completion);
      for (const of of ["time", "ease"] as const) {
        expect(backwards?.[of]?.n).toBe(forwards?.[of]?.n);
        expect(backwards?.[of]?.value ?? 0).toBeCloseTo(forwards?.[of]?.value ?? 0, 6);
      }
    }),
  );
});
