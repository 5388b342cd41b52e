import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import * as z from "zod";
import { draftSchema, instant, ownWorkspace, rowSchema, version, workspaceId } from "../../platform/columns.ts";
import { members, products, records } from "../workspace/schema.ts";
import { FEEDBACK_KINDS, FEEDBACK_STATES, FEEDBACK_TEXT_LIMIT, IMPORT_TARGETS } from "./rules.ts";

export const accounts = pgTable(
  "accounts",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    name: text().notNull(),
    /** Lower case, without "www.": how feedback finds its account. */
    domain: text(),
    /** A year's revenue in minor units of `currency`. */
    revenueMinor: bigint({ mode: "number" }),
    currency: text(),
    plan: text(),
    seats: integer(),
    /** Whatever else came with the account, by name. */
    attributes: jsonb().$type<Record<string, string>>().notNull().default({}),
    sourceSystem: text(),
    sourceId: text(),
    batchId: uuid(),
    version: version(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    uniqueIndex("accounts_domain").on(t.workspaceId, t.domain),
    uniqueIndex("accounts_source").on(t.workspaceId, t.sourceSystem, t.sourceId),
    index("accounts_by_revenue").on(t.workspaceId, t.revenueMinor.desc().nullsFirst(), t.id),
    index("accounts_by_name").on(t.workspaceId, sql`lower(${t.name})`, t.id),
    check("accounts_revenue_has_currency", sql`(${t.revenueMinor} is null) = (${t.currency} is null)`),
    ownWorkspace(t.workspaceId),
  ],
);

export const contacts = pgTable(
  "contacts",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    accountId: uuid(),
    name: text().notNull(),
    /** Lower case. */
    email: text(),
    title: text(),
    version: version(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.accountId], foreignColumns: [accounts.workspaceId, accounts.id] }),
    uniqueIndex("contacts_email").on(t.workspaceId, t.email),
    index("contacts_of_account").on(t.workspaceId, t.accountId, t.id),
    ownWorkspace(t.workspaceId),
  ],
);

export const importBatches = pgTable(
  "import_batches",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    fileName: text().notNull(),
    /** Where the rows came from; a re-run of the same source updates by its ids. */
    sourceSystem: text().notNull(),
    /** What the rows became. */
    target: text({ enum: IMPORT_TARGETS }).notNull().default("feedback"),
    /** The tool whose export it was; null for any table. */
    format: text(),
    mapping: jsonb().$type<Record<string, string>>().notNull(),
    created: integer().notNull(),
    updated: integer().notNull(),
    refused: integer().notNull(),
    importedBy: uuid(),
    importedAt: instant().notNull(),
    undoneAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), ownWorkspace(t.workspaceId)],
);

export const feedback = pgTable(
  "feedback",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    kind: text({ enum: FEEDBACK_KINDS }).notNull().default("message"),
    title: text(),
    text: text().notNull(),
    /** How it came: mail, chat, call, portal, csv … in the workspace's own words. */
    channel: text(),
    /** Where the original stands. */
    sourceAddress: text(),
    sourceSystem: text(),
    sourceId: text(),
    batchId: uuid(),
    /** Who said it, as they gave it; kept even when no contact matches. */
    authorName: text(),
    authorEmail: text(),
    contactId: uuid(),
    accountId: uuid(),
    state: text({ enum: FEEDBACK_STATES }).notNull().default("new"),
    /** While snoozed: when it comes back. */
    snoozedUntil: instant(),
    declineReason: text(),
    mergedIntoId: uuid(),
    assigneeId: uuid(),
    receivedAt: instant().notNull(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contacts.workspaceId, contacts.id] }),
    foreignKey({ columns: [t.workspaceId, t.accountId], foreignColumns: [accounts.workspaceId, accounts.id] }),
    foreignKey({ columns: [t.workspaceId, t.mergedIntoId], foreignColumns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.assigneeId], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.batchId], foreignColumns: [importBatches.workspaceId, importBatches.id] }),
    uniqueIndex("feedback_source").on(t.workspaceId, t.sourceSystem, t.sourceId),
    index("feedback_received").on(t.workspaceId, t.receivedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("feedback_state_received").on(t.workspaceId, t.state, t.receivedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("feedback_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("feedback_of_account").on(t.workspaceId, t.accountId, t.receivedAt.desc().nullsFirst()),
    index("feedback_of_contact").on(t.workspaceId, t.contactId),
    index("feedback_merged_into").on(t.workspaceId, t.mergedIntoId),
    index("feedback_of_batch").on(t.workspaceId, t.batchId),
    index("feedback_assignee").on(t.workspaceId, t.assigneeId, t.receivedAt.desc().nullsFirst()),
    ownWorkspace(t.workspaceId),
  ],
);

/** A stretch of feedback in the customer's own words, tied to the need or feature that it speaks of. */
export const quotes = pgTable(
  "quotes",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    feedbackId: uuid().notNull(),
    /** A need or a feature. */
    targetId: uuid().notNull(),
    /** Offsets into the feedback's text in UTF-16 code units. */
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
    /** The words as they stood when they were quoted. */
    words: text().notNull(),
    /** 0 not important, 1 nice to have, 2 important, 3 critical. */
    importance: integer().notNull(),
    /** False once the text was edited so that these words no longer stand there. */
    anchored: boolean().notNull().default(true),
    quotedBy: uuid(),
    quotedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.feedbackId], foreignColumns: [feedback.workspaceId, feedback.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.targetId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    index("quotes_of_feedback").on(t.workspaceId, t.feedbackId, t.startsAt),
    index("quotes_of_target").on(t.workspaceId, t.targetId, t.quotedAt.desc().nullsFirst()),
    check("quotes_span", sql`${t.startsAt} >= 0 and ${t.endsAt} > ${t.startsAt}`),
    check("quotes_importance", sql`${t.importance} between 0 and 3`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What stands behind a need or feature, counted by the database from quotes whenever anything under it changes. */
export const demands = pgTable(
  "demands",
  {
    workspaceId: workspaceId(),
    recordId: uuid().notNull(),
    kind: text({ enum: ["need", "feature"] }).notNull(),
    quotes: integer().notNull().default(0),
    /** Distinct accounts; nobody is counted twice. */
    accounts: integer().notNull().default(0),
    /** Their yearly revenue in the workspace's currency, in minor units. */
    revenueMinor: bigint({ mode: "number" }).notNull().default(0),
    /** Revenue of accounts billed in other currencies, in minor units by currency: shown beside, never converted. */
    otherRevenue: jsonb().$type<Record<string, number>>().notNull().default({}),
    /** Sum over distinct voices of the highest importance each gave. */
    importance: integer().notNull().default(0),
    lastQuotedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.recordId] }),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    index("demands_by_revenue").on(t.workspaceId, t.kind, t.revenueMinor.desc().nullsFirst(), t.recordId.desc().nullsFirst()),
    index("demands_by_quotes").on(t.workspaceId, t.kind, t.quotes.desc().nullsFirst(), t.recordId.desc().nullsFirst()),
    index("demands_by_importance").on(t.workspaceId, t.kind, t.importance.desc().nullsFirst(), t.recordId.desc().nullsFirst()),
    index("demands_by_accounts").on(t.workspaceId, t.kind, t.accounts.desc().nullsFirst(), t.recordId.desc().nullsFirst()),
    ownWorkspace(t.workspaceId),
  ],
);

const money = {
  revenueMinor: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "Give the three letters of ISO 4217, such as EUR.")
    .nullish(),
};

export const Account = rowSchema(accounts, { attributes: z.record(z.string(), z.string()) }).omit({ workspaceId: true, batchId: true });
export type Account = z.infer<typeof Account>;
const accountFields = z.strictObject({
  name: z.string().trim().min(1).max(200),
  domain: z.string().trim().max(253).nullish(),
  ...money,
  plan: z.string().trim().max(80).nullish(),
  seats: z.int().min(0).max(10_000_000).nullish(),
  attributes: z.record(z.string().min(1).max(80), z.string().max(2000)).optional(),
});
const moneyTogether = (draft: { revenueMinor?: number | null; currency?: string | null }) =>
  (draft.revenueMinor == null) === (draft.currency == null);
export const AccountDraft = accountFields.refine(moneyTogether, { path: ["currency"], message: "Revenue and its currency go together." });
export type AccountDraft = z.infer<typeof AccountDraft>;
export const AccountChange = accountFields.partial();
export type AccountChange = z.infer<typeof AccountChange>;

export const Contact = rowSchema(contacts).omit({ workspaceId: true });
export type Contact = z.infer<typeof Contact>;
export const ContactDraft = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email().max(320).nullish(),
  title: z.string().trim().max(120).nullish(),
  accountId: z.uuid().nullish(),
});
export const ContactChange = ContactDraft.partial();

export const FeedbackKind = z.enum(FEEDBACK_KINDS);
export const FeedbackState = z.enum(FEEDBACK_STATES);
export const Feedback = rowSchema(feedback).omit({ workspaceId: true });
export type Feedback = z.infer<typeof Feedback>;
const feedbackFields = {
  kind: z.enum(FEEDBACK_KINDS),
  title: z.string().trim().max(300).nullish(),
  text: z.string().min(1, "Feedback needs its text.").max(FEEDBACK_TEXT_LIMIT),
  channel: z.string().trim().max(80).nullish(),
  sourceAddress: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullish(),
  authorName: z.string().trim().max(200).nullish(),
  authorEmail: z.email().max(320).nullish(),
  accountId: z.uuid().nullish(),
  contactId: z.uuid().nullish(),
  receivedAt: z.iso.datetime({ offset: true }),
};
export const FeedbackDraft = z.strictObject({
  ...feedbackFields,
  kind: feedbackFields.kind.default("message"),
  productId: z.uuid().optional(),
  receivedAt: feedbackFields.receivedAt.optional(),
  sourceSystem: z.string().trim().max(80).nullish(),
  sourceId: z.string().trim().max(300).nullish(),
});
export type FeedbackDraft = z.infer<typeof FeedbackDraft>;
export const FeedbackChange = z.strictObject(feedbackFields).partial();
export type FeedbackChange = z.infer<typeof FeedbackChange>;

export const Quote = rowSchema(quotes).omit({ workspaceId: true });
export type Quote = z.infer<typeof Quote>;
export const QuoteDraft = draftSchema(quotes, {
  startsAt: (at) => at.min(0),
  endsAt: (at) => at.min(1),
  importance: (importance) => importance.min(0).max(3),
})
  .pick({ startsAt: true, endsAt: true, importance: true, targetId: true })
  .strict();
export type QuoteDraft = z.infer<typeof QuoteDraft>;
export const QuoteChange = QuoteDraft.partial();
export type QuoteChange = z.infer<typeof QuoteChange>;
export const Importance = z.int().min(0).max(3);

export const Demand = rowSchema(demands, { otherRevenue: z.record(z.string(), z.number()) }).omit({
  workspaceId: true,
  recordId: true,
  kind: true,
});
export type Demand = z.infer<typeof Demand>;
