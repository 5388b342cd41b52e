import { and, inArray, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { byName, newestFirst, recordStore, type Sort } from "../workspace/record-store.ts";
import { mustRefer, tellOwner } from "../workspace/references.ts";
import { type MilestoneState, milestoneAsksReason } from "./rules.ts";
import { Milestone, type MilestoneChange, type MilestoneDraft, type MilestoneQuery, milestones } from "./schema.ts";

const store = recordStore({ kind: "milestone", table: milestones, Item: Milestone });
const sorts: Readonly<Record<MilestoneQuery["sort"], Sort>> = {
  date: { value: sql`coalesce(${milestones.date}::text, '9999')`, type: "text", direction: "asc" },
  title: byName(milestones.title),
  newest: newestFirst(milestones.createdAt),
};
const narrowed = ({ state, kind }: Pick<MilestoneQuery, "state" | "kind">) =>
  and(state ? inArray(milestones.state, [state].flat()) : undefined, kind ? inArray(milestones.kind, [kind].flat()) : undefined);

export const milestonesPage = (context: Context, query: MilestoneQuery) => store.page(context, query, sorts[query.sort], narrowed(query));
export const milestoneTotal = (context: Context, query: Omit<MilestoneQuery, "sort">) => store.total(context, query, narrowed(query));
/** @throws Refusal 404 */
export const milestoneById = (context: Context, ref: string): Promise<Milestone> => store.byId(context, ref);

export async function createMilestone(context: Context, draft: MilestoneDraft): Promise<Milestone> {
  await mustRefer(context, refs(draft));
  const made = await store.create(context, draft, { productId: null, activity: "milestone.planned", detail: { title: draft.title } });
  await tellOwner(context, made.id, draft.ownerId);
  return made;
}

export async function editMilestone(context: Context, ref: string, version: number, change: MilestoneChange): Promise<Milestone> {
  await mustRefer(context, refs(change));
  const edited = await store.edit(context, ref, version, change);
  await tellOwner(context, edited.id, change.ownerId);
  return edited;
}

/** Moves a milestone to another state. @throws Refusal 409, 412, 422 where a reason is asked for */
export function moveMilestone(
  context: Context,
  ref: string,
  version: number,
  { state, reason }: { state: MilestoneState; reason?: string | undefined },
): Promise<Milestone> {
  return store.move(context, ref, { version, state, ...(reason ? { reason } : {}) }, (before) => {
    if (before.state === state) throw new Refusal(409, "NOT_POSSIBLE", "It is in this state already.");
    if (milestoneAsksReason(before.state, state) && !reason)
      throw new Refusal(422, "REASON_NEEDED", "Say why in a line.", { issues: [{ path: "reason", message: "Say why in a line." }] });
  });
}

/** @throws Refusal 409 while features or launches are planned for it */
export async function deleteMilestone(context: Context, ref: string): Promise<void> {
  const { id } = await store.locked(context, ref);
  const { rows } = await context.db.execute(
    sql`select count(*)::int as planned from features where workspace_id = ${context.actor.workspaceId} and milestone_id = ${id}`,
  );
  const planned = Number(rows[0]?.planned ?? 0);
  if (planned > 0)
    throw new Refusal(409, "IN_USE", "Features are planned for it; plan them for another first, or drop it.", { features: planned });
  await store.remove(context, id, ({ title }) => ({ title }));
}

const refs = ({ ownerId }: MilestoneChange) => (ownerId ? { ownerId } : {});
