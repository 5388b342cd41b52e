import fc from "fast-check";
import { expect, test } from "vitest";
import { patchedWindows } from "./window-patches.ts";

const SIZE = 4;
const list = Array.from({ length: 22 }, (_, index) => index);
const windowAt = (offset: number) => ({ offset, items: list.slice(offset, offset + SIZE) });

test("rows after one that left move up over the border of a window, and the last window ends short", () => {
  const { windows, gone } = patchedWindows([windowAt(0), windowAt(4)], SIZE, (row) => (row === 1 ? undefined : row));
  expect(gone).toBe(1);
  expect(windows).toEqual([
    { offset: 0, items: [0, 2, 3, 4] },
    { offset: 4, items: [5, 6, 7] },
  ]);
});

test("whatever leaves, each window holds the rows of the shorter list at its offset, as far as they were fetched", () => {
  const offsets = fc.uniqueArray(fc.constantFrom(0, 4, 8, 12, 16, 20), { minLength: 1 });
  fc.assert(
    fc.property(offsets, fc.uniqueArray(fc.constantFrom(...list)), (some, leaving) => {
      const fetched = some.toSorted((a, b) => a - b).map(windowAt);
      const known = new Set(fetched.flatMap(({ items }) => items));
      const left = leaving.filter((row) => known.has(row));
      const { windows, gone } = patchedWindows(fetched, SIZE, (row) => (left.includes(row) ? undefined : row));
      const shorter = list.filter((row) => !left.includes(row));
      expect(gone).toBe(left.length);
      for (const { offset, items } of windows) expect(items).toEqual(shorter.slice(offset, offset + items.length));
    }),
  );
});

test("a row that stays is changed where it stands", () => {
  const { windows, gone } = patchedWindows([windowAt(0)], SIZE, (row) => row * 10);
  expect(gone).toBe(0);
  expect(windows).toEqual([{ offset: 0, items: [0, 10, 20, 30] }]);
});
