import fc from "fast-check";
import { expect, test } from "vitest";
import { segmentsOf, sentenceAt } from "./segments.ts";

test("overlapping spans are cut where they begin and end, each on a line of its own", () => {
  const spans = [
    { id: "a", start: 0, end: 10 },
    { id: "b", start: 4, end: 14 },
    { id: "c", start: 12, end: 16 },
  ];
  const cut = segmentsOf(20, spans).map(({ start, end, spans: over }) => [
    start,
    end,
    over.map(({ span, layer }) => `${span.id}${layer}`).join(" "),
  ]);
  expect(cut).toEqual([
    [0, 4, "a0"],
    [4, 10, "a0 b1"],
    [10, 12, "b1"],
    [12, 14, "b1 c0"],
    [14, 16, "c0"],
    [16, 20, ""],
  ]);
});

test("segments are the whole text, in order, whatever the spans", () => {
  const span = fc.record({ id: fc.uuid(), start: fc.integer({ min: -5, max: 60 }), end: fc.integer({ min: -5, max: 60 }) });
  fc.assert(
    fc.property(fc.string(), fc.array(span, { maxLength: 8 }), (text, spans) => {
      const cut = segmentsOf(text.length, spans);
      expect(cut.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
      for (const { spans: over } of cut) expect(new Set(over.map(({ layer }) => layer)).size).toBe(over.length);
    }),
  );
});

test("sentences are stepped through both ways", () => {
  const text = "The export drops it.  Every Monday! Why?";
  expect(sentenceAt(text, 0, 1)).toEqual({ start: 0, end: 20 });
  expect(sentenceAt(text, 20, 1)).toEqual({ start: 22, end: 35 });
  expect(sentenceAt(text, 22, -1)).toEqual({ start: 0, end: 20 });
  expect(sentenceAt(text, 40, 1)).toBeUndefined();
});
