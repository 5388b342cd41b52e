import { and, eq } from "drizzle-orm";
import { GROUPS, may } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import { changedSince, changesOf } from "../../platform/edits.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { createRecord, productFor, recordIdOf } from "../workspace/records.ts";
import { mustRefer, tellOwner } from "../workspace/references.ts";
import { records } from "../workspace/schema.ts";
import { featureById } from "./queries.ts";
import { lastRank } from "./ranking.ts";
import { blockerSentences, boundIssues, featureAccess, reasonSentences, transitionBlockers, transitionReasons } from "./rules.ts";
import { type FeatureChange, type FeatureDetail, type FeatureDraft, type FeatureTransition, features } from "./schema.ts";
import { linkNeed } from "./serving.ts";

export async function createFeature(context: Context, { productId: wanted, needs = [], ...draft }: FeatureDraft): Promise<FeatureDetail> {
  const { db, actor, now } = context;
  mustBeBounded({ valueLow: null, valueHigh: null, effortLow: null, effortHigh: null, ...draft });
  const [productId] = await Promise.all([productFor(context, wanted), mustRefer(context, draft)]);
  const { id } = await createRecord(context, "feature", productId);
  const rank = await lastRank(context);
  await db.insert(features).values({ ...draft, workspaceId: actor.workspaceId, id, productId, rank, createdAt: now, updatedAt: now });
  await record(context, "feature.proposed", id, { title: draft.title });
  for (const need of needs) await linkNeed(context, id, need);
  await tellOwner(context, id, draft.ownerId);
  return featureById(context, id);
}

export async function editFeature(context: Context, ref: string, version: number, change: FeatureChange): Promise<FeatureDetail> {
  const id = await recordIdOf(context, ref, "feature");
  const before = await lockedFeature(context, id);
  if (before.version !== version) throw changedSince(await featureById(context, id));
  mustBeBounded({ ...before, ...given(change) });
  const edit = changesOf(before, change);
  if (edit) {
    await mustRefer(context, edit.set);
    await writeChange(context, before, edit.set);
    await record(context, "feature.edited", id, { changes: edit.changes });
    await tellOwner(context, id, edit.set.ownerId);
  }
  return featureById(context, id);
}

export type FeatureRow = typeof features.$inferSelect;

/** Writes what an edit sets, as a new version. */
export async function writeChange(context: Context, { id, version }: FeatureRow, set: Partial<FeatureRow>): Promise<void> {
  const { db, actor, now } = context;
  const productId = set.productId && (await productFor(context, set.productId));
  await db
    .update(features)
    .set({ ...set, version: version + 1, updatedAt: now })
    .where(and(eq(features.workspaceId, actor.workspaceId), eq(features.id, id)));
  if (productId)
    await db
      .update(records)
      .set({ productId })
      .where(and(eq(records.workspaceId, actor.workspaceId), eq(records.id, id)));
}

/** What is set by a change, without what it leaves as it is. */
export function given(change: FeatureChange): FeatureChange {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function mustBeBounded(bounds: Parameters<typeof boundIssues>[0]): void {
  const issues = boundIssues(bounds);
  if (issues.length > 0) throw new Refusal(422, "INVALID", "Some of what was sent is not valid.", { issues });
}

export async function moveFeature(
  context: Context,
  ref: string,
  version: number,
  { state, reason }: FeatureTransition,
): Promise<FeatureDetail> {
  const { actor } = context;
  if (!may(actor, featureAccess, state)) {
    const groups: readonly string[] = featureAccess[state];
    const who = groups.length === GROUPS.length ? "members of a group" : groups.join(" and ");
    throw new Refusal(403, "FORBIDDEN", `Moving a feature there is for ${who}; an admin can add you.`, { groups });
  }
  const id = await recordIdOf(context, ref, "feature");
  const before = await lockedFeature(context, id);
  if (before.version !== version) throw changedSince(await featureById(context, id));
  const blockers = transitionBlockers(before.state, state);
  const [blocker] = blockers;
  if (blocker) throw new Refusal(409, "NOT_POSSIBLE", blockerSentences[blocker], { blockers });
  const reasons = transitionReasons(before.state, state);
  const [asked] = reasons;
  if (asked && !reason)
    throw new Refusal(422, "REASON_NEEDED", reasonSentences[asked], {
      reasons,
      issues: [{ path: "reason", message: reasonSentences[asked] }],
    });
  await writeChange(context, before, { state });
  await record(context, "feature.moved", id, {
    changes: { state: { before: before.state, after: state } },
    ...(reason ? { reason } : {}),
  });
  return featureById(context, id);
}

/**
 * A feature as it stands, held until the transaction ends.
 * @throws Refusal 404
 */
export async function lockedFeature({ db, actor }: Context, id: string): Promise<FeatureRow> {
  const [found] = await db
    .select()
    .from(features)
    .where(and(eq(features.workspaceId, actor.workspaceId), eq(features.id, id)))
    .for("update");
  if (!found) throw notFound("feature");
  return found;
}
