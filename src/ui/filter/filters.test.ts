import fc from "fast-check";
import { expect, test } from "vitest";
import { type Filter, filterText, parseFilters } from "./filters.ts";

test("a view reads like a search and comes back as it was", () => {
  const filters: Filter[] = [
    { field: "state", test: "is", values: ["open", "exploring"] },
    { field: "revenue", test: "atLeast", values: ["100000"] },
    { field: "label", test: "not", values: ["churned soon"] },
    { field: "text", test: "has", values: ['a "quoted", word'] },
  ];
  const text = filterText(filters);
  expect(text).toBe('state:open,exploring revenue>:100000 label!:"churned soon" text~:"a \\"quoted\\", word"');
  expect(parseFilters(text)).toEqual(filters);
});

test("any conditions survive the address", () => {
  const filter = fc.record({
    field: fc.stringMatching(/^[a-z][a-zA-Z.-]{0,12}$/),
    test: fc.constantFrom("is" as const, "not" as const, "has" as const, "atLeast" as const, "atMost" as const),
    values: fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(filter, { maxLength: 4 }), (filters) => {
      expect(parseFilters(filterText(filters))).toEqual(filters);
    }),
  );
});

test("what cannot be read is left out", () => {
  expect(parseFilters(undefined)).toEqual([]);
  expect(parseFilters("just words state:open :x")).toEqual([{ field: "state", test: "is", values: ["open"] }]);
});
