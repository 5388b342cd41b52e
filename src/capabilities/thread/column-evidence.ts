import { sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import type { Context } from "../../platform/context.ts";
import { FEEDBACK_KINDS } from "../customers/rules.ts";
import { accounts, feedback, quotes } from "../customers/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { records, workspaces } from "../workspace/schema.ts";
import { besideQuotes } from "./beside-quotes.ts";
import type { ColumnProvider, Gathered } from "./columns.ts";
import type { EvidenceNode } from "./node-schema.ts";
import type { ThreadEdge } from "./schema.ts";
import { isOfOne, type Scope } from "./scope.ts";

/** The strongest words behind the needs and features shown: every need's strongest before any one's second. */
export const evidenceColumn: ColumnProvider = {
  column: "evidence",
  async gather(context, scope, gathered) {
    const targets = targetsOf(gathered);
    const [found, behind, beside] = await Promise.all([
      strongest(context, targets, scope.evidence),
      knownBehind(scope, gathered) ?? behindAll(context, targets),
      besideQuotes(context, targets, isOfOne(scope) ? Number.POSITIVE_INFINITY : BESIDE_EACH),
    ]);
    const nodes = new Map<string, EvidenceNode>();
    const edges: ThreadEdge[] = [];
    for (const { targetId, importance, strength, number, accountId, accountName, ...said } of found) {
      const account = accountId !== null && accountName !== null ? { id: accountId, name: accountName } : null;
      nodes.set(said.id, { kind: "evidence", ...said, importance, account, key: keyOf("feedback", number) });
      edges.push({ from: said.id, to: targetId, kind: "quoted", strength });
    }
    return {
      nodes: [...nodes.values(), ...beside.nodes],
      total: behind.quotes + beside.total,
      edges: [...edges, ...beside.edges],
      holes: [],
      behind,
    };
  },
};
/** Beside the quotes of many needs the strongest of each other kind stands. */
const BESIDE_EACH = 1;

/** Needs first: what is quoted for a feature itself is shown where there is room. */
function targetsOf({ need, feature }: Gathered): string[] {
  return [...(need?.nodes ?? []), ...(feature?.nodes ?? []).filter(({ kind }) => kind === "feature")].map(({ id }) => id);
}

/** What stands behind one need or feature is counted already. */
function knownBehind({ needId, featureId }: Scope, { need, feature }: Gathered) {
  const one = [...(need?.nodes ?? []), ...(feature?.nodes ?? [])].find(({ id }) => id === needId || id === featureId);
  return one && "demand" in one ? one.demand : undefined;
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

/** Of a need with thousands of quotes so many are weighed by money and voices: those of the highest importance, the newest first. */
const CANDIDATES = 100;

/**
 * One row for each piece of feedback shown and each target that it speaks of. Strength is the importance given times the distinct
 * voices behind it, merged duplicates included, then their revenue.
 */
async function strongest({ db, actor }: Context, targets: readonly string[], most: number) {
  const home = actor.workspaceId;
  const wanted = sql`${sql.param(targets)}::uuid[]`;
  const { rows } = await db.execute(sql`
    with spoken as materialized (
      select q.target_id, q.feedback_id, count(*)::int as quotes, max(q.importance) as importance, max(q.quoted_at) as quoted_at
      from ${quotes} q where q.workspace_id = ${home} and q.target_id = any(${wanted}) group by 1, 2
    ), clusters as (
      select f.merged_into_id as id, count(*) as duplicates from ${feedback} f
      where f.workspace_id = ${home} and f.merged_into_id = any(array(select feedback_id from spoken)) group by 1
    ), candidates as materialized (
      select * from (
        select s.*, row_number() over (partition by s.target_id
          order by greatest(s.importance, 1) * (1 + coalesce(c.duplicates, 0)) desc, s.quoted_at desc, s.feedback_id desc) as place
        from spoken s left join clusters c on c.id = s.feedback_id) x where place <= ${sql.raw(String(CANDIDATES))}
    ), heard as materialized (
      select f.id, f.account_id, coalesce(f.contact_id, f.account_id, f.id) as voice from ${feedback} f
      where f.workspace_id = ${home} and f.id = any(array(select feedback_id from candidates))
      union
      select f.merged_into_id, f.account_id, coalesce(f.contact_id, f.account_id, f.id) from ${feedback} f
      where f.workspace_id = ${home} and f.merged_into_id = any(array(select feedback_id from candidates))
    ), voices as (
      select id, count(distinct voice)::int as voices from heard group by id
    ), paying as materialized (
      select h.id, a.id as account_id, a.name, a.revenue_minor, a.currency, a.currency = w.currency as ours
      from (select distinct id, account_id from heard) h
      join ${accounts} a on a.workspace_id = ${home} and a.id = h.account_id join ${workspaces} w on w.id = ${home}
    ), money as (
      select id, count(*)::int as accounts, sum(revenue_minor) filter (where ours) as revenue,
        case when count(*) = 1 then min(account_id::text) end as account_id, case when count(*) = 1 then min(name) end as account_name
      from paying group by id
    ), ranked as materialized (
      select c.target_id, c.feedback_id, c.quotes, c.importance, v.voices, m.accounts, m.revenue, m.account_id, m.account_name,
        greatest(c.importance, 1) * v.voices as strength, row_number() over (partition by c.target_id
          order by greatest(c.importance, 1) * v.voices desc, m.revenue desc nulls last, c.feedback_id desc) as turn
      from candidates c join voices v on v.id = c.feedback_id left join money m on m.id = c.feedback_id
    ), chosen as (
      select feedback_id, max(strength) as strength, max(importance) as importance, sum(quotes)::int as quotes
      from ranked group by 1 order by min(turn), min(array_position(${wanted}, target_id)) limit ${sql.raw(String(most))}
    )
    select r.target_id as "targetId", f.id, x.number, f.kind as "feedbackKind", f.author_name as "authorName",
      to_char(f.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "receivedAt",
      (select q.words from ${quotes} q where q.workspace_id = ${home} and q.feedback_id = f.id and q.target_id = any(${wanted})
        order by q.importance desc, q.quoted_at, q.id limit 1) as title,
      c.quotes, c.importance, greatest(r.importance, 1) as strength, r.voices, coalesce(r.accounts, 0) as accounts,
      coalesce(r.revenue, 0) as "revenueMinor", r.account_id as "accountId", r.account_name as "accountName",
      coalesce((select jsonb_object_agg(currency, minor) from (
        select p.currency, sum(p.revenue_minor) as minor from paying p where p.id = f.id and not p.ours group by 1) o), '{}') as "otherRevenue"
    from chosen c join ranked r on r.feedback_id = c.feedback_id
    join ${feedback} f on f.workspace_id = ${home} and f.id = c.feedback_id
    join ${records} x on x.workspace_id = ${home} and x.id = f.id
    order by c.strength desc, r.revenue desc nulls last, f.id desc, array_position(${wanted}, r.target_id)`);
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
      select q.feedback_id from ${quotes} q where q.workspace_id = ${home} and q.target_id = any(${sql.param(targets)}::uuid[])
    ), heard as (
      select f.account_id from ${feedback} f where f.workspace_id = ${home} and f.id = any(array(select feedback_id from spoken))
      union
      select f.account_id from ${feedback} f where f.workspace_id = ${home} and f.merged_into_id = any(array(select feedback_id from spoken))
    ), paying as materialized (
      select a.revenue_minor, a.currency, a.currency = w.currency as ours
      from heard h join ${accounts} a on a.workspace_id = ${home} and a.id = h.account_id join ${workspaces} w on w.id = ${home}
    )
    select (select count(*)::int from spoken) as quotes, (select count(*)::int from paying) as accounts,
      (select coalesce(sum(revenue_minor), 0) from paying where ours) as "revenueMinor",
      coalesce((select jsonb_object_agg(currency, minor) from (select currency, sum(revenue_minor) as minor from paying where not ours group by 1) o), '{}') as "otherRevenue"`);
  return Behind.parse(rows[0]);
}
