import { dateOnly } from "../../../ui/format.ts";
import { barOf, endOf, type Lane } from "../rules.ts";
import type { Roadmap, RoadmapFeature } from "../schema.ts";

export const LANE_WORDS: Readonly<Record<Lane, string>> = { objective: "Objective", team: "Team", segment: "Segment" };

/** Under what the timeline is kept on the screen: a milestone or a feature that is chosen or moved. */
export type Item = { kind: "milestone" | "feature"; id: string };

export const dayWords = (day: string | null): string => (day === null ? "no date" : dateOnly(day));

/** "begins by 4 Nov, likely done by 25 Nov, due 8 Dec", with what is not known left out. */
export function whenOf(roadmap: Roadmap, feature: RoadmapFeature): string {
  const endsOn = endOf(roadmap, feature);
  if (endsOn === null) return "no date yet";
  const bar = barOf(feature.parts, endsOn);
  if (!bar) return `due ${dateOnly(endsOn)}, nothing estimated yet`;
  const source = feature.isGuess ? " (its author’s guess)" : "";
  return `begins by ${dateOnly(bar.startsOn)}, likely done by ${dateOnly(bar.likelyOn)}, due ${dateOnly(endsOn)}${source}`;
}
