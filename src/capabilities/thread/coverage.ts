import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import type { Context } from "../../platform/context.ts";
import { activities } from "../../platform/tables.ts";
import { feedback, quotes } from "../customers/schema.ts";
import { decisions } from "../decisions/schema.ts";
import { FeatureState, features } from "../features/schema.ts";
import { tellings } from "../launches/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { links, records } from "../workspace/schema.ts";
import type { Coverage, CoveredQuote, CoveredQuotes } from "./coverage-schema.ts";
import { COVERAGE_DAYS, COVERAGE_STEPS, type CoverageStep } from "./rules.ts";

type Scope = { product?: string | undefined };

/** When each step was reached; null while it was not. A feature is decided about once it is planned or dropped, or a decision answers it. */
const AT: Readonly<Record<CoverageStep, SQL>> = {
  feature: sql`feature_at`,
  decision: sql`decided_at`,
  release: sql`released_at`,
  reply: sql`replied_at`,
};
/** From when the days of a step count. */
const SINCE: Readonly<Record<CoverageStep, SQL>> = {
  feature: sql`quoted_at`,
  decision: sql`feature_at`,
  release: sql`decided_at`,
  reply: sql`released_at`,
};

/**
 * The quotes of the last 90 days with how far each got: to a feature that serves it, itself or by its need, to a decision about it or about such a
 * feature, to its release, to a reply to whoever said it. Of several features the first at each step counts.
 */
function reached({ actor, now }: Context, { product }: Scope): SQL {
  const home = actor.workspaceId;
  return sql`
    with said as materialized (
      select q.id, q.feedback_id, q.target_id, q.words, q.quoted_at, f.received_at, coalesce(f.contact_id, f.account_id, f.id) as voice_id
      from ${quotes} q join ${feedback} f on f.workspace_id = ${home} and f.id = q.feedback_id
      where q.workspace_id = ${home} and q.quoted_at > ${now}::timestamptz - make_interval(days => ${COVERAGE_DAYS})
        and (${product ?? null}::uuid is null or f.product_id = ${product ?? null}::uuid)
    ), moved as materialized (
      select a.record_id as id,
        min(a.at) filter (where a.detail #>> '{changes,state,after}' in ('planned', 'building', 'shipped', 'measured', 'dropped')) as decided_at,
        min(a.at) filter (where a.detail #>> '{changes,state,after}' in ('shipped', 'measured')) as released_at
      from ${activities} a where a.workspace_id = ${home} and a.kind = 'feature.moved' group by 1
    ), answered as materialized (
      select l.to_id as id, min(d.decided_at) as at from ${links} l join ${decisions} d on d.workspace_id = ${home} and d.id = l.from_id and d.state = 'decided'
      where l.workspace_id = ${home} and l.kind = 'answers' group by 1
    ), stands as materialized (
      select s.target_id, f.id as feature_id, s.at as feature_at,
        least(a.at, case when f.state in ('planned', 'building', 'shipped', 'measured', 'dropped') then coalesce(m.decided_at, f.created_at) end) as decided_at,
        case when f.state in ('shipped', 'measured') then coalesce(m.released_at, f.created_at) end as released_at
      from (
        select f.id as target_id, f.id, f.created_at as at from ${features} f where f.workspace_id = ${home}
        union all
        select l.to_id, l.from_id, l.linked_at from ${links} l where l.workspace_id = ${home} and l.kind = 'serves'
      ) s join ${features} f on f.workspace_id = ${home} and f.id = s.id left join moved m on m.id = f.id left join answered a on a.id = f.id
    ), reached as materialized (
      select s.id, s.feedback_id, s.target_id, s.words, s.quoted_at, s.received_at, min(t.feature_at) as feature_at, least(min(n.at), min(t.decided_at)) as decided_at,
        min(t.released_at) as released_at, min(x.told_at) as replied_at,
        (array_agg(t.feature_id order by x.told_at nulls last, t.released_at nulls last, t.decided_at nulls last, t.feature_at))[1] as feature_id
      from said s left join stands t on t.target_id = s.target_id left join answered n on n.id = s.target_id
      left join ${tellings} x on x.workspace_id = ${home} and x.feature_id = t.feature_id and x.voice_id = s.voice_id
      group by s.id, s.feedback_id, s.target_id, s.words, s.quoted_at, s.received_at
    )`;
}

const Figures = z.object({
  quotes: z.int(),
  heardDays: z.number().nullable(),
  ...Object.fromEntries(COVERAGE_STEPS.flatMap((step) => [[step, z.int()] as const, [`${step}Days`, z.number().nullable()] as const])),
});

/** How far the quotes of the last 90 days got, and how long each hop took: the median over the quotes that made it. */
export async function coverageOf(context: Context, scope: Scope): Promise<Coverage> {
  // `greatest` passes nulls over: who did not get there takes no part.
  const days = (from: SQL, to: SQL) =>
    sql`percentile_cont(0.5) within group (order by greatest(0, date_part('epoch', ${to} - ${from}) / 86400)) filter (where ${to} is not null and ${from} is not null)`;
  const figures = COVERAGE_STEPS.map(
    (step) => sql`count(${AT[step]})::int as ${sql.identifier(step)}, ${days(SINCE[step], AT[step])} as ${sql.identifier(`${step}Days`)}`,
  );
  const { rows } = await context.db.execute(sql`${reached(context, scope)}
    select count(*)::int as quotes, ${days(sql`received_at`, sql`quoted_at`)} as "heardDays", ${sql.join(figures, sql`, `)} from reached`);
  const found = z.record(z.string(), z.number().nullable()).parse(Figures.parse(rows[0]));
  return {
    days: COVERAGE_DAYS,
    quotes: found.quotes ?? 0,
    heardDays: found.heardDays ?? null,
    steps: COVERAGE_STEPS.map((step) => ({ step, quotes: found[step] ?? 0, days: found[`${step}Days`] ?? null })),
  };
}

const Row = z.object({
  id: z.uuid(),
  words: z.string(),
  quotedAt: Instant,
  feedbackNumber: z.int(),
  targetKind: z.enum(["need", "feature"]),
  targetNumber: z.int(),
  featureNumber: z.int().nullable(),
  featureTitle: z.string().nullable(),
  featureState: FeatureState.nullable(),
  reachedAt: Instant.nullable(),
});

/** The quotes behind a figure: those that got as far as a step, or those that did not; the newest first. */
export async function coveredQuotes(
  context: Context,
  {
    step,
    reached: isReached,
    limit,
    cursor,
    ...scope
  }: Scope & { step: CoverageStep; reached: boolean; limit: number; cursor?: string | undefined },
): Promise<CoveredQuotes> {
  const home = context.actor.workspaceId;
  const instant = (at: SQL) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const { rows } = await context.db.execute(sql`${reached(context, scope)}
    select q.id, q.words, ${instant(sql`q.quoted_at`)} as "quotedAt", fb.number as "feedbackNumber", t.kind as "targetKind", t.number as "targetNumber",
      fr.number as "featureNumber", f.title as "featureTitle", f.state as "featureState", ${instant(sql`q.reached_at`)} as "reachedAt"
    from (select *, ${AT[step]} as reached_at from reached) q
    join ${records} fb on fb.workspace_id = ${home} and fb.id = q.feedback_id
    join ${records} t on t.workspace_id = ${home} and t.id = q.target_id
    left join ${features} f on f.workspace_id = ${home} and f.id = q.feature_id
    left join ${records} fr on fr.workspace_id = ${home} and fr.id = q.feature_id
    where (q.reached_at is not null) = ${isReached} and (${cursor ?? null}::uuid is null or q.id < ${cursor ?? null}::uuid)
    order by q.id desc limit ${limit + 1}`);
  const items = rows.slice(0, limit).map((row): CoveredQuote => {
    const { feedbackNumber, targetKind, targetNumber, featureNumber, featureTitle, featureState, ...quote } = Row.parse(row);
    return {
      ...quote,
      feedbackKey: keyOf("feedback", feedbackNumber),
      targetKey: keyOf(targetKind, targetNumber),
      feature:
        featureNumber !== null && featureTitle !== null && featureState !== null
          ? { key: keyOf("feature", featureNumber), title: featureTitle, state: featureState }
          : null,
    };
  });
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
