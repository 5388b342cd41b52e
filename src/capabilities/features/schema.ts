import { sql } from "drizzle-orm";
import { check, doublePrecision, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { draftSchema, instant, machineText, ownWorkspace, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { members, products, records } from "../workspace/schema.ts";

export const FEATURE_KINDS = ["improvement", "fix", "debt", "compliance", "experiment"] as const;
export const FEATURE_STATES = ["idea", "evaluated", "planned", "building", "shipped", "measured", "dropped"] as const;

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
    /** Where people put it among the others; a fractional key, smaller is higher. */
    rank: machineText().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    index("features_rank").on(t.workspaceId, t.rank, t.id),
    index("features_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check("features_value", sql`${t.valueLow} > 0 and ${t.valueHigh} >= ${t.valueLow}`),
    check("features_effort", sql`${t.effortLow} > 0 and ${t.effortHigh} >= ${t.effortLow}`),
    ownWorkspace(t.workspaceId),
  ],
);

export const Feature = rowSchema(features).omit({ workspaceId: true });
export type Feature = z.infer<typeof Feature>;
const bound = z.number().positive().max(1e12).nullish();
const featureFields = draftSchema(features, {
  title: (title) => title.trim().min(3).max(160),
  why: (why) => why.max(2000),
  body: (body) => body.max(100_000),
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
    valueLow: true,
    valueHigh: true,
    effortLow: true,
    effortHigh: true,
  })
  .strict();
export const FeatureDraft = featureFields.extend({ productId: z.uuid().optional(), needIds: z.array(z.uuid()).max(50).optional() });
export type FeatureDraft = z.infer<typeof FeatureDraft>;
export const FeatureChange = featureFields.extend({ productId: z.uuid() }).partial();
export type FeatureChange = z.infer<typeof FeatureChange>;
export const FeatureState = z.enum(FEATURE_STATES);
