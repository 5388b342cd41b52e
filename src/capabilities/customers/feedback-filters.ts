import { and, eq, inArray, isNull, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Context } from "../../platform/context.ts";
import { extrasFilter } from "../workspace/extras.ts";
import { recordIdOf, recordOf } from "../workspace/records.ts";
import type { FeedbackFilter } from "./answers.ts";
import { COUNT_LIMIT, FEEDBACK_STATES, type FeedbackState } from "./rules.ts";
import { feedback, quotes } from "./schema.ts";

/** What a list asks of its rows: `all` must hold, and one of `states` when there are any. */
export type FeedbackCondition = { all: SQL | undefined; states: readonly SQL[]; searches: boolean };

/** A search looks at so many of the newest records that hold the words. */
const SEARCHED = 5_000;

export const holdsWords = (typed: string | Placeholder): SQL =>
  sql`${feedback.id} = any(array(select search_ids(${typed}, 'feedback', ${sql.raw(String(SEARCHED))})))`;

export async function feedbackCondition(context: Context, filter: FeedbackFilter): Promise<FeedbackCondition> {
  const { actor, now } = context;
  const [accounts, contact, target, extras] = await Promise.all([
    filter.account === undefined
      ? undefined
      : Promise.all([filter.account].flat().map((ref) => (ref === "none" ? ref : recordIdOf(context, ref, "account")))),
    filter.contact ? recordIdOf(context, filter.contact, "contact") : undefined,
    filter.quotedFor ? recordOf(context, filter.quotedFor) : undefined,
    extrasFilter(context, feedback.id, filter),
  ]);
  const kinds = filter.kind === undefined ? undefined : [filter.kind].flat();
  const all = and(
    eq(feedback.workspaceId, actor.workspaceId),
    filter.q ? holdsWords(filter.q) : undefined,
    kinds ? sql`${feedback.kind} = any(${sql.param(kinds)}::text[])` : undefined,
    filter.channel === undefined ? undefined : inArray(feedback.channel, [filter.channel].flat()),
    anyOf(
      feedback.assigneeId,
      filter.assignee === undefined ? undefined : [filter.assignee].flat().map((one) => (one === "me" ? actor.id : one)),
    ),
    anyOf(feedback.accountId, accounts),
    contact ? eq(feedback.contactId, contact) : undefined,
    filter.product ? eq(feedback.productId, filter.product) : undefined,
    target
      ? sql`${feedback.id} = any(array(select q.feedback_id from ${quotes} q where q.workspace_id = ${actor.workspaceId} and q.target_id = ${target.id}))`
      : undefined,
    filter.batch ? eq(feedback.batchId, filter.batch) : undefined,
    filter.receivedFrom ? sql`${feedback.receivedAt} >= ${filter.receivedFrom}::timestamptz` : undefined,
    filter.receivedTo ? sql`${feedback.receivedAt} < ${momentAfter(filter.receivedTo)}::timestamptz` : undefined,
    extras,
  );
  const states = statesIn(filter).flatMap((state) => stateConditions(state, now));
  return { all, states, searches: filter.q !== undefined || target !== undefined };
}

/** The states that a filter asks for; none when any will do. */
export function statesIn({ state }: Pick<FeedbackFilter, "state">): FeedbackState[] {
  const wanted = state === undefined ? [] : [...new Set([state].flat())];
  return wanted.length === FEEDBACK_STATES.length ? [] : wanted.sort();
}

/** Any of some ids; `none` stands for none at all. A single one stays an equality, which an index answers in the list's order. */
function anyOf(column: PgColumn, given: readonly string[] | undefined): SQL | undefined {
  if (given === undefined) return undefined;
  const ids = given.filter((id) => id !== "none");
  const [first] = ids;
  const listed = first === undefined ? undefined : ids.length === 1 ? eq(column, first) : inArray(column, ids);
  return or(ids.length < given.length ? isNull(column) : undefined, listed);
}

/**
 * The rows of one state, as several disjoint stretches of an index. The state is written into the statement, not bound:
 * how many rows a state has decides the plan. What is snoozed until a time that has come is new again.
 */
export function stateConditions(state: FeedbackState, now: string | Placeholder): SQL[] {
  const is = (stored: FeedbackState) => sql`${feedback.state} = ${sql.raw(`'${stored}'`)}`;
  if (state === "new") return [is("new"), sql`${is("snoozed")} and ${feedback.snoozedUntil} <= ${now}::timestamptz`];
  if (state === "snoozed") return [sql`${is("snoozed")} and ${feedback.snoozedUntil} > ${now}::timestamptz`];
  return [is(state)];
}

/** The whole condition as one expression. */
export const whole = ({ all, states }: FeedbackCondition): SQL | undefined => and(all, or(...states));

/**
 * The whole condition as a list of disjoint ones, each with an index that holds its rows in order. A search finds few rows
 * by itself and would run once for each, so it stays one.
 */
export const branches = (condition: FeedbackCondition): (SQL | undefined)[] =>
  condition.searches || condition.states.length === 0 ? [whole(condition)] : condition.states.map((state) => and(condition.all, state));

/** How many rows there are, counted up to the limit. */
export async function countUpTo({ db }: Context, conditions: readonly (SQL | undefined)[], limit = COUNT_LIMIT): Promise<number> {
  const counts = await Promise.all(
    conditions.map(async (condition) => {
      const rows = db
        .select({ one: sql`1` })
        .from(feedback)
        .where(condition)
        .limit(limit + 1)
        .as("rows");
      const [counted] = await db.select({ total: sql<number>`count(*)::int` }).from(rows);
      return counted?.total ?? 0;
    }),
  );
  return Math.min(
    counts.reduce((sum, count) => sum + count, 0),
    limit + 1,
  );
}

/** A day is meant whole: the moment after it. */
function momentAfter(moment: string): string {
  if (moment.length > 10) return moment;
  return new Date(Date.parse(moment) + 86_400_000).toISOString();
}
