import { and, asc, eq, inArray, max, sql } from "drizzle-orm";
import * as z from "zod";
import { type Context, record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { differences } from "./collaboration-rules.ts";
import { nameTaken } from "./names.ts";
import { FIELD_TYPES, type Field, fields, fieldValues, RecordKind } from "./schema.ts";

const Name = z.string().trim().min(1).max(60);
const Option = z.string().trim().min(1).max(100);
const Options = z
  .array(Option)
  .max(200)
  .refine((all) => new Set(all).size === all.length, "Each choice once.");

export const FieldDraft = z
  .strictObject({ recordKind: RecordKind, name: Name, type: z.enum(FIELD_TYPES), options: Options.default([]) })
  .refine(({ type, options }) => type === "choice" || options.length === 0, { path: ["options"], message: "Only a choice has options." })
  .refine(({ type, options }) => type !== "choice" || options.length > 0, {
    path: ["options"],
    message: "A choice needs something to choose.",
  });
export type FieldDraft = z.infer<typeof FieldDraft>;

export const FieldChange = z
  .strictObject({
    name: Name,
    /** All choices in their new order; values of those left out go. */
    options: Options.min(1),
    /** New names of choices by their old ones; records keep them under the new name. */
    renamedOptions: z.record(Option, Option),
  })
  .partial();
export type FieldChange = z.infer<typeof FieldChange>;

export const FieldOrder = z.strictObject({ recordKind: RecordKind, ids: z.array(z.uuid()).min(1).max(200) });

const MOST_FIELDS = 100;
const columns = {
  id: fields.id,
  recordKind: fields.recordKind,
  name: fields.name,
  type: fields.type,
  options: fields.options,
  position: fields.position,
  version: fields.version,
};
const own = ({ actor }: Context, id?: string) => and(eq(fields.workspaceId, actor.workspaceId), id ? eq(fields.id, id) : undefined);

/** The fields that this workspace added, of one kind of record or of all, in their order. */
export const fieldsOf = (context: Context, kind?: RecordKind) =>
  context.db
    .select(columns)
    .from(fields)
    .where(and(own(context), kind ? eq(fields.recordKind, kind) : undefined))
    .orderBy(asc(fields.recordKind), asc(fields.position), asc(sql`lower(${fields.name})`));

/** @throws Refusal 404 when this workspace has no such field */
export async function fieldById(context: Context, id: string): Promise<Field> {
  const [field] = await context.db.select(columns).from(fields).where(own(context, id));
  if (!field) throw notFound("field");
  return field;
}

export async function createField(context: Context, draft: FieldDraft): Promise<Field> {
  const { db, actor } = context;
  const [last] = await db
    .select({ position: max(fields.position), count: sql<number>`count(*)::int` })
    .from(fields)
    .where(and(own(context), eq(fields.recordKind, draft.recordKind)));
  if (last && last.count >= MOST_FIELDS)
    throw new Refusal(422, "TOO_MANY", `A kind of record has at most ${MOST_FIELDS} fields of your own.`);
  const [field] = await db
    .insert(fields)
    .values({ workspaceId: actor.workspaceId, ...draft, position: (last?.position ?? -1) + 1 })
    .onConflictDoNothing()
    .returning(columns);
  if (!field) throw nameTaken("field");
  await record(context, "field.created", null, { fieldId: field.id, name: field.name, recordKind: field.recordKind });
  return field;
}

/** Renames a field or edits its choices: values follow a renamed choice and go with a removed one. */
export async function changeField(context: Context, id: string, version: number, change: FieldChange): Promise<Field> {
  const { db, actor } = context;
  const [before] = await db.select(columns).from(fields).where(own(context, id)).for("update");
  if (!before) throw notFound("field");
  if (before.version !== version) throw new Refusal(412, "CHANGED", "Somebody changed this field meanwhile.", { current: before });
  const { name } = change;
  if (
    name &&
    (await fieldsOf(context, before.recordKind)).some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase())
  )
    throw nameTaken("field");
  const options = optionsAfter(before, change);
  const after = only(
    await db
      .update(fields)
      .set({ name: change.name ?? before.name, options, version: version + 1 })
      .where(own(context, id))
      .returning(columns),
  );
  const values = and(eq(fieldValues.workspaceId, actor.workspaceId), eq(fieldValues.fieldId, id));
  const renamed = Object.entries(change.renamedOptions ?? {}).filter(([from, to]) => from !== to);
  if (renamed.length > 0)
    // All at once, so that two choices can change places.
    await db
      .update(fieldValues)
      .set({ text: sql`${JSON.stringify(Object.fromEntries(renamed))}::jsonb ->> ${fieldValues.text}` })
      .where(
        and(
          values,
          inArray(
            fieldValues.text,
            renamed.map(([from]) => from),
          ),
        ),
      );
  if (change.options) await db.delete(fieldValues).where(and(values, sql`not ${fieldValues.text} = any(${sql.param(options)}::text[])`));
  await record(context, "field.edited", null, { fieldId: id, name: after.name, changes: differences(before, after, ["name", "options"]) });
  return after;
}

function optionsAfter(before: Field, { options, renamedOptions = {} }: FieldChange): string[] {
  const renames = Object.keys(renamedOptions);
  if ((options || renames.length > 0) && before.type !== "choice") throw invalid("options", "Only a choice has options.");
  if (renames.some((from) => !before.options.includes(from))) throw invalid("renamedOptions", "There is no such choice to rename.");
  const after = options ?? before.options.map((option) => renamedOptions[option] ?? option);
  if (new Set(after).size !== after.length) throw invalid("options", "Each choice once.");
  if (Object.values(renamedOptions).some((to) => !after.includes(to)))
    throw invalid("options", "A renamed choice must be among the choices.");
  return after;
}

/** Puts the fields of a kind of record into this order; those not named follow in the order they had. */
export async function orderFields(context: Context, { recordKind, ids }: z.infer<typeof FieldOrder>): Promise<Field[]> {
  const { db } = context;
  const before = await db
    .select(columns)
    .from(fields)
    .where(and(own(context), eq(fields.recordKind, recordKind)))
    .orderBy(asc(fields.position))
    .for("update");
  const unknown = ids.find((id) => !before.some((field) => field.id === id));
  if (unknown) throw invalid("ids", "There is no such field on this kind of record.");
  const order = [...new Set([...ids, ...before.map(({ id }) => id)])];
  await db
    .update(fields)
    .set({ position: sql`array_position(${sql.param(order)}::uuid[], ${fields.id}) - 1` })
    .where(and(own(context), eq(fields.recordKind, recordKind)));
  await record(context, "field.ordered", null, { recordKind });
  return fieldsOf(context, recordKind);
}

/** Deletes a field with every value in it. */
export async function deleteField(context: Context, id: string): Promise<void> {
  const [gone] = await context.db.delete(fields).where(own(context, id)).returning({ name: fields.name, recordKind: fields.recordKind });
  if (!gone) throw notFound("field");
  await record(context, "field.deleted", null, { fieldId: id, ...gone });
}
