import type { FeedbackKind } from "../customers/rules.ts";
import type { FeatureKind } from "../features/rules.ts";
import { accountsNeeded, type Policy } from "../workspace/policy-rules.ts";
import { isSeen, type Standing } from "../workspace/standing-rules.ts";
import { capital, countOf, listOf, rounded, total, withOwnWord } from "./check-words.ts";
import { type Evidence, weightOf } from "./evidence.ts";
import { notApplicable, qualityOf, standingOf } from "./quality.ts";
import { contradictionCheck, costCheck, marketCheck, reachCheck, ruleCheck } from "./quality-market.ts";
import type { Action, Check, QualityResult } from "./rules.ts";

/** What is asked about: a need, or a feature of a kind. */
export type Subject = { kind: "need" | "feature"; key: string; featureKind: FeatureKind | null; coloured: boolean };
export type Surroundings = {
  /** Accounts of the workspace; above `accountsThatMatter` the number does not matter. */
  activeAccounts: number;
  /** People in the workspace. */
  members: number;
  /** What the workspace asks. */
  policy: Policy;
};

/** What stands beside the customers' own words; null where nobody records such things here, so that nothing is asked. */
export type InformedFacts = {
  /** What is known of the market about it or the needs that it serves; its age is that of its newest source. */
  findings: null | readonly (Standing & { key: string; stance: "supports" | "contradicts"; isAnswered: boolean; hasSource: boolean })[];
  /** Metrics that measure it, its needs or its objectives. */
  metrics: null | readonly { id: string; key: string; name: string; lastReadingDaysAgo: number | null; isFresh: boolean }[];
  /** Tech notes that tell what a debt costs us. */
  costs: null | readonly (Standing & { key: string; cost: string })[];
  /** Of the launch that brings it out; null while there is none. */
  tier: 1 | 2 | 3 | null;
};
export const NOTHING_BESIDE: InformedFacts = { findings: null, metrics: null, costs: null, tier: null };

/**
 * Is it grounded in what customers said and in what is known? Which checks apply follows from the feature's kind: a fix stands on tickets,
 * debt on what it costs us, compliance on the source of the rule, an experiment also on its prediction. Neither the order of the evidence
 * nor anything but what is given matters.
 */
export function informed(
  subject: Subject,
  evidence: readonly Evidence[],
  around: Surroundings,
  beside: InformedFacts = NOTHING_BESIDE,
): QualityResult {
  return qualityOf("informed", checksOf(subject, evidence, around, beside), subject.coloured);
}

function checksOf(subject: Subject, evidence: readonly Evidence[], around: Surroundings, beside: InformedFacts): Check[] {
  const words = () => [accountCheck(subject, evidence, around), kindCheck(subject, evidence, around, beside)];
  switch (subject.featureKind) {
    case "fix":
      return [ticketCheck(subject, evidence, around)];
    case "debt":
      return [costCheck(subject, beside, around)];
    case "compliance":
      return [ruleCheck(subject, beside, around)];
    case "experiment":
      return [...words(), prediction, marketCheck(subject, beside, around), reachCheck(subject, beside), contradictionCheck(beside)];
    default:
      return [...words(), marketCheck(subject, beside, around), reachCheck(subject, beside), contradictionCheck(beside)];
  }
}

const prediction = notApplicable({
  id: "prediction",
  name: "Prediction locked",
  group: "data",
  reason: "An experiment also stands on a locked prediction of a metric, asked once predictions can be locked here.",
});

/** Independent accounts that spoke of it lately, each counted once by its freshest words. */
function accountCheck(subject: Subject, evidence: readonly Evidence[], around: Surroundings): Check {
  const { members, activeAccounts, policy } = around;
  const needed = accountsNeeded(activeAccounts, policy);
  const weights = new Map<string, number>();
  const counted: string[] = [];
  const unseen: string[] = [];
  const nameless: string[] = [];
  for (const quote of evidence) {
    const seen = isSeen(quote, members);
    let [isRecent, hasAccount] = [false, false];
    for (const { accountId, ageDays } of quote.voices) {
      if (ageDays > policy.accountsWithinDays) continue;
      isRecent = true;
      if (accountId === null) continue;
      hasAccount = true;
      if (seen) weights.set(accountId, Math.max(weights.get(accountId) ?? 0, weightOf(quote, ageDays, policy)));
    }
    if (isRecent) (hasAccount ? (seen ? counted : unseen) : nameless).push(quote.id);
  }
  const sum = total(weights.values());
  const standing = standingOf(sum, needed);
  const isMet = standing.state === "met";
  const days = `in the last ${policy.accountsWithinDays} days`;
  const spoke = `${countOf(weights.size, "account")} spoke of it ${days}`;
  const reason = isMet
    ? `${spoke}; ${needed} ${needed === 1 ? "is" : "are"} asked.`
    : weights.size === 0
      ? `No account of the last ${policy.accountsWithinDays} days counts yet; ${needed} ${needed === 1 ? "is" : "are"} asked.`
      : weights.size >= needed
        ? `${spoke}, but ${agedWords(policy)}: ${rounded(sum)} of ${needed}.`
        : `${weights.size} of ${countOf(needed, "account")} spoke of it ${days}.`;
  return {
    id: "accounts",
    name: "Independent accounts",
    group: "customer",
    ...standing,
    reason: withOwnWord(reason, weights.size, members),
    action: isMet ? null : nextFor(subject, unseen, nameless),
    counted,
    ...nearlyOf(unseen, nameless),
  };
}

const kindWords: Readonly<Record<FeedbackKind, string>> = {
  message: "messages",
  call: "calls",
  interview: "interviews",
  survey: "surveys",
  review: "reviews",
};

/** Different kinds of evidence: what people say unasked, in a talk, in a survey. */
function kindCheck(subject: Subject, evidence: readonly Evidence[], around: Surroundings, { tier }: InformedFacts): Check {
  const { members, policy } = around;
  const needed = tier === 1 ? policy.kindsOfTier1 : policy.kinds;
  const weights = new Map<FeedbackKind, number>();
  const { seen, unseen } = seenAndNot(evidence, members);
  for (const quote of seen) weights.set(quote.kind, Math.max(weights.get(quote.kind) ?? 0, freshest(quote, policy)));
  const sum = total(weights.values());
  const standing = standingOf(sum, needed);
  const isMet = standing.state === "met";
  const names = [...weights.keys()].map((kind) => kindWords[kind]).toSorted();
  const reason = isMet
    ? `${capital(listOf(names))}: ${names.length} kinds of evidence, ${needed} are asked.`
    : names.length === 0
      ? `No evidence counts yet; ${needed} kinds are asked.`
      : names.length >= needed
        ? `${capital(listOf(names))}, but ${agedWords(policy)}: ${rounded(sum)} of ${needed}.`
        : `Only ${listOf(names)}: ${names.length} of ${needed} kinds of evidence.`;
  const helpful = unseen.filter(({ kind }) => !weights.has(kind)).map(({ id }) => id);
  return {
    id: "kinds",
    name: "Kinds of evidence",
    group: "product",
    ...standing,
    reason: withOwnWord(reason, names.length, members),
    action: isMet ? null : nextFor(subject, helpful, []),
    counted: seen.map(({ id }) => id),
    ...nearlyOf(helpful, []),
  };
}

/** A fix needs no pattern: somebody met the fault. */
function ticketCheck(subject: Subject, evidence: readonly Evidence[], around: Surroundings): Check {
  const { members, policy } = around;
  const { seen, unseen } = seenAndNot(evidence, members);
  const standing = standingOf(total(seen.map((quote) => freshest(quote, policy))), policy.tickets);
  const isMet = standing.state === "met";
  const reason = isMet
    ? `${countOf(seen.length, "ticket")} ${seen.length === 1 ? "tells" : "tell"} of it.`
    : seen.length === 0
      ? "No ticket tells of it yet; a fix stands on one."
      : `${countOf(seen.length, "ticket")} ${seen.length === 1 ? "tells" : "tell"} of it, but ${agedWords(policy)}.`;
  const waiting = unseen.map(({ id }) => id);
  return {
    id: "tickets",
    name: "Tickets",
    group: "customer",
    ...standing,
    reason: withOwnWord(reason, seen.length, members),
    action: isMet ? null : nextFor(subject, waiting, []),
    counted: seen.map(({ id }) => id),
    ...nearlyOf(waiting, []),
  };
}

const agedWords = ({ quoteFreshDays }: Policy) => `what is older than ${quoteFreshDays} days counts less`;
const freshest = (quote: Evidence, policy: Policy) => {
  let most = 0;
  for (const { ageDays } of quote.voices) most = Math.max(most, weightOf(quote, ageDays, policy));
  return most;
};

function seenAndNot(evidence: readonly Evidence[], members: number) {
  const [seen, unseen]: [Evidence[], Evidence[]] = [[], []];
  for (const quote of evidence) (isSeen(quote, members) ? seen : unseen).push(quote);
  return { seen, unseen };
}

function nearlyOf(unseen: readonly string[], nameless: readonly string[]): Pick<Check, "nearly"> {
  if (unseen.length > 0)
    return {
      nearly: {
        ids: [...unseen],
        reason: `${countOf(unseen.length, "quote")} ${unseen.length === 1 ? "waits" : "wait"} for a second person to look.`,
      },
    };
  if (nameless.length > 0)
    return {
      nearly: {
        ids: [...nameless],
        reason: `${countOf(nameless.length, "quote")} ${nameless.length === 1 ? "names" : "name"} no account.`,
      },
    };
  return {};
}

function nextFor({ kind, key }: Subject, unseen: readonly string[], nameless: readonly string[]): Action {
  const to = `/${kind}s/${key}`;
  if (unseen.length > 0) return { label: `Look at ${countOf(unseen.length, "quote")}`, to, act: "confirm" };
  if (nameless.length > 0) return { label: "Match feedback to accounts", to, act: "match-accounts" };
  return { label: "Find more quotes", to: "/feedback", act: "quote" };
}
