import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { labelsNamed, labelsOf } from "../workspace/labels.ts";
import { fieldValues, recordLabels } from "../workspace/schema.ts";
import { added } from "./changes.ts";
import type { Ready } from "./target-writer.ts";

type Written = { row: Ready; id: string };

/** The labels that rows name, made where they are missing; those made are noted, so that they go with the import. */
export async function labelsToImport(context: Context, batchId: string, rows: readonly Ready[]): Promise<void> {
  const names = [...new Set(rows.flatMap(({ labels }) => labels))];
  if (names.length === 0) return;
  const before = new Set((await labelsOf(context)).map(({ id }) => id));
  const after = await labelsNamed(context, names);
  const made = [...after.values()].filter((id) => !before.has(id));
  await added(context, batchId, "labels", made);
}

/**
 * Adds the labels of each row; takes none away. Answers which records got one.
 * @param noteIn the import that notes what it added, for records that were there before it
 */
export async function setLabels(context: Context, noteIn: string | null, written: readonly Written[]): Promise<string[]> {
  const names = written.flatMap(({ row }) => row.labels);
  if (names.length === 0) return [];
  const ids = await labelsNamed(context, [...new Set(names)]);
  const pairs = written.flatMap(({ row, id }) => row.labels.map((name) => [id, ids.get(name.toLowerCase()) ?? ""] as const));
  const home = context.actor.workspaceId;
  const { rows } = await context.db.execute<{ record_id: string }>(sql`
    with new_labels as (
      insert into ${recordLabels} (workspace_id, record_id, label_id)
      select distinct ${home}::uuid, r, l
      from unnest(${sql.param(pairs.map(([id]) => id))}::uuid[], ${sql.param(pairs.map(([, id]) => id))}::uuid[]) x (r, l)
      on conflict do nothing returning record_id, label_id
    ), noted as (
      insert into import_changes (workspace_id, batch_id, table_name, key, after)
      select ${home}::uuid, ${noteIn}::uuid, 'record_labels', record_id || ':' || label_id, jsonb_build_object('record_id', record_id, 'label_id', label_id)
      from new_labels where ${noteIn}::uuid is not null
    )
    select record_id from new_labels`);
  return rows.map((row) => row.record_id);
}

/** Sets the workspace's own fields. Answers which records got another value. */
export async function setFields(context: Context, noteIn: string | null, written: readonly Written[]): Promise<string[]> {
  const values = written.flatMap(({ row, id }) =>
    row.own.map(({ fieldId, text, number, memberId }) => ({ record_id: id, field_id: fieldId, text, number, member_id: memberId })),
  );
  if (values.length === 0) return [];
  const home = context.actor.workspaceId;
  const { rows } = await context.db.execute<{ record_id: string }>(sql`
    with x as (
      select * from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x (record_id uuid, field_id uuid, text text, number float8, member_id uuid)
    ), noted as (
      insert into import_changes (workspace_id, batch_id, table_name, key, before, after)
      select ${home}::uuid, ${noteIn}::uuid, 'field_values', x.record_id || ':' || x.field_id, to_jsonb(v), to_jsonb(x)
      from x left join ${fieldValues} v on v.workspace_id = ${home} and v.record_id = x.record_id and v.field_id = x.field_id
      where ${noteIn}::uuid is not null and (v.text, v.number, v.member_id) is distinct from (x.text, x.number, x.member_id)
    )
    insert into ${fieldValues} as v (workspace_id, record_id, field_id, text, number, member_id)
    select ${home}::uuid, x.record_id, x.field_id, x.text, x.number, x.member_id from x
    on conflict (workspace_id, record_id, field_id) do update set text = excluded.text, number = excluded.number, member_id = excluded.member_id
    where (v.text, v.number, v.member_id) is distinct from (excluded.text, excluded.number, excluded.member_id)
    returning v.record_id`);
  return rows.map((row) => row.record_id);
}
