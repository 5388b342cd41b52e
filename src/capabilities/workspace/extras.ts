import { and, eq, getTableColumns, inArray, isNotNull, isNull, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { cursorOf, readCursor } from "../../platform/cursor.ts";
import { invalid } from "../../platform/refusal.ts";
import { qualified } from "./names.ts";
import { type Field, fields, fieldValues, recordLabels } from "./schema.ts";

type Where = Pick<Context, "db" | "actor">;
/** Which workspace; a placeholder in queries that are kept. */
export type Home = { actor: { workspaceId: string | Placeholder } };

/** What every record that is listed or loaded carries beside its own columns; spread it into the output. */
export const Extras = {
  labels: z.array(z.uuid()),
  /** Values of the workspace's own fields, by the field's id: text, number, a day, or a member's id. */
  fields: z.record(z.uuid(), z.union([z.string(), z.number()])),
};

const LabelChoice = z.union([z.uuid(), z.literal("none")]);
const FieldCondition = z.string().max(500);
/** The parameters by which every list filters; spread it into the input: `label=<id>`, `fields[<id>]=>=5`. */
export const ExtrasFilter = {
  label: z
    .union([LabelChoice, z.array(LabelChoice).min(1).max(50)])
    .optional()
    .describe("Records with this label, or with any of several; `none` for those without labels."),
  fields: z
    .record(z.uuid(), z.union([FieldCondition, z.array(FieldCondition).min(1).max(50)]))
    .optional()
    .describe(
      "By field id: a value, `>=5` or `<2026-01-01` (several are all to hold), `~word` for a part of a text, `empty`, `set`, " +
        "`me` for a person; several values mean any of them. `=` before a value takes it literally.",
    ),
};
export type ExtrasFilter = z.infer<z.ZodObject<typeof ExtrasFilter>>;

/** To sort a list by one of the workspace's own fields: `sort=field:<id>`. */
export const FieldSort = z.templateLiteral(["field:", z.uuid()]);
export const sortedField = (sort: string): string | null => (sort.startsWith("field:") ? sort.slice("field:".length) : null);

/** The ids of a record's labels, for a select: `labels: labelIdsOf(context, needs.id)`. */
export function labelIdsOf({ actor }: Home, recordId: PgColumn): SQL<string[]> {
  return sql<
    string[]
  >`array(select x.label_id from ${recordLabels} x where x.workspace_id = ${actor.workspaceId} and x.record_id = ${qualified(recordId)} order by x.label_id)`;
}

/** A record's values of the workspace's own fields, for a select: `fields: fieldValuesOf(context, needs.id)`. */
export function fieldValuesOf({ actor }: Home, recordId: PgColumn): SQL<Record<string, string | number>> {
  return sql<
    Record<string, string | number>
  >`coalesce((select jsonb_object_agg(x.field_id, coalesce(to_jsonb(x.number), to_jsonb(x.text), to_jsonb(x.member_id)))
    from ${fieldValues} x where x.workspace_id = ${actor.workspaceId} and x.record_id = ${qualified(recordId)}), '{}'::jsonb)`;
}

/**
 * The conditions of a list's label and field filters; undefined when there are none.
 * @throws Refusal 422 naming the parameter, when a field is not of this workspace or a condition does not fit its type
 */
export async function extrasFilter(context: Where, recordId: PgColumn, filter: ExtrasFilter): Promise<SQL | undefined> {
  const asked = Object.entries(filter.fields ?? {});
  const known = asked.length === 0 ? [] : await fieldsById(context, Object.keys(filter.fields ?? {}));
  return and(
    labelCondition(context, recordId, filter.label),
    ...asked.map(([id, given]) => {
      const field = known.find((one) => one.id === id.toLowerCase());
      if (!field) throw invalid(`fields.${id}`, "There is no such field in this workspace.");
      return fieldCondition(context, recordId, field, [given].flat());
    }),
  );
}

function labelCondition({ actor }: Where, recordId: PgColumn, given: ExtrasFilter["label"]): SQL | undefined {
  if (given === undefined) return undefined;
  const wanted = [given].flat();
  const ids = wanted.filter((one) => one !== "none");
  const own = sql`select from ${recordLabels} x where x.workspace_id = ${actor.workspaceId} and x.record_id = ${qualified(recordId)}`;
  return or(
    ids.length > 0 ? sql`exists (${own} and x.label_id = any(${sql.param(ids)}::uuid[]))` : undefined,
    wanted.includes("none") ? sql`not exists (${own})` : undefined,
  );
}

const COMPARISON = /^(>=|<=|>|<)\s*(.+)$/s;
const operators = { ">=": sql.raw(">="), "<=": sql.raw("<="), ">": sql.raw(">"), "<": sql.raw("<") };
const isOperator = (text: string | undefined): text is keyof typeof operators => text !== undefined && text in operators;

function fieldCondition(context: Where, recordId: PgColumn, field: FieldShape, given: readonly string[]): SQL | undefined {
  const own = sql`select from ${fieldValues} x where x.workspace_id = ${context.actor.workspaceId} and x.record_id = ${qualified(recordId)} and x.field_id = ${field.id}`;
  const all: SQL[] = [];
  const any: SQL[] = [];
  for (const one of given) {
    const [, operator, bound] = COMPARISON.exec(one) ?? [];
    if (one === "empty") any.push(sql`not exists (${own})`);
    else if (one === "set") any.push(sql`exists (${own})`);
    else if (isOperator(operator) && bound && (field.type === "number" || field.type === "date"))
      all.push(sql`exists (${own} and ${valueColumn(field)} ${operators[operator]} ${comparable(context, field, bound)})`);
    else if (one.startsWith("~") && (field.type === "text" || field.type === "address"))
      all.push(sql`exists (${own} and x.text ilike ${`%${one.slice(1).replace(/[\\%_]/g, "\\$&")}%`})`);
    else any.push(sql`exists (${own} and ${valueColumn(field)} = ${comparable(context, field, one.startsWith("=") ? one.slice(1) : one)})`);
  }
  return and(...all, or(...any));
}

type FieldShape = Pick<Field, "id" | "type" | "options">;
const valueColumn = ({ type }: FieldShape) =>
  type === "number" ? sql.raw("x.number") : type === "person" ? sql.raw("x.member_id") : sql.raw("x.text");

function comparable({ actor }: Where, field: FieldShape, typed: string): SQL {
  if (field.type === "number") {
    const number = Number(typed);
    if (typed.trim() === "" || !Number.isFinite(number))
      throw invalid(`fields.${field.id}`, "Compare a number with a number, such as >=5.");
    return sql`${number}::float8`;
  }
  if (field.type === "date") {
    if (!z.iso.date().safeParse(typed).success) throw invalid(`fields.${field.id}`, "Compare a day with a day, such as >=2026-01-31.");
    return sql`${typed}::text`;
  }
  if (field.type !== "person") return sql`${typed}::text`;
  const member = typed === "me" ? actor.id : typed;
  if (!z.uuid().safeParse(member).success) throw invalid(`fields.${field.id}`, "Give a member's id, or `me`.");
  return sql`${member}::uuid`;
}

function fieldsById({ db, actor }: Where, ids: readonly string[]): Promise<FieldShape[]> {
  const { id, type, options } = getTableColumns(fields);
  return db
    .select({ id, type, options })
    .from(fields)
    .where(and(eq(fields.workspaceId, actor.workspaceId), inArray(fields.id, [...ids])));
}

type SortPart = { where: SQL | undefined; orderBy: [SQL, SQL, ...SQL[]]; limit: number; offset: number };
type Sorted = { id: string; sortValue: string | number | null };
type Paged = { limit: number; cursor?: string; offset?: number };

/**
 * Sorts a list by one of the workspace's own fields; records without a value come last, newest first. The list's select
 * must hold `id` and `sortValue: sort.value`, and join `.leftJoin(fieldValues, sort.on)`; then `sort.page(input, part => …)` runs it,
 * adding `part.where`, `part.orderBy`, `part.limit` and `part.offset`. Records with a value are read in the index's own order,
 * and those without only once the others are used up: with 100,000 records a page costs what it shows.
 *
 * @param recordId the list's record id, such as `needs.id`
 * @throws Refusal 422 when this workspace has no such field
 */
export async function fieldSort(context: Where, recordId: PgColumn, fieldId: string, direction: "asc" | "desc") {
  const [field] = await fieldsById(context, [fieldId]);
  if (!field) throw invalid("sort", "There is no such field in this workspace.");
  const value = sortValue(field);
  const way = sql.raw(direction);
  const beyond = sql.raw(direction === "asc" ? ">" : "<");
  const numeric = field.type === "number" || field.type === "choice";
  const type = sql.raw(numeric ? "float8" : "text");

  async function page<Row extends Sorted>(paged: Paged, ask: (part: SortPart) => Promise<Row[]>) {
    const wanted = paged.limit + 1;
    if (paged.offset)
      return cut(
        await ask({
          where: undefined,
          orderBy: [sql`${value} ${way} nulls last`, sql`${fieldValues.recordId} ${way}`, sql`${recordId} desc`],
          limit: wanted,
          offset: paged.offset,
        }),
        paged.limit,
      );
    const [last, id] = paged.cursor ? placeOf(paged.cursor, numeric) : [];
    const after = last == null ? undefined : sql`(${value}, ${fieldValues.recordId}) ${beyond} (${last}::${type}, ${id}::uuid)`;
    const valued =
      last === null
        ? []
        : await ask({
            where: and(isNotNull(fieldValues.fieldId), after),
            orderBy: [sql`${value} ${way}`, sql`${fieldValues.recordId} ${way}`],
            limit: wanted,
            offset: 0,
          });
    if (valued.length === wanted) return cut(valued, paged.limit);
    const empty = await ask({
      where: and(isNull(fieldValues.fieldId), last === null ? sql`${recordId} < ${id}::uuid` : undefined),
      orderBy: [sql`${recordId} desc`, sql`${recordId} desc`],
      limit: wanted - valued.length,
      offset: 0,
    });
    return cut([...valued, ...empty], paged.limit);
  }

  return {
    on: and(eq(fieldValues.workspaceId, context.actor.workspaceId), eq(fieldValues.recordId, recordId), eq(fieldValues.fieldId, field.id)),
    value,
    page,
  };
}

function placeOf(cursor: string, numeric: boolean): [string | number | null, string] {
  const [last, id] = readCursor(cursor, 2);
  const fits = last === null || typeof last === (numeric ? "number" : "string");
  const parsed = z.uuid().safeParse(id);
  if (last === undefined || !fits || !parsed.success)
    throw invalid("cursor", "This cursor does not belong to this list; start again without it.");
  return [last, parsed.data];
}

function cut<Row extends Sorted>(rows: readonly Row[], limit: number): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursorOf([last.sortValue, last.id]) : null };
}

/** Choices sort in the order in which they are offered, people by who they are, everything else by itself. */
function sortValue({ type, options }: FieldShape): SQL<string | number | null> {
  if (type === "number") return sql<number | null>`${fieldValues.number}`;
  if (type === "choice")
    return sql<number | null>`coalesce(array_position(${sql.param(options)}::text[], ${fieldValues.text}), ${options.length + 1})::float8`;
  if (type === "person") return sql<string | null>`${fieldValues.memberId}::text`;
  return sql<string | null>`${fieldValues.text}`;
}
