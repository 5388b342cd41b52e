import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { GROUPS } from "../../platform/access.ts";
import { instant, ownWorkspace, recordId, version, workspaceId } from "../../platform/columns.ts";
import { features } from "../features/schema.ts";
import { competitors } from "../research/schema.ts";
import { milestones } from "../strategy/schema.ts";
import { members, records } from "../workspace/schema.ts";
import { ASSET_CHOICES, ASSET_KINDS } from "./asset-rules.ts";
import type { SegmentRule } from "./condition-rules.ts";
import { LAUNCH_STATES } from "./launch-rules.ts";
import { MESSAGE_CHOICES } from "./message-rules.ts";
import { SEGMENT_CHOICES } from "./segment-rules.ts";

const times = { createdAt: instant().notNull(), updatedAt: instant().notNull(), version: version() };

/** Accounts that are spoken to alike, told by a rule. Who they are is asked of the accounts each time, so it is never out of date. */
export const segments = pgTable(
  "segments",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    name: text().notNull(),
    /** Who they are and what they are after, in Markdown. */
    description: text().notNull().default(""),
    rule: jsonb().$type<SegmentRule>().notNull(),
    state: text({ enum: SEGMENT_CHOICES }).notNull().default("draft"),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    uniqueIndex("segments_name").on(t.workspaceId, sql`lower(${t.name})`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What one segment is told: a promise of features (by link), its proof (claims) and what they are asked to do. */
export const messages = pgTable(
  "messages",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    segmentId: uuid().notNull(),
    promise: text().notNull(),
    /** What they are asked to do next. */
    call: text().notNull().default(""),
    state: text({ enum: MESSAGE_CHOICES }).notNull().default("draft"),
    ...times,
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.segmentId], foreignColumns: [segments.workspaceId, segments.id] }),
    index("messages_of_segment").on(t.workspaceId, t.segmentId, t.id),
    ownWorkspace(t.workspaceId),
  ],
);

/** What sellers sell with. */
export const assets = pgTable(
  "assets",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    kind: text({ enum: ASSET_KINDS }).notNull(),
    title: text().notNull(),
    /** In Markdown. */
    body: text().notNull().default(""),
    /** For whom it is, in a few words. */
    audience: text().notNull().default(""),
    /** Whom it is held against. */
    competitorId: uuid(),
    freshUntil: date({ mode: "string" }).notNull(),
    state: text({ enum: ASSET_CHOICES }).notNull().default("draft"),
    ...times,
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.competitorId], foreignColumns: [competitors.workspaceId, competitors.id] }).onDelete(
      "set null",
    ),
    index("assets_against").on(t.workspaceId, t.competitorId),
    ownWorkspace(t.workspaceId),
  ],
);

/** A line of a message or an asset that rests on another record, with what that record said when it was cited. */
export const claims = pgTable(
  "claims",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    /** The message or asset whose line it is. */
    ownerId: uuid().notNull(),
    text: text().notNull(),
    /** Null once that record was deleted. */
    citedId: uuid(),
    /** How it was called then. */
    citedTitle: text().notNull(),
    /** A print of what it said then. */
    citedPrint: text().notNull(),
    citedAt: instant().notNull(),
    citedBy: uuid(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.citedId], foreignColumns: [records.workspaceId, records.id] }).onDelete("set null"),
    foreignKey({ columns: [t.workspaceId, t.citedBy], foreignColumns: [members.workspaceId, members.id] }),
    index("claims_of_owner").on(t.workspaceId, t.ownerId, t.id),
    index("claims_citing").on(t.workspaceId, t.citedId),
    ownWorkspace(t.workspaceId),
  ],
);

/** Who opened an asset: a row a member, of which only the count is ever shown. */
export const assetReads = pgTable(
  "asset_reads",
  { workspaceId: workspaceId(), assetId: uuid().notNull(), memberId: uuid().notNull(), readAt: instant().notNull() },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.assetId, t.memberId] }),
    foreignKey({ columns: [t.workspaceId, t.assetId], foreignColumns: [assets.workspaceId, assets.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.memberId], foreignColumns: [members.workspaceId, members.id] }),
    ownWorkspace(t.workspaceId),
  ],
);

/** How features (by link) are brought to the market. */
export const launches = pgTable(
  "launches",
  {
    workspaceId: workspaceId(),
    id: uuid().notNull(),
    title: text().notNull(),
    tier: integer().notNull(),
    /** Its own day; with a milestone it goes out on that one's day, and this is empty: no date stands twice. */
    launchesOn: date({ mode: "string" }),
    milestoneId: uuid(),
    /** What it is, for whom, and why it is better than what they have. */
    positioning: text().notNull().default(""),
    price: text().notNull().default(""),
    channels: text().notNull().default(""),
    ownerId: uuid(),
    state: text({ enum: LAUNCH_STATES }).notNull().default("planned"),
    ...times,
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.id], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    // Only the reference is emptied, by the migration: drizzle-kit would empty the workspace too.
    foreignKey({ columns: [t.workspaceId, t.milestoneId], foreignColumns: [milestones.workspaceId, milestones.id] }).onDelete("set null"),
    index("launches_of_milestone").on(t.workspaceId, t.milestoneId),
    check("launches_tier", sql`${t.tier} between 1 and 3`),
    check("launches_one_date", sql`${t.milestoneId} is null or ${t.launchesOn} is null`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What is to be done for a launch, so many days before or after its date. */
export const launchItems = pgTable(
  "launch_items",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    launchId: uuid().notNull(),
    title: text().notNull(),
    /** Whose duty it is, until a person takes it. */
    group: text({ enum: GROUPS }).notNull(),
    ownerId: uuid(),
    /** Days from the launch: -14 is two weeks before. */
    offsetDays: integer().notNull(),
    doneAt: instant(),
    doneBy: uuid(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.launchId], foreignColumns: [launches.workspaceId, launches.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.doneBy], foreignColumns: [members.workspaceId, members.id] }),
    index("launch_items_of_launch").on(t.workspaceId, t.launchId, t.offsetDays),
    ownWorkspace(t.workspaceId),
  ],
);

/** Somebody who asked for a feature was told that it is there, by a person. */
export const tellings = pgTable(
  "tellings",
  {
    workspaceId: workspaceId(),
    featureId: uuid().notNull(),
    /** A contact; where none is known the account, else the feedback. */
    voiceId: uuid().notNull(),
    toldBy: uuid(),
    toldAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.featureId, t.voiceId] }),
    foreignKey({ columns: [t.workspaceId, t.featureId], foreignColumns: [features.workspaceId, features.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.voiceId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.toldBy], foreignColumns: [members.workspaceId, members.id] }),
    ownWorkspace(t.workspaceId),
  ],
);
