import fc from "fast-check";
import { expect, test } from "vitest";
import { Slots } from "./slots.ts";

test("rows that stay keep their element and no two rows share one", () => {
  const windows = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(windows, (steps) => {
      const slots = new Slots();
      let before: ReadonlyMap<number, number> = new Map();
      let most = 0;
      for (const indexes of steps) {
        const now = slots.assign(indexes);
        expect([...now.keys()].toSorted()).toEqual([...indexes].toSorted());
        expect(new Set(now.values()).size).toBe(indexes.length);
        for (const [index, slot] of before) if (now.has(index)) expect(now.get(index)).toBe(slot);
        // A row takes the first free element, so there are never more than the fullest window had rows.
        most = Math.max(most, indexes.length);
        for (const slot of now.values()) expect(slot).toBeLessThan(most);
        before = now;
      }
    }),
    { examples: [[[[1, 0, 2, 36], [36], [36], []]]] },
  );
});
