import type { PipShape } from "../../../ui/marks.tsx";
import type { CustomerStory } from "../story-answers.ts";
import type { Consent, StoryState } from "../story-rules.ts";

/** What a state is called where the workspace gave it no name of its own, and its shape. */
export const STORY_STATE_WORDS: Readonly<Record<StoryState, { word: string; shape: PipShape }>> = {
  draft: { word: "Draft", shape: "ring" },
  told: { word: "Told", shape: "half" },
  delivered: { word: "Delivered", shape: "check" },
};

/** Whether others may read it, as the customer said. */
export const CONSENT_WORDS: Readonly<Record<Consent, { word: string; shape: PipShape }>> = {
  "not-asked": { word: "Not asked to share", shape: "dotted" },
  asked: { word: "Asked to share", shape: "ring" },
  yes: { word: "May be shared", shape: "check" },
  no: { word: "Not to be shared", shape: "cross" },
};

/** Whose story it is: "Ada Brandt of Helio Freight, Bookkeeper". */
export function whoWords({ account, contact, persona }: Pick<CustomerStory, "account" | "contact" | "persona">): string {
  const who = contact && account ? `${contact.title} of ${account.title}` : (contact?.title ?? account?.title ?? "");
  return [who, persona?.title ?? ""].filter((part) => part !== "").join(", ");
}
