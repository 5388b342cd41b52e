/**
 * Thresholds and periods of readiness, in one place. They inform and gate nothing: a strategy may go on with gaps,
 * but everybody sees which.
 */
export const POLICY = {
  /** So many independent accounts make a pattern, and in a small customer base this share of it does. */
  accounts: { atMost: 5, share: 0.2 },
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

/**
 * So many accounts have to speak of something before it counts as more than an anecdote.
 * @param active accounts of the workspace
 */
export function accountsNeeded(active: number): number {
  return Math.max(1, Math.min(POLICY.accounts.atMost, Math.ceil(POLICY.accounts.share * active)));
}

/** Beyond this many accounts the number asked for does not grow. */
export const ACCOUNTS_THAT_MATTER = Math.ceil(POLICY.accounts.atMost / POLICY.accounts.share);
