/** A record as readiness looks at it: who made it, who else used it, and how old it is. */
export type Standing = {
  id: string;
  /** Null when a program made it. */
  authorId: string | null;
  /** Who linked it, commented on it or said that it still holds; its author may be among them. */
  userIds: readonly string[];
  /** Days since what it says was said. */
  ageDays: number;
  /** How long ago somebody last said that it still holds. */
  confirmedDaysAgo: number | null;
};

/** How much something counts by its age: fully for a period, then half for every further one. In (0, 1]. */
export function freshness(ageDays: number, periodDays: number): number {
  return ageDays <= periodDays ? 1 : 2 ** (1 - ageDays / periodDays);
}

/** A record counts once somebody other than its author used it. Where there is only one person, their own word has to do. */
export function isSeen({ authorId, userIds }: Pick<Standing, "authorId" | "userIds">, members: number): boolean {
  return members <= 1 || userIds.some((userId) => userId !== authorId);
}

/** Days since it was last known to hold: since it was said, or since somebody confirmed it. */
export function heldDaysAgo({ ageDays, confirmedDaysAgo }: Pick<Standing, "ageDays" | "confirmedDaysAgo">): number {
  return confirmedDaysAgo === null ? ageDays : Math.min(ageDays, confirmedDaysAgo);
}

/** How much a record counts now, in [0, 1]: nothing until a second person used it, then by its age. */
export function weightOfRecord(standing: Standing, members: number, periodDays: number): number {
  return isSeen(standing, members) ? freshness(heldDaysAgo(standing), periodDays) : 0;
}
