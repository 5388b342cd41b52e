import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FEEDBACK_KINDS } from "../customers/rules.ts";
import { FEATURE_KINDS } from "../features/rules.ts";
import { accountsNeeded, POLICY } from "../workspace/policy-rules.ts";
import { freshness, isSeen } from "../workspace/standing-rules.ts";
import type { Evidence } from "./evidence.ts";
import { informed, type Subject, type Surroundings } from "./quality-informed.ts";

const around: Surroundings = { activeAccounts: 100, members: 8, policy: POLICY };
const feature: Subject = { kind: "feature", key: "F-1", featureKind: "improvement", coloured: true };

let made = 0;
const quote = (given: Partial<Omit<Evidence, "voices">> & { accountId?: string | null; ageDays?: number } = {}): Evidence => {
  const { accountId = `account ${made}`, ageDays = 3, ...rest } = given;
  return {
    id: `quote ${++made}`,
    kind: "message",
    authorId: "ann",
    userIds: ["bob"],
    confirmedDaysAgo: null,
    ...rest,
    voices: [{ accountId, ageDays }],
  };
};
const checkOf = (id: string, evidence: readonly Evidence[], subject = feature, where = around) => {
  const check = informed(subject, evidence, where).checks.find((one) => one.id === id);
  if (!check) throw new Error(`There is no check ${id}.`);
  return check;
};
const five = (given: Parameters<typeof quote>[0] = {}) => Array.from({ length: 5 }, () => quote(given));

describe("independent accounts", () => {
  test("five that spoke of it in the last 180 days are met, four are four fifths of it", () => {
    expect(checkOf("accounts", five())).toMatchObject({
      state: "met",
      progress: 1,
      reason: "5 accounts spoke of it in the last 180 days; 5 are asked.",
      action: null,
    });
    expect(checkOf("accounts", five().slice(1))).toMatchObject({
      state: "partly",
      progress: expect.closeTo(0.8, 9),
      reason: "4 of 5 accounts spoke of it in the last 180 days.",
    });
    expect(checkOf("accounts", [])).toMatchObject({
      state: "not-yet",
      progress: 0,
      reason: "No account of the last 180 days counts yet; 5 are asked.",
    });
  });

  test("an account counts once, however often it spoke", () => {
    const often = Array.from({ length: 9 }, () => quote({ accountId: "one" }));
    expect(checkOf("accounts", often)).toMatchObject({ progress: expect.closeTo(0.2, 9) });
    expect(checkOf("accounts", often).counted).toHaveLength(9);
  });

  test.each([
    [0, 1],
    [4, 1],
    [5, 1],
    [6, 2],
    [10, 2],
    [11, 3],
    [25, 5],
    [5000, 5],
  ])("of %i active accounts %i are asked: a fifth, at most five", (active, needed) => {
    expect(accountsNeeded(active, POLICY)).toBe(needed);
  });

  test("what a workspace set itself holds instead of the usual", () => {
    const policy = { ...POLICY, accountsAtMost: 2, kinds: 1, accountsWithinDays: 20, quoteFreshDays: 10 };
    const checks = (ageDays: number) =>
      ["accounts", "kinds"].map((id) => {
        const two = [quote({ accountId: "a", ageDays }), quote({ accountId: "b", ageDays })];
        const { state, progress } = checkOf(id, two, feature, { ...around, policy });
        return [id, state, progress];
      });
    expect(checks(10)).toEqual([
      ["accounts", "met", 1],
      ["kinds", "met", 1],
    ]);
    expect(checks(20)).toEqual([
      ["accounts", "partly", 0.5],
      ["kinds", "partly", 0.5],
    ]);
    expect(checks(21)[0]).toEqual(["accounts", "not-yet", 0]);
  });

  test("words older than 180 days do not count, and those older than 120 count less", () => {
    expect(checkOf("accounts", five({ ageDays: 181 }))).toMatchObject({ state: "not-yet", counted: [] });
    const aged = checkOf("accounts", five({ ageDays: 150 }));
    expect(aged).toMatchObject({ state: "partly", progress: expect.closeTo(2 ** -0.25, 9) });
    expect(aged.reason).toBe("5 accounts spoke of it in the last 180 days, but what is older than 120 days counts less: 4.2 of 5.");
  });

  test("what somebody confirmed is fresh again, but not younger than it is", () => {
    expect(checkOf("accounts", five({ ageDays: 150, confirmedDaysAgo: 1 }))).toMatchObject({ state: "met" });
    expect(checkOf("accounts", five({ ageDays: 200, confirmedDaysAgo: 1 }))).toMatchObject({ state: "not-yet" });
  });

  test("a duplicate that was merged brings its account along", () => {
    const cluster: Evidence = {
      ...quote(),
      voices: Array.from({ length: 5 }, (_, i) => ({ accountId: `merged ${i}`, ageDays: 2 })),
    };
    expect(checkOf("accounts", [cluster])).toMatchObject({ state: "met", counted: [cluster.id] });
  });

  test("quotes that nobody else looked at wait by name, and so do quotes of no account", () => {
    const alone = quote({ userIds: [] });
    expect(checkOf("accounts", [alone])).toMatchObject({
      state: "not-yet",
      reason: "No account of the last 180 days counts yet; 5 are asked.",
      nearly: { ids: [alone.id], reason: "1 quote waits for a second person to look." },
      action: { label: "Look at 1 quote", to: "/features/F-1", act: "confirm" },
    });
    const nameless = quote({ accountId: null });
    expect(checkOf("accounts", [nameless])).toMatchObject({
      nearly: { ids: [nameless.id], reason: "1 quote names no account." },
      action: { act: "match-accounts" },
    });
    expect(checkOf("accounts", [])).toMatchObject({ action: { label: "Find more quotes", to: "/feedback", act: "quote" } });
  });
});

describe("kinds of evidence", () => {
  test("two kinds are met, one is half", () => {
    expect(checkOf("kinds", [quote({ kind: "interview" }), quote({ kind: "message" })])).toMatchObject({
      state: "met",
      reason: "Interviews and messages: 2 kinds of evidence, 2 are asked.",
    });
    expect(checkOf("kinds", [quote({ kind: "interview" }), quote({ kind: "interview" })])).toMatchObject({
      state: "partly",
      progress: 0.5,
      reason: "Only interviews: 1 of 2 kinds of evidence.",
    });
  });

  test("one period past its date a quote counts half", () => {
    const half = { ageDays: 2 * POLICY.quoteFreshDays };
    expect(checkOf("kinds", [quote({ kind: "call", ...half })])).toMatchObject({ progress: expect.closeTo(0.25, 9) });
    expect(checkOf("kinds", [quote({ kind: "call", ...half }), quote({ kind: "survey" })])).toMatchObject({
      state: "partly",
      progress: expect.closeTo(0.75, 9),
    });
  });
});

describe("what kind of feature it is decides what is asked", () => {
  const idsOf = (featureKind: Subject["featureKind"]) =>
    informed({ ...feature, featureKind }, [], around).checks.map(({ id, state }) => `${id} ${state}`);
  test.each([
    [null, ["accounts not-yet", "kinds not-yet", "market not-applicable", "reach not-applicable", "contradictions not-applicable"]],
    [
      "improvement",
      ["accounts not-yet", "kinds not-yet", "market not-applicable", "reach not-applicable", "contradictions not-applicable"],
    ],
    [
      "experiment",
      [
        "accounts not-yet",
        "kinds not-yet",
        "prediction not-applicable",
        "market not-applicable",
        "reach not-applicable",
        "contradictions not-applicable",
      ],
    ],
    ["fix", ["tickets not-yet"]],
    ["debt", ["cost not-applicable"]],
    ["compliance", ["rule not-applicable"]],
  ] as const)("%s: %j", (kind, expected) => {
    expect(idsOf(kind)).toEqual(expected);
  });

  test("a fix stands on one ticket", () => {
    const fix: Subject = { ...feature, featureKind: "fix" };
    expect(checkOf("tickets", [quote()], fix)).toMatchObject({ state: "met", reason: "1 ticket tells of it." });
    expect(checkOf("tickets", [], fix)).toMatchObject({ state: "not-yet", group: "customer" });
  });

  test("a quality of which nothing is asked has no value", () => {
    expect(informed({ ...feature, featureKind: "debt" }, five(), around)).toMatchObject({ value: null, met: 0, applicable: 0 });
  });
});

test("in a workspace of one their own word counts, and it says so", () => {
  const alone = { ...around, members: 1 };
  const own = five({ userIds: [] });
  expect(checkOf("accounts", own, feature, alone)).toMatchObject({ state: "met" });
  expect(checkOf("accounts", own, feature, alone).reason).toContain("Your own word");
  expect(checkOf("accounts", own).state).toBe("not-yet");
});

// Laws of DESIGN §3, over any evidence.
const people = fc.constantFrom("ann", "bob", "cem");
const anEvidence = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...FEEDBACK_KINDS),
  authorId: fc.option(people),
  userIds: fc.array(people, { maxLength: 3 }),
  voices: fc.array(
    fc.record({
      accountId: fc.option(fc.constantFrom("a", "b", "c", "d", "e", "f")),
      ageDays: fc.integer({ min: 0, max: 400 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  confirmedDaysAgo: fc.option(fc.integer({ min: 0, max: 400 })),
});
const someEvidence = fc.uniqueArray(anEvidence, { selector: ({ id }) => id, maxLength: 12 });
const anySubject = fc.record({
  kind: fc.constant("feature" as const),
  key: fc.constant("F-1"),
  featureKind: fc.constantFrom(...FEATURE_KINDS),
  coloured: fc.boolean(),
});
const anywhere = fc.record({
  activeAccounts: fc.integer({ min: 0, max: 30 }),
  members: fc.integer({ min: 1, max: 4 }),
  policy: fc.constant(POLICY),
});
const told = ({ id, state, progress, reason, counted }: ReturnType<typeof checkOf>) => ({
  id,
  state,
  progress,
  reason,
  counted: counted.toSorted(),
});

test("a quality is full exactly when all its checks are met", () => {
  fc.assert(
    fc.property(anySubject, someEvidence, anywhere, (subject, evidence, where) => {
      const { value, met, applicable } = informed(subject, evidence, where);
      expect(value === 1).toBe(applicable > 0 && met === applicable);
    }),
  );
});

test("its value is the weakest check's, never an average", () => {
  fc.assert(
    fc.property(anySubject, someEvidence, anywhere, (subject, evidence, where) => {
      const { value, checks } = informed(subject, evidence, where);
      const asked = checks.filter(({ state }) => state !== "not-applicable");
      expect(value).toBe(asked.length === 0 ? null : Math.min(...asked.map(({ progress }) => progress)));
    }),
  );
});

test("removing one quote changes only the checks that counted it", () => {
  fc.assert(
    fc.property(anySubject, someEvidence, anywhere, fc.nat(), (subject, evidence, where, which) => {
      const removed = evidence[which % Math.max(evidence.length, 1)];
      if (!removed) return;
      const before = informed(subject, evidence, where).checks;
      const after = informed(
        subject,
        evidence.filter(({ id }) => id !== removed.id),
        where,
      ).checks;
      before.forEach((check, i) => {
        const other = after[i];
        if (other && !check.counted.includes(removed.id)) expect(told(other)).toEqual(told(check));
      });
    }),
  );
});

test("an author's own use adds nothing", () => {
  fc.assert(
    fc.property(anySubject, someEvidence, anywhere, (subject, evidence, where) => {
      const praised = evidence.map((one) => ({ ...one, userIds: one.authorId === null ? one.userIds : [...one.userIds, one.authorId] }));
      expect(informed(subject, praised, where)).toEqual(informed(subject, evidence, where));
      for (const one of praised) expect(isSeen(one, 2)).toBe(one.userIds.some((user) => user !== one.authorId));
    }),
  );
});

test("before its date a record counts fully, one period past it half, and never more again as time goes by", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 1, max: 400 }),
      (age, later, period) => {
        if (age <= period) expect(freshness(age, period)).toBe(1);
        expect(freshness(2 * period, period)).toBeCloseTo(0.5, 9);
        expect(freshness(age + later, period)).toBeLessThanOrEqual(freshness(age, period));
        expect(freshness(age + period, period)).toBeCloseTo(
          age >= period ? freshness(age, period) / 2 : freshness(age + period, period),
          9,
        );
      },
    ),
  );
});

test("the order in which evidence comes does not matter", () => {
  const shuffled = someEvidence.chain((evidence) =>
    fc.tuple(fc.constant(evidence), fc.shuffledSubarray(evidence, { minLength: evidence.length })),
  );
  fc.assert(
    fc.property(anySubject, shuffled, anywhere, (subject, [evidence, other], where) => {
      expect(informed(subject, other, where).checks.map(told)).toEqual(informed(subject, evidence, where).checks.map(told));
    }),
  );
});

test("more evidence never makes a check worse", () => {
  fc.assert(
    fc.property(anySubject, someEvidence, anEvidence, anywhere, (subject, evidence, one, where) => {
      const before = informed(subject, evidence, where).checks;
      for (const check of informed(subject, [...evidence, one], where).checks)
        expect(check.progress).toBeGreaterThanOrEqual((before.find(({ id }) => id === check.id)?.progress ?? 0) - 1e-9);
    }),
  );
});
