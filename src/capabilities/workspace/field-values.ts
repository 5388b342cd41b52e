import { and, eq, isNull } from "drizzle-orm";
import * as z from "zod";
import { type Context, record } from "../../platform/context.ts";
import { invalid } from "../../platform/refusal.ts";
import { fieldById } from "./fields.ts";
import { memberName } from "./names.ts";
import { type Field, fieldValues, members, type RecordKind } from "./schema.ts";

/** A value as the wire carries it: text, number, a day, or a member's id. */
export const FieldValue = z.union([z.string().max(2_000), z.number()]);
export type FieldValue = z.infer<typeof FieldValue>;

type Stored = { text: string | null; number: number | null; memberId: string | null };
const EMPTY: Stored = { text: null, number: null, memberId: null };
const Email = z.email().max(320);
const Web = z.url({ protocol: /^https?$/ });

/** Gives a record a value of one of the workspace's own fields; null clears it. */
export async function setField(
  context: Context,
  subject: { id: string; kind: RecordKind },
  fieldId: string,
  value: FieldValue | null,
): Promise<{ value: FieldValue | null }> {
  const { db, actor } = context;
  const field = await fieldById(context, fieldId);
  if (field.recordKind !== subject.kind)
    throw invalid("fieldId", `This field belongs to another kind of record than this ${subject.kind}.`);
  const where = and(eq(fieldValues.workspaceId, actor.workspaceId), eq(fieldValues.recordId, subject.id), eq(fieldValues.fieldId, fieldId));
  const [before] = await db
    .select({
      text: fieldValues.text,
      number: fieldValues.number,
      memberId: fieldValues.memberId,
      name: memberName(context, fieldValues.memberId),
    })
    .from(fieldValues)
    .where(where);
  const { stored, name } = value === null ? { stored: null, name: null } : await storedValue(context, field, value);
  if (stored)
    await db
      .insert(fieldValues)
      .values({ workspaceId: actor.workspaceId, recordId: subject.id, fieldId, ...stored })
      .onConflictDoUpdate({ target: [fieldValues.workspaceId, fieldValues.recordId, fieldValues.fieldId], set: stored });
  else await db.delete(fieldValues).where(where);
  const was = before ? (before.name ?? before.number ?? before.text) : null;
  const is = stored ? (name ?? stored.number ?? stored.text) : null;
  // The trail keeps the words, so that it still reads when the field or the person is gone.
  if (was !== is) await record(context, "record.changed", subject.id, { changes: { [field.name]: { before: was, after: is } }, fieldId });
  return { value: stored ? (stored.number ?? stored.text ?? stored.memberId) : null };
}

/** The value in the column of its type, or a refusal that says what it should be. */
export async function storedValue(
  { db, actor }: Context,
  field: Field,
  value: FieldValue,
): Promise<{ stored: Stored; name: string | null }> {
  if (field.type === "number") {
    if (typeof value !== "number" || !Number.isFinite(value)) throw invalid("value", `${field.name} is a number.`);
    return { stored: { ...EMPTY, number: value }, name: null };
  }
  if (typeof value !== "string") throw invalid("value", `${field.name} is no number.`);
  const text = value.trim();
  if (text === "") throw invalid("value", "Give a value, or clear the field.");
  if (field.type === "person") {
    const [member] = z.uuid().safeParse(text).success
      ? await db
          .select({ id: members.id, name: memberName({ actor }, members.id) })
          .from(members)
          .where(and(eq(members.workspaceId, actor.workspaceId), eq(members.id, text), isNull(members.removedAt)))
      : [];
    if (!member) throw invalid("value", `${field.name} is a member of this workspace.`);
    return { stored: { ...EMPTY, memberId: member.id }, name: member.name };
  }
  return { stored: { ...EMPTY, text: textOf(field, text) }, name: null };
}

function textOf(field: Field, text: string): string {
  switch (field.type) {
    case "choice":
      if (field.options.includes(text)) return text;
      throw invalid("value", `${field.name} is one of: ${field.options.join(", ")}.`);
    case "date":
      if (z.iso.date().safeParse(text).success) return text;
      throw invalid("value", `${field.name} is a day such as 2026-01-31.`);
    case "address": {
      if (Email.safeParse(text).success) return text;
      const address = Web.safeParse(text).success ? new URL(text).href : null;
      if (address && address.length <= 2_000) return address;
      throw invalid("value", `${field.name} is a web address with http(s):// or an e-mail address.`);
    }
    default:
      if (text.length <= 500) return text;
      throw invalid("value", `${field.name} holds at most 500 characters.`);
  }
}
