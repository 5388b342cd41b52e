import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { POLICY } from "../workspace/policy-rules.ts";
import type { Standing } from "../workspace/standing-rules.ts";
import { type CommunicationFacts, communicated } from "./quality-communicated.ts";
import { type FeasibleFacts, feasible } from "./quality-feasible.ts";
import { type UserFacts, userCentric } from "./quality-user-centric.ts";
import type { QualityResult } from "./rules.ts";

const AROUND = { members: 6, policy: POLICY };
const subject = { key: "F-1", kind: "improvement" as const, coloured: true };
const seen = (id: string, ageDays = 1): Standing => ({ id, authorId: "ann", userIds: ["ben"], ageDays, confirmedDaysAgo: null });

type Answer = NonNullable<FeasibleFacts["answer"]>;
const answer = (change: Partial<Answer> = {}): Answer => ({
  ...seen("fs"),
  key: "FS-1",
  verdict: "feasible",
  conditions: "",
  isDisputed: false,
  isScopeChanged: false,
  efforts: 1,
  ...change,
});
const ready: FeasibleFacts = { answer: answer(), ask: null, blockers: [], prerequisites: [], on: "2027-03-01" };
const usable: UserFacts = {
  needs: [{ id: "n", key: "N-1", hasPersona: true }],
  designs: [{ ...seen("d"), key: "DS-1", title: "Design" }],
  studies: [{ ...seen("s"), key: "S-1", title: "Study", segment: null, participants: 5, isOlderThanDesign: false }],
  problems: [],
  review: { principles: 3, answered: 3, blockers: [] },
};
const known: CommunicationFacts = {
  launch: { id: "l", key: "L-1", tier: 1, hasPositioning: true, items: 4, overdue: 0 },
  segments: [{ id: "g", key: "SG-1", name: "Small", messageId: "m", isMessageStale: false }],
  assets: [{ ...seen("a"), key: "AS-1", isFresh: true, readers: 3, sellers: 4 }],
  asked: 0,
  told: 0,
};
const states = ({ checks }: QualityResult) =>
  Object.fromEntries(checks.filter(({ state }) => state !== "not-applicable").map(({ id, state, progress }) => [id, [state, progress]]));

test("with everything in place every segment of every arc is full", () => {
  for (const quality of [feasible(subject, ready, AROUND), userCentric(subject, usable, AROUND), communicated(subject, known, AROUND)]) {
    expect(quality.met, quality.quality).toBe(quality.applicable);
    expect(quality.applicable).toBeGreaterThan(2);
    expect(quality.value).toBe(1);
    for (const check of quality.checks) expect(check.action, check.id).toBeNull();
  }
});

test("with nothing in place nothing is met by guessing: each check says what to do, and none failed", () => {
  const nothing = [
    feasible(subject, { answer: null, ask: null, blockers: [], prerequisites: [], on: null }, AROUND),
    userCentric(
      subject,
      { needs: [], designs: [], studies: [], problems: [], review: { principles: 3, answered: 0, blockers: ["unanswered"] } },
      AROUND,
    ),
    communicated(subject, { launch: null, segments: [], assets: [], asked: 0, told: 0 }, AROUND),
  ];
  expect(nothing.map(states)).toEqual([
    { answer: ["not-yet", 0], effort: ["not-yet", 0], blockers: ["met", 1] },
    { persona: ["not-yet", 0], design: ["not-yet", 0], study: ["not-yet", 0], review: ["not-yet", 0] },
    { positioning: ["not-yet", 0], messages: ["not-yet", 0], checklist: ["not-yet", 0], assets: ["not-yet", 0] },
  ]);
  for (const { checks } of nothing) for (const check of checks) if (check.state === "not-yet") expect(check.action?.label).toBeTruthy();
});

describe("feasible", () => {
  const with_ = (change: Partial<Answer>) => states(feasible(subject, { ...ready, answer: answer(change) }, AROUND)).answer;
  test.each([
    ["infeasible is a failure, not a gap", { verdict: "infeasible" as const }, ["failed", 0]],
    ["that nobody could say is half an answer", { verdict: "unknown" as const }, ["partly", 0.5]],
    ["conditions do not take it back", { verdict: "conditions" as const, conditions: "after the ledger" }, ["met", 1]],
    ["a dispute leaves it in doubt", { isDisputed: true }, ["partly", 0.5]],
    ["what is to be built changed since", { isScopeChanged: true }, ["partly", 0.5]],
    ["an answer that only its author used does not count", { userIds: ["ann"] }, ["not-yet", 0]],
    ["on its last day it counts fully", { ageDays: POLICY.feasibilityFreshDays }, ["met", 1]],
    ["one period past it half", { ageDays: 2 * POLICY.feasibilityFreshDays }, ["partly", 0.5]],
    ["who says that it still holds makes it new", { ageDays: 400, confirmedDaysAgo: 3 }, ["met", 1]],
  ])("%s", (_, change, expected) => expect(with_(change)).toEqual(expected));

  test("an answer without an effort leaves that gap, an open blocker fails, an unplanned prerequisite fails with one key to mend it", () => {
    const quality = feasible(
      subject,
      {
        ...ready,
        answer: answer({ efforts: 0 }),
        blockers: [{ id: "t", key: "T-1", title: "No ledger" }],
        prerequisites: [
          { id: "p", key: "F-2", title: "Billing move", state: "evaluated", on: null },
          { id: "q", key: "F-3", title: "Ledger", state: "planned", on: "2027-02-01" },
        ],
      },
      AROUND,
    );
    expect(states(quality)).toMatchObject({ effort: ["not-yet", 0], blockers: ["failed", 0], prerequisites: ["failed", 0.5] });
    expect(quality.checks.find(({ id }) => id === "prerequisites")).toMatchObject({
      action: { act: "plan-prerequisite", to: "/features/F-2" },
      counted: ["q"],
    });
  });

  test("a prerequisite that is planned later than the feature fails, one that has shipped never does", () => {
    const required = (state: "planned" | "shipped", on: string) =>
      states(feasible(subject, { ...ready, prerequisites: [{ id: "p", key: "F-2", title: "Ledger", state, on }] }, AROUND)).prerequisites;
    expect(required("planned", "2027-06-01")).toEqual(["failed", 0]);
    expect(required("planned", "2027-03-01")).toEqual(["met", 1]);
    expect(required("shipped", "2027-06-01")).toEqual(["met", 1]);
  });
});

describe("user-centric", () => {
  const study = (change: object) =>
    states(userCentric(subject, { ...usable, studies: usable.studies.map((one) => ({ ...one, ...change })) }, AROUND)).study;
  test("two of five people are two fifths, and an earlier version of the design halves a study", () => {
    expect(study({ participants: 2 })).toEqual(["partly", 0.4]);
    expect(study({ isOlderThanDesign: true })).toEqual(["partly", 0.5]);
    expect(study({ userIds: ["ann"] })).toEqual(["not-yet", 0]);
  });

  test("the segment that was tested least decides", () => {
    const [first] = usable.studies;
    if (!first) throw new Error("There is one.");
    const studies = [
      { ...first, segment: "Small" },
      { ...first, id: "s2", key: "S-2", segment: "Mid-size", participants: 1 },
    ];
    expect(states(userCentric(subject, { ...usable, studies }, AROUND)).study).toEqual(["partly", 0.2]);
  });

  test("one open problem of severity 3 fails it, milder ones do not; a failed principle fails the review", () => {
    const problem = (severity: number) => ({ id: `p${severity}`, title: "The total is not found", severity, studyKey: "S-1" });
    expect(states(userCentric(subject, { ...usable, problems: [problem(2)] }, AROUND)).severity).toEqual(["met", 1]);
    const begun = usable.studies.map((one) => ({ ...one, participants: 0 }));
    expect(states(userCentric(subject, { ...usable, studies: begun }, AROUND)).severity, "nobody tried it").toBeUndefined();
    expect(states(userCentric(subject, { ...usable, problems: [problem(3)] }, AROUND)).severity).toEqual(["failed", 0]);
    const review = (answered: number, blockers: UserFacts["review"]["blockers"]) =>
      states(userCentric(subject, { ...usable, review: { principles: 4, answered, blockers } }, AROUND)).review;
    expect(review(4, ["failed"])).toEqual(["failed", 0]);
    expect(review(1, ["unanswered"])).toEqual(["partly", 0.25]);
    expect(
      states(userCentric(subject, { ...usable, review: { principles: 0, answered: 0, blockers: ["no-principles"] } }, AROUND)).review,
    ).toBeUndefined();
  });

  test("a fix and a debt are not asked for a study", () => {
    for (const kind of ["fix", "debt"] as const)
      expect(userCentric({ ...subject, kind }, usable, AROUND)).toMatchObject({ applicable: 0, value: null });
  });
});

describe("communicated", () => {
  test("a fix or a debt without a launch is asked for none, with one it is", () => {
    for (const kind of ["fix", "debt"] as const) {
      expect(communicated({ ...subject, kind }, { ...known, launch: null }, AROUND).applicable).toBe(0);
      expect(communicated({ ...subject, kind }, known, AROUND).applicable).toBeGreaterThan(2);
    }
  });

  test("a launch of tier 3 is asked for no positioning", () => {
    const launch = known.launch && { ...known.launch, tier: 3 as const };
    expect(communicated(subject, { ...known, launch }, AROUND).applicable).toBe(0);
  });

  test("a segment without a message, a stale message, an item that is late and sellers who did not read each take their share", () => {
    const two = [...known.segments, { id: "h", key: "SG-2", name: "Mid-size", messageId: null, isMessageStale: false }];
    expect(states(communicated(subject, { ...known, segments: two }, AROUND)).messages).toEqual(["partly", 0.5]);
    const stale = known.segments.map((one) => ({ ...one, isMessageStale: true }));
    expect(states(communicated(subject, { ...known, segments: stale }, AROUND)).messages).toEqual(["partly", 0.5]);
    const launch = known.launch && { ...known.launch, overdue: 1 };
    expect(states(communicated(subject, { ...known, launch }, AROUND)).checklist).toEqual(["failed", 0.75]);
    const assets = known.assets.map((one) => ({ ...one, readers: 1, sellers: 10 }));
    expect(states(communicated(subject, { ...known, assets }, AROUND)).assets?.[1]).toBeCloseTo(1 / 7, 12);
  });
});

test("the order of entry does not matter, and taking one record away changes only the checks that counted it", () => {
  const studies = fc.array(
    fc.record({ participants: fc.integer({ min: 0, max: 9 }), isOlderThanDesign: fc.boolean(), isSeen: fc.boolean() }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(studies, fc.nat(), (drawn, pick) => {
      const facts: UserFacts = {
        ...usable,
        studies: drawn.map(({ isSeen, ...study }, i) => ({
          ...seen(`s${i}`),
          userIds: isSeen ? ["ben"] : ["ann"],
          key: `S-${i}`,
          title: "Study",
          segment: `Segment ${i}`,
          ...study,
        })),
      };
      const whole = userCentric(subject, facts, AROUND);
      const turned = userCentric(subject, { ...facts, studies: facts.studies.toReversed() }, AROUND);
      expect(states(turned)).toEqual(states(whole));
      const gone = facts.studies[pick % facts.studies.length];
      const without = userCentric(subject, { ...facts, studies: facts.studies.filter((one) => one !== gone) }, AROUND);
      for (const check of whole.checks) {
        if (check.id === "severity" || check.counted.includes(gone?.id ?? "")) continue;
        const after = without.checks.find(({ id }) => id === check.id);
        expect([after?.state, after?.progress], check.id).toEqual([check.state, check.progress]);
      }
    }),
  );
});
