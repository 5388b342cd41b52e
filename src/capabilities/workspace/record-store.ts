import { and, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as z from "zod";
import { type Context, record } from "../../platform/context.ts";
import { Paging, pageOf } from "../../platform/cursor.ts";
import { only } from "../../platform/database.ts";
import { changedSince, changesOf } from "../../platform/edits.ts";
import { keyset, type Sorting } from "../../platform/keyset.ts";
import { notFound } from "../../platform/refusal.ts";
import { Extras, ExtrasFilter, extrasFilter, fieldValuesOf, labelIdsOf } from "./extras.ts";
import { KINDS, keyOf, type RecordKind } from "./kind-rules.ts";
import { createRecord, productFor, recordIdOf } from "./records.ts";
import { records } from "./schema.ts";

/** The table of a kind of record: these columns, and its own. */
type RecordTable = PgTable & Record<"workspaceId" | "id" | "version" | "createdAt" | "updatedAt", PgColumn>;
type Stored = { id: string; version: number };

/** What every record of a store carries beside its own columns; spread it into the schema of the item. */
export const Beside = { key: z.string(), createdBy: z.uuid().nullable(), ...Extras };
/** The parameters by which every list of a store is paged and filtered; spread it into the schema of the query. */
export const ListQuery = {
  ...Paging,
  ...ExtrasFilter,
  q: z.string().trim().max(300).optional(),
  direction: z.enum(["asc", "desc"]).optional().describe("Turns the sort around; each has its natural direction."),
};
const AnyQuery = z.object(ListQuery);
type ListQuery = z.infer<typeof AnyQuery>;

/** How a list can be sorted: by what, and which way it goes when nobody says. */
export type Sort = Omit<Sorting, "id">;
/** Columns in the order of names, and the newest first: what nearly every list offers. */
export const byName = (column: PgColumn): Sort => ({ value: sql`lower(${column})`, type: "text", direction: "asc" });
export const newestFirst = (column: PgColumn): Sort => ({
  value: sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  type: "text",
  direction: "desc",
});

/**
 * Loading, listing and writing the records of one kind: what is the same for each. What differs (who may, what stands in the way, what
 * follows) is said by the capability around it.
 *
 * @param of.Item the record as it is answered: its columns, `...Beside`, and what `beside` selects
 * @param of.beside what is selected besides the columns, by the name in `Item`
 */
export function recordStore<Item extends z.ZodType<Stored>>(of: {
  kind: RecordKind;
  table: RecordTable;
  Item: Item;
  beside?: (context: Context) => Record<string, SQL>;
}) {
  const { kind, table, Item } = of;
  const { workspaceId: _, ...columns } = getTableColumns(table);
  const own = (context: Pick<Context, "actor">) => eq(table.workspaceId, context.actor.workspaceId);
  const itemOf = (row: Record<string, unknown>) => Item.parse({ ...row, key: keyOf(kind, Number(row.number)) });

  const rows = (context: Context, more: Record<string, SQL> = {}) =>
    context.db
      .select({
        ...columns,
        number: records.number,
        createdBy: records.createdBy,
        labels: labelIdsOf(context, table.id),
        fields: fieldValuesOf(context, table.id),
        ...of.beside?.(context),
        ...more,
      })
      .from(table)
      .innerJoin(records, and(eq(records.workspaceId, table.workspaceId), eq(records.id, table.id)));

  /** The condition that a filter comes to, for counting the same records in another way. */
  const conditions = async (context: Context, query: Partial<ListQuery>, where: SQL | undefined) =>
    and(
      own(context),
      query.q ? sql`${table.id} = any(array(select search_ids(${query.q}, ${kind}, 5000)))` : undefined,
      await extrasFilter(context, table.id, query),
      where,
    );

  /** One page of the list. @throws Refusal 422 when the cursor or a filter is not one of this list */
  async function page(
    context: Context,
    query: ListQuery,
    sort: Sort,
    where?: SQL,
  ): Promise<{ items: z.infer<Item>[]; nextCursor: string | null }> {
    const sorting: Sorting = { ...sort, direction: query.direction ?? sort.direction, id: table.id };
    const place = keyset(sorting, query.cursor);
    const found = await rows(context, { sortValue: sql`${sorting.value}` })
      .where(and(await conditions(context, query, where), place.where))
      .orderBy(...place.orderBy)
      .limit(query.limit + 1)
      .offset(query.offset ?? 0);
    const cut = pageOf<Record<string, unknown>>(found, query.limit, ({ sortValue, id }) => [SortValue.parse(sortValue), String(id)]);
    return { items: cut.items.map(itemOf), nextCursor: cut.nextCursor };
  }

  /** How many records a filter finds. */
  async function total(context: Context, query: Partial<ListQuery>, where?: SQL): Promise<{ total: number }> {
    return only(
      await context.db
        .select({ total: sql<number>`count(*)::int` })
        .from(table)
        .where(await conditions(context, query, where)),
    );
  }

  /** All records that a condition finds, oldest first: for what is few or asked for by id. */
  async function all(context: Context, where: SQL | undefined): Promise<z.infer<Item>[]> {
    return (
      await rows(context)
        .where(and(own(context), where))
        .orderBy(table.id)
    ).map(itemOf);
  }

  /** @throws Refusal 404 */
  async function byId(context: Context, ref: string): Promise<z.infer<Item>> {
    const id = await recordIdOf(context, ref, kind);
    const [found] = await rows(context).where(and(own(context), eq(table.id, id)));
    if (!found) throw notFound(KINDS[kind].one);
    return itemOf(found);
  }

  /** The record as it stands, held until the transaction ends. @throws Refusal 404 */
  async function locked(context: Context, ref: string): Promise<z.infer<Item>> {
    const id = await recordIdOf(context, ref, kind);
    const held = await context.db
      .select({ id: table.id })
      .from(table)
      .where(and(own(context), eq(table.id, id)))
      .for("update");
    if (held.length === 0) throw notFound(KINDS[kind].one);
    return byId(context, id);
  }

  /** Puts a new record on the spine and into its table, and into the trail as `activity`. Fields left out take the table's defaults. */
  async function create(
    context: Context,
    draft: Readonly<Record<string, unknown>>,
    { productId, activity, detail = {} }: { productId?: string | null; activity: string; detail?: Record<string, unknown> },
  ): Promise<z.infer<Item>> {
    const home = productId === null ? null : await productFor(context, productId);
    const { id } = await createRecord(context, kind, home);
    const { workspaceId } = context.actor;
    const set = {
      ...draft,
      workspaceId,
      id,
      createdAt: context.now,
      updatedAt: context.now,
      ...("productId" in columns ? { productId: home } : {}),
    };
    await context.db.insert(table).values(set);
    await record(context, activity, id, detail);
    return byId(context, id);
  }

  /** Writes what is set, as a new version. */
  async function write(context: Context, { id, version }: Stored, set: Readonly<Record<string, unknown>>): Promise<void> {
    await context.db
      .update(table)
      .set({ ...set, version: version + 1, updatedAt: context.now })
      .where(and(own(context), eq(table.id, id)));
  }

  /**
   * Changes fields of the version that the caller saw; `judge` sees the record as it would be and refuses what may not be.
   * @throws Refusal 404, 412 when somebody changed it since
   */
  async function edit(
    context: Context,
    ref: string,
    version: number,
    change: Partial<z.infer<Item>>,
    judge: (after: z.infer<Item>) => void | Promise<void> = () => undefined,
  ): Promise<z.infer<Item>> {
    const before = await locked(context, ref);
    if (before.version !== version) throw changedSince(before);
    const edited = changesOf(before, change);
    if (!edited) return before;
    await judge({ ...before, ...edited.set });
    await write(context, before, edited.set);
    await record(context, `${kind}.edited`, before.id, { changes: edited.changes });
    return byId(context, before.id);
  }

  /**
   * Moves the record to another state, told as one change with its reason.
   * @param column where the state lies
   * @throws Refusal 404, 412 when somebody changed it since, and what `judge` refuses
   */
  async function move<State extends string>(
    context: Context,
    ref: string,
    {
      version,
      state,
      reason,
      column = "state",
      activity = `${kind}.moved`,
      set = {},
    }: {
      version: number;
      state: State;
      reason?: string;
      column?: string;
      activity?: string;
      /** What else changes with it. */
      set?: Readonly<Record<string, unknown>>;
    },
    judge: (before: z.infer<Item>) => void | Promise<void> = () => undefined,
  ): Promise<z.infer<Item>> {
    const before = await locked(context, ref);
    if (before.version !== version) throw changedSince(before);
    await judge(before);
    await write(context, before, { ...set, [column]: state });
    const was = Object.entries(before).find(([name]) => name === column)?.[1];
    await record(context, activity, before.id, { changes: { [column]: { before: was, after: state } }, ...(reason ? { reason } : {}) });
    return byId(context, before.id);
  }

  /** Takes the record away with what hangs on it; undo brings all of it back. `told` is what the trail remembers of it. */
  async function remove(context: Context, ref: string, told: (gone: z.infer<Item>) => Record<string, unknown>): Promise<void> {
    const gone = await locked(context, ref);
    await context.db.delete(records).where(and(eq(records.workspaceId, context.actor.workspaceId), eq(records.id, gone.id)));
    await record(context, `${kind}.deleted`, gone.id, told(gone));
  }

  return { page, total, matching: conditions, all, byId, locked, create, write, edit, move, remove };
}

const SortValue = z.union([z.string(), z.number(), z.null()]);
