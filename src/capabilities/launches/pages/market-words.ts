import { counted } from "../../../ui/format.ts";
import { moneyText } from "../../needs/pages/demand.ts";
import type { StateWords } from "../../workspace/pages/records-page.tsx";
import type { SegmentSize } from "../segment-answers.ts";
import type { SegmentState } from "../segment-rules.ts";

export const SEGMENT_STATE_WORDS: StateWords<SegmentState> = {
  draft: { word: "Draft", shape: "dotted" },
  live: { word: "Live", shape: "filled" },
  stale: { word: "Stale", shape: "half" },
};

/** "12 accounts worth $948k a year", with nothing said that is not known. */
export function sizeWords(size: SegmentSize, currency: string): string {
  const worth = moneyText(size, currency);
  return `${counted(size.accounts, "account")}${worth ? ` worth ${worth} a year` : ""}`;
}
