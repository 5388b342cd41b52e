import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { draftSchema, instant, ownWorkspace, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { DIRECTIONS, METRIC_UNITS } from "../measurement/rules.ts";
import { Day, keyResults, ReadingValue } from "../measurement/schema.ts";
import { Beside, ListQuery } from "../workspace/record-store.ts";
import { members, records } from "../workspace/schema.ts";
import { AUDIENCES, MILESTONE_KINDS, MILESTONE_SORTS, MILESTONE_STATES, OBJECTIVE_SORTS, OBJECTIVE_STATES } from "./rules.ts";

export const objectives = pgTable(
  "objectives",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    /** What will be true, in a sentence. */
    statement: text().notNull(),
    /** Why it matters now, in Markdown. */
    why: text().notNull().default(""),
    state: text({ enum: OBJECTIVE_STATES }).notNull().default("draft"),
    ownerId: uuid(),
    fromOn: date(),
    byOn: date(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    index("objectives_by").on(t.workspaceId, t.byOn),
    check("objectives_period", sql`${t.byOn} > ${t.fromOn}`),
    ownWorkspace(t.workspaceId),
  ],
);

export const milestones = pgTable(
  "milestones",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    title: text().notNull(),
    body: text().notNull().default(""),
    kind: text({ enum: MILESTONE_KINDS }).notNull().default("milestone"),
    /** Others refer to it: no date stands twice. */
    date: date(),
    audience: text({ enum: AUDIENCES }).notNull().default("internal"),
    state: text({ enum: MILESTONE_STATES }).notNull().default("planned"),
    ownerId: uuid(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    index("milestones_date").on(t.workspaceId, t.date),
    ownWorkspace(t.workspaceId),
  ],
);

const amount = z.number().min(-1e15).max(1e15);
/** The metric that a key result is bound to, with its last reading. */
const BoundMetric = z.object({
  id: z.uuid(),
  key: z.string(),
  name: z.string(),
  unit: z.enum(METRIC_UNITS),
  currency: z.string().nullable(),
  direction: z.enum(DIRECTIONS),
  latest: ReadingValue.nullable(),
});
export const KeyResult = rowSchema(keyResults)
  .omit({ workspaceId: true, createdAt: true })
  .extend({
    metric: BoundMetric.nullable(),
    progress: z
      .number()
      .nullable()
      .describe("How much of the way from baseline to target is done, by the last reading; beyond 1 when it went further."),
  });
export type KeyResult = z.infer<typeof KeyResult>;
export const KeyResultDraft = draftSchema(keyResults, {
  name: (name) => name.trim().min(2).max(200),
  baselineValue: () => amount.nullish(),
  target: () => amount.nullish(),
  baselineOn: () => Day.nullish(),
  byOn: () => Day.nullish(),
})
  .pick({ name: true, metricId: true, baselineValue: true, baselineOn: true, target: true, byOn: true })
  .strict();
export type KeyResultDraft = z.infer<typeof KeyResultDraft>;
export const KeyResultChange = KeyResultDraft.partial();
export type KeyResultChange = z.infer<typeof KeyResultChange>;

export const Objective = rowSchema(objectives)
  .omit({ workspaceId: true })
  .extend({ ...Beside, keyResults: z.array(KeyResult) });
export type Objective = z.infer<typeof Objective>;
export const ObjectiveDraft = draftSchema(objectives, {
  statement: (statement) => statement.trim().min(3).max(300),
  why: (why) => why.max(20_000).optional(),
  fromOn: () => Day.nullish(),
  byOn: () => Day.nullish(),
})
  .pick({ statement: true, why: true, ownerId: true, fromOn: true, byOn: true })
  .strict();
export type ObjectiveDraft = z.infer<typeof ObjectiveDraft>;
export const ObjectiveChange = ObjectiveDraft.partial();
export type ObjectiveChange = z.infer<typeof ObjectiveChange>;
export const ObjectiveState = z.enum(OBJECTIVE_STATES);
const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
export const ObjectiveFilter = z.object({
  ...ListQuery,
  state: many(ObjectiveState),
  owner: z.union([z.uuid(), z.literal("me")]).optional(),
});
export const ObjectiveQuery = ObjectiveFilter.extend({ sort: z.enum(OBJECTIVE_SORTS).default("state") });
export type ObjectiveQuery = z.infer<typeof ObjectiveQuery>;
export const ObjectiveTransition = z.strictObject({ state: ObjectiveState, reason: z.string().trim().min(1).max(1000).optional() });

export const Milestone = rowSchema(milestones)
  .omit({ workspaceId: true })
  .extend({ ...Beside });
export type Milestone = z.infer<typeof Milestone>;
export const MilestoneDraft = draftSchema(milestones, {
  title: (title) => title.trim().min(2).max(160),
  body: (body) => body.max(20_000).optional(),
  date: () => Day.nullish(),
})
  .pick({ title: true, body: true, kind: true, date: true, audience: true, ownerId: true })
  .strict();
export type MilestoneDraft = z.infer<typeof MilestoneDraft>;
export const MilestoneChange = MilestoneDraft.partial();
export type MilestoneChange = z.infer<typeof MilestoneChange>;
const MilestoneState = z.enum(MILESTONE_STATES);
export const MilestoneFilter = z.object({ ...ListQuery, state: many(MilestoneState), kind: many(z.enum(MILESTONE_KINDS)) });
export const MilestoneQuery = MilestoneFilter.extend({ sort: z.enum(MILESTONE_SORTS).default("date") });
export type MilestoneQuery = z.infer<typeof MilestoneQuery>;
export const MilestoneTransition = z.strictObject({ state: MilestoneState, reason: z.string().trim().min(1).max(1000).optional() });
