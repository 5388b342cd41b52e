import { and, asc, eq, getTableColumns, isNull, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import { alias, type PgColumn } from "drizzle-orm/pg-core";
import type { Context } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { type Db, only } from "../../platform/database.ts";
import { asksOnly, keptQueries } from "../../platform/kept-queries.ts";
import { byColumn, keptKeyset, type Sorting } from "../../platform/keyset.ts";
import { invalid, notFound } from "../../platform/refusal.ts";
import { stretch } from "../customers/places.ts";
import { COUNT_LIMIT } from "../customers/rules.ts";
import { demands, feedback, quotes } from "../customers/schema.ts";
import { extrasFilter, fieldSort, fieldValuesOf, labelIdsOf, sortedField } from "../workspace/extras.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { qualified } from "../workspace/names.ts";
import { recordIdOf } from "../workspace/records.ts";
import { fieldValues, links, records } from "../workspace/schema.ts";
import { type NeedSort, opportunityOf } from "./rules.ts";
import { type NeedDetail, type NeedFilter, type NeedItem, type NeedQuery, needs, opportunity, personas, TrendMonth } from "./schema.ts";

const personaRecords = alias(records, "persona_records");
const mergedRecords = alias(records, "merged_records");

/**
 * The features that serve a need and were not dropped, to be counted. Features come after needs in the order of slices,
 * so their table is only asked, by its name, whether they are still alive.
 */
const alive = sql`from ${links} l join features f on f.workspace_id = l.workspace_id and f.id = l.from_id
  where l.workspace_id = ${qualified(needs.workspaceId)} and l.to_id = ${qualified(needs.id)} and l.kind = 'serves' and f.state <> 'dropped'`;

const { workspaceId: _workspace, detail, mergedIntoId, ...listed } = getTableColumns(needs);
const { workspaceId: _home, recordId: _record, kind: _kind, ...demand } = getTableColumns(demands);

const columnsOf = (home: string | Placeholder) => ({
  ...listed,
  number: records.number,
  createdBy: records.createdBy,
  labels: labelIdsOf({ actor: { workspaceId: home } }, needs.id),
  fields: fieldValuesOf({ actor: { workspaceId: home } }, needs.id),
  demand,
  personaName: personas.name,
  personaNumber: personaRecords.number,
  featureCount: sql<number>`(select count(*)::int ${alive})`,
});

/** Needs with what stands behind them; `more` adds to what is selected. */
function needRows<More extends Record<string, PgColumn | SQL>>(db: Db, home: string | Placeholder, more: More) {
  return db
    .select({ ...columnsOf(home), ...more })
    .from(demands)
    .innerJoin(needs, and(eq(needs.workspaceId, demands.workspaceId), eq(needs.id, demands.recordId)))
    .innerJoin(records, and(eq(records.workspaceId, needs.workspaceId), eq(records.id, needs.id)))
    .leftJoin(personas, and(eq(personas.workspaceId, needs.workspaceId), eq(personas.id, needs.personaId)))
    .leftJoin(personaRecords, and(eq(personaRecords.workspaceId, needs.workspaceId), eq(personaRecords.id, needs.personaId)));
}

type Row = Omit<NeedItem, "key" | "persona" | "opportunity"> & { number: number; personaName: string | null; personaNumber: number | null };
function itemOf({ number, personaName, personaNumber, ...need }: Row): NeedItem {
  const persona =
    need.personaId !== null && personaName !== null && personaNumber !== null
      ? { id: need.personaId, key: keyOf("persona", personaNumber), name: personaName }
      : null;
  return { ...need, key: keyOf("need", number), opportunity: opportunityOf(need), persona };
}

const sortings: Readonly<Record<NeedSort, Sorting>> = {
  quotes: { value: byColumn(demands.quotes), type: "integer", direction: "desc", id: demands.recordId },
  money: { value: byColumn(demands.revenueMinor), type: "integer", direction: "desc", id: demands.recordId },
  accounts: { value: byColumn(demands.accounts), type: "integer", direction: "desc", id: demands.recordId },
  importance: { value: byColumn(demands.importance), type: "integer", direction: "desc", id: demands.recordId },
  opportunity: {
    value: opportunity(needs.importance, needs.satisfaction),
    type: "decimal",
    direction: "desc",
    nullable: true,
    id: needs.id,
  },
  updated: { value: byColumn(needs.updatedAt), type: "instant", direction: "desc", id: needs.id },
};
const isNeedSort = (sort: string): sort is NeedSort => sort in sortings;

export async function needsPage(context: Context, query: NeedQuery): Promise<{ items: NeedItem[]; nextCursor: string | null }> {
  const fieldId = sortedField(query.sort);
  if (fieldId !== null) {
    const { workspaceId } = context.actor;
    const found = and(eq(demands.workspaceId, workspaceId), eq(demands.kind, "need"), await conditionsOf(context, query));
    const sort = await fieldSort(context, needs.id, fieldId, query.direction ?? "asc");
    const { items, nextCursor } = await sort.page(query, ({ where, orderBy, limit, offset }) =>
      needRows(context.db, workspaceId, { sortValue: sort.value })
        .leftJoin(fieldValues, sort.on)
        .where(and(found, where))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset),
    );
    return { items: items.map(itemOf), nextCursor };
  }
  if (!isNeedSort(query.sort)) throw invalid("sort", "Needs cannot be sorted so.");
  const natural = sortings[query.sort];
  const sorting = { ...natural, direction: query.direction ?? natural.direction };
  const place = keptKeyset(sorting, query.cursor);
  const skips = query.offset !== undefined && query.offset > 0;
  const page = asksOnly(query, PLAIN)
    ? keptPages(context.db, JSON.stringify([query.sort, sorting.direction, place.part, query.limit, skips]), () =>
        needPage(context.db, own(HOME), sorting, place, query.limit, skips),
      )
    : needPage(context.db, await conditionsOf(context, query), sorting, place, query.limit, skips);
  const rows = await page.execute({ home: context.actor.workspaceId, offset: query.offset, ...place.values });
  const { items, nextCursor } = pageOf(rows, query.limit, ({ sortValue, id }) => [sortValue, id]);
  return { items: items.map(itemOf), nextCursor };
}

const HOME = sql.placeholder("home");
/** What the page of a list mostly asks for; its query is kept. */
const PLAIN = new Set(["sort", "direction", "limit", "cursor", "offset"]);
type Place = Pick<ReturnType<typeof keptKeyset>, "where" | "orderBy">;

/** The page's ids first, by indexes alone; only they are joined with what a row shows. */
function needPage(db: Db, filter: SQL | undefined, sorting: Sorting, { where, orderBy }: Place, limit: number, skips: boolean) {
  const here = eq(demands.workspaceId, HOME);
  const ids = sql`select ${demands.recordId} from ${demands} join ${needs} on ${needs}.workspace_id = ${demands.workspaceId} and ${needs}.id = ${demands.recordId}
    where ${and(here, eq(demands.kind, "need"), filter, where)} order by ${sql.join(orderBy, sql`, `)} ${stretch(limit + 1, skips ? sql.placeholder("offset") : 0)}`;
  return needRows(db, HOME, { sortValue: sorting.value })
    .where(and(here, sql`${demands.recordId} = any(array(${ids}))`))
    .orderBy(...orderBy)
    .prepare("needs_page");
}
const keptPages = keptQueries<ReturnType<typeof needPage>>();

export async function needTotal(context: Context, filter: NeedFilter): Promise<{ total: number }> {
  const found = context.db
    .select({ one: sql`1` })
    .from(needs)
    .where(await conditionsOf(context, filter))
    .limit(COUNT_LIMIT + 1)
    .as("found");
  return only(await context.db.select({ total: sql<number>`count(*)::int` }).from(found));
}

/** Those that were merged away are in no list. */
const own = (home: string | Placeholder) => and(eq(needs.workspaceId, home), isNull(needs.mergedIntoId));

/** The conditions of a list of needs. */
async function conditionsOf(context: Context, { state, persona, owner, product, served, q, label, fields }: NeedFilter) {
  const { actor } = context;
  return and(
    own(actor.workspaceId),
    anyOf(needs.state, state),
    anyOf(needs.personaId, persona),
    anyOf(needs.ownerId, owner, actor.id),
    product ? eq(needs.productId, product) : undefined,
    served ? sql`${served === "yes" ? sql`` : sql`not `}exists (select ${alive})` : undefined,
    q ? sql`${needs.id} = any(array(select search_ids(${q}, 'need', 5000)))` : undefined,
    await extrasFilter(context, needs.id, { label, fields }),
  );
}

/** A parameter that names one value or several, of which any will do; `none` finds what has none, `me` the one who asks. */
export function anyOf(column: PgColumn, given: string | readonly string[] | undefined, me?: string): SQL | undefined {
  if (given === undefined) return undefined;
  const wanted = [given].flat();
  const values = wanted.flatMap((value) => (value === "none" ? [] : value === "me" && me ? [me] : [value]));
  const type = sql.raw(column.getSQLType());
  return or(
    values.length > 0 ? sql`${column} = any(${sql.param(values)}::${type}[])` : undefined,
    wanted.includes("none") ? isNull(column) : undefined,
  );
}

export async function needById(context: Context, ref: string): Promise<NeedDetail> {
  const id = await recordIdOf(context, ref, "need");
  const { db, actor } = context;
  const into = sql<{ id: string; number: number } | null>`(select jsonb_build_object('id', r.id, 'number', r.number)
    from ${records} r where r.workspace_id = ${needs.workspaceId} and r.id = ${needs.mergedIntoId})`;
  const [rows, merged] = await Promise.all([
    needRows(db, actor.workspaceId, { detail, mergedIntoId, into }).where(
      and(eq(demands.workspaceId, actor.workspaceId), eq(demands.recordId, id)),
    ),
    db
      .select({ number: mergedRecords.number })
      .from(needs)
      .innerJoin(mergedRecords, and(eq(mergedRecords.workspaceId, needs.workspaceId), eq(mergedRecords.id, needs.id)))
      .where(and(eq(needs.workspaceId, actor.workspaceId), eq(needs.mergedIntoId, id)))
      .orderBy(asc(mergedRecords.number)),
  ]);
  const [found] = rows;
  if (!found) throw notFound("need");
  return {
    ...itemOf(found),
    detail: found.detail,
    mergedIntoId: found.mergedIntoId,
    createdBy: found.createdBy,
    mergedInto: found.into && { id: found.into.id, key: keyOf("need", found.into.number) },
    mergedKeys: merged.map(({ number }) => keyOf("need", number)),
  };
}

const TREND_MONTHS = 12;

/** Quotes and accounts by the month in which the feedback was received, the current month last. */
export async function needTrend(context: Context, ref: string): Promise<TrendMonth[]> {
  const { db, actor, now } = context;
  const id = await recordIdOf(context, ref, "need");
  const months = monthsUntil(now, TREND_MONTHS);
  const [need, { rows }] = await Promise.all([
    db
      .select({ id: needs.id })
      .from(needs)
      .where(and(eq(needs.workspaceId, actor.workspaceId), eq(needs.id, id))),
    // An item's merged duplicates bring their own accounts in their own months, as they do in the demand.
    db.execute(sql`
      with spoken as materialized (
        select q.feedback_id, count(*)::int as quotes from ${quotes} q where q.workspace_id = ${actor.workspaceId} and q.target_id = ${id} group by 1
      ), said as (
        select s.quotes, f.received_at, f.account_id from ${feedback} f join spoken s on s.feedback_id = f.id
        where f.workspace_id = ${actor.workspaceId} and f.id = any(array(select feedback_id from spoken))
        union all
        select 0, f.received_at, f.account_id from ${feedback} f
        where f.workspace_id = ${actor.workspaceId} and f.merged_into_id = any(array(select feedback_id from spoken))
      )
      select to_char(received_at, 'YYYY-MM') as month, sum(quotes)::int as quotes, count(distinct account_id)::int as accounts
      from said where received_at >= ${`${months[0]}-01`}::timestamptz group by 1`),
  ]);
  if (need.length === 0) throw notFound("need");
  const known = new Map(rows.map((row) => TrendMonth.parse(row)).map((month) => [month.month, month]));
  return months.map((month) => known.get(month) ?? { month, quotes: 0, accounts: 0 });
}

/** The names of the last months, oldest first, such as `2026-11`; in UTC. */
export function monthsUntil(now: string, count: number): string[] {
  const last = new Date(now);
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - (count - 1) + i, 1)).toISOString().slice(0, 7),
  );
}
