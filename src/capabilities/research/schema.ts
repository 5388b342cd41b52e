import { date, foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, ownWorkspace, version, workspaceId } from "../../platform/columns.ts";
import { accounts, contacts, feedback } from "../customers/schema.ts";
import { personas } from "../needs/schema.ts";
import { products, records } from "../workspace/schema.ts";
import { CONSENTS, STORY_STATES } from "./story-rules.ts";

/** What happened to a customer, in five sentences. References are emptied when what they name is deleted; the story stays. */
export const customerStories = pgTable(
  "customer_stories",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    title: text().notNull(),
    accountId: uuid(),
    contactId: uuid(),
    personaId: uuid(),
    /** Where it was heard; the quotes of that feedback are its own. */
    feedbackId: uuid(),
    happened: text().notNull().default(""),
    /** What they did instead. */
    instead: text().notNull().default(""),
    /** What it cost them, in their terms: hours, money, trust. */
    cost: text().notNull().default(""),
    consent: text({ enum: CONSENTS }).notNull().default("not-asked"),
    /** The day on which they were asked or answered. */
    consentOn: date(),
    state: text({ enum: STORY_STATES }).notNull().default("draft"),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.accountId], foreignColumns: [accounts.workspaceId, accounts.id] }).onDelete("set null"),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contacts.workspaceId, contacts.id] }).onDelete("set null"),
    foreignKey({ columns: [t.workspaceId, t.personaId], foreignColumns: [personas.workspaceId, personas.id] }).onDelete("set null"),
    foreignKey({ columns: [t.workspaceId, t.feedbackId], foreignColumns: [feedback.workspaceId, feedback.id] }).onDelete("set null"),
    uniqueIndex("customer_stories_feedback").on(t.workspaceId, t.feedbackId),
    index("customer_stories_of_account").on(t.workspaceId, t.accountId),
    index("customer_stories_of_contact").on(t.workspaceId, t.contactId),
    index("customer_stories_of_persona").on(t.workspaceId, t.personaId),
    index("customer_stories_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id),
    ownWorkspace(t.workspaceId),
  ],
);
