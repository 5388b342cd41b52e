import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { activities } from "../../platform/tables.ts";
import { KINDS, keyOf } from "../workspace/kind-rules.ts";
import { titlesOf } from "../workspace/names.ts";
import { links, RecordKind, records } from "../workspace/schema.ts";
import { FLAGGED } from "./flag-rules.ts";
import { metricId } from "./readings.ts";
import { type Chart, type Flag, ReadingValue, readings } from "./schema.ts";

const Row = ReadingValue.extend({ total: z.coerce.number() });
/** More flags than this would hide the line. */
const MOST_FLAGS = 60;

/**
 * What a chart of a metric shows of a window: its readings, at most `points`; where there are more, the lowest and the highest of each
 * stretch, so that no peak is lost.
 */
export async function chartOf(
  context: Context,
  ref: string,
  { from, to, points }: { from?: string; to?: string; points: number },
): Promise<Chart> {
  const id = await metricId(context, ref);
  const { rows } = await context.db.execute(sql`
    with found as (
      select r."on", r.value, r.n, row_number() over (order by r."on") - 1 as place, count(*) over () as total from ${readings} r
      where r.workspace_id = ${context.actor.workspaceId} and r.metric_id = ${id}::uuid
        and r."on" between coalesce(${from ?? null}::date, '-infinity') and coalesce(${to ?? null}::date, 'infinity')),
    placed as (
      select f.*, case when total <= ${points}::int then place else place * ${Math.max(1, Math.floor(points / 2))}::int / total end as stretch from found f),
    told as (
      select p.*, row_number() over (partition by stretch order by value, place) as low, row_number() over (partition by stretch order by value desc, place) as high
      from placed p)
    select to_char("on", 'YYYY-MM-DD') as "on", value, n, total from told where low = 1 or high = 1 or place = 0 or place = total - 1 order by place`);
  const found = rows.map((row) => Row.parse(row));
  const [first, last] = [found[0], found.at(-1)];
  return {
    points: found.map(({ total: _, ...point }) => point),
    total: first?.total ?? 0,
    first: first?.on ?? null,
    last: last?.on ?? null,
    flags: first && last ? await flagsIn(context, id, from ?? first.on, to ?? context.now.slice(0, 10)) : [],
  };
}

const Flagged = z.object({ id: z.uuid(), kind: RecordKind, number: z.int(), on: z.string(), linked: z.boolean() });

/** What became of other records in these days that may have moved the metric; what was taken back since is left out. */
async function flagsIn({ db, actor }: Context, metric: string, from: string, to: string): Promise<Flag[]> {
  const home = actor.workspaceId;
  const parts = FLAGGED.map(({ kind, at, still, only }) => {
    const when =
      "column" in at
        ? sql`select x.${sql.identifier(at.column)} as at`
        : sql`select a.at from ${activities} a
        where a.workspace_id = ${home} and a.record_id = x.id and a.kind = ${at.activity} and a.detail #>> '{changes,state,after}' = ${at.became}
        order by a.id desc limit 1`;
    return sql`
      select x.id, ${kind}::text as kind, happened.at from ${sql.identifier(KINDS[kind].table)} x cross join lateral (${when}) happened
      where x.workspace_id = ${home} and x.state = any(${sql.param([...still])}::text[])
        ${only ? sql`and x.${sql.identifier(only.column)} = ${only.is}` : sql``}`;
  });
  const { rows } = await db.execute(sql`
    with happened as (${sql.join(parts, sql` union all `)})
    select h.id, h.kind, r.number, to_char(h.at at time zone 'UTC', 'YYYY-MM-DD') as "on",
      exists (select from ${links} l where l.workspace_id = ${home} and l.from_id = ${metric}::uuid and l.kind = 'measures' and (l.to_id = h.id
        or exists (select from ${links} m where m.workspace_id = ${home} and m.from_id = h.id and m.to_id = l.to_id and m.kind in ('promises', 'answers')))) as linked
    from happened h join ${records} r on r.workspace_id = ${home} and r.id = h.id
    where h.at >= ${from}::date and h.at < ${to}::date + 1 order by linked desc, h.at desc limit ${MOST_FLAGS}`);
  const found = rows.map((row) => Flagged.parse(row));
  const titles = await titlesOf(
    { db },
    found.map(({ id }) => id),
  );
  return found
    .map(({ id, kind, number, on, linked }) => ({ recordId: id, kind, key: keyOf(kind, number), title: titles.get(id) ?? "", on, linked }))
    .sort((one, other) => one.on.localeCompare(other.on));
}
