import { and, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { fileSize } from "../../kernels/figures.ts";
import { type Context, record } from "../../platform/context.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { Pin } from "../workspace/comments.ts";
import type { Safe } from "./drawing.ts";
import { fileById } from "./queries.ts";
import { isPicture, MOST_ON_RECORD, mayRemove } from "./rules.ts";
import { type AttachedFile, fileContents, filePins, files, fileUsage } from "./schema.ts";

/**
 * Keeps a file: its content unless the workspace has it, and where it belongs.
 * @param recordId null keeps it for a comment that is still being written
 * @throws Refusal 409 when the workspace's room is used up or the record has as many as it may
 */
export async function attachFile(
  context: Context,
  { content, name, recordId, quota }: { content: Safe; name: string; recordId: string | null; quota: number },
): Promise<AttachedFile> {
  const { db, actor, now } = context;
  const used = await lockedUsage(context);
  const home = eq(fileContents.workspaceId, actor.workspaceId);
  const isKnown = (await db.$count(fileContents, and(home, eq(fileContents.sha256, content.sha256)))) > 0;
  if (!isKnown) {
    const needed = content.bytes.length + (content.thumbnail?.length ?? 0);
    if (used + needed > quota)
      throw new Refusal(
        409,
        "QUOTA_FULL",
        `The files of this workspace may take ${fileSize(quota)}, and this one would go beyond. What was removed counts for 30 days more, while it can be brought back.`,
        { used, quota },
      );
    await db.insert(fileContents).values({ workspaceId: actor.workspaceId, ...content });
  }
  if (recordId !== null) await mustHaveRoom(context, recordId, 1);
  const [added] = await db
    .insert(files)
    .values({
      workspaceId: actor.workspaceId,
      sha256: content.sha256,
      name,
      recordId,
      draftOf: recordId === null ? actor.id : null,
      addedBy: actor.kind === "member" ? actor.id : null,
      addedAt: now,
    })
    .returning({ id: files.id });
  if (!added) throw new Error("The file was not written.");
  if (recordId !== null) await record(context, "file.attached", recordId, { fileId: added.id, name });
  return fileById(context, added.id);
}

/** Of two who send at once the second waits here, then counts what the first one left. */
async function lockedUsage({ db, actor }: Context): Promise<number> {
  const [locked] = await db
    .insert(fileUsage)
    .values({ workspaceId: actor.workspaceId })
    .onConflictDoUpdate({ target: fileUsage.workspaceId, set: { bytes: sql`${fileUsage.bytes}` } })
    .returning({ bytes: fileUsage.bytes });
  return locked?.bytes ?? 0;
}

async function mustHaveRoom({ db, actor }: Context, recordId: string, more: number): Promise<void> {
  const there = await db.$count(files, and(eq(files.workspaceId, actor.workspaceId), eq(files.recordId, recordId)));
  if (there + more > MOST_ON_RECORD)
    throw new Refusal(409, "TOO_MANY_FILES", `A record may have ${MOST_ON_RECORD} files, those in its comments included.`);
}

const Said = z.object({ commentId: z.uuid(), files: z.array(z.uuid()).default([]), pin: Pin.optional() });

/**
 * Puts the files that somebody sent while writing into the comment that they now said.
 * @throws Refusal 422 when one is not theirs, or is somewhere already
 */
export async function putIntoComment(context: Context, recordId: string, detail: Record<string, unknown>): Promise<void> {
  const { db, actor } = context;
  const { commentId, files: ids } = Said.parse(detail);
  if (ids.length === 0) return;
  await lockedUsage(context);
  await mustHaveRoom(context, recordId, ids.length);
  const put = await db
    .update(files)
    .set({ recordId, commentId, draftOf: null })
    .where(and(eq(files.workspaceId, actor.workspaceId), inArray(files.id, ids), eq(files.draftOf, actor.id)))
    .returning({ id: files.id });
  if (put.length !== new Set(ids).size) throw invalid("files", "One of these files is not there any more, or is in a comment already.");
}

/** Pins a comment to the place of a picture that it points at. @throws Refusal 422 when the picture is not the record's */
export async function pinComment(context: Context, recordId: string, detail: Record<string, unknown>): Promise<void> {
  const { commentId, pin } = Said.parse(detail);
  if (!pin) return;
  const { db, actor } = context;
  const [picture] = await db
    .select({ type: fileContents.type })
    .from(files)
    .innerJoin(fileContents, and(eq(fileContents.workspaceId, files.workspaceId), eq(fileContents.sha256, files.sha256)))
    .where(and(eq(files.workspaceId, actor.workspaceId), eq(files.id, pin.fileId), eq(files.recordId, recordId)));
  if (!picture || !isPicture(picture.type)) throw invalid("pin.fileId", "There is no such picture on this record.");
  await db.insert(filePins).values({ workspaceId: actor.workspaceId, commentId, ...pin });
}

/** Takes a file away. @throws Refusal 403 when it is somebody else's to remove */
export async function removeFile(context: Context, id: string): Promise<void> {
  const { db, actor } = context;
  const file = await fileById(context, id);
  if (!mayRemove(actor, file))
    throw new Refusal(403, "NOT_YOURS", "A file is removed by who added it; of a record by its members, of a comment by an admin.");
  const gone = await db
    .delete(files)
    .where(and(eq(files.workspaceId, actor.workspaceId), eq(files.id, id)))
    .returning({ id: files.id });
  if (gone.length === 0) throw notFound("file");
  if (file.recordId !== null) await record(context, "file.removed", file.recordId, { fileId: id, name: file.name });
}
