import { sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import type { Context } from "../../platform/context.ts";
import { confirmationsOf } from "../workspace/confirming.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { FINDING_KINDS, FINDING_STATES } from "./finding-rules.ts";
import { sourcedAt } from "./findings.ts";

const Row = z.object({
  featureId: z.uuid(),
  id: z.uuid(),
  number: z.int(),
  kind: z.enum(FINDING_KINDS),
  state: z.enum(FINDING_STATES),
  statement: z.string(),
  stance: z.enum(["supports", "contradicts"]),
  targetId: z.uuid(),
  strength: z.int(),
  authorId: z.uuid().nullable(),
  ageDays: z.number(),
  hasSource: z.boolean(),
  answered: z.boolean(),
  createdAt: Instant,
});
/** A finding that speaks for or against a feature, or a need that it serves. */
export type MarketFinding = Omit<z.infer<typeof Row>, "number"> & { key: string; confirmedDaysAgo: number | null };

/**
 * What the market says of features: the findings that support or contradict each, or a need that it serves; `targetId` says which. Withdrawn
 * ones are left out. `ageDays` are counted from the newest source, without sources from when it was written down. Two statements, however
 * many features.
 */
export async function marketOf(context: Pick<Context, "db" | "actor" | "now">, featureIds: readonly string[]): Promise<MarketFinding[]> {
  if (featureIds.length === 0) return [];
  const { db, actor, now } = context;
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`
    with wanted as (select unnest(${sql.param([...featureIds])}::uuid[]) as feature_id),
    targets as (
      select feature_id, feature_id as target_id from wanted
      union select w.feature_id, l.to_id from wanted w join links l on l.workspace_id = ${home} and l.from_id = w.feature_id and l.kind = 'serves'
        join records n on n.workspace_id = ${home} and n.id = l.to_id and n.kind = 'need')
    select t.feature_id as "featureId", findings.id, r.number, findings.kind, findings.state, findings.statement, l.kind as stance,
      t.target_id as "targetId", findings.strength, r.created_by as "authorId",
      date_part('epoch', ${now}::timestamptz - coalesce(${sourcedAt}, findings.created_at)) / 86400 as "ageDays",
      findings.sources <> '[]'::jsonb as "hasSource", findings.answer <> '' as answered,
      to_char(findings.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"
    from targets t
    join links l on l.workspace_id = ${home} and l.to_id = t.target_id and l.kind in ('supports', 'contradicts')
    join findings on findings.workspace_id = ${home} and findings.id = l.from_id and findings.state <> 'withdrawn'
    join records r on r.workspace_id = ${home} and r.id = findings.id
    order by t.feature_id, findings.id, t.target_id, l.kind`);
  const found = rows.map((row) => Row.parse(row));
  const confirmed = Map.groupBy(await confirmationsOf(context, [...new Set(found.map(({ id }) => id))]), ({ recordId }) => recordId);
  return found.map(({ number, ...finding }) => ({
    ...finding,
    key: keyOf("finding", number),
    confirmedDaysAgo: confirmed.get(finding.id)?.reduce((least, { daysAgo }) => Math.min(least, daysAgo), Number.POSITIVE_INFINITY) ?? null,
  }));
}
