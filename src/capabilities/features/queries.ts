import { and, eq, getTableColumns, inArray, isNull, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Context } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { type Db, only } from "../../platform/database.ts";
import { asksOnly, keptQueries } from "../../platform/kept-queries.ts";
import { byColumn, keptKeyset, type Sorting } from "../../platform/keyset.ts";
import { invalid, notFound } from "../../platform/refusal.ts";
import { stretch } from "../customers/places.ts";
import { COUNT_LIMIT } from "../customers/rules.ts";
import { demands } from "../customers/schema.ts";
import { anyOf } from "../needs/queries.ts";
import { needs } from "../needs/schema.ts";
import { milestones } from "../strategy/schema.ts";
import { extrasFilter, fieldSort, fieldValuesOf, labelIdsOf, sortedField } from "../workspace/extras.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { qualified } from "../workspace/names.ts";
import { recordIdOf } from "../workspace/records.ts";
import { fieldValues, links, records } from "../workspace/schema.ts";
import type { FeatureSort } from "./rules.ts";
import {
  type FeatureDetail,
  type FeatureFilter,
  type FeatureItem,
  type FeatureQuery,
  features,
  middleOf,
  stateThenRank,
} from "./schema.ts";

const { workspaceId: _workspace, body, ...listed } = getTableColumns(features);
const { workspaceId: _home, recordId: _record, kind: _kind, ...demand } = getTableColumns(demands);

type ServedNeed = { id: string; number: number; statement: string };
const servedNeeds = sql<ServedNeed[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', n.id, 'number', r.number, 'statement', n.statement) order by r.number)
  from ${links} l join ${needs} n on n.workspace_id = l.workspace_id and n.id = l.to_id
  join ${records} r on r.workspace_id = n.workspace_id and r.id = n.id
  where l.workspace_id = ${qualified(features.workspaceId)} and l.from_id = ${qualified(features.id)} and l.kind = 'serves'), '[]'::jsonb)`;

type PlannedFor = { id: string; number: number; title: string; date: string | null };
const plannedFor = sql<PlannedFor | null>`(
  select jsonb_build_object('id', m.id, 'number', r.number, 'title', m.title, 'date', m.date)
  from ${milestones} m join ${records} r on r.workspace_id = m.workspace_id and r.id = m.id
  where m.workspace_id = ${qualified(features.workspaceId)} and m.id = ${qualified(features.milestoneId)})`;

const columnsOf = (home: string | Placeholder) => ({
  ...listed,
  number: records.number,
  createdBy: records.createdBy,
  labels: labelIdsOf({ actor: { workspaceId: home } }, features.id),
  fields: fieldValuesOf({ actor: { workspaceId: home } }, features.id),
  demand,
  needs: servedNeeds,
  milestone: plannedFor,
});

/** Features with what stands behind them; `more` adds to what is selected. */
function featureRows<More extends Record<string, PgColumn | SQL>>(db: Db, home: string | Placeholder, more: More) {
  return db
    .select({ ...columnsOf(home), ...more })
    .from(demands)
    .innerJoin(features, and(eq(features.workspaceId, demands.workspaceId), eq(features.id, demands.recordId)))
    .innerJoin(records, and(eq(records.workspaceId, features.workspaceId), eq(records.id, features.id)));
}

type Row = Omit<FeatureItem, "key" | "needs" | "milestone"> & { number: number; needs: ServedNeed[]; milestone: PlannedFor | null };
function itemOf({ number, needs: served, milestone, ...feature }: Row): FeatureItem {
  const marks = served.map((need) => ({ id: need.id, key: keyOf("need", need.number), statement: need.statement }));
  const planned = milestone && {
    id: milestone.id,
    key: keyOf("milestone", milestone.number),
    title: milestone.title,
    date: milestone.date,
  };
  return { ...feature, key: keyOf("feature", number), needs: marks, milestone: planned };
}

const sortings: Readonly<Record<FeatureSort, Sorting>> = {
  rank: { value: byColumn(features.rank), type: "text", direction: "asc", id: features.id },
  money: { value: byColumn(demands.revenueMinor), type: "integer", direction: "desc", id: demands.recordId },
  accounts: { value: byColumn(demands.accounts), type: "integer", direction: "desc", id: demands.recordId },
  quotes: { value: byColumn(demands.quotes), type: "integer", direction: "desc", id: demands.recordId },
  value: { value: middleOf(features.valueLow, features.valueHigh), type: "decimal", direction: "desc", nullable: true, id: features.id },
  effort: { value: middleOf(features.effortLow, features.effortHigh), type: "decimal", direction: "asc", nullable: true, id: features.id },
  updated: { value: byColumn(features.updatedAt), type: "instant", direction: "desc", id: features.id },
  state: { value: stateThenRank(features.state, features.rank), type: "text", direction: "asc", id: features.id },
};
const isFeatureSort = (sort: string): sort is FeatureSort => sort in sortings;

export async function featuresPage(context: Context, query: FeatureQuery): Promise<{ items: FeatureItem[]; nextCursor: string | null }> {
  const fieldId = sortedField(query.sort);
  if (fieldId !== null) {
    const { workspaceId } = context.actor;
    const found = and(eq(demands.workspaceId, workspaceId), eq(demands.kind, "feature"), await conditionsOf(context, query));
    const sort = await fieldSort(context, features.id, fieldId, query.direction ?? "asc");
    const { items, nextCursor } = await sort.page(query, ({ where, orderBy, limit, offset }) =>
      featureRows(context.db, workspaceId, { sortValue: sort.value })
        .leftJoin(fieldValues, sort.on)
        .where(and(found, where))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset),
    );
    return { items: items.map(itemOf), nextCursor };
  }
  if (!isFeatureSort(query.sort)) throw invalid("sort", "Features cannot be sorted so.");
  const natural = sortings[query.sort];
  const sorting = { ...natural, direction: query.direction ?? natural.direction };
  const place = keptKeyset(sorting, query.cursor);
  const skips = query.offset !== undefined && query.offset > 0;
  const page = asksOnly(query, PLAIN)
    ? keptPages(context.db, JSON.stringify([query.sort, sorting.direction, place.part, query.limit, skips]), () =>
        featurePage(context.db, own(HOME), sorting, place, query.limit, skips),
      )
    : featurePage(context.db, await conditionsOf(context, query), sorting, place, query.limit, skips);
  const rows = await page.execute({ home: context.actor.workspaceId, offset: query.offset, ...place.values });
  const { items, nextCursor } = pageOf(rows, query.limit, ({ sortValue, id }) => [sortValue, id]);
  return { items: items.map(itemOf), nextCursor };
}

const HOME = sql.placeholder("home");
/** What the page of a list mostly asks for; its query is kept. */
const PLAIN = new Set(["sort", "direction", "limit", "cursor", "offset"]);
type Place = Pick<ReturnType<typeof keptKeyset>, "where" | "orderBy">;

/** The page's ids first, by indexes alone; only they are joined with what a row shows. */
function featurePage(db: Db, filter: SQL | undefined, sorting: Sorting, { where, orderBy }: Place, limit: number, skips: boolean) {
  const here = eq(demands.workspaceId, HOME);
  const ids = sql`select ${demands.recordId} from ${demands} join ${features} on ${features}.workspace_id = ${demands.workspaceId} and ${features}.id = ${demands.recordId}
    where ${and(here, eq(demands.kind, "feature"), filter, where)} order by ${sql.join(orderBy, sql`, `)} ${stretch(limit + 1, skips ? sql.placeholder("offset") : 0)}`;
  return featureRows(db, HOME, { sortValue: sorting.value })
    .where(and(here, sql`${demands.recordId} = any(array(${ids}))`))
    .orderBy(...orderBy)
    .prepare("features_page");
}
const keptPages = keptQueries<ReturnType<typeof featurePage>>();

export async function featureTotal(context: Context, filter: FeatureFilter): Promise<{ total: number }> {
  const found = context.db
    .select({ one: sql`1` })
    .from(features)
    .where(await conditionsOf(context, filter))
    .limit(COUNT_LIMIT + 1)
    .as("found");
  return only(await context.db.select({ total: sql<number>`count(*)::int` }).from(found));
}

const own = (home: string | Placeholder) => eq(features.workspaceId, home);

async function conditionsOf(context: Context, { state, kind, owner, need, milestone, product, q, label, fields }: FeatureFilter) {
  const { actor } = context;
  return and(
    own(actor.workspaceId),
    anyOf(features.state, state),
    anyOf(features.kind, kind),
    anyOf(features.ownerId, owner, actor.id),
    await servesAnyOf(context, need),
    await plannedForAnyOf(context, milestone),
    product ? eq(features.productId, product) : undefined,
    q ? sql`${features.id} = any(array(select search_ids(${q}, 'feature', 5000)))` : undefined,
    await extrasFilter(context, features.id, { label, fields }),
  );
}

async function plannedForAnyOf(context: Context, given: FeatureFilter["milestone"]): Promise<SQL | undefined> {
  if (given === undefined) return undefined;
  const wanted = [given].flat();
  const ids = await Promise.all(wanted.filter((one) => one !== "none").map((ref) => recordIdOf(context, ref, "milestone")));
  return or(
    ids.length > 0 ? inArray(features.milestoneId, ids) : undefined,
    wanted.includes("none") ? isNull(features.milestoneId) : undefined,
  );
}

async function servesAnyOf(context: Context, given: FeatureFilter["need"]): Promise<SQL | undefined> {
  if (given === undefined) return undefined;
  const wanted = [given].flat();
  const ids = await Promise.all(wanted.filter((one) => one !== "none").map((ref) => recordIdOf(context, ref, "need")));
  // A feature also serves objectives and segments; here it is asked for needs.
  const serves = sql`select from ${links} l join ${needs} n on n.workspace_id = l.workspace_id and n.id = l.to_id where l.workspace_id = ${qualified(features.workspaceId)} and l.from_id = ${qualified(features.id)} and l.kind = 'serves'`;
  return or(
    ids.length > 0 ? sql`exists (${serves} and l.to_id = any(${sql.param(ids)}::uuid[]))` : undefined,
    wanted.includes("none") ? sql`not exists (${serves})` : undefined,
  );
}

export async function featureById(context: Context, ref: string): Promise<FeatureDetail> {
  const id = await recordIdOf(context, ref, "feature");
  const [found] = await featureRows(context.db, context.actor.workspaceId, { body }).where(
    and(eq(demands.workspaceId, context.actor.workspaceId), eq(demands.recordId, id)),
  );
  if (!found) throw notFound("feature");
  return { ...itemOf(found), body: found.body, createdBy: found.createdBy };
}

/** These features as lists show them, in the order of the ids. */
export async function featuresByIds(context: Context, ids: readonly string[]): Promise<FeatureItem[]> {
  const rows = await featureRows(context.db, context.actor.workspaceId, {}).where(
    and(eq(demands.workspaceId, context.actor.workspaceId), inArray(demands.recordId, [...ids])),
  );
  const known = new Map(rows.map((row) => [row.id, itemOf(row)]));
  return ids.flatMap((id) => known.get(id) ?? []);
}
