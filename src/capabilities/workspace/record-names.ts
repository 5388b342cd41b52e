import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Context } from "../../platform/context.ts";
import { KINDS, RECORD_KINDS } from "./kind-rules.ts";
import type { LinkKind } from "./link-rules.ts";
import { qualified } from "./names.ts";
import { links, records } from "./schema.ts";
import { RecordName } from "./search.ts";

type Where = Pick<Context, "actor">;

/** A record of the spine as people name it, for a select over `records r`. */
const named = sql`jsonb_build_object('id', r.id, 'kind', r.kind, 'title', coalesce(record_title(r.id), ''), 'key',
  case r.kind ${sql.raw(RECORD_KINDS.map((kind) => `when '${kind}' then '${KINDS[kind].prefix}-'`).join(" "))} end || r.number)`;

/** The record whose id a column holds, as a `RecordName`, for a select; null where the column is empty. */
export const nameOf = ({ actor }: Where, id: PgColumn): SQL =>
  sql`(select ${named} from ${records} r where r.workspace_id = ${actor.workspaceId} and r.id = ${qualified(id)})`;

/** The records that one is linked to by any of these kinds of link, as `RecordName`s in the order of linking, for a select. */
export const namesLinked = ({ actor }: Where, id: PgColumn, kinds: readonly LinkKind[]): SQL =>
  sql`coalesce((select jsonb_agg(${named} order by l.linked_at, r.id) from ${links} l
    join ${records} r on r.workspace_id = l.workspace_id and r.id = l.to_id
    where l.workspace_id = ${actor.workspaceId} and l.from_id = ${qualified(id)} and l.kind = any(${sql.param([...kinds])}::text[])), '[]'::jsonb)`;

/** Whether a record is linked to another by one of these kinds of link: a condition of lists. */
export const isLinkedTo = ({ actor }: Where, id: PgColumn, other: string, kinds: readonly LinkKind[]): SQL =>
  sql`exists (select from ${links} l where l.workspace_id = ${actor.workspaceId} and l.from_id = ${qualified(id)}
    and l.to_id = ${other} and l.kind = any(${sql.param([...kinds])}::text[]))`;

/** Records by id, as people name them. */
export async function namedRecords({ db, actor }: Pick<Context, "db" | "actor">, ids: readonly string[]): Promise<Map<string, RecordName>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { rows } = await db.execute(
    sql`select ${named} as record from ${records} r where r.workspace_id = ${actor.workspaceId} and r.id = any(${sql.param(wanted)}::uuid[])`,
  );
  return new Map(rows.map(({ record }) => RecordName.parse(record)).map((record) => [record.id, record]));
}
