import type { PipShape } from "../../../ui/marks.tsx";
import type { NeedSort, NeedState } from "../rules.ts";

/** What a state is called where the workspace gave it no name of its own, and its shape. */
export const NEED_STATE_WORDS: Readonly<Record<NeedState, { word: string; shape: PipShape }>> = {
  open: { word: "Open", shape: "ring" },
  exploring: { word: "Exploring", shape: "half" },
  served: { word: "Served", shape: "check" },
  parked: { word: "Parked", shape: "dotted" },
};

/** The orders of the list, as its switch and its menu call them. */
export const NEED_SORT_WORDS: Readonly<Record<NeedSort, string>> = {
  quotes: "Noise",
  money: "Money",
  opportunity: "Opportunity",
  accounts: "Accounts",
  importance: "Importance of those who asked",
  updated: "Last changed",
};

/** A value of 0 to 10 as it is read: 8.6, 7.0. */
export const rating = (value: number) => value.toFixed(1);

/** Reads a typed value of 0 to 10; nothing typed is none. Answers why it cannot be read otherwise. */
export function ratingOf(typed: string): { value: number | null } | { objection: string } {
  if (typed === "") return { value: null };
  const value = Number(typed.replace(",", "."));
  return Number.isFinite(value) && value >= 0 && value <= 10
    ? { value: Math.round(value * 10) / 10 }
    : { objection: "Write a number from 0 to 10, or nothing." };
}

/** The bar of a need in words: what matters to people, and what they have. */
export function barWords({ importance, satisfaction }: { importance: number | null; satisfaction: number | null }): string {
  const has = satisfaction === null ? "satisfaction unknown" : `satisfied ${rating(satisfaction)}`;
  return `${importance === null ? "importance unknown" : `importance ${rating(importance)}`}, ${has}`;
}

/** 1st, 2nd, 3rd, 4th … */
export function ordinal(place: number): string {
  const [tens, ones] = [Math.floor(place / 10) % 10, place % 10];
  const ending = tens === 1 ? "th" : (["th", "st", "nd", "rd"][ones] ?? "th");
  return `${place.toLocaleString("en")}${ending}`;
}
