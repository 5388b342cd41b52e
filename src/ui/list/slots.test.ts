import fc from "fast-check";
import { expect, test } from "vitest";
import { Slots } from "./slots.ts";

test("rows that stay keep their element and no two rows share one", () => {
  const windows = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(windows, (steps) => {
      const slots = new Slots();
      let before: ReadonlyMap<number, number> = new Map();
      for (const indexes of steps) {
        const now = slots.assign(indexes);
        expect([...now.keys()].toSorted()).toEqual([...indexes].toSorted());
        expect(new Set(now.values()).size).toBe(indexes.length);
        for (const [index, slot] of before) if (now.has(index)) expect(now.get(index)).toBe(slot);
        expect(Math.max(-1, ...now.values())).toBeLessThan(Math.max(before.size, indexes.length) + before.size + 1);
        before = now;
      }
    }),
  );
});
