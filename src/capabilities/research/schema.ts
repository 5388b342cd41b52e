import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { instant, ownWorkspace, recordId, version, workspaceId } from "../../platform/columns.ts";
import { accounts, contacts, feedback } from "../customers/schema.ts";
import { features } from "../features/schema.ts";
import { personas } from "../needs/schema.ts";
import { members, products, records } from "../workspace/schema.ts";
import { STANCES } from "./capability-rules.ts";
import { DEAL_STATES } from "./deal-rules.ts";
import { FINDING_KINDS, FINDING_STATES } from "./finding-rules.ts";
import type { FindingSource } from "./finding-source-rules.ts";
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

export const competitors = pgTable(
  "competitors",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    name: text().notNull(),
    /** Where they are found. */
    address: text(),
    /** How they place themselves, in a line. */
    position: text().notNull().default(""),
    note: text().notNull().default(""),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    uniqueIndex("competitors_name").on(t.workspaceId, sql`lower(${t.name})`),
    ownWorkspace(t.workspaceId),
  ],
);

/** Something that products of a market can do: one of our features, or a name. */
export const capabilities = pgTable(
  "capabilities",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    /** Empty where it is a feature of ours, which has its title. */
    name: text().notNull().default(""),
    featureId: uuid(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.featureId], foreignColumns: [features.workspaceId, features.id] }).onDelete("cascade"),
    uniqueIndex("capabilities_feature").on(t.workspaceId, t.featureId),
    check("capabilities_named", sql`(${t.name} = '') = (${t.featureId} is not null)`),
    ownWorkspace(t.workspaceId),
  ],
);

/** How a competitor, or our own product, stands with it. What is not here is unknown. */
export const capabilityStands = pgTable(
  "capability_stands",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    capabilityId: uuid().notNull(),
    /** Null: our own product. */
    competitorId: uuid(),
    stance: text({ enum: STANCES }).notNull(),
    /** Where it is said. */
    address: text(),
    asOf: date(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("capability_stands_once").on(t.workspaceId, t.capabilityId, t.competitorId).nullsNotDistinct(),
    foreignKey({ columns: [t.workspaceId, t.capabilityId], foreignColumns: [capabilities.workspaceId, capabilities.id] }).onDelete(
      "cascade",
    ),
    foreignKey({ columns: [t.workspaceId, t.competitorId], foreignColumns: [competitors.workspaceId, competitors.id] }).onDelete("cascade"),
    index("capability_stands_of_competitor").on(t.workspaceId, t.competitorId),
    ownWorkspace(t.workspaceId),
  ],
);

/** What was found out about the market: one statement, with its sources. */
export const findings = pgTable(
  "findings",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    kind: text({ enum: FINDING_KINDS }).notNull().default("trend"),
    statement: text().notNull(),
    detail: text().notNull().default(""),
    /** Whom it is about. */
    segmentId: uuid(),
    strength: integer().notNull().default(1),
    sources: jsonb().$type<FindingSource[]>().notNull().default([]),
    competitorId: uuid(),
    state: text({ enum: FINDING_STATES }).notNull().default("draft"),
    /** What is said to what it contradicts. */
    answer: text().notNull().default(""),
    answeredBy: uuid(),
    answeredAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.competitorId], foreignColumns: [competitors.workspaceId, competitors.id] }).onDelete(
      "set null",
    ),
    // Only references are emptied, by the migration: drizzle-kit would empty the workspace too.
    foreignKey({ columns: [t.workspaceId, t.segmentId], foreignColumns: [records.workspaceId, records.id] }).onDelete("set null"),
    foreignKey({ columns: [t.workspaceId, t.answeredBy], foreignColumns: [members.workspaceId, members.id] }),
    index("findings_of_segment").on(t.workspaceId, t.segmentId),
    index("findings_of_competitor").on(t.workspaceId, t.competitorId),
    index("findings_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id),
    check("findings_strength", sql`${t.strength} between 1 and 3`),
    ownWorkspace(t.workspaceId),
  ],
);

/** A sale, open or decided. References are emptied when what they name is deleted; the deal stays. */
export const deals = pgTable(
  "deals",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    productId: uuid().notNull(),
    name: text().notNull(),
    accountId: uuid(),
    /** In minor units of `currency`. */
    amountMinor: bigint({ mode: "number" }),
    currency: text(),
    /** In the words of those who sell. */
    stage: text().notNull().default(""),
    state: text({ enum: DEAL_STATES }).notNull().default("open"),
    competitorId: uuid(),
    closedOn: date(),
    /** Why it was won or lost, as it was told. */
    reasons: text().notNull().default(""),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    foreignKey({ columns: [t.workspaceId, t.accountId], foreignColumns: [accounts.workspaceId, accounts.id] }).onDelete("set null"),
    foreignKey({ columns: [t.workspaceId, t.competitorId], foreignColumns: [competitors.workspaceId, competitors.id] }).onDelete(
      "set null",
    ),
    index("deals_of_account").on(t.workspaceId, t.accountId),
    index("deals_of_competitor").on(t.workspaceId, t.competitorId),
    index("deals_updated").on(t.workspaceId, t.updatedAt.desc().nullsFirst(), t.id),
    check("deals_amount_has_currency", sql`(${t.amountMinor} is null) = (${t.currency} is null)`),
    ownWorkspace(t.workspaceId),
  ],
);
