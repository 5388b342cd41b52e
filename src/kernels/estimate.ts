/** What people mean by "three to six": one time in ten it is less than `low`, one time in ten more than `high` (P10 and P90). */
export type Range = { readonly low: number; readonly high: number };
export type Unit = "days" | "weeks" | "months";
export type Size = "S" | "M" | "L" | "XL";
/** Effort is in person-weeks whatever it was typed in; value in the workspace's unit. The rest is how it was typed. */
export type TypedRange = Range & { readonly unit?: Unit; readonly size?: Size; readonly currency?: string };
export type Measure = "effort" | "value";

/** Person-weeks that a size stands for. They meet, so that no effort falls between two sizes, and grow by about two and a half. */
export const SIZES: Readonly<Record<Size, Range>> = {
  S: { low: 0.4, high: 1 },
  M: { low: 1, high: 3 },
  L: { low: 3, high: 8 },
  XL: { low: 8, high: 20 },
};
/** A working week of five days, and a twelfth of 52 weeks. */
const WEEKS: Readonly<Record<Unit, number>> = { days: 1 / 5, weeks: 1, months: 52 / 12 };

/** How many standard deviations of a normal distribution lie between its tenth and its ninetieth percentile. */
const P10_TO_P90 = 2.5631031310892007;

/** The median of a log-normal quantity known by its range: the geometric mean of the ends. */
export function medianOf(range: Range): number {
  checkRange(range);
  return Math.sqrt(range.low) * Math.sqrt(range.high);
}

/**
 * The log-normal distribution with `low` as its P10 and `high` as its P90.
 *
 * @returns mean and standard deviation of the natural logarithm; a single number has `sigma` 0
 * @throws RangeError unless `0 < low <= high`, both finite
 */
export function logNormalOf(range: Range): { mu: number; sigma: number } {
  checkRange(range);
  const low = Math.log(range.low);
  const high = Math.log(range.high);
  return { mu: (low + high) / 2, sigma: (high - low) / P10_TO_P90 };
}

/**
 * Reads a range as people type it. Effort: "3–6 weeks", "3-6w", "2 days to 3 weeks", "4" (weeks), "S" … "XL". Value: "$10k-25k",
 * "10–25k" (both thousands), "120–400 points", "1.2M". One number is a range without width.
 *
 * @throws RangeError with a sentence for the person who typed it
 */
export function parseRange(text: string, measure: Measure): TypedRange {
  const typed = text.trim();
  if (typed.length > LONGEST) throw new RangeError(unreadable(typed, measure));
  if (measure === "effort") {
    const size = sizeNamed(typed.toUpperCase());
    if (size !== undefined) return { ...SIZES[size], size };
  }
  if (/^[-−–—]\s*[\d.,]/.test(typed)) throw new RangeError(MORE_THAN_ZERO);
  const ends = cleaned(typed, measure).split(SEPARATOR);
  const [first, last] = [ends.at(0), ends.at(-1)].map((end = "") => (measure === "effort" ? effortEnd(end) : valueEnd(end)));
  if (first === undefined || last === undefined || ends.length > 2) throw new RangeError(unreadable(typed, measure));
  return measure === "effort" ? effortBetween(first, last) : valueBetween(first, last);
}

/**
 * Writes a range so that {@link parseRange} reads the same one again, to two decimals: "3–6 weeks", "4 days", "M", "$10k–25k", "120–400".
 * Effort that carries no unit is written in whole weeks, days or months, whichever fits.
 *
 * @throws RangeError unless `0 < low <= high`, both finite
 */
export function formatRange(range: TypedRange, measure: Measure): string {
  checkRange(range);
  if (measure === "value") return formatValue(range);
  const size = range.size && SIZES[range.size];
  if (range.size && size?.low === range.low && size.high === range.high) return range.size;
  const unit = range.unit ?? fittingUnit(range);
  const low = decimal(range.low / WEEKS[unit]);
  const high = decimal(range.high / WEEKS[unit]);
  return low === high ? `${low} ${low === "1" ? unit.slice(0, -1) : unit}` : `${low}–${high} ${unit}`;
}

const MORE_THAN_ZERO = "An estimate is more than zero.";
/** Dashes of any length, dots, or the word, between two ends. */
const SEPARATOR = /\s*(?:[-‐‑‒–—−]|\.{2,}|…|\bto\b)\s*/iu;
const SCALES = new Map([
  ["k", 1e3],
  ["thousand", 1e3],
  ["m", 1e6],
  ["mio", 1e6],
  ["million", 1e6],
  ["b", 1e9],
  ["bn", 1e9],
  ["billion", 1e9],
]);
/** Nobody types a longer range; what is longer is pasted text. */
const LONGEST = 80;

/** What is written with a letter: from `scale` on, where both ends are whole steps. */
const LETTERS = [
  { scale: 1e6, step: 1e4, letter: "M" },
  { scale: 1e3, step: 100, letter: "k" },
];

/** One end as typed: a number, and what stands beside it. */
type End = { number: number; unit?: Unit; scale?: number; currency?: string };

function checkRange({ low, high }: Range): void {
  if (!Number.isFinite(low) || !Number.isFinite(high)) throw new RangeError("An estimate is a number, or two.");
  if (low <= 0 || high <= 0) throw new RangeError(MORE_THAN_ZERO);
  if (low > high) throw new RangeError("A range goes from its low end to its high end: write 3–6, not 6–3.");
}

function unreadable(typed: string, measure: Measure): string {
  const examples =
    measure === "effort"
      ? "a range such as 3–6 weeks (or days, months), one number, or a size: S, M, L, XL"
      : "a range such as 120–400 or $10k–25k, or one number";
  return typed === ""
    ? `Write ${examples}.`
    : `“${typed.slice(0, 40)}” cannot be read as ${measure === "effort" ? "an effort" : "a value"}. Write ${examples}.`;
}

/** Without the words that change nothing. */
function cleaned(typed: string, measure: Measure): string {
  if (measure === "effort") return typed.replace(/\bperson[-\s]?(?=[a-z])/giu, "");
  return typed.replace(/\s*(?:\/\s*(?:year|yr|y)|(?:a|per) year|p\.\s?a\.|points?|pts?)$/iu, "");
}

function effortEnd(end: string): End | undefined {
  const [, digits, word = ""] = /^([\d.,'’\s]*\d)\s*([a-z]*)\.?$/iu.exec(end) ?? [];
  const unit = unitNamed(word.toLowerCase());
  const number = numberOf(digits);
  if (number === undefined || (word !== "" && unit === undefined)) return undefined;
  return { number, unit };
}

function valueEnd(end: string): End | undefined {
  const [, ahead, digits, word, behind] =
    /^([$€£¥₹]|[A-Z]{3}\b)?\s*([\d.,'’\s]*\d)\s*([A-Za-z]+?)??\s*([$€£¥₹]|\b[A-Z]{3})?$/u.exec(end) ?? [];
  const number = numberOf(digits);
  const scale = word === undefined ? undefined : SCALES.get(word.toLowerCase());
  if (number === undefined || (word !== undefined && scale === undefined) || (ahead !== undefined && behind !== undefined))
    return undefined;
  return { number, scale, currency: ahead ?? behind };
}

function sizeNamed(name: string): Size | undefined {
  return name === "S" || name === "M" || name === "L" || name === "XL" ? name : undefined;
}

function unitNamed(word: string): Unit | undefined {
  if (/^(?:d|days?)$/.test(word)) return "days";
  if (/^(?:w|wks?|weeks?)$/.test(word)) return "weeks";
  return /^(?:m|mos?|months?)$/.test(word) ? "months" : undefined;
}

/** A number with a point or a comma for decimals, and any usual mark between thousands. */
function numberOf(digits = ""): number | undefined {
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(digits)) {
    throw new RangeError(`“${digits}” can mean two numbers: write ${digits.replace(".", "")}, or at most two decimals.`);
  }
  if (/^\d+(?:\.\d+)?$/.test(digits)) return Number(digits);
  if (/^\d{1,3}(?:[,'’\s]\d{3})+(?:\.\d+)?$/u.test(digits)) return Number(digits.replace(/[,'’\s]/gu, ""));
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(digits)) return Number(digits.replaceAll(".", "").replace(",", "."));
  return /^\d+,\d{1,2}$/.test(digits) ? Number(digits.replace(",", ".")) : undefined;
}

/** A unit said once holds for both ends; without any it is weeks. */
function effortBetween(first: End, second: End): TypedRange {
  const low = first.number * WEEKS[first.unit ?? second.unit ?? "weeks"];
  const high = second.number * WEEKS[second.unit ?? first.unit ?? "weeks"];
  checkRange({ low, high });
  return { low, high, unit: second.unit ?? first.unit ?? "weeks" };
}

/** In "10–25k" both are thousands; in "500–2k" they cannot be. */
function valueBetween(first: End, second: End): TypedRange {
  const currency = first.currency ?? second.currency;
  if (second.currency !== undefined && second.currency !== currency) throw new RangeError("Both ends of a range are in one currency.");
  const shared = first.scale ?? (first.number <= second.number ? second.scale : undefined);
  const low = first.number * (shared ?? 1);
  const high = second.number * (second.scale ?? 1);
  checkRange({ low, high });
  return currency === undefined ? { low, high } : { low, high, currency };
}

/** One scale for both ends, and only one that loses nothing. */
function formatValue({ low, high, currency = "" }: TypedRange): string {
  const { scale, letter } = LETTERS.find(({ scale, step }) => low >= scale && low % step === 0 && high % step === 0) ?? {
    scale: 1,
    letter: "",
  };
  const prefix = /^[A-Z]{3}$/.test(currency) ? `${currency} ` : currency;
  const [from, to] = [low, high].map((end) => `${decimal(end / scale)}${letter}`);
  return from === to ? `${prefix}${from}` : `${prefix}${from}–${to}`;
}

function fittingUnit({ low, high }: Range): Unit {
  const fits = (unit: Unit) => [low, high].every((end) => Math.abs(end / WEEKS[unit] - Math.round(end / WEEKS[unit])) < 1e-9);
  return (["weeks", "days", "months"] as const).find(fits) ?? "weeks";
}

/** Two decimals, or three figures below one; thousands set apart. */
function decimal(value: number): string {
  if (value < 1) return String(Number(value.toPrecision(3)));
  const [whole = "", fraction] = String(Number(value.toFixed(2))).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
