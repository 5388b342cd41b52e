import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSheet, sheetText } from "./columns.ts";

test("a column copied from a sheet is read cell by cell", () => {
  expect(parseSheet("a\tb\r\nc\td\r\n")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(parseSheet('"two\nlines"\t"a ""quote"""')).toEqual([["two\nlines", 'a "quote"']]);
  expect(parseSheet("one")).toEqual([["one"]]);
  expect(parseSheet("a\t\tc")).toEqual([["a", "", "c"]]);
  expect(parseSheet('6" pipe\tnext')).toEqual([['6" pipe', "next"]]);
});

test("what is copied comes back as it was", () => {
  const cells = fc.array(fc.array(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(cells, (sheet) => {
      expect(parseSheet(sheetText(sheet))).toEqual(sheet);
    }),
  );
});
