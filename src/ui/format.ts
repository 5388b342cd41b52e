/** Dates as people read them here; locale and time zone are the person's own unless given. Numbers come from the kernel that the server writes with too. */

export { counted, fileSize, money, number, percent } from "../kernels/figures.ts";

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
