import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { linkRecords } from "../workspace/linking.ts";
import { qualified } from "../workspace/names.ts";
import { notify } from "../workspace/notifications.ts";
import { isLinkedTo, namesLinked } from "../workspace/record-names.ts";
import { newestFirst, recordStore, type Sort } from "../workspace/record-store.ts";
import { recordOf } from "../workspace/records.ts";
import { mustBeMember } from "../workspace/references.ts";
import {
  type Choice,
  Decision,
  type DecisionChange,
  type DecisionDraft,
  type DecisionFilter,
  type DecisionQuery,
  type DissentDraft,
} from "./answers.ts";
import { moveObjection, optionIssues, optionNamed } from "./rules.ts";
import { decisionDeciders, decisionDissents, decisions } from "./schema.ts";

const store = recordStore({
  kind: "decision",
  table: decisions,
  Item: Decision,
  beside: (context) => ({
    answers: namesLinked(context, decisions.id, ["answers"]),
    decidedBy: sql`coalesce((select jsonb_agg(x.member_id order by x.member_id) from ${decisionDeciders} x
      where x.workspace_id = ${context.actor.workspaceId} and x.decision_id = ${qualified(decisions.id)}), '[]'::jsonb)`,
    dissents: sql`coalesce((select jsonb_agg(jsonb_build_object('memberId', x.member_id, 'reason', x.reason, 'proof', x.proof,
        'saidAt', to_char(x.said_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by x.said_at, x.member_id)
      from ${decisionDissents} x where x.workspace_id = ${context.actor.workspaceId} and x.decision_id = ${qualified(decisions.id)}), '[]'::jsonb)`,
  }),
});

/** What is not decided first, the oldest before the others; then what was decided last. */
const waitingFirst: Sort = {
  value: sql`case when ${decisions.state} <> 'decided' then to_char(${decisions.createdAt} at time zone 'UTC', '"0"YYYYMMDDHH24MISSMS')
    else '1' || to_char(99999999999.999 - extract(epoch from ${decisions.decidedAt}), 'FM00000000000.000') end`,
  type: "text",
  direction: "asc",
};
const sorts: Readonly<Record<DecisionQuery["sort"], Sort>> = {
  waiting: waitingFirst,
  "look-again": { value: sql`coalesce(${decisions.lookAgainOn}::text, '9999')`, type: "text", direction: "asc" },
  newest: newestFirst(decisions.createdAt),
};

async function conditionsOf(context: Context, { state, answers, due, product }: DecisionFilter): Promise<SQL | undefined> {
  const about = answers === undefined ? null : await recordOf(context, answers);
  return and(
    state && inArray(decisions.state, [state].flat()),
    product ? eq(decisions.productId, product) : undefined,
    about ? isLinkedTo(context, decisions.id, about.id, ["answers"]) : undefined,
    due
      ? sql`${decisions.state} = 'decided' and ${decisions.lookAgainOn} <= (${context.now}::timestamptz at time zone 'UTC')::date`
      : undefined,
  );
}

export const decisionsPage = async (context: Context, query: DecisionQuery) =>
  store.page(context, query, sorts[query.sort], await conditionsOf(context, query));
export const decisionTotal = async (context: Context, filter: DecisionFilter) =>
  store.total(context, filter, await conditionsOf(context, filter));
/** @throws Refusal 404 */
export const decisionById = (context: Context, ref: string): Promise<Decision> => store.byId(context, ref);

/** Puts a question up for decision, or writes down one that was taken. @throws Refusal 404, 422 */
export async function createDecision(context: Context, { answers = [], productId, choice, ...draft }: DecisionDraft): Promise<Decision> {
  mustFit(draft.options, null);
  // Written once, as it is: a row that one change touches twice could not be taken back.
  const taken = choice && (await takenBy(context, draft.options, choice));
  const made = await store.create(
    context,
    { ...draft, ...(taken ? { ...taken, state: "decided" } : {}) },
    { productId, activity: "decision.recorded", detail: { question: draft.question, ...(taken ? { chosen: taken.chosen } : {}) } },
  );
  if (choice) await writeDeciders(context, made.id, choice.decidedBy);
  for (const ref of new Set(answers)) await linkRecords(context, made.id, "answers", ref);
  return store.byId(context, made.id);
}

export function editDecision(context: Context, ref: string, version: number, change: DecisionChange): Promise<Decision> {
  return store.edit(context, ref, version, change, ({ options, chosen }) => mustFit(options, chosen));
}

/** Takes one of the options. @throws Refusal 409 when it is decided, 412, 422 when the option or a person is not there */
export async function decide(context: Context, ref: string, version: number, choice: Choice): Promise<Decision> {
  const before = await store.locked(context, ref);
  const set = await takenBy(context, before.options, choice);
  const decided = await store.move(
    context,
    before.id,
    {
      version,
      state: "decided",
      activity: "decision.decided",
      reason: choice.whyNow ?? before.whyNow,
      set: { ...set, reopenedBecause: "" },
    },
    ({ state }) => mustMove(state, "decided"),
  );
  await writeDeciders(context, decided.id, choice.decidedBy);
  if (decided.createdBy)
    await notify(context, { kind: "answered", memberIds: [decided.createdBy], recordId: decided.id, excerpt: set.chosen });
  return store.byId(context, decided.id);
}

/** What a choice writes into a decision. @throws Refusal 422 when the option or a person is not there, or the day is still to come */
async function takenBy(context: Context, options: Decision["options"], { chosen, decidedBy, decidedAt = context.now, whyNow }: Choice) {
  if (decidedAt > context.now) throw invalid("decidedAt", "This is still to come; give when it was decided.");
  const option = optionNamed(options, chosen);
  if (!option) throw invalid("chosen", "It has no such option.");
  for (const [place, id] of decidedBy.entries()) await mustBeMember(context, `decidedBy.${place}`, id);
  return { chosen: option.name, decidedAt, ...(whyNow === undefined ? {} : { whyNow }) };
}

/** Opens a decision again; what was chosen, by whom and why stays readable. @throws Refusal 409, 412 */
export async function reopenDecision(context: Context, ref: string, version: number, reason: string): Promise<Decision> {
  const opened = await store.move(
    context,
    ref,
    { version, state: "reopened", activity: "decision.reopened", reason, set: { reopenedBecause: reason } },
    ({ state }) => mustMove(state, "reopened"),
  );
  await notify(context, { kind: "asked", memberIds: opened.decidedBy, recordId: opened.id, excerpt: reason });
  return opened;
}

/** Says that a member disagrees, or says it in other words. @throws Refusal 404, 422 */
export async function dissent(context: Context, ref: string, memberId: string, { reason, proof }: DissentDraft): Promise<Decision> {
  const { id } = await store.locked(context, ref);
  await mustBeMember(context, "memberId", memberId);
  await context.db
    .insert(decisionDissents)
    .values({ workspaceId: context.actor.workspaceId, decisionId: id, memberId, reason, proof, saidAt: context.now })
    .onConflictDoUpdate({
      target: [decisionDissents.workspaceId, decisionDissents.decisionId, decisionDissents.memberId],
      set: { reason, proof },
    });
  await record(context, "decision.dissent-recorded", id, { memberId, reason });
  return store.byId(context, id);
}

/** Takes a member's disagreement out. @throws Refusal 404 when there is none */
export async function withdrawDissent(context: Context, ref: string, memberId: string): Promise<Decision> {
  const { id } = await store.locked(context, ref);
  const gone = await context.db
    .delete(decisionDissents)
    .where(
      and(
        eq(decisionDissents.workspaceId, context.actor.workspaceId),
        eq(decisionDissents.decisionId, id),
        eq(decisionDissents.memberId, memberId),
      ),
    );
  if (!gone.rowCount) throw notFound("dissent");
  await record(context, "decision.dissent-withdrawn", id, { memberId });
  return store.byId(context, id);
}

export const deleteDecision = (context: Context, ref: string): Promise<void> =>
  store.remove(context, ref, ({ question }) => ({ question }));

function mustFit(options: Decision["options"], chosen: string | null): void {
  const [issue] = optionIssues(options, chosen);
  if (issue) throw invalid(issue.path, issue.message);
}

function mustMove(from: Decision["state"], to: "decided" | "reopened"): void {
  const objection = moveObjection(from, to);
  if (objection) throw new Refusal(409, "NOT_POSSIBLE", objection);
}

async function writeDeciders({ db, actor: { workspaceId } }: Context, decisionId: string, memberIds: readonly string[]): Promise<void> {
  await db.delete(decisionDeciders).where(and(eq(decisionDeciders.workspaceId, workspaceId), eq(decisionDeciders.decisionId, decisionId)));
  await db.insert(decisionDeciders).values([...new Set(memberIds)].map((memberId) => ({ workspaceId, decisionId, memberId })));
}
