import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, ownWorkspace, recordId, workspaceId } from "./columns.ts";

/** What colleagues did. Only ever added to: the serving role may neither edit nor delete. */
export const activities = pgTable(
  "activities",
  {
    workspaceId: workspaceId(),
    id: recordId(),
    /** Null when the workspace itself acted. */
    actorId: uuid(),
    kind: text().notNull(),
    recordId: uuid(),
    at: instant().notNull(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("activities_of_record").on(t.workspaceId, t.recordId, t.id.desc().nullsFirst()),
    ownWorkspace(t.workspaceId),
  ],
);

/** Before-images of undoable changes, one row per row touched, in the order in which they were touched. */
export const changeRows = pgTable(
  "change_rows",
  {
    workspaceId: workspaceId(),
    position: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    changeId: uuid().notNull(),
    actorId: uuid(),
    at: instant().notNull(),
    tableName: text().notNull(),
    before: jsonb().$type<Record<string, unknown> | null>(),
    after: jsonb().$type<Record<string, unknown> | null>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.position] }),
    index().on(t.workspaceId, t.changeId, t.position),
    ownWorkspace(t.workspaceId),
  ],
);

/** Answers already given, by the caller's key: a retry gets the same answer and has no second effect. Kept for 24 hours. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    workspaceId: workspaceId(),
    actorId: uuid().notNull(),
    key: text().notNull(),
    /** SHA-256 of method, path and body. */
    fingerprint: text().notNull(),
    answer: jsonb().$type<unknown>(),
    headers: jsonb().$type<Record<string, string>>(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.actorId, t.key] }), ownWorkspace(t.workspaceId)],
);

/** The last number given out, per kind of record. */
export const recordNumbers = pgTable(
  "record_numbers",
  { workspaceId: workspaceId(), kind: text().notNull(), last: integer().notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.kind] }), ownWorkspace(t.workspaceId)],
);
