import { api } from "../../../api.tsx";
import type { PipShape } from "../../../ui/marks.tsx";
import { POLICY } from "../../workspace/policy-rules.ts";
import type { Capability } from "../capability-answers.ts";
import { type Stance, stanceOfFeature } from "../capability-rules.ts";

export const STANCE_WORDS: Readonly<Record<Stance, { word: string; shape: PipShape }>> = {
  has: { word: "Has", shape: "filled" },
  partly: { word: "Partly", shape: "half" },
  "has-not": { word: "Has not", shape: "ring" },
  unknown: { word: "Unknown", shape: "dotted" },
};
/** What changes when something is compared. */
export const CAPABILITY_RENEWS = [api.capabilities.key()] as const;

export type Stand = Capability["stands"][number];
/** How a competitor stands, or with null our own product: what is not written down is unknown, and a feature of ours speaks for itself. */
export function standOf({ feature, stands }: Capability, competitorId: string | null): Stand {
  if (competitorId === null && feature) return { competitorId, stance: stanceOfFeature(feature.state), address: null, asOf: null };
  return stands.find((one) => one.competitorId === competitorId) ?? { competitorId, stance: "unknown", address: null, asOf: null };
}

/** Whether something was so too long ago to be told as it is now. */
export const isOld = ({ asOf }: Stand, now = Date.now()): boolean =>
  asOf !== null && now - Date.parse(asOf) > POLICY.marketFreshDays * 86_400_000;
