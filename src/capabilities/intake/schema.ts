import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { instant, ownWorkspace, recordId, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { IfMatch } from "../../platform/procedure.ts";
import { feedback } from "../customers/schema.ts";
import { products } from "../workspace/schema.ts";
import { isTakenHeader, SIGNATURE_FORMS } from "./proof-rules.ts";
import { DELIVERY_STATES, SOURCE_STATES } from "./rules.ts";

/** A program outside that tells us what customers said. */
export const intakeSources = pgTable(
  "intake_sources",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    /**
     * What programs outside call it by. Its own, since a copy that is loaded from an archive has the same id and must not get what was meant
     * for the first.
     */
    address: uuid().notNull().default(sql`uuidv7()`),
    name: text().notNull(),
    /** The name by which its ids are known, as it was called first: an import of the same name knows them too. */
    sourceSystem: text().notNull(),
    productId: uuid().notNull(),
    channel: text(),
    /** What each value is, by its path; empty until somebody said. */
    mapping: jsonb().$type<Record<string, string>>().notNull().default({}),
    state: text({ enum: SOURCE_STATES }).notNull().default("on"),
    /** Where senders that have a form of their own put the signature. */
    signatureHeader: text(),
    signatureForm: text({ enum: SIGNATURE_FORMS }).notNull().default("body"),
    /** The secret that the sender chose, sealed by the installation's own; null where it signs with ours. */
    senderSecret: text(),
    /** Which key it has: keys follow from the installation's own secret and are never stored. */
    secretNumber: integer().notNull().default(1),
    createdAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    uniqueIndex("intake_sources_address").on(t.address),
    uniqueIndex("intake_sources_system").on(t.workspaceId, t.sourceSystem),
    ownWorkspace(t.workspaceId),
  ],
);

/** What came from a source, kept for a while. */
export const intakeDeliveries = pgTable(
  "intake_deliveries",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    position: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    sourceId: uuid().notNull(),
    /** The sender's own id of this delivery: the same one is taken once. */
    deliveryId: text(),
    at: instant().notNull(),
    state: text({ enum: DELIVERY_STATES }).notNull(),
    problem: text(),
    feedbackId: uuid(),
    /** The body as it came, without headers; null when it could not be read. */
    payload: jsonb().$type<unknown>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.sourceId], foreignColumns: [intakeSources.workspaceId, intakeSources.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.feedbackId], foreignColumns: [feedback.workspaceId, feedback.id] }).onDelete("cascade"),
    uniqueIndex("intake_deliveries_once").on(t.workspaceId, t.sourceId, t.deliveryId),
    index("intake_deliveries_of").on(t.workspaceId, t.sourceId, t.position.desc().nullsFirst()),
    index("intake_deliveries_feedback").on(t.workspaceId, t.feedbackId),
    ownWorkspace(t.workspaceId),
  ],
);

const Mapping = z.record(z.string().min(1).max(500), z.string().max(100)).refine((mapping) => Object.keys(mapping).length <= 50);
const Name = z.string().trim().min(1, "Say what sends it.").max(80);
const fields = {
  name: Name,
  productId: z.uuid(),
  channel: z.string().trim().max(80).nullable(),
  signatureHeader: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z][a-z0-9-]{2,80}$/, "Give the name of a header, such as x-hub-signature-256.")
    .refine((name) => !isTakenHeader(name), "This header means something else already.")
    .nullable(),
  signatureForm: z.enum(SIGNATURE_FORMS),
  senderSecret: z
    .string()
    .trim()
    .min(8, "A secret has at least 8 characters.")
    .max(500)
    .nullable()
    .describe("The secret that the sender signs with where it takes none of ours. It is kept sealed and never told again."),
};
export const IntakeSource = rowSchema(intakeSources, { mapping: z.record(z.string(), z.string()) })
  .omit({ workspaceId: true, secretNumber: true, senderSecret: true })
  .extend({ hasSenderSecret: z.boolean() });
export type IntakeSource = z.infer<typeof IntakeSource>;
/** With how many of its deliveries wait for a mapping. */
export const IntakeSourceItem = IntakeSource.extend({ waiting: z.int() });
export type IntakeSourceItem = z.infer<typeof IntakeSourceItem>;
export const IntakeSourceDraft = z.strictObject({
  name: fields.name,
  productId: fields.productId.optional(),
  channel: fields.channel.optional(),
  signatureHeader: fields.signatureHeader.optional(),
  signatureForm: fields.signatureForm.optional(),
  senderSecret: fields.senderSecret.optional(),
});
export type IntakeSourceDraft = z.infer<typeof IntakeSourceDraft>;
export const IntakeSourceChange = z.strictObject({ ...fields, state: z.enum(SOURCE_STATES) }).partial();
export type IntakeSourceChange = z.infer<typeof IntakeSourceChange>;
const params = z.object({ id: z.uuid() });
export const IntakeSourceEdit = z.object({ params, headers: IfMatch, body: IntakeSourceChange });
export const IntakeMappingEdit = z.object({ params, headers: IfMatch, body: z.strictObject({ mapping: Mapping }) });
export const IntakeKey = z.object({
  key: z.string().describe("For `Authorization: Bearer`, or in place of the last part of the address; shown this once."),
  signingSecret: z.string().describe("`whsec_` and base64, as Standard Webhooks writes it; shown this once."),
});
export const IntakeSourceMade = IntakeSourceItem.extend(IntakeKey.shape);

export const IntakeDelivery = rowSchema(intakeDeliveries, { payload: z.unknown() })
  .pick({ id: true, at: true, state: true, problem: true, payload: true })
  .extend({ feedback: z.object({ id: z.uuid(), key: z.string() }).nullable() });
export type IntakeDelivery = z.infer<typeof IntakeDelivery>;
/** What a sender is answered. */
export const Arrived = z.object({
  id: z.uuid(),
  state: z.enum(DELIVERY_STATES),
  feedback: z.string().nullable(),
  problem: z.string().nullable(),
});
export type Arrived = z.infer<typeof Arrived>;
