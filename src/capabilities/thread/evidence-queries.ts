import { and, count, eq, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { activities } from "../../platform/tables.ts";
import { FEEDBACK_KINDS } from "../customers/rules.ts";
import { accounts, feedback, quotes } from "../customers/schema.ts";
import { confirmationsOf } from "../workspace/confirming.ts";
import { policyOf } from "../workspace/policy.ts";
import { accountsThatMatter } from "../workspace/policy-rules.ts";
import { comments, links } from "../workspace/schema.ts";
import { memberCount } from "../workspace/standings.ts";
import type { Evidence } from "./evidence.ts";
import type { Surroundings } from "./quality-informed.ts";

type Scope = Pick<Context, "db" | "actor" | "now">;

/** What a record stands on: quotes of these targets; for a feature its own and those of the needs that it serves. */
export type Standing = { id: string; targets: readonly string[] };

export async function surroundings(scope: Scope): Promise<Surroundings> {
  const { db, actor } = scope;
  const policy = await policyOf(scope);
  const some = db
    .select({ one: sql`1` })
    .from(accounts)
    .where(eq(accounts.workspaceId, actor.workspaceId))
    .limit(accountsThatMatter(policy))
    .as("some");
  const [[active], people] = await Promise.all([db.select({ count: count() }).from(some), memberCount({ db, actor })]);
  return { activeAccounts: active?.count ?? 0, members: people, policy };
}

/** The needs that features serve, by feature. */
export async function targetsOf({ db, actor }: Scope, featureIds: readonly string[]): Promise<Standing[]> {
  const served = await db
    .select({ from: links.fromId, to: links.toId })
    .from(links)
    .where(
      and(eq(links.workspaceId, actor.workspaceId), eq(links.kind, "serves"), sql`${links.fromId} = any(${sql.param(featureIds)}::uuid[])`),
    );
  const targets = Map.groupBy(served, ({ from }) => from);
  return featureIds.map((id) => ({ id, targets: [id, ...(targets.get(id) ?? []).map(({ to }) => to)] }));
}

/** The quotes behind each record, with who used them. */
export async function evidenceOf(scope: Scope, standings: readonly Standing[]): Promise<Map<string, Evidence[]>> {
  const targets = [...new Set(standings.flatMap((standing) => standing.targets))];
  const [said, duplicates, uses, confirmed] = await Promise.all([
    saidFor(scope, targets),
    duplicatesFor(scope, targets),
    usesOf(scope, targets),
    confirmationsOf(scope, [...new Set([...targets, ...standings.map(({ id }) => id)])]),
  ]);
  const duplicatesOf = Map.groupBy(duplicates, ({ quoteId }) => quoteId);
  const confirmedBy = Map.groupBy(confirmed, ({ recordId }) => recordId);
  const usesByTarget = Map.groupBy([...uses, ...confirmed], ({ recordId }) => recordId);
  const byTarget = new Map<string, Quoted[]>();
  // A strategy stands on tens of thousands of quotes: each becomes one object, written out, since spreading costs more than the rest.
  for (const { id, place, kind, authorId, userId, accountId, ageDays, quotedDaysAgo } of said) {
    const target = targets[place - 1] ?? "";
    const known = byTarget.get(target) ?? [];
    if (known.length === 0) byTarget.set(target, known);
    const own = { accountId, ageDays };
    const others = duplicatesOf.get(id);
    const quote = {
      id,
      kind,
      authorId,
      userIds: userId === null ? NOBODY : [userId],
      voices: others ? [own, ...others] : [own],
      confirmedDaysAgo: null,
      quotedDaysAgo,
    };
    const [used, affirmed] = [usesByTarget.get(target), confirmedBy.get(target)];
    known.push(used || affirmed ? usedBy(used ?? [], affirmed ?? [], quote) : quote);
  }
  return new Map(
    standings.map(({ id, targets }) => {
      // Whoever confirms a feature confirms all that it stands on.
      const own = targets.includes(id) && targets.length === 1 ? [] : (confirmedBy.get(id) ?? []);
      const behind = targets.flatMap((target) => byTarget.get(target) ?? []);
      return [id, own.length === 0 ? behind : behind.map((quote) => usedBy(own, own, quote))];
    }),
  );
}

const NOBODY: readonly string[] = [];
type Quoted = Evidence & { quotedDaysAgo: number };

/** A quote with those who used its target after it was made. */
function usedBy(uses: readonly Use[], confirmations: readonly Use[], quote: Quoted): Quoted {
  const since = uses.filter(({ daysAgo }) => daysAgo <= quote.quotedDaysAgo);
  const confirmed = confirmations.filter(({ daysAgo }) => daysAgo <= quote.quotedDaysAgo).map(({ daysAgo }) => daysAgo);
  if (since.length === 0 && confirmed.length === 0) return quote;
  const last = Math.min(quote.confirmedDaysAgo ?? Number.POSITIVE_INFINITY, ...confirmed);
  return {
    ...quote,
    userIds: [...quote.userIds, ...since.map(({ memberId }) => memberId)],
    confirmedDaysAgo: Number.isFinite(last) ? last : null,
  };
}

const Said = z.object({
  id: z.string(),
  /** Which of the targets asked about it is quoted for, from 1. */
  place: z.int(),
  authorId: z.string().nullable(),
  quotedDaysAgo: z.number(),
  kind: z.enum(FEEDBACK_KINDS),
  accountId: z.string().nullable(),
  ageDays: z.number(),
  userId: z.string().nullable(),
});

/** How many days before now an instant lies. */
const daysSince = ({ now }: Scope, at: SQL) => sql`date_part('epoch', ${now}::timestamptz - ${at}) / 86400`;

/**
 * The quotes of these targets with one person other than their author who worked with the same feedback: who brought it in by hand,
 * quoted it too, commented on it or decided about it. Bringing in a file of thousands is not looking.
 */
async function saidFor(scope: Scope, targets: readonly string[]) {
  const home = scope.actor.workspaceId;
  const { rows } = await scope.db.execute(sql`
    with said as materialized (
      select q.id, t.place::int as place, q.feedback_id, q.quoted_by::text as author, q.quoted_at
      from unnest(${sql.param(targets)}::uuid[]) with ordinality as t (id, place) join ${quotes} q on q.workspace_id = ${home} and q.target_id = t.id
    ), items as materialized (
      select distinct feedback_id as id from said
    ), touched as (
      select feedback_id, min(member) as one, max(member) as other from (
        select q.feedback_id, q.quoted_by::text as member from items i join ${quotes} q on q.workspace_id = ${home} and q.feedback_id = i.id
        union all
        select c.record_id, c.author_id::text from items i join ${comments} c on c.workspace_id = ${home} and c.record_id = i.id
        union all
        select a.record_id, a.actor_id::text from items i join ${activities} a on a.workspace_id = ${home} and a.record_id = i.id
        where a.kind like 'feedback.%' and a.kind <> 'feedback.imported'
      ) t where member is not null group by 1
    )
    select s.id, s.place, s.author as "authorId", ${daysSince(scope, sql`s.quoted_at`)} as "quotedDaysAgo",
      f.kind, f.account_id as "accountId", ${daysSince(scope, sql`f.received_at`)} as "ageDays",
      case when t.one <> coalesce(s.author, '') then t.one when t.other <> coalesce(s.author, '') then t.other end as "userId"
    from said s join ${feedback} f on f.workspace_id = ${home} and f.id = s.feedback_id
    left join touched t on t.feedback_id = s.feedback_id`);
  return rows.map((row) => Said.parse(row));
}

const Duplicate = z.object({ quoteId: z.string(), accountId: z.string().nullable(), ageDays: z.number() });

/** Who else said what was quoted: the senders of feedback that was merged into the quoted one. */
async function duplicatesFor(scope: Scope, targets: readonly string[]) {
  const home = scope.actor.workspaceId;
  const { rows } = await scope.db.execute(sql`
    select q.id as "quoteId", f.account_id as "accountId", ${daysSince(scope, sql`f.received_at`)} as "ageDays"
    from ${feedback} f join ${quotes} q on q.workspace_id = ${home} and q.feedback_id = f.merged_into_id
    where f.workspace_id = ${home} and f.merged_into_id is not null and q.target_id = any(${sql.param(targets)}::uuid[])`);
  return rows.map((row) => Duplicate.parse(row));
}

const Use = z.object({ recordId: z.string(), memberId: z.string(), daysAgo: z.number() });
type Use = z.infer<typeof Use>;

/** Who linked these needs and features or commented on them, each with the last time: what was quoted until then they had before them. */
async function usesOf(scope: Scope, targets: readonly string[]): Promise<Use[]> {
  const home = scope.actor.workspaceId;
  const wanted = sql`any(${sql.param(targets)}::uuid[])`;
  const { rows } = await scope.db.execute(sql`
    select record_id as "recordId", member_id as "memberId", ${daysSince(scope, sql`max(at)`)} as "daysAgo" from (
      select l.to_id as record_id, l.linked_by as member_id, l.linked_at as at from ${links} l where l.workspace_id = ${home} and l.to_id = ${wanted}
      union all
      select l.from_id, l.linked_by, l.linked_at from ${links} l where l.workspace_id = ${home} and l.from_id = ${wanted}
      union all
      select c.record_id, c.author_id, c.created_at from ${comments} c where c.workspace_id = ${home} and c.record_id = ${wanted}
    ) used where member_id is not null group by 1, 2`);
  return rows.map((row) => Use.parse(row));
}
