import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { type Table, workspaceTables } from "./catalog.ts";
import { ERASED_CHARACTER, HANGING_ON, NAMING_OTHERS, NOT_SWEPT, patternOf } from "./erasing-rules.ts";

const Count = z.object({ count: z.int() });
const TEXTS = new Set(["text", "text[]", "jsonb"]);

/** Whether a name is looked for as a whole, or a part of it wherever that is not somebody else's name. */
type As = "whole" | "part";

/** Every table in which people may have written of somebody, with the columns that hold text. */
async function textsOf(context: Context, as: As = "whole"): Promise<{ table: Table; columns: Table["columns"] }[]> {
  const all = await workspaceTables(context);
  const skipped = (table: Table, column: string) =>
    table.key.includes(column) || (as === "part" && (NAMING_OTHERS[table.name] ?? []).includes(column));
  return all
    .filter(({ name }) => !NOT_SWEPT.includes(name))
    .map((table) => ({ table, columns: table.columns.filter(({ name, type }) => TEXTS.has(type) && !skipped(table, name)) }))
    .filter(({ columns }) => columns.length > 0);
}

/** Finds nothing. */
const NOTHING = "(?!)";
const anyOf = (sought: readonly string[]) => sought.map(patternOf).join("|") || NOTHING;
const holds = (columns: Table["columns"], pattern: string) =>
  sql.join(
    columns.map(({ name }) => sql`t.${sql.identifier(name)}::text ~* ${pattern}`),
    sql` or `,
  );

/** In how many rows others wrote one of these names or addresses; the person's own contact and feedback are not counted. */
export async function mentionsOf(context: Context, sought: readonly string[], own: Own): Promise<number> {
  if (sought.length === 0) return 0;
  let total = 0;
  for (const { table, columns } of await textsOf(context)) {
    const { rows } = await context.db.execute(sql`select count(*)::int as count from ${sql.identifier(table.name)} t
      where ${ofOthers(context, table, own)} and (${holds(columns, anyOf(sought))})`);
    total += Count.parse(rows[0]).count;
  }
  return total;
}

type Own = { contactIds: string[]; feedbackIds: string[] };

/** Rows that are not the person's own contact, feedback or quotes. */
function ofOthers({ actor }: Context, table: Table, own: Own): SQL {
  const theirs = sql.param(table.name === "contacts" ? own.contactIds : table.name === "feedback" ? own.feedbackIds : []);
  const others = table.key.includes("id") ? sql`and t.id <> all(${theirs}::uuid[])` : sql``;
  const ofTheirs = table.name === "quotes" ? sql`and t.feedback_id <> all(${sql.param(own.feedbackIds)}::uuid[])` : sql``;
  return sql`t.workspace_id = ${actor.workspaceId} ${others} ${ofTheirs}`;
}

const EXAMPLES = 3;
/** So much is shown on either side of a word, to tell whom it means. */
const AROUND = ".{0,32}";
const Places = z.object({ count: z.int(), examples: z.array(z.string()).nullable() });
/** A word of somebody's name that stands alone in others' texts: for people to say whom it means. */
export const PartFound = z.object({
  word: z.string(),
  places: z.int(),
  examples: z.array(z.string()).describe("A few of them, with what stands around."),
});
export type PartFound = z.infer<typeof PartFound>;

/** Where others wrote one of these words, and not within what is sought anyway. Words that stand nowhere are left out. */
export async function partsAlone(context: Context, parts: readonly string[], sought: readonly string[], own: Own): Promise<PartFound[]> {
  if (parts.length === 0) return [];
  const texts = await textsOf(context, "part");
  const found: PartFound[] = [];
  for (const word of parts) {
    const part: PartFound = { word, places: 0, examples: [] };
    for (const { table, columns } of texts) {
      const each = sql.join(
        columns.map(({ name }) => sql`(regexp_replace(t.${sql.identifier(name)}::text, ${anyOf(sought)}, '…', 'gi'))`),
        sql`, `,
      );
      const { rows } = await context.db.execute(sql`select count(*)::int as count,
          (array_agg(substring(e.text from ${`(?i)${AROUND}${patternOf(word)}${AROUND}`})))[1:${sql.raw(String(EXAMPLES))}] as examples
        from ${sql.identifier(table.name)} t cross join lateral (values ${each}) e(text)
        where ${ofOthers(context, table, own)} and e.text ~* ${patternOf(word)}`);
      const { count, examples } = Places.parse(rows[0]);
      part.places += count;
      part.examples.push(...(examples ?? []));
    }
    if (part.places > 0) found.push({ ...part, examples: part.examples.slice(0, EXAMPLES) });
  }
  return found;
}

/** Blanks these names and addresses wherever they stand in a text of the workspace. @returns in how many rows */
export async function sweep(context: Context, sought: readonly string[], as: As = "whole"): Promise<number> {
  if (sought.length === 0) return 0;
  let total = 0;
  for (const { table, columns } of await textsOf(context, as)) {
    const set = columns.map((column) => sql`${sql.identifier(column.name)} = ${blanked(column, sought)}`);
    const { rowCount } = await context.db.execute(sql`update ${sql.identifier(table.name)} t set ${sql.join(set, sql`, `)}
      where t.workspace_id = ${context.actor.workspaceId} and (${holds(columns, anyOf(sought))})`);
    total += rowCount ?? 0;
  }
  return total;
}

function blanked({ name, type }: Table["columns"][number], sought: readonly string[]): SQL {
  const column = sql`t.${sql.identifier(name)}`;
  const within = (text: SQL) =>
    sought.reduce<SQL>(
      (inner, one) => sql`regexp_replace(${inner}, ${patternOf(one)}, ${ERASED_CHARACTER.repeat(one.length)}, 'gi')`,
      text,
    );
  if (type === "jsonb") return sql`${within(sql`${column}::text`)}::jsonb`;
  if (type === "text[]")
    return sql`case when ${column} is null then null else array(select ${within(sql`x`)} from unnest(${column}) with ordinality as u(x, place) order by place) end`;
  return within(column);
}

const Hanging = z.object({ table: z.string(), column: z.string() });

/** Deletes what hangs on these records in tables that do not say otherwise. */
export async function deleteHanging({ db, actor }: Context, ids: readonly string[]): Promise<void> {
  const { rows } = await db.execute(sql`
    select distinct f.conrelid::regclass::text as table, a.attname as column
    from pg_constraint f cross join lateral unnest(f.conkey) as k(number) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.number
    where f.contype = 'f' and f.confrelid in ('public.records'::regclass, 'public.feedback'::regclass, 'public.contacts'::regclass) and a.attname <> 'workspace_id'
    order by 1, 2`);
  for (const { table, column } of rows.map((row) => Hanging.parse(row))) {
    if (Object.hasOwn(HANGING_ON, table) && HANGING_ON[table] !== "goes") continue;
    await db.execute(
      sql`delete from ${sql.identifier(table)} where workspace_id = ${actor.workspaceId} and ${sql.identifier(column)} = any(${sql.param([...ids])}::uuid[])`,
    );
  }
}

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
/** Empties what is kept beside the records: the trail's details, answers for retries, and what undoing a change or an import would bring back. */
export async function eraseFromAnswers({ db, actor }: Context, ids: readonly string[], sought: readonly string[]): Promise<void> {
  const pattern = anyOf(sought);
  const known = sql`${sql.param([...ids])}::uuid[]`;
  const tells = (text: SQL) =>
    sql`(${text} ~* ${pattern} or exists (select from regexp_matches(${text}, ${UUID}, 'g') m where m[1]::uuid = any(${known})))`;
  await db.execute(sql`select erase_from_trail(${known}, ${pattern})`);
  await db.execute(sql`update idempotency_keys k set answer = null, headers = null
    where k.workspace_id = ${actor.workspaceId} and k.answer is not null and ${tells(sql`k.answer::text`)}`);
  await db.execute(sql`delete from change_rows c where c.workspace_id = ${actor.workspaceId} and c.change_id in (
    select r.change_id from change_rows r where r.workspace_id = ${actor.workspaceId} and ${tells(sql`concat(r.before::text, ' ', r.after::text)`)})`);
  await db.execute(sql`delete from import_changes c where c.workspace_id = ${actor.workspaceId}
    and ${tells(sql`concat(c.key, ' ', c.before::text, ' ', c.after::text)`)}`);
}
