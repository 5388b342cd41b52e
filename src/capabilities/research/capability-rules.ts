import { type Access, GROUPS } from "../../platform/access.ts";

export const STANCES = ["has", "partly", "has-not", "unknown"] as const;
export type Stance = (typeof STANCES)[number];

export const capabilityAccess = { compare: GROUPS } as const satisfies Access;

/** So many rows can be compared, and so many cells written at once. */
export const MOST_CAPABILITIES = 500;
export const MOST_CELLS = 500;

/** How we stand with one of our own features: it follows from how far the feature is, and is written nowhere else. */
export function stanceOfFeature(state: string): Stance {
  if (state === "shipped" || state === "measured") return "has";
  return state === "building" ? "partly" : "has-not";
}

const TYPED: Readonly<Record<string, Stance>> = {
  has: "has",
  yes: "has",
  y: "has",
  full: "has",
  "1": "has",
  "✓": "has",
  partly: "partly",
  partial: "partly",
  some: "partly",
  "~": "partly",
  "has not": "has-not",
  "has-not": "has-not",
  no: "has-not",
  n: "has-not",
  none: "has-not",
  "0": "has-not",
  "✗": "has-not",
  unknown: "unknown",
  "?": "unknown",
  "": "unknown",
};

/** Reads a cell as people type or paste it; null when it says none of these. */
export const typedStance = (typed: string): Stance | null => TYPED[typed.trim().toLowerCase()] ?? null;
