import { and, desc, eq, gte, lte, sql } from "drizzle-orm";
import * as z from "zod";
import { type Context, record } from "../../platform/context.ts";
import type { Db } from "../../platform/database.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { recordIdOf } from "../workspace/records.ts";
import { lockedMetric } from "./metrics.ts";
import { type LineProblem, type READING_SOURCES, type Reading, readingProblems } from "./rules.ts";
import { type ReadingItem, readings, type Written } from "./schema.ts";

export type Lined = Reading & { line: number };
type Source = (typeof READING_SOURCES)[number];
/** So many lines are named when some are wrong, and so many changed days in the trail. */
const TOLD = 50;

/** Says which lines are wrong; nothing was written. */
export function refuseLines(problems: readonly LineProblem[]): Refusal {
  const more = problems.length > TOLD ? ` The first ${TOLD} are named.` : "";
  return new Refusal(
    422,
    "INVALID",
    `${problems.length === 1 ? "A line is" : `${problems.length} lines are`} not valid; nothing was written.${more}`,
    {
      problems: problems.length,
      issues: problems.slice(0, TOLD).map(({ line, message }) => ({ path: `line ${line}`, message })),
    },
  );
}

/** The readings of a metric, the newest first. */
export async function readingsOf(
  context: Context,
  ref: string,
  { from, to, limit, before }: { from?: string; to?: string; limit: number; before?: string },
): Promise<{ items: ReadingItem[]; nextBefore: string | null }> {
  const id = await metricId(context, ref);
  const found = await context.db
    .select({
      on: readings.on,
      value: readings.value,
      n: readings.n,
      source: readings.source,
      enteredBy: readings.enteredBy,
      enteredAt: readings.enteredAt,
    })
    .from(readings)
    .where(
      and(
        own(context, id),
        from ? gte(readings.on, from) : undefined,
        to ? lte(readings.on, to) : undefined,
        before ? sql`${readings.on} < ${before}::date` : undefined,
      ),
    )
    .orderBy(desc(readings.on))
    .limit(limit + 1);
  const items = found.slice(0, limit);
  return { items, nextBefore: found.length > limit ? (items.at(-1)?.on ?? null) : null };
}

/**
 * Writes readings, all or none; what a day had before stays in the trail.
 * @throws Refusal 404, 422 naming the lines
 */
export async function measure(context: Context, ref: string, lined: readonly Lined[], source: Source): Promise<Written> {
  const problems = readingProblems(lined, context.now.slice(0, 10));
  if (problems.length > 0) throw refuseLines(problems);
  const metric = await lockedMetric(context, ref);
  const { actor, db, now } = context;
  const { written, changes } = await writeReadings(db, {
    workspaceId: actor.workspaceId,
    metricId: metric.id,
    enteredBy: actor.kind === "member" ? actor.id : null,
    source,
    now,
    lined,
  });
  if (written.added + written.changed > 0) await record(context, "metric.measured", metric.id, { ...written, source, changes });
  return written;
}

const Row = z.object({ on: z.string(), had: z.boolean(), before: z.number().nullable(), after: z.number() });

/** Writes what differs from what is there. The caller holds the metric and has judged the readings. */
export async function writeReadings(
  db: Db,
  {
    workspaceId,
    metricId,
    enteredBy,
    source,
    now,
    lined,
  }: { workspaceId: string; metricId: string; enteredBy: string | null; source: Source; now: string; lined: readonly Reading[] },
): Promise<{ written: Written; changes: Record<string, { before: number | null; after: number }> }> {
  const days = lined.map(({ on }) => on).sort();
  // As arrays: a statement of thousands of parameters takes longer to read than to run.
  const { rows } = await db.execute(sql`
    with given as (
      select * from unnest(${sql.param(lined.map(({ on }) => on))}::date[], ${sql.param(lined.map(({ value }) => value))}::float8[], ${sql.param(lined.map(({ n }) => n))}::int[]) as g ("on", value, n)),
    differing as (
      select g.*, r.value as before, r.metric_id is not null as had from given g
      left join ${readings} r on r.workspace_id = ${workspaceId} and r.metric_id = ${metricId} and r."on" = g."on"
      where r.metric_id is null or r.value <> g.value or r.n is distinct from g.n),
    written as (
      insert into ${readings} (workspace_id, metric_id, "on", value, n, source, entered_by, entered_at)
      select ${workspaceId}::uuid, ${metricId}::uuid, "on", value, n, ${source}, ${enteredBy}::uuid, ${now}::timestamptz from differing
      on conflict (workspace_id, metric_id, "on") do update
        set value = excluded.value, n = excluded.n, source = excluded.source, entered_by = excluded.entered_by, entered_at = excluded.entered_at
      returning 1)
    select to_char("on", 'YYYY-MM-DD') as "on", had, before, value as after, (select count(*) from written) as _ from differing order by "on"`);
  const differing = rows.map((row) => Row.parse(row));
  const changed = differing.filter(({ had }) => had);
  return {
    written: {
      added: differing.length - changed.length,
      changed: changed.length,
      unchanged: lined.length - differing.length,
      from: days[0] ?? "",
      to: days.at(-1) ?? "",
    },
    changes: Object.fromEntries(changed.slice(0, TOLD).map(({ on, before, after }) => [on, { before, after }])),
  };
}

/** Takes one reading away. @throws Refusal 404 */
export async function removeReading(context: Context, ref: string, on: string): Promise<void> {
  const metric = await lockedMetric(context, ref);
  const [gone] = await context.db
    .delete(readings)
    .where(and(own(context, metric.id), eq(readings.on, on)))
    .returning({ value: readings.value });
  if (!gone) throw notFound("reading");
  await record(context, "metric.reading-removed", metric.id, { changes: { [on]: { before: gone.value, after: null } } });
}

const own = ({ actor }: Context, id: string) => and(eq(readings.workspaceId, actor.workspaceId), eq(readings.metricId, id));

/** The id behind an id or key. @throws Refusal 404, also for the id of nothing here */
export async function metricId(context: Context, ref: string): Promise<string> {
  const id = await recordIdOf(context, ref, "metric");
  const { rows } = await context.db.execute(
    sql`select 1 from metrics where workspace_id = ${context.actor.workspaceId} and id = ${id}::uuid`,
  );
  if (rows.length === 0) throw notFound("metric");
  return id;
}
