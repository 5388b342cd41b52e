import fc from "fast-check";
import { expect, test } from "vitest";
import { formatRange, logNormalOf, type Measure, medianOf, parseRange, SIZES, type TypedRange } from "./estimate.ts";
import { randomFrom } from "./random.ts";

test("a range of 3 to 6 weeks has the median √18 and the deviation ln 2 / 2.5631", () => {
  const { mu, sigma } = logNormalOf({ low: 3, high: 6 });
  expect(medianOf({ low: 3, high: 6 })).toBeCloseTo(4.2426, 4);
  expect(Math.exp(mu)).toBeCloseTo(4.2426, 4);
  expect(sigma).toBeCloseTo(Math.LN2 / 2.5631, 6);
  expect(logNormalOf({ low: 4, high: 4 })).toEqual({ mu: Math.log(4), sigma: 0 });
});

test.each<[string, Measure, TypedRange]>([
  ["3–6 weeks", "effort", { low: 3, high: 6, unit: "weeks" }],
  ["3-6w", "effort", { low: 3, high: 6, unit: "weeks" }],
  [" 3 to 6 wks ", "effort", { low: 3, high: 6, unit: "weeks" }],
  ["3..6", "effort", { low: 3, high: 6, unit: "weeks" }],
  ["3 weeks – 6", "effort", { low: 3, high: 6, unit: "weeks" }],
  ["4 weeks", "effort", { low: 4, high: 4, unit: "weeks" }],
  ["3–6 person-weeks", "effort", { low: 3, high: 6, unit: "weeks" }],
  ["5-10 days", "effort", { low: 1, high: 2, unit: "days" }],
  ["2 days — 3 weeks", "effort", { low: 0.4, high: 3, unit: "weeks" }],
  ["3 months", "effort", { low: 13, high: 13, unit: "months" }],
  ["3–6m", "effort", { low: 13, high: 26, unit: "months" }],
  ["0,5–1,5 weeks", "effort", { low: 0.5, high: 1.5, unit: "weeks" }],
  ["S", "effort", { low: 0.4, high: 1, size: "S" }],
  ["xl", "effort", { low: 8, high: 20, size: "XL" }],
  ["m", "effort", { low: 1, high: 3, size: "M" }],
  ["$10k-25k", "value", { low: 10_000, high: 25_000, currency: "$" }],
  ["10–25k", "value", { low: 10_000, high: 25_000 }],
  ["500–2k", "value", { low: 500, high: 2_000 }],
  ["EUR 10k – 25k", "value", { low: 10_000, high: 25_000, currency: "EUR" }],
  ["10k–25k €", "value", { low: 10_000, high: 25_000, currency: "€" }],
  ["120–400", "value", { low: 120, high: 400 }],
  ["120 to 400 points", "value", { low: 120, high: 400 }],
  ["1.2M", "value", { low: 1_200_000, high: 1_200_000 }],
  ["1.5 – 2 million a year", "value", { low: 1_500_000, high: 2_000_000 }],
  ["$10,000–25,000/year", "value", { low: 10_000, high: 25_000, currency: "$" }],
  ["10 000 – 25 000", "value", { low: 10_000, high: 25_000 }],
  ["1.250.000,50", "value", { low: 1_250_000.5, high: 1_250_000.5 }],
  ["0.125", "value", { low: 0.125, high: 0.125 }],
])("%j is read", (text, measure, expected) => {
  const range = parseRange(text, measure);
  expect(range).toEqual({ ...expected, low: expect.closeTo(expected.low, 9), high: expect.closeTo(expected.high, 9) });
});

test.each<[TypedRange, Measure, string]>([
  [{ low: 3, high: 6, unit: "weeks" }, "effort", "3–6 weeks"],
  [{ low: 1, high: 1, unit: "weeks" }, "effort", "1 week"],
  [{ low: 0.4, high: 1, unit: "days" }, "effort", "2–5 days"],
  [{ low: 1, high: 3, size: "M" }, "effort", "M"],
  [{ low: 1, high: 4, size: "M" }, "effort", "1–4 weeks"],
  [{ low: 0.4, high: 1 }, "effort", "2–5 days"],
  [{ low: 13, high: 26 }, "effort", "13–26 weeks"],
  [{ low: 52 / 12, high: 104 / 12 }, "effort", "1–2 months"],
  [{ low: 1 / 3, high: Math.PI }, "effort", "0.333–3.14 weeks"],
  [{ low: 10_000, high: 25_000, currency: "$" }, "value", "$10k–25k"],
  [{ low: 10_000, high: 10_000, currency: "EUR" }, "value", "EUR 10k"],
  [{ low: 1, high: 2_000 }, "value", "1–2,000"],
  [{ low: 12_345, high: 25_000 }, "value", "12,345–25,000"],
  [{ low: 1_200_000, high: 3_000_000 }, "value", "1.2M–3M"],
  [{ low: 120, high: 400 }, "value", "120–400"],
])("%j is written", (range, measure, text) => {
  expect(formatRange(range, measure)).toBe(text);
});

const amount = fc.oneof(
  fc.integer({ min: 1, max: 2_000_000 }),
  fc.integer({ min: 1, max: 99_999 }).map((hundredths) => hundredths / 100),
);
const ends = fc.tuple(amount, amount).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));

test("what is written is read back as the same range", () => {
  const unit = fc.constantFrom("days", "weeks", "months");
  const currency = fc.constantFrom("", "$", "€");
  fc.assert(
    fc.property(ends, unit, currency, ({ low, high }, unit, currency) => {
      const effort = parseRange(`${low}-${high} ${unit}`, "effort");
      expect(parseRange(formatRange(effort, "effort"), "effort")).toEqual(effort);
      const value = parseRange(`${currency}${low}-${high}`, "value");
      expect(parseRange(formatRange(value, "value"), "value")).toEqual(value);
      expect(value).toMatchObject({ low, high });
    }),
    { numRuns: 500 },
  );
  for (const size of ["S", "M", "L", "XL"] as const) expect(parseRange(size, "effort")).toEqual({ ...SIZES[size], size });
});

test("the median lies within the range, and scaling a range scales it", () => {
  fc.assert(
    fc.property(ends, fc.double({ min: 0.01, max: 100, noNaN: true }), ({ low, high }, factor) => {
      const median = medianOf({ low, high });
      expect(median).toBeGreaterThanOrEqual(low * (1 - 1e-12));
      expect(median).toBeLessThanOrEqual(high * (1 + 1e-12));
      expect(medianOf({ low: low * factor, high: high * factor }) / median).toBeCloseTo(factor, 9);
      const { mu, sigma } = logNormalOf({ low, high });
      expect(Math.exp(mu)).toBeCloseTo(median, 3);
      expect(Math.exp(mu + 1.2815515655446004 * sigma) / high).toBeCloseTo(1, 9);
    }),
  );
});

test("of 100,000 draws a tenth falls below the low end, a tenth above the high one, half below the median", () => {
  const random = randomFrom(3);
  const ranges = [SIZES.S, SIZES.XL, { low: 4, high: 4.01 }, { low: 1, high: 1_000 }];
  for (const range of ranges) {
    const { mu, sigma } = logNormalOf(range);
    const draws = Array.from({ length: 100_000 }, () =>
      Math.exp(mu + sigma * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())),
    );
    const shareBelow = (bound: number) => draws.filter((draw) => draw < bound).length / draws.length;
    expect(shareBelow(range.low)).toBeCloseTo(0.1, 2);
    expect(shareBelow(medianOf(range))).toBeCloseTo(0.5, 1);
    expect(shareBelow(range.high)).toBeCloseTo(0.9, 2);
  }
});

test("the sizes meet and grow", () => {
  const { S, M, L, XL } = SIZES;
  expect([S.high, M.high, L.high]).toEqual([M.low, L.low, XL.low]);
  for (const size of [S, M, L, XL]) expect(size.low).toBeLessThan(size.high);
});

test.each<[string, Measure, string]>([
  ["", "effort", "Write a range such as 3–6 weeks"],
  ["soon", "effort", "“soon” cannot be read as an effort."],
  ["NaN", "value", "cannot be read as a value"],
  ["Infinity", "value", "cannot be read as a value"],
  ["6–3 weeks", "effort", "write 3–6, not 6–3"],
  ["2 weeks – 3 days", "effort", "write 3–6, not 6–3"],
  ["-3", "effort", "more than zero"],
  ["−3–6", "value", "more than zero"],
  ["0–6 weeks", "effort", "more than zero"],
  ["0", "value", "more than zero"],
  ["3–6–9", "effort", "cannot be read"],
  ["3–", "effort", "cannot be read"],
  ["3–6 parsecs", "effort", "cannot be read as an effort"],
  ["XXL", "effort", "cannot be read as an effort"],
  ["S", "value", "cannot be read as a value"],
  ["$10k–€25k", "value", "one currency"],
  ["1.250", "value", "write 1250, or at most two decimals"],
  ["1,25,00", "value", "cannot be read"],
  ["9".repeat(400), "value", "cannot be read"],
  ["10 constructor", "value", "cannot be read"],
])("%j as %s is refused in a sentence", (text, measure, sentence) => {
  expect(() => parseRange(text, measure)).toThrow(RangeError);
  expect(() => parseRange(text, measure)).toThrow(sentence);
});

test("impossible ranges are refused", () => {
  for (const range of [
    { low: 0, high: 1 },
    { low: 2, high: 1 },
    { low: Number.NaN, high: 1 },
    { low: 1, high: Number.POSITIVE_INFINITY },
  ]) {
    expect(() => medianOf(range)).toThrow(RangeError);
    expect(() => logNormalOf(range)).toThrow(RangeError);
    expect(() => formatRange(range, "effort")).toThrow(RangeError);
  }
});

test("whatever is typed is read or refused, at once", () => {
  const odd = fc.string({ unit: fc.constantFrom("1", "0", "9", ".", ",", " ", "-", "–", "k", "w", "$", "S", "to", "'"), maxLength: 60 });
  fc.assert(
    fc.property(odd, fc.constantFrom<Measure>("effort", "value"), (text, measure) => {
      try {
        const range = parseRange(text, measure);
        expect(range.low > 0 && range.low <= range.high && Number.isFinite(range.high)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 2_000 },
  );
});
