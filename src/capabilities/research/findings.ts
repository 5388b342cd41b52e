import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { activities } from "../../platform/tables.ts";
import { linkRecords } from "../workspace/linking.ts";
import { qualified } from "../workspace/names.ts";
import { POLICY } from "../workspace/policy-rules.ts";
import { isLinkedTo, nameOf, namesLinked } from "../workspace/record-names.ts";
import { newestFirst, recordStore, type Sort } from "../workspace/record-store.ts";
import { recordOf } from "../workspace/records.ts";
import { mustRefer } from "../workspace/references.ts";
import { links } from "../workspace/schema.ts";
import {
  Finding,
  type FindingAnswer,
  type FindingChange,
  type FindingDraft,
  type FindingFilter,
  type FindingQuery,
  type FindingTransition,
} from "./finding-answers.ts";
import { findingBlockerSentences, findingBlockers } from "./finding-rules.ts";
import { findings as table } from "./schema.ts";

/** The day of the newest source, as an instant; null without sources. */
export const sourcedAt = sql`(select max(s ->> 'asOf')::date from jsonb_array_elements(${qualified(table.sources)}) s)::timestamp at time zone 'UTC'`;
/** When somebody last said that it still holds; what was taken back does not count. */
const confirmedAt = ({ actor }: Pick<Context, "actor">) => sql`(select max(c.at) from (
  select distinct on (a.actor_id) a.kind, a.at from ${activities} a
  where a.workspace_id = ${actor.workspaceId} and a.record_id = ${qualified(table.id)} and a.kind in ('finding.confirmed', 'finding.unconfirmed')
  order by a.actor_id, a.id desc) c where c.kind = 'finding.confirmed')`;
const heldAt = (context: Pick<Context, "actor">) =>
  sql`greatest(coalesce(${sourcedAt}, ${qualified(table.createdAt)}), ${confirmedAt(context)})`;
const asText = (at: SQL) => sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const store = recordStore({
  kind: "finding",
  table,
  Item: Finding,
  beside: (context) => ({
    competitor: nameOf(context, table.competitorId),
    segment: nameOf(context, table.segmentId),
    supports: namesLinked(context, table.id, ["supports"]),
    contradicts: namesLinked(context, table.id, ["contradicts"]),
    heldAt: asText(heldAt(context)),
  }),
});

const sortOf = (context: Context, sort: FindingQuery["sort"]): Sort => {
  if (sort === "held") return { value: asText(heldAt(context)), type: "text", direction: "desc" };
  return sort === "strength" ? { value: sql`${table.strength}`, type: "integer", direction: "desc" } : newestFirst(table.updatedAt);
};

async function conditions(context: Context, query: Partial<FindingFilter>): Promise<SQL | undefined> {
  const about = query.about === undefined ? null : await recordOf(context, query.about);
  const { actor, now } = context;
  const isStale = sql`${heldAt(context)} < ${now}::timestamptz - make_interval(days => ${POLICY.marketFreshDays}::int)`;
  const isOpen = sql`(${table.answer} = '' and ${table.state} <> 'withdrawn' and exists (select from ${links} l where l.workspace_id = ${actor.workspaceId}
    and l.from_id = ${qualified(table.id)} and l.kind = 'contradicts'))`;
  const ages = query.age ? [query.age].flat() : [];
  return and(
    query.kind ? inArray(table.kind, [query.kind].flat()) : undefined,
    query.state ? inArray(table.state, [query.state].flat()) : undefined,
    query.competitor ? inArray(table.competitorId, [query.competitor].flat()) : undefined,
    query.product ? eq(table.productId, query.product) : undefined,
    about ? isLinkedTo(context, table.id, about.id, ["supports", "contradicts"]) : undefined,
    ages.length > 0
      ? or(ages.includes("stale") ? isStale : undefined, ages.includes("fresh") ? sql`not ${isStale}` : undefined)
      : undefined,
    query.open === undefined ? undefined : query.open === "yes" ? isOpen : sql`not ${isOpen}`,
  );
}

export const findingsPage = async (context: Context, query: FindingQuery) =>
  store.page(context, query, sortOf(context, query.sort), await conditions(context, query));
export const findingTotal = async (context: Context, query: FindingFilter) => store.total(context, query, await conditions(context, query));
export const findingById = store.byId;

export async function createFinding(context: Context, { productId, supports = [], contradicts = [], ...draft }: FindingDraft) {
  await mustFit(context, draft);
  const said = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
  const finding = await store.create(context, said, { ...(productId ? { productId } : {}), activity: "finding.created" });
  for (const target of new Set(supports)) await linkRecords(context, finding.id, "supports", target);
  for (const target of new Set(contradicts)) await linkRecords(context, finding.id, "contradicts", target);
  return store.byId(context, finding.id);
}

export async function editFinding(context: Context, ref: string, version: number, change: FindingChange) {
  await mustFit(context, change);
  return store.edit(context, ref, version, change, ({ state, sources }) => {
    if (state === "checked" && sources.length === 0)
      throw invalid("sources", "It counts as checked; what has no source cannot be. Move it back to draft first.");
  });
}

/** @throws Refusal 409 with what stands in the way */
export function moveFinding(context: Context, ref: string, version: number, { state, reason }: FindingTransition) {
  return store.move(context, ref, { version, state, ...(reason ? { reason } : {}) }, (finding) => {
    const blockers = findingBlockers(finding, state);
    if (blockers[0]) throw new Refusal(409, "NOT_POSSIBLE", findingBlockerSentences[blockers[0]], { blockers });
  });
}

/** Answers what a finding contradicts. @throws Refusal 409 when it contradicts nothing */
export async function answerFinding(context: Context, ref: string, version: number, { answer }: FindingAnswer) {
  const { actor, now } = context;
  const isTaken = answer === "";
  const set = isTaken ? { answeredBy: null, answeredAt: null } : { answeredBy: actor.kind === "member" ? actor.id : null, answeredAt: now };
  const activity = isTaken ? "finding.unanswered" : "finding.answered";
  return store.move(context, ref, { version, state: answer, column: "answer", activity, set }, ({ contradicts }) => {
    if (contradicts.length === 0)
      throw new Refusal(409, "NOT_POSSIBLE", "It contradicts nothing that is linked; there is nothing to answer.");
  });
}

export const deleteFinding = (context: Context, ref: string) => store.remove(context, ref, ({ statement }) => ({ statement }));

async function mustFit(context: Context, { competitorId = null, segmentId = null, sources = [] }: FindingChange): Promise<void> {
  await mustRefer(context, { competitorId, segmentId });
  const today = context.now.slice(0, 10);
  const place = sources.findIndex(({ asOf }) => asOf > today);
  if (place >= 0) throw invalid(`sources.${place}.asOf`, "This day is still to come; give the day of what the source says.");
}
