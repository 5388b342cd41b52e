import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { instant, ownWorkspace, recordId, rowSchema, workspaceId } from "../../platform/columns.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { members, records, workspaces } from "../workspace/schema.ts";
import { HIDES, SHARE_KINDS } from "./rules.ts";

/** Read-only pages for people without an account. */
export const shareLinks = pgTable(
  "share_links",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    /** SHA-256 of the token in the address. The token itself is not kept: it follows from this row's id and the installation's secret. */
    tokenHash: text().notNull(),
    kind: text({ enum: SHARE_KINDS }).notNull(),
    /** The record that it shows; null for lists and for the whole Throughline. */
    recordId: uuid(),
    /** How a list was filtered and sorted, or which part of the Throughline. */
    scope: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** For those who look after it; readers are not told. */
    label: text().notNull(),
    hides: text({ enum: HIDES }).array().notNull(),
    /** Whether other sites may show it in a frame. */
    embeds: boolean().notNull().default(false),
    /** Null when a program of nobody's made it. */
    createdBy: uuid(),
    createdAt: instant().notNull(),
    expiresAt: instant(),
    revokedAt: instant(),
    opens: integer().notNull().default(0),
    lastOpenedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId], foreignColumns: [workspaces.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.createdBy], foreignColumns: [members.workspaceId, members.id] }),
    uniqueIndex("share_links_token").on(t.tokenHash),
    index("share_links_of_record").on(t.workspaceId, t.recordId),
    index("share_links_newest").on(t.workspaceId, sql`${t.createdAt} desc`, sql`${t.id} desc`),
    ownWorkspace(t.workspaceId),
  ],
);

export const ShareKind = z.enum(SHARE_KINDS);
export const Hides = z.enum(HIDES);

export const ShareLink = rowSchema(shareLinks, { hides: z.array(Hides), scope: z.record(z.string(), z.unknown()) })
  .omit({ workspaceId: true, tokenHash: true })
  .extend({
    /** The key and title of the record that it shows. */
    key: z.string().nullable(),
    title: z.string().nullable(),
    createdByName: z.string().nullable(),
    state: z.enum(["open", "expired", "revoked"]),
  });
export type ShareLink = z.infer<typeof ShareLink>;

export const ShareLinkDraft = z.strictObject({
  kind: ShareKind,
  id: RecordRef.optional().describe("The need or feature; for the kinds that show one."),
  scope: z.record(z.string(), z.unknown()).optional().describe("For lists: the parameters of the list's own route, without paging."),
  label: z.string().trim().min(1, "Say whom it is for.").max(120),
  hides: z
    .array(Hides)
    .max(HIDES.length)
    .transform((hides) => HIDES.filter((one) => hides.includes(one)))
    .describe("What readers are kept from; `notes` are owners, comments and own fields."),
  embeds: z.boolean().default(false).describe("Whether other sites may show it in a frame, at `/s/{token}/embed`."),
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
});
export type ShareLinkDraft = z.infer<typeof ShareLinkDraft>;

/** The secret part of a link's address: `/s/{token}`. */
export const ShareToken = z.object({ token: z.string() });
export const NewShareLink = ShareLink.extend(ShareToken.shape);

export const ShareLinkQuery = z.object({
  record: RecordRef.optional().describe("Links to this record."),
  kind: z.union([ShareKind, z.array(ShareKind).max(SHARE_KINDS.length)]).optional(),
  maker: z.uuid().optional().describe("Links that this member made."),
  open: z.stringbool().or(z.boolean()).optional().describe("`true`: only those that still open; `false`: only those that do not."),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  cursor: z.string().max(500).optional(),
});
export type ShareLinkQuery = z.infer<typeof ShareLinkQuery>;
