import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { Instant, instant, ownWorkspace, recordId, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { IfMatch } from "../../platform/procedure.ts";
import { workspaces } from "../workspace/schema.ts";
import { DELIVERY_STATES, TOPICS, WEBHOOK_STATES } from "./rules.ts";

/** A receiver outside that is told what happens here. */
export const webhooks = pgTable(
  "webhooks",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    url: text().notNull(),
    name: text().notNull(),
    topics: text({ enum: TOPICS }).array().notNull(),
    state: text({ enum: WEBHOOK_STATES }).notNull().default("active"),
    /** Why it was stopped, in a sentence. */
    stopReason: text(),
    /** Which secret it has: secrets follow from the installation's own and are never stored. */
    secretNumber: integer().notNull().default(1),
    /** Until a day after a new secret was made, deliveries are signed with both. */
    secretRenewedAt: instant(),
    failuresInARow: integer().notNull().default(0),
    restsUntil: instant(),
    lastDeliveredAt: instant(),
    createdBy: uuid(),
    createdAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    ownWorkspace(t.workspaceId),
  ],
);

/** One message to one receiver, written in the transaction of what it tells. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    /** The order in which a receiver hears of one record. */
    position: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    webhookId: uuid().notNull(),
    /** Null for a test message. */
    activityId: uuid(),
    kind: text().notNull(),
    recordId: uuid(),
    actorId: uuid(),
    at: instant().notNull(),
    state: text({ enum: DELIVERY_STATES }).notNull().default("waiting"),
    tries: integer().notNull().default(0),
    nextAt: instant().notNull(),
    /** Somebody is sending it until then. */
    claimedUntil: instant(),
    status: integer(),
    problem: text(),
    deliveredAt: instant(),
    tookMs: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.webhookId], foreignColumns: [webhooks.workspaceId, webhooks.id] }).onDelete("cascade"),
    index("webhook_deliveries_of").on(t.workspaceId, t.webhookId, t.position.desc().nullsFirst()),
    index("webhook_deliveries_due").on(t.nextAt).where(sql`${t.state} = 'waiting'`),
    index("webhook_deliveries_before").on(t.workspaceId, t.webhookId, t.recordId, t.position).where(sql`${t.state} = 'waiting'`),
    ownWorkspace(t.workspaceId),
  ],
);

const Url = z.string().trim().max(2000);
const Name = z.string().trim().min(1, "Say what receives it.").max(80);
const Topics = z
  .array(z.enum(TOPICS))
  .min(1, "Choose at least one.")
  .max(TOPICS.length)
  .transform((topics) => TOPICS.filter((topic) => topics.includes(topic)));

export const Webhook = rowSchema(webhooks, { topics: z.array(z.enum(TOPICS)) }).pick({
  id: true,
  url: true,
  name: true,
  topics: true,
  state: true,
  stopReason: true,
  secretRenewedAt: true,
  failuresInARow: true,
  lastDeliveredAt: true,
  createdAt: true,
  version: true,
});
export type Webhook = z.infer<typeof Webhook>;
/** With how many messages wait. */
export const WebhookItem = Webhook.extend({ waiting: z.int() });
export type WebhookItem = z.infer<typeof WebhookItem>;
export const WebhookDraft = z.strictObject({ url: Url, name: Name, topics: Topics.default([...TOPICS]) });
export type WebhookDraft = z.infer<typeof WebhookDraft>;
export const WebhookChange = z.strictObject({ url: Url, name: Name, topics: Topics, state: z.enum(["active", "paused"]) }).partial();
export type WebhookChange = z.infer<typeof WebhookChange>;
export const WebhookEdit = z.object({ params: z.object({ id: z.uuid() }), headers: IfMatch, body: WebhookChange });
export const WebhookSecret = z.object({
  secret: z.string().describe("`whsec_` and base64, as Standard Webhooks writes it; shown this once."),
});
export const WebhookMade = WebhookItem.extend(WebhookSecret.shape);

export const Delivery = rowSchema(webhookDeliveries)
  .pick({
    id: true,
    kind: true,
    recordId: true,
    at: true,
    state: true,
    tries: true,
    nextAt: true,
    status: true,
    problem: true,
    deliveredAt: true,
    tookMs: true,
  })
  .extend({ key: z.string().nullable(), nextAt: Instant });
export type Delivery = z.infer<typeof Delivery>;
