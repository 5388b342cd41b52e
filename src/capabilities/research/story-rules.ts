import { type Access, GROUPS } from "../../platform/access.ts";

export const STORY_STATES = ["draft", "told", "delivered"] as const;
export type StoryState = (typeof STORY_STATES)[number];

/** What the customer said when asked whether others may read their story. */
export const CONSENTS = ["not-asked", "asked", "yes", "no"] as const;
export type Consent = (typeof CONSENTS)[number];

export const storyAccess = {
  create: GROUPS,
  edit: GROUPS,
  move: GROUPS,
  /** Whoever talks with the customer knows what they agreed to. */
  consent: ["customer", "marketing", "product"],
  delete: GROUPS,
} as const satisfies Access;

type Told = { state: StoryState; happened: string; account: object | null; contact: object | null };

export type StoryBlocker = "already-there" | "nothing-happened" | "nobody" | "not-told";
/** Why a story cannot move, in a sentence. */
export const storyBlockerSentences: Readonly<Record<StoryBlocker, string>> = {
  "already-there": "It is in this state already.",
  "nothing-happened": "Say what happened; without that nobody was told anything.",
  nobody: "Say whose story it is: choose the account or the contact.",
  "not-told": "It has not been told yet; a story is told before what it asks for is delivered.",
};

/** What stands against moving a story to a state. */
export function storyBlockers(story: Told, to: StoryState): StoryBlocker[] {
  const blockers: StoryBlocker[] = [];
  if (story.state === to) blockers.push("already-there");
  if (to !== "draft" && story.happened.trim() === "") blockers.push("nothing-happened");
  if (to !== "draft" && story.account === null && story.contact === null) blockers.push("nobody");
  if (to === "delivered" && story.state === "draft") blockers.push("not-told");
  return blockers;
}

type Named = { title: string };
export type TellableStory = {
  account: Named | null;
  contact: Named | null;
  persona: Named | null;
  happened: string;
  instead: string;
  cost: string;
  about: readonly { kind: string; title: string }[];
  quotes: readonly { words: string }[];
};

export type UserStory = {
  /** The sentence and the lines of acceptance, as a tracker takes them; null while something is missing. */
  text: string | null;
  /** What would make it complete, in sentences. */
  missing: string[];
};

/**
 * An agile user story of what a customer told: every part of it is taken from the story, its persona and its need; what is not there
 * is named as missing instead of made up.
 */
export function userStoryOf(story: TellableStory): UserStory {
  const need = story.about.find(({ kind }) => kind === "need") ?? story.about[0];
  const who = story.persona?.title ?? (story.account ? `customer such as ${story.account.title}` : undefined);
  const missing = [
    ...(story.persona ? [] : ["Choose the persona: who speaks."]),
    ...(need ? [] : ["Link the need or feature that it tells of: what they want."]),
    ...(story.instead.trim() === "" && story.cost.trim() === "" ? ["Say what they did instead or what it cost: why they want it."] : []),
  ];
  if (!who || !need) return { text: null, missing };
  const why = [
    ...(story.instead.trim() === "" ? [] : [`this ends: ${asPhrase(story.instead)}`]),
    ...(story.cost.trim() === "" ? [] : [`this is spared: ${asPhrase(story.cost)}`]),
  ];
  const acceptance = [
    ...(story.happened.trim() === "" ? [] : [`Given what happened (${asPhrase(story.happened)}), it now ends well.`]),
    ...(story.instead.trim() === "" ? [] : [`Nobody needs the way around any more (${asPhrase(story.instead)}).`]),
    ...story.quotes.slice(0, 3).map(({ words }) => `Who said “${oneLine(words)}” agrees that it is done.`),
  ];
  const sentence = `As a ${asPhrase(who)}, I want to ${startingSmall(asPhrase(need.title))}${why[0] ? `, so that ${why.join("; ")}` : ""}.`;
  return {
    text: [sentence, ...(acceptance.length > 0 ? ["", "Acceptance:"] : []), ...acceptance.map((line) => `- ${line}`)].join("\n"),
    missing,
  };
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
/** A sentence as a part of another: on one line and without its full stop. */
const asPhrase = (text: string) => oneLine(text).replace(/\.$/, "");
/** "Trust exported totals" within a sentence; a name in capitals stays. */
const startingSmall = (text: string) => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);
