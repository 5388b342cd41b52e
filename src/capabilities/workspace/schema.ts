import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import * as z from "zod";
import { ACCESS_LEVELS, GROUPS, KEY_SCOPES } from "../../platform/access.ts";
import { draftSchema, instant, ownWorkspace, recordId, rowSchema, servingRole, version, workspaceId } from "../../platform/columns.ts";
import { RECORD_KINDS } from "./kind-rules.ts";
import { LINK_KINDS } from "./link-rules.ts";
import { POLICY_NAMES } from "./policy-rules.ts";

export const workspaces = pgTable(
  "workspaces",
  {
    id: recordId().primaryKey(),
    slug: text().notNull(),
    name: text().notNull(),
    /** ISO 4217; revenue in another currency is shown beside, never converted. */
    currency: text().notNull().default("USD"),
    /** What a feature's value is counted in. */
    valueUnit: text({ enum: ["points", "money"] })
      .notNull()
      .default("points"),
    /** The one workspace of made-up people that an installation can load and remove. */
    isDemo: boolean().notNull().default(false),
    version: version(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (t) => [
    uniqueIndex("workspaces_slug").on(t.slug),
    uniqueIndex("workspaces_one_demo").on(t.isDemo).where(sql`${t.isDemo}`),
    pgPolicy("own_workspace", { to: servingRole, using: sql`${t.id} = nullif(current_setting('app.ws', true), '')::uuid` }),
  ],
);

/** What a workspace asks otherwise than is usual; a row gone is the usual value again. */
export const policies = pgTable(
  "policies",
  {
    workspaceId: workspaceId(),
    name: text({ enum: POLICY_NAMES }).notNull(),
    value: doublePrecision().notNull(),
    setBy: uuid(),
    setAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.name] }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.setBy], foreignColumns: [members.workspaceId, members.id] }),
    ownWorkspace(t.workspaceId),
  ],
);

export const products = pgTable(
  "products",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    slug: text().notNull(),
    name: text().notNull(),
    version: version(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    uniqueIndex("products_slug").on(t.workspaceId, t.slug),
    ownWorkspace(t.workspaceId),
  ],
);

export const members = pgTable(
  "members",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    /** The person's account in the schema `auth`; null for somebody who came with an archive and has not been let in here. */
    userId: uuid(),
    /** What somebody without an account is called; with one, the account says it. */
    name: text(),
    email: text(),
    access: text({ enum: ACCESS_LEVELS }).notNull(),
    groups: text({ enum: GROUPS }).array().notNull(),
    joinedAt: instant().notNull().default(sql`now()`),
    /** Removed members keep their row, so that what they did keeps its author. */
    removedAt: instant(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    uniqueIndex("members_user").on(t.workspaceId, t.userId),
    index("members_by_user").on(t.userId),
    check("members_are_somebody", sql`(${t.userId} is null) = (${t.name} is not null)`),
    ownWorkspace(t.workspaceId),
  ],
);

export const invitations = pgTable(
  "invitations",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    /** SHA-256 of the token in the link; the token itself is shown once. */
    tokenHash: text().notNull(),
    email: text(),
    access: text({ enum: ACCESS_LEVELS }).notNull(),
    groups: text({ enum: GROUPS }).array().notNull(),
    invitedBy: uuid().notNull(),
    createdAt: instant().notNull().default(sql`now()`),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    acceptedBy: uuid(),
    revokedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.invitedBy], foreignColumns: [members.workspaceId, members.id] }),
    uniqueIndex("invitations_token").on(t.tokenHash),
    ownWorkspace(t.workspaceId),
  ],
);

export const apiKeys = pgTable(
  "api_keys",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    name: text().notNull(),
    scope: text({ enum: KEY_SCOPES }).notNull(),
    /** The first characters, to tell keys apart. */
    prefix: text().notNull(),
    /** SHA-256 of the whole key. */
    hash: text().notNull(),
    createdBy: uuid(),
    createdAt: instant().notNull().default(sql`now()`),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    uniqueIndex("api_keys_hash").on(t.hash),
    ownWorkspace(t.workspaceId),
  ],
);

export const RecordKind = z.enum(RECORD_KINDS);
export type RecordKind = z.infer<typeof RecordKind>;

/**
 * The spine: one row for every record of any kind. It gives the human key and lets comments, labels, links, quotes and
 * fields point at any record through a real foreign key, workspace included.
 */
export const records = pgTable(
  "records",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    kind: text({ enum: RECORD_KINDS }).notNull(),
    number: integer().notNull(),
    productId: uuid(),
    createdBy: uuid(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.productId], foreignColumns: [products.workspaceId, products.id] }),
    uniqueIndex("records_key").on(t.workspaceId, t.kind, t.number),
    ownWorkspace(t.workspaceId),
  ],
);

/** Typed, dated, authored connections between records: a feature serves a need. */
export const links = pgTable(
  "links",
  {
    workspaceId: workspaceId(),
    fromId: uuid().notNull(),
    toId: uuid().notNull(),
    kind: text({ enum: LINK_KINDS }).notNull(),
    linkedBy: uuid(),
    linkedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.fromId, t.toId, t.kind] }),
    foreignKey({ columns: [t.workspaceId, t.fromId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.toId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    index("links_to").on(t.workspaceId, t.toId, t.kind),
    ownWorkspace(t.workspaceId),
  ],
);

export const labels = pgTable(
  "labels",
  { workspaceId: workspaceId(), id: recordId(), name: text().notNull(), colour: text().notNull(), version: version() },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("labels_name").on(t.workspaceId, sql`lower(${t.name})`),
    ownWorkspace(t.workspaceId),
  ],
);

export const recordLabels = pgTable(
  "record_labels",
  { workspaceId: workspaceId(), recordId: uuid().notNull(), labelId: uuid().notNull() },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.recordId, t.labelId] }),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.labelId], foreignColumns: [labels.workspaceId, labels.id] }).onDelete("cascade"),
    index("record_labels_label").on(t.workspaceId, t.labelId, t.recordId),
    ownWorkspace(t.workspaceId),
  ],
);

export const FIELD_TYPES = ["text", "number", "choice", "date", "person", "address"] as const;

/** A field that this workspace added to one kind of record. */
export const fields = pgTable(
  "fields",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    recordKind: text({ enum: RECORD_KINDS }).notNull(),
    name: text().notNull(),
    type: text({ enum: FIELD_TYPES }).notNull(),
    /** For choices: what can be chosen, in order. */
    options: text().array().notNull().default(sql`'{}'::text[]`),
    position: integer().notNull().default(0),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("fields_name").on(t.workspaceId, t.recordKind, sql`lower(${t.name})`),
    ownWorkspace(t.workspaceId),
  ],
);

/** A record's value of a field, in the column of its type, so that it filters and sorts by an index. */
export const fieldValues = pgTable(
  "field_values",
  {
    workspaceId: workspaceId(),
    recordId: uuid().notNull(),
    fieldId: uuid().notNull(),
    /** Text, choice, address, and a day as YYYY-MM-DD. */
    text: text(),
    number: doublePrecision(),
    memberId: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.recordId, t.fieldId] }),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.fieldId], foreignColumns: [fields.workspaceId, fields.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.memberId], foreignColumns: [members.workspaceId, members.id] }),
    index("field_values_number").on(t.workspaceId, t.fieldId, t.number),
    index("field_values_text").on(t.workspaceId, t.fieldId, t.text),
    index("field_values_member").on(t.workspaceId, t.fieldId, t.memberId),
    // An index entry holds 2,704 bytes.
    check("field_values_text_fits", sql`octet_length(${t.text}) <= 2000`),
    ownWorkspace(t.workspaceId),
  ],
);

/** What this workspace calls a state; the kinds of state stay fixed. */
export const stateNames = pgTable(
  "state_names",
  { workspaceId: workspaceId(), recordKind: text({ enum: RECORD_KINDS }).notNull(), state: text().notNull(), name: text().notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.recordKind, t.state] }), ownWorkspace(t.workspaceId)],
);

export const comments = pgTable(
  "comments",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    recordId: uuid().notNull(),
    /** Null when a program wrote it. */
    authorId: uuid(),
    body: text().notNull(),
    createdAt: instant().notNull(),
    editedAt: instant(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.authorId], foreignColumns: [members.workspaceId, members.id] }),
    index("comments_of_record").on(t.workspaceId, t.recordId, t.id),
    ownWorkspace(t.workspaceId),
  ],
);

export const NOTIFICATION_KINDS = ["mentioned", "assigned", "commented", "asked", "answered", "disputed"] as const;

export const notifications = pgTable(
  "notifications",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    memberId: uuid().notNull(),
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    recordId: uuid().notNull(),
    /** The comment that it speaks of; it goes when that goes. */
    commentId: uuid(),
    actorId: uuid(),
    /** The first words of what was said, so that the list can be read without opening each. */
    excerpt: text().notNull().default(""),
    createdAt: instant().notNull(),
    readAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.memberId], foreignColumns: [members.workspaceId, members.id] }),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.commentId], foreignColumns: [comments.workspaceId, comments.id] }).onDelete("cascade"),
    index("notifications_of_member").on(t.workspaceId, t.memberId, t.id.desc().nullsFirst()),
    index("notifications_unread").on(t.workspaceId, t.memberId).where(sql`${t.readAt} is null`),
    index("notifications_of_record").on(t.workspaceId, t.recordId, t.memberId),
    // Nobody hears twice of one comment.
    uniqueIndex("notifications_once").on(t.workspaceId, t.commentId, t.memberId),
    ownWorkspace(t.workspaceId),
  ],
);

/** A named address of a page with its filters and sort. */
export const savedViews = pgTable(
  "saved_views",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    page: text({ enum: ["feedback", "needs", "features", "accounts"] }).notNull(),
    name: text().notNull(),
    /** The search part of the address, without "?". */
    query: text().notNull(),
    shared: boolean().notNull().default(false),
    ownerId: uuid().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.ownerId], foreignColumns: [members.workspaceId, members.id] }),
    index("saved_views_of_page").on(t.workspaceId, t.page),
    ownWorkspace(t.workspaceId),
  ],
);

export const Workspace = rowSchema(workspaces);
export type Workspace = z.infer<typeof Workspace>;
export const WorkspaceDraft = z.strictObject({
  name: z.string().trim().min(2, "Use at least two characters.").max(80),
  productName: z.string().trim().min(1, "Give it a name.").max(80).default("Product"),
});
export const WorkspaceChange = draftSchema(workspaces, {
  name: (name) => name.trim().min(2, "Use at least two characters.").max(80),
  currency: (currency) => currency.regex(/^[A-Z]{3}$/, "Give the three letters of ISO 4217, such as EUR."),
})
  .pick({ name: true, currency: true, valueUnit: true })
  .partial()
  .strict();

export const Product = rowSchema(products).omit({ workspaceId: true });
export type Product = z.infer<typeof Product>;
export const ProductDraft = z.strictObject({ name: z.string().trim().min(1, "Give it a name.").max(80) });

export const Groups = z
  .array(z.enum(GROUPS))
  .max(GROUPS.length)
  .transform((groups) => [...new Set(groups)]);
export const Label = rowSchema(labels).omit({ workspaceId: true });
export type Label = z.infer<typeof Label>;
export const Field = rowSchema(fields).omit({ workspaceId: true });
export type Field = z.infer<typeof Field>;
export const SavedView = rowSchema(savedViews).omit({ workspaceId: true });
export type SavedView = z.infer<typeof SavedView>;
