import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import type { Db } from "../../platform/database.ts";
import { asksOnly, keptQueries } from "../../platform/kept-queries.ts";
import { fieldSort, sortedField } from "../workspace/extras.ts";
import { fieldValues } from "../workspace/schema.ts";
import type { FeedbackCounts, FeedbackFilter, FeedbackItem, FeedbackQuery } from "./answers.ts";
import {
  branches,
  countUpTo,
  type FeedbackCondition,
  feedbackCondition,
  holdsWords,
  stateConditions,
  statesIn,
  whole,
} from "./feedback-filters.ts";
import { itemsById, itemsWhere } from "./feedback-items.ts";
import { asMark, onAccount } from "./marks.ts";
import { AtRevenue, AtTime, placeIn, stretch } from "./places.ts";
import { COUNT_LIMIT, FEEDBACK_STATES } from "./rules.ts";
import { accounts, feedback } from "./schema.ts";
import { valuedFirst } from "./valued-first.ts";

type Paged = { limit: number; cursor?: string; offset?: number };

/** A page of feedback. The page's ids are found first, by indexes alone; only they are joined with what a row shows. */
export async function feedbackPage(context: Context, query: FeedbackQuery): Promise<{ items: FeedbackItem[]; nextCursor: string | null }> {
  const fieldId = sortedField(query.sort);
  if (fieldId) return pageByField(context, await feedbackCondition(context, query), fieldId, query);
  if (query.sort === "revenue") return pageByRevenue(context, await feedbackCondition(context, query), query);
  return pageByTime(context, query);
}

const TIMES = { received: feedback.receivedAt, updated: feedback.updatedAt };
type TimeOrder = { time: keyof typeof TIMES; direction: "asc" | "desc"; limit: number; continued: boolean; skips: boolean };

/** Filters that the page of a list mostly has; its query is kept. */
const PLAIN = new Set(["q", "state", "product", "sort", "direction", "limit", "cursor", "offset"]);

async function pageByTime(context: Context, query: FeedbackQuery) {
  const { db, actor, now } = context;
  const { limit, cursor, offset = 0, direction } = query;
  const order: TimeOrder = {
    time: query.sort === "updated" ? "updated" : "received",
    direction,
    limit,
    continued: cursor !== undefined,
    skips: offset > 0,
  };
  const [at, after] = cursor ? placeIn(cursor, AtTime) : [];
  const values = { home: actor.workspaceId, now, q: query.q, product: query.product, at, after, offset, most: limit + 1 + offset };
  const page = asksOnly(query, PLAIN)
    ? keptPages(db, JSON.stringify([order, statesIn(query), query.product !== undefined, Boolean(query.q)]), () =>
        timePage(db, plainCondition(query), order),
      )
    : timePage(db, await feedbackCondition(context, query), order);
  const items = (await page.execute(values)).map((row) => asMark(row, now));
  return pageOf(items, limit, (last) => [order.time === "updated" ? last.updatedAt : last.receivedAt, last.id]);
}

function plainCondition(query: FeedbackQuery): FeedbackCondition {
  const all = and(
    eq(feedback.workspaceId, sql.placeholder("home")),
    query.q ? holdsWords(sql.placeholder("q")) : undefined,
    query.product ? eq(feedback.productId, sql.placeholder("product")) : undefined,
  );
  return { all, states: statesIn(query).flatMap((state) => stateConditions(state, sql.placeholder("now"))), searches: Boolean(query.q) };
}

/** The place where the page before ended, and what is skipped, come in when it is run. */
function timePage(db: Db, condition: FeedbackCondition, { time, direction, limit, continued, skips }: TimeOrder) {
  const place = TIMES[time];
  const way = sql.raw(direction);
  const beyond = sql.raw(direction === "asc" ? ">" : "<");
  const after = sql`(${place}, ${feedback.id}) ${beyond} (${sql.placeholder("at")}::timestamptz, ${sql.placeholder("after")}::uuid)`;
  const parts = branches(condition).map(
    (branch) => sql`(select ${feedback.id} as id, ${place} as place from ${feedback} where ${and(branch, continued ? after : undefined)}
      order by ${place} ${way}, ${feedback.id} ${way} ${skips ? sql`limit ${sql.placeholder("most")}` : stretch(limit + 1, 0)})`,
  );
  const ids = sql`select x.id from (${sql.join(parts, sql` union all `)}) x order by x.place ${way}, x.id ${way} ${stretch(limit + 1, skips ? sql.placeholder("offset") : 0)}`;
  return itemsWhere(db, sql.placeholder("home"), sql`${feedback.id} = any(array(${ids}))`)
    .orderBy(sql`${place} ${way}`, sql`${feedback.id} ${way}`)
    .prepare("feedback_page");
}
const keptPages = keptQueries<ReturnType<typeof timePage>>();

/**
 * By the yearly revenue of the account behind each; the newest first where it is the same. What has no account, or one of
 * unknown revenue, comes last in both directions, and is only looked for once the others are used up.
 */
async function pageByRevenue(
  context: Context,
  condition: FeedbackCondition,
  { limit, cursor, offset = 0, direction }: Paged & { direction: "asc" | "desc" },
) {
  const way = sql.raw(direction);
  const [revenue, at, id] = cursor ? placeIn(cursor, AtRevenue) : [];
  const older = cursor ? sql`(${feedback.receivedAt}, ${feedback.id}) < (${at}::timestamptz, ${id}::uuid)` : undefined;
  const beyond = sql.raw(direction === "asc" ? ">" : "<");
  const place = sql`${revenue}::bigint`;
  const after = cursor
    ? sql`and ${accounts.revenueMinor} ${beyond}= ${place} and (${accounts.revenueMinor} ${beyond} ${place} or ${older})`
    : sql``;
  const valued = sql`${feedback} join ${accounts} on ${onAccount} where ${and(eq(accounts.workspaceId, context.actor.workspaceId), whole(condition), sql`${accounts.revenueMinor} is not null`)}`;
  const unvalued = sql`${feedback} where ${whole(condition)} and not exists (select from ${accounts} a
    where a.workspace_id = ${context.actor.workspaceId} and a.id = ${feedback.accountId} and a.revenue_minor is not null)`;

  const rows = await valuedFirst(
    { limit: limit + 1, offset },
    revenue === null
      ? null
      : (most, from) =>
          itemsWhere(
            context.db,
            context.actor.workspaceId,
            sql`${feedback.id} = any(array(select ${feedback.id} from ${valued} ${after}
              order by ${accounts.revenueMinor} ${way}, ${feedback.receivedAt} desc, ${feedback.id} desc ${stretch(most, from)}))`,
          ).orderBy(sql`${accounts.revenueMinor} ${way}`, desc(feedback.receivedAt), desc(feedback.id)),
    (most, from) =>
      itemsWhere(
        context.db,
        context.actor.workspaceId,
        sql`${feedback.id} = any(array(select ${feedback.id} from ${unvalued} ${revenue === null ? sql`and ${older}` : sql``}
          order by ${feedback.receivedAt} desc, ${feedback.id} desc ${stretch(most, from)}))`,
      ).orderBy(desc(feedback.receivedAt), desc(feedback.id)),
    () => countOf(context, valued),
  );
  const items = rows.map((row) => asMark(row, context.now));
  return pageOf(items, limit, (last) => [last.account?.revenueMinor ?? null, last.receivedAt, last.id]);
}

async function countOf({ db }: Context, rows: SQL): Promise<number> {
  const [counted] = await db.select({ total: sql<number>`count(*)::int` }).from(sql`(select from ${rows} limit ${COUNT_LIMIT + 1}) x`);
  return counted?.total ?? 0;
}

async function pageByField(context: Context, condition: FeedbackCondition, fieldId: string, query: Paged & { direction: "asc" | "desc" }) {
  const sort = await fieldSort(context, feedback.id, fieldId, query.direction);
  const { items, nextCursor } = await sort.page(query, ({ where, orderBy, limit, offset }) =>
    context.db
      .select({ id: feedback.id, sortValue: sort.value })
      .from(feedback)
      .leftJoin(fieldValues, sort.on)
      .where(and(whole(condition), where))
      .orderBy(...orderBy)
      .limit(limit)
      .offset(offset),
  );
  return {
    items: await itemsById(
      context,
      items.map(({ id }) => id),
    ),
    nextCursor,
  };
}

/** How much feedback a filter finds, counted up to the limit. */
export async function feedbackTotal(context: Context, filter: FeedbackFilter): Promise<{ total: number }> {
  const condition = await feedbackCondition(context, filter);
  return { total: await countUpTo(context, branches(condition)) };
}

/** How much feedback a filter finds in each state, each counted up to the limit. */
export async function feedbackCounts(context: Context, filter: Omit<FeedbackFilter, "state">): Promise<FeedbackCounts> {
  const counted = await Promise.all(
    FEEDBACK_STATES.map(async (state) => {
      const condition = await feedbackCondition(context, { ...filter, state });
      return [state, await countUpTo(context, branches(condition))] as const;
    }),
  );
  const counts: FeedbackCounts = { new: 0, snoozed: 0, linked: 0, merged: 0, declined: 0, replied: 0 };
  for (const [state, count] of counted) counts[state] = count;
  return counts;
}
