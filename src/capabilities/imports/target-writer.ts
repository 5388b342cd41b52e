import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { type ImportMapping, type ImportRow, textIn } from "../intake/mapping-rules.ts";
import type { Target } from "../intake/target-rules.ts";
import { records } from "../workspace/schema.ts";
import type { FieldCells } from "./own-fields.ts";
import { recordSources } from "./schema.ts";

export type Settings = { batchId: string; productId: string; source: string; target: Target; mapping: ImportMapping };
/** A row whose place in its source is known: `sourceId` is its id there, or made of what it says; null where nothing tells it apart. */
export type Ready = ImportRow & { system: string; sourceId: string | null; own: FieldCells };

/** A column that imports write. */
export type Column = {
  name: string;
  type: "text" | "uuid" | "timestamptz" | "float8" | "int4" | "int8" | "date" | "jsonb";
  /**
   * What an update does where the file says something of it: takes it over; takes it over unless it is empty; only fills what is empty;
   * nothing; or an expression of the row `f` and the file's row `x`. Columns that no mapped column stands for are never touched.
   */
  update: "replace" | "unless-empty" | "fill" | "never" | { to: string };
  /** The value of the row that it takes; its own name otherwise. */
  of?: string;
  /** Written even when no column of the file says it: found out from other columns. */
  found?: boolean;
};

/** How rows of one target become records. */
export type TargetWriter = {
  kind: "feedback" | "account" | "contact" | "need" | "feature" | "deal";
  table: "feedback" | "accounts" | "contacts" | "needs" | "features" | "deals";
  columns: readonly Column[];
  /** Columns of a new record besides, as SQL over `x` and nothing else. */
  beside(settings: Settings): Readonly<Record<string, SQL>>;
  /** Whether records of this kind lie in a product. */
  inProduct: boolean;
  start(context: Context, settings: Settings): Promise<Started>;
};
export type Started = {
  /** The records that rows are, locked until the end so that nobody edits them meanwhile; null for new ones. */
  known(rows: readonly Ready[]): Promise<(string | null)[]>;
  /** Finds out what the file does not say in so many words, and puts it among the values. */
  complete(rows: readonly Ready[], known: readonly (string | null)[]): Promise<void>;
  /** Right before these are changed. */
  beforeUpdate?(values: string, columns: SQL): Promise<void>;
  created?(rows: readonly { row: Ready; id: string }[]): Promise<void>;
  recognised?(rows: readonly { row: Ready; id: string }[]): Promise<void>;
  finish(): Promise<void>;
  accountsCreated(): number;
};

type Kind = TargetWriter["kind"];

/** The pairs of source and id of rows, for queries: rows that have none are nowhere to be found. */
export const placesOf = (rows: readonly Ready[]) => ({
  systems: sql`${sql.param(rows.map(({ system }) => system))}::text[]`,
  ids: sql`${sql.param(rows.map(({ sourceId }) => sourceId))}::text[]`,
  own: sql`${sql.param(rows.map((row) => textIn(row, "id")))}::uuid[]`,
});

/** The ids that rows have in their sources, by source: one statement for each finds them by an index. */
export function idsBySystem(rows: readonly Ready[]): Map<string, string[]> {
  const bySystem = new Map<string, string[]>();
  for (const { system, sourceId } of rows) {
    if (sourceId === null) continue;
    const ids = bySystem.get(system) ?? [];
    ids.push(sourceId);
    bySystem.set(system, ids);
  }
  return bySystem;
}

/** Which of these rows are records here by our own ids. Rows without one are null. */
export async function byOwnId({ db, actor }: Context, kind: Kind, rows: readonly Ready[]): Promise<(string | null)[]> {
  const wanted = rows.map((row) => textIn(row, "id"));
  if (wanted.every((id) => id === null)) return wanted;
  const found = await db.execute<{ id: string }>(
    sql`select id from ${records} where workspace_id = ${actor.workspaceId} and kind = ${kind} and id = any(${placesOf(rows).own})`,
  );
  const known = new Set(found.rows.map(({ id }) => id));
  return wanted.map((id) => (id !== null && known.has(id) ? id : null));
}

/** Contacts, needs and features by where they came from. */
export async function bySource({ db, actor }: Context, kind: Kind, rows: readonly Ready[]): Promise<(string | null)[]> {
  const known = new Map<string, string>();
  for (const [system, ids] of idsBySystem(rows)) {
    const found = await db.execute<{ source: string; id: string }>(sql`
      select source_id as source, record_id as id from ${recordSources}
      where workspace_id = ${actor.workspaceId} and kind = ${kind} and source_system = ${system} and source_id = any(${sql.param(ids)}::text[])`);
    for (const { source, id } of found.rows) known.set(`${system}\n${source}`, id);
  }
  return rows.map(({ system, sourceId }) => known.get(`${system}\n${sourceId}`) ?? null);
}

/** Of several ways to know a row the first that does. */
export const firstKnown = (...ways: readonly (readonly (string | null)[])[]): (string | null)[] =>
  (ways[0] ?? []).map((_, place) => ways.map((way) => way[place] ?? null).find((id) => id !== null) ?? null);

/** Holds these records until the transaction ends. */
export async function hold({ db, actor }: Context, table: TargetWriter["table"], known: readonly (string | null)[]): Promise<void> {
  const ids = known.filter((id) => id !== null);
  if (ids.length === 0) return;
  await db.execute(
    sql`select from ${sql.raw(table)} where workspace_id = ${actor.workspaceId} and id = any(${sql.param(ids)}::uuid[]) order by id for update`,
  );
}

/** Notes where records came from. */
export async function noteSources(
  { db, actor }: Context,
  kind: Kind,
  batchId: string,
  rows: readonly { row: Ready; id: string }[],
  made: boolean,
): Promise<void> {
  const told = rows.filter(({ row }) => row.sourceId !== null && (made || textIn(row, "sourceId") !== null));
  if (told.length === 0) return;
  const { systems, ids } = placesOf(told.map(({ row }) => row));
  await db.execute(sql`
    insert into ${recordSources} (workspace_id, kind, source_system, source_id, record_id, batch_id, made)
    select ${actor.workspaceId}::uuid, ${kind}, x.system, x.source, x.id, ${batchId}::uuid, ${made}
    from unnest(${systems}, ${ids}, ${sql.param(told.map(({ id }) => id))}::uuid[]) x (system, source, id) on conflict do nothing`);
}
