import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { notFound } from "../../platform/refusal.ts";
import { extrasFilter, fieldSort, fieldValuesOf, labelIdsOf, sortedField } from "../workspace/extras.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { fieldValues, records } from "../workspace/schema.ts";
import type { AccountDetail, AccountFilter, AccountItem, AccountQuery } from "./answers.ts";
import { feedbackCounts } from "./feedback-queries.ts";
import { AtAmount, AtName, placeIn, stretch } from "./places.ts";
import { recordIdSql } from "./record-ids.ts";
import { COUNT_LIMIT } from "./rules.ts";
import { accounts, contacts, feedback, quotes } from "./schema.ts";
import { valuedFirst } from "./valued-first.ts";

/** A row of the list counts feedback so far; the account's own page counts all. */
const COUNTED_IN_LIST = 1_000;
const onRecord = and(eq(records.workspaceId, accounts.workspaceId), eq(records.id, accounts.id));

async function accountCondition(context: Context, filter: AccountFilter): Promise<SQL | undefined> {
  const plans = filter.plan === undefined ? undefined : [filter.plan].flat();
  const domains = filter.domain === undefined ? undefined : [filter.domain].flat();
  return and(
    eq(accounts.workspaceId, context.actor.workspaceId),
    filter.q ? sql`${accounts.id} = any(array(select search_ids(${filter.q}, 'account', 5000)))` : undefined,
    plans ? sql`${accounts.plan} = any(${sql.param(plans)}::text[])` : undefined,
    domains ? sql`${accounts.domain} = any(${sql.param(domains)}::text[])` : undefined,
    await extrasFilter(context, accounts.id, filter),
  );
}

function itemsWhere(context: Context, condition: SQL) {
  const { db, actor } = context;
  return db
    .select({
      id: accounts.id,
      number: records.number,
      name: accounts.name,
      /** As it sorts. */
      folded: sql<string>`lower(${accounts.name})`,
      domain: accounts.domain,
      revenueMinor: accounts.revenueMinor,
      currency: accounts.currency,
      plan: accounts.plan,
      seats: accounts.seats,
      version: accounts.version,
      createdAt: accounts.createdAt,
      updatedAt: accounts.updatedAt,
      feedback: sql<number>`(select count(*)::int from (select from ${feedback} f where f.workspace_id = ${actor.workspaceId} and f.account_id = ${accounts}.id limit ${sql.raw(String(COUNTED_IN_LIST))}) x)`,
      labels: labelIdsOf(context, accounts.id),
      fields: fieldValuesOf(context, accounts.id),
    })
    .from(accounts)
    .innerJoin(records, onRecord)
    .where(and(eq(accounts.workspaceId, actor.workspaceId), condition));
}
const asItem = <Row extends { number: number }>(row: Row) => ({ ...row, key: keyOf("account", row.number) });

/** A page of accounts. */
export async function accountsPage(context: Context, query: AccountQuery): Promise<{ items: AccountItem[]; nextCursor: string | null }> {
  const condition = await accountCondition(context, query);
  const fieldId = sortedField(query.sort);
  if (fieldId) return pageByField(context, condition, fieldId, query);
  const { limit, cursor, offset = 0, direction } = query;
  const way = sql.raw(direction);
  const beyond = sql.raw(direction === "asc" ? ">" : "<");
  if (query.sort === "revenue") return pageByRevenue(context, condition, query);
  const [name, id] = cursor ? placeIn(cursor, AtName) : [];
  const after = cursor ? sql`(lower(${accounts.name}), ${accounts.id}) ${beyond} (${name}::text, ${id}::uuid)` : undefined;
  const order = [sql`lower(${accounts.name}) ${way}`, sql`${accounts.id} ${way}`];
  const rows = await itemsWhere(context, inPage(and(condition, after), order, limit + 1, offset)).orderBy(...order);
  return pageOf(rows.map(asItem), limit, (last) => [last.folded, last.id]);
}

/** Those of unknown revenue come last in both directions. The index holds ids lowest first under highest revenue first. */
async function pageByRevenue(context: Context, condition: SQL | undefined, { limit, cursor, offset = 0, direction }: AccountQuery) {
  const way = sql.raw(direction);
  const beyond = sql.raw(direction === "asc" ? ">" : "<");
  const [idWay, idBeyond] = direction === "desc" ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const [revenue, id] = cursor ? placeIn(cursor, AtAmount) : [];
  const valued = and(
    condition,
    sql`${accounts.revenueMinor} is not null`,
    cursor
      ? sql`${accounts.revenueMinor} ${beyond}= ${revenue}::bigint and (${accounts.revenueMinor} ${beyond} ${revenue}::bigint or ${accounts.id} ${idBeyond} ${id}::uuid)`
      : undefined,
  );
  const unvalued = and(
    condition,
    sql`${accounts.revenueMinor} is null`,
    revenue === null ? sql`${accounts.id} ${idBeyond} ${id}::uuid` : undefined,
  );
  const byRevenue = [sql`${accounts.revenueMinor} ${way}`, sql`${accounts.id} ${idWay}`];
  const byId = [sql`${accounts.id} ${idWay}`];
  const rows = await valuedFirst(
    { limit: limit + 1, offset },
    revenue === null ? null : (most, from) => itemsWhere(context, inPage(valued, byRevenue, most, from)).orderBy(...byRevenue),
    (most, from) => itemsWhere(context, inPage(unvalued, byId, most, from)).orderBy(...byId),
    () => context.db.$count(accounts, valued),
  );
  return pageOf(rows.map(asItem), limit, (last) => [last.revenueMinor, last.id]);
}

const inPage = (condition: SQL | undefined, order: SQL[], limit: number, offset: number) =>
  sql`${accounts.id} = any(array(select ${accounts.id} from ${accounts} where ${condition} order by ${sql.join(order, sql`, `)} ${stretch(limit, offset)}))`;

async function pageByField(context: Context, condition: SQL | undefined, fieldId: string, query: AccountQuery) {
  const sort = await fieldSort(context, accounts.id, fieldId, query.direction);
  const { items, nextCursor } = await sort.page(query, ({ where, orderBy, limit, offset }) =>
    context.db
      .select({ id: accounts.id, sortValue: sort.value })
      .from(accounts)
      .leftJoin(fieldValues, sort.on)
      .where(and(condition, where))
      .orderBy(...orderBy)
      .limit(limit)
      .offset(offset),
  );
  const rows = await itemsWhere(context, sql`${accounts.id} = any(${sql.param(items.map(({ id }) => id))}::uuid[])`);
  const byId = new Map(rows.map((row) => [row.id, asItem(row)]));
  return { items: items.flatMap(({ id }) => byId.get(id) ?? []), nextCursor };
}

/** How many accounts a filter finds. */
export async function accountTotal(context: Context, filter: AccountFilter): Promise<{ total: number }> {
  const condition = await accountCondition(context, filter);
  const rows = context.db
    .select({ one: sql`1` })
    .from(accounts)
    .where(condition)
    .limit(COUNT_LIMIT + 1)
    .as("rows");
  const [counted] = await context.db.select({ total: sql<number>`count(*)::int` }).from(rows);
  return { total: counted?.total ?? 0 };
}

const CONTACTS_SHOWN = 100;
const TARGETS_SHOWN = 20;

/**
 * An account with its people and what its words are quoted for.
 * @throws Refusal 404 when this workspace has no such account
 */
export async function accountDetail(context: Context, ref: string): Promise<AccountDetail> {
  const { db, actor } = context;
  const id = recordIdSql(context, ref, "account");
  const [[row], people] = await Promise.all([
    db
      .select({
        account: accounts,
        number: records.number,
        labels: labelIdsOf(context, accounts.id),
        fields: fieldValuesOf(context, accounts.id),
      })
      .from(accounts)
      .innerJoin(records, onRecord)
      .where(and(eq(accounts.workspaceId, actor.workspaceId), sql`${accounts.id} = ${id}`)),
    db
      .select({ contact: contacts, number: records.number })
      .from(contacts)
      .innerJoin(records, and(eq(records.workspaceId, contacts.workspaceId), eq(records.id, contacts.id)))
      .where(and(eq(contacts.workspaceId, actor.workspaceId), sql`${contacts.accountId} = ${id}`))
      .orderBy(asc(sql`lower(${contacts.name})`), asc(contacts.id))
      .limit(CONTACTS_SHOWN),
  ]);
  if (!row) throw notFound("account");
  const [counts, quotedFor] = await Promise.all([feedbackCounts(context, { account: row.account.id }), targetsOf(context, row.account.id)]);
  return {
    ...row.account,
    key: keyOf("account", row.number),
    labels: row.labels,
    fields: row.fields,
    contacts: people.map(({ contact, number }) => ({ ...contact, key: keyOf("contact", number) })),
    feedback: counts,
    quotedFor,
  };
}

/** What an account's words are quoted for: its own feedback, and what its feedback was merged into. The most often quoted first. */
async function targetsOf({ db, actor }: Context, accountId: string): Promise<AccountDetail["quotedFor"]> {
  const said = sql`array(select coalesce(f.merged_into_id, f.id) from ${feedback} f where f.workspace_id = ${actor.workspaceId} and f.account_id = ${accountId}
    union select f.id from ${feedback} f where f.workspace_id = ${actor.workspaceId} and f.account_id = ${accountId})`;
  const rows = await db
    .select({
      id: quotes.targetId,
      kind: records.kind,
      number: records.number,
      title: sql<string>`coalesce((select t.title from record_titles(array[${quotes.targetId}]) t), '')`,
      quotes: sql<number>`count(*)::int`,
      importance: sql<number>`max(${quotes.importance})`,
      lastQuotedAt: sql<string>`max(${quotes.quotedAt})`.mapWith(quotes.quotedAt),
    })
    .from(quotes)
    .innerJoin(records, and(eq(records.workspaceId, quotes.workspaceId), eq(records.id, quotes.targetId)))
    .where(and(eq(quotes.workspaceId, actor.workspaceId), sql`${quotes.feedbackId} = any(${said})`))
    .groupBy(quotes.targetId, records.kind, records.number)
    .orderBy(desc(sql`count(*)`), desc(sql`max(${quotes.quotedAt})`))
    .limit(TARGETS_SHOWN);
  return rows.map(({ number, kind, ...row }) => {
    const target = kind === "feature" ? ("feature" as const) : ("need" as const);
    return { ...row, kind: target, key: keyOf(target, number) };
  });
}
