import { expect, test } from "vitest";
import { rank } from "./palette-ranking.ts";

const items = [
  { label: "Needs" },
  { label: "Features" },
  { label: "New feature" },
  { label: "Members", words: ["invite"] },
  { label: "Café exports" },
];
const labels = (query: string) => rank(items, query).map(({ label }) => label);

test("the beginning of the label wins over a later word", () => {
  expect(labels("fea")).toEqual(["Features", "New feature"]);
});

test("other people's words find ours", () => {
  expect(labels("problem")).toEqual(["Needs"]);
  expect(labels("idea")).toEqual(["Features", "New feature"]);
  expect(labels("invite")).toEqual(["Members"]);
});

test("every typed word must be answered, accents do not matter, nothing typed is everything", () => {
  expect(labels("new fea")).toEqual(["New feature"]);
  expect(labels("cafe")).toEqual(["Café exports"]);
  expect(labels("zzz")).toEqual([]);
  expect(labels(" ")).toHaveLength(items.length);
});
