import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { type Context, recordMany } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { labelRecords } from "../workspace/labels.ts";
import { notify } from "../workspace/notifications.ts";
import { recordIdOf } from "../workspace/records.ts";
import { members, records } from "../workspace/schema.ts";
import type { FeedbackItem, TriageAction, TriageResult } from "./answers.ts";
import { itemsById } from "./feedback-items.ts";
import { onRecord } from "./marks.ts";
import {
  declineBlockers,
  doneBlockers,
  mergeBlockers,
  reopenBlockers,
  type Standing,
  snoozeBlockers,
  stateOf,
  type TriageBlocker,
  triageReasons,
} from "./rules.ts";
import { feedback, quotes } from "./schema.ts";

type Loaded = Standing & { key: string; assigneeId: string | null; excerpt: string };
type Decided = Partial<Pick<typeof feedback.$inferInsert, "state" | "snoozedUntil" | "declineReason" | "mergedIntoId" | "assigneeId">>;

/**
 * Does one action to each of these. What it is not possible for stays as it is and is named with the reason.
 * @throws Refusal 404 when one of them is not there, 409 when it is possible for none
 */
export async function triage(context: Context, refs: readonly string[], action: TriageAction): Promise<TriageResult> {
  const ids = await idsOf(context, refs);
  if (action.kind === "merge") return merge(context, ids, await recordIdOf(context, action.intoId, "feedback"));
  if (action.kind === "assign") await mustBePresent(context, action.assigneeId);
  const all = await loadLocked(context, ids);
  const { possible, refused } = judged(all, (one) => blockersOf(one, action, context.now));
  const done = possible.map(({ id }) => id);
  if (action.kind === "label") await label(context, done, action);
  else await change(context, action.kind === "assign" ? possible.filter((one) => one.assigneeId !== action.assigneeId) : possible, action);
  return { items: await itemsById(context, done), refused };
}

/** The same for one; its reason is then the answer. */
export async function triageOne(context: Context, ref: string, action: TriageAction): Promise<FeedbackItem> {
  const { items } = await triage(context, [ref], action);
  return only(items);
}

function blockersOf(one: Standing, action: TriageAction, now: string): TriageBlocker[] {
  switch (action.kind) {
    case "snooze":
      return snoozeBlockers(one, action.until, now);
    case "done":
      return doneBlockers(one);
    case "decline":
      return declineBlockers(one);
    case "reopen":
      return reopenBlockers(one);
    default:
      return [];
  }
}

/** Parts what an action is possible for from what it is not. */
function judged(all: readonly Loaded[], blockersFor: (one: Loaded) => TriageBlocker[]) {
  const possible: Loaded[] = [];
  const refused: TriageResult["refused"] = [];
  for (const one of all) {
    const [blocker] = blockersFor(one);
    if (blocker) refused.push({ id: one.id, key: one.key, blocker, reason: triageReasons[blocker] });
    else possible.push(one);
  }
  const [first] = refused;
  if (possible.length === 0 && first) throw new Refusal(409, "NOT_POSSIBLE", first.reason, { blockers: [first.blocker], refused });
  return { possible, refused };
}

type Change = Exclude<TriageAction, { kind: "merge" | "label" }>;

async function change(context: Context, possible: readonly Loaded[], action: Change): Promise<void> {
  if (possible.length === 0) return;
  const ids = possible.map(({ id }) => id);
  const told = (kind: string, detail: (one: Loaded) => Record<string, unknown>) =>
    recordMany(
      context,
      kind,
      possible.map((one) => ({ recordId: one.id, detail: detail(one) })),
    );
  const states = (after: string) => (one: Loaded) => ({ before: one.state, after });
  switch (action.kind) {
    case "assign":
      await write(context, ids, { assigneeId: action.assigneeId });
      await told("feedback.assigned", (one) => ({ before: one.assigneeId, after: action.assigneeId }));
      return tell(context, possible, action.assigneeId);
    case "snooze":
      await write(context, ids, { state: "snoozed", snoozedUntil: action.until });
      return told("feedback.snoozed", (one) => ({ ...states("snoozed")(one), until: action.until }));
    case "done":
      await write(context, ids, { state: "linked", snoozedUntil: null });
      return told("feedback.done", states("linked"));
    case "decline":
      await write(context, ids, { state: "declined", declineReason: action.reason, snoozedUntil: null });
      return told("feedback.declined", (one) => ({ ...states("declined")(one), reason: action.reason }));
    case "reopen":
      await write(context, ids, { state: "new", snoozedUntil: null, declineReason: null, mergedIntoId: null });
      return told("feedback.reopened", states("new"));
  }
}

async function tell(context: Context, given: readonly Loaded[], memberId: string | null): Promise<void> {
  if (!memberId) return;
  await Promise.all(given.map(({ id, excerpt }) => notify(context, { kind: "assigned", memberIds: [memberId], recordId: id, excerpt })));
}

/**
 * Merges these into another, or into the one that it was merged into itself: a chain is never longer than one link. Quotes
 * and accounts stay with each, so that every voice counts.
 */
async function merge(context: Context, ids: readonly string[], intoId: string): Promise<TriageResult> {
  const { db, actor } = context;
  const own = eq(feedback.workspaceId, actor.workspaceId);
  const [into] = await db
    .select({ mergedIntoId: feedback.mergedIntoId })
    .from(feedback)
    .where(and(own, eq(feedback.id, intoId)));
  if (!into) throw notFound("feedback");
  const rootId = into.mergedIntoId ?? intoId;
  // All in one order of locking, so that two who merge at once do not wait for each other.
  const locked = await loadLocked(context, [...ids, rootId]);
  const root = locked.find(({ id }) => id === rootId);
  if (!root || root.mergedIntoId) throw new Refusal(409, "CHANGED", "It was merged into another just now. Look again.");
  const { possible, refused } = judged(
    locked.filter(({ id }) => ids.includes(id)),
    (one) => mergeBlockers(one, root),
  );
  const merged = possible.map(({ id }) => id);
  await write(context, merged, { state: "merged", mergedIntoId: rootId, snoozedUntil: null, declineReason: null });
  // What had been merged into these follows them.
  await writeWhere(context, inArray(feedback.mergedIntoId, merged), { mergedIntoId: rootId });
  await recordMany(context, "feedback.merged", [
    ...possible.map((one) => ({ recordId: one.id, detail: { before: one.state, after: "merged", into: root.key, intoId: rootId } })),
    { recordId: rootId, detail: { merged: possible.map(({ key }) => key) } },
  ]);
  return { items: await itemsById(context, merged), refused };
}

async function label(context: Context, ids: readonly string[], { add, remove }: { add: readonly string[]; remove: readonly string[] }) {
  if (add.some((id) => remove.includes(id))) throw invalid("action.remove", "A label is either added or removed.");
  for (const id of add) await labelRecords(context, id, { add: ids, remove: [] });
  for (const id of remove) await labelRecords(context, id, { add: [], remove: ids });
}

const write = (context: Context, ids: readonly string[], set: Decided) => writeWhere(context, inArray(feedback.id, [...ids]), set);

async function writeWhere({ db, actor, now }: Context, condition: SQL, set: Decided): Promise<void> {
  await db
    .update(feedback)
    .set({ ...set, updatedAt: now, version: sql`${feedback.version} + 1` })
    .where(and(eq(feedback.workspaceId, actor.workspaceId), condition));
}

/** These rows, held until the end of the transaction, in the order asked for. */
async function loadLocked({ db, actor, now }: Context, ids: readonly string[]): Promise<Loaded[]> {
  const rows = await db
    .select({
      id: feedback.id,
      number: records.number,
      state: feedback.state,
      snoozedUntil: feedback.snoozedUntil,
      mergedIntoId: feedback.mergedIntoId,
      assigneeId: feedback.assigneeId,
      excerpt: sql<string>`left(coalesce(${feedback.title}, ${feedback.text}), 160)`,
      quotes: sql<number>`(select count(*)::int from ${quotes} q where q.workspace_id = ${actor.workspaceId} and q.feedback_id = ${feedback}.id)`,
    })
    .from(feedback)
    .innerJoin(records, onRecord)
    .where(and(eq(feedback.workspaceId, actor.workspaceId), inArray(feedback.id, [...new Set(ids)])))
    .orderBy(feedback.id)
    .for("update", { of: feedback });
  const byId = new Map(rows.map((row) => [row.id, { ...row, key: keyOf("feedback", row.number), state: stateOf(row, now) }]));
  return [...new Set(ids)].map((id) => byId.get(id) ?? absent());
}
const absent = (): never => {
  throw notFound("feedback");
};

/** The ids behind ids and keys, each once, in order. */
async function idsOf({ db, actor }: Context, refs: readonly string[]): Promise<string[]> {
  const numbers = refs.filter((ref) => ref.length !== 36).map((ref) => ({ ref, number: Number(/^FB-(\d+)$/i.exec(ref)?.[1] ?? absent()) }));
  const known = new Map<number, string>();
  if (numbers.length > 0) {
    const rows = await db
      .select({ id: records.id, number: records.number })
      .from(records)
      .where(
        and(
          eq(records.workspaceId, actor.workspaceId),
          eq(records.kind, "feedback"),
          inArray(
            records.number,
            numbers.map(({ number }) => number),
          ),
        ),
      );
    for (const { id, number } of rows) known.set(number, id);
  }
  const byRef = new Map(numbers.map(({ ref, number }) => [ref, known.get(number) ?? absent()]));
  return [...new Set(refs.map((ref) => byRef.get(ref) ?? ref.toLowerCase()))];
}

async function mustBePresent({ db, actor }: Context, memberId: string | null): Promise<void> {
  if (memberId === null) return;
  const [member] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, actor.workspaceId), eq(members.id, memberId), isNull(members.removedAt)));
  if (!member) throw invalid("assigneeId", "There is no such member in this workspace.");
}
