import { and, asc, eq } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { changedSince, changesOf } from "../../platform/edits.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { lockedFeature } from "../features/commands.ts";
import { recordIdOf } from "../workspace/records.ts";
import { featureIdOf } from "./feasibilities.ts";
import { titleOfAddress, workAddress } from "./rules.ts";
import { workItems } from "./schema.ts";
import type { WorkItem, WorkItemChange, WorkItemDraft } from "./tech-note-schema.ts";

const own = ({ actor }: Pick<Context, "actor">) => eq(workItems.workspaceId, actor.workspaceId);

/** Work on a feature that is kept elsewhere, in the order in which it was linked. */
export async function workItemsOf(context: Context, ref: string): Promise<WorkItem[]> {
  const featureId = await featureIdOf(context, ref);
  const rows = await context.db
    .select()
    .from(workItems)
    .where(and(own(context), eq(workItems.featureId, featureId)))
    .orderBy(asc(workItems.createdAt), asc(workItems.id));
  return rows.map(({ workspaceId: _, ...item }) => item);
}

/** @throws Refusal 404, 409 when this address is there already, 422 for what is no address */
export async function linkWorkItem(context: Context, ref: string, { address: typed, title, state }: WorkItemDraft): Promise<WorkItem> {
  const address = workAddress(typed);
  if (address === null) throw invalid("address", "Paste an address that begins with https:// or http://, without a password in it.");
  const feature = await lockedFeature(context, await recordIdOf(context, ref, "feature"));
  const made = await context.db
    .insert(workItems)
    .values({
      workspaceId: context.actor.workspaceId,
      featureId: feature.id,
      address,
      title: title ?? titleOfAddress(address).slice(0, 200),
      state,
      createdAt: context.now,
    })
    .onConflictDoNothing()
    .returning();
  if (made.length === 0) {
    const message = "This address is linked here already.";
    throw new Refusal(409, "ALREADY_THERE", message, { issues: [{ path: "address", message }] });
  }
  const { workspaceId: _, ...item } = only(made);
  await record(context, "feature.work-linked", feature.id, { title: item.title });
  return item;
}

/** @throws Refusal 404, 412 when somebody changed it since */
export async function editWorkItem(context: Context, id: string, version: number, change: WorkItemChange): Promise<WorkItem> {
  const before = await lockedItem(context, id);
  if (before.version !== version) throw changedSince(before);
  const edit = changesOf(before, change);
  if (!edit) return before;
  const { workspaceId: _, ...item } = only(
    await context.db
      .update(workItems)
      .set({ ...edit.set, version: version + 1 })
      .where(and(own(context), eq(workItems.id, id)))
      .returning(),
  );
  await record(context, "feature.work-edited", item.featureId, { title: item.title, changes: edit.changes });
  return item;
}

export async function unlinkWorkItem(context: Context, id: string): Promise<void> {
  const { featureId, title } = await lockedItem(context, id);
  await context.db.delete(workItems).where(and(own(context), eq(workItems.id, id)));
  await record(context, "feature.work-unlinked", featureId, { title });
}

async function lockedItem(context: Context, id: string): Promise<WorkItem> {
  const [found] = await context.db
    .select()
    .from(workItems)
    .where(and(own(context), eq(workItems.id, id)))
    .for("update");
  if (!found) throw notFound("work item");
  const { workspaceId: _, ...item } = found;
  return item;
}
