import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, doublePrecision, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { draftSchema, instant, ownWorkspace, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { Paging } from "../../platform/cursor.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Demand } from "../customers/schema.ts";
import { milestones } from "../strategy/schema.ts";
import { Extras, ExtrasFilter, FieldSort } from "../workspace/extras.ts";
import { members, products, records } from "../workspace/schema.ts";
import { BATCH_LIMIT, FEATURE_KINDS, FEATURE_SORTS, FEATURE_STATES } from "./rules.ts";

/** The middle of a range read as P10–P90 on a logarithmic scale: its P50. */
export const middleOf = (low: AnyPgColumn, high: AnyPgColumn) => sql<number | null>`sqrt(${low} * ${high})`;
/** State by state along the way, and within a state as people ranked them. */
export const stateThenRank = (state: AnyPgColumn, rank: AnyPgColumn) =>
  sql<string>`(array_position(array[${sql.raw(FEATURE_STATES.map((name) => `'${name}'`).join(", "))}]::text[], ${state})::text || ${rank}) collate "C"`;

export const features = pgTable(
  "features",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    title: text().notNull(),
    /** One or two sentences: why we would build it. */
    why: text().notNull().default(""),
    /** What it is, in Markdown. */
    body: text().notNull().default(""),
    kind: text({ enum: FEATURE_KINDS }).notNull().default("improvement"),
    state: text({ enum: FEATURE_STATES }).notNull().default("idea"),
    ownerId: uuid(),
    /** The author's guess of value as a range read as P10–P90, in the workspace's unit. */
    valueLow: doublePrecision(),
    valueHigh: doublePrecision(),
    /** The author's guess of effort as a range read as P10–P90, in person-weeks. A live feasibility replaces it. */
    effortLow: doublePrecision(),
    effortHigh: doublePrecision(),
    /** When it comes out; the date stands there. */
    milestoneId: uuid(),
    /** Where people put it among the others; a fractional key, smaller is higher; compared byte by byte. */
    rank: text().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.milestoneId], foreignColumns: [milestones.workspaceId, milestones.id] }),
    index("features_of_milestone").on(t.workspaceId, t.milestoneId),
    index("features_rank").on(t.workspaceId, t.rank, t.id),
    index("features_value").on(t.workspaceId, sql`(${middleOf(t.valueLow, t.valueHigh)}) desc nulls last`, sql`${t.id} desc`),
    index("features_effort").on(t.workspaceId, sql`(${middleOf(t.effortLow, t.effortHigh)}) asc nulls last`, sql`${t.id} asc`),
    index("features_state").on(t.workspaceId, sql`(${stateThenRank(t.state, t.rank)})`, t.id),
    index("features_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check("features_value", sql`${t.valueLow} > 0 and ${t.valueHigh} >= ${t.valueLow}`),
    check("features_effort", sql`${t.effortLow} > 0 and ${t.effortHigh} >= ${t.effortLow}`),
    ownWorkspace(t.workspaceId),
  ],
);

export const FeatureKind = z.enum(FEATURE_KINDS);
export type FeatureKind = z.infer<typeof FeatureKind>;
export const FeatureState = z.enum(FEATURE_STATES);
export type FeatureState = z.infer<typeof FeatureState>;

const bound = z.number().positive().max(1e12).nullish();
const featureFields = draftSchema(features, {
  title: (title) => title.trim().min(3).max(160),
  why: (why) => why.max(2000).optional(),
  body: (body) => body.max(100_000).optional(),
  valueLow: () => bound,
  valueHigh: () => bound,
  effortLow: () => bound,
  effortHigh: () => bound,
})
  .pick({
    title: true,
    why: true,
    body: true,
    kind: true,
    ownerId: true,
    milestoneId: true,
    valueLow: true,
    valueHigh: true,
    effortLow: true,
    effortHigh: true,
  })
  .extend({ productId: z.uuid().optional() })
  .strict();
export const FeatureDraft = featureFields.extend({ needs: z.array(RecordRef).max(50).optional().describe("The needs that it serves.") });
export type FeatureDraft = z.infer<typeof FeatureDraft>;
export const FeatureChange = featureFields.partial();
export type FeatureChange = z.infer<typeof FeatureChange>;

const beside = {
  key: z.string(),
  ...Extras,
  demand: Demand,
  /** The milestone that it is planned for, with its date. */
  milestone: z.object({ id: z.uuid(), key: z.string(), title: z.string(), date: z.string().nullable() }).nullable(),
  /** The needs that it serves. */
  needs: z.array(z.object({ id: z.uuid(), key: z.string(), statement: z.string() })),
};
const row = rowSchema(features).omit({ workspaceId: true });
/** A feature as lists show it. */
export const FeatureItem = row.omit({ body: true }).extend(beside);
export type FeatureItem = z.infer<typeof FeatureItem>;
/** A feature as its page shows it. */
export const FeatureDetail = row.extend({ ...beside, createdBy: z.uuid().nullable() });
export type FeatureDetail = z.infer<typeof FeatureDetail>;

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  ...ExtrasFilter,
  state: many(FeatureState),
  kind: many(FeatureKind),
  owner: many(z.union([z.uuid(), z.literal(["none", "me"])])),
  need: many(z.union([RecordRef, z.literal("none")])).describe("Features that serve this need, or `none`."),
  milestone: many(z.union([RecordRef, z.literal("none")])).describe("Features that are planned for this milestone, or `none`."),
  product: z.uuid().optional(),
  q: z.string().trim().max(300).optional(),
};
export const FeatureFilter = z.object(filters);
export type FeatureFilter = z.infer<typeof FeatureFilter>;
export const FeatureQuery = z.object({
  ...Paging,
  ...filters,
  sort: z
    .union([z.enum(FEATURE_SORTS), FieldSort])
    .default("rank")
    .describe("`value` and `effort` by the middle of their range, most value and least effort first; `field:<id>` by an own field."),
  direction: z.enum(["asc", "desc"]).optional().describe("Turns the sort around; each has its natural direction."),
});
export type FeatureQuery = z.infer<typeof FeatureQuery>;

export const FeatureTransition = z.strictObject({ state: FeatureState, reason: z.string().trim().min(1).max(1000).optional() });
export type FeatureTransition = z.infer<typeof FeatureTransition>;

/** Where a feature goes in the order: right after one, or right before one. */
export const FeaturePlace = z.union([z.strictObject({ afterId: RecordRef }), z.strictObject({ beforeId: RecordRef })]);
export type FeaturePlace = z.infer<typeof FeaturePlace>;
const Neighbour = z.object({ id: z.uuid(), key: z.string(), title: z.string() });
/** A feature's new place. `displaced` is the one that stood there; it moved by one. */
export const Ranked = z.object({
  id: z.uuid(),
  key: z.string(),
  rank: z.string(),
  displaced: Neighbour.nullable(),
});
export type Ranked = z.infer<typeof Ranked>;

/** Edits of many features at once: all of them, or none. */
export const FeatureBatch = z.strictObject({
  rows: z
    .array(z.strictObject({ id: RecordRef, version: z.int().min(1).describe("The version that was seen."), change: FeatureChange }))
    .min(1)
    .max(BATCH_LIMIT),
});
export type FeatureBatch = z.infer<typeof FeatureBatch>;
