import { expect, test } from "vitest";
import { aroundFlag } from "./flag-rules.ts";
import { dayAfter } from "./rules.ts";

const days = (from: string, values: readonly number[]) => values.map((value, i) => ({ on: dayAfter(from, i), value }));

test("before and since a flag are compared by their means, its own day counted after, and too few readings compare nothing", () => {
  const points = days("2026-01-01", [...Array<number>(10).fill(38), ...Array<number>(10).fill(44)]);
  expect(aroundFlag(points, "2026-01-11")).toEqual({ before: 38, after: 44 });
  expect(aroundFlag(points, "2026-01-05")).toBeNull();
  expect(aroundFlag(points, "2026-01-17")).toBeNull();
  // What lies further away than the days that are compared changes nothing.
  const old = days("2025-01-01", Array<number>(30).fill(1000));
  expect(aroundFlag([...old, ...points], "2026-01-11")).toEqual({ before: 38, after: 44 });
});
