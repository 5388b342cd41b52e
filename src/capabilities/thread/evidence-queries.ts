import { and, count, eq, isNull, sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import type { Context } from "../../platform/context.ts";
import { activities } from "../../platform/tables.ts";
import { FEEDBACK_KINDS } from "../customers/rules.ts";
import { accounts, feedback, quotes } from "../customers/schema.ts";
import { comments, links, members } from "../workspace/schema.ts";
import type { Evidence } from "./evidence.ts";
import { ACCOUNTS_THAT_MATTER } from "./policy.ts";
import type { Surroundings } from "./quality-informed.ts";

type Scope = Pick<Context, "db" | "actor" | "now">;

/** What a record stands on: quotes of these targets; for a feature its own and those of the needs that it serves. */
export type Standing = { id: string; targets: readonly string[] };

const instant = (column: unknown) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export async function surroundings({ db, actor, now }: Scope): Promise<Surroundings> {
  const some = db
    .select({ one: sql`1` })
    .from(accounts)
    .where(eq(accounts.workspaceId, actor.workspaceId))
    .limit(ACCOUNTS_THAT_MATTER)
    .as("some");
  const [[active], [people]] = await Promise.all([
    db.select({ count: count() }).from(some),
    db
      .select({ count: count() })
      .from(members)
      .where(and(eq(members.workspaceId, actor.workspaceId), isNull(members.removedAt))),
  ]);
  return { now, activeAccounts: active?.count ?? 0, members: people?.count ?? 0 };
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
  const ids = [...new Set([...targets, ...standings.map(({ id }) => id)])];
  const [said, duplicates, uses, confirmed] = await Promise.all([
    saidFor(scope, targets),
    duplicatesFor(scope, targets),
    usesOf(scope, targets),
    confirmationsOf(scope, ids),
  ]);
  const byTarget = Map.groupBy(said, ({ targetId }) => targetId);
  const duplicatesOf = Map.groupBy(duplicates, ({ feedbackId }) => feedbackId);
  const usesByTarget = Map.groupBy(uses, ({ recordId }) => recordId);
  const confirmedBy = Map.groupBy(confirmed, ({ recordId }) => recordId);
  return new Map(
    standings.map((standing) => [
      standing.id,
      standing.targets.flatMap((target) => {
        const confirmations = [...new Set([target, standing.id])].flatMap((id) => confirmedBy.get(id) ?? []);
        const used = [...(usesByTarget.get(target) ?? []), ...confirmations];
        return (byTarget.get(target) ?? []).map((quote) => ({
          id: quote.id,
          kind: quote.kind,
          authorId: quote.authorId,
          userIds: [
            ...(quote.userId === null ? [] : [quote.userId]),
            ...used.filter(({ at }) => at >= quote.quotedAt).map(({ memberId }) => memberId),
          ],
          voices: [{ accountId: quote.accountId, saidAt: quote.saidAt }, ...(duplicatesOf.get(quote.feedbackId) ?? [])],
          confirmedAt: latest(confirmations.filter(({ at }) => at >= quote.quotedAt).map(({ at }) => at)),
        }));
      }),
    ]),
  );
}
const latest = (instants: readonly string[]) => instants.toSorted().at(-1) ?? null;

const Said = z.object({
  id: z.string(),
  targetId: z.string(),
  feedbackId: z.string(),
  authorId: z.string().nullable(),
  quotedAt: z.string(),
  kind: z.enum(FEEDBACK_KINDS),
  accountId: z.string().nullable(),
  saidAt: z.string(),
  userId: z.string().nullable(),
});

/**
 * The quotes of these targets with one person other than their author who worked with the same feedback: who brought it in by hand,
 * quoted it too, commented on it or decided about it. Bringing in a file of thousands is not looking.
 */
async function saidFor({ db, actor }: Scope, targets: readonly string[]) {
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`
    with said as materialized (
      select q.id, q.target_id, q.feedback_id, q.quoted_by, q.quoted_at, f.kind, f.account_id, f.received_at
      from ${quotes} q join ${feedback} f on f.workspace_id = q.workspace_id and f.id = q.feedback_id
      where q.workspace_id = ${home} and q.target_id = any(${sql.param(targets)}::uuid[])
    ), items as materialized (select distinct feedback_id from said),
    touched as materialized (
      select q.feedback_id, q.quoted_by as member_id from ${quotes} q join items i on i.feedback_id = q.feedback_id where q.workspace_id = ${home}
      union
      select c.record_id, c.author_id from ${comments} c join items i on i.feedback_id = c.record_id where c.workspace_id = ${home}
      union
      select a.record_id, a.actor_id from ${activities} a join items i on i.feedback_id = a.record_id
      where a.workspace_id = ${home} and a.kind like 'feedback.%' and a.kind <> 'feedback.imported'
    )
    select s.id, s.target_id as "targetId", s.feedback_id as "feedbackId", s.quoted_by as "authorId", ${instant(sql`s.quoted_at`)} as "quotedAt",
      s.kind, s.account_id as "accountId", ${instant(sql`s.received_at`)} as "saidAt", min(t.member_id::text) as "userId"
    from said s left join touched t on t.feedback_id = s.feedback_id and t.member_id <> coalesce(s.quoted_by, ${home})
    group by 1, 2, 3, 4, 5, 6, 7, 8`);
  return rows.map((row) => Said.parse(row));
}

const Duplicate = z.object({ feedbackId: z.string(), accountId: z.string().nullable(), saidAt: z.string() });

async function duplicatesFor({ db, actor }: Scope, targets: readonly string[]) {
  const { rows } = await db.execute(sql`
    select f.merged_into_id as "feedbackId", f.account_id as "accountId", ${instant(sql`f.received_at`)} as "saidAt"
    from ${feedback} f where f.workspace_id = ${actor.workspaceId} and f.merged_into_id in (
      select q.feedback_id from ${quotes} q where q.workspace_id = ${actor.workspaceId} and q.target_id = any(${sql.param(targets)}::uuid[]))`);
  return rows.map((row) => Duplicate.parse(row));
}

const Use = z.object({ recordId: z.string(), memberId: z.string(), at: Instant });
type Use = z.infer<typeof Use>;

/** Who linked these needs and features or commented on them, each with the last time: what was quoted until then they had before them. */
async function usesOf({ db, actor }: Scope, targets: readonly string[]): Promise<Use[]> {
  const home = actor.workspaceId;
  const wanted = sql`any(${sql.param(targets)}::uuid[])`;
  const { rows } = await db.execute(sql`
    select record_id as "recordId", member_id as "memberId", ${instant(sql`max(at)`)} as at from (
      select l.to_id as record_id, l.linked_by as member_id, l.linked_at as at from ${links} l where l.workspace_id = ${home} and l.to_id = ${wanted}
      union all
      select l.from_id, l.linked_by, l.linked_at from ${links} l where l.workspace_id = ${home} and l.from_id = ${wanted}
      union all
      select c.record_id, c.author_id, c.created_at from ${comments} c where c.workspace_id = ${home} and c.record_id = ${wanted}
    ) used where member_id is not null group by 1, 2`);
  return rows.map((row) => Use.parse(row));
}

/** Who says that what stands behind these records still holds, each with the last time; what was taken back is left out. */
export async function confirmationsOf({ db, actor }: Scope, ids: readonly string[]): Promise<Use[]> {
  const { rows } = await db.execute(sql`
    select "recordId", "memberId", at from (
      select distinct on (a.record_id, a.actor_id) a.record_id as "recordId", a.actor_id as "memberId", ${instant(sql`a.at`)} as at, a.kind
      from ${activities} a
      where a.workspace_id = ${actor.workspaceId} and a.record_id = any(${sql.param(ids)}::uuid[]) and a.actor_id is not null
        and a.kind in ('need.confirmed', 'need.unconfirmed', 'feature.confirmed', 'feature.unconfirmed')
      order by a.record_id, a.actor_id, a.id desc
    ) said where kind in ('need.confirmed', 'feature.confirmed')`);
  return rows.map((row) => Use.parse(row));
}
