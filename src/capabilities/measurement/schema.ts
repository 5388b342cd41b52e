import { sql } from "drizzle-orm";
import { boolean, check, date, doublePrecision, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { draftSchema, instant, ownWorkspace, recordId, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { members, records } from "../workspace/schema.ts";
import { DIRECTIONS, INTERVALS, METRIC_SORTS, METRIC_UNITS, READING_SOURCES, READINGS_AT_ONCE } from "./rules.ts";

export const metrics = pgTable(
  "metrics",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    name: text().notNull(),
    /** What is counted, of whom, over which time, in Markdown. */
    definition: text().notNull().default(""),
    unit: text({ enum: METRIC_UNITS }).notNull().default("count"),
    currency: text(),
    direction: text({ enum: DIRECTIONS }).notNull().default("up"),
    interval: text({ enum: INTERVALS }).notNull().default("day"),
    ownerId: uuid(),
    /** Beyond it, seen from the better side, the metric is to be watched; beyond the other it is breached. */
    watchAt: doublePrecision(),
    breachAt: doublePrecision(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    index("metrics_name").on(t.workspaceId, sql`lower(${t.name})`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What a metric was on a day: one value, and of how many where that is known. Percent as such, money in minor units, durations in seconds. */
export const readings = pgTable(
  "readings",
  {
    workspaceId: workspaceId(),
    metricId: uuid().notNull(),
    on: date().notNull(),
    value: doublePrecision().notNull(),
    n: integer(),
    source: text({ enum: READING_SOURCES }).notNull(),
    /** Null when a program or a pull brought it. */
    enteredBy: uuid(),
    enteredAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.metricId, t.on] }),
    foreignKey({ columns: [t.workspaceId, t.metricId], foreignColumns: [metrics.workspaceId, metrics.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.enteredBy], foreignColumns: [members.workspaceId, members.id] }),
    check("readings_n", sql`${t.n} >= 0`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What an objective asks of a metric: from where, how far, by when. */
export const keyResults = pgTable(
  "key_results",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    objectiveId: uuid().notNull(),
    /** What it is called; it may be known before its metric is. */
    name: text().notNull(),
    metricId: uuid(),
    baselineValue: doublePrecision(),
    baselineOn: date(),
    target: doublePrecision(),
    byOn: date(),
    /** While its objective is active: only then it asks something of its metric. */
    isLive: boolean().notNull().default(false),
    createdAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.objectiveId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.metricId], foreignColumns: [metrics.workspaceId, metrics.id] }),
    index("key_results_of_objective").on(t.workspaceId, t.objectiveId),
    index("key_results_of_metric").on(t.workspaceId, t.metricId),
    ownWorkspace(t.workspaceId),
  ],
);

/** From where a metric's readings are fetched once a day, and how that went. */
export const metricPulls = pgTable(
  "metric_pulls",
  {
    workspaceId: workspaceId(),
    metricId: uuid().notNull(),
    address: text().notNull(),
    format: text({ enum: ["csv", "json"] }).notNull(),
    /** Where the list lies in the JSON: `data.rows`; empty for the whole answer. */
    listPath: text().notNull().default(""),
    /** The column or path of the day; without one a value is of the day on which it is fetched. */
    dayPath: text(),
    valuePath: text().notNull(),
    nPath: text(),
    dateOrder: text({ enum: ["dmy", "mdy"] }),
    nextAt: instant().notNull(),
    claimedUntil: instant(),
    lastPulledAt: instant(),
    lastProblem: text(),
    /** Readings that the last pull added or changed. */
    lastWritten: integer(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.metricId] }),
    foreignKey({ columns: [t.workspaceId, t.metricId], foreignColumns: [metrics.workspaceId, metrics.id] }).onDelete("cascade"),
    index("metric_pulls_due").on(t.nextAt),
    ownWorkspace(t.workspaceId),
  ],
);

export const Day = z.iso.date("Give a day as 2026-11-27.");
const amount = z.number().min(-1e15).max(1e15);
export const ReadingValue = z.object({ on: Day, value: amount, n: z.int().min(0).max(2_000_000_000).nullable() });
const KeyResultOfMetric = z.object({
  id: z.uuid(),
  name: z.string(),
  objectiveId: z.uuid(),
  baselineValue: z.number().nullable(),
  baselineOn: z.string().nullable(),
  target: z.number(),
  byOn: z.string().nullable(),
});

/** A metric with its last reading, the one of four weeks before, and the last thirty values. */
export const Metric = rowSchema(metrics)
  .omit({ workspaceId: true })
  .extend({
    ...Beside,
    latest: ReadingValue.nullable(),
    before: ReadingValue.nullable().describe("The reading of four weeks before the last one, or the nearest earlier within an interval."),
    recent: z.array(z.number()).describe("The last values, at most 30, oldest first."),
    targets: z.array(KeyResultOfMetric).describe("What live key results ask of it."),
  });
export type Metric = z.infer<typeof Metric>;

export const MetricDraft = draftSchema(metrics, {
  name: (name) => name.trim().min(2).max(160),
  definition: (definition) => definition.max(20_000).optional(),
  currency: () =>
    z
      .string()
      .regex(/^[A-Z]{3}$/, "Give a currency by its three letters, such as EUR.")
      .nullish(),
  watchAt: () => amount.nullish(),
  breachAt: () => amount.nullish(),
})
  .pick({
    name: true,
    definition: true,
    unit: true,
    currency: true,
    direction: true,
    interval: true,
    ownerId: true,
    watchAt: true,
    breachAt: true,
  })
  .strict();
export type MetricDraft = z.infer<typeof MetricDraft>;
export const MetricChange = MetricDraft.partial();
export type MetricChange = z.infer<typeof MetricChange>;
export const MetricFilter = z.object({ ...ListQuery, owner: z.union([z.uuid(), z.literal("me")]).optional() });
export const MetricQuery = MetricFilter.extend({ sort: z.enum(METRIC_SORTS).default("name") });
export type MetricQuery = z.infer<typeof MetricQuery>;

export const ReadingItem = rowSchema(readings).omit({ workspaceId: true, metricId: true });
export type ReadingItem = z.infer<typeof ReadingItem>;
export const ReadingsDraft = z.strictObject({
  readings: z
    .array(z.strictObject({ on: Day, value: amount, n: z.int().min(0).max(2_000_000_000).nullish() }))
    .min(1)
    .max(READINGS_AT_ONCE),
  source: z.enum(["manual", "api"]).default("api"),
});
export const SheetDraft = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(900_000)
    .describe("Day and value, and the sample size where known, one line a day: pasted from a sheet, or a CSV file."),
  source: z.enum(["paste", "csv"]).default("paste"),
  dates: z.enum(["dmy", "mdy"]).optional().describe("How dates such as 03/04/2026 are meant."),
});
export const Written = z.object({ added: z.int(), changed: z.int(), unchanged: z.int(), from: z.string(), to: z.string() });
export type Written = z.infer<typeof Written>;

const Flag = z.object({
  recordId: z.uuid(),
  kind: z.string(),
  key: z.string(),
  title: z.string(),
  on: z.string(),
  linked: z.boolean().describe("Whether this metric measures it, or what it brings out or answers."),
});
export type Flag = z.infer<typeof Flag>;
export const Chart = z.object({
  points: z.array(ReadingValue),
  total: z.int().describe("Readings in the window; where there are more than points, each stretch shows its lowest and its highest."),
  first: z.string().nullable(),
  last: z.string().nullable(),
  flags: z.array(Flag),
});
export type Chart = z.infer<typeof Chart>;

export const MetricPull = rowSchema(metricPulls).omit({ workspaceId: true, metricId: true, claimedUntil: true });
export type MetricPull = z.infer<typeof MetricPull>;
const path = z.string().min(1).max(300);
export const PullDraft = z.strictObject({
  address: z.string().trim().min(1).max(2000),
  format: z.enum(["csv", "json"]),
  listPath: z.string().max(300).default(""),
  dayPath: path.nullable().default(null),
  valuePath: path,
  nPath: path.nullable().default(null),
  dateOrder: z.enum(["dmy", "mdy"]).nullable().default(null),
});
export type PullDraft = z.infer<typeof PullDraft>;
export const Sample = z.object({
  format: z.enum(["csv", "json"]),
  lists: z.array(z.object({ path: z.string(), columns: z.array(z.string()), rows: z.array(z.array(z.string())) })),
});
export type Sample = z.infer<typeof Sample>;
