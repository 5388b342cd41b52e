import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, foreignKey, index, pgTable, primaryKey, real, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { draftSchema, instant, ownWorkspace, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { Paging } from "../../platform/cursor.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { Demand } from "../customers/schema.ts";
import { Extras, ExtrasFilter, FieldSort } from "../workspace/extras.ts";
import { members, products, records } from "../workspace/schema.ts";
import { NEED_SORTS, NEED_STATES } from "./rules.ts";

export const personas = pgTable(
  "personas",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    name: text().notNull(),
    /** Who they are and what they are after, in Markdown. */
    description: text().notNull().default(""),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    index("personas_name").on(t.workspaceId, sql`lower(${t.name})`),
    ownWorkspace(t.workspaceId),
  ],
);

/** Importance plus what satisfaction lacks of it; the rule is `opportunityOf`. */
export const opportunity = (importance: AnyPgColumn, satisfaction: AnyPgColumn) =>
  sql<number | null>`(${importance} + greatest(${importance} - ${satisfaction}, 0))::float8`;

export const needs = pgTable(
  "needs",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    /** What somebody wants to get done, in a sentence. */
    statement: text().notNull(),
    detail: text().notNull().default(""),
    personaId: uuid(),
    /** 0 to 10, as customers rate it. */
    importance: real(),
    satisfaction: real(),
    state: text({ enum: NEED_STATES }).notNull().default("open"),
    ownerId: uuid(),
    /** Set when this need was merged; its old address leads there. */
    mergedIntoId: uuid(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.personaId], foreignColumns: [personas.workspaceId, personas.id] }),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.mergedIntoId], foreignColumns: [t.workspaceId, t.id] }),
    index("needs_opportunity").on(t.workspaceId, sql`(${opportunity(t.importance, t.satisfaction)}) desc nulls last`, sql`${t.id} desc`),
    index("needs_of_persona").on(t.workspaceId, t.personaId),
    index("needs_merged_into").on(t.workspaceId, t.mergedIntoId),
    index("needs_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check("needs_importance", sql`${t.importance} between 0 and 10`),
    check("needs_satisfaction", sql`${t.satisfaction} between 0 and 10`),
    ownWorkspace(t.workspaceId),
  ],
);

export const Persona = rowSchema(personas)
  .omit({ workspaceId: true })
  .extend({ key: z.string(), ...Extras, needs: z.int().describe("How many needs name it.") });
export type Persona = z.infer<typeof Persona>;
export const PersonaDraft = z.strictObject({ name: z.string().trim().min(1).max(120), description: z.string().max(20_000).default("") });
export type PersonaDraft = z.infer<typeof PersonaDraft>;
export const PersonaChange = z.strictObject({
  name: PersonaDraft.shape.name.optional(),
  description: PersonaDraft.shape.description.removeDefault().optional(),
});
export type PersonaChange = z.infer<typeof PersonaChange>;
export const PersonaQuery = z.object({ ...Paging, ...ExtrasFilter, q: z.string().trim().max(300).optional() });
export type PersonaQuery = z.infer<typeof PersonaQuery>;

const rating = z.number().min(0).max(10).nullish();
export const NeedState = z.enum(NEED_STATES);
export type NeedState = z.infer<typeof NeedState>;
export const NeedDraft = draftSchema(needs, {
  statement: (statement) => statement.trim().min(3).max(300),
  detail: (detail) => detail.max(50_000).optional(),
  importance: () => rating,
  satisfaction: () => rating,
})
  .pick({ statement: true, detail: true, personaId: true, importance: true, satisfaction: true, ownerId: true })
  .extend({ productId: z.uuid().optional() })
  .strict();
export type NeedDraft = z.infer<typeof NeedDraft>;
export const NeedChange = NeedDraft.partial();
export type NeedChange = z.infer<typeof NeedChange>;

const beside = {
  key: z.string(),
  ...Extras,
  demand: Demand,
  /** Importance plus what satisfaction lacks of it; null while either is unknown. */
  opportunity: z.number().nullable(),
  persona: z.object({ id: z.uuid(), key: z.string(), name: z.string() }).nullable(),
  /** Features that serve it and were not dropped. */
  featureCount: z.int(),
};
const row = rowSchema(needs).omit({ workspaceId: true });
/** A need as lists show it. */
export const NeedItem = row.omit({ detail: true, mergedIntoId: true }).extend(beside);
export type NeedItem = z.infer<typeof NeedItem>;
/** A need as its page shows it. One that was merged names the need that took it in. */
export const NeedDetail = row.extend({
  ...beside,
  createdBy: z.uuid().nullable(),
  mergedInto: z.object({ id: z.uuid(), key: z.string() }).nullable(),
  /** Keys of the needs that were merged into this one. */
  mergedKeys: z.array(z.string()),
});
export type NeedDetail = z.infer<typeof NeedDetail>;

const many = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1).max(100)]).optional();
const filters = {
  ...ExtrasFilter,
  state: many(NeedState),
  persona: many(z.union([z.uuid(), z.literal("none")])),
  owner: many(z.union([z.uuid(), z.literal(["none", "me"])])),
  product: z.uuid().optional(),
  served: z.enum(["yes", "no"]).optional().describe("Whether a feature that was not dropped serves it."),
  q: z.string().trim().max(300).optional(),
};
export const NeedFilter = z.object(filters);
export type NeedFilter = z.infer<typeof NeedFilter>;
export const NeedQuery = z.object({
  ...Paging,
  ...filters,
  sort: z
    .union([z.enum(NEED_SORTS), FieldSort])
    .default("money")
    .describe("Strongest first: `quotes` is the noise, `importance` that of distinct voices; `field:<id>` sorts by an own field."),
  direction: z.enum(["asc", "desc"]).optional().describe("Turns the sort around; each has its natural direction."),
});
export type NeedQuery = z.infer<typeof NeedQuery>;

export const NeedTransition = z.strictObject({ state: NeedState, reason: z.string().trim().min(1).max(1000).optional() });
export type NeedTransition = z.infer<typeof NeedTransition>;
export const NeedMerge = z.strictObject({ intoId: RecordRef.describe("The need that takes this one in.") });
export const NeedSplit = NeedDraft.omit({ productId: true }).extend({
  quoteIds: z.array(z.uuid()).min(1).max(1000).describe("The quotes that go to the new need."),
});
export type NeedSplit = z.infer<typeof NeedSplit>;

/** What was said in one month, by when it was received. */
export const TrendMonth = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), quotes: z.int(), accounts: z.int() });
export type TrendMonth = z.infer<typeof TrendMonth>;
