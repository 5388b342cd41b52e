import { expect, test } from "vitest";
import { handleOf, isAlsoAWord, isUnmistakable, partsOfName } from "./names.ts";

test.each([
  ["Dr. Zoë Müller", ["Zoë", "Müller"]],
  ["Bo Li", []],
  ["Helio Freight GmbH", ["Helio", "Freight"]],
  ["Jean-Luc O'Brien (North)", ["Jean-Luc", "O'Brien", "North"]],
  ["Ann Ann", ["Ann"]],
  ["", []],
])("the telling words of %j are %j", (name, parts) => {
  expect(partsOfName(name)).toEqual(parts);
});

test.each([
  ["Zebby@acme.example", "zebby"],
  ["zoe.m+lists@acme.example", "zoe.m"],
  ["info@acme.example", null],
  ["Sales+eu@acme.example", null],
  ["zq@acme.example", null],
  ["4711@acme.example", null],
])("the handle in %s is %s", (email, handle) => {
  expect(handleOf(email)).toBe(handle);
});

test("a handle that is nobody's word is told from one that may be", () => {
  expect(["zoe.m", "zmuller", "zebby", "zoe", "zoe7"].map((handle) => isUnmistakable(handle, "Zoë Muller"))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
  expect(["Mark", "Will", "Zoë"].map(isAlsoAWord)).toEqual([true, true, false]);
});
