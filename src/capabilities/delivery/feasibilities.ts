import { and, asc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { notFound } from "../../platform/refusal.ts";
import { features } from "../features/schema.ts";
import { KINDS } from "../workspace/kind-rules.ts";
import { nameTaken } from "../workspace/names.ts";
import { POLICY } from "../workspace/policy-rules.ts";
import { recordStore, type Sort } from "../workspace/record-store.ts";
import { recordIdOf, recordOf } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import { Feasibility, type FeasibilityFilter, type FeasibilityQuery, type Team } from "./feasibility-schema.ts";
import { feasibilities, feasibilityEfforts, teams } from "./schema.ts";

const iso = (instant: SQL) => sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** When somebody last said that the answer of `f` still holds; what was taken back does not count. */
const confirmedAt = (home: string) => sql`(
  select max(said.at) from (
    select distinct on (a.actor_id) a.at, a.kind from activities a
    where a.workspace_id = ${home} and a.record_id = ${feasibilities.id} and a.actor_id is not null
      and a.kind in ('feasibility.confirmed', 'feasibility.unconfirmed')
    order by a.actor_id, a.id desc) said where said.kind = 'feasibility.confirmed')`;

/** When an answer last was known to hold. */
const held = (home: string) =>
  sql`case when ${feasibilities.answeredAt} is not null then greatest(${feasibilities.answeredAt}, ${confirmedAt(home)}) end`;

/** When title, reason or text of the feature were last changed after the answer, by an edit or by undoing one. */
export const scopeChanged = (home: string) => sql`(
  select max(a.at) from activities a
  where a.workspace_id = ${home} and a.record_id = ${feasibilities.featureId} and a.at > ${feasibilities.answeredAt}
    and a.kind in ('feature.edited', 'change.undone') and a.detail -> 'changes' ?| array['title', 'why', 'body'])`;

const isNewest = sql`not exists (
  select from ${feasibilities} later where later.workspace_id = ${feasibilities.workspaceId} and later.feature_id = ${feasibilities.featureId}
    and (later.answered_at, later.id) > (${feasibilities.answeredAt}, ${feasibilities.id}))`;

export const feasibilityStore = recordStore({
  kind: "feasibility",
  table: feasibilities,
  Item: Feasibility,
  beside: ({ actor: { workspaceId: home } }) => ({
    featureKey: sql`(select ${KINDS.feature.prefix} || '-' || r.number from ${records} r where r.workspace_id = ${home} and r.id = ${feasibilities.featureId})`,
    featureTitle: sql`(select fe.title from ${features} fe where fe.workspace_id = ${home} and fe.id = ${feasibilities.featureId})`,
    efforts: sql`(
      select coalesce(json_agg(json_build_object('teamId', e.team_id, 'team', t.name, 'low', e.low, 'high', e.high) order by lower(t.name)), '[]')
      from ${feasibilityEfforts} e left join ${teams} t on t.workspace_id = e.workspace_id and t.id = e.team_id
      where e.workspace_id = ${home} and e.feasibility_id = ${feasibilities.id})`,
    heldAt: iso(held(home)),
    scopeChangedAt: iso(scopeChanged(home)),
    isNewest,
  }),
});

/** Asked first, the oldest first; then what was disputed; then answers, the one that expires next first; at last those that a later one replaced. */
const waitingFirst = (home: string): Sort => ({
  value: sql`case when ${feasibilities.state} = 'asked' then '0' when not ${isNewest} then '3' when ${feasibilities.state} = 'disputed' then '1' else '2' end
    || ${iso(sql`coalesce(${held(home)}, ${feasibilities.askedAt})`)}`,
  type: "text",
  direction: "asc",
});

export const feasibilitiesPage = async (context: Context, query: FeasibilityQuery) =>
  feasibilityStore.page(context, query, waitingFirst(context.actor.workspaceId), await conditionsOf(context, query));

export const feasibilityTotal = async (context: Context, filter: FeasibilityFilter) =>
  feasibilityStore.total(context, filter, await conditionsOf(context, filter));

async function conditionsOf(context: Context, { state, verdict, feature, product }: FeasibilityFilter): Promise<SQL | undefined> {
  const featureId = feature && (await recordIdOf(context, feature, "feature"));
  return and(
    state && or(...[state].flat().map((one) => (one === "expired" ? hasExpired(context) : eq(feasibilities.state, one)))),
    verdict && inArray(feasibilities.verdict, [verdict].flat()),
    featureId ? eq(feasibilities.featureId, featureId) : undefined,
    product ? eq(feasibilities.productId, product) : undefined,
  );
}

/** What was built, or will not be, asks for no answer any more. */
const isStillAhead = (home: string) => sql`exists (
  select from ${features} f where f.workspace_id = ${home} and f.id = ${feasibilities.featureId} and f.state not in ('shipped', 'measured', 'dropped'))`;

function hasExpired({ actor: { workspaceId: home }, now }: Context): SQL {
  return sql`(${feasibilities.state} = 'given' and ${isNewest} and ${isStillAhead(home)} and (
    ${held(home)} < ${now}::timestamptz - make_interval(days => ${POLICY.feasibilityFreshDays}) or ${scopeChanged(home)} > ${held(home)}))`;
}

/** All that was asked and answered about a feature, the newest first. */
export async function feasibilitiesOfFeature(context: Context, ref: string): Promise<Feasibility[]> {
  const featureId = await featureIdOf(context, ref);
  return (await feasibilityStore.all(context, eq(feasibilities.featureId, featureId))).reverse();
}

/** @throws Refusal 404 when there is no such feature here */
export async function featureIdOf(context: Context, ref: string): Promise<string> {
  const { id, kind } = await recordOf(context, ref);
  if (kind !== "feature") throw notFound("feature");
  return id;
}

export const teamsOf = ({ db, actor }: Context): Promise<Team[]> =>
  db
    .select({ id: teams.id, name: teams.name })
    .from(teams)
    .where(eq(teams.workspaceId, actor.workspaceId))
    .orderBy(asc(sql`lower(${teams.name})`));

/** @throws Refusal 409 when there is one of this name */
export async function createTeam(context: Context, name: string): Promise<Team> {
  const made = await context.db
    .insert(teams)
    .values({ workspaceId: context.actor.workspaceId, name, createdAt: context.now })
    .onConflictDoNothing()
    .returning({ id: teams.id, name: teams.name });
  if (made.length === 0) throw nameTaken("team");
  await record(context, "team.created", null, { name });
  return only(made);
}
