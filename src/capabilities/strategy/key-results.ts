import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { type Context, record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { changedSince, changesOf } from "../../platform/edits.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { metricById, metricsById } from "../measurement/metrics.ts";
import { keyResults } from "../measurement/schema.ts";
import { mustBeRecords, recordIdOf } from "../workspace/records.ts";
import { keyResultIssues, standOf } from "./rules.ts";
import { type KeyResult, type KeyResultChange, type KeyResultDraft, objectives } from "./schema.ts";

type Row = typeof keyResults.$inferSelect;

/** The key results of objectives, each with its metric and how far it is; those due first come first. */
export async function keyResultsOf(context: Context, objectiveIds: readonly string[]): Promise<KeyResult[]> {
  if (objectiveIds.length === 0) return [];
  const rows = await context.db
    .select()
    .from(keyResults)
    .where(and(eq(keyResults.workspaceId, context.actor.workspaceId), inArray(keyResults.objectiveId, [...objectiveIds])))
    .orderBy(sql`${keyResults.byOn} nulls last`, asc(keyResults.id));
  const bound = await metricsById(context, [...new Set(rows.flatMap(({ metricId }) => metricId ?? []))]);
  const metricOf = new Map(bound.map((metric) => [metric.id, metric]));
  return rows.map(({ workspaceId: _, createdAt: __, ...row }) => {
    const metric = row.metricId === null ? undefined : metricOf.get(row.metricId);
    return {
      ...row,
      metric: metric
        ? {
            id: metric.id,
            key: metric.key,
            name: metric.name,
            unit: metric.unit,
            currency: metric.currency,
            direction: metric.direction,
            latest: metric.latest,
          }
        : null,
      progress: standOf(row, metric?.latest?.value ?? null).progress,
    };
  });
}

/** Adds a key result to an objective. Bound to a metric without a baseline, it starts from the metric's last reading. @throws Refusal 404, 409, 422 */
export async function addKeyResult(context: Context, objectiveRef: string, draft: KeyResultDraft): Promise<KeyResult> {
  const { db, actor, now } = context;
  const objective = await heldObjective(context, objectiveRef);
  const start = await startOf(context, draft);
  const full = { baselineValue: null, baselineOn: null, target: null, byOn: null, ...draft, ...start };
  mustBeSound(full);
  mayStayActive(objective.state, { metricId: draft.metricId ?? null, target: draft.target ?? null });
  const made = only(
    await db
      .insert(keyResults)
      .values({
        ...draft,
        ...start,
        workspaceId: actor.workspaceId,
        objectiveId: objective.id,
        isLive: objective.state === "active",
        createdAt: now,
      })
      .returning(),
  );
  await record(context, "objective.key-result-added", objective.id, {
    name: made.name,
    ...(made.metricId ? { targetId: made.metricId } : {}),
  });
  return keyResultIn(context, made);
}

/** Changes a key result; binding it to a metric starts it from the metric's last reading unless a baseline is given. @throws Refusal 404, 409, 412, 422 */
export async function editKeyResult(context: Context, id: string, version: number, change: KeyResultChange): Promise<KeyResult> {
  const before = await lockedKeyResult(context, id);
  if (before.version !== version) throw changedSince(await keyResultIn(context, before));
  const isRebound = change.metricId !== undefined && change.metricId !== null && change.metricId !== before.metricId;
  const start = isRebound ? await startOf(context, change) : {};
  const edit = changesOf<Row>(before, { ...present(change), ...start });
  if (!edit) return keyResultIn(context, before);
  const after = { ...before, ...edit.set };
  mustBeSound(after);
  const { state } = await heldObjective(context, before.objectiveId);
  mayStayActive(state, after);
  await context.db
    .update(keyResults)
    .set({ ...edit.set, version: version + 1 })
    .where(and(eq(keyResults.workspaceId, context.actor.workspaceId), eq(keyResults.id, id)));
  await record(context, "objective.key-result-edited", before.objectiveId, {
    name: after.name,
    changes: edit.changes,
    ...(isRebound && after.metricId ? { targetId: after.metricId } : {}),
  });
  return keyResultIn(context, after);
}

export async function removeKeyResult(context: Context, id: string): Promise<void> {
  const { name, objectiveId } = await lockedKeyResult(context, id);
  const { state } = await heldObjective(context, objectiveId);
  const left = (await keyResultsOf(context, [objectiveId])).filter((one) => one.id !== id);
  if (state === "active" && left.length === 0)
    throw new Refusal(409, "NOT_POSSIBLE", "It is the last key result of an active objective; nobody could say whether that is achieved.");
  await context.db.delete(keyResults).where(and(eq(keyResults.workspaceId, context.actor.workspaceId), eq(keyResults.id, id)));
  await record(context, "objective.key-result-removed", objectiveId, { name });
}

/** Where a key result starts when nobody says: at the metric's last reading. */
async function startOf(context: Context, { metricId, baselineValue }: KeyResultChange) {
  if (!metricId) return {};
  await mustBeRecords(context, "metricId", [metricId], ["metric"]);
  const { latest } = await metricById(context, metricId);
  return baselineValue === undefined && latest ? { baselineValue: latest.value, baselineOn: latest.on } : {};
}

function mustBeSound(keyResult: Parameters<typeof keyResultIssues>[0]): void {
  const issues = keyResultIssues(keyResult);
  if (issues.length > 0) throw new Refusal(422, "INVALID", "Some of what was sent is not valid.", { issues });
}

/** What kept an objective from becoming active may not come about while it is. */
function mayStayActive(state: string, { metricId, target }: { metricId: string | null; target: number | null }): void {
  if (state !== "active") return;
  if (metricId === null) throw invalid("metricId", "An active objective's key result has a metric.");
  if (target === null) throw invalid("target", "An active objective's key result has a target.");
}

/** Its objective, held: of two who change its key results or its state the second waits. */
async function heldObjective(context: Context, ref: string) {
  const id = await recordIdOf(context, ref, "objective");
  const [held] = await context.db
    .select({ id: objectives.id, state: objectives.state })
    .from(objectives)
    .where(and(eq(objectives.workspaceId, context.actor.workspaceId), eq(objectives.id, id)))
    .for("update");
  if (!held) throw notFound("objective");
  return held;
}

async function lockedKeyResult({ db, actor }: Context, id: string): Promise<Row> {
  const [found] = await db
    .select()
    .from(keyResults)
    .where(and(eq(keyResults.workspaceId, actor.workspaceId), eq(keyResults.id, id)))
    .for("update");
  if (!found) throw notFound("key result");
  return found;
}

async function keyResultIn(context: Context, { id, objectiveId }: Row): Promise<KeyResult> {
  return only((await keyResultsOf(context, [objectiveId])).filter((one) => one.id === id));
}

const present = (change: KeyResultChange): Partial<Row> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
