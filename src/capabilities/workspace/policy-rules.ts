/**
 * Thresholds and periods of readiness, in one place. They inform and gate nothing: a strategy may go on with gaps,
 * but everybody sees which.
 */
export const POLICY = {
  /** So many independent accounts make a pattern, and in a small customer base this share of it does. */
  accountsAtMost: 5,
  accountsShare: 0.2,
  /** Accounts count that spoke of it within so many days. */
  accountsWithinDays: 180,
  /** Of the five kinds of evidence: message, call, interview, survey, review. */
  kinds: 2,
  /** Of a feature that the whole market is told of. */
  kindsOfTier1: 3,
  /** A fix stands on tickets. */
  tickets: 1,
  /** A quote counts fully for so many days after it was said or confirmed, then half for every further period. */
  quoteFreshDays: 120,
  /** What is known of the market holds for so many days after its date or its last confirmation. */
  marketFreshDays: 120,
  /** A metric is fresh for so many of its own intervals. */
  metricIntervals: 2,
  /** An answer about feasibility holds for so many days. */
  feasibilityFreshDays: 60,
  /** So many people of each segment try something before a study of it counts fully. */
  participants: 5,
  /** Problems of this severity, of 0 to 4, or worse keep people from getting done. */
  severeFrom: 3,
  /** This share of those who sell have read what they sell with. */
  sellersWhoRead: 0.7,
  /** The strategy is judged by so many features in play, the highest ranked ones. */
  strategyFeatures: 200,
  /** So many steps are proposed to do next. */
  nextSteps: 3,
} as const;
export type Policy = { readonly [Name in keyof typeof POLICY]: number };

/** What a workspace may set otherwise; the rest holds everywhere, since other pages tell of it too. */
export const POLICY_NAMES = [
  "accountsAtMost",
  "accountsShare",
  "accountsWithinDays",
  "kinds",
  "kindsOfTier1",
  "tickets",
  "quoteFreshDays",
  "participants",
  "sellersWhoRead",
] as const;
export type PolicyName = (typeof POLICY_NAMES)[number];

/** Within what bounds. */
export const POLICY_BOUNDS: Readonly<Record<PolicyName, { least: number; most: number; whole: boolean }>> = {
  accountsAtMost: { least: 1, most: 50, whole: true },
  accountsShare: { least: 0.01, most: 1, whole: false },
  accountsWithinDays: { least: 14, most: 730, whole: true },
  kinds: { least: 1, most: 5, whole: true },
  kindsOfTier1: { least: 1, most: 5, whole: true },
  tickets: { least: 1, most: 20, whole: true },
  quoteFreshDays: { least: 14, most: 730, whole: true },
  participants: { least: 1, most: 50, whole: true },
  sellersWhoRead: { least: 0.05, most: 1, whole: false },
};

/** What is wrong with a value, in a sentence; null when it can be set. */
export function policyIssue(name: PolicyName, value: number): string | null {
  const { least, most, whole } = POLICY_BOUNDS[name];
  if (whole && !Number.isInteger(value)) return "Give a whole number.";
  return value < least || value > most ? `Give a number from ${least} to ${most}.` : null;
}

/**
 * So many accounts have to speak of something before it counts as more than an anecdote.
 * @param active accounts of the workspace
 */
export function accountsNeeded(active: number, { accountsAtMost, accountsShare }: Policy): number {
  return Math.max(1, Math.min(accountsAtMost, Math.ceil(accountsShare * active)));
}

/** Beyond this many accounts the number asked for does not grow. */
export const accountsThatMatter = ({ accountsAtMost, accountsShare }: Policy): number => Math.ceil(accountsAtMost / accountsShare);
