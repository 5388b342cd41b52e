import { and, asc, eq, inArray } from "drizzle-orm";
import { type Context, recordMany } from "../../platform/context.ts";
import { changesOf } from "../../platform/edits.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { keyOf, kindOfKey } from "../workspace/kind-rules.ts";
import { mustRefer, tellOwner } from "../workspace/references.ts";
import { records } from "../workspace/schema.ts";
import { type FeatureRow, given, writeChange } from "./commands.ts";
import { featuresByIds } from "./queries.ts";
import { boundIssues } from "./rules.ts";
import { type FeatureBatch, type FeatureItem, features } from "./schema.ts";

/**
 * Edits many features: all of them, or none.
 * @throws Refusal 404 naming what is not there, 412 naming what somebody changed since, 422 naming row and field
 */
export async function editFeatures(context: Context, rows: FeatureBatch["rows"]): Promise<FeatureItem[]> {
  const ids = await idsOf(context, rows);
  const stored = await lockedFeatures(context, ids);
  const edits = rows.map((row, i) => ({ ...row, before: stored.get(ids[i] ?? "") }));
  await mustBeUnchanged(context, edits);

  const issues = edits.flatMap(({ before, change }, i) =>
    before ? boundIssues({ ...before, ...given(change) }).map(({ path, message }) => ({ path: `rows.${i}.change.${path}`, message })) : [],
  );
  if (issues.length > 0) throw new Refusal(422, "INVALID", "Some of what was sent is not valid. Nothing was changed.", { issues });

  const changed = edits.flatMap(({ before, change }) => {
    const edit = before && changesOf(before, change);
    return edit ? [{ before, ...edit }] : [];
  });
  for (const ownerId of new Set(changed.map(({ set }) => set.ownerId))) await mustRefer(context, { ownerId });
  await Promise.all(changed.map(({ before, set }) => writeChange(context, before, set)));
  await recordMany(
    context,
    "feature.edited",
    changed.map(({ before, changes }) => ({ recordId: before.id, detail: { changes } })),
  );
  for (const { before, set } of changed) await tellOwner(context, before.id, set.ownerId);
  return featuresByIds(context, ids);
}

type Edit = FeatureBatch["rows"][number] & { before: FeatureRow | undefined };

async function mustBeUnchanged(context: Context, edits: readonly Edit[]): Promise<void> {
  const conflicts = edits.flatMap(({ version, before }) => (before && before.version !== version ? [before.id] : []));
  if (conflicts.length === 0) return;
  const current = await featuresByIds(context, conflicts);
  const named = current.map(({ key }) => key).join(", ");
  throw new Refusal(412, "CHANGED", `Somebody changed ${named} since you looked. Nothing was changed.`, {
    conflicts: current.map((feature) => ({ id: feature.id, key: feature.key, current: feature })),
  });
}

async function idsOf({ db, actor }: Context, rows: FeatureBatch["rows"]): Promise<string[]> {
  const keys = rows.flatMap(({ id }) => (kindOfKey(id) === "feature" ? [id.toUpperCase()] : []));
  const found =
    keys.length === 0
      ? []
      : await db
          .select({ id: records.id, number: records.number })
          .from(records)
          .where(
            and(
              eq(records.workspaceId, actor.workspaceId),
              eq(records.kind, "feature"),
              inArray(
                records.number,
                keys.map((key) => Number(key.slice(2))),
              ),
            ),
          );
  const byKey = new Map(found.map(({ id, number }) => [keyOf("feature", number), id]));
  const ids = rows.map(({ id }) => byKey.get(id.toUpperCase()) ?? id.toLowerCase());
  const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
  if (twice >= 0) throw invalid(`rows.${twice}.id`, "This feature is there twice.");
  return ids;
}

/** The features as they stand, held until the transaction ends; in the order of their ids, so that no two people wait for each other. */
async function lockedFeatures({ db, actor }: Context, ids: readonly string[]): Promise<Map<string, FeatureRow>> {
  const uuids = ids.filter((id) => id.length === 36);
  const found = await db
    .select()
    .from(features)
    .where(and(eq(features.workspaceId, actor.workspaceId), inArray(features.id, uuids)))
    .orderBy(asc(features.id))
    .for("update");
  const stored = new Map(found.map((feature) => [feature.id, feature]));
  const missing = ids.filter((id) => !stored.has(id));
  if (missing.length > 0)
    throw new Refusal(404, "NOT_FOUND", "Some of these features are not in this workspace. Nothing was changed.", { missing });
  return stored;
}
