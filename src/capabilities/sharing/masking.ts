/** A name that must not be read, and what is read instead. */
export type Masked = {
  name: string;
  say: string;
  /** Whether its single words give it away too: "Helio" of "Helio Freight", a first name. */
  inParts: boolean;
};

const LETTER = "[\\p{L}\\p{N}]";
// Every repetition has an upper bound, so that no text takes longer than its length asks for.
const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>"()[\]]{1,2000}/giu;
const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}/gu;
const PHONE = /(?<![\p{L}\p{N}.,])(?:\+|\(|00|0)?\d[\d\s()./-]{5,24}\d(?![\p{L}\p{N}])/gu;
const DAY = /^\d{4}-\d{2}-\d{2}\b|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/;
/** Words of names that name nobody. */
const COMMON = new Set(
  "AG BV Co Corp Company GmbH Group Holding Inc Incorporated KG LLC LLP Limited Ltd NV PLC Pte Pty SA SARL SE SL SRL The And Und Der Die Das Of For De La El Mr Mrs Ms Dr Prof".split(
    " ",
  ),
);

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

/**
 * Takes out of a text what tells who somebody is: addresses of pages and mail, telephone numbers, and these names. Full names are found in
 * any case; their single words, and names of up to three letters, only as they are written, since they can be other words too.
 */
export function maskerOf(masked: readonly Masked[]): (text: string) => string {
  const whole = new Map<string, string>();
  const exact = new Map<string, string>();
  for (const { name, say } of masked) {
    const plain = name.normalize("NFC").replace(/\s+/g, " ").trim();
    if (plain.length > 3) whole.set(folded(plain), say);
    else if (plain.length > 1) exact.set(plain, say);
  }
  for (const { name, say, inParts } of masked)
    if (inParts)
      for (const part of name.normalize("NFC").split(/[\s,.;:/()&]+/u))
        if (part.length >= 3 && /^\p{Lu}/u.test(part) && !COMMON.has(part) && !exact.has(part)) exact.set(part, say);
  const wholeNames = finder([...whole.keys()], "giu");
  const exactNames = finder([...exact.keys()], "gu");
  return (text) => {
    let told = text.normalize("NFC").replace(ADDRESS, "[link]").replace(EMAIL, "[e-mail address]").replace(PHONE, phoneOr);
    if (wholeNames) told = told.replace(wholeNames, (found) => whole.get(folded(found)) ?? "somebody");
    if (exactNames) told = told.replace(exactNames, (found) => exact.get(found) ?? "somebody");
    return told;
  };
}
