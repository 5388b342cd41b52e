import type { SharedQuality, SharedQuote, Strand } from "./answers.ts";

/** By whose colour something is drawn. */
export type Tone = "evidence" | "need" | "feature" | "account" | "plain";

/** A table cell; `strong` is the row's name, `number` stands at the right. */
export type Column = { label: string; as: "strong" | "text" | "number" };

export type Block =
  | { kind: "strands"; title: string; strands: readonly Strand[] }
  | { kind: "table"; title: string; note: string; columns: readonly Column[]; rows: readonly (readonly string[])[] }
  | { kind: "quotes"; title: string; note: string; quotes: readonly SharedQuote[] }
  | { kind: "cards"; title: string; tone: Tone; cards: readonly Card[] }
  | { kind: "columns"; title: string; columns: readonly { title: string; note: string; cards: readonly LongCard[] }[] }
  | { kind: "facts"; facts: readonly (readonly [label: string, value: string])[] }
  | { kind: "text"; title: string; markdown: string }
  | { kind: "remarks"; title: string; remarks: readonly { who: string; at: string; text: string }[] };
export type Card = { tag: string; title: string; meta: string };
/** A card with lines under it, each a record of its own. */
export type LongCard = Card & { lines: readonly { text: string; meta: string }[] };

/**
 * A shared page in the terms in which it is drawn, whatever it is about: as HTML, as Markdown and as pictures. It is made from the
 * audience's answer alone, so no drawing can tell more than the answer does.
 */
export type Sheet = {
  tone: Tone;
  /** What it is, in a word or two: "Need N-4 · Open". */
  tag: string;
  title: string;
  sentence: string;
  workspace: string;
  asOf: string;
  qualities: readonly SharedQuality[];
  blocks: readonly Block[];
};
