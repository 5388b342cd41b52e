/** In the order of their codes, so that a database with C collation and `<` in JavaScript agree. */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;
/** A key: a letter that says how long the whole part is (a–z upwards from zero, Z–A downwards), the whole part, then a fraction. */
const KEY = /^([A-Za-z])([0-9A-Za-z]*)$/;
const LOWEST = `A${"0".repeat(26)}`;

/**
 * A key that sorts strictly between two others, for lists that people order by hand: moving one row writes one row.
 * Keys before the first and behind the last stay short (a few characters after thousands of them); between two neighbours a key
 * grows by about one character for five insertions at the same place.
 *
 * @param before  the key above, or null at the top of the list
 * @param after   the key below, or null at its end
 * @returns a string of `0-9A-Za-z`, compared by code units (collation "C")
 * @throws RangeError when a bound is no such key, or `before` does not sort before `after`
 * @see Greenspan (2020), Implementing fractional indexing, with variable-length whole parts
 */
export function keyBetween(before: string | null, after: string | null): string {
  const low = before === null ? undefined : partsOf(before);
  const high = after === null ? undefined : partsOf(after);
  if (before !== null && after !== null && before >= after) throw new RangeError(`Nothing sorts between "${before}" and "${after}".`);
  if (low === undefined) return high === undefined ? "a0" : keyAbove(high);
  if (high === undefined) return wholeAfter(low.whole) ?? low.whole + fractionBetween(low.fraction);
  if (low.whole === high.whole) return low.whole + fractionBetween(low.fraction, high.fraction);
  const next = wholeAfter(low.whole);
  return next !== undefined && next < high.whole + high.fraction ? next : low.whole + fractionBetween(low.fraction);
}

/**
 * `count` ascending keys between two others, spread so that they stay short.
 *
 * @throws RangeError as {@link keyBetween}, and when `count` is not a whole number of at least 0
 */
export function keysBetween(before: string | null, after: string | null, count: number): string[] {
  if (!Number.isInteger(count) || count < 0) throw new RangeError("The number of keys must be a whole number of at least 0.");
  if (count === 0) return [];
  if (before === null || after === null) return keysOutwards(before, after, count);
  const half = Math.floor(count / 2);
  const middle = keyBetween(before, after);
  return [...keysBetween(before, middle, half), middle, ...keysBetween(middle, after, count - half - 1)];
}

/** With an open end, one whole number after the other. */
function keysOutwards(before: string | null, after: string | null, count: number): string[] {
  const keys: string[] = [];
  for (let index = 0; index < count; index += 1) {
    keys.push(after === null ? keyBetween(keys.at(-1) ?? before, null) : keyBetween(null, keys.at(-1) ?? after));
  }
  return after === null ? keys : keys.reverse();
}

type Parts = { whole: string; fraction: string };

function partsOf(key: string): Parts {
  const [, head, rest] = KEY.exec(key) ?? [];
  const length = head === undefined ? Number.NaN : wholeLength(head);
  if (rest === undefined || !(rest.length >= length) || (rest.length > length && key.endsWith("0")) || key === LOWEST) {
    throw new RangeError(`"${key}" is not a ranking key.`);
  }
  return { whole: key.slice(0, length + 1), fraction: key.slice(length + 1) };
}

/** Digits that follow the head: a 1, b 2, … z 26; Z 1, Y 2, … A 26. */
function wholeLength(head: string): number {
  return head >= "a" ? head.charCodeAt(0) - "a".charCodeAt(0) + 1 : "Z".charCodeAt(0) - head.charCodeAt(0) + 1;
}

function keyAbove({ whole, fraction }: Parts): string {
  if (whole === LOWEST) return LOWEST + fractionBetween("", fraction);
  if (fraction !== "") return whole;
  const previous = wholeBefore(whole);
  // The lowest whole number leaves no room above itself, and so is no key of its own.
  return previous === LOWEST ? LOWEST + fractionBetween("") : previous;
}

/** Nothing behind the highest whole number. */
function wholeAfter(whole: string): string | undefined {
  const digits = Array.from(whole.slice(1), digitValue);
  let place = digits.length - 1;
  while (place >= 0 && digits[place] === BASE - 1) {
    digits[place] = 0;
    place -= 1;
  }
  if (place >= 0) return whole.charAt(0) + written(digits.with(place, (digits[place] ?? 0) + 1));
  if (whole.startsWith("Z")) return "a0";
  if (whole.startsWith("z")) return undefined;
  const head = String.fromCharCode(whole.charCodeAt(0) + 1);
  return head + "0".repeat(wholeLength(head));
}

/** Not for the lowest whole number. */
function wholeBefore(whole: string): string {
  const digits = Array.from(whole.slice(1), digitValue);
  let place = digits.length - 1;
  while (place >= 0 && digits[place] === 0) {
    digits[place] = BASE - 1;
    place -= 1;
  }
  if (place >= 0) return whole.charAt(0) + written(digits.with(place, (digits[place] ?? 0) - 1));
  if (whole.startsWith("a")) return "Zz";
  const head = String.fromCharCode(whole.charCodeAt(0) - 1);
  return head + "z".repeat(wholeLength(head));
}

/** A fraction strictly between two, the upper one open at 1; no fraction ends in 0, or nothing would fit right above it. */
function fractionBetween(low: string, high?: string): string {
  let shared = 0;
  if (high !== undefined) while ((low.charAt(shared) || "0") === high.charAt(shared)) shared += 1;
  const prefix = high?.slice(0, shared) ?? "";
  const above = low.slice(shared);
  const below = high?.slice(shared);
  const from = above === "" ? 0 : digitValue(above.charAt(0));
  const to = below === undefined ? BASE : digitValue(below.charAt(0));
  if (to - from > 1) return prefix + DIGITS.charAt(Math.round((from + to) / 2));
  if (below !== undefined && below.length > 1) return prefix + below.charAt(0);
  return prefix + DIGITS.charAt(from) + fractionBetween(above.slice(1));
}

function digitValue(digit: string): number {
  return DIGITS.indexOf(digit);
}

function written(digits: readonly number[]): string {
  return digits.map((value) => DIGITS.charAt(value)).join("");
}
