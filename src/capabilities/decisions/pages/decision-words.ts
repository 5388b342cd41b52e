import { api } from "../../../api.tsx";
import { dateOnly } from "../../../ui/format.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import type { Decision } from "../answers.ts";
import { type DecisionState, isToLookAt } from "../rules.ts";

export const DECISION_STATE_WORDS: Readonly<Record<DecisionState, { word: string; shape: PipShape }>> = {
  open: { word: "Open", shape: "ring" },
  decided: { word: "Decided", shape: "check" },
  reopened: { word: "Reopened", shape: "half" },
};

/** What a change of a decision touches. */
export const DECISION_RENEWS = [rowsOf("decision"), api.decisions.key(), api.records.key(), api.links.key()] as const;

/** "Look again on 31 Jan", or that the day has come; nothing without one. */
export function lookAgainWords(decision: Pick<Decision, "state" | "lookAgainOn">, today: string): string {
  if (decision.lookAgainOn === null) return "";
  return isToLookAt(decision, today)
    ? `look again: since ${dateOnly(decision.lookAgainOn)}`
    : `look again on ${dateOnly(decision.lookAgainOn)}`;
}
