import { and, asc, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { type Context, record, recordMany } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { colourFor, differences, LABEL_COLOURS } from "./collaboration-rules.ts";
import { RECORD_KINDS } from "./kind-rules.ts";
import { nameTaken } from "./names.ts";
import { mustBeRecords } from "./records.ts";
import { type Label, labels, recordLabels } from "./schema.ts";

export const LabelDraft = z.strictObject({
  name: z.string().trim().min(1).max(60),
  colour: z.enum(LABEL_COLOURS).default("grey"),
});
export type LabelDraft = z.infer<typeof LabelDraft>;
export const LabelChange = z.strictObject({ name: LabelDraft.shape.name, colour: z.enum(LABEL_COLOURS) }).partial();
export const LabelUse = z.object({ id: z.uuid(), records: z.int() });

/** So many ids one request may name. */
export const BULK_LIMIT = 5_000;
const MOST_LABELS = 1_000;
const columns = { id: labels.id, name: labels.name, colour: labels.colour, version: labels.version };

/** The workspace's labels by name. */
export const labelsOf = ({ db, actor }: Context) =>
  db
    .select(columns)
    .from(labels)
    .where(eq(labels.workspaceId, actor.workspaceId))
    .orderBy(asc(sql`lower(${labels.name})`));

/** How many records carry each label; unused ones are absent. */
export const labelUses = ({ db, actor }: Context) =>
  db
    .select({ id: recordLabels.labelId, records: sql<number>`count(*)::int` })
    .from(recordLabels)
    .where(eq(recordLabels.workspaceId, actor.workspaceId))
    .groupBy(recordLabels.labelId);

export async function createLabel(context: Context, draft: LabelDraft): Promise<Label> {
  const { db, actor } = context;
  const have = await db.$count(labels, eq(labels.workspaceId, actor.workspaceId));
  if (have >= MOST_LABELS) throw new Refusal(422, "TOO_MANY", `A workspace has at most ${MOST_LABELS} labels.`);
  const [label] = await db
    .insert(labels)
    .values({ workspaceId: actor.workspaceId, ...draft })
    .onConflictDoNothing()
    .returning(columns);
  if (!label) throw nameTaken("label");
  await record(context, "label.created", null, { labelId: label.id, name: label.name });
  return label;
}

/** The labels of these names, made where they are missing: for imports. Keys are the names in lower case. */
export async function labelsNamed(context: Context, names: readonly string[]): Promise<Map<string, string>> {
  const wanted = new Map(names.map((name) => [name.trim().toLowerCase(), name.trim().slice(0, 60)]));
  const known = new Map((await labelsOf(context)).map(({ id, name }) => [name.toLowerCase(), id]));
  const missing = [...wanted].filter(([key, name]) => name !== "" && !known.has(key));
  if (known.size + missing.length > MOST_LABELS)
    throw new Refusal(422, "TOO_MANY", `A workspace has at most ${MOST_LABELS} labels; this would make ${known.size + missing.length}.`);
  if (missing.length > 0) {
    const made = await context.db
      .insert(labels)
      .values(missing.map(([, name], i) => ({ workspaceId: context.actor.workspaceId, name, colour: colourFor(known.size + i) })))
      .returning(columns);
    for (const { id, name } of made) known.set(name.toLowerCase(), id);
    await record(context, "label.created", null, { name: made.map(({ name }) => name).join(", ") });
  }
  return known;
}

export async function changeLabel(context: Context, id: string, version: number, change: z.infer<typeof LabelChange>): Promise<Label> {
  const { db, actor } = context;
  const where = and(eq(labels.workspaceId, actor.workspaceId), eq(labels.id, id));
  const [before] = await db.select(columns).from(labels).where(where).for("update");
  if (!before) throw notFound("label");
  const { name } = change;
  if (name && (await labelsOf(context)).some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase()))
    throw nameTaken("label");
  if (before.version !== version) throw new Refusal(412, "CHANGED", "Somebody changed this label meanwhile.", { current: before });
  const after = only(
    await db
      .update(labels)
      .set({ ...change, version: version + 1 })
      .where(where)
      .returning(columns),
  );
  await record(context, "label.edited", null, { labelId: id, name: after.name, changes: differences(before, after, ["name", "colour"]) });
  return after;
}

/** Deletes a label; the records that carried it lose it. */
export async function deleteLabel(context: Context, id: string): Promise<void> {
  const { db, actor } = context;
  const [gone] = await db
    .delete(labels)
    .where(and(eq(labels.workspaceId, actor.workspaceId), eq(labels.id, id)))
    .returning({ name: labels.name });
  if (!gone) throw notFound("label");
  await record(context, "label.deleted", null, { labelId: id, name: gone.name });
}

/** Gives a record exactly these labels. */
export async function setLabels(context: Context, recordId: string, wanted: readonly string[]): Promise<{ labels: string[] }> {
  const { db, actor } = context;
  const ids = [...new Set(wanted)];
  const [had, known] = await Promise.all([
    db
      .select({ id: labels.id, name: labels.name })
      .from(recordLabels)
      .innerJoin(labels, and(eq(labels.workspaceId, recordLabels.workspaceId), eq(labels.id, recordLabels.labelId)))
      .where(and(eq(recordLabels.workspaceId, actor.workspaceId), eq(recordLabels.recordId, recordId))),
    db
      .select({ id: labels.id, name: labels.name })
      .from(labels)
      .where(and(eq(labels.workspaceId, actor.workspaceId), inArray(labels.id, ids))),
  ]);
  if (known.length !== ids.length) throw invalid("labelIds", "There is no such label in this workspace.");
  const added = known.filter(({ id }) => !had.some((one) => one.id === id));
  const removed = had.filter(({ id }) => !ids.includes(id));
  if (removed.length > 0)
    await db.delete(recordLabels).where(
      and(
        eq(recordLabels.workspaceId, actor.workspaceId),
        eq(recordLabels.recordId, recordId),
        inArray(
          recordLabels.labelId,
          removed.map(({ id }) => id),
        ),
      ),
    );
  if (added.length > 0)
    await db
      .insert(recordLabels)
      .values(added.map(({ id }) => ({ workspaceId: actor.workspaceId, recordId, labelId: id })))
      .onConflictDoNothing();
  if (added.length + removed.length > 0)
    await record(context, "record.labelled", recordId, {
      added: added.map(({ name }) => name),
      removed: removed.map(({ name }) => name),
    });
  return { labels: ids.sort() };
}

/** Puts a label on many records and takes it off others; tells how many that changed. */
export async function labelRecords(
  context: Context,
  labelId: string,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<{ added: number; removed: number }> {
  const { db, actor } = context;
  const [[label]] = await Promise.all([
    db
      .select({ name: labels.name })
      .from(labels)
      .where(and(eq(labels.workspaceId, actor.workspaceId), eq(labels.id, labelId))),
    mustBeRecords(context, "add", add, RECORD_KINDS),
    mustBeRecords(context, "remove", remove, RECORD_KINDS),
  ]);
  if (!label) throw notFound("label");
  const removed =
    remove.length === 0
      ? []
      : await db
          .delete(recordLabels)
          .where(
            and(
              eq(recordLabels.workspaceId, actor.workspaceId),
              eq(recordLabels.labelId, labelId),
              inArray(recordLabels.recordId, [...remove]),
            ),
          )
          .returning({ recordId: recordLabels.recordId });
  const added =
    add.length === 0
      ? []
      : await db
          .insert(recordLabels)
          .values([...new Set(add)].map((recordId) => ({ workspaceId: actor.workspaceId, recordId, labelId })))
          .onConflictDoNothing()
          .returning({ recordId: recordLabels.recordId });
  await recordMany(context, "record.labelled", [
    ...added.map(({ recordId }) => ({ recordId, detail: { added: [label.name], removed: [] } })),
    ...removed.map(({ recordId }) => ({ recordId, detail: { added: [], removed: [label.name] } })),
  ]);
  return { added: added.length, removed: removed.length };
}
