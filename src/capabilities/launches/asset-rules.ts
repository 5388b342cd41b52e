import type { Access } from "../../platform/access.ts";

export const ASSET_KINDS = ["battlecard", "one-pager", "faq", "demo-script"] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];
export const ASSET_KIND_WORDS: Readonly<Record<AssetKind, string>> = {
  battlecard: "Battlecard",
  "one-pager": "One-pager",
  faq: "FAQ",
  "demo-script": "Demo script",
};

/** Stale is never written down: a live asset is stale while a claim of it does not hold, or its date has passed. */
export const ASSET_STATES = ["draft", "live", "stale", "retired"] as const;
export type AssetState = (typeof ASSET_STATES)[number];
export const ASSET_CHOICES = ["draft", "live", "retired"] as const;
export type AssetChoice = (typeof ASSET_CHOICES)[number];

export const assetAccess = { write: ["marketing", "customer", "product"] } as const satisfies Access;

/** Those who sell, and are asked to have read what they sell with. */
export const SELLING_GROUPS = ["customer", "marketing"] as const;

/** A day so many days after another, as YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Until when an asset is fresh: its own date, or a period after somebody last said that it still holds. */
export function freshUntilOf(freshUntil: string, confirmedOn: string | null, periodDays: number): string {
  const renewed = confirmedOn === null ? freshUntil : dayAfter(confirmedOn, periodDays);
  return renewed > freshUntil ? renewed : freshUntil;
}

/** Why a live asset is stale, in sentences. */
export function assetIssues(
  {
    freshUntil,
    claims,
    features,
  }: {
    freshUntil: string;
    claims: readonly { stale: string | null }[];
    features: readonly { key: string; state: string }[];
  },
  today: string,
): string[] {
  return [
    ...(freshUntil < today ? [`It was fresh until ${freshUntil}.`] : []),
    ...features.filter(({ state }) => state === "dropped").map(({ key }) => `${key} was dropped.`),
    ...claims.flatMap(({ stale }) => stale ?? []),
  ];
}

type Cited = {
  /** Null once it was deleted. */
  key: string | null;
  /** What it was called when it was cited, and what it is called now. */
  titleThen: string;
  titleNow: string;
  hasChanged: boolean;
  state: string | null;
  contradictedBy: string | null;
  /** Days since it was last known to hold, for what goes out of date by itself. */
  heldDaysAgo: number | null;
};

/** States in which a record no longer speaks for anything. */
const GONE = new Set(["dropped", "withdrawn", "superseded", "retired", "rejected", "expired", "disputed", "stale", "infeasible"]);

/** Why a claim no longer holds, in a sentence; null while it does. */
export function claimIssue(cited: Cited, periodDays: number): string | null {
  if (cited.key === null) return `What it cites, “${cited.titleThen}”, was deleted.`;
  if (cited.state !== null && GONE.has(cited.state)) return `${cited.key} is ${cited.state} now.`;
  if (cited.contradictedBy !== null) return `${cited.contradictedBy} contradicts ${cited.key}.`;
  if (cited.hasChanged)
    return cited.titleNow === cited.titleThen
      ? `${cited.key} has changed since it was cited.`
      : `${cited.key} has changed since it was cited; it now reads “${cited.titleNow}”.`;
  if (cited.heldDaysAgo !== null && cited.heldDaysAgo > periodDays)
    return `${cited.key} was last known to hold ${Math.floor(cited.heldDaysAgo)} days ago.`;
  return null;
}
