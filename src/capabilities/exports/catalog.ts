import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { LEFT_OUT, LEFT_OUT_COLUMNS } from "./archive-rules.ts";

const Column = z.object({ name: z.string(), type: z.string() });
const Row = z.object({
  name: z.string(),
  columns: z.array(Column),
  /** The primary key without the workspace. */
  key: z.array(z.string()),
  /** The tables that its rows refer to. */
  refersTo: z.array(z.string()),
});
/** A table of a workspace as the database knows it. The workspace's own column is not among its columns: an archive is of one workspace. */
export type Table = z.infer<typeof Row>;

/** The tables that an archive holds, each after those that it refers to, so that rows can be written in this order. */
export async function archivedTables(context: Pick<Context, "db">): Promise<Table[]> {
  return (await workspaceTables(context)).filter(({ name }) => !Object.hasOwn(LEFT_OUT, name));
}

/** Every table of a workspace, each after those that it refers to. */
export async function workspaceTables({ db }: Pick<Context, "db">): Promise<Table[]> {
  const { rows } = await db.execute(sql`
    select c.relname as name,
      coalesce((select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname <> 'workspace_id'), '[]') as columns,
      coalesce((select jsonb_agg(a.attname order by k.place) from pg_index i cross join lateral unnest(i.indkey) with ordinality as k(number, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
        where i.indrelid = c.oid and i.indisprimary and a.attname <> 'workspace_id'), '[]') as key,
      coalesce((select jsonb_agg(distinct f.confrelid::regclass::text) from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), '[]') as "refersTo"
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)
    order by c.relname`);
  return inOrder(
    rows.map((row) => {
      const table = Row.parse(row);
      const left = LEFT_OUT_COLUMNS[table.name] ?? [];
      return { ...table, columns: table.columns.filter(({ name }) => !left.includes(name)) };
    }),
  );
}

/** Parents first; a table that refers to itself is its own affair. */
function inOrder(tables: readonly Table[]): Table[] {
  const placed: Table[] = [];
  const names = new Set(tables.map(({ name }) => name));
  let waiting = [...tables];
  while (waiting.length > 0) {
    const isPlaced = (name: string) => !names.has(name) || placed.some((table) => table.name === name);
    const [free] = waiting.filter(({ name, refersTo }) => refersTo.every((other) => other === name || isPlaced(other)));
    if (!free) throw new Error(`These tables refer to each other in a circle: ${waiting.map(({ name }) => name).join(", ")}.`);
    placed.push(free);
    waiting = waiting.filter((table) => table !== free);
  }
  return placed;
}
