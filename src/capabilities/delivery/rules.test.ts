import { expect, test } from "vitest";
import { answerIssues, effortSum, freshnessOf, titleOfAddress, workAddress } from "./rules.ts";

const part = (low: number, high: number, teamId: string | null = null) => ({ teamId, low, high });

test.each([
  ["feasible without an estimate", { verdict: "feasible", efforts: [] }, []],
  ["conditions that are not named", { verdict: "conditions", conditions: "  ", efforts: [] }, ["conditions"]],
  ["infeasible with an estimate", { verdict: "infeasible", efforts: [part(1, 2)] }, ["efforts"]],
  ["a range that goes backwards", { verdict: "feasible", efforts: [part(3, 2)] }, ["efforts.0.high"]],
  ["a team that is there twice", { verdict: "feasible", efforts: [part(1, 2, "a"), part(1, 2, "a")] }, ["efforts.1.teamId"]],
  ["a part of nobody's beside a team's", { verdict: "feasible", efforts: [part(1, 2, "a"), part(1, 2)] }, ["efforts.1.teamId"]],
] as const)("an answer that is %s is judged field by field", (_, answer, paths) => {
  expect(answerIssues(answer).map(({ path }) => path)).toEqual(paths);
});

test("what teams take adds up to the same in every order", () => {
  const parts = [part(0.1, 1), part(0.2, 2), part(0.3, 3)];
  expect(effortSum(parts)).toEqual({ low: 0.6, high: 6 });
  expect(effortSum(parts.toReversed())).toEqual(effortSum(parts));
  expect(effortSum([])).toBeNull();
});

test("an answer is fresh for 60 days, and until the feature is another", () => {
  const heldAt = "2026-01-01T00:00:00.000Z";
  expect(freshnessOf({ heldAt, scopeChangedAt: null }, "2026-03-02T00:00:00.000Z")).toBe("fresh");
  expect(freshnessOf({ heldAt, scopeChangedAt: null }, "2026-03-02T00:00:00.001Z")).toBe("expired");
  expect(freshnessOf({ heldAt, scopeChangedAt: "2026-01-02T00:00:00.000Z" }, "2026-01-03T00:00:00.000Z")).toBe("scope-changed");
  expect(freshnessOf({ heldAt, scopeChangedAt: "2025-12-31T00:00:00.000Z" }, "2026-01-03T00:00:00.000Z")).toBe("fresh");
});

test.each([
  ["https://github.com/acme/reports/issues/12", "acme/reports #12"],
  ["https://gitlab.com/acme/reports/-/merge_requests/7#note_1", "acme/reports #7"],
  ["https://acme.atlassian.example/browse/ACME-7", "ACME-7"],
  ["https://linear.app/acme/issue/CORE-9/currency-in-every-cell", "CORE-9 currency in every cell"],
  ["https://tracker.example/cards/first%20steps", "tracker.example: first steps"],
  ["https://tracker.example/", "tracker.example"],
  ["https://tracker.example/%E0%A4%A", "tracker.example: %E0%A4%A"],
])("work at %s is called %s", (address, title) => {
  expect(titleOfAddress(workAddress(address) ?? "")).toBe(title);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
  "ftp://x.example",
  "//x.example",
  "ACME-7",
  "https://me:secret@x.example",
  "",
])("%s is no address of work", (typed) => expect(workAddress(typed)).toBeNull());
