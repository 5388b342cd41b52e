import { type Access, GROUPS } from "../../platform/access.ts";
import { POLICY } from "../workspace/policy-rules.ts";

export const FEASIBILITY_STATES = ["asked", "given", "disputed"] as const;
export type FeasibilityState = (typeof FEASIBILITY_STATES)[number];
export const VERDICTS = ["feasible", "conditions", "infeasible", "unknown"] as const;
export type Verdict = (typeof VERDICTS)[number];

export const TECH_NOTE_KINDS = ["blocker", "constraint", "debt", "option", "possibility", "improvement"] as const;
export type TechNoteKind = (typeof TECH_NOTE_KINDS)[number];
/** Some notes say what stands in the way, the others what could be had. */
export const CHALLENGES: readonly TechNoteKind[] = ["blocker", "constraint", "debt"];
export const TECH_NOTE_ANSWERS = ["accepted", "planned", "rejected"] as const;
export type TechNoteAnswer = (typeof TECH_NOTE_ANSWERS)[number];
export const TECH_NOTE_STATES = ["open", ...TECH_NOTE_ANSWERS] as const;
export type TechNoteState = (typeof TECH_NOTE_STATES)[number];

export const WORK_STATES = ["todo", "doing", "done", "blocked"] as const;
export type WorkState = (typeof WORK_STATES)[number];

export const deliveryAccess = {
  ask: GROUPS,
  answer: ["engineering"],
  dispute: GROUPS,
  raise: GROUPS,
  edit: GROUPS,
  reply: ["product"],
  track: GROUPS,
} as const satisfies Access;

/** So many people or teams can say what their part takes. */
export const MOST_TEAMS = 20;

type Effort = { teamId: string | null; low: number; high: number };
type Answer = { verdict: Verdict; conditions?: string; efforts: readonly Effort[] };
export type AnswerIssue = { path: string; message: string };

/** What is wrong with an answer about feasibility, by field. */
export function answerIssues({ verdict, conditions = "", efforts }: Answer): AnswerIssue[] {
  const issues: AnswerIssue[] = [];
  if (verdict === "conditions" && conditions.trim() === "")
    issues.push({ path: "conditions", message: "Say under which conditions it is feasible." });
  if (verdict === "infeasible" && efforts.length > 0)
    issues.push({ path: "efforts", message: "What is infeasible takes no effort; leave the estimate out." });
  efforts.forEach(({ low, high }, place) => {
    if (high < low) issues.push({ path: `efforts.${place}.high`, message: "The high end lies below the low one." });
  });
  const teams = efforts.map(({ teamId }) => teamId);
  const twice = teams.findIndex((team, place) => teams.indexOf(team) !== place);
  if (twice >= 0) issues.push({ path: `efforts.${twice}.teamId`, message: "This team is there twice." });
  if (teams.length > 1 && teams.includes(null))
    issues.push({ path: `efforts.${teams.indexOf(null)}.teamId`, message: "Say whose part this is, as for the others." });
  return issues;
}

/** What the teams' ranges come to: the sum of their lows and of their highs; null without any. */
export function effortSum(efforts: readonly { low: number; high: number }[]): { low: number; high: number } | null {
  if (efforts.length === 0) return null;
  return { low: rounded(efforts.map(({ low }) => low)), high: rounded(efforts.map(({ high }) => high)) };
}
/** The same in whatever order it is added up. */
const rounded = (parts: readonly number[]) => Math.round(parts.reduce((sum, part) => sum + part, 0) * 1e6) / 1e6;

export type Freshness = "fresh" | "expired" | "scope-changed";
const DAY_MS = 86_400_000;

/** Whether an answer still stands: said or confirmed lately, and about the feature as it is. `heldAt` is when it last was known to hold. */
export function freshnessOf({ heldAt, scopeChangedAt }: { heldAt: string; scopeChangedAt: string | null }, now: string): Freshness {
  if (scopeChangedAt !== null && scopeChangedAt > heldAt) return "scope-changed";
  return Date.parse(now) > Date.parse(freshUntil(heldAt)) ? "expired" : "fresh";
}

/** The instant until which an answer counts fully. */
export const freshUntil = (heldAt: string): string => new Date(Date.parse(heldAt) + POLICY.feasibilityFreshDays * DAY_MS).toISOString();

/** Why a note cannot be answered so, or null. */
export function answerObjection(answer: TechNoteAnswer, reason: string | undefined): string | null {
  return answer === "rejected" && (reason ?? "").trim() === "" ? "Say why it is rejected." : null;
}

/** The address of a work item elsewhere; only what a browser opens without running anything. Null when it is none. */
export function workAddress(typed: string): string | null {
  const url = URL.parse(typed.trim());
  const isOpenable = url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "";
  return isOpenable && url.hostname !== "" ? url.href : null;
}

/** What a work item is called by its address: "acme/reports #12", "ABC-7 currency in cells", else host and the end of the path. */
export function titleOfAddress(address: string): string {
  const { hostname, pathname } = new URL(address);
  const parts = pathname
    .split("/")
    .filter((part) => part !== "")
    .map(decoded);
  const [owner, name] = parts;
  const numbered = /\/(?:issues|pull|merge_requests|work_items)\/(\d+)/.exec(pathname);
  if (numbered && owner && name) return `${owner}/${name} #${numbered[1]}`;
  const keyed = parts.findIndex((part) => /^[A-Z][A-Z0-9]*-\d+$/.test(part));
  if (keyed >= 0) return [parts[keyed], parts[keyed + 1]?.replaceAll("-", " ")].filter((part) => part !== undefined).join(" ");
  const last = parts.at(-1);
  return last === undefined ? hostname : `${hostname}: ${last}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
