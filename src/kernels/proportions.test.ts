import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logGamma } from "./distributions.ts";
import { adjustedWald, exactInterval, fisherExact, signTest, type Trials, wilsonInterval } from "./proportions.ts";
import { randomFrom } from "./random.ts";

const of = (successes: number, trials: number): Trials => ({ successes, trials });

test.each([
  [4, 5, 0.95, 0.35963115242381166, 0.9796793687062835],
  [5, 5, 0.95, 0.5109451403671397, 1],
  [9, 10, 0.95, 0.5740322626051678, 1],
  [18, 20, 0.95, 0.6867561125596077, 0.984343760998137],
  [9, 12, 0.9, 0.5082028004508472, 0.8998066021754143],
])("adjusted Wald of %i of %i at %d is Agresti and Coull's; 4 of 5 as Tullis published it", (successes, trials, confidence, low, high) => {
  const interval = adjustedWald(of(successes, trials), confidence);
  expect(interval.value).toBe(successes / trials);
  expect(interval.low).toBeCloseTo(low, 9);
  expect(interval.high).toBeCloseTo(high, 9);
});

test.each([
  [4, 5, [0.283582063882, 0.994949236621], [0.375534629763, 0.963775891368]],
  [5, 5, [0.478176249895, 1], [0.565517535217, 1]],
  [9, 10, [0.554983882972, 0.997471421456], [0.595849973205, 0.982123786905]],
  [18, 20, [0.683017285981, 0.98765147283], [0.698966354772, 0.972133518786]],
])("%i of %i: exact as R's binom.test, Wilson as R's prop.test without correction", (successes, trials, exact, wilson) => {
  const ends = ({ low, high }: { low: number; high: number }) => [low, high].map((end) => Number(end.toFixed(9)));
  expect(ends(exactInterval(of(successes, trials)))).toEqual(exact.map((end) => Number(end.toFixed(9))));
  expect(ends(wilsonInterval(of(successes, trials)))).toEqual(wilson.map((end) => Number(end.toFixed(9))));
});

test.each([
  [of(5, 8), of(8, 8), 0.2],
  [of(3, 10), of(9, 12), 0.0835573095635015],
  [of(11, 15), of(4, 17), 0.011752068221689949],
  [of(1, 20), of(0, 18), 1],
  [of(48, 80), of(56, 70), 0.012521129749209152],
  [of(10, 10), of(10, 10), 1],
  [of(7, 12), of(1, 7), 0.1472969754703501],
])("Fisher's test of %o against %o is R's fisher.test", (before, after, expected) => {
  expect(fisherExact(before, after)).toBeCloseTo(expected, 9);
});

test("18 who prefer one and 6 who prefer the other differ with p = .0227", () => {
  expect(signTest(18, 6)).toBeCloseTo(0.022655844688415527, 9);
});

const trials = fc
  .integer({ min: 1, max: 60 })
  .chain((trials) => fc.integer({ min: 0, max: trials }).map((successes) => of(successes, trials)));
const intervals = { adjustedWald, wilsonInterval, exactInterval };

describe.each(Object.entries(intervals))("%s", (_name, interval) => {
  test("lies in [0, 1] around the observed share, and mirrors when failures are counted instead", () => {
    fc.assert(
      fc.property(trials, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (counted, confidence) => {
        const { value, low, high } = interval(counted, confidence);
        expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
        const failures = interval(of(counted.trials - counted.successes, counted.trials), confidence);
        expect(failures.low).toBeCloseTo(1 - high, 9);
        expect(failures.high).toBeCloseTo(1 - low, 9);
      }),
    );
  });

  test("grows with the confidence, and shrinks when the same share comes from twice as many", () => {
    fc.assert(
      fc.property(trials, (counted) => {
        const width = (ends: { low: number; high: number }) => ends.high - ends.low;
        expect(width(interval(counted, 0.9))).toBeLessThan(width(interval(counted, 0.99)));
        expect(width(interval(of(counted.successes * 2, counted.trials * 2)))).toBeLessThan(width(interval(counted)));
      }),
    );
  });

  test.each([
    [-1, 5],
    [6, 5],
    [0, 0],
    [1.5, 5],
    [1, 5.5],
    [Number.NaN, 5],
    [1, Number.NaN],
  ])("refuses %d of %d", (successes, trials) => {
    expect(() => interval(of(successes, trials))).toThrow(RangeError);
  });

  test.each([0, 1, -1, Number.NaN])("refuses a confidence of %d", (confidence) => {
    expect(() => interval(of(1, 2), confidence)).toThrow(RangeError);
  });
});

/** How often intervals of `people` cover the true share, which chance draws between `from` and `to`; the same for the same seed. */
function coverage(interval: typeof adjustedWald, people: number, from: number, to: number, runs = 20_000): number {
  const next = randomFrom(people * 1000 + 7);
  const all = Array.from({ length: people + 1 }, (_, successes) => interval(of(successes, people)));
  let covered = 0;
  for (let run = 0; run < runs; run += 1) {
    const share = from + (to - from) * next();
    let successes = 0;
    for (let person = 0; person < people; person += 1) successes += next() < share ? 1 : 0;
    const { low = 0, high = 0 } = all[successes] ?? {};
    if (low <= share && share <= high) covered += 1;
  }
  return covered / runs;
}

/** The lowest coverage over all true shares, computed rather than simulated. */
function worstCoverage(interval: typeof adjustedWald, people: number): number {
  const all = Array.from({ length: people + 1 }, (_, successes) => interval(of(successes, people)));
  const chance = (k: number, p: number) =>
    Math.exp(logGamma(people + 1) - logGamma(k + 1) - logGamma(people - k + 1) + k * Math.log(p) + (people - k) * Math.log(1 - p));
  const at = (p: number) => all.reduce((sum, { low, high }, k) => sum + (low <= p && p <= high ? chance(k, p) : 0), 0);
  return Math.min(...Array.from({ length: 999 }, (_, index) => at((index + 1) / 1000)));
}

describe("how often a 95 % interval covers the truth", () => {
  test.each([5, 8, 12, 20, 50])("with %i people, over all true shares: adjusted Wald and Wilson 94–97 %", (people) => {
    for (const interval of [adjustedWald, wilsonInterval]) {
      expect(coverage(interval, people, 0, 1)).toBeGreaterThan(0.94);
      expect(coverage(interval, people, 0, 1)).toBeLessThan(0.97);
    }
  });

  test.each([8, 12, 20, 50])("with %i people and a true share above nine tenths adjusted Wald is conservative: 96.5–98.5 %", (people) => {
    expect(coverage(adjustedWald, people, 0.9, 1)).toBeGreaterThan(0.965);
    expect(coverage(adjustedWald, people, 0.9, 1)).toBeLessThan(0.985);
    expect(coverage(adjustedWald, people, 0, 0.1)).toBeGreaterThan(0.965);
  });

  test("at the worst share adjusted Wald still covers 89 % with five people and 91 % with eight; Wilson only 83 %; the exact one always 95 %", () => {
    expect(worstCoverage(adjustedWald, 5)).toBeGreaterThan(0.89);
    expect(worstCoverage(adjustedWald, 8)).toBeGreaterThan(0.91);
    expect(worstCoverage(wilsonInterval, 8)).toBeLessThan(0.85);
    for (const people of [5, 8, 20, 50]) expect(worstCoverage(exactInterval, people)).toBeGreaterThan(0.95);
  });
});

test("Fisher's test does not mind which group comes first, nor whether successes or failures are counted", () => {
  fc.assert(
    fc.property(trials, trials, (a, b) => {
      const p = fisherExact(a, b);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(fisherExact(b, a)).toBeCloseTo(p, 9);
      expect(fisherExact(of(a.trials - a.successes, a.trials), of(b.trials - b.successes, b.trials))).toBeCloseTo(p, 9);
      if (a.successes * b.trials === b.successes * a.trials) expect(p).toBeCloseTo(1, 9);
    }),
  );
});

test("where nothing differs Fisher's test says so falsely less than once in twenty, at any size", () => {
  const next = randomFrom(11);
  for (const [first, second] of [
    [5, 5],
    [8, 8],
    [5, 20],
    [40, 40],
  ] as const) {
    let alarms = 0;
    for (let run = 0; run < 4_000; run += 1) {
      const share = next();
      const draw = (people: number) => of(Array.from({ length: people }, () => next() < share).filter(Boolean).length, people);
      if (fisherExact(draw(first), draw(second)) < 0.05) alarms += 1;
    }
    expect(alarms / 4_000).toBeLessThan(0.05);
  }
});

test("nobody's preference is refused, an even split is p = 1", () => {
  expect(() => signTest(0, 0)).toThrow(RangeError);
  expect(() => signTest(-1, 4)).toThrow(RangeError);
  expect(() => fisherExact(of(1, 0), of(1, 1))).toThrow(RangeError);
  expect(signTest(7, 7)).toBe(1);
  expect(signTest(6, 18)).toBe(signTest(18, 6));
});
