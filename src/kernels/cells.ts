/** How dates such as 03/04/2026 are meant: the day first, or the month. Nothing is guessed silently. */
export const DATE_ORDERS = ["dmy", "mdy"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** An amount of money as people write it, "$252,000.50" or "252.000,50 €"; null when it cannot be told. */
export function amountIn(text: string): number | null {
  const bare = text.replace(/[\p{Sc}\s]|[A-Za-z]{3}$|^[A-Za-z]{3}/gu, "");
  if (/^\d+(?:\.\d{1,2})?$/.test(bare) || /^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$/.test(bare)) return Number(bare.replaceAll(",", ""));
  if (/^\d+,\d{1,2}$/.test(bare) || /^\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?$/.test(bare))
    return Number(bare.replaceAll(".", "").replace(",", "."));
  return null;
}

/** A number with a point or a comma before its decimals; null when it is none. */
export function numberIn(text: string): number | null {
  const value = Number(text.replace(",", "."));
  return /^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(value) ? value : null;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const CLOCK = String.raw`(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?(?:\s*(?:Z|UTC|GMT))?`;
/** "23/Nov/26 8:00 PM", "23 November 2026". */
const DAY_AND_NAME = new RegExp(String.raw`^(\d{1,2})[ /.-]+([A-Za-z]{3,9})[ /.,-]+(\d{4}|\d{2})${CLOCK}$`);
/** "Nov 23, 2026". */
const NAME_AND_DAY = new RegExp(String.raw`^([A-Za-z]{3,9})\s+(\d{1,2}),?\s+(\d{4})${CLOCK}$`);
/** "03/04/2026": which is the day must be said. */
const BARE = new RegExp(String.raw`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})${CLOCK}$`);

/**
 * An instant in ISO and UTC; without a zone it is meant in UTC. Null for what could be read in two ways while `order` does not say which.
 */
export function instantIn(text: string, order?: DateOrder): string | null {
  const given = text.trim();
  const [matched, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] =
    DATE.exec(given) ?? [];
  if (!matched) return localInstant(given, order);
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}` : "Z";
  if (!isDay(Number(year), Number(month), Number(day))) return null;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

function localInstant(text: string, order: DateOrder | undefined): string | null {
  const named = DAY_AND_NAME.exec(text);
  if (named) return composed(named[3], monthOf(named[2]), named[1], named.slice(4));
  const american = NAME_AND_DAY.exec(text);
  if (american) return composed(american[3], monthOf(american[1]), american[2], american.slice(4));
  const bare = order && BARE.exec(text);
  if (!bare) return null;
  const [day, month] = order === "dmy" ? [bare[1], bare[2]] : [bare[2], bare[1]];
  return composed(bare[3], Number(month), day, bare.slice(4));
}

function monthOf(name = ""): number {
  const folded = name.toLowerCase();
  const place = MONTHS.indexOf(folded.slice(0, 3));
  const whole = new Date(Date.UTC(2000, Math.max(place, 0), 1)).toLocaleString("en", { month: "long", timeZone: "UTC" }).toLowerCase();
  return place >= 0 && (whole.startsWith(folded) || folded === "sept") ? place + 1 : 0;
}

function composed(
  years = "",
  month: number,
  days = "",
  [hours = "0", minutes = "0", seconds = "0", half]: (string | undefined)[],
): string | null {
  const year = years.length === 2 ? Number(years) + (Number(years) < 70 ? 2000 : 1900) : Number(years);
  if (!isDay(year, month, Number(days))) return null;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === "pm" ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59 || (half && Number(hours) > 12)) return null;
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, Number(days));
  at.setUTCHours(hour, Number(minutes), Number(seconds));
  return at.toISOString();
}

/** A day such as 31 February is another day to the calendar. */
function isDay(year: number, month: number, day: number): boolean {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  return year >= 1 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
}

/** What the dates of a column say of their order: null when none stands in such a form, "either" when all could be read both ways. */
export function orderIn(cells: readonly string[]): DateOrder | "either" | null {
  const dates = cells.flatMap((cell) => {
    const [, first, second] = BARE.exec(cell.trim()) ?? [];
    return first && second ? [[Number(first), Number(second)] as const] : [];
  });
  if (dates.length === 0) return null;
  if (dates.some(([first]) => first > 12)) return "dmy";
  return dates.some(([, second]) => second > 12) ? "mdy" : "either";
}

/** The day of a date in such a form; null where `instantIn` finds none. */
export const dateIn = (text: string, order?: DateOrder): string | null => instantIn(text, order)?.slice(0, 10) ?? null;
