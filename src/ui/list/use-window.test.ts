import fc from "fast-check";
import { expect, test } from "vitest";
import { drawn, rowAtHeight } from "./use-window.ts";

test("the row at a height is the one that begins there or above and ends below, whatever the heights of rows", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 60 }), fc.nat(6000), (heights, height) => {
      const starts = [0];
      for (const one of heights) starts.push((starts.at(-1) ?? 0) + one);
      const found = rowAtHeight(height, heights.length, (index) => starts[index] ?? 0);
      const expected = heights.findIndex((_, index) => (starts[index] ?? 0) <= height && height < (starts[index + 1] ?? 0));
      expect(found).toBe(expected === -1 ? heights.length - 1 : expected);
    }),
  );
});

test("rows in sight are drawn with the spare ones on either side, within the list", () => {
  expect(drawn({ first: 20, last: 22, spare: 6 }, 100, -1)).toEqual([14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28]);
  expect(drawn({ first: 20, last: 22, spare: 0 }, 100, -1)).toEqual([20, 21, 22]);
  expect(drawn({ first: 0, last: 1, spare: 6 }, 4, -1)).toEqual([0, 1, 2, 3]);
  expect(drawn({ first: 0, last: 0, spare: 6 }, 0, -1)).toEqual([]);
});

test("the row that has focus is drawn wherever it is, once", () => {
  expect(drawn({ first: 50, last: 50, spare: 6 }, 100, 3)[0]).toBe(3);
  expect(drawn({ first: 50, last: 50, spare: 6 }, 100, 99).at(-1)).toBe(99);
  expect(drawn({ first: 50, last: 50, spare: 6 }, 100, 52).filter((index) => index === 52)).toHaveLength(1);
  expect(drawn({ first: 0, last: 3, spare: 6 }, 4, 9)).toEqual([0, 1, 2, 3]);
});

test("a list that lost its rows while it was scrolled down draws what is left", () => {
  expect(drawn({ first: 80, last: 90, spare: 6 }, 3, -1)).toEqual([0, 1, 2]);
});
