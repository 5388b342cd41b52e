import { expect, test } from "vitest";
import {
  type NeedStanding,
  type NeedState,
  opportunityOf,
  personaDeletionBlocker,
  transitionBlockers,
  transitionReasons,
} from "./rules.ts";

const need = (state: NeedState, featureCount = 1, mergedIntoId: string | null = null): NeedStanding => ({
  state,
  featureCount,
  mergedIntoId,
});

test.each([
  [need("open"), "exploring", "free"],
  [need("exploring"), "open", "free"],
  [need("open"), "served", "free"],
  [need("open", 0), "served", "nothing-serves-it"],
  [need("open"), "parked", "parking"],
  [need("served"), "parked", "parking"],
  [need("parked"), "open", "free"],
  [need("parked", 0), "served", "nothing-serves-it"],
  [need("served"), "open", "coming-back"],
  [need("served"), "exploring", "coming-back"],
  [need("open"), "open", "already-there"],
  [need("open", 1, "another"), "parked", "is-merged"],
] as const)("a need %j moved to %s: %s", (standing, to, expected) => {
  expect(transitionBlockers(standing, to)[0] ?? transitionReasons(standing, to)[0] ?? "free").toBe(expected);
});

test.each([
  [8.6, 3.1, 14.1],
  [5, 5, 5],
  [4, 9, 4],
  [0, 0, 0],
  [10, 0, 20],
  [null, 3, null],
  [8, null, null],
])("a need of importance %s and satisfaction %s leaves an opportunity of %s", (importance, satisfaction, expected) => {
  const opportunity = opportunityOf({ importance, satisfaction });
  if (expected === null) expect(opportunity).toBeNull();
  else expect(opportunity).toBeCloseTo(expected, 10);
});

test("a persona goes only when no need names it, and the refusal says how many do", () => {
  expect(personaDeletionBlocker(0)).toBeNull();
  expect(personaDeletionBlocker(1)).toBe("One need names this persona; give it another first.");
  expect(personaDeletionBlocker(3)).toContain("3 needs");
});
