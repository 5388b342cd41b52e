import type { FeatureState } from "../features/rules.ts";
import { POLICY } from "../workspace/policy-rules.ts";
import { heldDaysAgo, isSeen, type Standing, weightOfRecord } from "../workspace/standing-rules.ts";
import { countOf, daysAgo, listOf, withOwnWord } from "./check-words.ts";
import { notApplicable, qualityOf, standingOf } from "./quality.ts";
import type { Action, Check, QualityResult } from "./rules.ts";

type Named = { id: string; key: string; title: string };

/** What engineering and others said of a feature, as its feasibility is judged. */
export type FeasibleFacts = {
  /** The newest answer. */
  answer:
    | (Standing & {
        key: string;
        verdict: "feasible" | "conditions" | "infeasible" | "unknown";
        conditions: string;
        isDisputed: boolean;
        /** What is to be built was changed after the answer. */
        isScopeChanged: boolean;
        /** How many teams, or the whole where none is named, have said what it takes. */
        efforts: number;
      })
    | null;
  /** Asked and not answered yet. */
  ask: { id: string; daysAgo: number } | null;
  /** Tech notes that say what stands in the way, without an answer. */
  blockers: readonly Named[];
  /** Features that this one requires, each with the day by which it is planned. */
  prerequisites: readonly (Named & { state: FeatureState; on: string | null })[];
  /** The day by which the feature itself is planned. */
  on: string | null;
};

type Subject = { key: string; coloured: boolean };
type Around = { members: number };

/** Can it work, with what it takes? */
export function feasible(subject: Subject, facts: FeasibleFacts, around: Around): QualityResult {
  return qualityOf(
    "feasible",
    [
      answerCheck(subject, facts, around),
      effortCheck(subject, facts, around),
      odds,
      blockerCheck(subject, facts),
      prerequisiteCheck(subject, facts),
    ],
    subject.coloured,
  );
}

const odds = notApplicable({
  id: "odds",
  name: "Odds of the date",
  group: "engineering",
  reason: "Asked once a team's history is connected; then the chance of being done by the date is computed from it.",
});

const VERDICTS = {
  feasible: "Feasible",
  conditions: "Feasible with conditions",
  infeasible: "Infeasible",
  unknown: "Nobody could say yet whether it is feasible",
} as const;

/** A live answer of engineering, newer than the last change of what is to be built. */
function answerCheck({ key }: Subject, { answer, ask }: FeasibleFacts, { members }: Around): Check {
  const check = { id: "answer", name: "Feasibility answered", group: "engineering" as const };
  const to = `/features/${key}`;
  if (!answer)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: ask ? `Waiting on engineering, asked ${daysAgo(ask.daysAgo)}.` : "Nobody has asked engineering yet.",
      action: ask
        ? { label: "Answer feasibility", to, act: "answer-feasibility" }
        : { label: "Ask engineering", to, act: "ask-feasibility" },
      counted: [],
    };
  const said = `${VERDICTS[answer.verdict]}${answer.verdict === "conditions" && answer.conditions ? `: ${answer.conditions}` : ""}`;
  const again = { label: "Ask engineering again", to, act: "ask-feasibility" as const };
  if (answer.verdict === "infeasible")
    return { ...check, state: "failed", progress: 0, reason: `${said} (${answer.key}).`, action: again, counted: [answer.id] };
  if (!isSeen(answer, members))
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: `${answer.key} says: ${said.toLowerCase()}.`,
      action: { label: "Look at the answer", to, act: "confirm" },
      counted: [],
      nearly: { ids: [answer.id], reason: `${answer.key} waits for a second person to look.` },
    };
  const doubt =
    answer.verdict === "unknown"
      ? `${said} (${answer.key}).`
      : answer.isDisputed
        ? `${said}, but ${answer.key} is disputed.`
        : answer.isScopeChanged
          ? `${said}, but what is to be built changed after ${answer.key}.`
          : null;
  if (doubt !== null) return { ...check, state: "partly", progress: 0.5, reason: doubt, action: again, counted: [answer.id] };
  const standing = standingOf(weightOfRecord(answer, members, POLICY.feasibilityFreshDays), 1);
  const aged = standing.state === "met" ? "" : `; older than ${POLICY.feasibilityFreshDays} days it counts less`;
  return {
    ...check,
    ...standing,
    reason: withOwnWord(`${said}, ${answer.key} ${daysAgo(heldDaysAgo(answer))}${aged}.`, 1, members),
    action: standing.state === "met" ? null : { label: "Say that it still holds", to, act: "confirm-feasibility" },
    counted: [answer.id],
  };
}

/** What it takes is said, by each team that answered. */
function effortCheck({ key }: Subject, { answer }: FeasibleFacts, { members }: Around): Check {
  const check = { id: "effort", name: "Effort given", group: "engineering" as const };
  const counts = answer !== null && answer.verdict !== "infeasible" && isSeen(answer, members) && answer.efforts > 0;
  if (answer && counts)
    return {
      ...check,
      state: "met",
      progress: 1,
      reason: `${answer.key} says what it takes${answer.efforts > 1 ? `, for ${answer.efforts} teams` : ""}.`,
      action: null,
      counted: [answer.id],
    };
  const action = { label: "Give the effort", to: `/features/${key}`, act: "answer-feasibility" as const };
  return { ...check, state: "not-yet", progress: 0, reason: "Nobody has said what it takes.", action, counted: [] };
}

/** Nothing stands in the way that nobody answered. */
function blockerCheck({ key }: Subject, { blockers }: FeasibleFacts): Check {
  const check = { id: "blockers", name: "No open blocker", group: "product" as const };
  const [first] = blockers;
  if (!first) return { ...check, state: "met", progress: 1, reason: "Nothing is known to block it.", action: null, counted: [] };
  return {
    ...check,
    state: "failed",
    progress: 0,
    reason: `${listOf(blockers.map((note) => `${note.key} ${note.title}`))} ${blockers.length === 1 ? "waits" : "wait"} for an answer.`,
    action: { label: `Answer ${first.key}`, to: blockers.length === 1 ? `/tech-notes/${first.key}` : `/features/${key}` },
    counted: blockers.map(({ id }) => id),
  };
}

/** States in which what is required is on its way or there. */
const ON_ITS_WAY: readonly FeatureState[] = ["planned", "building", "shipped", "measured"];
const IS_THERE: readonly FeatureState[] = ["shipped", "measured"];

/** What is not planned yet is planned in one key; what is planned too late is for people to move. */
const actionFor = ({ key, state }: { key: string; state: FeatureState }): Action =>
  ON_ITS_WAY.includes(state)
    ? { label: `See the date of ${key}`, to: `/features/${key}` }
    : { label: `Plan ${key}`, to: `/features/${key}`, act: "plan-prerequisite" };

/** What it requires is planned, and not later than the feature itself. */
function prerequisiteCheck(_: Subject, { prerequisites, on }: FeasibleFacts): Check {
  const check = { id: "prerequisites", name: "Prerequisites planned earlier", group: "product" as const };
  if (prerequisites.length === 0) return notApplicable({ ...check, reason: "It requires no other feature." });
  const ready = prerequisites.filter(
    (one) => IS_THERE.includes(one.state) || (ON_ITS_WAY.includes(one.state) && (on === null || one.on === null || one.on <= on)),
  );
  const [late] = prerequisites.filter((one) => !ready.includes(one));
  const { progress } = standingOf(ready.length, prerequisites.length);
  return {
    ...check,
    state: late ? "failed" : "met",
    progress,
    reason: late
      ? ON_ITS_WAY.includes(late.state)
        ? `${late.key} ${late.title} is planned for ${late.on}, after ${on}.`
        : `${late.key} ${late.title} is not planned yet.`
      : `${countOf(prerequisites.length, "prerequisite")} planned in time.`,
    action: late ? actionFor(late) : null,
    counted: ready.map(({ id }) => id),
  };
}
