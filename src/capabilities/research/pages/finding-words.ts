import type { PipShape } from "../../../ui/marks.tsx";
import type { FindingAge, FindingKind, FindingState } from "../finding-rules.ts";

export const FINDING_KIND_WORDS: Readonly<Record<FindingKind, { word: string; many: string; asks: string }>> = {
  trend: { word: "Trend", many: "Trends", asks: "What changes out there, and for whom?" },
  competition: { word: "Competition", many: "Competition", asks: "What do rivals do, and how does it go for them?" },
  sizing: { word: "Sizing", many: "Sizing", asks: "How many are there, and what is it worth?" },
};
export const FINDING_STATE_WORDS: Readonly<Record<FindingState, { word: string; shape: PipShape }>> = {
  draft: { word: "Draft", shape: "ring" },
  checked: { word: "Checked", shape: "check" },
  withdrawn: { word: "Withdrawn", shape: "cross" },
};
export const AGE_WORDS: Readonly<Record<FindingAge, string>> = { fresh: "Fresh", soon: "Stale within two weeks", stale: "Stale" };
export const STRENGTH_WORDS: Readonly<Record<number, string>> = { 1: "A hint", 2: "One good source", 3: "Measured, or several sources" };

/** Whose page an address is on: "paperfort.example". */
export const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host.replace(/^www\./, "") : address);
