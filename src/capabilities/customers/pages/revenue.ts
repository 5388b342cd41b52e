const digitsOf = (currency: string) =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
const FACTORS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 };

export type Revenue = { revenueMinor: number; currency: string };

/** A year's revenue as it is typed: "84000 USD". */
export function revenueText({ revenueMinor, currency }: { revenueMinor: number | null; currency: string | null }): string {
  return revenueMinor === null || currency === null ? "" : `${revenueMinor / 10 ** digitsOf(currency)} ${currency}`;
}

/**
 * Reads a year's revenue: "84000", "84,000.50 EUR", "$84k", "1.2m".
 * @param currency what is meant when none is named
 * @returns null for nothing typed, undefined for what cannot be read
 */
export function parseRevenue(typed: string, currency: string): Revenue | null | undefined {
  const text = typed.trim();
  if (text === "") return null;
  const named = /[A-Za-z]{3}/.exec(text)?.[0]?.toUpperCase();
  const symbol = text.includes("€") ? "EUR" : text.includes("£") ? "GBP" : undefined;
  const found = /^[^\d-]{0,4}?([\d\s,.']*\d)\s*([kmb])?\D{0,6}$/i.exec(text);
  if (!found) return undefined;
  const [, amount = "", factor] = found;
  const value = Number(plain(amount)) * (FACTORS[factor?.toLowerCase() ?? ""] ?? 1);
  const chosen = named ?? symbol ?? currency;
  const minor = Math.round(value * 10 ** digitsOf(chosen));
  return Number.isSafeInteger(minor) ? { revenueMinor: minor, currency: chosen } : undefined;
}

/** A number without its grouping: the last mark before one or two digits divides off the fraction. */
function plain(amount: string): string {
  const bare = amount.replace(/[\s']/g, "");
  const fraction = /[.,](\d{1,2})$/.exec(bare);
  const whole = (fraction ? bare.slice(0, fraction.index) : bare).replace(/[.,]/g, "");
  return fraction ? `${whole}.${fraction[1] ?? "0"}` : whole;
}
