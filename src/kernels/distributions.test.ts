import fc from "fast-check";
import { expect, test } from "vitest";
import { betaQuantile, betaShareBelow, logGamma, normalQuantile, studentQuantile } from "./distributions.ts";

test.each([
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247],
  [1, 0],
  [3.5, 1.2009736023470743],
  [10, 12.801827480081469],
  [100, 359.1342053695754],
  [1e5, 1051287.7089736569],
])("log Γ(%d) is SciPy's gammaln", (x, expected) => {
  expect(logGamma(x)).toBeCloseTo(expected, x > 1e4 ? 5 : 11);
});

test.each([
  [0.3, 2, 5, 0.579825],
  [0.5, 0.5, 0.5, 0.5],
  [0.99, 30, 2, 0.9616104854047645],
  [0.001, 0.1, 3, 0.5787660330857355],
  [0.6, 800, 500, 0.12735872353533056],
  [0, 2, 2, 0],
  [1, 2, 2, 1],
])("the share of beta below %d for shapes %d and %d is SciPy's betainc", (x, a, b, expected) => {
  expect(betaShareBelow(x, a, b)).toBeCloseTo(expected, 10);
});

test.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 5, 2.5705818356363146],
  [0.975, 7, 2.364624251592784],
  [0.95, 10, 1.8124611228116756],
  [0.995, 30, 2.7499956535672254],
  [0.6, 2.5, 0.2814595127485477],
  [0.0005, 3, -12.923978636687481],
  [0.975, 1000, 1.9623390808264083],
  [0.5, 4, 0],
])("Student's quantile at %d with %d degrees of freedom is that of R's qt", (share, degrees, expected) => {
  expect(studentQuantile(share, degrees)).toBeCloseTo(expected, 8);
});

test.each([
  [0.975, 1.959963984540054],
  [0.95, 1.6448536269514722],
  [0.9, 1.2815515655446004],
  [0.5, 0],
  [0.001, -3.090232306167813],
  [1e-10, -6.361340902404056],
  [1e-12, -7.034483825301131],
])("the normal quantile at %d is that of R's qnorm", (share, expected) => {
  expect(normalQuantile(share)).toBeCloseTo(expected, 8);
});

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const shape = fc.double({ min: 0.5, max: 200, noNaN: true });

test("a quantile is where its share lies below, and quantiles mirror each other", () => {
  fc.assert(
    fc.property(share, shape, shape, (share, a, b) => {
      expect(betaShareBelow(betaQuantile(share, a, b), a, b)).toBeCloseTo(share, 9);
      expect(betaQuantile(share, a, b)).toBeCloseTo(1 - betaQuantile(1 - share, b, a), 9);
      expect(studentQuantile(share, a)).toBeCloseTo(-studentQuantile(1 - share, a), 6);
      expect(normalQuantile(share)).toBeCloseTo(-normalQuantile(1 - share), 9);
    }),
  );
});

test("Student's tails are wider than normal ones, the more so the fewer the degrees of freedom", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.51, max: 0.999, noNaN: true }), shape, (share, degrees) => {
      expect(studentQuantile(share, degrees)).toBeGreaterThan(studentQuantile(share, degrees * 2));
      expect(studentQuantile(share, degrees)).toBeGreaterThan(normalQuantile(share));
    }),
  );
});

test("numbers outside of a distribution are refused", () => {
  for (const share of [0, 1, -0.1, 1.1, Number.NaN]) {
    expect(() => normalQuantile(share)).toThrow(RangeError);
    expect(() => studentQuantile(share, 5)).toThrow(RangeError);
  }
  for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => studentQuantile(0.9, wrong)).toThrow(RangeError);
    expect(() => betaShareBelow(0.5, wrong, 1)).toThrow(RangeError);
    expect(() => betaQuantile(0.5, 1, wrong)).toThrow(RangeError);
    expect(() => logGamma(wrong)).toThrow(RangeError);
  }
  expect(() => betaShareBelow(1.5, 1, 1)).toThrow(RangeError);
  expect(() => betaQuantile(-0.5, 1, 1)).toThrow(RangeError);
});
