import { and, count, eq, inArray, or, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { quotes } from "../customers/schema.ts";
import { recordIdOf } from "../workspace/records.ts";
import { comments, links } from "../workspace/schema.ts";
import { insertNeed, lockedNeed } from "./commands.ts";
import { needById } from "./queries.ts";
import { type NeedDetail, type NeedSplit, needs } from "./schema.ts";

/**
 * Moves all that stands behind a need to another, and leaves its address leading there.
 * The same words quoted for both become one quote, so that nobody is counted twice.
 */
export async function mergeNeed(context: Context, ref: string, intoRef: string): Promise<NeedDetail> {
  const { db, actor, now } = context;
  const [id, intoId] = [await recordIdOf(context, ref, "need"), await recordIdOf(context, intoRef, "need")];
  if (id === intoId) throw new Refusal(409, "NOT_POSSIBLE", "A need cannot be merged into itself.");
  // Always in the same order, so that two people who merge the same two needs into each other do not wait for ever.
  for (const one of [id, intoId].toSorted()) await lockedNeed(context, one);

  const moved = await moveQuotes(context, id, intoId);
  await moveLinks(context, id, intoId);
  await db
    .update(comments)
    .set({ recordId: intoId })
    .where(and(eq(comments.workspaceId, actor.workspaceId), eq(comments.recordId, id)));
  await db
    .update(needs)
    .set({ mergedIntoId: intoId, version: sql`${needs.version} + 1`, updatedAt: now })
    .where(and(eq(needs.workspaceId, actor.workspaceId), or(eq(needs.id, id), eq(needs.mergedIntoId, id))));
  await record(context, "need.merged", id, { intoId, quotes: moved });
  await record(context, "need.merged", intoId, { fromId: id, quotes: moved });
  return needById(context, intoId);
}

async function moveQuotes({ db, actor }: Context, from: string, to: string): Promise<number> {
  const home = actor.workspaceId;
  const same = sql`t.workspace_id = ${home} and t.target_id = ${to} and s.workspace_id = ${home} and s.target_id = ${from}
    and s.feedback_id = t.feedback_id and s.starts_at = t.starts_at and s.ends_at = t.ends_at`;
  await db.execute(sql`update ${quotes} t set importance = s.importance, version = t.version + 1 from ${quotes} s
    where ${same} and s.importance > t.importance`);
  const { rowCount } = await db.execute(sql`delete from ${quotes} s using ${quotes} t where ${same}`);
  const moved = await db
    .update(quotes)
    .set({ targetId: to, version: sql`${quotes.version} + 1` })
    .where(and(eq(quotes.workspaceId, home), eq(quotes.targetId, from)));
  return (rowCount ?? 0) + (moved.rowCount ?? 0);
}

/** Links are made anew rather than changed: the database counts demand when links come and go. */
async function moveLinks({ db, actor }: Context, from: string, to: string): Promise<void> {
  const home = actor.workspaceId;
  await db.execute(sql`
    insert into ${links} (workspace_id, from_id, to_id, kind, linked_by, linked_at)
    select l.workspace_id, l.from_id, ${to}::uuid, l.kind, l.linked_by, l.linked_at from ${links} l
    where l.workspace_id = ${home} and l.to_id = ${from} and l.from_id <> ${to}
    union all
    select l.workspace_id, ${to}::uuid, l.to_id, l.kind, l.linked_by, l.linked_at from ${links} l
    where l.workspace_id = ${home} and l.from_id = ${from} and l.to_id <> ${to}
    on conflict do nothing`);
  await db.delete(links).where(and(eq(links.workspaceId, home), or(eq(links.fromId, from), eq(links.toId, from))));
}

/** Gives chosen quotes to a new need with a statement of its own. */
export async function splitNeed(context: Context, ref: string, { quoteIds, ...draft }: NeedSplit): Promise<NeedDetail> {
  const { db, actor } = context;
  const id = await recordIdOf(context, ref, "need");
  const { productId, personaId, ownerId } = await lockedNeed(context, id);
  const chosen = and(eq(quotes.workspaceId, actor.workspaceId), eq(quotes.targetId, id), inArray(quotes.id, quoteIds));
  const [held] = await db.select({ quotes: count() }).from(quotes).where(chosen);
  if (held?.quotes !== new Set(quoteIds).size) throw invalid("quoteIds", "Not all of these are quotes of this need.");

  const { id: newId } = await insertNeed(context, { productId, personaId, ownerId, ...draft });
  await db
    .update(quotes)
    .set({ targetId: newId, version: sql`${quotes.version} + 1` })
    .where(chosen);
  await record(context, "need.split", id, { newId, quotes: held.quotes });
  return needById(context, newId);
}
