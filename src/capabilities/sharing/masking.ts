import { handleOf, isAlsoAWord, isUnmistakable, partsOfName } from "../../kernels/names.ts";

/** A name that must not be read, and what is read instead. */
export type Masked = {
  name: string;
  say: string;
  /** Whether its single words give it away too: "Helio" of "Helio Freight", a first name. */
  inParts: boolean;
  /** Their address: what stands before its @ gives them away too. */
  email?: string | null;
};

const LETTER = "[\\p{L}\\p{N}]";
// Every repetition has an upper bound, so that no text takes longer than its length asks for.
const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"()[\]]{1,2000}/giu;
const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}/gu;
const PHONE = /(?<![\p{L}\p{N}.,])(?:\+|\(|00|0)?\d[\d\s()./-]{5,24}\d(?![\p{L}\p{N}])/gu;
const DAY = /^\d{4}-\d{2}-\d{2}\b|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/;
/** Telephone numbers have 7 to 15 digits and some sign that they are one; amounts and days do not count as such. */
function phoneOr(found: string): string {
  const digits = found.replace(/\D/g, "").length;
  const isMarked = /^[+(0]/.test(found) || (found.match(/[\s()./-]+/g) ?? []).length >= 2;
  return digits >= 7 && digits <= 15 && isMarked && !DAY.test(found) ? "[phone number]" : found;
}

const folded = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

/** Finds whole names, whatever blanks stand between their words; the longest first. */
function finder(names: readonly string[], flags: string): RegExp | null {
  if (names.length === 0) return null;
  const forms = names.toSorted((one, other) => other.length - one.length).map((name) => name.split(/\s+/).map(RegExp.escape).join("\\s+"));
  return new RegExp(`(?<!${LETTER})(?:${forms.join("|")})(?!${LETTER})`, flags);
}

/** What follows a name where a sentence begins with it: without that, a name that is a word as well ("Mark", "Will") is taken for the word. */
const AS_A_PERSON =
  /^(?:['’]s(?![\p{L}\p{N}])|,|\s+(?:and|asked|asks|calls|called|can|could|does|had|has|is|likes|liked|mentioned|mentions|needed|needs|said|says|shared|showed|thinks|thought|told|tells|tried|tries|uses|used|wanted|wants|was|will|would|works|writes|wrote)(?![\p{L}\p{N}]))/u;

/** Whether what stands at this place begins a sentence, a line or a point of a list. */
function beginsSentence(text: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && /[ \t"'“‘(*_>#-]/.test(text[i] ?? "")) i -= 1;
  return i < 0 || /[.!?:;\n\r]/.test(text[i] ?? "");
}

/**
 * Takes out of a text what tells who somebody is: addresses of pages and mail, telephone numbers, and these names. Full names and handles are
 * found in any case; their single words, and names of up to three letters, only as they are written, since they can be other words too.
 */
export function maskerOf(masked: readonly Masked[]): (text: string) => string {
  const whole = new Map<string, string>();
  const exact = new Map<string, string>();
  for (const { name, say } of masked) {
    const plain = name.normalize("NFC").replace(/\s+/g, " ").trim();
    if (plain.length > 3) whole.set(folded(plain), say);
    else if (plain.length > 1) exact.set(plain, say);
  }
  const alone = (part: string, say: string) => {
    if (/^\p{Lu}/u.test(part) && !exact.has(part)) exact.set(part, say);
  };
  for (const { name, say, inParts, email } of masked) {
    if (inParts) for (const part of partsOfName(name)) alone(part, say);
    const handle = email ? handleOf(email) : null;
    if (handle === null) continue;
    whole.set(`@${handle}`, say);
    if (isUnmistakable(handle, name)) whole.set(handle, say);
    else
      alone(
        handle.replace(/^./u, (first) => first.toUpperCase()),
        say,
      );
  }
  const wholeNames = finder([...whole.keys()], "giu");
  const exactNames = finder([...exact.keys()], "gu");
  const asWritten = (found: string, at: number, text: string) =>
    isAlsoAWord(found) && beginsSentence(text, at) && !AS_A_PERSON.test(text.slice(at + found.length, at + found.length + 20))
      ? found
      : (exact.get(found) ?? "somebody");
  return (text) => {
    let told = text.normalize("NFC").replace(ADDRESS, "[link]").replace(EMAIL, "[e-mail address]").replace(PHONE, phoneOr);
    if (wholeNames) told = told.replace(wholeNames, (found) => whole.get(folded(found)) ?? "somebody");
    if (exactNames) told = told.replace(exactNames, asWritten);
    return told;
  };
}
