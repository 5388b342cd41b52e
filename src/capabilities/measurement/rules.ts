import { dateIn } from "../../kernels/cells.ts";
import { type Access, GROUPS } from "../../platform/access.ts";

export const METRIC_UNITS = ["percent", "count", "money", "duration", "ratio"] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];
/** Which way is better. */
export const DIRECTIONS = ["up", "down"] as const;
export type Direction = (typeof DIRECTIONS)[number];
/** How often a metric is read, and how many days lie between two readings. */
export const INTERVAL_DAYS = { day: 1, week: 7, month: 31 } as const;
export type Interval = keyof typeof INTERVAL_DAYS;
export const INTERVALS = ["day", "week", "month"] as const satisfies readonly Interval[];
export const READING_SOURCES = ["manual", "paste", "csv", "api", "pull"] as const;
export const METRIC_SORTS = ["name", "newest"] as const;
/** So many readings are written at once. */
export const READINGS_AT_ONCE = 20_000;

export const metricAccess = {
  define: ["data", "product"],
  edit: ["data", "product"],
  delete: ["data", "product"],
  measure: GROUPS,
  pull: ["data", "product"],
} as const satisfies Access;

export type Reading = { on: string; value: number; n: number | null };
export type Target = { baselineValue: number | null; baselineOn: string | null; target: number; byOn: string | null };
type Judged = {
  direction: Direction;
  watchAt: number | null;
  breachAt: number | null;
  latest: Reading | null;
  targets: readonly Target[];
};

export const METRIC_STATES = ["no-data", "healthy", "watch", "breached"] as const;
export type MetricState = (typeof METRIC_STATES)[number];
/** A state with what led to it, in words that a value is put into. */
export type Verdict = {
  state: MetricState;
  because: "no-reading" | "within" | "watch-line" | "breach-line" | "behind" | "missed";
  line: number | null;
};

const DAY_MS = 86_400_000;
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
/** The day so many days later. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
const isWorse = (value: number, line: number, direction: Direction) => (direction === "up" ? value < line : value > line);

/** Where a value should be by a day on the straight way from its baseline to its target; null while there is no baseline with a day. */
export function expectedOn({ baselineValue, baselineOn, target, byOn }: Target, day: string): number | null {
  if (baselineValue === null || baselineOn === null || byOn === null) return null;
  const whole = daysBetween(baselineOn, byOn);
  const share = whole <= 0 ? 1 : Math.min(1, Math.max(0, daysBetween(baselineOn, day) / whole));
  return baselineValue + (target - baselineValue) * share;
}

/** How a metric stands: by its own lines first, then by what live key results ask of it; the worst counts. */
export function verdictOn({ direction, watchAt, breachAt, latest, targets }: Judged, today: string): Verdict {
  if (!latest) return { state: "no-data", because: "no-reading", line: null };
  if (breachAt !== null && isWorse(latest.value, breachAt, direction)) return { state: "breached", because: "breach-line", line: breachAt };
  const missed = targets.find((target) => target.byOn !== null && target.byOn < today && !isReached(target, latest.value));
  if (missed) return { state: "breached", because: "missed", line: missed.target };
  if (watchAt !== null && isWorse(latest.value, watchAt, direction)) return { state: "watch", because: "watch-line", line: watchAt };
  for (const target of targets) {
    const expected = expectedOn(target, latest.on);
    if (expected !== null && isShort(target, latest.value, expected)) return { state: "watch", because: "behind", line: expected };
  }
  return { state: "healthy", because: "within", line: null };
}

/** A key result may go against the metric's direction: hold a value down that usually should rise. The way from its baseline says where to. */
function isShort({ baselineValue, target }: Target, value: number, line: number): boolean {
  return target >= (baselineValue ?? target) ? value < line : value > line;
}
export const isReached = (target: Target, value: number): boolean => !isShort(target, value, target.target);

/** How much of the way from baseline to target is done; below 0 when it went the other way, above 1 beyond. Null while something is missing. */
export function progressOf({ baselineValue, target }: Pick<Target, "baselineValue" | "target">, value: number | null): number | null {
  if (value === null || baselineValue === null || baselineValue === target) return null;
  return (value - baselineValue) / (target - baselineValue);
}

/** Days since the last reading, and whether that is more than twice the interval. */
export function ageOf(latest: Pick<Reading, "on"> | null, interval: Interval, today: string): { days: number; stale: boolean } | null {
  if (!latest) return null;
  const days = Math.max(0, daysBetween(latest.on, today));
  return { days, stale: days > 2 * INTERVAL_DAYS[interval] };
}

export type LineIssue = { path: "watchAt" | "breachAt" | "currency"; message: string };
/** What is wrong with a metric's own lines: the one that breaches lies beyond the one to watch. */
export function lineIssues(metric: {
  direction: Direction;
  watchAt: number | null;
  breachAt: number | null;
  unit: MetricUnit;
  currency: string | null;
}): LineIssue[] {
  const { direction, watchAt, breachAt, unit, currency } = metric;
  const issues: LineIssue[] = [];
  if (unit === "money" && currency === null) issues.push({ path: "currency", message: "Say in which currency." });
  if (unit !== "money" && currency !== null) issues.push({ path: "currency", message: "Only money has a currency." });
  if (watchAt !== null && breachAt !== null && isWorse(watchAt, breachAt, direction))
    issues.push({
      path: "breachAt",
      message: direction === "up" ? "It must lie below the line to watch." : "It must lie above the line to watch.",
    });
  return issues;
}

export type LineProblem = { line: number; message: string };

/** What is wrong with readings, by the line they came in: days that repeat, that are none or have not come yet. */
export function readingProblems(readings: readonly (Reading & { line: number })[], today: string): LineProblem[] {
  const seen = new Map<string, number>();
  return readings.flatMap(({ on, value, n, line }) => {
    const before = seen.get(on);
    seen.set(on, before ?? line);
    if (!Number.isFinite(value)) return [{ line, message: "The value is no number." }];
    if (n !== null && (!Number.isInteger(n) || n < 0)) return [{ line, message: "The sample size is a whole number." }];
    // Somewhere it is tomorrow already.
    if (on > dayAfter(today, 1)) return [{ line, message: `${on} has not come yet.` }];
    if (before !== undefined) return [{ line, message: `${on} stands on line ${before} too; a day has one reading.` }];
    return [];
  });
}

/** Which day a cell means: a date as people write it, or seconds or milliseconds as programs do. */
export const dayIn = (cell: string, order?: "dmy" | "mdy"): string | null => {
  const text = cell.trim();
  if (/^\d{10}(\d{3})?$/.test(text)) return new Date(Number(text) * (text.length === 10 ? 1000 : 1)).toISOString().slice(0, 10);
  return dateIn(text, order);
};
