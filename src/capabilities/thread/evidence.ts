import type { FeedbackKind } from "../customers/rules.ts";
import { POLICY } from "./policy.ts";

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

/** How much something counts by its age: fully for a period, then half for every further one. In (0, 1]. */
export function freshness(ageDays: number, periodDays: number): number {
  return ageDays <= periodDays ? 1 : 2 ** (1 - ageDays / periodDays);
}

/** A quote counts once somebody other than its author used it. Where there is only one person, their own word has to do. */
export function isSeen({ authorId, userIds }: Pick<Evidence, "authorId" | "userIds">, members: number): boolean {
  return members <= 1 || userIds.some((userId) => userId !== authorId);
}

/** How much a voice counts now: by its age, or by the time since somebody said that it still holds. */
export function weightOf({ confirmedDaysAgo }: Pick<Evidence, "confirmedDaysAgo">, ageDays: number): number {
  return freshness(confirmedDaysAgo === null ? ageDays : Math.min(ageDays, confirmedDaysAgo), POLICY.quoteFreshDays);
}
