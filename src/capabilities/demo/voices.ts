import type { FeedbackKind } from "../customers/rules.ts";

/** Something a customer said, as a row of a table. Stretches such as `{1.3 words}` are quotes: for need 1, of importance 3. */
export type Said = {
  /** The account's name. */
  of: string;
  /** Days before the loading. */
  ago: number;
  text: string;
  kind?: FeedbackKind;
  channel?: string;
  /** Who of the account; its first person where nobody is named. */
  by?: string;
  /** It repeats what the same account said so many days ago. */
  into?: number;
  /** Why it was not taken up. */
  declined?: string;
};

export type Quoted = { need: number; importance: number; startsAt: number; endsAt: number };

const QUOTED = /\{(\d)\.(\d) ([^}]+)\}/g;

/** A text without its marks, and where its quotes stand in it. */
export function unmarked(marked: string): { text: string; quotes: Quoted[] } {
  const quotes: Quoted[] = [];
  let text = "";
  let from = 0;
  for (const found of marked.matchAll(QUOTED)) {
    const [whole, need, importance, words = ""] = found;
    text += marked.slice(from, found.index);
    quotes.push({ need: Number(need), importance: Number(importance), startsAt: text.length, endsAt: text.length + words.length });
    text += words;
    from = found.index + whole.length;
  }
  return { text: text + marked.slice(from), quotes };
}
