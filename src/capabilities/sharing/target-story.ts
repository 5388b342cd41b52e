import * as z from "zod";
import { Refusal } from "../../platform/refusal.ts";
import { storyById } from "../research/stories.ts";
import { SharedStory } from "./answers.ts";
import type { Block } from "./sheet.ts";
import { target } from "./target.ts";
import { headOf } from "./telling.ts";
import { clipped } from "./words.ts";

const LONGEST_TEXT = 4_000;

/** A customer's story, while the customer agrees: taking consent back closes each link to it at once. */
export const customerStory = target({
  about: "customer-story",
  async mustBeShareable(context, recordId) {
    const { consent } = await storyById(context, recordId);
    if (consent !== "yes")
      throw new Refusal(409, "CONSENT_NEEDED", "The customer has not agreed that others read it. Ask them, then say so under Sharing.");
  },
  scope: z.strictObject({}),
  answer: SharedStory,
  async load(context, { recordId }, around) {
    const story = await storyById(context, recordId);
    return (audience) => {
      const account = story.account && { id: story.account.id, name: story.account.title };
      const who = clipped(audience.voice(story.contact?.title ?? null, account), 120);
      const told = (text: string) => audience.text(text).slice(0, LONGEST_TEXT);
      return {
        kind: "customer-story",
        ...headOf(audience, around, { title: audience.text(story.title), sentence: `As ${who} told it.` }),
        who,
        persona: story.persona ? audience.text(story.persona.title) : null,
        happened: told(story.happened),
        instead: told(story.instead),
        cost: told(story.cost),
        words: audience.sees("quotes") ? story.quotes.map(({ words }) => clipped(audience.text(words), 600)) : [],
        about: story.about.map(({ title }) => audience.text(title)),
      };
    };
  },
  sheet: ({ who, persona, happened, instead, cost, words, about }) => ({
    tone: "evidence",
    tag: "Customer story",
    blocks: [
      facts([
        ["Who", who],
        ["Persona", persona ?? ""],
        ["It is about", about.join("; ")],
      ]),
      text("What happened", happened),
      text("What they did instead", instead),
      text("What it cost", cost),
      text("In their own words", words.map((said) => `> ${said.replaceAll("\n", "\n> ")}`).join("\n\n")),
    ].flat(),
  }),
});

const facts = (given: readonly (readonly [string, string])[]): Block[] => [
  { kind: "facts", facts: given.filter(([, value]) => value !== "") },
];
const text = (title: string, markdown: string): Block[] => (markdown.trim() === "" ? [] : [{ kind: "text", title, markdown }]);
