import { and, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { accounts, feedback, quotes } from "../customers/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { nameTaken } from "../workspace/names.ts";
import { byName, newestFirst, recordStore } from "../workspace/record-store.ts";
import { records } from "../workspace/schema.ts";
import { SegmentRule } from "./condition-rules.ts";
import { messages, segments } from "./schema.ts";
import {
  type Segment,
  type SegmentAccount,
  type SegmentChange,
  type SegmentDetail,
  type SegmentDraft,
  type SegmentFilter,
  type SegmentQuery,
  SegmentRow,
  type SegmentSize,
} from "./segment-answers.ts";
import { ruleIssues, type SegmentState, segmentDeletionBlocker } from "./segment-rules.ts";
import { knownToRules, ruleCondition, sizesOf } from "./segment-sizes.ts";

export const segmentStore = recordStore({ kind: "segment", table: segments, Item: SegmentRow });

/** A page of segments, each with who it finds now. */
export async function segmentsPage(context: Context, query: SegmentQuery): Promise<{ items: Segment[]; nextCursor: string | null }> {
  const sort = query.sort === "name" ? byName(segments.name) : newestFirst(segments.createdAt);
  const { items, nextCursor } = await segmentStore.page(context, query, sort, await inState(context, query.state));
  return { items: await measured(context, items), nextCursor };
}

export async function segmentTotal(context: Context, filter: SegmentFilter): Promise<{ total: number }> {
  return segmentStore.total(context, filter, await inState(context, filter.state));
}

/** @throws Refusal 404 */
export async function segmentById(context: Context, ref: string): Promise<SegmentDetail> {
  return detailed(context, await segmentStore.byId(context, ref));
}

/** @throws Refusal 409 when another has the name */
export async function createSegment(context: Context, draft: SegmentDraft): Promise<SegmentDetail> {
  await mustBeFree(context, draft.name, null);
  const made = await segmentStore.create(context, draft, { productId: null, activity: "segment.created", detail: { name: draft.name } });
  return detailed(context, made);
}

/** @throws Refusal 404, 409 when another has the name, 412 when somebody changed it since */
export async function editSegment(context: Context, ref: string, version: number, change: SegmentChange): Promise<SegmentDetail> {
  const { rule, ...rest } = change;
  const before = await segmentStore.byId(context, ref);
  const isSame = rule === undefined || JSON.stringify(SegmentRule.parse(before.rule)) === JSON.stringify(rule);
  const edited = await segmentStore.edit(context, ref, version, isSame ? rest : { ...rest, rule }, async ({ name }) => {
    if (name !== before.name) await mustBeFree(context, name, before.id);
  });
  return detailed(context, edited);
}

/** @throws Refusal 404, 409 when it is in that state already, 412 when somebody changed it since */
export async function moveSegment(context: Context, ref: string, version: number, state: "draft" | "live"): Promise<SegmentDetail> {
  const moved = await segmentStore.move(context, ref, { version, state }, (before) => {
    if (before.state === state) throw new Refusal(409, "NOT_POSSIBLE", "It is in this state already.", { blockers: ["already-there"] });
  });
  return detailed(context, moved);
}

/** @throws Refusal 404, 409 while messages speak to it */
export async function deleteSegment(context: Context, ref: string): Promise<void> {
  const { id } = await segmentStore.locked(context, ref);
  const said = await context.db.$count(messages, and(eq(messages.workspaceId, context.actor.workspaceId), eq(messages.segmentId, id)));
  const blocker = segmentDeletionBlocker(said);
  if (blocker) throw new Refusal(409, "IN_USE", blocker, { messages: said });
  return segmentStore.remove(context, ref, ({ name }) => ({ name }));
}

/** How large a segment with this rule would be. */
export async function sizeOf(context: Context, rule: SegmentRule): Promise<SegmentSize> {
  const [size] = await sizesOf(context, [rule], await knownToRules(context));
  return size ?? { accounts: 0, revenueMinor: 0, otherRevenue: {} };
}

/** The accounts that a segment finds now, those of most revenue first. */
export async function segmentAccounts(
  context: Context,
  ref: string,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<{ items: SegmentAccount[]; total: number }> {
  const { db, actor } = context;
  const { rule } = await segmentStore.byId(context, ref);
  const found = and(eq(accounts.workspaceId, actor.workspaceId), await ruleCondition(context, rule, await knownToRules(context)));
  const [rows, [counted]] = await Promise.all([
    db
      .select({
        id: accounts.id,
        number: records.number,
        name: accounts.name,
        plan: accounts.plan,
        seats: accounts.seats,
        revenueMinor: accounts.revenueMinor,
        currency: accounts.currency,
      })
      .from(accounts)
      .innerJoin(records, and(eq(records.workspaceId, accounts.workspaceId), eq(records.id, accounts.id)))
      .where(found)
      .orderBy(sql`${accounts.revenueMinor} desc nulls last`, accounts.id)
      .limit(limit)
      .offset(offset),
    db.select({ total: count() }).from(accounts).where(found),
  ]);
  return { items: rows.map(({ number, ...row }) => ({ ...row, key: keyOf("account", number) })), total: counted?.total ?? 0 };
}

/** Segments with their sizes and what makes them stale; one pass over the accounts for all of them. */
async function measured(context: Context, rows: readonly SegmentRow[]): Promise<Segment[]> {
  const known = await knownToRules(context);
  const sizes = await sizesOf(
    context,
    rows.map(({ rule }) => rule),
    known,
  );
  const fields = new Set(known.fields.keys());
  return rows.map((row, index) => {
    const size = sizes[index] ?? { accounts: 0, revenueMinor: 0, otherRevenue: {} };
    const issues = ruleIssues(row.rule, known.labels, fields);
    const stale = row.state === "live" && issues.length === 0 && size.accounts === 0 ? ["No account fits it any more."] : issues;
    return { ...row, size, stale, state: row.state === "live" && stale.length > 0 ? "stale" : row.state };
  });
}

async function detailed(context: Context, row: SegmentRow): Promise<SegmentDetail> {
  const [[segment], voices] = await Promise.all([measured(context, [row]), voicesOf(context, row.rule)]);
  if (!segment) throw new Error("One row gives one segment.");
  return { ...segment, voices };
}

async function voicesOf(context: Context, rule: SegmentRule): Promise<SegmentDetail["voices"]> {
  const { db, actor } = context;
  const condition = await ruleCondition(context, rule, await knownToRules(context));
  const said = sql`${feedback.accountId} in (select ${accounts.id} from ${accounts} where ${accounts.workspaceId} = ${actor.workspaceId} and ${condition})`;
  const { rows } = await db.execute<{ feedback: number; quotes: number }>(sql`
    select (select count(*)::int from ${feedback} where ${feedback.workspaceId} = ${actor.workspaceId} and ${said}) as feedback,
      (select count(*)::int from ${quotes} join ${feedback} on ${feedback.workspaceId} = ${quotes.workspaceId} and ${feedback.id} = ${quotes.feedbackId}
        where ${quotes.workspaceId} = ${actor.workspaceId} and ${said}) as quotes`);
  return { feedback: rows[0]?.feedback ?? 0, quotes: rows[0]?.quotes ?? 0 };
}

/** Stale is computed, so a filter by it asks for the live ones and looks. */
async function inState(context: Context, asked: SegmentFilter["state"]): Promise<SQL | undefined> {
  if (asked === undefined) return undefined;
  const wanted = new Set<SegmentState>([asked].flat());
  const all = await measured(context, await segmentStore.all(context, undefined));
  const ids = all.filter(({ state }) => wanted.has(state)).map(({ id }) => id);
  return ids.length === 0 ? sql`false` : inArray(segments.id, ids);
}

async function mustBeFree({ db, actor }: Context, name: string, except: string | null): Promise<void> {
  const [taken] = await db
    .select({ id: segments.id })
    .from(segments)
    .where(and(eq(segments.workspaceId, actor.workspaceId), sql`lower(${segments.name}) = lower(${name})`));
  if (taken && taken.id !== except) throw nameTaken("segment");
}
