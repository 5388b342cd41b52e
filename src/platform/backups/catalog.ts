import type pg from "pg";
import { called } from "./format.ts";

/** The schemas that belong to an installation. */
const SCHEMAS = "('public', 'auth', 'throughline')";
/** What an extension brought along is made by the migrations again. */
const ours = (catalog: "pg_class" | "pg_proc", id: string) =>
  `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${id} and d.deptype = 'e')`;

/** A table as the database knows it. */
export type CatalogTable = {
  schema: string;
  name: string;
  /** What a row is made of; what the database computes from them is left out. */
  columns: string[];
  /** Primary key, as what to sort by: text by its bytes, so that every server sorts alike. */
  key: string[];
  /** Not even its owner sees a row of it without naming a workspace. */
  forced: boolean;
};

export async function tablesOf(client: pg.ClientBase): Promise<CatalogTable[]> {
  const { rows } = await client.query<CatalogTable>(`
    select n.nspname::text as schema, c.relname::text as name, c.relrowsecurity and c.relforcerowsecurity as forced,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attname::text collate "C") as columns,
      array(select format('t.%I', a.attname) || case when t.typcollation <> 0 then ' collate "C"' else '' end
        from pg_index i cross join lateral unnest(i.indkey::int2[]) with ordinality k (attnum, place)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum join pg_type t on t.oid = a.atttypid
        where i.indrelid = c.oid and i.indisprimary order by a.attname <> 'workspace_id', k.place) as key
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${SCHEMAS} and c.relkind = 'r' and ${ours("pg_class", "c.oid")}
    order by n.nspname::text collate "C", c.relname::text collate "C"`);
  return rows;
}

export type Sequence = { schema: string; name: string; value: string; called: boolean };

export async function sequencesOf(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(`
    select n.nspname::text as schema, c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${SCHEMAS} and c.relkind = 'S' and ${ours("pg_class", "c.oid")} order by n.nspname::text collate "C", c.relname::text collate "C"`);
  const found: Sequence[] = [];
  for (const each of rows) {
    const at = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${quoted(client, each)}`,
    );
    for (const { value, called: isCalled } of at.rows) found.push({ ...each, value, called: isCalled });
  }
  return found;
}

export const quoted = (client: pg.ClientBase, { schema, name }: { schema: string; name: string }): string =>
  `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`;

/** A table that has rows, if there is one. The list of migrations is none of them: an installation that was only started has it too. */
export async function tableWithRows(client: pg.ClientBase): Promise<string | undefined> {
  for (const table of await tablesOf(client)) {
    if (table.schema === "throughline") continue;
    const { rows } = await client.query<{ filled: boolean }>(`select exists (select from ${quoted(client, table)}) as filled`);
    if (rows[0]?.filled) return called(table);
  }
  return undefined;
}

/** Takes everything away that the migrations made, in the transaction that is open. The caller has seen that no table has rows. */
export async function dropEverything(client: pg.ClientBase): Promise<void> {
  await client.query(`
    do $$ declare each record; begin
      for each in select c.oid::regclass as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and ${ours("pg_class", "c.oid")}
      loop execute format('drop table if exists %s cascade', each.name); end loop;
      for each in select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'public'::regnamespace and ${ours("pg_proc", "p.oid")}
      loop execute format('drop routine if exists %s cascade', each.name); end loop;
    end $$;
    drop schema if exists auth cascade;
    drop schema if exists throughline cascade;`);
}
