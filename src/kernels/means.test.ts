import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { geometricMean, geometricMeanInterval, meanInterval, meanOf } from "./means.ts";
import { randomFrom } from "./random.ts";

test.each([
  [[55, 65, 75, 62, 45, 135], 68.24107823256506, 46.00509940841041, 101.22453419787031],
  [[40, 36, 53, 56, 110, 48, 34, 44, 30, 40, 80], 48.171210288550036, 37.20425172031933, 62.37097625582325],
])("times %j have MeasuringU's published geometric mean and interval", (times, value, low, high) => {
  const interval = geometricMeanInterval(times);
  expect(interval.value).toBeCloseTo(value, 8);
  expect(interval.low).toBeCloseTo(low, 6);
  expect(interval.high).toBeCloseTo(high, 6);
  expect(geometricMean(times)).toBeCloseTo(value, 8);
});

test("R's t.test(c(90, 77.5, 72.5, 95, 62.5)) is 79.5 with 63.2–95.8", () => {
  const { value, low, high } = meanInterval([90, 77.5, 72.5, 95, 62.5]);
  expect(value).toBe(79.5);
  expect(low).toBeCloseTo(63.1626, 3);
  expect(high).toBeCloseTo(95.8374, 3);
});

const times = fc.array(fc.double({ min: 0.1, max: 10_000, noNaN: true }), { minLength: 2, maxLength: 30 });

test("a geometric mean does not depend on the unit or the order, and lies under the arithmetic one", () => {
  fc.assert(
    fc.property(times, fc.double({ min: 0.01, max: 100, noNaN: true }), (times, unit) => {
      const { value, low, high } = geometricMeanInterval(times);
      const other = geometricMeanInterval(times.map((time) => time * unit).reverse());
      expect(other.value / unit / value).toBeCloseTo(1, 8);
      expect(Math.log(other.low / unit / low)).toBeCloseTo(0, 6);
      expect(Math.log(other.high / unit / high)).toBeCloseTo(0, 6);
      expect(value).toBeLessThanOrEqual(meanOf(times) * (1 + 1e-9));
      expect(low <= value * (1 + 1e-9) && value <= high * (1 + 1e-9)).toBe(true);
    }),
  );
});

test("equal values have an interval without width", () => {
  expect(meanInterval([70, 70, 70])).toEqual({ value: 70, low: 70, high: 70 });
});

/** How often the interval of `people` drawn covers the truth. */
function coverage(people: number, draw: () => number, truth: number, interval: typeof meanInterval, runs = 4_000): number {
  let covered = 0;
  for (let run = 0; run < runs; run += 1) {
    const { low, high } = interval(Array.from({ length: people }, draw));
    if (low <= truth && truth <= high) covered += 1;
  }
  return covered / runs;
}

describe("how often a 95 % interval covers the truth", () => {
  const next = randomFrom(2026);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

  test.each([5, 8, 12, 20])("%i log-normal times, mildly and strongly skewed: 94–97 %", (people) => {
    for (const skew of [0.3, 0.6, 1.2]) {
      const covered = coverage(people, () => Math.exp(4 + skew * normal()), Math.exp(4), geometricMeanInterval);
      expect(covered).toBeGreaterThan(0.94);
      expect(covered).toBeLessThan(0.97);
    }
  });

  test("exponential times, further from log-normal than people's: 92–95 % with five, 93–96 % from eight on", () => {
    const truth = Math.exp(-0.5772156649015329);
    const exponential = () => -Math.log(1 - next());
    expect(coverage(5, exponential, truth, geometricMeanInterval)).toBeGreaterThan(0.92);
    for (const people of [8, 20]) expect(coverage(people, exponential, truth, geometricMeanInterval)).toBeGreaterThan(0.93);
  });

  test.each([8, 12, 20])("SUS scores of %i people, in steps of 2.5 and cut off at 100: 94–97 %", (people) => {
    // The mean of the normal distribution with mean 62 and deviation 16, rounded and cut: worked out from 8 million draws.
    const covered = coverage(people, () => Math.min(100, Math.max(0, Math.round((62 + 16 * normal()) / 2.5) * 2.5)), 61.963, meanInterval);
    expect(covered).toBeGreaterThan(0.94);
    expect(covered).toBeLessThan(0.97);
  });
});

test("one value has no interval; nothing, no time and no number have no mean", () => {
  for (const sample of [[], [3], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]]) expect(() => meanInterval(sample)).toThrow(RangeError);
  for (const times of [[1, 0], [1, -2], [], [5]]) expect(() => geometricMeanInterval(times)).toThrow(RangeError);
  expect(() => geometricMean([])).toThrow(RangeError);
  expect(() => meanOf([])).toThrow(RangeError);
  expect(() => meanInterval([1, 2], 1)).toThrow(RangeError);
  expect(geometricMean([30])).toBeCloseTo(30, 12);
});
