import { type Word, wordsOf } from "./words.ts";

export type Text = { readonly title?: string; readonly text: string };

/** In how many of `documents` each stem occurs. Absent stems count as met in one. */
export type Frequencies = { readonly documents: number; readonly counts: ReadonlyMap<string, number> };

/** `index` is the place of the document in the list the corpus was made of; `score` in (0, 1]. */
export type Neighbour = { readonly index: number; readonly score: number };

export type Corpus = {
  readonly frequencies: Frequencies;
  /** The up to `k` documents most similar to the query, best first, ties in the order of the corpus; none that shares no word. */
  readonly nearest: (query: Text, k: number) => Neighbour[];
};

/** Weight of a term for the whole text and for its headline, each vector of Euclidean length 1. */
type Weights = ReadonlyMap<string, readonly [whole: number, headline: number]>;

/** A title says in few words what the text is about. */
const TITLE_WEIGHT = 3;
/** The share of the similarity of headlines (title, or the text where there is none) beside that of whole texts. */
const HEADLINE_SHARE = 0.3;
/** BM25's k1: a word said often counts more, with diminishing returns. High, because reports repeat what matters. */
const SATURATION = 16;
/** Two words in the same order weigh half of what one such word weighs: order is a hint, words are the matter. */
const PAIR_WEIGHT = 0.5;
/** Common words tell apart short questions ("why", "not", "before") but never carry a match. */
const COMMON_WEIGHT = 0.5;

/** The distinct stems of a text: what to look up to know its {@link Frequencies}. */
export function stemsOf(document: Text): Set<string> {
  return new Set(wordsOf(`${document.title ?? ""}\n${document.text}`).map((word) => word.stem));
}

/** Document frequencies of a list of texts. */
export function frequenciesOf(documents: Iterable<Text>): Frequencies {
  const counts = new Map<string, number>();
  let total = 0;
  for (const document of documents) {
    total += 1;
    for (const stem of stemsOf(document)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return { documents: total, counts };
}

/**
 * How similar two texts are: cosine of TF-IDF vectors over words and pairs of neighbouring words, seven parts of the whole
 * (title three times, text once), three parts of the headline alone.
 *
 * @returns a share in [0, 1]; 1 for a text and itself, 0 when no word is shared; symmetric
 * @throws RangeError when `frequencies.documents` is not a whole number of at least 0
 * @see Robertson & Zaragoza (2009), The probabilistic relevance framework: BM25 and beyond, for saturation and weighted fields
 */
export function similarity(a: Text, b: Text, frequencies: Frequencies): number {
  return similarityTo(a, frequencies)(b);
}

/** {@link similarity} of one query to many candidates: the query is weighed once. */
export function similarityTo(query: Text, frequencies: Frequencies): (candidate: Text) => number {
  const weigher = weigherOf(frequencies);
  const from = weigher(query);
  return (candidate) => {
    const to = weigher(candidate);
    const [fewer, more] = from.size <= to.size ? [from, to] : [to, from];
    let score = 0;
    for (const [term, weights] of fewer) score += product(weights, more.get(term));
    return Math.min(score, 1);
  };
}

/**
 * The few words that make two texts similar, as written in `a`, heaviest first: the reason to show beside a suggestion.
 * Common words, single letters and numbers below 100 explain nothing and are left out.
 */
export function sharedTerms(a: Text, b: Text, frequencies: Frequencies, limit = 5): string[] {
  const weigher = weigherOf(frequencies);
  const inA = weigher(a);
  const inB = weigher(b);
  const reasons = new Map<string, { written: string; weight: number }>();
  for (const word of wordsOf(`${a.title ?? ""}\n${a.text}`)) {
    const weights = inA.get(word.stem);
    if (word.common || /^(?:[a-z]|\d{1,2})$/.test(word.stem) || weights === undefined || reasons.has(word.stem)) continue;
    const weight = product(weights, inB.get(word.stem));
    if (weight > 0) reasons.set(word.stem, { written: word.written, weight });
  }
  return [...reasons.values()]
    .sort((x, y) => y.weight - x.weight)
    .slice(0, limit)
    .map((reason) => reason.written);
}

/** An index over a whole corpus: finding the nearest of 10,000 documents takes milliseconds. The scores are those of {@link similarity}. */
export function corpusOf(documents: readonly Text[]): Corpus {
  const frequencies = frequenciesOf(documents);
  const weigher = weigherOf(frequencies);
  // Per term: document, whole, headline, document, whole, headline, … in one flat list, which reads far faster than objects.
  const postings = new Map<string, number[]>();
  documents.forEach((document, index) => {
    for (const [term, [whole, headline]] of weigher(document)) {
      const list = postings.get(term);
      if (list === undefined) postings.set(term, [index, whole, headline]);
      else list.push(index, whole, headline);
    }
  });

  function nearest(query: Text, k: number): Neighbour[] {
    if (!Number.isInteger(k) || k < 1) throw new RangeError("k must be a whole number of at least 1.");
    const scores = new Float64Array(documents.length);
    for (const [term, weights] of weigher(query)) {
      const list = postings.get(term) ?? [];
      const whole = weights[0] * (1 - HEADLINE_SHARE);
      const headline = weights[1] * HEADLINE_SHARE;
      for (let at = 0; at < list.length; at += 3) {
        const document = list[at] ?? 0;
        scores[document] = (scores[document] ?? 0) + whole * (list[at + 1] ?? 0) + headline * (list[at + 2] ?? 0);
      }
    }
    return best(scores, k);
  }
  return { frequencies, nearest };
}

/** The k highest positive scores, by insertion into a short sorted list: sorting all of them would cost more than scoring. */
function best(scores: Float64Array, k: number): Neighbour[] {
  const found: Neighbour[] = [];
  scores.forEach((raw, index) => {
    const score = Math.min(raw, 1);
    if (score <= 0 || (found.length === k && score <= (found.at(-1)?.score ?? 0))) return;
    let place = found.length;
    while (place > 0 && (found[place - 1]?.score ?? 0) < score) place -= 1;
    found.splice(place, 0, { index, score });
    if (found.length > k) found.pop();
  });
  return found;
}

function product(a: readonly [number, number], b: readonly [number, number] | undefined): number {
  return b === undefined ? 0 : (1 - HEADLINE_SHARE) * a[0] * b[0] + HEADLINE_SHARE * a[1] * b[1];
}

function weigherOf({ documents, counts }: Frequencies): (document: Text) => Weights {
  if (!Number.isInteger(documents) || documents < 0) throw new RangeError("The number of documents must be a whole number of at least 0.");
  const rarity = (stem: string) => Math.log(1 + Math.max(documents, 1) / Math.max(counts.get(stem) ?? 1, 1));

  return ({ title = "", text }) => {
    const inTitle = wordsOf(title);
    const inText = wordsOf(text);
    const whole = new Map<string, Term>();
    addTerms(whole, inTitle, TITLE_WEIGHT, rarity);
    addTerms(whole, inText, 1, rarity);
    const headline = new Map<string, Term>();
    addTerms(headline, inTitle.length > 0 ? inTitle : inText, 1, rarity);

    const wholeLength = lengthOf(whole);
    const headlineLength = lengthOf(headline);
    const weights = new Map<string, readonly [number, number]>();
    for (const [term, inWhole] of whole) {
      const inHeadline = headline.get(term);
      weights.set(term, [weightOf(inWhole) / wholeLength, inHeadline === undefined ? 0 : weightOf(inHeadline) / headlineLength]);
    }
    return weights;
  };
}

type Term = { occurrences: number; readonly importance: number };

/** A pair is as rare as its words are on average: good enough, and no table of all pairs is needed. */
function addTerms(terms: Map<string, Term>, words: readonly Word[], occurrences: number, rarity: (stem: string) => number): void {
  let before: { stem: string; rarity: number } | undefined;
  for (const { stem, common } of words) {
    const here = { stem, rarity: rarity(stem) };
    add(terms, stem, occurrences, here.rarity * (common ? COMMON_WEIGHT : 1));
    if (before !== undefined) add(terms, `${before.stem} ${stem}`, occurrences, (PAIR_WEIGHT * (before.rarity + here.rarity)) / 2);
    before = here;
  }
}

function add(terms: Map<string, Term>, key: string, occurrences: number, importance: number): void {
  const term = terms.get(key);
  if (term === undefined) terms.set(key, { occurrences, importance });
  else term.occurrences += occurrences;
}

function weightOf({ occurrences, importance }: Term): number {
  return ((occurrences * (SATURATION + 1)) / (occurrences + SATURATION)) * importance;
}

function lengthOf(terms: ReadonlyMap<string, Term>): number {
  let squares = 0;
  for (const term of terms.values()) squares += weightOf(term) ** 2;
  return Math.sqrt(squares);
}
