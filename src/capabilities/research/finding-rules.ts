import { type Access, GROUPS } from "../../platform/access.ts";
import { POLICY } from "../workspace/policy-rules.ts";

/** What the market does, what rivals do, and how much there is of it. */
export const FINDING_KINDS = ["trend", "competition", "sizing"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];
export const FINDING_STATES = ["draft", "checked", "withdrawn"] as const;
export type FindingState = (typeof FINDING_STATES)[number];
/** 1 a hint, 2 told by one good source, 3 measured or told by several. */
export const STRENGTHS = [1, 2, 3] as const;

export const findingAccess = {
  create: GROUPS,
  edit: GROUPS,
  move: GROUPS,
  answer: GROUPS,
  delete: GROUPS,
} as const satisfies Access;

export type FindingBlocker = "already-there" | "no-source";
/** Why a finding cannot move, in a sentence. */
export const findingBlockerSentences: Readonly<Record<FindingBlocker, string>> = {
  "already-there": "It is in this state already.",
  "no-source": "Give it a source first: what has none cannot be checked.",
};

/** What stands against moving a finding to a state. */
export function findingBlockers(finding: { state: FindingState; sources: readonly unknown[] }, to: FindingState): FindingBlocker[] {
  const blockers: FindingBlocker[] = [];
  if (finding.state === to) blockers.push("already-there");
  if (to === "checked" && finding.sources.length === 0) blockers.push("no-source");
  return blockers;
}

const DAY_MS = 86_400_000;
/** Until when a finding that was last known to hold then is fresh. */
export const findingFreshUntil = (heldAt: string): string => new Date(Date.parse(heldAt) + POLICY.marketFreshDays * DAY_MS).toISOString();

/** Its owner hears so many days before it goes stale, and the wall says so. */
const SOON_DAYS = 14;
export type FindingAge = "fresh" | "soon" | "stale";
export function findingAge({ freshUntil }: { freshUntil: string }, now: number): FindingAge {
  const left = Date.parse(freshUntil) - now;
  return left < 0 ? "stale" : left < SOON_DAYS * DAY_MS ? "soon" : "fresh";
}

const ADDRESS = /https?:\/\/[^\s<>"]+/i;
/** A line as people write it down in passing: what was found, and the address it stands at. */
export function readCapture(line: string): { statement: string; address: string | null } {
  const found = ADDRESS.exec(line)?.[0].replace(/[).,;]+$/, "") ?? null;
  const statement = (found ? line.replace(found, " ") : line)
    .replace(/\(\s*\)/g, " ")
    .replace(/\s+([.,;:]|$)/g, "$1")
    .replace(/\s+/g, " ")
    .replace(/^[\s,;:–—-]+|[\s,;:–—-]+$/g, "");
  return { statement, address: found };
}
