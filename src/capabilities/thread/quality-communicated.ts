import type { FeatureKind } from "../features/rules.ts";
import type { Policy } from "../workspace/policy-rules.ts";
import { isSeen, type Standing } from "../workspace/standing-rules.ts";
import { countOf, listOf, withOwnWord } from "./check-words.ts";
import { notApplicable, qualityOf, standingOf } from "./quality.ts";
import { type Check, QUIET, type QualityResult } from "./rules.ts";

type Named = { id: string; key: string };

/** What the market, and those who sell to it, can know of a feature. */
export type CommunicationFacts = {
  /** The launch that brings it out; null while there is none. */
  launch: (Named & { tier: 1 | 2 | 3; hasPositioning: boolean; items: number; overdue: number }) | null;
  /** The segments that it is for, each with a live message for it or none. */
  segments: readonly (Named & { name: string; messageId: string | null; isMessageStale: boolean })[];
  /** Assets that speak of it, live ones and stale. */
  assets: readonly (Standing & Named & { isFresh: boolean; readers: number; sellers: number })[];
  /** How many asked for it, and how many of them have been told. */
  asked: number;
  told: number;
};

type Subject = { key: string; kind: FeatureKind; coloured: boolean };
type Around = { members: number; policy: Policy };

/** Do those who need to know it know? A launch of tier 3 is a line in the changelog and replies; it is asked for nothing more before it ships. */
export function communicated(subject: Subject, facts: CommunicationFacts, around: Around): QualityResult {
  const checks =
    (facts.launch?.tier ?? (QUIET.includes(subject.kind) ? 3 : 1)) === 3
      ? [
          notApplicable({
            id: "changelog",
            name: "Told in the changelog",
            group: "marketing",
            reason: "It is told in a line of the changelog, asked once the changelog is published here.",
          }),
          toldLater,
        ]
      : [
          positioningCheck(subject, facts),
          messageCheck(subject, facts),
          checklistCheck(subject, facts),
          assetCheck(subject, facts, around),
          toldLater,
        ];
  return qualityOf("communicated", checks, subject.coloured);
}

const TOLD = { id: "told", name: "Those who asked are told", group: "customer" } as const;
const toldLater = notApplicable({
  ...TOLD,
  reason: "Asked once it has shipped: then those who asked for it are told, in their own words.",
});

/** Once it has shipped one question is left: whether those who asked for it, or for a need that it serves, know that it is there. */
export function communicatedAfterwards(key: string, { asked, told }: Pick<CommunicationFacts, "asked" | "told">): QualityResult {
  const left = asked - told;
  const check: Check = {
    ...TOLD,
    ...standingOf(told, asked),
    reason:
      left > 0
        ? `${left} of ${asked} who asked ${left === 1 ? "has" : "have"} not been told that it is there.`
        : asked === 1
          ? "The one who asked has been told."
          : `All ${asked} who asked have been told.`,
    action: left > 0 ? { label: "Tell them", to: `/features/${key}`, act: "tell-askers" } : null,
    counted: [],
  };
  return qualityOf("communicated", [check], true);
}

function positioningCheck({ key }: Subject, { launch }: CommunicationFacts): Check {
  const check = { id: "positioning", name: "Positioning written", group: "marketing" as const };
  if (!launch)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: "No launch is planned for it.",
      action: { label: "Plan a launch", to: `/features/${key}`, act: "plan-launch" },
      counted: [],
    };
  return launch.hasPositioning
    ? { ...check, state: "met", progress: 1, reason: `${launch.key} says what it is and for whom.`, action: null, counted: [launch.id] }
    : {
        ...check,
        state: "not-yet",
        progress: 0,
        reason: `${launch.key} has no positioning yet.`,
        action: { label: "Write the positioning", to: `/launches/${launch.key}` },
        counted: [],
      };
}

function messageCheck({ key }: Subject, { segments }: CommunicationFacts): Check {
  const check = { id: "messages", name: "A message for every segment", group: "marketing" as const };
  if (segments.length === 0)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: "Nobody has said which segments it is for.",
      action: { label: "Choose segments", to: `/features/${key}`, act: "choose-segments" },
      counted: [],
    };
  const reached = segments.filter(({ messageId, isMessageStale }) => messageId !== null && !isMessageStale);
  const silent = segments.filter(({ messageId }) => messageId === null);
  const stale = segments.filter(({ messageId, isMessageStale }) => messageId !== null && isMessageStale);
  const weight = reached.length + stale.length / 2;
  const standing = standingOf(weight, segments.length);
  const reason =
    silent.length > 0
      ? `No message for ${listOf(silent.map(({ name }) => name))}: ${reached.length} of ${countOf(segments.length, "segment")}.`
      : stale.length > 0
        ? `The message for ${listOf(stale.map(({ name }) => name))} is stale.`
        : `${countOf(segments.length, "segment")} ${segments.length === 1 ? "has" : "have"} a message.`;
  return {
    ...check,
    ...standing,
    reason,
    action: standing.state === "met" ? null : { label: silent.length > 0 ? "Write the message" : "See the message", to: "/messaging" },
    counted: segments.flatMap(({ messageId }) => messageId ?? []),
  };
}

function checklistCheck({ key }: Subject, { launch }: CommunicationFacts): Check {
  const check = { id: "checklist", name: "Launch on its dates", group: "marketing" as const };
  if (!launch)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: "No launch is planned for it.",
      action: { label: "Plan a launch", to: `/features/${key}`, act: "plan-launch" },
      counted: [],
    };
  const to = `/launches/${launch.key}`;
  if (launch.items === 0)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: `${launch.key} has no checklist.`,
      action: { label: "Write the checklist", to },
      counted: [],
    };
  if (launch.overdue === 0)
    return { ...check, state: "met", progress: 1, reason: `Nothing of ${launch.key} is late.`, action: null, counted: [launch.id] };
  return {
    ...check,
    state: "failed",
    progress: (launch.items - launch.overdue) / launch.items,
    reason: `${countOf(launch.overdue, "item")} of ${launch.key} ${launch.overdue === 1 ? "is" : "are"} late.`,
    action: { label: "See what is late", to },
    counted: [launch.id],
  };
}

/** Assets that are live and fresh, and read by those who sell: each by the others than its author, who knows it. */
function assetCheck({ key }: Subject, { assets }: CommunicationFacts, { members, policy }: Around): Check {
  const check = { id: "assets", name: "Sellers can tell it", group: "marketing" as const };
  const seen = assets.filter((asset) => isSeen(asset, members));
  const [unseen] = assets.filter((asset) => !seen.includes(asset));
  if (seen.length === 0)
    return {
      ...check,
      state: "not-yet",
      progress: 0,
      reason: unseen ? `${unseen.key} speaks of it.` : "No asset speaks of it yet.",
      action: unseen
        ? { label: `Look at ${unseen.key}`, to: `/assets/${unseen.key}` }
        : { label: "Write an asset", to: `/features/${key}`, act: "write-asset" },
      counted: [],
      ...(unseen && { nearly: { ids: [unseen.id], reason: `${unseen.key} waits for a second person to look.` } }),
    };
  const share = policy.sellersWhoRead;
  const standings = seen
    .map((asset) => ({
      asset,
      progress: (asset.isFresh ? 1 : 0.5) * (asset.sellers === 0 ? 1 : Math.min(1, asset.readers / (share * asset.sellers))),
    }))
    .toSorted((one, other) => one.progress - other.progress || one.asset.id.localeCompare(other.asset.id));
  const [weakest] = standings;
  if (!weakest) throw new RangeError("There is at least one asset here.");
  const { asset, progress } = weakest;
  const standing = standingOf(progress, 1);
  const reason = !asset.isFresh
    ? `${asset.key} is stale.`
    : asset.sellers === 0
      ? `${listOf(seen.map((one) => one.key))} ${seen.length === 1 ? "speaks" : "speak"} of it; nobody else sells here.`
      : `${asset.key} was read by ${asset.readers} of ${countOf(asset.sellers, "seller")}; ${Math.round(share * 100)} % are asked.`;
  return {
    ...check,
    ...standing,
    reason: withOwnWord(reason, 1, members),
    action:
      standing.state === "met" ? null : { label: asset.isFresh ? `Read ${asset.key}` : `Mend ${asset.key}`, to: `/assets/${asset.key}` },
    counted: seen.map(({ id }) => id),
  };
}
