import type { Direction, Interval, MetricUnit } from "../measurement/rules.ts";

export type MetricFacts = {
  name: string;
  title: string;
  definition: string;
  unit: MetricUnit;
  direction: Direction;
  interval: Interval;
  /** Names of what it measures. */
  measures: readonly string[];
  watchAt?: number;
  breachAt?: number;
};

export const METRICS: readonly MetricFacts[] = [
  {
    name: "repeats",
    title: "Exports repeated within ten minutes",
    unit: "percent",
    direction: "down",
    interval: "day",
    measures: ["N-1", "rounding", "currency"],
    breachAt: 36,
    definition:
      "Of all exports of a day: how many were followed by another export of the **same report by the same person** within ten minutes. Nobody repeats what they trust.",
  },
  {
    name: "sharing",
    title: "New accounts that share a report on their first day",
    unit: "percent",
    direction: "up",
    interval: "day",
    measures: ["N-4", "guided"],
    breachAt: 30,
    definition:
      "Of the accounts opened on a day: how many shared a report with somebody within 24 hours. Trailing week, because few open on a Sunday.",
  },
  {
    name: "readers",
    title: "People who open a report in a week",
    unit: "count",
    direction: "up",
    interval: "day",
    measures: ["summary"],
    definition: "Distinct people with a seat who opened at least one report in the seven days until then.",
  },
  {
    name: "winrate",
    title: "Mid-size win rate against Paperfort",
    unit: "percent",
    direction: "up",
    interval: "month",
    measures: [],
    definition:
      "Of the mid-size deals decided in the last twelve months in which Paperfort was named: how many we won. *n* is how many there were, and it is few.",
  },
  {
    name: "phone",
    title: "Reports opened on a phone",
    unit: "percent",
    direction: "up",
    interval: "week",
    measures: ["N-8", "phone"],
    definition: "Of all reports opened in a week: how many on a screen narrower than 600 points.",
  },
  {
    name: "firsttime",
    title: "Time to the first report",
    unit: "duration",
    direction: "down",
    interval: "week",
    measures: ["N-4"],
    definition: "Median time from opening an account to its first saved report, of those who saved one within two weeks.",
  },
];

export const OBJECTIVES = [
  {
    statement: "Numbers people trust",
    owner: "mira",
    made: 331,
    activated: 326,
    from: 320,
    to: 100,
    needs: ["N-1", "N-2"],
    why: "People pay us for numbers and then recompute them. As long as they do, every other feature is decoration.\n\nWe shall know by what they *do*: whether they export a second time.",
    keyResults: [{ name: "Exports repeated within ten minutes: from 31 to 12 %", metric: "repeats", baseline: 31, target: 12 }],
  },
  {
    statement: "A first report in the first day",
    owner: "mira",
    made: 330,
    activated: 326,
    from: 320,
    to: 45,
    needs: ["N-4"],
    why: "Who shares a report in the first day is still with us a year later, three times out of four. The guided start took us a third of the way.",
    keyResults: [
      { name: "New accounts that share a report within 24 hours: from 38 to 55 %", metric: "sharing", baseline: 38, target: 55 },
    ],
  },
  {
    statement: "Ready for the auditor",
    owner: "mira",
    made: 90,
    from: 88,
    to: 285,
    needs: ["N-2"],
    why: "Mid-size firms ask it in every second call now, and Paperfort answers. Change history, locked periods and live links belong together here.\n\nOne thing is missing before this can be active: how we would *see* that auditors are served. Live links join when we know.",
    keyResults: [
      { name: "Mid-size win rate against Paperfort: from 30 to 50 %", metric: "winrate", baseline: 30, target: 50 },
      { name: "Audits that ended without a single file sent", metric: null, baseline: null, target: null },
    ],
  },
] as const;
