import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, index, integer, pgTable, primaryKey, real, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { bytes, Instant, instant, ownWorkspace, recordId, workspaceId } from "../../platform/columns.ts";
import { comments, members, records } from "../workspace/schema.ts";
import { FILE_TYPES } from "./rules.ts";

/**
 * What files hold, each content once in a workspace, by its own digest. The database checks that it is what its key says, so that a copy
 * or an archive cannot pass one thing off as another.
 */
export const fileContents = pgTable(
  "file_contents",
  {
    workspaceId: workspaceId(),
    /** Of `bytes`, as hexadecimal digits. */
    sha256: text().notNull(),
    type: text({ enum: FILE_TYPES }).notNull(),
    bytes: bytes().notNull(),
    /** A small picture for lists; null when it is no picture. */
    thumbnail: bytes(),
    /** In pixels; null when it is no picture. */
    width: integer(),
    height: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.sha256] }),
    check("file_contents_are_what_they_say", sql`${t.sha256} = encode(sha256(${t.bytes}), 'hex')`),
    check(
      "file_contents_fit",
      sql`octet_length(${t.bytes}) between 1 and 10000000 and coalesce(octet_length(${t.thumbnail}), 0) <= 500000`,
    ),
    ownWorkspace(t.workspaceId),
  ],
);

/** A file on a record or in a comment on it. One that was sent for a comment which is still being written has no record yet. */
export const files = pgTable(
  "files",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    sha256: text().notNull(),
    name: text().notNull(),
    recordId: uuid(),
    /** Null when it is on the record itself. */
    commentId: uuid(),
    /** Who is still writing what it belongs to, a member or a key; only they see it. */
    draftOf: uuid(),
    /** Null when a program added it. */
    addedBy: uuid(),
    addedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ columns: [t.workspaceId, t.sha256], foreignColumns: [fileContents.workspaceId, fileContents.sha256] }),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.commentId], foreignColumns: [comments.workspaceId, comments.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.addedBy], foreignColumns: [members.workspaceId, members.id] }),
    index("files_of_record").on(t.workspaceId, t.recordId, t.id),
    index("files_of_comment").on(t.workspaceId, t.commentId),
    index("files_of_content").on(t.workspaceId, t.sha256),
    check(
      "files_are_somewhere",
      sql`(${t.recordId} is null) = (${t.draftOf} is not null) and (${t.commentId} is null or ${t.recordId} is not null)`,
    ),
    ownWorkspace(t.workspaceId),
  ],
);

/** Where on a picture a comment points, as shares of its width and height from the top left. */
export const filePins = pgTable(
  "file_pins",
  {
    workspaceId: workspaceId(),
    commentId: uuid().notNull(),
    fileId: uuid().notNull(),
    x: real().notNull(),
    y: real().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.commentId] }),
    foreignKey({ columns: [t.workspaceId, t.commentId], foreignColumns: [comments.workspaceId, comments.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.fileId], foreignColumns: [files.workspaceId, files.id] }).onDelete("cascade"),
    index("file_pins_of_file").on(t.workspaceId, t.fileId),
    check("file_pins_inside", sql`${t.x} between 0 and 1 and ${t.y} between 0 and 1`),
    ownWorkspace(t.workspaceId),
  ],
);

/** How many bytes a workspace's contents take. Counted by the database from the contents themselves. */
export const fileUsage = pgTable(
  "file_usage",
  { workspaceId: workspaceId(), bytes: bigint({ mode: "number" }).notNull().default(0) },
  (t) => [primaryKey({ columns: [t.workspaceId] }), ownWorkspace(t.workspaceId)],
);

/** A file as it is listed; its bytes are at `/files/{id}`, a small picture of it at `/files/{id}/thumbnail`. */
export const AttachedFile = z.object({
  id: z.uuid(),
  recordId: z.uuid().nullable(),
  commentId: z.uuid().nullable(),
  name: z.string(),
  type: z.enum(FILE_TYPES),
  size: z.int().describe("In bytes."),
  sha256: z.string().describe("Of its bytes; also its ETag."),
  width: z.int().nullable(),
  height: z.int().nullable(),
  addedBy: z.uuid().nullable(),
  addedByName: z.string().nullable(),
  addedAt: Instant,
  pins: z
    .array(z.object({ commentId: z.uuid(), x: z.number(), y: z.number() }))
    .describe("Comments that point at a place of the picture, oldest first."),
});
export type AttachedFile = z.infer<typeof AttachedFile>;
