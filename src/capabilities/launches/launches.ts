import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { changedSince } from "../../platform/edits.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { milestones } from "../strategy/schema.ts";
import { qualified } from "../workspace/names.ts";
import { nameOf } from "../workspace/record-names.ts";
import { newestFirst, recordStore } from "../workspace/record-store.ts";
import { mustRefer, tellOwner } from "../workspace/references.ts";
import {
  type Launch,
  type LaunchChange,
  type LaunchDraft,
  type LaunchFilter,
  type LaunchItem,
  type LaunchItemChange,
  type LaunchItemDraft,
  type LaunchMove,
  type LaunchQuery,
  LaunchRow,
} from "./launch-answers.ts";
import { dueOn, isOverdue, launchReasonSentences, launchReasons, TEMPLATES } from "./launch-rules.ts";
import { promise, promisesOf } from "./promises.ts";
import { launches, launchItems } from "./schema.ts";

/** The day that a launch goes out on: its milestone's, or its own. */
const day = sql<string | null>`coalesce(${launches.launchesOn}, (select m.date from ${milestones} m
  where m.workspace_id = ${qualified(launches.workspaceId)} and m.id = ${qualified(launches.milestoneId)}))::text`;
const store = recordStore({
  kind: "launch",
  table: launches,
  Item: LaunchRow,
  beside: (context) => ({ launchesOn: day, milestone: nameOf(context, launches.milestoneId) }),
});
/** The next first; those without a date last. */
const SORTS = {
  date: { value: sql<string>`coalesce(${day}, '9999-12-31')`, type: "text", direction: "asc" },
  newest: newestFirst(launches.createdAt),
} as const;

export async function launchesPage(context: Context, query: LaunchQuery): Promise<{ items: Launch[]; nextCursor: string | null }> {
  const { items, nextCursor } = await store.page(context, query, SORTS[query.sort], inStates(query.state));
  return { items: await whole(context, items), nextCursor };
}

export const launchTotal = (context: Context, filter: LaunchFilter): Promise<{ total: number }> =>
  store.total(context, filter, inStates(filter.state));

const inStates = (state: LaunchFilter["state"]): SQL | undefined =>
  state === undefined ? undefined : inArray(launches.state, [state].flat());

/** @throws Refusal 404 */
export async function launchById(context: Context, ref: string): Promise<Launch> {
  return only(await whole(context, [await store.byId(context, ref)]));
}

/** Plans a launch with the checklist of its tier. @throws Refusal 404, 422 */
export async function createLaunch(context: Context, { features, ...draft }: LaunchDraft): Promise<Launch> {
  await mustRefer(context, draft);
  const { title, tier } = draft;
  const made = await store.create(
    context,
    { ...draft, ...oneDate(draft) },
    { productId: null, activity: "launch.planned", detail: { title, tier } },
  );
  await context.db
    .insert(launchItems)
    .values(TEMPLATES[tier].items.map((item) => ({ ...item, workspaceId: context.actor.workspaceId, launchId: made.id })));
  await promise(context, made.id, features);
  await tellOwner(context, made.id, draft.ownerId);
  return launchById(context, made.id);
}

/** @throws Refusal 404, 412 when somebody changed it since, 422 */
export async function editLaunch(context: Context, ref: string, version: number, change: LaunchChange): Promise<Launch> {
  await mustRefer(context, change);
  const { id } = await store.edit(context, ref, version, { ...change, ...oneDate(change) });
  await tellOwner(context, id, change.ownerId);
  return launchById(context, id);
}

/** A launch goes out on a day of its own or on its milestone's: choosing one takes the other away. */
function oneDate({ launchesOn, milestoneId }: LaunchChange): Pick<LaunchChange, "launchesOn" | "milestoneId"> {
  if (launchesOn && milestoneId) throw invalid("launchesOn", "It goes out on its milestone's day; give one of the two.");
  return { ...(milestoneId ? { launchesOn: null } : {}), ...(launchesOn ? { milestoneId: null } : {}) };
}

/** @throws Refusal 404, 409 when it is in that state already, 412 when somebody changed it since, 422 where a reason is asked */
export async function moveLaunch(context: Context, ref: string, version: number, { state, reason }: LaunchMove): Promise<Launch> {
  const before = await launchById(context, ref);
  const { id } = await store.move(context, ref, { version, state, ...(reason ? { reason } : {}) }, () => {
    if (before.state === state) throw new Refusal(409, "NOT_POSSIBLE", "It is in this state already.", { blockers: ["already-there"] });
    const reasons = launchReasons(before, state);
    const [asked] = reasons;
    if (asked && !reason)
      throw new Refusal(422, "REASON_NEEDED", launchReasonSentences[asked], {
        reasons,
        issues: [{ path: "reason", message: launchReasonSentences[asked] }],
      });
  });
  return launchById(context, id);
}

/** @throws Refusal 404 */
export function deleteLaunch(context: Context, ref: string): Promise<void> {
  return store.remove(context, ref, ({ title }) => ({ title }));
}

/** @throws Refusal 404, 422 */
export async function addLaunchItem(context: Context, ref: string, draft: LaunchItemDraft): Promise<Launch> {
  await mustRefer(context, draft);
  const launch = await store.byId(context, ref);
  await context.db.insert(launchItems).values({ ...draft, workspaceId: context.actor.workspaceId, launchId: launch.id });
  await record(context, "launch.item-added", launch.id, { item: draft.title });
  return launchById(context, launch.id);
}

/** @throws Refusal 404, 412 when somebody changed it since, 422 */
export async function editLaunchItem(context: Context, id: string, version: number, change: LaunchItemChange): Promise<Launch> {
  await mustRefer(context, change);
  const before = await lockedItem(context, id);
  if (before.version !== version) throw changedSince(before);
  await writeItem(context, before, change);
  await record(context, "launch.item-edited", before.launchId, { item: change.title ?? before.title });
  return launchById(context, before.launchId);
}

/** Says that something of a checklist is done, or that it is not after all; saying it twice changes nothing. @throws Refusal 404 */
export async function markLaunchItem(context: Context, id: string, isDone: boolean): Promise<Launch> {
  const before = await lockedItem(context, id);
  if ((before.doneAt !== null) !== isDone) {
    const doneBy = context.actor.kind === "member" ? context.actor.id : null;
    await writeItem(context, before, isDone ? { doneAt: context.now, doneBy } : { doneAt: null, doneBy: null });
    await record(context, isDone ? "launch.item-done" : "launch.item-reopened", before.launchId, { item: before.title });
  }
  return launchById(context, before.launchId);
}

/** @throws Refusal 404 */
export async function removeLaunchItem(context: Context, id: string): Promise<Launch> {
  const before = await lockedItem(context, id);
  await context.db.delete(launchItems).where(and(eq(launchItems.workspaceId, context.actor.workspaceId), eq(launchItems.id, id)));
  await record(context, "launch.item-removed", before.launchId, { item: before.title });
  return launchById(context, before.launchId);
}

type ItemRow = typeof launchItems.$inferSelect;

async function lockedItem({ db, actor }: Context, id: string): Promise<ItemRow> {
  const [found] = await db
    .select()
    .from(launchItems)
    .where(and(eq(launchItems.workspaceId, actor.workspaceId), eq(launchItems.id, id)))
    .for("update");
  if (!found) throw notFound("item of a checklist");
  return found;
}

async function writeItem({ db, actor }: Context, { id, version }: ItemRow, set: Partial<ItemRow> | LaunchItemChange): Promise<void> {
  await db
    .update(launchItems)
    .set({ ...set, version: version + 1 })
    .where(and(eq(launchItems.workspaceId, actor.workspaceId), eq(launchItems.id, id)));
}

async function whole(context: Context, rows: readonly LaunchRow[]): Promise<Launch[]> {
  if (rows.length === 0) return [];
  const { db, actor, now } = context;
  const ids = rows.map(({ id }) => id);
  const [promised, items] = await Promise.all([
    promisesOf(context, ids),
    db
      .select()
      .from(launchItems)
      .where(and(eq(launchItems.workspaceId, actor.workspaceId), inArray(launchItems.launchId, ids)))
      .orderBy(asc(launchItems.offsetDays), asc(launchItems.id)),
  ]);
  const today = now.slice(0, 10);
  return rows.map((row) => {
    const own = items
      .filter(({ launchId }) => launchId === row.id)
      .map(
        ({ workspaceId: _, ...item }): LaunchItem => ({
          ...item,
          dueOn: dueOn(row.launchesOn, item.offsetDays),
          isOverdue: isOverdue(item, row.launchesOn, today),
        }),
      );
    return {
      ...row,
      features: promised.get(row.id) ?? [],
      items: own,
      overdue: own.filter((item) => item.isOverdue).length,
      open: own.filter(({ doneAt }) => doneAt === null).length,
    };
  });
}

/** All launches that a condition finds, with their checklists. */
export const launchesWhere = async (context: Context, where: SQL | undefined): Promise<Launch[]> =>
  whole(context, await store.all(context, where));
