import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { invalid } from "../../platform/refusal.ts";
import { linkRecords } from "../workspace/linking.ts";
import { qualified } from "../workspace/names.ts";
import { isLinkedTo, namedRecords, nameOf, namesLinked } from "../workspace/record-names.ts";
import { byName, newestFirst, recordStore, type Sort } from "../workspace/record-store.ts";
import { mustBeRecords, recordOf } from "../workspace/records.ts";
import { links } from "../workspace/schema.ts";
import type { RecordName } from "../workspace/search.ts";
import {
  Deal,
  type DealChange,
  type DealDraft,
  type DealFilter,
  type DealQuery,
  type DealTransition,
  type WinLoss,
} from "./deal-answers.ts";
import { DEAL_STATES } from "./deal-rules.ts";
import { deals as table } from "./schema.ts";

const store = recordStore({
  kind: "deal",
  table,
  Item: Deal,
  beside: (context) => ({
    account: nameOf(context, table.accountId),
    competitor: nameOf(context, table.competitorId),
    about: namesLinked(context, table.id, ["informs"]),
  }),
});

const sorts: Readonly<Record<DealQuery["sort"], Sort>> = {
  updated: newestFirst(table.updatedAt),
  amount: { value: sql`coalesce(${table.amountMinor}, -1)`, type: "decimal", direction: "desc" },
  closed: { value: sql`coalesce(to_char(${table.closedOn}, 'YYYY-MM-DD'), '')`, type: "text", direction: "desc" },
  name: byName(table.name),
};

async function conditions(context: Context, query: Partial<DealFilter>): Promise<SQL | undefined> {
  const about = query.about === undefined || query.about === "none" ? null : await recordOf(context, query.about);
  const rivals = query.competitor ? [query.competitor].flat() : [];
  const ids = rivals.filter((one) => one !== "none");
  return and(
    query.state ? inArray(table.state, [query.state].flat()) : undefined,
    rivals.length > 0
      ? or(ids.length > 0 ? inArray(table.competitorId, ids) : undefined, rivals.includes("none") ? isNull(table.competitorId) : undefined)
      : undefined,
    query.account ? eq(table.accountId, query.account) : undefined,
    query.product ? eq(table.productId, query.product) : undefined,
    about ? isLinkedTo(context, table.id, about.id, ["informs"]) : undefined,
    query.about === "none"
      ? sql`not exists (select from ${links} l where l.workspace_id = ${context.actor.workspaceId} and l.from_id = ${qualified(table.id)} and l.kind = 'informs')`
      : undefined,
  );
}

export const dealsPage = async (context: Context, query: DealQuery) =>
  store.page(context, query, sorts[query.sort], await conditions(context, query));
export const dealTotal = async (context: Context, query: DealFilter) => store.total(context, query, await conditions(context, query));
export const dealById = store.byId;

export async function createDeal(context: Context, { productId, about = [], ...draft }: DealDraft) {
  await mustFit(context, draft);
  mustHaveBoth({ amountMinor: draft.amountMinor ?? null, currency: draft.currency ?? null });
  const said = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
  const deal = await store.create(context, said, { ...(productId ? { productId } : {}), activity: "deal.created" });
  for (const target of new Set(about)) await linkRecords(context, deal.id, "informs", target);
  return store.byId(context, deal.id);
}

export async function editDeal(context: Context, ref: string, version: number, change: DealChange) {
  await mustFit(context, change);
  return store.edit(context, ref, version, change, mustHaveBoth);
}

/** Decides a deal, or opens it again, which takes the day off. @throws Refusal 422 for a day to come */
export function moveDeal(context: Context, ref: string, version: number, { state, closedOn }: DealTransition) {
  const today = context.now.slice(0, 10);
  if (closedOn && closedOn > today) throw invalid("closedOn", "This day is still to come; a deal is decided on a day that has been.");
  return store.move(context, ref, { version, state, set: { closedOn: state === "open" ? null : (closedOn ?? today) } });
}

export const deleteDeal = (context: Context, ref: string) => store.remove(context, ref, ({ name }) => ({ name }));

async function mustFit(context: Context, { accountId, competitorId }: DealChange): Promise<void> {
  if (accountId) await mustBeRecords(context, "accountId", [accountId], ["account"]);
  if (competitorId) await mustBeRecords(context, "competitorId", [competitorId], ["competitor"]);
}

function mustHaveBoth({ amountMinor, currency }: Pick<Deal, "amountMinor" | "currency">): void {
  if ((amountMinor === null) !== (currency === null)) throw invalid("currency", "An amount and its currency go together.");
}

const Counted = z.object({
  id: z.uuid().nullable(),
  state: z.enum(DEAL_STATES),
  currency: z.string().nullable(),
  deals: z.int(),
  money: z.coerce.number(),
});
type Counted = z.infer<typeof Counted>;
type Sums = WinLoss["total"];

/** How deals went: all, by what their reasons speak of, and by whom they were up against; what cost most first. */
export async function winLoss(context: Context, query: DealFilter): Promise<WinLoss> {
  const { db, actor } = context;
  const where = await store.matching(context, query, await conditions(context, query));
  const found = sql`select ${table.id} as id, ${table.state} as state, ${table.competitorId} as rival, ${table.currency} as currency, ${table.amountMinor} as amount
    from ${table} where ${where}`;
  const counted = async (group: SQL, join = sql``) => {
    const { rows } = await db.execute(sql`with d as (${found})
      select ${group} as id, d.state, d.currency, count(*)::int as deals, coalesce(sum(d.amount), 0)::text as money
      from d ${join} group by 1, 2, 3`);
    return rows.map((row) => Counted.parse(row));
  };
  const [total, reasons, rivals] = [
    await counted(sql`null::uuid`),
    await counted(
      sql`l.to_id`,
      sql`left join ${links} l on l.workspace_id = ${actor.workspaceId} and l.from_id = d.id and l.kind = 'informs'`,
    ),
    await counted(sql`d.rival`),
  ];
  const names = await namedRecords(
    context,
    [...reasons, ...rivals].flatMap(({ id }) => id ?? []),
  );
  return { total: sumsOf(total), byReason: grouped(reasons, names), byRival: grouped(rivals, names) };
}

function sumsOf(rows: readonly Counted[]): Sums {
  const sums: Sums = { open: { deals: 0, money: {} }, won: { deals: 0, money: {} }, lost: { deals: 0, money: {} } };
  for (const { state, currency, deals, money } of rows) {
    const sum = sums[state];
    sum.deals += deals;
    if (currency !== null) sum.money[currency] = (sum.money[currency] ?? 0) + money;
  }
  return sums;
}

const most = (money: Readonly<Record<string, number>>) => Math.max(0, ...Object.values(money));

function grouped(rows: readonly Counted[], names: ReadonlyMap<string, RecordName>): WinLoss["byReason"] {
  const groups = [...Map.groupBy(rows, ({ id }) => id)].map(([id, those]) => ({ record: (id && names.get(id)) || null, ...sumsOf(those) }));
  return groups.toSorted(
    (one, other) => most(other.lost.money) - most(one.lost.money) || other.lost.deals - one.lost.deals || other.won.deals - one.won.deals,
  );
}
