import { sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import type { Context } from "../../platform/context.ts";
import { FEEDBACK_KINDS } from "../customers/rules.ts";
import { accounts, feedback, quotes } from "../customers/schema.ts";
import { keyOf } from "../workspace/rules.ts";
import { records, workspaces } from "../workspace/schema.ts";
import type { ColumnProvider, Gathered } from "./columns.ts";
import type { EvidenceNode, ThreadEdge } from "./schema.ts";

/** The strongest words behind the needs and features shown: every need's strongest before any one's second. */
export const evidenceColumn: ColumnProvider = {
  column: "evidence",
  async gather(context, scope, gathered) {
    const targets = targetsOf(gathered);
    const [found, behind] = await Promise.all([strongest(context, targets, scope.evidence), behindAll(context, targets)]);
    const nodes = new Map<string, EvidenceNode>();
    const edges: ThreadEdge[] = [];
    for (const { targetId, importance, strength, number, accountId, accountName, ...said } of found) {
      const account = accountId !== null && accountName !== null ? { id: accountId, name: accountName } : null;
      nodes.set(said.id, { kind: "evidence", ...said, importance, account, key: keyOf("feedback", number) });
      edges.push({ from: said.id, to: targetId, kind: "quoted", strength });
    }
    return { nodes: [...nodes.values()], total: behind.quotes, edges, holes: [], behind };
  },
};

/** Needs first: what is quoted for a feature itself is shown where there is room. */
function targetsOf({ need, feature }: Gathered): string[] {
  return [...(need?.nodes ?? []), ...(feature?.nodes ?? [])].map(({ id }) => id);
}

const Said = z.object({
  targetId: z.uuid(),
  id: z.uuid(),
  number: z.int(),
  title: z.string(),
  feedbackKind: z.enum(FEEDBACK_KINDS),
  quotes: z.int(),
  importance: z.int(),
  strength: z.int(),
  voices: z.int(),
  accounts: z.int(),
  revenueMinor: z.coerce.number(),
  otherRevenue: z.record(z.string(), z.number()),
  accountId: z.uuid().nullable(),
  accountName: z.string().nullable(),
  authorName: z.string().nullable(),
  receivedAt: Instant,
});

/**
 * One row for each piece of feedback shown and each target that it speaks of. Strength is the importance given times the distinct
 * voices behind it, merged duplicates included, then their revenue.
 */
async function strongest({ db, actor }: Context, targets: readonly string[], most: number) {
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`
    with wanted as (select id, place from unnest(${sql.param(targets)}::uuid[]) with ordinality as t (id, place)),
    spoken as materialized (
      select w.place, q.target_id, q.feedback_id, count(*)::int as quotes, max(q.importance) as importance
      from wanted w join ${quotes} q on q.workspace_id = ${home} and q.target_id = w.id group by 1, 2, 3
    ), items as materialized (select distinct feedback_id as id from spoken),
    heard as materialized (
      select i.id, f.account_id, coalesce(f.contact_id, f.account_id, f.id) as voice
      from items i join ${feedback} f on f.workspace_id = ${home} and f.id = i.id
      union
      select f.merged_into_id, f.account_id, coalesce(f.contact_id, f.account_id, f.id)
      from ${feedback} f where f.workspace_id = ${home} and f.merged_into_id in (select id from items)
    ), behind as (
      select h.id, count(distinct h.voice)::int as voices, sum(a.revenue_minor) filter (where a.currency = w.currency and h.first) as revenue
      from (select *, row_number() over (partition by id, account_id) = 1 as first from heard) h
      left join ${accounts} a on a.workspace_id = ${home} and a.id = h.account_id join ${workspaces} w on w.id = ${home} group by h.id
    ), ranked as (
      select s.*, b.voices, b.revenue,
        row_number() over (partition by s.target_id order by greatest(s.importance, 1) * b.voices desc, b.revenue desc nulls last, s.feedback_id desc) as turn
      from spoken s join behind b on b.id = s.feedback_id
    ), chosen as (
      select feedback_id, min(turn) as turn, min(place) as place from ranked group by 1 order by 2, 3 limit ${most}
    )
    select r.target_id as "targetId", f.id, x.number, f.kind as "feedbackKind", f.author_name as "authorName",
      to_char(f.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "receivedAt",
      (select q.words from ${quotes} q where q.workspace_id = ${home} and q.feedback_id = f.id and q.target_id = any(${sql.param(targets)}::uuid[])
        order by q.importance desc, q.quoted_at, q.id limit 1) as title,
      sum(r.quotes) over item::int as quotes, max(r.importance) over item as importance, greatest(r.importance, 1) as strength,
      r.voices, coalesce(r.revenue, 0) as "revenueMinor", o.*
    from chosen c join ranked r on r.feedback_id = c.feedback_id
    join ${feedback} f on f.workspace_id = ${home} and f.id = c.feedback_id
    join ${records} x on x.workspace_id = ${home} and x.id = f.id
    cross join lateral (
      select count(*)::int as accounts, case when count(*) = 1 then min(a.id::text) end as "accountId", case when count(*) = 1 then min(a.name) end as "accountName",
        coalesce((select jsonb_object_agg(currency, minor) from (
          select a.currency, sum(a.revenue_minor) as minor from (select distinct account_id from heard where id = f.id) h
          join ${accounts} a on a.workspace_id = ${home} and a.id = h.account_id join ${workspaces} w on w.id = ${home}
          where a.currency <> w.currency group by 1) other), '{}') as "otherRevenue"
      from (select distinct account_id from heard where id = f.id) h join ${accounts} a on a.workspace_id = ${home} and a.id = h.account_id
    ) o
    window item as (partition by c.feedback_id)
    order by greatest(max(r.importance) over item, 1) * r.voices desc, r.revenue desc nulls last, f.id desc, r.place`);
  return rows.map((row) => Said.parse(row));
}

const Behind = z.object({
  quotes: z.int(),
  accounts: z.int(),
  revenueMinor: z.coerce.number(),
  otherRevenue: z.record(z.string(), z.number()),
});

/** What stands behind all that is shown: each quote, account and amount once. */
async function behindAll({ db, actor }: Context, targets: readonly string[]) {
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`
    with spoken as materialized (
      select q.id, q.feedback_id from ${quotes} q where q.workspace_id = ${home} and q.target_id = any(${sql.param(targets)}::uuid[])
    ), heard as (
      select f.account_id from ${feedback} f where f.workspace_id = ${home} and f.id in (select feedback_id from spoken)
      union
      select f.account_id from ${feedback} f where f.workspace_id = ${home} and f.merged_into_id in (select feedback_id from spoken)
    ), voices as materialized (
      select a.revenue_minor, a.currency, a.currency = w.currency as ours
      from heard h join ${accounts} a on a.workspace_id = ${home} and a.id = h.account_id join ${workspaces} w on w.id = ${home}
    )
    select (select count(*)::int from spoken) as quotes, (select count(*)::int from voices) as accounts,
      (select coalesce(sum(revenue_minor), 0) from voices where ours) as "revenueMinor",
      coalesce((select jsonb_object_agg(currency, minor) from (select currency, sum(revenue_minor) as minor from voices where not ours group by 1) o), '{}') as "otherRevenue"`);
  return Behind.parse(rows[0]);
}
