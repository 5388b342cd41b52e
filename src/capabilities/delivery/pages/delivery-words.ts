import { formatRange } from "../../../kernels/estimate.ts";
import { dateOnly } from "../../../ui/format.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import type { Feasibility } from "../feasibility-schema.ts";
import {
  effortSum,
  type FeasibilityState,
  freshnessOf,
  freshUntil,
  type TechNoteKind,
  type TechNoteState,
  type Verdict,
  type WorkState,
} from "../rules.ts";

export const VERDICT_WORDS: Readonly<Record<Verdict, { word: string; shape: PipShape }>> = {
  feasible: { word: "Feasible", shape: "check" },
  conditions: { word: "With conditions", shape: "half" },
  infeasible: { word: "Infeasible", shape: "cross" },
  unknown: { word: "Unknown yet", shape: "dotted" },
};

export const FEASIBILITY_STATE_WORDS: Readonly<Record<FeasibilityState, { word: string; shape: PipShape }>> = {
  asked: { word: "Asked", shape: "ring" },
  given: { word: "Given", shape: "check" },
  disputed: { word: "Disputed", shape: "half" },
};

export const NOTE_KIND_WORDS: Readonly<Record<TechNoteKind, { word: string; says: string }>> = {
  blocker: { word: "Blocker", says: "It cannot be built until this is solved" },
  constraint: { word: "Constraint", says: "What we build has to fit this" },
  debt: { word: "Debt", says: "It costs us as long as it is so" },
  option: { word: "Option", says: "Another way, often cheaper" },
  possibility: { word: "Possibility", says: "Something that has become possible" },
  improvement: { word: "Improvement", says: "Something that could be better" },
};

export const NOTE_STATE_WORDS: Readonly<Record<TechNoteState, { word: string; shape: PipShape }>> = {
  open: { word: "Open", shape: "ring" },
  accepted: { word: "Accepted", shape: "check" },
  planned: { word: "Planned", shape: "half" },
  rejected: { word: "Rejected", shape: "cross" },
};

export const WORK_STATE_WORDS: Readonly<Record<WorkState, { word: string; shape: PipShape }>> = {
  todo: { word: "To do", shape: "ring" },
  doing: { word: "Doing", shape: "half" },
  done: { word: "Done", shape: "check" },
  blocked: { word: "Blocked", shape: "cross" },
};

/** "4–8 weeks" of all teams together, or nothing. */
export function sumText(efforts: Feasibility["efforts"]): string {
  const sum = effortSum(efforts);
  return sum ? formatRange(sum, "effort") : "";
}

type Answered = Pick<Feasibility, "heldAt" | "scopeChangedAt">;

/** "fresh until 3 Jan", or why the answer has to be looked at again. */
export function freshText({ heldAt, scopeChangedAt }: Answered, now = new Date()): string {
  if (heldAt === null) return "";
  const freshness = freshnessOf({ heldAt, scopeChangedAt }, now.toISOString());
  if (freshness === "scope-changed") return "the feature changed since";
  return freshness === "expired" ? `expired on ${dateOnly(freshUntil(heldAt), now)}` : `fresh until ${dateOnly(freshUntil(heldAt), now)}`;
}
export const isStale = ({ heldAt, scopeChangedAt }: Answered, now = new Date()): boolean =>
  heldAt !== null && freshnessOf({ heldAt, scopeChangedAt }, now.toISOString()) !== "fresh";
