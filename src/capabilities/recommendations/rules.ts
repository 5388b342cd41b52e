import { type Access, type Actor, GROUPS, type Group, may } from "../../platform/access.ts";

export const RECOMMENDATION_STATES = ["open", "accepted", "rejected"] as const;
export type RecommendationState = (typeof RECOMMENDATION_STATES)[number];
export const RECOMMENDATION_SORTS = ["waiting", "due", "newest"] as const;
/** What a recommendation can be carried into. */
export const NEW_RECORDS = ["feature", "decision"] as const;
/** What is there already and takes a recommendation up. */
export const TAKES_UP = ["feature", "objective", "need", "decision"] as const;

export const recommendationAccess = {
  recommend: GROUPS,
  edit: GROUPS,
  delete: GROUPS,
  answer: GROUPS,
} as const satisfies Access;

type Asked = { askedGroup: Group | null; askedOf: string | null };

/** Whether somebody may answer: whom it was asked of, and product; where nobody was named, anybody. */
export function mayAnswer(actor: Pick<Actor, "id" | "access" | "groups" | "kind" | "scope">, { askedGroup, askedOf }: Asked): boolean {
  if (!may(actor, recommendationAccess, "answer")) return false;
  if (actor.kind === "key" || (askedGroup === null && askedOf === null)) return true;
  return actor.id === askedOf || actor.groups.includes("product") || (askedGroup !== null && actor.groups.includes(askedGroup));
}

/** Why it cannot be answered, or opened again, as it stands; null when it can. */
export function moveObjection(from: RecommendationState, to: RecommendationState): string | null {
  if (to === "open") return from === "open" ? "It is open already." : null;
  return from === "open" ? null : `It is ${from} already; open it again first.`;
}
