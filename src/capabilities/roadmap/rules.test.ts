import { expect, test } from "vitest";
import { axisOf, dayFrom, placeOf } from "./pages/timeline-axis.ts";
import { afterMove, barOf, conflictsOf, lanesOf, shiftsOf } from "./rules.ts";
import type { Roadmap, RoadmapFeature, RoadmapMilestone } from "./schema.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const milestone = (n: number, date: string | null, launches: RoadmapMilestone["launches"] = []): RoadmapMilestone => ({
  id: id(n),
  key: `M-${n}`,
  title: `Milestone ${n}`,
  version: 1,
  kind: "milestone",
  audience: "internal",
  state: "planned",
  date,
  launches,
});
const feature = (n: number, milestoneId: string | null, more: Partial<RoadmapFeature> = {}): RoadmapFeature => ({
  id: id(n),
  key: `F-${n}`,
  title: `Feature ${n}`,
  version: 1,
  state: "planned",
  milestoneId,
  parts: [],
  isGuess: false,
  objectives: [],
  segments: [],
  requires: [],
  ...more,
});
const roadmap = (given: Partial<Roadmap>): Roadmap => ({
  milestones: [],
  features: [],
  objectives: [],
  teams: [],
  segments: [],
  isCut: false,
  ...given,
});
const TODAY = "2026-12-01";
const SPRING = milestone(1, "2027-03-31", [{ id: id(90), key: "L-1", title: "Launch" }]);
const SUMMER = milestone(2, "2027-06-30");

test("a bar ends on its milestone's day and reaches back to where four in five are done in time; the likely end lies before", () => {
  // 4 to 9 weeks: the middle is 6 weeks, and eight in ten take 7.8 or less.
  expect(barOf([{ low: 4, high: 9 }], "2027-03-31")).toEqual({ startsOn: "2027-02-04", likelyOn: "2027-03-18", endsOn: "2027-03-31" });
  expect(barOf([{ low: 3, high: 3 }], "2027-03-31"), "a range without width has no tail").toEqual({
    startsOn: "2027-03-10",
    likelyOn: "2027-03-31",
    endsOn: "2027-03-31",
  });
  expect(
    barOf(
      [
        { low: 1, high: 1 },
        { low: 3, high: 3 },
      ],
      "2027-03-31",
    )?.startsOn,
    "teams work side by side",
  ).toBe("2027-03-10");
  expect(barOf([], "2027-03-31")).toBeNull();
  expect(barOf([{ low: 1e6, high: 1e6 }], "2027-03-31")?.startsOn).toMatch(/^2017/);
});

test("what should have begun, and what requires something later or without a date, does not fit", () => {
  const first = feature(1, SPRING.id, { parts: [{ teamId: null, low: 30, high: 30 }] });
  const second = feature(2, SPRING.id, { requires: [id(3), id(4), id(5)] });
  const map = roadmap({
    milestones: [SPRING, SUMMER],
    features: [first, second, feature(3, SUMMER.id), feature(4, null), feature(5, SUMMER.id, { state: "shipped" })],
  });
  expect(conflictsOf(map, first, TODAY)).toEqual(["It has not begun, and to be done by then it should have 90 days ago."]);
  expect(conflictsOf(map, { ...first, state: "building" }, TODAY)).toEqual([]);
  expect(conflictsOf(map, second, TODAY)).toEqual([
    "It requires F-3 Feature 3, which comes later.",
    "It requires F-4 Feature 4, which has no date.",
  ]);
});

test("moving a milestone shifts its launches and features; moving a feature shifts that one; each says what fits no more, and what does again", () => {
  const map = roadmap({
    milestones: [SPRING, SUMMER],
    features: [feature(1, SPRING.id), feature(2, SPRING.id, { requires: [id(1)] }), feature(3, SUMMER.id)],
  });
  const later = shiftsOf(map, { milestoneId: SPRING.id, date: "2027-04-07" }, TODAY);
  expect(later.moved.map(({ key, to }) => [key, to])).toEqual([
    ["M-1", "2027-04-07"],
    ["L-1", "2027-04-07"],
    ["F-1", "2027-04-07"],
    ["F-2", "2027-04-07"],
  ]);
  expect(later.conflicts).toEqual([]);
  const move = { featureId: id(1), milestoneId: SUMMER.id };
  expect(shiftsOf(map, move, TODAY)).toMatchObject({
    moved: [{ key: "F-1", from: "2027-03-31", to: "2027-06-30" }],
    conflicts: [{ key: "F-2", sentence: "It requires F-1 Feature 1, which comes later." }],
    solved: 0,
  });
  expect(shiftsOf(afterMove(map, move), { featureId: id(1), milestoneId: SPRING.id }, TODAY)).toMatchObject({ conflicts: [], solved: 1 });
});

test("a feature stands in each lane that it is for, and in the last one where it is for none", () => {
  const [one, two] = [
    { id: id(11), key: "O-1", title: "One" },
    { id: id(12), key: "O-2", title: "Two" },
  ];
  const map = roadmap({
    milestones: [SPRING],
    objectives: [one, two],
    features: [
      feature(1, SPRING.id, { objectives: [one.id, two.id] }),
      feature(2, SPRING.id),
      feature(3, SPRING.id, { objectives: [two.id] }),
    ],
  });
  expect(lanesOf(map, "objective").map(({ title, features }) => [title, features.map(({ key }) => key)])).toEqual([
    ["One", ["F-1"]],
    ["Two", ["F-1", "F-3"]],
    ["No objective", ["F-2"]],
  ]);
});

test.each([
  ["quarter", "2027-02-17", "2027-01-01", "2028-01-01", "2027 Q1"],
  ["month", "2027-02-17", "2027-02-01", "2027-07-01", "Feb 2027"],
  ["week", "2027-02-17", "2027-02-15", "2027-04-26", "15 Feb"],
] as const)("by %s the axis begins with the unit that holds the day", (zoom, from, startsOn, endsOn, label) => {
  const axis = axisOf(zoom, from);
  expect([axis.startsOn, axis.endsOn, axis.majors[0]?.label]).toEqual([startsOn, endsOn, label]);
  expect([placeOf(axis, startsOn), placeOf(axis, endsOn)]).toEqual([0, 100]);
});

test("a month of the address is its first day, and what is none is none", () => {
  expect([dayFrom("2027-01"), dayFrom("2027-01-09"), dayFrom("2027-13"), dayFrom("soon"), dayFrom(7)]).toEqual([
    "2027-01-01",
    "2027-01-09",
    null,
    null,
    null,
  ]);
});
