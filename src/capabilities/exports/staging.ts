import { type SQL, sql } from "drizzle-orm";
import pg from "pg";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { rootOf } from "../../platform/failures.ts";
import { expectManyRows } from "../customers/many-rows.ts";
import { type ArchiveLine, refused } from "./archive-file.ts";

const ROWS_AT_ONCE = 500;
/** Tables from whose rows demand is counted, once for all of them: joined row by row, so many would not end. */
const COUNTED: readonly string[] = ["quotes", "links"];
const BYTES_AT_ONCE = 4_000_000;

/**
 * Rows of one table on their way in. They first go to a table of the transaction's own that is like the real one, so that what is wrong with a
 * row is known with its line; then all of them go over in one statement, so that rows may refer to each other in any order, and what the
 * database counts from them is counted once.
 */
export async function stagedRows(
  { db, actor }: Pick<Context, "db" | "actor">,
  of: { table: string; columns: readonly string[]; file: string },
) {
  const staged = sql.identifier(`staged_${of.table}`);
  const real = sql.identifier(of.table);
  const named = sql.join(
    of.columns.map((column) => sql.identifier(column)),
    sql`, `,
  );
  await db.execute(
    sql`create temporary table ${staged} (staged_line bigint, like public.${real} including defaults including constraints) on commit drop`,
  );
  let waiting: ArchiveLine[] = [];
  let bytes = 0;

  const insert = (lines: readonly ArchiveLine[]) =>
    db.execute(sql`
    insert into ${staged} (staged_line, workspace_id, ${named})
    select l.number, ${actor.workspaceId}::uuid, ${sql.join(
      of.columns.map((column) => sql`r.${sql.identifier(column)}`),
      sql`, `,
    )}
    from rows from (jsonb_array_elements(${`[${lines.map(({ text }) => text).join(",")}]`}::text::jsonb), unnest(${sql.param(lines.map(({ number }) => number))}::bigint[])) as l(value, number)
    cross join lateral jsonb_populate_record(null::public.${real}, l.value) r`);

  async function attempt(lines: readonly ArchiveLine[]): Promise<unknown> {
    await db.execute(sql`savepoint staging`);
    try {
      await insert(lines);
      await db.execute(sql`release savepoint staging`);
      return null;
    } catch (error) {
      await db.execute(sql`rollback to savepoint staging`);
      return error;
    }
  }

  async function flush(): Promise<void> {
    const lines = waiting;
    waiting = [];
    bytes = 0;
    if (lines.length === 0) return;
    const failure = await attempt(lines);
    if (failure === null) return;
    // Which of them it was.
    for (const line of lines) {
      const own = lines.length === 1 ? failure : await attempt([line]);
      if (own !== null) throw told(own, of.file, { line: line.number, columns: [] });
    }
    throw failure;
  }

  return {
    async add(line: ArchiveLine): Promise<void> {
      waiting.push(line);
      bytes += line.text.length;
      if (waiting.length >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE) await flush();
    },
    /** Puts the rows into the table itself. @throws Refusal naming the line when they do not fit the others */
    async finish(): Promise<void> {
      await flush();
      await expectManyRows(db);
      // PostgreSQL knows of no rows in a new workspace, and takes any index that begins with the workspace to find one of them: each reference
      // would be checked against all rows. A plan for any workspace is made for as many as workspaces have.
      await db.execute(sql`set local plan_cache_mode = force_generic_plan`);
      await db.execute(sql`set local enable_nestloop = ${sql.raw(COUNTED.includes(of.table) ? "off" : "on")}`);
      await db.execute(sql`savepoint staging`);
      try {
        await db.execute(
          sql`insert into public.${real} (workspace_id, ${named}) select workspace_id, ${named} from ${staged} order by staged_line`,
        );
      } catch (error) {
        await db.execute(sql`rollback to savepoint staging`);
        throw told(error, of.file, await placeOf(error));
      }
      await db.execute(sql`drop table ${staged}`);
    },
  };

  /** Where a row stands that does not fit the others. Under row-level security the database names no values, so they are looked for. */
  async function placeOf(error: unknown): Promise<Place> {
    const cause = rootOf(error);
    if (!(cause instanceof pg.DatabaseError) || cause.constraint === undefined) return NOWHERE;
    if (cause.code === "23505") return secondOfTwo(cause.constraint);
    return cause.code === "23503" ? withoutParent(cause.constraint) : NOWHERE;
  }

  async function secondOfTwo(index: string): Promise<Place> {
    const { rows } = await db.execute(sql`
      select string_agg(pg_get_indexdef(i.indexrelid, place, true), ', ' order by place) as key
      from pg_index i, generate_series(1, i.indnkeyatts) as place where i.indexrelid = ${`public.${index}`}::regclass`);
    const { key } = z.object({ key: z.string() }).parse(rows[0]);
    return lineOf(sql`select min(staged_line) from (
      select staged_line, row_number() over (partition by ${sql.raw(key)} order by staged_line) as nth from ${staged}) s where nth > 1`);
  }

  async function withoutParent(constraint: string): Promise<Place> {
    const { rows } = await db.execute(sql`
      select f.confrelid::regclass::text as parent,
        (select jsonb_agg(jsonb_build_array(c.attname, p.attname) order by k.place) from unnest(f.conkey, f.confkey) with ordinality as k(child, parent, place)
          join pg_attribute c on c.attrelid = f.conrelid and c.attnum = k.child join pg_attribute p on p.attrelid = f.confrelid and p.attnum = k.parent) as pairs
      from pg_constraint f where f.conname = ${constraint} and f.conrelid = ${`public.${of.table}`}::regclass`);
    const { parent, pairs } = Reference.parse(rows[0]);
    const own = pairs.map(([child]) => sql`s.${sql.identifier(child)}`);
    const matches = pairs.map(([child, column]) => sql`p.${sql.identifier(column)} = s.${sql.identifier(child)}`);
    const parents = parent === of.table ? staged : sql`public.${sql.identifier(parent)}`;
    const place = await lineOf(sql`select min(s.staged_line) from ${staged} s where num_nulls(${sql.join(own, sql`, `)}) = 0
      and not exists (select from ${parents} p where ${sql.join(matches, sql` and `)})`);
    return { ...place, columns: pairs.map(([child]) => child).filter((name) => name !== "workspace_id") };
  }

  async function lineOf(query: SQL): Promise<Place> {
    const { rows } = await db.execute(sql`select (${query})::int as line`);
    return { columns: [], ...z.object({ line: z.int().nullable() }).parse(rows[0]) };
  }
}

type Place = { line: number | null; columns: string[] };
const NOWHERE: Place = { line: null, columns: [] };
const Reference = z.object({ parent: z.string(), pairs: z.array(z.tuple([z.string(), z.string()])) });

/** The database's refusal in words for people, with the place. What is no fault of the rows is a defect, and stays one. */
function told(error: unknown, file: string, { line, columns }: Place): unknown {
  const cause = rootOf(error);
  if (!(cause instanceof pg.DatabaseError)) return error;
  const say = (sentence: string) =>
    refused("BROKEN_ARCHIVE", `${file}${line === null ? "" : `, line ${line}`}: ${sentence}`, { file, ...(line === null ? {} : { line }) });
  switch (cause.code) {
    case "23505":
      return say("there is a row like it already; their keys are to be different.");
    case "23503":
      return say(`it refers to a row that the archive does not hold${columns.length > 0 ? ` (${columns.join(", ")})` : ""}.`);
    case "23502":
      return say(`${cause.column ?? "a column"} cannot be empty.`);
    case "23514":
      return say(`a value is out of range (${cause.constraint ?? "a check"}).`);
    case "22P05":
    case "22021":
      return say("text may not hold a NUL character or half of a surrogate pair.");
    default:
      // Class 22 is what cannot be read as its type, 54 what is too large or too deep for the database.
      return cause.code?.startsWith("22") || cause.code?.startsWith("54") ? say(`${cause.message}.`) : error;
  }
}
