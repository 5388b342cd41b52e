import { and, asc, eq, isNotNull, or, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/refusal.ts";
import { memberName, qualified } from "../workspace/names.ts";
import { MOST_ON_RECORD } from "./rules.ts";
import { type AttachedFile, fileContents, filePins, files } from "./schema.ts";

type Where = Pick<Context, "db" | "actor">;

const selected = (context: Where) => ({
  id: files.id,
  recordId: files.recordId,
  commentId: files.commentId,
  name: files.name,
  type: fileContents.type,
  size: sql<number>`octet_length(${fileContents.bytes})`,
  sha256: files.sha256,
  width: fileContents.width,
  height: fileContents.height,
  addedBy: files.addedBy,
  addedByName: memberName(context, files.addedBy),
  addedAt: files.addedAt,
  pins: sql<
    AttachedFile["pins"]
  >`coalesce((select jsonb_agg(jsonb_build_object('commentId', p.comment_id, 'x', p.x, 'y', p.y) order by p.comment_id)
    from ${filePins} p where p.workspace_id = ${context.actor.workspaceId} and p.file_id = ${qualified(files.id)}), '[]'::jsonb)`,
});
const content = and(eq(fileContents.workspaceId, files.workspaceId), eq(fileContents.sha256, files.sha256));

/** The files of a record and of the comments on it, oldest first. */
export function filesOf(context: Where, recordId: string): Promise<AttachedFile[]> {
  return context.db
    .select(selected(context))
    .from(files)
    .innerJoin(fileContents, content)
    .where(and(eq(files.workspaceId, context.actor.workspaceId), eq(files.recordId, recordId)))
    .orderBy(asc(files.addedAt), asc(files.id))
    .limit(MOST_ON_RECORD);
}

/**
 * One file. What belongs to a comment that is still being written is there only for who writes it.
 * @throws Refusal 404 when this workspace has none such
 */
export async function fileById(context: Where, id: string): Promise<AttachedFile> {
  const { db, actor } = context;
  const [found] = await db
    .select(selected(context))
    .from(files)
    .innerJoin(fileContents, content)
    .where(and(eq(files.workspaceId, actor.workspaceId), eq(files.id, id), or(isNotNull(files.recordId), eq(files.draftOf, actor.id))));
  if (!found) throw notFound("file");
  return found;
}
