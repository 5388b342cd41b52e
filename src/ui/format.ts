/** Numbers, money and dates as people read them here. Locale and time zone are the person's own unless given. */

const compactMoney = new Map<string, Intl.NumberFormat>();
const wholeMoney = new Map<string, Intl.NumberFormat>();

function formatter(kept: Map<string, Intl.NumberFormat>, currency: string, notation: "compact" | "standard") {
  const known = kept.get(currency);
  if (known) return known;
  const options = {
    style: "currency",
    currency,
    notation,
    maximumFractionDigits: notation === "compact" ? 1 : 2,
    currencyDisplay: "narrowSymbol",
  } as const;
  const made = new Intl.NumberFormat("en", options);
  kept.set(currency, made);
  return made;
}

/** Minor units as people say them: `$412k`, `$1.2m`; under a thousand in full. `exact` gives every digit. */
export function money(cents: number, currency: string, { exact = false }: { exact?: boolean } = {}) {
  const digits = formatter(wholeMoney, currency, "standard").resolvedOptions().maximumFractionDigits ?? 2;
  const amount = cents / 10 ** (currency === "JPY" || currency === "KRW" ? 0 : digits);
  if (exact || Math.abs(amount) < 1000) {
    const text = formatter(wholeMoney, currency, "standard").format(amount);
    return exact ? text : text.replace(/[.,]00$/, "");
  }
  const parts = formatter(compactMoney, currency, "compact").formatToParts(amount);
  const rounded = Math.abs(amount) >= 100_000 && Math.abs(amount) < 1_000_000;
  return parts
    .filter((part) => !rounded || (part.type !== "decimal" && part.type !== "fraction"))
    .map((part) => (part.type === "compact" ? part.value.toLowerCase() : part.value))
    .join("");
}

const numbers = new Intl.NumberFormat("en");
/** 1,284 */
export const number = (value: number) => numbers.format(value);
/** "1 account", "3 accounts". */
export const counted = (count: number, one: string, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;
/** A share in [0, 1] as a whole per cent, with one digit under 10 %. */
export const percent = (share: number) => `${(share * 100).toFixed(share !== 0 && Math.abs(share) < 0.1 ? 1 : 0)}%`;

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const minute = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZoneName: "short",
});
const civil = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const civilShort = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** A day without a time (`2026-12-08`), the same in every zone: "8 Dec", with the year when it is not this one. */
export function dateOnly(iso: string, now = new Date()) {
  const date = new Date(`${iso.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(date.valueOf())) return iso;
  return (date.getUTCFullYear() === now.getFullYear() ? civilShort : civil).format(date);
}

/** An instant in the person's zone to the minute: what a hover says. */
export const instant = (iso: string) => minute.format(new Date(iso));

const units = [
  ["minute", 60],
  ["hour", 3600],
  ["day", 86_400],
] as const;
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
/** "now", "12 min. ago", "3 h ago", "yesterday"; older than a week is a date. */
export function ago(iso: string, now = new Date()) {
  const date = new Date(iso);
  const seconds = (date.valueOf() - now.valueOf()) / 1000;
  if (Math.abs(seconds) < 45) return "now";
  if (Math.abs(seconds) > 7 * 86_400) return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date);
  const [unit, length] = units.findLast(([, size]) => Math.abs(seconds) >= size) ?? units[0];
  return relative.format(Math.round(seconds / length), unit);
}
