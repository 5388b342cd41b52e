import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { type Context, record } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { createDecision } from "../decisions/decisions.ts";
import { createFeature } from "../features/commands.ts";
import { metricId as metricIdOf } from "../measurement/readings.ts";
import { readings } from "../measurement/schema.ts";
import { linkRecords } from "../workspace/linking.ts";
import { notify } from "../workspace/notifications.ts";
import { isLinkedTo, nameOf, namesLinked } from "../workspace/record-names.ts";
import { newestFirst, recordStore, type Sort } from "../workspace/record-store.ts";
import { recordOf } from "../workspace/records.ts";
import { mustBeMember } from "../workspace/references.ts";
import { members } from "../workspace/schema.ts";
import {
  type Acceptance,
  Recommendation,
  type RecommendationChange,
  type RecommendationDraft,
  type RecommendationFilter,
  type RecommendationQuery,
} from "./answers.ts";
import { type Basis, CARRIED } from "./basis-rules.ts";
import { mayAnswer, moveObjection, TAKES_UP } from "./rules.ts";
import { recommendations } from "./schema.ts";

const store = recordStore({
  kind: "recommendation",
  table: recommendations,
  Item: Recommendation,
  beside: (context) => ({
    metric: nameOf(context, recommendations.metricId),
    became: nameOf(context, recommendations.becameId),
    informs: namesLinked(context, recommendations.id, ["informs"]),
  }),
});

const dueFirst: Sort = { value: sql`coalesce(${recommendations.dueOn}::text, '9999')`, type: "text", direction: "asc" };
const sorts: Readonly<Record<RecommendationQuery["sort"], Sort>> = {
  waiting: {
    value: sql`case when ${recommendations.state} = 'open' then '0' || coalesce(${recommendations.dueOn}::text, '9999')
      else '1' || to_char(99999999999.999 - extract(epoch from ${recommendations.answeredAt}), 'FM00000000000.000') end`,
    type: "text",
    direction: "asc",
  },
  due: dueFirst,
  newest: newestFirst(recommendations.createdAt),
};

async function conditionsOf(context: Context, { state, metric, informs, product }: RecommendationFilter): Promise<SQL | undefined> {
  const about = informs === undefined ? null : await recordOf(context, informs);
  return and(
    state && inArray(recommendations.state, [state].flat()),
    metric ? eq(recommendations.metricId, await metricIdOf(context, metric)) : undefined,
    product ? eq(recommendations.productId, product) : undefined,
    about ? isLinkedTo(context, recommendations.id, about.id, ["informs"]) : undefined,
  );
}

export const recommendationsPage = async (context: Context, query: RecommendationQuery) =>
  store.page(context, query, sorts[query.sort], await conditionsOf(context, query));
export const recommendationTotal = async (context: Context, filter: RecommendationFilter) =>
  store.total(context, filter, await conditionsOf(context, filter));
/** @throws Refusal 404 */
export const recommendationById = (context: Context, ref: string): Promise<Recommendation> => store.byId(context, ref);

/** Recommends something, with the readings it was taken from as they are now; whoever is asked is told. @throws Refusal 404, 422 */
export async function recommend(
  context: Context,
  { productId, standsOn, informs = [], ...draft }: RecommendationDraft,
): Promise<Recommendation> {
  if (draft.askedOf) await mustBeMember(context, "askedOf", draft.askedOf);
  const taken = standsOn && (await takenFrom(context, standsOn));
  const made = await store.create(
    context,
    { ...draft, ...taken },
    { productId, activity: "recommendation.made", detail: { proposal: draft.proposal } },
  );
  for (const ref of new Set(informs)) await linkRecords(context, made.id, "informs", ref);
  await tellAsked(context, made);
  return store.byId(context, made.id);
}

const Taken = z.object({ readings: z.int(), last: z.array(z.object({ on: z.string(), value: z.number(), n: z.int().nullable() })) });

async function takenFrom(
  context: Context,
  { metricId: ref, fromOn, toOn }: NonNullable<RecommendationDraft["standsOn"]>,
): Promise<{ metricId: string; basis: Basis }> {
  if (fromOn > toOn) throw invalid("standsOn.toOn", "The last day lies before the first.");
  const metricId = await metricIdOf(context, ref);
  const { rows } = await context.db.execute(sql`
    with taken as (
      select to_char(r."on", 'YYYY-MM-DD') as day, r.value, r.n, row_number() over (order by r."on" desc) as back from ${readings} r
      where r.workspace_id = ${context.actor.workspaceId} and r.metric_id = ${metricId}::uuid and r."on" between ${fromOn}::date and ${toOn}::date)
    select count(*)::int as readings, coalesce(jsonb_agg(jsonb_build_object('on', day, 'value', value, 'n', n) order by day)
      filter (where back <= ${CARRIED}::int), '[]'::jsonb) as last from taken`);
  const found = Taken.parse(rows[0]);
  if (found.readings === 0) throw invalid("standsOn.fromOn", "The metric has no reading in these days.");
  return { metricId, basis: { fromOn, toOn, ...found } };
}

/** Tells whom it is asked of: one person, or everybody in the group. */
async function tellAsked(context: Context, { id, askedGroup, askedOf, proposal }: Recommendation): Promise<void> {
  const { actor, db } = context;
  const group =
    askedOf === null && askedGroup !== null
      ? await db
          .select({ id: members.id })
          .from(members)
          .where(and(eq(members.workspaceId, actor.workspaceId), isNull(members.removedAt), sql`${askedGroup} = any(${members.groups})`))
      : [];
  const memberIds = askedOf === null ? group.map((member) => member.id) : [askedOf];
  await notify(context, { kind: "asked", memberIds, recordId: id, excerpt: proposal });
}

export async function editRecommendation(
  context: Context,
  ref: string,
  version: number,
  change: RecommendationChange,
): Promise<Recommendation> {
  if (change.askedOf) await mustBeMember(context, "askedOf", change.askedOf);
  const edited = await store.edit(context, ref, version, change);
  if (change.askedOf || change.askedGroup) await tellAsked(context, edited);
  return edited;
}

/**
 * Accepts a recommendation: its text becomes a new feature or a new decision, or it is linked to a record that takes it up. One change.
 * @throws Refusal 403 for whom it was not asked of, 404, 409 when it is answered, 412, 422
 */
export async function acceptRecommendation(
  context: Context,
  ref: string,
  version: number,
  acceptance: Acceptance,
): Promise<Recommendation> {
  const before = await answerable(context, ref, "accepted");
  const becameId =
    "into" in acceptance ? await carriedInto(context, before, acceptance.into) : await takenUpBy(context, before, acceptance.intoId);
  return answer(context, before.id, version, "accepted", { becameId });
}

/** Rejects a recommendation with the reason. @throws Refusal 403, 404, 409, 412 */
export async function rejectRecommendation(context: Context, ref: string, version: number, reason: string): Promise<Recommendation> {
  const before = await answerable(context, ref, "rejected");
  return answer(context, before.id, version, "rejected", { reason });
}

/** Opens an answered one again; what it became stays, and stays linked. @throws Refusal 403, 404, 409, 412 */
export async function reopenRecommendation(context: Context, ref: string, version: number): Promise<Recommendation> {
  await answerable(context, ref, "open");
  return store.move(context, ref, {
    version,
    state: "open",
    activity: "recommendation.reopened",
    set: { reason: "", answeredBy: null, answeredAt: null, becameId: null },
  });
}

export const deleteRecommendation = (context: Context, ref: string): Promise<void> =>
  store.remove(context, ref, ({ proposal }) => ({ proposal }));

async function answerable(context: Context, ref: string, to: Recommendation["state"]): Promise<Recommendation> {
  const before = await store.locked(context, ref);
  if (!mayAnswer(context.actor, before)) throw new Refusal(403, "FORBIDDEN", "It was asked of others; they or product answer it.");
  const objection = moveObjection(before.state, to);
  if (objection) throw new Refusal(409, "NOT_POSSIBLE", objection);
  return before;
}

async function answer(
  context: Context,
  id: string,
  version: number,
  state: "accepted" | "rejected",
  set: { reason?: string; becameId?: string },
): Promise<Recommendation> {
  const { actor, now } = context;
  const answered = await store.move(context, id, {
    version,
    state,
    activity: `recommendation.${state}`,
    ...(set.reason ? { reason: set.reason } : {}),
    set: { ...set, answeredBy: actor.kind === "member" ? actor.id : null, answeredAt: now },
  });
  if (set.becameId) await record(context, "recommendation.taken-up", id, { targetId: set.becameId });
  if (answered.createdBy)
    await notify(context, {
      kind: "answered",
      memberIds: [answered.createdBy],
      recordId: id,
      excerpt: set.reason ?? answered.became?.title,
    });
  return answered;
}

/** A new feature or decision that says what the recommendation says, and is linked with it. */
async function carriedInto(context: Context, one: Recommendation, into: "feature" | "decision"): Promise<string> {
  const said = [one.observation, one.expectedEffect && `Expected: ${one.expectedEffect}`].filter((part) => part !== "").join("\n\n");
  if (into === "feature") {
    const feature = await createFeature(context, { title: one.proposal, why: said, productId: one.productId });
    await linkRecords(context, one.id, "informs", feature.id);
    return feature.id;
  }
  const options = [
    { name: "Do it", line: one.expectedEffect },
    { name: "Leave it", line: "" },
  ];
  const draft = { question: `${one.proposal}?`, body: said, options, answers: [one.id], productId: one.productId };
  return (await createDecision(context, draft)).id;
}

async function takenUpBy(context: Context, one: Recommendation, ref: string): Promise<string> {
  const other = await recordOf(context, ref);
  if (!TAKES_UP.some((kind) => kind === other.kind)) throw invalid("intoId", "Give a feature, an objective, a need or a decision.");
  if (other.kind === "decision") await linkRecords(context, other.id, "answers", one.id);
  else await linkRecords(context, one.id, "informs", other.id);
  return other.id;
}
