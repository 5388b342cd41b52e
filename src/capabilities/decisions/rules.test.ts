import { expect, test } from "vitest";
import { isToLookAt, optionIssues, optionsIn, optionsText } from "./rules.ts";

test.each([
  ["The page", [{ name: "The page", line: "" }]],
  [
    "The page: a fifth of it\n\n The app – offline too ",
    [
      { name: "The page", line: "a fifth of it" },
      { name: "The app", line: "offline too" },
    ],
  ],
  ["Phone-friendly page: at 10:30", [{ name: "Phone-friendly page", line: "at 10:30" }]],
])("options are typed one a line: %j", (typed, options) => {
  expect(optionsIn(typed)).toEqual(options);
  expect(optionsIn(optionsText(options))).toEqual(options);
});

test("the same option in other letters is there twice, and what was chosen has to stay", () => {
  const options = [
    { name: "Go", line: "" },
    { name: " GO", line: "now" },
  ];
  expect(optionIssues(options, null)).toMatchObject([{ path: "options.1.name" }]);
  expect(optionIssues(options.slice(0, 1), "Go")).toEqual([]);
  expect(optionIssues(options.slice(1), "Go")).toMatchObject([{ path: "options" }]);
});

test("a decision is to be looked at again from its day on, unless it is open anyway", () => {
  const decided = { state: "decided", lookAgainOn: "2026-11-27" } as const;
  expect(isToLookAt(decided, "2026-11-26")).toBe(false);
  expect(isToLookAt(decided, "2026-11-27")).toBe(true);
  expect(isToLookAt({ ...decided, state: "reopened" }, "2026-12-27")).toBe(false);
  expect(isToLookAt({ ...decided, lookAgainOn: null }, "2026-12-27")).toBe(false);
});
