/** Numbers and money as people read them. */

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

/** Minor units as people say them: `$412k`, `$1.2m`; under a thousand in full. `exact` gives every digit but empty cents. */
export function money(cents: number, currency: string, { exact = false }: { exact?: boolean } = {}) {
  const digits = formatter(wholeMoney, currency, "standard").resolvedOptions().maximumFractionDigits ?? 2;
  const amount = cents / 10 ** (currency === "JPY" || currency === "KRW" ? 0 : digits);
  if (exact || Math.abs(amount) < 1000)
    return formatter(wholeMoney, currency, "standard")
      .format(amount)
      .replace(/[.,]00$/, "");
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

const SIZES = ["bytes", "KB", "MB", "GB"] as const;
/** How large a file is: "340 KB", "1.2 MB", "10.4 MB"; decimal, as people's computers say it. */
export function fileSize(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  const digits = step > 0 && value < (step > 1 ? 99.95 : 9.95) ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, "")} ${SIZES[step]}`;
}
