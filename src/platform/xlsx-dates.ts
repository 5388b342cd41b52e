/** The formats that Excel knows by number and that show a date or a time. */
const KNOWN = (id: number) => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a format of numbers shows a date or a time: it names a part of one outside quotes, colours and conditions. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return KNOWN(id);
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, "").replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, "");
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare);
}

const DAY_MS = 86_400_000;
/** 31 December 9999. */
const LAST = 2_958_466;

/**
 * A number of days as ISO: a day when it is whole, else an instant; a time alone below one. Excel's calendar of 1900 holds a 29 February
 * that never was. Null for what is no date in it.
 */
export function dayOrTime(days: number, from1904: boolean): string | null {
  if (days < 0 || days >= LAST) return null;
  const whole = Math.floor(days);
  const ms = Math.round((days - whole) * DAY_MS);
  const time = new Date(ms).toISOString().slice(11, 19);
  if (whole === 0 && !from1904) return time;
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30);
  const at = new Date(start + whole * DAY_MS + ms).toISOString();
  return ms === 0 ? at.slice(0, 10) : at.replace(".000Z", "Z");
}
