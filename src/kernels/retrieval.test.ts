import fc from "fast-check";
import { expect, test } from "vitest";
import { randomFrom } from "./random.ts";
import { meanReciprocalRank, recallAt } from "./retrieval.ts";

// The example of Manning, Raghavan, Schütze's lectures on question answering: first right answers at ranks 3, 2 and 1.
const ranked = [
  ["catten", "cati", "cats"],
  ["torii", "tori", "toruses"],
  ["viruses", "virii", "viri"],
];
const relevant = [new Set(["cats"]), new Set(["tori"]), new Set(["viruses"])];

test("the mean reciprocal rank of ranks 3, 2 and 1 is 11/18", () => {
  expect(meanReciprocalRank(ranked, relevant)).toBeCloseTo(11 / 18, 12);
});

test("recall counts the queries that found something, not how much", () => {
  expect([1, 2, 3].map((k) => recallAt(k, ranked, relevant))).toEqual([1 / 3, 2 / 3, 1]);
  expect(recallAt(1, [["a", "b", "c"]], [new Set(["a", "c"])])).toBe(1);
  expect(recallAt(9, [["a"]], [new Set(["z"])])).toBe(0);
  expect(meanReciprocalRank([["a"]], [new Set(["z"])])).toBe(0);
});

const queries = fc.array(
  fc.record({
    results: fc.uniqueArray(fc.integer({ min: 0, max: 20 })),
    wanted: fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 1 }).map((ids) => new Set(ids)),
  }),
  { minLength: 1 },
);

test("recall never falls as k grows, and brackets the mean reciprocal rank", () => {
  fc.assert(
    fc.property(queries, (list) => {
      const results = list.map((query) => query.results);
      const wanted = list.map((query) => query.wanted);
      const recalls = Array.from({ length: 21 }, (_, index) => recallAt(index + 1, results, wanted));
      expect(recalls).toEqual(recalls.toSorted((a, b) => a - b));
      const reciprocal = meanReciprocalRank(results, wanted);
      expect(reciprocal).toBeGreaterThanOrEqual((recalls[0] ?? 0) - 1e-12);
      expect(reciprocal).toBeLessThanOrEqual((recalls[20] ?? 0) + 1e-12);
    }),
  );
});

test("for results in random order the expectation is met", () => {
  const random = randomFrom(7);
  const ids = Array.from({ length: 10 }, (_, id) => id);
  const shuffled = Array.from({ length: 20_000 }, () =>
    ids
      .map((id) => ({ id, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ id }) => id),
  );
  const wanted = shuffled.map(() => new Set([3]));
  const harmonic = ids.reduce((total, id) => total + 1 / (id + 1), 0);
  expect(recallAt(4, shuffled, wanted)).toBeCloseTo(0.4, 1);
  expect(meanReciprocalRank(shuffled, wanted)).toBeCloseTo(harmonic / 10, 2);
});

test.each<[string, () => number]>([
  ["k of 0", () => recallAt(0, ranked, relevant)],
  ["half a k", () => recallAt(1.5, ranked, relevant)],
  ["no queries", () => recallAt(1, [], [])],
  ["lists of different length", () => meanReciprocalRank(ranked, relevant.slice(1))],
  ["a query with nothing to find", () => meanReciprocalRank([["a"]], [new Set<string>()])],
])("%s is refused", (_, measure) => {
  expect(measure).toThrow(RangeError);
});
