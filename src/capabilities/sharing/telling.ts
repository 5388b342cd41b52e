import type { EvidenceNode } from "../thread/node-schema.ts";
import { weakestCheck } from "../thread/quality.ts";
import { type CheckState, QUALITY_WORDS, type Quality } from "../thread/rules.ts";
import type { Answered } from "../thread/schema.ts";
import type { Shared, SharedFeature, SharedNeed, SharedQuality, SharedQuote } from "./answers.ts";
import type { Audience } from "./audience.ts";
import type { Surroundings } from "./target.ts";
import { clipped, effortOf } from "./words.ts";

// How records are told to an audience: field by field, from nothing. Whatever is not written here stays inside.

type Demand = { quotes: number; accounts: number; revenueMinor: number; otherRevenue: Record<string, number> };

/** What every answer begins with. `title` and `sentence` have been through the audience. */
export function headOf(audience: Audience, around: Surroundings, { title, sentence }: { title: string; sentence: string }) {
  const { workspace, asOf } = around;
  return { title, sentence, workspace, asOf, hides: [...audience.hides] } satisfies Pick<
    Shared,
    "title" | "sentence" | "workspace" | "asOf" | "hides"
  >;
}

export function demandTold(audience: Audience, { quotes, accounts, revenueMinor, otherRevenue }: Demand) {
  return { quotes, accounts, ...moneyTold(audience, { revenueMinor, otherRevenue }) };
}

export function moneyTold(audience: Audience, amounts: Pick<Demand, "revenueMinor" | "otherRevenue">): { money?: string | null } {
  const money = audience.money(amounts);
  return money === undefined ? {} : { money };
}

/** Who looks after something, for those who may see notes. */
function ownerTold(audience: Audience, around: Surroundings, ownerId: string | null): { owner?: string | null } {
  if (!audience.sees("notes")) return {};
  return { owner: ownerId === null ? null : audience.colleague(around.colleague(ownerId)) };
}

export type NeedFacts = {
  key: string;
  state: string;
  persona: { name: string } | null;
  importance: number | null;
  satisfaction: number | null;
  ownerId: string | null;
  demand: Demand;
};
export function needTold(audience: Audience, around: Surroundings, statement: string, need: NeedFacts): SharedNeed {
  return {
    key: need.key,
    statement: audience.text(statement),
    state: around.stateWord("need", need.state),
    persona: need.persona ? audience.text(need.persona.name) : null,
    importance: need.importance,
    satisfaction: need.satisfaction,
    ...demandTold(audience, need.demand),
    ...ownerTold(audience, around, need.ownerId),
  };
}

export type FeatureFacts = {
  key: string;
  title: string;
  state: string;
  ownerId: string | null;
  effortLow: number | null;
  effortHigh: number | null;
  demand: Demand;
};
export function featureTold(audience: Audience, around: Surroundings, feature: FeatureFacts): SharedFeature {
  return {
    key: feature.key,
    title: audience.text(feature.title),
    state: around.stateWord("feature", feature.state),
    effort: effortOf(feature),
    ...demandTold(audience, feature.demand),
    ...ownerTold(audience, around, feature.ownerId),
  };
}

export function quoteTold(audience: Audience, said: EvidenceNode): SharedQuote {
  return {
    words: clipped(audience.text(said.title)),
    kind: said.feedbackKind,
    who: clipped(audience.voice(said.authorName, said.account), 80),
    voices: said.voices,
    saidOn: said.receivedAt.slice(0, 10),
    ...moneyTold(audience, said),
  };
}

const WORDS: Readonly<Record<Exclude<CheckState, "not-applicable">, string>> = {
  failed: "Failed",
  "not-yet": "Not yet",
  partly: "Partly",
  waived: "Waived",
  met: "Ready",
};

/** Checks whose sentences only count what customers said; the others quote what colleagues wrote for each other. */
const COUNTING = ["accounts", "kinds", "tickets"];
const BARE = {
  met: "Met.",
  partly: "Partly.",
  "not-yet": "Not yet.",
  failed: "Not met.",
  waived: "Accepted for now.",
  "not-applicable": "",
} as const;

/** Why a check stands as it does, for an audience: without internal notes only what counts customers' words says more than how it stands. */
export const reasonFor =
  (audience: Audience) =>
  (_: Quality, { id, state, reason }: Answered["checks"][number]): string =>
    COUNTING.includes(id) || audience.sees("notes") ? audience.text(reason) : BARE[state];

/** Qualities of which at least one check is asked. `reasonOf` says why each check stands as it does. */
export function qualitiesTold(
  qualities: readonly Answered[],
  reasonOf: (quality: Quality, check: Answered["checks"][number]) => string,
): SharedQuality[] {
  return qualities.flatMap(({ quality, coloured, met, applicable, checks }) => {
    const asked = checks.filter(({ state }) => state !== "not-applicable");
    if (asked.length === 0) return [];
    const weakest = weakestCheck([
      { quality, coloured, value: null, met, applicable, checks: asked.map((check) => ({ ...check, nearly: undefined })) },
    ]);
    const state = weakest?.check.state ?? (asked.some((check) => check.state === "waived") ? "waived" : "met");
    return [
      {
        quality,
        judged: coloured,
        word: state === "not-applicable" ? QUALITY_WORDS[quality] : WORDS[state],
        met,
        applicable,
        checks: asked.map((check) => ({ name: check.name, state: check.state, reason: reasonOf(quality, check) })),
      },
    ];
  });
}
