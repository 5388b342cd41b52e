import { dayAfter, daysBetween } from "../../measurement/rules.ts";

export const ZOOMS = ["quarter", "month", "week"] as const;
export type Zoom = (typeof ZOOMS)[number];
/** How many of its unit each zoom shows at once. */
const SHOWN: Readonly<Record<Zoom, number>> = { quarter: 4, month: 5, week: 10 };

type Mark = { on: string; label: string };
/** A stretch of time as it is drawn: days from `startsOn` up to, and without, `endsOn`. */
export type Axis = { zoom: Zoom; startsOn: string; endsOn: string; days: number; majors: Mark[]; minors: Mark[] };

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const monthOf = (day: string) => Number(day.slice(5, 7)) - 1;
const yearOf = (day: string) => Number(day.slice(0, 4));
const firstOf = (year: number, month: number) => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);

/** The first day of the quarter, month or week in which a day lies; weeks begin on Monday. */
export function beginOf(zoom: Zoom, day: string): string {
  if (zoom === "week") return dayAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
  const month = monthOf(day);
  return firstOf(yearOf(day), zoom === "quarter" ? month - (month % 3) : month);
}

/** So many units later. */
export function stepped(zoom: Zoom, begin: string, units: number): string {
  if (zoom === "week") return dayAfter(begin, 7 * units);
  return firstOf(yearOf(begin), monthOf(begin) + units * (zoom === "quarter" ? 3 : 1));
}

const LABELS: Readonly<Record<Zoom, (day: string) => string>> = {
  quarter: (day) => `${yearOf(day)} Q${monthOf(day) / 3 + 1}`,
  month: (day) => `${MONTHS[monthOf(day)]} ${yearOf(day)}`,
  week: (day) => `${Number(day.slice(8))} ${MONTHS[monthOf(day)]}`,
};

/** The axis that begins with the unit in which `from` lies. */
export function axisOf(zoom: Zoom, from: string): Axis {
  const startsOn = beginOf(zoom, from);
  const majors = Array.from({ length: SHOWN[zoom] }, (_, i) => stepped(zoom, startsOn, i)).map((on) => ({ on, label: LABELS[zoom](on) }));
  const endsOn = stepped(zoom, startsOn, SHOWN[zoom]);
  const minors: Mark[] = [];
  if (zoom === "quarter")
    for (let on = startsOn; on < endsOn; on = stepped("month", on, 1)) minors.push({ on, label: MONTHS[monthOf(on)] ?? "" });
  if (zoom === "month")
    for (let on = stepped("week", beginOf("week", startsOn), 1); on < endsOn; on = dayAfter(on, 7))
      minors.push({ on, label: String(Number(on.slice(8))) });
  return { zoom, startsOn, endsOn, days: daysBetween(startsOn, endsOn), majors, minors };
}

/** Where a day stands on the axis, in percent of its width; beyond 0 and 100 it is not shown. */
export const placeOf = (axis: Axis, day: string): number => (daysBetween(axis.startsOn, day) / axis.days) * 100;

/** A day from an address: `2027-01` is the first of that month. */
export function dayFrom(text: unknown): string | null {
  if (typeof text !== "string" || !/^\d{4}-\d{2}(-\d{2})?$/.test(text)) return null;
  const day = text.length === 7 ? `${text}-01` : text;
  return Number.isNaN(Date.parse(day)) ? null : day;
}
