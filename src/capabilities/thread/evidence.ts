import type { FeedbackKind } from "../customers/rules.ts";
import type { Policy } from "../workspace/policy-rules.ts";
import { freshness } from "../workspace/standing-rules.ts";

/** A quote as readiness looks at it. */
export type Evidence = {
  /** The quote's id. */
  id: string;
  kind: FeedbackKind;
  /** Who quoted it; null when a program did. */
  authorId: string | null;
  /** People who used it: quoted, commented on or worked on the same feedback, or linked or confirmed what it stands for. */
  userIds: readonly string[];
  /** Who said it and how long ago: the item itself, and each duplicate that was merged into it. */
  voices: readonly { accountId: string | null; ageDays: number }[];
  /** How long ago somebody last said that it still holds. */
  confirmedDaysAgo: number | null;
};

/** How much a voice counts now: by its age, or by the time since somebody said that it still holds. */
export function weightOf({ confirmedDaysAgo }: Pick<Evidence, "confirmedDaysAgo">, ageDays: number, { quoteFreshDays }: Policy): number {
  return freshness(confirmedDaysAgo === null ? ageDays : Math.min(ageDays, confirmedDaysAgo), quoteFreshDays);
}
