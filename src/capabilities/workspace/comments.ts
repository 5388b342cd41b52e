import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { mayUse } from "../../platform/access.ts";
import { rowSchema } from "../../platform/columns.ts";
import { type Context, record } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { uuidCursor } from "./collaboration-cursor.ts";
import { excerptOf, mentionsIn } from "./collaboration-rules.ts";
import { memberName } from "./names.ts";
import { notify } from "./notifications.ts";
import { comments, members, notifications } from "./schema.ts";

export const Comment = rowSchema(comments).omit({ workspaceId: true }).extend({ authorName: z.string().nullable() });
export type Comment = z.infer<typeof Comment>;
const Body = z.string().trim().max(10_000).describe("Markdown; `@[Name](member:<id>)` mentions somebody.");
export const CommentBody = z.strictObject({ body: Body.min(1, "Say something.") });
const share = z.number().min(0).max(1);
/** A place on a picture of the record, as shares of its width and height from the top left. */
export const Pin = z.strictObject({ fileId: z.uuid(), x: share, y: share });
/** A new comment may consist of files alone. */
export const CommentDraft = z.strictObject({
  body: Body,
  files: z.array(z.uuid()).max(20).default([]).describe("Files that you sent without a record; they become part of the comment."),
  pin: Pin.optional().describe("The place on a picture of the record that it points at."),
});

const selected = (context: Context) => ({
  id: comments.id,
  recordId: comments.recordId,
  authorId: comments.authorId,
  authorName: memberName(context, comments.authorId),
  body: comments.body,
  createdAt: comments.createdAt,
  editedAt: comments.editedAt,
  version: comments.version,
});
const own = ({ actor }: Context, id: string) => and(eq(comments.workspaceId, actor.workspaceId), eq(comments.id, id));

/** What was said about a record, newest first. */
export async function commentsOn(context: Context, recordId: string, { limit, cursor }: { limit: number; cursor?: string }) {
  const rows = await context.db
    .select(selected(context))
    .from(comments)
    .where(
      and(
        eq(comments.workspaceId, context.actor.workspaceId),
        eq(comments.recordId, recordId),
        cursor ? sql`${comments.id} < ${uuidCursor(cursor)}` : undefined,
      ),
    )
    .orderBy(desc(comments.id))
    .limit(limit + 1);
  return pageOf(rows, limit, ({ id }) => [id]);
}

/** @throws Refusal 404 when this workspace has no such comment */
async function commentById(context: Context, id: string): Promise<Comment> {
  const [found] = await context.db.select(selected(context)).from(comments).where(own(context, id));
  if (!found) throw notFound("comment");
  return found;
}

/** Says something about a record; those whom it concerns hear of it, each once. */
export async function comment(context: Context, recordId: string, { body, files, pin }: z.infer<typeof CommentDraft>): Promise<Comment> {
  const { db, actor, now } = context;
  if (body === "" && files.length === 0) throw invalid("body", "Say something.");
  const mentioned = await mentionedMembers(context, body);
  const authorId = actor.kind === "member" ? actor.id : null;
  const { id } = only(
    await db
      .insert(comments)
      .values({ workspaceId: actor.workspaceId, recordId, authorId, body, createdAt: now })
      .returning({ id: comments.id }),
  );
  const about = { recordId, commentId: id, excerpt: excerptOf(body) || "Attached a file" };
  await notify(context, { kind: "mentioned", memberIds: mentioned, ...about });
  await notify(context, { kind: "commented", memberIds: await peopleAround(context, recordId), ...about });
  await record(context, "comment.added", recordId, {
    commentId: id,
    ...(files.length > 0 ? { files } : {}),
    ...(pin ? { pin } : {}),
  });
  return commentById(context, id);
}

/** Edits one's own comment; whoever is newly mentioned hears of it. */
export async function editComment(context: Context, id: string, version: number, body: string): Promise<Comment> {
  const { db, actor, now } = context;
  const before = await commentById(context, id);
  if (before.authorId !== actor.id) throw new Refusal(403, "NOT_YOURS", "A comment is edited by who wrote it.");
  const mentioned = await mentionedMembers(context, body);
  const [edited] = await db
    .update(comments)
    .set({ body, editedAt: now, version: version + 1 })
    .where(and(own(context, id), eq(comments.version, version)))
    .returning({ id: comments.id });
  if (!edited) throw new Refusal(412, "CHANGED", "This comment was changed meanwhile.", { current: before });
  const about = { recordId: before.recordId, commentId: id, excerpt: excerptOf(body) };
  await db
    .update(notifications)
    .set({ excerpt: about.excerpt })
    .where(and(eq(notifications.workspaceId, actor.workspaceId), eq(notifications.commentId, id), isNull(notifications.readAt)));
  await notify(context, { kind: "mentioned", memberIds: mentioned, ...about });
  await record(context, "comment.edited", before.recordId, { commentId: id });
  return commentById(context, id);
}

/** Deletes one's own comment; an admin may delete any. */
export async function deleteComment(context: Context, id: string): Promise<void> {
  const { db, actor } = context;
  const before = await commentById(context, id);
  if (before.authorId !== actor.id && !mayUse(actor, "admin"))
    throw new Refusal(403, "NOT_YOURS", "A comment is deleted by who wrote it, or by an admin.");
  await db.delete(comments).where(own(context, id));
  await record(context, "comment.deleted", before.recordId, { commentId: id });
}

/** @throws Refusal 422 when somebody mentioned is not of this workspace */
async function mentionedMembers({ db, actor }: Context, body: string): Promise<string[]> {
  const ids = mentionsIn(body);
  if (ids.length === 0) return [];
  const known = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, actor.workspaceId), inArray(members.id, ids)));
  if (known.length !== ids.length) throw invalid("body", "It mentions somebody who is not in this workspace.");
  return ids;
}

const Person = z.object({ id: z.uuid() });
/** Who took part in what is said about a record: its owner, and those who commented or were mentioned. */
async function peopleAround({ db, actor }: Context, recordId: string): Promise<string[]> {
  const { rows } = await db.execute(sql`
    select c.author_id as id from comments c where c.workspace_id = ${actor.workspaceId} and c.record_id = ${recordId} and c.author_id is not null
    union select n.member_id from notifications n where n.workspace_id = ${actor.workspaceId} and n.record_id = ${recordId} and n.kind = 'mentioned'
    union select owners_of(${recordId}::uuid)`);
  return rows.map((row) => Person.parse(row).id);
}
