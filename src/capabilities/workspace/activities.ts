import { and, desc, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import type { Context } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { activities } from "../../platform/tables.ts";
import { uuidCursor } from "./collaboration-cursor.ts";
import { keyOf } from "./kind-rules.ts";
import { memberName, titlesOf } from "./names.ts";
import { RecordKind, records } from "./schema.ts";

/** Who did what. `actorName` is a program's name when a key acted, and null when the workspace itself did. */
export const Activity = rowSchema(activities, { detail: z.record(z.string(), z.unknown()) })
  .omit({ workspaceId: true })
  .extend({ actorName: z.string().nullable() });
export type Activity = z.infer<typeof Activity>;
/** The same with the record it is about; these three are null when it is about the workspace. */
export const WorkspaceActivity = Activity.extend({
  recordKind: RecordKind.nullable(),
  key: z.string().nullable(),
  title: z.string().nullable(),
});

type Paged = { limit: number; cursor?: string };
const selected = (context: Context) => ({
  id: activities.id,
  kind: activities.kind,
  recordId: activities.recordId,
  actorId: activities.actorId,
  actorName: sql<string | null>`coalesce(${memberName(context, activities.actorId)}, ${activities.detail} ->> 'key')`,
  at: activities.at,
  detail: activities.detail,
});

/** What happened to a record, newest first. */
export async function activitiesOf(context: Context, recordId: string, { limit, cursor }: Paged) {
  const rows = await context.db
    .select(selected(context))
    .from(activities)
    .where(
      and(
        eq(activities.workspaceId, context.actor.workspaceId),
        eq(activities.recordId, recordId),
        cursor ? sql`${activities.id} < ${uuidCursor(cursor)}` : undefined,
      ),
    )
    .orderBy(desc(activities.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => [id]);
}

/** What happened in the workspace, newest first. */
export async function workspaceActivities(context: Context, { limit, cursor }: Paged) {
  const rows = await context.db
    .select({ ...selected(context), recordKind: records.kind, number: records.number })
    .from(activities)
    .leftJoin(records, and(eq(records.workspaceId, activities.workspaceId), eq(records.id, activities.recordId)))
    .where(and(eq(activities.workspaceId, context.actor.workspaceId), cursor ? sql`${activities.id} < ${uuidCursor(cursor)}` : undefined))
    .orderBy(desc(activities.id))
    .limit(limit + 1);
  const page = pageOf(rows, limit, ({ id }) => [id]);
  const titles = await titlesOf(
    context,
    page.items.map(({ recordId }) => recordId),
  );
  return {
    ...page,
    items: page.items.map(({ number, ...row }) => ({
      ...row,
      key: row.recordKind && number ? keyOf(row.recordKind, number) : null,
      title: (row.recordId && titles.get(row.recordId)) ?? null,
    })),
  };
}
