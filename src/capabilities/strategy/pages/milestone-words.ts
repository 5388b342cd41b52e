import { counted, dateOnly } from "../../../ui/format.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import { daysBetween } from "../../measurement/rules.ts";
import type { Audience, Horizon, MilestoneKind, MilestoneState } from "../rules.ts";
import type { Milestone } from "../schema.ts";

export const MILESTONE_STATE_WORDS: Readonly<Record<MilestoneState, { word: string; shape: PipShape }>> = {
  planned: { word: "Planned", shape: "ring" },
  reached: { word: "Reached", shape: "check" },
  dropped: { word: "Dropped", shape: "cross" },
};
export const MILESTONE_KIND_WORDS: Readonly<Record<MilestoneKind, string>> = { milestone: "Milestone", release: "Release" };
export const AUDIENCE_WORDS: Readonly<Record<Audience, string>> = { internal: "For ourselves", customers: "For customers" };
export const HORIZON_WORDS: Readonly<Record<Horizon, string>> = { now: "Now", next: "Next", later: "Later" };

/** When it is, and how far away: "8 Dec, in 11 days". */
export function whenWords({ date, state }: Pick<Milestone, "date" | "state">, today: string): string {
  if (date === null) return "no date yet";
  const days = daysBetween(today, date);
  if (state !== "planned") return dateOnly(date);
  if (days === 0) return `${dateOnly(date)}, today`;
  return days > 0 ? `${dateOnly(date)}, in ${counted(days, "day")}` : `${dateOnly(date)}, ${counted(-days, "day")} late`;
}
