import fc from "fast-check";
import { expect, test } from "vitest";
import { keyBetween, keysBetween } from "./rank-keys.ts";

test.each<[string | null, string | null, string]>([
  // The examples with which the published algorithm is tested.
  [null, null, "a0"],
  [null, "a0", "Zz"],
  ["a0", null, "a1"],
  ["a0", "a1", "a0V"],
  ["a1", "a2", "a1V"],
  ["a0V", "a1", "a0l"],
  ["Zz", "a0", "ZzV"],
  ["Zz", "a1", "a0"],
  [null, "Y00", "Xzzz"],
  ["bzz", null, "c000"],
  ["a0", "a0V", "a0G"],
  ["a0", "a0G", "a08"],
  ["b125", "b129", "b127"],
  ["a0", "a1V", "a1"],
  ["Zz", "a01", "a0"],
  [null, "a0V", "a0"],
  [null, "b999", "b99"],
  [null, "A000000000000000000000000001", "A000000000000000000000000000V"],
  ["zzzzzzzzzzzzzzzzzzzzzzzzzzy", null, "zzzzzzzzzzzzzzzzzzzzzzzzzzz"],
  ["zzzzzzzzzzzzzzzzzzzzzzzzzzz", null, "zzzzzzzzzzzzzzzzzzzzzzzzzzzV"],
])("between %s and %s comes %s, as published", (before, after, key) => {
  expect(keyBetween(before, after)).toBe(key);
});

/** Lists made as people make them: rows put in anywhere. */
const someKeys = fc.array(fc.nat(), { minLength: 2, maxLength: 60 }).map((places) => {
  const keys: string[] = [];
  for (const place of places) {
    const at = place % (keys.length + 1);
    keys.splice(at, 0, keyBetween(keys[at - 1] ?? null, keys[at] ?? null));
  }
  return keys;
});

test("a list stays in order wherever rows are put in, by code units and so in collation C", () => {
  fc.assert(
    fc.property(someKeys, (keys) => {
      expect(keys).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.every((key) => /^[0-9A-Za-z]+$/.test(key))).toBe(true);
    }),
  );
});

test("several keys at once are in order, distinct and within their bounds, open or not", () => {
  fc.assert(
    fc.property(someKeys, fc.nat(200), fc.boolean(), fc.boolean(), (keys, count, openAbove, openBelow) => {
      const before = openAbove ? null : (keys[0] ?? null);
      const after = openBelow ? null : (keys[1] ?? null);
      const between = keysBetween(before, after, count);
      expect(between).toHaveLength(count);
      const all = [...(before === null ? [] : [before]), ...between, ...(after === null ? [] : [after])];
      for (const [index, key] of all.slice(1).entries()) expect(key > (all[index] ?? "")).toBe(true);
    }),
  );
});

test("between any two rows of a list there is always room", () => {
  fc.assert(
    fc.property(someKeys, fc.nat(), (keys, place) => {
      const at = place % (keys.length - 1);
      const [low = "", high = ""] = keys.slice(at, at + 2);
      const key = keyBetween(low, high);
      expect(low < key && key < high).toBe(true);
    }),
  );
});

test("10,000 rows put at the top or the end keep keys of four characters; 100 in one place take under 25", () => {
  let top: string | null = null;
  let end: string | null = null;
  for (let count = 0; count < 10_000; count += 1) {
    top = keyBetween(null, top);
    end = keyBetween(end, null);
  }
  expect(top?.length).toBeLessThanOrEqual(4);
  expect(end?.length).toBeLessThanOrEqual(4);
  let below = "a1";
  let above = "a0";
  for (let count = 0; count < 100; count += 1) below = keyBetween("a0", below);
  for (let count = 0; count < 100; count += 1) above = keyBetween(above, "a1");
  expect(below.length).toBeLessThan(25);
  expect(above.length).toBeLessThan(25);
  expect(Math.max(...keysBetween("a0", "a1", 2_000).map((key) => key.length))).toBeLessThanOrEqual(5);
});

test.each<[string, () => unknown]>([
  ["equal bounds", () => keyBetween("a0", "a0")],
  ["reversed bounds", () => keyBetween("a1", "a0")],
  ["reversed bounds for several keys", () => keysBetween("a1", "a0", 3)],
  ["an empty key", () => keyBetween("", null)],
  ["a key of other characters", () => keyBetween("a-", null)],
  ["a key too short for its head", () => keyBetween(null, "b0")],
  ["a head that is a digit", () => keyBetween("00", null)],
  ["a fraction that ends in zero", () => keyBetween("a00", "a1")],
  ["the lowest whole number", () => keyBetween("A00000000000000000000000000", null)],
  ["a negative count", () => keysBetween(null, null, -1)],
  ["half a key", () => keysBetween(null, null, 0.5)],
])("%s: refused", (_, act) => {
  expect(act).toThrow(RangeError);
});
