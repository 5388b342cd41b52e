import { describe, expect, test } from "vitest";
import { may } from "../../platform/access.ts";
import { boundIssues, FEATURE_STATES, type FeatureState, featureAccess, transitionBlockers, transitionReasons } from "./rules.ts";

describe("a feature's way from idea to measured", () => {
  const cases: [FeatureState, FeatureState, string][] = [
    ["idea", "evaluated", "free"],
    ["evaluated", "planned", "free"],
    ["planned", "building", "free"],
    ["building", "shipped", "free"],
    ["shipped", "measured", "free"],
    ["idea", "planned", "skipping"],
    ["idea", "shipped", "skipping"],
    ["evaluated", "building", "skipping"],
    ["building", "planned", "going-back"],
    ["planned", "idea", "going-back"],
    ["measured", "building", "going-back"],
    ["measured", "shipped", "going-back"],
    ["idea", "dropped", "dropping"],
    ["building", "dropped", "dropping"],
    ["measured", "dropped", "dropping"],
    ["dropped", "idea", "coming-back"],
    ["dropped", "planned", "coming-back"],
    ["building", "building", "already-there"],
    ["dropped", "dropped", "already-there"],
    ["building", "measured", "not-shipped"],
    ["idea", "measured", "not-shipped"],
    ["dropped", "measured", "not-shipped"],
  ];
  test.each(cases)("from %s to %s: %s", (from, to, expected) => {
    const [blocker] = transitionBlockers(from, to);
    const [reason] = transitionReasons(from, to);
    expect(blocker ?? reason ?? "free").toBe(expected);
  });

  test("every state but one's own can be reached with at most a reason, but only what was shipped is measured", () => {
    for (const from of FEATURE_STATES)
      for (const to of FEATURE_STATES) {
        const blocked = transitionBlockers(from, to).length > 0;
        expect(blocked, `${from} to ${to}`).toBe(from === to || (to === "measured" && from !== "shipped"));
      }
  });
});

describe("who may move a feature where", () => {
  const actor = (groups: Parameters<typeof may>[0]["groups"], access: "member" | "guest" = "member") =>
    ({ kind: "member", scope: "write", access, groups }) as const;
  const cases: [FeatureState, string[]][] = [
    ["idea", ["product", "engineering", "design", "data", "customer", "marketing"]],
    ["evaluated", ["product", "engineering", "design", "data", "customer", "marketing"]],
    ["planned", ["product"]],
    ["building", ["product", "engineering"]],
    ["shipped", ["product", "engineering"]],
    ["measured", ["product", "engineering", "design", "data", "customer", "marketing"]],
    ["dropped", ["product", "engineering", "design", "data", "customer", "marketing"]],
  ];
  test.each(cases)("to %s: %s", (state, groups) => {
    for (const group of ["product", "engineering", "design", "data", "customer", "marketing"] as const)
      expect(may(actor([group]), featureAccess, state), group).toBe(groups.includes(group));
    expect(may(actor(["product"], "guest"), featureAccess, state)).toBe(false);
  });
});

describe("ranges of value and effort", () => {
  const none = { valueLow: null, valueHigh: null, effortLow: null, effortHigh: null };
  test.each([
    [none, []],
    [{ ...none, effortLow: 3, effortHigh: 6 }, []],
    [{ ...none, effortLow: 3, effortHigh: 3 }, []],
    [{ ...none, effortLow: 3 }, ["effortHigh"]],
    [{ ...none, valueHigh: 3 }, ["valueLow"]],
    [{ ...none, valueLow: 5, valueHigh: 3, effortHigh: 2 }, ["valueHigh", "effortLow"]],
  ])("%j is wrong at %j", (bounds, paths) => {
    expect(boundIssues(bounds).map(({ path }) => path)).toEqual(paths);
  });
});
