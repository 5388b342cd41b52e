export type Word = {
  /** As the person wrote it. */
  readonly written: string;
  /** What forms of one word have in common ("crashes", "crashed" → "crash"); equal stems are the same word. */
  readonly stem: string;
  /** Carries grammar, hardly ever the matter: "the", "would", "what". */
  readonly common: boolean;
};

/** English function words, folded, apostrophes dropped. Other languages are told apart by how often a word occurs. */
const COMMON_WORDS = new Set(
  `a about after again all also am an and any are arent as at be because been before being both but by can cannot cant could couldnt did
  didnt do does doesnt doing done dont during each else etc even ever few for from get gets getting got had hadnt has hasnt have havent having he
  her here hers him his how however i id if ill im in into is isnt it its itself ive just let lets like may me might more most much must
  my myself no nor not now of on once one only onto or other our ours out over own per please quite rather really same she should shouldnt
  since so some still such than that thats the their theirs them then there theres these they theyre theyve this those though through to
  too under until up upon us use used uses using very was wasnt we were werent weve what whats when where which while who whom whose why
  will with within without wont would wouldnt yet you your youre yours youve`.split(/\s+/),
);

/** Letters, digits and marks, with apostrophes inside a word: "don't" is one word. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, "u");
/** A run of a script that puts no spaces between words, or what stands between two such runs. */
const RUN = new RegExp(`[${UNSPACED}]\\p{M}*(?:[${UNSPACED}]\\p{M}*)*|[^${UNSPACED}]+`, "gu");
const NOT_ASCII = /[^\0-\x7f]/;
const ACCENTS = /[\u0300-\u036f]+/g;
const DIGIT = /\p{N}/u;
const VOWEL = /[aeiouy]/;

/** Lower case without accents, in one Unicode form: "Éxport" and "export" fold to the same. */
export function folded(text: string): string {
  if (!NOT_ASCII.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(ACCENTS, "").normalize("NFKC").toLowerCase();
}

/**
 * What the common English forms of a folded word share: plural -s and -ies, -ed, -ing, a silent -e. Deliberately light: it never joins
 * words of different meaning as an aggressive stemmer does ("university", "universe"), and leaves words with digits or non-Latin letters alone.
 */
export function stemOf(word: string): string {
  if (word.length < 4 || NOT_ASCII.test(word) || DIGIT.test(word)) return word;
  let stem = word;
  if (/.{2}(?:ies|ied)$/.test(stem)) return `${stem.slice(0, -3)}y`;
  if (/[^sui]s$/.test(stem)) stem = stem.slice(0, -1);
  const bare = stem.replace(/(?:ing|(?<!e)ed)$/, "");
  if (bare !== stem && bare.length >= 3 && VOWEL.test(bare)) stem = bare.replace(/([bdfgmnprt])\1$/, bare.length > 3 ? "$1" : "$1$1");
  return stem.length >= 4 && stem.endsWith("e") ? stem.slice(0, -1) : stem;
}

/**
 * The words of a text in reading order. Scripts written without spaces (Chinese, Japanese, Thai, …) yield overlapping pairs of
 * characters, which serve retrieval as well as a dictionary does.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const [written] of text.matchAll(WORD)) {
    if (HAS_UNSPACED.test(written)) {
      for (const [run] of written.matchAll(RUN)) {
        if (HAS_UNSPACED.test(run)) words.push(...pairsOf(run));
        else words.push(spaced(run));
      }
    } else words.push(spaced(written));
  }
  return words;
}

function spaced(written: string): Word {
  const plain = folded(written)
    .replace(/['’]s$/, "")
    .replace(/['’]/g, "");
  const common = COMMON_WORDS.has(plain);
  return { written, stem: common ? plain : stemOf(plain), common };
}

function pairsOf(run: string): Word[] {
  const characters = Array.from(run);
  if (characters.length === 1) return [{ written: run, stem: folded(run), common: false }];
  return characters.slice(1).map((character, index) => {
    const written = `${characters[index]}${character}`;
    return { written, stem: folded(written), common: false };
  });
}

/**
 * Jaccard similarity of two sets: the share of all their members that both have.
 * @returns a share in [0, 1]
 * @throws RangeError when both sets are empty: nothing compared with nothing has no similarity
 */
export function jaccard<Member>(a: ReadonlySet<Member>, b: ReadonlySet<Member>): number {
  const either = a.union(b).size;
  if (either === 0) throw new RangeError("Two empty sets have no Jaccard similarity.");
  return a.intersection(b).size / either;
}
