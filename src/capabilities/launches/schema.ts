import { sql } from "drizzle-orm";
import { foreignKey, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, ownWorkspace, version, workspaceId } from "../../platform/columns.ts";
import { records } from "../workspace/schema.ts";
import type { SegmentRule } from "./condition-rules.ts";
import { SEGMENT_CHOICES } from "./segment-rules.ts";

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
