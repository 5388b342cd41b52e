/** What people call things elsewhere, and what we call them. */
const synonyms: Record<string, string> = {
  opportunity: "need",
  problem: "need",
  pain: "need",
  job: "need",
  highlight: "quote",
  insight: "quote",
  idea: "feature",
  solution: "feature",
  request: "feedback",
  ticket: "feedback",
  collateral: "sales library",
  battlecard: "sales library",
  company: "account",
  customer: "account",
  people: "members",
  team: "members",
  token: "api key",
  preferences: "settings",
};

const fold = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();

/** How well a word answers a typed word: whole, then its beginning, then the beginning of a later word, then somewhere inside. 0 is no answer. */
function closeness(text: string, typed: string) {
  if (text === typed) return 5;
  if (text.startsWith(typed)) return 4;
  if (text.includes(` ${typed}`)) return 3;
  if (typed.length > 2 && text.includes(typed)) return 2;
  return initials(text).startsWith(typed) && typed.length > 1 ? 1 : 0;
}
const initials = (text: string) =>
  text
    .split(/[\s-]+/)
    .map((word) => word.slice(0, 1))
    .join("");

export interface Rankable {
  label: string;
  words?: readonly string[];
}

/**
 * Those of `items` that answer every typed word, best first; equal ones keep their order. A synonym answers a little less
 * well than the word itself. Nothing typed: all of them.
 */
export function rank<Item extends Rankable>(items: readonly Item[], query: string): Item[] {
  const typed = fold(query).split(/\s+/).filter(Boolean);
  if (typed.length === 0) return [...items];
  const scored = items.map((item) => {
    const label = fold(item.label);
    const others = (item.words ?? []).map(fold);
    let score = 0;
    for (const word of typed) {
      const meant = Object.entries(synonyms).flatMap(([said, ours]) => (word.length > 2 && said.startsWith(word) ? [ours] : []));
      const best = Math.max(
        closeness(label, word) * 10,
        ...others.map((other) => closeness(other, word) * 9),
        ...meant.map((ours) => (label.includes(ours) || others.includes(ours) ? 15 : 0)),
      );
      if (best === 0) return { item, score: 0 };
      score += best;
    }
    // Of two that fit alike the shorter is nearer to what was typed.
    return { item, score: score - label.length / 1000 };
  });
  return scored
    .filter((one) => one.score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map((one) => one.item);
}
