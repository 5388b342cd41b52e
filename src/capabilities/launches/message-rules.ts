import type { Access } from "../../platform/access.ts";

/** Stale is never written down: a live message is stale while what it promises or proves no longer holds. */
export const MESSAGE_STATES = ["draft", "live", "stale"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
export const MESSAGE_CHOICES = ["draft", "live"] as const;

export const messageAccess = { write: ["marketing", "customer", "product"] } as const satisfies Access;

/** Why a live message is stale, in sentences: what it promises was dropped, or what proves it changed. */
export function messageIssues(features: readonly { key: string; state: string }[], claims: readonly { stale: string | null }[]): string[] {
  const dropped = features.filter(({ state }) => state === "dropped").map(({ key }) => `${key} was dropped.`);
  return [...dropped, ...claims.flatMap(({ stale }) => stale ?? [])];
}
