import { and, asc, eq, or, sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { type Context, record } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { KINDS, keyOf } from "./kind-rules.ts";
import { LINK_KINDS, type LinkKind, linkRule } from "./link-rules.ts";
import { titlesOf } from "./names.ts";
import { recordOf } from "./records.ts";
import { links, records } from "./schema.ts";
import { RecordName } from "./search.ts";

/** A link as one of its records sees it. */
export const RecordLink = z.object({
  kind: z.enum(LINK_KINDS),
  direction: z.enum(["out", "in"]).describe("Whether this record says it of the other, or the other of this one."),
  record: RecordName,
  linkedBy: z.uuid().nullable(),
  linkedAt: Instant,
});
export type RecordLink = z.infer<typeof RecordLink>;

/** Links of one record are few; a list of more says nothing that its page does not. */
const MOST = 500;

/** What a record is linked with, both ways, oldest first. */
export async function linksOf(context: Context, ref: string): Promise<RecordLink[]> {
  const { db, actor } = context;
  const { id } = await recordOf(context, ref);
  const other = sql`case when ${links.fromId} = ${id} then ${links.toId} else ${links.fromId} end`;
  const found = await db
    .select({
      fromId: links.fromId,
      kind: links.kind,
      linkedBy: links.linkedBy,
      linkedAt: links.linkedAt,
      id: records.id,
      recordKind: records.kind,
      number: records.number,
    })
    .from(links)
    .innerJoin(records, and(eq(records.workspaceId, links.workspaceId), sql`${records.id} = ${other}`))
    .where(and(eq(links.workspaceId, actor.workspaceId), or(eq(links.fromId, id), eq(links.toId, id))))
    .orderBy(asc(links.linkedAt), asc(records.id))
    .limit(MOST);
  const titles = await titlesOf(
    context,
    found.map((link) => link.id),
  );
  return found.map(({ fromId, kind, linkedBy, linkedAt, id: otherId, recordKind, number }) => ({
    kind,
    direction: fromId === id ? "out" : "in",
    record: { id: otherId, kind: recordKind, key: keyOf(recordKind, number), title: titles.get(otherId) ?? "" },
    linkedBy,
    linkedAt,
  }));
}

/** Links two records; saying it twice changes nothing. @throws Refusal 404, 422 where the kinds do not go together, 409 for a circle */
export async function linkRecords(context: Context, fromRef: string, kind: LinkKind, toRef: string): Promise<RecordLink[]> {
  const [from, to] = [await recordOf(context, fromRef), await recordOf(context, toRef)];
  const rule = linkRule(from.kind, kind, to.kind);
  if (!rule) throw invalid("toId", `Nothing says that a ${KINDS[from.kind].one} ${kind} a ${KINDS[to.kind].one}.`);
  if (from.id === to.id) throw invalid("toId", "A record is not linked with itself.");
  if (rule.acyclic) await mustStayAcyclic(context, from, kind, to);
  const { db, actor, now } = context;
  const made = await db
    .insert(links)
    .values({
      workspaceId: actor.workspaceId,
      fromId: from.id,
      toId: to.id,
      kind,
      linkedBy: actor.kind === "member" ? actor.id : null,
      linkedAt: now,
    })
    .onConflictDoNothing();
  if (made.rowCount) await tellBoth(context, "linked", from, kind, to);
  return linksOf(context, from.id);
}

export async function unlinkRecords(context: Context, fromRef: string, kind: LinkKind, toRef: string): Promise<RecordLink[]> {
  const [from, to] = [await recordOf(context, fromRef), await recordOf(context, toRef)];
  if (!linkRule(from.kind, kind, to.kind))
    throw invalid("toId", `Nothing says that a ${KINDS[from.kind].one} ${kind} a ${KINDS[to.kind].one}.`);
  const gone = await context.db
    .delete(links)
    .where(and(eq(links.workspaceId, context.actor.workspaceId), eq(links.fromId, from.id), eq(links.toId, to.id), eq(links.kind, kind)));
  if (gone.rowCount) await tellBoth(context, "unlinked", from, kind, to);
  return linksOf(context, from.id);
}

type Named = Awaited<ReturnType<typeof recordOf>>;

async function tellBoth(context: Context, act: "linked" | "unlinked", from: Named, kind: LinkKind, to: Named): Promise<void> {
  await record(context, `${from.kind}.${act}`, from.id, { link: kind, toId: to.id });
  await record(context, `${to.kind}.${act}`, to.id, { link: kind, fromId: from.id });
}

/** Two who close a circle from both ends wait for each other; the second finds the first one's link. */
async function mustStayAcyclic({ db, actor }: Context, from: Named, kind: LinkKind, to: Named): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${actor.workspaceId} ${kind}`}, 0))`);
  const { rows } = await db.execute(sql`
    with recursive reached (id) as (
      select ${to.id}::uuid
      union
      select l.to_id from reached r join ${links} l on l.workspace_id = ${actor.workspaceId} and l.from_id = r.id and l.kind = ${kind}
    ) select 1 from reached where id = ${from.id}::uuid`);
  if (rows.length > 0)
    throw new Refusal(409, "CIRCLE", `${to.key} already leads to ${from.key}; this would close a circle.`, {
      fromId: from.id,
      toId: to.id,
    });
}
