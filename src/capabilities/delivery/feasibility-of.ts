import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { FEATURE_STATES } from "../features/rules.ts";
import { features } from "../features/schema.ts";
import { links, records } from "../workspace/schema.ts";
import { VERDICTS } from "./rules.ts";
import { feasibilities, feasibilityEfforts, techNotes } from "./schema.ts";

const Named = z.object({ id: z.uuid(), key: z.string() });
const Row = z.object({
  featureId: z.uuid(),
  answer: z
    .object({
      ...Named.shape,
      verdict: z.enum(VERDICTS),
      line: z.string(),
      answeredDaysAgo: z.number(),
      confirmedDaysAgo: z.number().nullable(),
      scopeChangedSince: z.boolean(),
      disputed: z.boolean(),
      authorId: z.uuid().nullable(),
      efforts: z.array(z.object({ teamId: z.uuid().nullable(), low: z.number(), high: z.number() })),
    })
    .nullable(),
  ask: z.object({ ...Named.shape, askedDaysAgo: z.number() }).nullable(),
  blockers: z.array(z.object({ ...Named.shape, title: z.string(), raisedDaysAgo: z.number() })),
  debts: z.array(z.object({ ...Named.shape, title: z.string(), cost: z.string(), state: z.string() })),
  prerequisites: z.array(z.object({ ...Named.shape, title: z.string(), state: z.enum(FEATURE_STATES) })),
});
/** What engineering says of a feature, as readiness reads it. */
export type FeasibilityOf = Omit<z.infer<typeof Row>, "featureId">;

const NOTHING: FeasibilityOf = { answer: null, ask: null, blockers: [], debts: [], prerequisites: [] };

/**
 * What engineering says of many features in one statement: the newest answer, the open question, blockers nobody has answered, debts that were
 * not rejected, and the features that each requires.
 *
 * @returns by feature id, every one that was asked for
 */
export async function feasibilityOf(
  { db, actor, now }: Pick<Context, "db" | "actor" | "now">,
  featureIds: readonly string[],
): Promise<Map<string, FeasibilityOf>> {
  if (featureIds.length === 0) return new Map();
  const home = actor.workspaceId;
  const days = (instant: string) => sql.raw(`date_part('epoch', now.at - ${instant}) / 86400`);
  const { rows } = await db.execute(sql`
    with wanted as (select unnest(${sql.param(featureIds)}::uuid[]) as id),
    now as (select ${now}::timestamptz as at),
    newest as (
      select distinct on (f.feature_id) f.* from ${feasibilities} f
      where f.workspace_id = ${home} and f.feature_id in (select id from wanted) and f.answered_at is not null
      order by f.feature_id, f.answered_at desc, f.id desc),
    said as (
      select distinct on (a.record_id, a.actor_id) a.record_id, a.at, a.kind from activities a
      where a.workspace_id = ${home} and a.record_id in (select id from newest) and a.actor_id is not null
        and a.kind in ('feasibility.confirmed', 'feasibility.unconfirmed')
      order by a.record_id, a.actor_id, a.id desc),
    confirmed as (select record_id, max(at) as at from said where kind = 'feasibility.confirmed' group by record_id),
    changed as (
      select n.id, max(a.at) as at from newest n join activities a on a.workspace_id = ${home} and a.record_id = n.feature_id and a.at > n.answered_at
      where a.kind in ('feature.edited', 'change.undone') and a.detail -> 'changes' ?| array['title', 'why', 'body'] group by n.id),
    efforts as (
      select e.feasibility_id, json_agg(json_build_object('teamId', e.team_id, 'low', e.low, 'high', e.high)) as parts
      from ${feasibilityEfforts} e where e.workspace_id = ${home} and e.feasibility_id in (select id from newest) group by e.feasibility_id),
    answers as (
      select n.feature_id, json_build_object('id', n.id, 'key', 'FS-' || r.number, 'verdict', n.verdict, 'line', n.line,
        'answeredDaysAgo', ${days("n.answered_at")}, 'confirmedDaysAgo', ${days("c.at")},
        'scopeChangedSince', coalesce(ch.at > greatest(n.answered_at, c.at), false), 'disputed', n.state = 'disputed',
        'authorId', n.answered_by, 'efforts', coalesce(e.parts, '[]')) as answer
      from newest n cross join now join ${records} r on r.workspace_id = ${home} and r.id = n.id
      left join confirmed c on c.record_id = n.id left join changed ch on ch.id = n.id left join efforts e on e.feasibility_id = n.id),
    asks as (
      select f.feature_id, json_build_object('id', f.id, 'key', 'FS-' || r.number, 'askedDaysAgo', ${days("f.asked_at")}) as ask
      from ${feasibilities} f cross join now join ${records} r on r.workspace_id = ${home} and r.id = f.id
      where f.workspace_id = ${home} and f.feature_id in (select id from wanted) and f.state = 'asked'),
    notes as (
      select l.to_id as feature_id,
        json_agg(json_build_object('id', t.id, 'key', 'T-' || r.number, 'title', t.title, 'raisedDaysAgo', ${days("t.created_at")}) order by t.created_at)
          filter (where t.kind = 'blocker' and t.state = 'open') as blockers,
        json_agg(json_build_object('id', t.id, 'key', 'T-' || r.number, 'title', t.title, 'cost', t.cost, 'state', t.state) order by t.created_at)
          filter (where t.kind = 'debt' and t.state <> 'rejected') as debts
      from ${links} l cross join now join ${techNotes} t on t.workspace_id = ${home} and t.id = l.from_id join ${records} r on r.workspace_id = ${home} and r.id = t.id
      where l.workspace_id = ${home} and l.to_id in (select id from wanted) and l.kind = 'informs' group by l.to_id),
    required as (
      select l.from_id as feature_id, json_agg(json_build_object('id', f.id, 'key', 'F-' || r.number, 'title', f.title, 'state', f.state) order by r.number) as features
      from ${links} l join ${features} f on f.workspace_id = ${home} and f.id = l.to_id join ${records} r on r.workspace_id = ${home} and r.id = f.id
      where l.workspace_id = ${home} and l.from_id in (select id from wanted) and l.kind = 'requires' group by l.from_id)
    select w.id as "featureId", a.answer, k.ask, coalesce(n.blockers, '[]') as blockers, coalesce(n.debts, '[]') as debts, coalesce(q.features, '[]') as prerequisites
    from wanted w left join answers a on a.feature_id = w.id left join asks k on k.feature_id = w.id
      left join notes n on n.feature_id = w.id left join required q on q.feature_id = w.id`);
  const found = new Map(rows.map((row) => Row.parse(row)).map(({ featureId, ...said }) => [featureId, said]));
  return new Map(featureIds.map((id) => [id, found.get(id) ?? NOTHING]));
}
