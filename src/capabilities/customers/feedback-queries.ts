import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Context } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { notFound } from "../../platform/refusal.ts";
import { fieldSort, fieldValuesOf, labelIdsOf, sortedField } from "../workspace/extras.ts";
import { keyOf } from "../workspace/rules.ts";
import { fieldValues, records } from "../workspace/schema.ts";
import type { FeedbackCounts, FeedbackDetail, FeedbackFilter, FeedbackItem, FeedbackMark, FeedbackQuery } from "./answers.ts";
import { branches, countUpTo, type FeedbackCondition, feedbackCondition, whole } from "./feedback-filters.ts";
import { accountMark, asMark, contactMark, markColumns, onAccount, onContact, onRecord } from "./marks.ts";
import { AtRevenue, AtTime, placeIn, stretch } from "./places.ts";
import { quotesOf } from "./quote-queries.ts";
import { recordIdSql } from "./record-ids.ts";
import { COUNT_LIMIT, FEEDBACK_STATES, stateOf } from "./rules.ts";
import { accounts, contacts, feedback, quotes } from "./schema.ts";
import { valuedFirst } from "./valued-first.ts";

type Scope = Pick<Context, "db" | "actor" | "now">;

/** Rows of a list, by a condition that names few of them. */
function itemsWhere(scope: Scope, condition: SQL | undefined) {
  return scope.db
    .select({
      ...markColumns,
      productId: feedback.productId,
      channel: feedback.channel,
      authorEmail: feedback.authorEmail,
      assigneeId: feedback.assigneeId,
      mergedIntoId: feedback.mergedIntoId,
      updatedAt: feedback.updatedAt,
      version: feedback.version,
      contact: contactMark,
      quotes: sql<number>`(select count(*)::int from ${quotes} q where q.workspace_id = ${scope.actor.workspaceId} and q.feedback_id = ${feedback}.id)`,
      labels: labelIdsOf(scope, feedback.id),
      fields: fieldValuesOf(scope, feedback.id),
    })
    .from(feedback)
    .innerJoin(records, onRecord)
    .leftJoin(accounts, onAccount)
    .leftJoin(contacts, onContact)
    .where(and(eq(feedback.workspaceId, scope.actor.workspaceId), condition));
}

/** Feedback as lists show it, in the order of the ids. */
export async function itemsById(scope: Scope, ids: readonly string[]): Promise<FeedbackItem[]> {
  const rows = await itemsWhere(scope, sql`${feedback.id} = any(${sql.param(ids)}::uuid[])`);
  const byId = new Map(rows.map((row) => [row.id, asMark(row, scope.now)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

type Paged = { limit: number; cursor?: string; offset?: number };

/** A page of feedback. The page's ids are found first, by indexes alone; only they are joined with what a row shows. */
export async function feedbackPage(context: Context, query: FeedbackQuery): Promise<{ items: FeedbackItem[]; nextCursor: string | null }> {
  const condition = await feedbackCondition(context, query);
  const fieldId = sortedField(query.sort);
  if (fieldId) return pageByField(context, condition, fieldId, query);
  if (query.sort === "revenue") return pageByRevenue(context, condition, query);
  return pageByTime(context, condition, query.sort === "updated" ? feedback.updatedAt : feedback.receivedAt, query);
}

async function pageByTime(
  context: Context,
  condition: FeedbackCondition,
  time: typeof feedback.receivedAt | typeof feedback.updatedAt,
  { limit, cursor, offset = 0, direction }: Paged & { direction: "asc" | "desc" },
) {
  const way = sql.raw(direction);
  const after = cursor ? afterTime(time, cursor, direction) : undefined;
  const parts = branches(condition).map(
    (branch) => sql`(select ${feedback.id} as id, ${time} as place from ${feedback} where ${and(branch, after)}
      order by ${time} ${way}, ${feedback.id} ${way} ${offset === 0 ? stretch(limit + 1, 0) : sql`limit ${limit + 1 + offset}`})`,
  );
  const ids = sql`select x.id from (${sql.join(parts, sql` union all `)}) x order by x.place ${way}, x.id ${way} ${stretch(limit + 1, offset)}`;
  const order = direction === "asc" ? asc : desc;
  const rows = await itemsWhere(context, sql`${feedback.id} = any(array(${ids}))`).orderBy(order(time), order(feedback.id));
  const items = rows.map((row) => asMark(row, context.now));
  return pageOf(items, limit, (last) => [time === feedback.updatedAt ? last.updatedAt : last.receivedAt, last.id]);
}

function afterTime(time: SQL | typeof feedback.receivedAt | typeof feedback.updatedAt, cursor: string, direction: "asc" | "desc"): SQL {
  const [at, id] = placeIn(cursor, AtTime);
  return sql`(${time}, ${feedback.id}) ${sql.raw(direction === "asc" ? ">" : "<")} (${at}::timestamptz, ${id}::uuid)`;
}

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
            context,
            sql`${feedback.id} = any(array(select ${feedback.id} from ${valued} ${after}
              order by ${accounts.revenueMinor} ${way}, ${feedback.receivedAt} desc, ${feedback.id} desc ${stretch(most, from)}))`,
          ).orderBy(sql`${accounts.revenueMinor} ${way}`, desc(feedback.receivedAt), desc(feedback.id)),
    (most, from) =>
      itemsWhere(
        context,
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

function marksWhere({ db, actor }: Scope, condition: SQL | undefined) {
  return db
    .select(markColumns)
    .from(feedback)
    .innerJoin(records, onRecord)
    .leftJoin(accounts, onAccount)
    .where(and(eq(feedback.workspaceId, actor.workspaceId), condition));
}

/** Feedback by id as it stands beside other feedback. */
export async function marksById(scope: Scope, ids: readonly string[]): Promise<Map<string, FeedbackMark>> {
  const rows = await marksWhere(scope, sql`${feedback.id} = any(${sql.param(ids)}::uuid[])`);
  return new Map(rows.map((row) => [row.id, asMark(row, scope.now)]));
}

const accountRecords = alias(records, "account_records");
const contactRecords = alias(records, "contact_records");

/**
 * Everything about one piece of feedback, asked at once.
 * @throws Refusal 404 when this workspace has no such feedback
 */
export async function feedbackDetail(context: Scope, ref: string): Promise<FeedbackDetail> {
  const { db, actor, now } = context;
  const id = recordIdSql(context, ref, "feedback");
  const own = sql`from ${feedback} o where o.workspace_id = ${actor.workspaceId} and o.id = ${id}`;
  const [[row], quoted, history, duplicates, [mergedInto]] = await Promise.all([
    db
      .select({
        feedback,
        number: records.number,
        account: { ...accountMark, domain: accounts.domain, plan: accounts.plan, seats: accounts.seats },
        accountNumber: accountRecords.number,
        contact: { ...contactMark, title: contacts.title },
        contactNumber: contactRecords.number,
        labels: labelIdsOf(context, feedback.id),
        fields: fieldValuesOf(context, feedback.id),
      })
      .from(feedback)
      .innerJoin(records, onRecord)
      .leftJoin(accounts, onAccount)
      .leftJoin(accountRecords, and(eq(accountRecords.workspaceId, feedback.workspaceId), eq(accountRecords.id, feedback.accountId)))
      .leftJoin(contacts, onContact)
      .leftJoin(contactRecords, and(eq(contactRecords.workspaceId, feedback.workspaceId), eq(contactRecords.id, feedback.contactId)))
      .where(and(eq(feedback.workspaceId, actor.workspaceId), sql`${feedback.id} = ${id}`)),
    quotesOf(context, id),
    marksWhere(context, and(sql`${feedback.accountId} = (select o.account_id ${own})`, sql`${feedback.id} <> ${id}`))
      .orderBy(desc(feedback.receivedAt))
      .limit(5),
    marksWhere(context, sql`${feedback.mergedIntoId} = ${id}`).orderBy(desc(feedback.receivedAt)).limit(100),
    marksWhere(context, sql`${feedback.id} = (select o.merged_into_id ${own})`),
  ]);
  if (!row) throw notFound("feedback");
  const { account, accountNumber, contact, contactNumber } = row;
  return {
    ...row.feedback,
    key: keyOf("feedback", row.number),
    state: stateOf(row.feedback, now),
    account: account && accountNumber !== null ? { ...account, key: keyOf("account", accountNumber) } : null,
    contact: contact && contactNumber !== null ? { ...contact, key: keyOf("contact", contactNumber) } : null,
    quotes: quoted,
    history: history.map((mark) => asMark(mark, now)),
    duplicates: duplicates.map((mark) => asMark(mark, now)),
    mergedInto: mergedInto ? asMark(mergedInto, now) : null,
    labels: row.labels,
    fields: row.fields,
  };
}
