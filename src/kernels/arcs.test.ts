import { expect, test } from "vitest";
import { halfCircleArcs } from "./arcs.ts";

const size = { x: 32, y: 34, radius: 25, gap: 3 };
const pointsOf = (path: string) => [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)(?=A|$)/g)].map(([, x, y]) => [Number(x), Number(y)]);

test("one arc is the whole half circle", () => {
  expect(halfCircleArcs(1, size)).toEqual(["M7.00 34.00A25 25 0 0 1 57.00 34.00"]);
});

test.each([2, 3, 5, 9])("%i arcs begin left, end right, lie on the circle and keep their distance", (count) => {
  const arcs = halfCircleArcs(count, size).map(pointsOf);
  expect(arcs).toHaveLength(count);
  expect(arcs[0]?.[0]).toEqual([7, 34]);
  expect(arcs.at(-1)?.[1]).toEqual([57, 34]);
  for (const [x = 0, y = 0] of arcs.flat()) expect(Math.hypot(x - size.x, y - size.y)).toBeCloseTo(size.radius, 1);
  const angle = ([x = 0, y = 0]: number[]) => Math.PI - Math.atan2(size.y - y, x - size.x);
  for (const [i, arc] of arcs.entries()) {
    const next = arcs[i + 1];
    if (next) expect((angle(next[0] ?? []) - angle(arc[1] ?? [])) * size.radius).toBeCloseTo(size.gap, 1);
  }
});

test.each([0, -1, 1.5, Number.NaN])("%d arcs are refused", (count) => {
  expect(() => halfCircleArcs(count, size)).toThrow(RangeError);
});
