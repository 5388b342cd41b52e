import { and, eq } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { lockedNeed } from "../needs/commands.ts";
import { recordIdOf } from "../workspace/records.ts";
import { links } from "../workspace/schema.ts";
import { featureById } from "./queries.ts";
import type { FeatureDetail } from "./schema.ts";

/** Says that a feature serves a need; saying it twice changes nothing. */
export async function serveNeed(context: Context, ref: string, needRef: string): Promise<FeatureDetail> {
  const { id } = await featureById(context, ref);
  await linkNeed(context, id, needRef);
  return featureById(context, id);
}

/** @throws Refusal 409 when the need was merged into another */
export async function linkNeed(context: Context, featureId: string, needRef: string): Promise<void> {
  const { db, actor, now } = context;
  const needId = await recordIdOf(context, needRef, "need");
  await lockedNeed(context, needId);
  const made = await db
    .insert(links)
    .values({
      workspaceId: actor.workspaceId,
      fromId: featureId,
      toId: needId,
      kind: "serves",
      linkedBy: actor.kind === "member" ? actor.id : null,
      linkedAt: now,
    })
    .onConflictDoNothing();
  if (made.rowCount === 0) return;
  await record(context, "feature.linked", featureId, { needId });
  await record(context, "need.linked", needId, { featureId });
}

export async function stopServingNeed(context: Context, ref: string, needRef: string): Promise<FeatureDetail> {
  const { db, actor } = context;
  const { id } = await featureById(context, ref);
  const needId = await recordIdOf(context, needRef, "need");
  const gone = await db
    .delete(links)
    .where(and(eq(links.workspaceId, actor.workspaceId), eq(links.fromId, id), eq(links.toId, needId), eq(links.kind, "serves")));
  if (gone.rowCount) {
    await record(context, "feature.unlinked", id, { needId });
    await record(context, "need.unlinked", needId, { featureId: id });
  }
  return featureById(context, id);
}
