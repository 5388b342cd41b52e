import type { Access } from "../../platform/access.ts";

export const DEAL_STATES = ["open", "won", "lost"] as const;
export type DealState = (typeof DEAL_STATES)[number];

/** Deals are the daily work of those who sell; product reads them for its reasons. */
export const dealAccess = {
  create: ["customer", "marketing", "product"],
  edit: ["customer", "marketing", "product"],
  move: ["customer", "marketing", "product"],
  delete: ["customer", "marketing", "product"],
} as const satisfies Access;

/** What the word for a stage says of the outcome, where a file has no column for it: "Closed Lost" is lost. */
export function stateOfStage(stage: string): DealState {
  if (/\blost\b/i.test(stage)) return "lost";
  return /\bwon\b/i.test(stage) ? "won" : "open";
}
