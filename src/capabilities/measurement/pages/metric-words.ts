import { counted, dateOnly, number } from "../../../ui/format.ts";
import type { PipShape } from "../../../ui/marks.tsx";
import {
  type Direction,
  daysBetween,
  INTERVAL_DAYS,
  type Interval,
  type MetricState,
  type MetricUnit,
  type Reading,
  verdictOn,
} from "../rules.ts";
import type { Metric } from "../schema.ts";
import { differenceText, valueText } from "../value-rules.ts";

export const METRIC_STATE_WORDS: Readonly<Record<MetricState, { word: string; shape: PipShape }>> = {
  "no-data": { word: "No data", shape: "dotted" },
  healthy: { word: "Healthy", shape: "filled" },
  watch: { word: "Watch", shape: "half" },
  breached: { word: "Breached", shape: "cross" },
};
export const UNIT_WORDS: Readonly<Record<MetricUnit, string>> = {
  percent: "Percent",
  count: "Count",
  money: "Money",
  duration: "Duration",
  ratio: "Ratio",
};
export const DIRECTION_WORDS: Readonly<Record<Direction, string>> = { up: "Higher is better", down: "Lower is better" };
export const INTERVAL_WORDS: Readonly<Record<Interval, string>> = { day: "Every day", week: "Every week", month: "Every month" };
/** How a value of a unit is typed. */
export const VALUE_HINTS: Readonly<Record<MetricUnit, string>> = {
  percent: "26.8",
  count: "1,204",
  money: "1,204.50",
  duration: "6:12, or 3 min",
  ratio: "0.8",
};

export const today = () => new Date().toISOString().slice(0, 10);

/** Why a metric stands as it does, in a sentence. */
export function verdictWords(metric: Metric): string {
  const { because, line } = verdictOn(metric, today());
  const at = line === null ? "" : valueText(line, metric);
  switch (because) {
    case "no-reading":
      return "It has no reading yet.";
    case "breach-line":
      return `It is beyond the line that breaches, ${at}.`;
    case "watch-line":
      return `It is beyond the line to watch, ${at}.`;
    case "missed":
      return `A key result was to bring it to ${at} by now.`;
    case "behind":
      return `It is behind the straight way to a key result, which would be at ${at}.`;
    case "within":
      return metric.targets.length > 0
        ? "It is on its way to its key results."
        : metric.watchAt === null && metric.breachAt === null
          ? "No line is drawn for it, and no key result rests on it."
          : "It is within its lines.";
  }
}

/** A reading with its day, and of how many. */
export const readingWords = (metric: Metric, { on, value, n }: Reading): string =>
  `${valueText(value, metric)} on ${dateOnly(on)}${n === null ? "" : ` (n = ${number(n)})`}`;

/** Now against four weeks ago: both values, their days and sample sizes, and the difference. Says no more than the two readings do. */
export function comparisonWords(metric: Metric): string {
  const { latest, before, direction } = metric;
  if (!latest) return "No reading yet";
  if (!before) return `${readingWords(metric, latest)}; there is no reading of four weeks earlier`;
  const change = latest.value - before.value;
  const way = change === 0 ? "the same" : change > 0 === (direction === "up") ? "the better way" : "the worse way";
  return `${readingWords(metric, latest)} against ${readingWords(metric, before)}: ${differenceText(change, metric)} in ${counted(daysBetween(before.on, latest.on), "day")}, ${way}`;
}

/** What a line of the last values says to those who do not see it. */
export const sparkWords = (metric: Metric): string =>
  `The last ${metric.recent.length} readings, from ${valueText(metric.recent[0] ?? 0, metric)} to ${valueText(metric.recent.at(-1) ?? 0, metric)}`;

export const staleWords = (interval: Interval): string => `No reading for more than ${2 * INTERVAL_DAYS[interval]} days`;
