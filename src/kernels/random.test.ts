import fc from "fast-check";
import { expect, test } from "vitest";
import { randomFrom } from "./random.ts";

test("the numbers are those of the published function", () => {
  const next = randomFrom(1);
  expect([next(), next(), next()].map((value) => value * 2 ** 32)).toEqual([2_693_262_067, 11_749_833, 2_265_367_787]);
});

test("one seed gives one sequence, in [0, 1)", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [a, b] = [randomFrom(seed), randomFrom(seed)];
      for (let count = 0; count < 20; count += 1) {
        const value = a();
        expect(value).toBe(b());
        expect(value >= 0 && value < 1).toBe(true);
      }
    }),
  );
});

test("100,000 draws are even, by themselves and in pairs", () => {
  const next = randomFrom(2026);
  const cells = new Array<number>(100).fill(0);
  for (let count = 0; count < 100_000; count += 1) {
    const cell = Math.floor(next() * 10) * 10 + Math.floor(next() * 10);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  const chiSquare = cells.reduce((total, seen) => total + (seen - 1_000) ** 2 / 1_000, 0);
  // 99 degrees of freedom: between the quantiles at 0.1 % and 99.9 %.
  expect(chiSquare).toBeGreaterThan(60);
  expect(chiSquare).toBeLessThan(148.2);
});

test("a seed that is not whole is refused", () => {
  expect(() => randomFrom(0.5)).toThrow(RangeError);
  expect(() => randomFrom(Number.NaN)).toThrow(RangeError);
});
