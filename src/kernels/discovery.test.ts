import fc from "fast-check";
import { expect, test } from "vitest";
import { discoveryRate, discoverySampleSize } from "./discovery.ts";
import { randomFrom } from "./random.ts";

test.each([
  [0.05, 0.85, 37],
  [0.05, 0.95, 59],
  [0.1, 0.85, 19],
  [0.1, 0.95, 29],
  [0.25, 0.85, 7],
  [0.25, 0.95, 11],
  [0.31, 0.85, 6],
  [0.31, 0.95, 9],
  [0.9, 0.85, 1],
  [0.9, 0.95, 2],
])("a problem that %d of people meet is seen with probability %d by %i people (Virzi 1992, Lewis 1994)", (frequency, goal, people) => {
  expect(discoverySampleSize(frequency, goal)).toBe(people);
});

test.each([
  [1, 0.31],
  [5, 0.8436],
  [15, 0.9962],
])("%i people see %d of the problems that 31 %% meet (Nielsen and Landauer 1993)", (people, rate) => {
  expect(discoveryRate(0.31, people)).toBeCloseTo(rate, 3);
});

test("the smallest sample reaches its goal, and one person fewer does not", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (frequency, goal) => {
      const people = discoverySampleSize(frequency, goal);
      expect(discoveryRate(frequency, people)).toBeGreaterThanOrEqual(goal - 1e-9);
      if (people > 1) expect(discoveryRate(frequency, people - 1)).toBeLessThan(goal);
    }),
  );
});

test("a goal that whole people meet exactly asks for no one more", () => {
  for (const frequency of [0.1, 0.2, 0.3, 0.5]) {
    for (let people = 1; people <= 20; people += 1) expect(discoverySampleSize(frequency, discoveryRate(frequency, people))).toBe(people);
  }
});

test("10,000 simulated studies of five see a problem that 31 % meet as often as said", () => {
  const next = randomFrom(5);
  let seen = 0;
  for (let study = 0; study < 10_000; study += 1) if (Array.from({ length: 5 }, next).some((draw) => draw < 0.31)) seen += 1;
  expect(Math.abs(seen / 10_000 - discoveryRate(0.31, 5))).toBeLessThan(0.012);
});

test("frequencies, goals and people out of range are refused", () => {
  for (const wrong of [0, -0.1, 1.1, Number.NaN]) {
    expect(() => discoveryRate(wrong, 5)).toThrow(RangeError);
    expect(() => discoverySampleSize(wrong, 0.85)).toThrow(RangeError);
  }
  for (const wrong of [0, 1, Number.NaN]) expect(() => discoverySampleSize(0.3, wrong)).toThrow(RangeError);
  for (const wrong of [-1, 1.5, Number.NaN]) expect(() => discoveryRate(0.3, wrong)).toThrow(RangeError);
  expect(discoverySampleSize(1, 0.99)).toBe(1);
  expect(discoveryRate(1, 1)).toBe(1);
  expect(discoveryRate(0.3, 0)).toBe(0);
});
