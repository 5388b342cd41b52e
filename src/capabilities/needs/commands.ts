import { and, eq } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { changedSince, changesOf } from "../../platform/edits.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { createRecord, productFor, recordIdOf } from "../workspace/records.ts";
import { mustRefer, tellOwner } from "../workspace/references.ts";
import { records } from "../workspace/schema.ts";
import { needById } from "./queries.ts";
import { needBlockerSentences, needReasonSentences, transitionBlockers, transitionReasons } from "./rules.ts";
import { type NeedChange, type NeedDetail, type NeedDraft, type NeedTransition, needs } from "./schema.ts";

export async function createNeed(context: Context, draft: NeedDraft): Promise<NeedDetail> {
  return needById(context, (await insertNeed(context, draft)).id);
}

/** Adds a need and tells the trail; the split of another need does it too. */
export async function insertNeed(context: Context, { productId: wanted, ...draft }: NeedDraft): Promise<{ id: string; key: string }> {
  const { db, actor, now } = context;
  const [productId] = await Promise.all([productFor(context, wanted), mustRefer(context, draft)]);
  const { id, key } = await createRecord(context, "need", productId);
  await db.insert(needs).values({ ...draft, workspaceId: actor.workspaceId, id, productId, createdAt: now, updatedAt: now });
  await record(context, "need.created", id, { statement: draft.statement });
  await tellOwner(context, id, draft.ownerId);
  return { id, key };
}

export async function editNeed(context: Context, ref: string, version: number, change: NeedChange): Promise<NeedDetail> {
  const { db, actor, now } = context;
  const id = await recordIdOf(context, ref, "need");
  const before = await lockedNeed(context, id);
  if (before.version !== version) throw changedSince(await needById(context, id));
  const edit = changesOf(before, change);
  if (!edit) return needById(context, id);
  const { productId } = edit.set;
  await Promise.all([productId && productFor(context, productId), mustRefer(context, edit.set)]);
  await db
    .update(needs)
    .set({ ...edit.set, version: version + 1, updatedAt: now })
    .where(and(eq(needs.workspaceId, actor.workspaceId), eq(needs.id, id)));
  if (productId)
    await db
      .update(records)
      .set({ productId })
      .where(and(eq(records.workspaceId, actor.workspaceId), eq(records.id, id)));
  await record(context, "need.edited", id, { changes: edit.changes });
  await tellOwner(context, id, edit.set.ownerId);
  return needById(context, id);
}

export async function moveNeed(context: Context, ref: string, version: number, { state, reason }: NeedTransition): Promise<NeedDetail> {
  const { db, actor, now } = context;
  const id = await recordIdOf(context, ref, "need");
  await lockedNeed(context, id);
  const need = await needById(context, id);
  if (need.version !== version) throw changedSince(need);
  const blockers = transitionBlockers(need, state);
  const [blocker] = blockers;
  if (blocker) throw new Refusal(409, "NOT_POSSIBLE", needBlockerSentences[blocker], { blockers });
  const reasons = transitionReasons(need, state);
  const [asked] = reasons;
  if (asked && !reason)
    throw new Refusal(422, "REASON_NEEDED", needReasonSentences[asked], {
      reasons,
      issues: [{ path: "reason", message: needReasonSentences[asked] }],
    });
  await db
    .update(needs)
    .set({ state, version: version + 1, updatedAt: now })
    .where(and(eq(needs.workspaceId, actor.workspaceId), eq(needs.id, id)));
  await record(context, "need.moved", id, { changes: { state: { before: need.state, after: state } }, ...(reason ? { reason } : {}) });
  return needById(context, id);
}

/**
 * A need as it stands, held until the transaction ends.
 * @throws Refusal 404, and 409 when it was merged into another, which is the one to change
 */
export async function lockedNeed({ db, actor }: Context, id: string) {
  const [found] = await db
    .select()
    .from(needs)
    .where(and(eq(needs.workspaceId, actor.workspaceId), eq(needs.id, id)))
    .for("update");
  if (!found) throw notFound("need");
  if (found.mergedIntoId !== null) {
    const [into] = await db
      .select({ number: records.number })
      .from(records)
      .where(and(eq(records.workspaceId, actor.workspaceId), eq(records.id, found.mergedIntoId)));
    const key = into ? keyOf("need", into.number) : "another need";
    throw new Refusal(409, "MERGED", `It was merged into ${key}; change that one.`, { mergedIntoId: found.mergedIntoId });
  }
  return found;
}
