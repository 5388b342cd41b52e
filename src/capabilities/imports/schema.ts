import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import * as z from "zod";
import { DATE_ORDERS } from "../../kernels/cells.ts";
import { instant, ownWorkspace, rowSchema, workspaceId } from "../../platform/columns.ts";
import { IMPORT_TARGETS } from "../customers/rules.ts";
import { importBatches } from "../customers/schema.ts";
import { RECORD_KINDS } from "../workspace/kind-rules.ts";
import { records } from "../workspace/schema.ts";

/** Where contacts, needs and features came from; feedback and accounts say it in columns of their own. A re-run finds them by it. */
export const recordSources = pgTable(
  "record_sources",
  {
    workspaceId: workspaceId(),
    kind: text({ enum: RECORD_KINDS }).notNull(),
    sourceSystem: text().notNull(),
    sourceId: text().notNull(),
    recordId: uuid().notNull(),
    /** The import that brought the record, or first knew it. */
    batchId: uuid().notNull(),
    /** Whether that import made the record. */
    made: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.sourceSystem, t.sourceId] }),
    foreignKey({ columns: [t.workspaceId, t.recordId], foreignColumns: [records.workspaceId, records.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.workspaceId, t.batchId], foreignColumns: [importBatches.workspaceId, importBatches.id] }),
    index("record_sources_of_record").on(t.workspaceId, t.recordId),
    index("record_sources_of_batch").on(t.workspaceId, t.batchId),
    ownWorkspace(t.workspaceId),
  ],
);

/** What an import changed besides the records it made, so that it can be taken back: each row once, as it was before. */
export const importChanges = pgTable(
  "import_changes",
  {
    workspaceId: workspaceId(),
    batchId: uuid().notNull(),
    tableName: text().notNull(),
    /** The row's own key in that table. */
    key: text().notNull(),
    /** Null for a row that the import added. */
    before: jsonb().$type<Record<string, unknown> | null>(),
    /** The value, where the table has no versions. */
    after: jsonb().$type<Record<string, unknown> | null>(),
    /** The version that the import left: what has another by now was changed since, and stays. */
    version: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.batchId, t.tableName, t.key] }),
    foreignKey({ columns: [t.workspaceId, t.batchId], foreignColumns: [importBatches.workspaceId, importBatches.id] }).onDelete("cascade"),
    ownWorkspace(t.workspaceId),
  ],
);

/** What the columns of a source meant the last time, offered again with the next file. */
export const importMappings = pgTable(
  "import_mappings",
  {
    workspaceId: workspaceId(),
    target: text({ enum: IMPORT_TARGETS }).notNull(),
    sourceSystem: text().notNull(),
    format: text(),
    mapping: jsonb().$type<Record<string, string>>().notNull(),
    dateOrder: text({ enum: DATE_ORDERS }),
    savedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.target, t.sourceSystem] }), ownWorkspace(t.workspaceId)],
);

export const ImportBatch = rowSchema(importBatches, { mapping: z.record(z.string(), z.string()) }).omit({ workspaceId: true });
export type ImportBatch = z.infer<typeof ImportBatch>;
export const ImportBatchPage = z.object({ items: z.array(ImportBatch), nextCursor: z.string().nullable() });
export const BatchRemoval = z.object({
  removed: z.int(),
  /** Put back as it was before the import changed it. */
  restored: z.int().describe("Records that were put back as they were before."),
  kept: z.int().describe("Records that somebody worked on since, and so stay."),
});
export type BatchRemoval = z.infer<typeof BatchRemoval>;
export const ImportMappingItem = rowSchema(importMappings, { mapping: z.record(z.string(), z.string()) }).omit({ workspaceId: true });
export type ImportMappingItem = z.infer<typeof ImportMappingItem>;
