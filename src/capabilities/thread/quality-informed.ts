import type { FeedbackKind } from "../customers/rules.ts";
import type { FeatureKind } from "../features/rules.ts";
import { accountsNeeded, POLICY } from "../workspace/policy-rules.ts";
import { isSeen } from "../workspace/standing-rules.ts";
import { type Evidence, weightOf } from "./evidence.ts";
import { notApplicable, qualityOf, standingOf } from "./quality.ts";
import type { Action, Check, QualityResult } from "./rules.ts";

/** What is asked about: a need, or a feature of a kind. */
export type Subject = { kind: "need" | "feature"; key: string; featureKind: FeatureKind | null; coloured: boolean };
export type Surroundings = {
  /** Accounts of the workspace; above 25 the number does not matter. */
  activeAccounts: number;
  /** People in the workspace. */
  members: number;
};

/**
 * Is it grounded in what customers said? Which checks apply follows from the feature's kind: a fix stands on tickets, debt on what it
 * costs us, compliance on the source of the rule, an experiment also on its prediction. Neither the order of the evidence nor anything
 * but what is given matters.
 */
export function informed(subject: Subject, evidence: readonly Evidence[], around: Surroundings): QualityResult {
  return qualityOf("informed", checksOf(subject, evidence, around), subject.coloured);
}

function checksOf(subject: Subject, evidence: readonly Evidence[], around: Surroundings): Check[] {
  switch (subject.featureKind) {
    case "fix":
      return [ticketCheck(subject, evidence, around)];
    case "debt":
      return [costNote];
    case "compliance":
      return [ruleSource];
    case "experiment":
      return [accountCheck(subject, evidence, around), kindCheck(subject, evidence, around), prediction, ...unconnected];
    default:
      return [accountCheck(subject, evidence, around), kindCheck(subject, evidence, around), ...unconnected];
  }
}

const unconnected = [
  notApplicable({
    id: "market",
    name: "Market and competition",
    group: "product",
    reason: "Asked once findings about the market and rivals are recorded; this workspace has none.",
  }),
  notApplicable({
    id: "reach",
    name: "Reach measured",
    group: "data",
    reason: "Asked once a metric with readings is connected; this workspace has none.",
  }),
  notApplicable({
    id: "contradictions",
    name: "Contradictions answered",
    group: "product",
    reason: "Asked once evidence that contradicts it is recorded; this workspace has none.",
  }),
];
const costNote = notApplicable({
  id: "cost",
  name: "What it costs us",
  group: "engineering",
  reason: "Debt stands on a tech note with what it costs us; this workspace has none.",
});
const ruleSource = notApplicable({
  id: "rule",
  name: "Source of the rule",
  group: "product",
  reason: "Compliance stands on a finding with the source of the rule; this workspace has none.",
});
const prediction = notApplicable({
  id: "prediction",
  name: "Prediction locked",
  group: "data",
  reason: "An experiment also stands on a locked prediction of a metric; this workspace has none.",
});

/** Independent accounts that spoke of it lately, each counted once by its freshest words. */
function accountCheck(subject: Subject, evidence: readonly Evidence[], around: Surroundings): Check {
  const { members, activeAccounts } = around;
  const needed = accountsNeeded(activeAccounts);
  const weights = new Map<string, number>();
  const counted: string[] = [];
  const unseen: string[] = [];
  const nameless: string[] = [];
  for (const quote of evidence) {
    const seen = isSeen(quote, members);
    let [isRecent, hasAccount] = [false, false];
    for (const { accountId, ageDays } of quote.voices) {
      if (ageDays > POLICY.accountsWithinDays) continue;
      isRecent = true;
      if (accountId === null) continue;
      hasAccount = true;
      if (seen) weights.set(accountId, Math.max(weights.get(accountId) ?? 0, weightOf(quote, ageDays)));
    }
    if (isRecent) (hasAccount ? (seen ? counted : unseen) : nameless).push(quote.id);
  }
  const sum = total(weights.values());
  const standing = standingOf(sum, needed);
  const isMet = standing.state === "met";
  const days = `in the last ${POLICY.accountsWithinDays} days`;
  const spoke = `${countOf(weights.size, "account")} spoke of it ${days}`;
  const reason = isMet
    ? `${spoke}; ${needed} ${needed === 1 ? "is" : "are"} asked.`
    : weights.size === 0
      ? `No account of the last ${POLICY.accountsWithinDays} days counts yet; ${needed} ${needed === 1 ? "is" : "are"} asked.`
      : weights.size >= needed
        ? `${spoke}, but ${AGED}: ${rounded(sum)} of ${needed}.`
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
function kindCheck(subject: Subject, evidence: readonly Evidence[], around: Surroundings): Check {
  const { members } = around;
  const weights = new Map<FeedbackKind, number>();
  const { seen, unseen } = seenAndNot(evidence, members);
  for (const quote of seen) weights.set(quote.kind, Math.max(weights.get(quote.kind) ?? 0, freshest(quote)));
  const sum = total(weights.values());
  const standing = standingOf(sum, POLICY.kinds);
  const isMet = standing.state === "met";
  const names = [...weights.keys()].map((kind) => kindWords[kind]).toSorted();
  const reason = isMet
    ? `${capital(listOf(names))}: ${names.length} kinds of evidence, ${POLICY.kinds} are asked.`
    : names.length === 0
      ? `No evidence counts yet; ${POLICY.kinds} kinds are asked.`
      : names.length >= POLICY.kinds
        ? `${capital(listOf(names))}, but ${AGED}: ${rounded(sum)} of ${POLICY.kinds}.`
        : `Only ${listOf(names)}: ${names.length} of ${POLICY.kinds} kinds of evidence.`;
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
  const { members } = around;
  const { seen, unseen } = seenAndNot(evidence, members);
  const standing = standingOf(total(seen.map((quote) => freshest(quote))), POLICY.tickets);
  const isMet = standing.state === "met";
  const reason = isMet
    ? `${countOf(seen.length, "ticket")} ${seen.length === 1 ? "tells" : "tell"} of it.`
    : seen.length === 0
      ? "No ticket tells of it yet; a fix stands on one."
      : `${countOf(seen.length, "ticket")} ${seen.length === 1 ? "tells" : "tell"} of it, but ${AGED}.`;
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

const AGED = `what is older than ${POLICY.quoteFreshDays} days counts less`;
const total = (values: Iterable<number>) => [...values].toSorted((one, other) => other - one).reduce((sum, value) => sum + value, 0);
const freshest = (quote: Evidence) => {
  let most = 0;
  for (const { ageDays } of quote.voices) most = Math.max(most, weightOf(quote, ageDays));
  return most;
};
const rounded = (sum: number) => (Math.floor(sum * 10) / 10).toFixed(1);
const countOf = (count: number, word: string) => `${count} ${count === 1 ? word : `${word}s`}`;
const listOf = (words: readonly string[]) => words.join(", ").replace(/, ([^,]*)$/, " and $1");
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const withOwnWord = (reason: string, counts: number, members: number) =>
  members <= 1 && counts > 0 ? `${reason} Your own word: nobody else is here to look.` : reason;

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
