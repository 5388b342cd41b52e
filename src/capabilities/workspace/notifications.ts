import { and, desc, eq, inArray, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { rowSchema } from "../../platform/columns.ts";
import type { Context } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { uuidCursor } from "./collaboration-cursor.ts";
import { keyOf } from "./kind-rules.ts";
import { memberName, titlesOf } from "./names.ts";
import { type NOTIFICATION_KINDS, notifications, RecordKind, records } from "./schema.ts";

export const Notification = rowSchema(notifications)
  .omit({ workspaceId: true, memberId: true })
  .extend({ recordKind: RecordKind, key: z.string(), title: z.string(), actorName: z.string().nullable() });
export type Notification = z.infer<typeof Notification>;

type Notice = {
  kind: (typeof NOTIFICATION_KINDS)[number];
  /** Whom it concerns; whoever acts is left out, and so are people who have left. */
  memberIds: readonly string[];
  recordId: string;
  excerpt?: string;
  /** What was said; nobody hears twice of one comment. */
  commentId?: string;
};

/**
 * Tells members of something that concerns them, in the application's inbox.
 * For assignments: `notify(context, { kind: "assigned", memberIds: [assigneeId], recordId: id })`.
 */
export async function notify(context: Context, { kind, memberIds, recordId, excerpt = "", commentId }: Notice): Promise<void> {
  const { db, actor, now } = context;
  const others = [...new Set(memberIds)].filter((id) => id !== actor.id);
  if (others.length === 0) return;
  // Assigned back and forth, somebody finds it once in the inbox: the last time.
  if (kind === "assigned")
    await db
      .delete(notifications)
      .where(
        and(
          eq(notifications.workspaceId, actor.workspaceId),
          eq(notifications.recordId, recordId),
          eq(notifications.kind, kind),
          inArray(notifications.memberId, others),
          isNull(notifications.readAt),
        ),
      );
  const { rows } = await db.execute(sql`
    insert into notifications (workspace_id, member_id, kind, record_id, comment_id, actor_id, excerpt, created_at)
    select m.workspace_id, m.id, ${kind}, ${recordId}::uuid, ${commentId ?? null}::uuid, ${actor.kind === "member" ? actor.id : null}::uuid, ${excerpt}, ${now}::timestamptz
    from members m where m.workspace_id = ${actor.workspaceId} and m.id = any(${sql.param(others)}::uuid[]) and m.removed_at is null
    on conflict do nothing returning member_id`);
  for (const { memberId } of rows.map((row) => Told.parse(row)))
    context.news.push({ kind: "notification.added", recordId, actorId: actor.id, memberId });
}
const Told = z.object({ member_id: z.uuid() }).transform(({ member_id }) => ({ memberId: member_id }));

const mine = ({ actor }: Context, ...more: (SQL | undefined)[]) =>
  and(eq(notifications.workspaceId, actor.workspaceId), eq(notifications.memberId, actor.id), ...more);

/** What concerns the one who asks, newest first. */
export async function notificationsOf(context: Context, { limit, cursor, unread }: { limit: number; cursor?: string; unread?: boolean }) {
  const rows = await context.db
    .select({
      id: notifications.id,
      kind: notifications.kind,
      recordId: notifications.recordId,
      commentId: notifications.commentId,
      actorId: notifications.actorId,
      excerpt: notifications.excerpt,
      createdAt: notifications.createdAt,
      readAt: notifications.readAt,
      actorName: memberName(context, notifications.actorId),
      recordKind: records.kind,
      number: records.number,
    })
    .from(notifications)
    .innerJoin(records, and(eq(records.workspaceId, notifications.workspaceId), eq(records.id, notifications.recordId)))
    .where(
      mine(
        context,
        unread ? isNull(notifications.readAt) : undefined,
        cursor ? sql`${notifications.id} < ${uuidCursor(cursor)}` : undefined,
      ),
    )
    .orderBy(desc(notifications.id))
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
      key: keyOf(row.recordKind, number),
      title: titles.get(row.recordId) ?? "",
    })),
  };
}

export const unreadCount = (context: Context): Promise<number> =>
  context.db.$count(notifications, mine(context, isNull(notifications.readAt)));

/** Which notifications: these, those about a record, or all up to the newest that was seen. */
export const Reading = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) }),
  z.strictObject({ recordId: z.uuid() }),
  z.strictObject({ upTo: z.uuid() }),
]);

/** Marks notifications as read; answers which were unread until now, so that it can be taken back. */
export async function markRead(context: Context, which: z.infer<typeof Reading>): Promise<{ ids: string[] }> {
  const chosen =
    "ids" in which
      ? inArray(notifications.id, which.ids)
      : "recordId" in which
        ? eq(notifications.recordId, which.recordId)
        : lte(notifications.id, which.upTo);
  const read = await context.db
    .update(notifications)
    .set({ readAt: context.now })
    .where(mine(context, isNull(notifications.readAt), chosen))
    .returning({ id: notifications.id });
  return told(context, read);
}

export async function markUnread(context: Context, ids: readonly string[]): Promise<{ ids: string[] }> {
  const unread = await context.db
    .update(notifications)
    .set({ readAt: null })
    .where(mine(context, isNotNull(notifications.readAt), inArray(notifications.id, [...ids])))
    .returning({ id: notifications.id });
  return told(context, unread);
}

/** The reader's other windows show the same count. */
function told(context: Context, rows: readonly { id: string }[]): { ids: string[] } {
  if (rows.length > 0)
    context.news.push({ kind: "notification.read", recordId: null, actorId: context.actor.id, memberId: context.actor.id });
  return { ids: rows.map(({ id }) => id) };
}
