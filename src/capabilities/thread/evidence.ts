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
  /** Who said it and when: the item itself, and each duplicate that was merged into it. */
  voices: readonly { accountId: string | null; saidAt: string }[];
  /** When somebody last said that it still holds. */
  confirmedAt: string | null;
};

const DAY_MS = 86_400_000;

/** How much something counts by its age: fully for a period, then half for every further one. In (0, 1]. */
export function freshness(since: string, now: string, days: number): number {
  const overdue = (Date.parse(now) - Date.parse(since)) / DAY_MS - days;
  return overdue <= 0 ? 1 : 2 ** (-overdue / days);
}

/** A quote counts once somebody other than its author used it. Where there is only one person, their own word has to do. */
export function isSeen({ authorId, userIds }: Pick<Evidence, "authorId" | "userIds">, members: number): boolean {
  return members <= 1 || userIds.some((userId) => userId !== authorId);
}

/** How much a voice counts now. */
export function weightOf({ confirmedAt }: Pick<Evidence, "confirmedAt">, saidAt: string, now: string): number {
  const since = confirmedAt !== null && confirmedAt > saidAt ? confirmedAt : saidAt;
  return freshness(since, now, POLICY.quoteFreshDays);
}

export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;
