import { api } from "../../../api.tsx";
import { counted, dateOnly } from "../../../ui/format.ts";
import { groups } from "../../../ui/kinds.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import type { Recommendation } from "../answers.ts";
import type { Basis } from "../basis-rules.ts";
import type { RecommendationState } from "../rules.ts";

export const RECOMMENDATION_STATE_WORDS: Readonly<Record<RecommendationState, { word: string; shape: PipShape }>> = {
  open: { word: "Open", shape: "ring" },
  accepted: { word: "Accepted", shape: "check" },
  rejected: { word: "Rejected", shape: "cross" },
};

/** What a change of a recommendation touches, beside the record that it becomes. */
export const RECOMMENDATION_RENEWS = [rowsOf("recommendation"), api.recommendations.key(), api.records.key(), api.links.key()] as const;

/** "28 readings from 1 Oct to 28 Oct". */
export const basisWords = ({ readings, fromOn, toOn }: Basis): string =>
  `${counted(readings, "reading")} from ${dateOnly(fromOn)} to ${dateOnly(toOn)}`;

/** Whom it is asked of: a person, a group, or nobody in particular. */
export function askedWords(
  { askedGroup, askedOf }: Pick<Recommendation, "askedGroup" | "askedOf">,
  nameOf: (id: string) => string | undefined,
): string {
  if (askedOf !== null) return nameOf(askedOf) ?? "somebody who left";
  return askedGroup === null ? "nobody in particular" : groups[askedGroup].word;
}
