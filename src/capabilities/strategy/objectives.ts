import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { keyResults } from "../measurement/schema.ts";
import { newestFirst, recordStore, type Sort } from "../workspace/record-store.ts";
import { mustRefer, tellOwner } from "../workspace/references.ts";
import { keyResultsOf } from "./key-results.ts";
import { activationBlockers, asksReason, moveBlocker, moveSentences, type ObjectiveState } from "./rules.ts";
import { Objective, type ObjectiveChange, type ObjectiveDraft, type ObjectiveQuery, objectives } from "./schema.ts";

const Row = Objective.omit({ keyResults: true });
const store = recordStore({ kind: "objective", table: objectives, Item: Row });
type Row = Awaited<ReturnType<typeof store.byId>>;

const place = sql.raw(
  `array[${(["active", "draft", "achieved", "dropped"] satisfies ObjectiveState[]).map((state) => `'${state}'`).join(", ")}]::text[]`,
);
const sorts: Readonly<Record<ObjectiveQuery["sort"], Sort>> = {
  state: {
    value: sql`(array_position(${place}, ${objectives.state}) || ' ' || coalesce(${objectives.byOn}::text, '9999'))`,
    type: "text",
    direction: "asc",
  },
  by: { value: sql`coalesce(${objectives.byOn}::text, '9999')`, type: "text", direction: "asc" },
  newest: newestFirst(objectives.createdAt),
};

function narrowed({ actor }: Context, { state, owner }: Pick<ObjectiveQuery, "state" | "owner">) {
  return and(
    state ? inArray(objectives.state, [state].flat()) : undefined,
    owner ? eq(objectives.ownerId, owner === "me" ? actor.id : owner) : undefined,
  );
}

async function withKeyResults(context: Context, rows: readonly Row[]): Promise<Objective[]> {
  const found = await keyResultsOf(
    context,
    rows.map(({ id }) => id),
  );
  const byObjective = Map.groupBy(found, ({ objectiveId }) => objectiveId);
  return rows.map((row) => ({ ...row, keyResults: byObjective.get(row.id) ?? [] }));
}
async function whole(context: Context, row: Row): Promise<Objective> {
  const [objective] = await withKeyResults(context, [row]);
  if (!objective) throw new Error("An objective went missing.");
  return objective;
}

export async function objectivesPage(context: Context, query: ObjectiveQuery) {
  const { items, nextCursor } = await store.page(context, query, sorts[query.sort], narrowed(context, query));
  return { items: await withKeyResults(context, items), nextCursor };
}
export const objectiveTotal = (context: Context, query: Omit<ObjectiveQuery, "sort">) =>
  store.total(context, query, narrowed(context, query));
/** @throws Refusal 404 */
export const objectiveById = async (context: Context, ref: string): Promise<Objective> => whole(context, await store.byId(context, ref));
/** Held until the transaction ends. @throws Refusal 404 */
export const lockedObjective = (context: Context, ref: string): Promise<Row> => store.locked(context, ref);
/** Objectives by id, oldest first. */
export async function objectivesById(context: Context, ids: readonly string[]): Promise<Objective[]> {
  return ids.length === 0 ? [] : withKeyResults(context, await store.all(context, sql`${objectives.id} = any(${sql.param(ids)}::uuid[])`));
}

export async function createObjective(context: Context, draft: ObjectiveDraft): Promise<Objective> {
  mustLeadForward(draft);
  await mustRefer(context, refs(draft));
  const made = await store.create(context, draft, {
    productId: null,
    activity: "objective.drafted",
    detail: { statement: draft.statement },
  });
  await tellOwner(context, made.id, draft.ownerId);
  return whole(context, made);
}

export async function editObjective(context: Context, ref: string, version: number, change: ObjectiveChange): Promise<Objective> {
  await mustRefer(context, refs(change));
  const edited = await store.edit(context, ref, version, change, mustLeadForward);
  await tellOwner(context, edited.id, change.ownerId);
  return whole(context, edited);
}

function mustLeadForward({ fromOn, byOn }: { fromOn?: string | null | undefined; byOn?: string | null | undefined }): void {
  if (fromOn && byOn && byOn <= fromOn) throw invalid("byOn", "The period ends after it begins.");
}

/**
 * Moves an objective to another state. Its key results ask something of their metrics while it is active.
 * @throws Refusal 409 with `blockers` while nobody could see whether it was reached, 422 where a reason is asked for
 */
export async function moveObjective(
  context: Context,
  ref: string,
  version: number,
  { state, reason }: { state: ObjectiveState; reason?: string | undefined },
): Promise<Objective> {
  const moved = await store.move(context, ref, { version, state, ...(reason ? { reason } : {}) }, async (before) => {
    const blocker = moveBlocker(before.state, state);
    if (blocker) throw new Refusal(409, "NOT_POSSIBLE", moveSentences[blocker], { blockers: [blocker] });
    const blockers = state === "active" ? activationBlockers(await keyResultsOf(context, [before.id])) : [];
    const [first] = blockers;
    if (first) throw new Refusal(409, "NOT_READY", first.sentence, { blockers });
    if (asksReason(before.state, state) && !reason)
      throw new Refusal(422, "REASON_NEEDED", "Say why in a line.", { issues: [{ path: "reason", message: "Say why in a line." }] });
  });
  await context.db
    .update(keyResults)
    .set({ isLive: state === "active" })
    .where(and(eq(keyResults.workspaceId, context.actor.workspaceId), eq(keyResults.objectiveId, moved.id)));
  return objectiveById(context, moved.id);
}

export const deleteObjective = (context: Context, ref: string): Promise<void> =>
  store.remove(context, ref, ({ statement }) => ({ statement }));

const refs = ({ ownerId }: ObjectiveChange) => (ownerId ? { ownerId } : {});
