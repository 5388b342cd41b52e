import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, real, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { draftSchema, instant, ownWorkspace, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { members, products, records } from "../workspace/schema.ts";

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

export const NEED_STATES = ["open", "exploring", "served", "parked"] as const;

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
    index("needs_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check("needs_importance", sql`${t.importance} between 0 and 10`),
    check("needs_satisfaction", sql`${t.satisfaction} between 0 and 10`),
    ownWorkspace(t.workspaceId),
  ],
);

export const Persona = rowSchema(personas).omit({ workspaceId: true });
export type Persona = z.infer<typeof Persona>;
export const PersonaDraft = z.strictObject({ name: z.string().trim().min(1).max(120), description: z.string().max(20_000).default("") });
export const PersonaChange = PersonaDraft.partial();

const rating = z.number().min(0).max(10).nullish();
export const Need = rowSchema(needs).omit({ workspaceId: true });
export type Need = z.infer<typeof Need>;
export const NeedDraft = draftSchema(needs, {
  statement: (statement) => statement.trim().min(3).max(300),
  detail: (detail) => detail.max(50_000),
  importance: () => rating,
  satisfaction: () => rating,
})
  .pick({ statement: true, detail: true, personaId: true, importance: true, satisfaction: true, ownerId: true })
  .extend({ productId: z.uuid().optional() })
  .strict();
export type NeedDraft = z.infer<typeof NeedDraft>;
export const NeedChange = NeedDraft.extend({ productId: z.uuid() }).partial();
export type NeedChange = z.infer<typeof NeedChange>;
export const NeedState = z.enum(NEED_STATES);
