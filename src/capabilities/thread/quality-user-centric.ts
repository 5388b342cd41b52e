import type { FeatureKind } from "../features/rules.ts";
import { POLICY, type Policy } from "../workspace/policy-rules.ts";
import { isSeen, type Standing } from "../workspace/standing-rules.ts";
import { countOf, listOf, withOwnWord } from "./check-words.ts";
import { notApplicable, qualityOf, standingOf } from "./quality.ts";
import { type Check, type QualityResult, WITHOUT_DESIGN } from "./rules.ts";

type Named = { id: string; key: string; title: string };

/** What is known of the people a feature is for, and of how they get on with it. */
export type UserFacts = {
  /** The needs that it serves. */
  needs: readonly { id: string; key: string; hasPersona: boolean }[];
  /** Designs that cover it. */
  designs: readonly (Standing & Named)[];
  /** The newest study of each segment tested; one for all where no segment is named. */
  studies: readonly (Standing & Named & { segment: string | null; participants: number; isOlderThanDesign: boolean })[];
  /** Usability problems that are open, with how severe they are. */
  problems: readonly { id: string; title: string; severity: number; studyKey: string }[];
  /** How its design stands up to the principles of the team. */
  review: { principles: number; answered: number; blockers: readonly ("no-principles" | "failed" | "unanswered")[] };
};

type Subject = { key: string; kind: FeatureKind; coloured: boolean };
type Around = { members: number; policy: Policy };

/** Can people use it? */
export function userCentric(subject: Subject, facts: UserFacts, around: Around): QualityResult {
  const checks = WITHOUT_DESIGN.includes(subject.kind)
    ? [
        notApplicable({
          id: "study",
          name: "Tried by people",
          group: "design",
          reason: `A ${subject.kind} is not asked for a design or a study.`,
        }),
      ]
    : [
        personaCheck(subject, facts),
        designCheck(subject, facts, around),
        studyCheck(subject, facts, around),
        severityCheck(subject, facts),
        reviewCheck(subject, facts),
      ];
  return qualityOf("user-centric", checks, subject.coloured);
}

function personaCheck({ key }: Subject, { needs }: UserFacts): Check {
  const check = { id: "persona", name: "Serves somebody", group: "product" as const };
  const named = needs.filter(({ hasPersona }) => hasPersona);
  const [nameless] = needs;
  if (named.length > 0)
    return {
      ...check,
      state: "met",
      progress: 1,
      reason: `${listOf(named.map((need) => need.key))} ${named.length === 1 ? "says" : "say"} whose need it is.`,
      action: null,
      counted: named.map(({ id }) => id),
    };
  if (nameless)
    return {
      ...check,
      state: "partly",
      progress: 0.5,
      reason: `Nobody has said whose need ${nameless.key} is.`,
      action: { label: "Choose a persona", to: `/needs/${nameless.key}` },
      counted: needs.map(({ id }) => id),
    };
  return {
    ...check,
    state: "not-yet",
    progress: 0,
    reason: "It serves no need yet.",
    action: { label: "Link a need", to: `/features/${key}`, act: "link-need" },
    counted: [],
  };
}

function designCheck({ key }: Subject, { designs }: UserFacts, { members }: Around): Check {
  const check = { id: "design", name: "Design covers it", group: "design" as const };
  const seen = designs.filter((design) => isSeen(design, members));
  if (seen.length > 0)
    return {
      ...check,
      state: "met",
      progress: 1,
      reason: withOwnWord(`${listOf(seen.map((design) => design.key))} ${seen.length === 1 ? "covers" : "cover"} it.`, 1, members),
      action: null,
      counted: seen.map(({ id }) => id),
    };
  const [unseen] = designs;
  if (unseen)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: `${unseen.key} covers it.`,
      action: { label: `Look at ${unseen.key}`, to: `/designs/${unseen.key}` },
      counted: [],
      nearly: {
        ids: designs.map(({ id }) => id),
        reason: `${countOf(designs.length, "design")} wait for a second person to look.`.replace("design wait", "design waits"),
      },
    };
  return {
    ...check,
    state: "not-yet",
    progress: 0,
    reason: "No design covers it yet.",
    action: { label: "Add a design", to: `/features/${key}`, act: "add-design" },
    counted: [],
  };
}

/** Enough people of each segment tried it, on the design as it is now. */
function studyCheck({ key }: Subject, { studies }: UserFacts, { members, policy }: Around): Check {
  const check = { id: "study", name: "Tried by people", group: "design" as const };
  const needed = policy.participants;
  const seen = studies.filter((study) => isSeen(study, members));
  const [unseen] = studies.filter((study) => !seen.includes(study));
  const nearly = unseen ? { nearly: { ids: [unseen.id], reason: `${unseen.key} waits for a second person to look.` } } : {};
  const [weakest] = seen
    .map((study) => ({ study, progress: Math.min(1, study.participants / needed) * (study.isOlderThanDesign ? 0.5 : 1) }))
    .toSorted((one, other) => one.progress - other.progress || one.study.id.localeCompare(other.study.id));
  if (!weakest)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: unseen ? `${unseen.key}: ${countOf(unseen.participants, "participant")}.` : "Nobody has tried it yet.",
      action: unseen
        ? { label: `Look at ${unseen.key}`, to: `/studies/${unseen.key}` }
        : { label: "Plan a study", to: `/features/${key}`, act: "plan-study" },
      counted: [],
      ...nearly,
    };
  const { study, progress } = weakest;
  const of = study.segment === null ? "" : ` of ${study.segment}`;
  const standing = standingOf(progress, 1);
  const reason = study.isOlderThanDesign
    ? `${study.key}: ${countOf(study.participants, "participant")}${of}, on an earlier version of the design.`
    : `${study.key}: ${study.participants} of ${needed} participants${of}.`;
  return {
    ...check,
    ...standing,
    reason: withOwnWord(
      standing.state === "met" ? `${study.key}: ${countOf(study.participants, "participant")}${of}.` : reason,
      1,
      members,
    ),
    action:
      standing.state === "met"
        ? null
        : { label: study.isOlderThanDesign ? "Test it again" : `Enter results of ${study.key}`, to: `/studies/${study.key}` },
    counted: seen.map(({ id }) => id),
    ...nearly,
  };
}

function severityCheck(_: Subject, { studies, problems }: UserFacts): Check {
  const check = { id: "severity", name: "No severe problem", group: "design" as const };
  if (problems.length === 0 && studies.every(({ participants }) => participants === 0))
    return notApplicable({ ...check, reason: "Asked once somebody has tried it." });
  const severe = problems.filter(({ severity }) => severity >= POLICY.severeFrom);
  const [first] = severe;
  if (!first)
    return {
      ...check,
      state: "met",
      progress: 1,
      reason: `No open problem of severity ${POLICY.severeFrom} or more.`,
      action: null,
      counted: [],
    };
  return {
    ...check,
    state: "failed",
    progress: 0,
    reason: `Severity ${first.severity}: ${first.title} (${first.studyKey})${severe.length > 1 ? `, and ${severe.length - 1} more` : ""}.`,
    action: { label: "See the problem", to: `/studies/${first.studyKey}` },
    counted: severe.map(({ id }) => id),
  };
}

function reviewCheck({ key }: Subject, { review: { principles, answered, blockers } }: UserFacts): Check {
  const check = { id: "review", name: "Design review", group: "design" as const };
  if (principles === 0) return notApplicable({ ...check, reason: "Asked once the team has written down its principles." });
  const action = { label: "Review the design", to: `/features/${key}`, act: "review-design" as const };
  const share = `${answered} of ${countOf(principles, "principle")} answered`;
  if (blockers.length === 0)
    return { ...check, state: "met", progress: 1, reason: `${countOf(principles, "principle")} passed.`, action: null, counted: [] };
  const progress = answered / principles;
  if (blockers.includes("failed"))
    return { ...check, state: "failed", progress: 0, reason: `${share}, and not all passed.`, action, counted: [] };
  const state = answered > 0 ? "partly" : "not-yet";
  return { ...check, state, progress, reason: answered > 0 ? `${share}.` : "The design was not reviewed yet.", action, counted: [] };
}
