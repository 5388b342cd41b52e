import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import type { ImportRow } from "../intake/mapping-rules.ts";
import type { Cell } from "../intake/target-rules.ts";
import { createRecords } from "../workspace/records.ts";
import { changing } from "./changes.ts";
import { labelsToImport, setFields, setLabels } from "./row-extras.ts";
import type { Column, Ready, Settings, Started, TargetWriter } from "./target-writer.ts";
import { writers } from "./targets/writers.ts";

export type Counts = { created: number; updated: number; unchanged: number; accountsCreated: number };
/** Writes rows by the thousand, with a handful of statements for each thousand, and counts what became of them. */
export async function rowWriter(context: Context, settings: Settings) {
  const counts: Counts = { created: 0, updated: 0, unchanged: 0, accountsCreated: 0 };
  const writer = writers[settings.target];
  const started = await writer.start(context, settings);

  async function write(rows: readonly Ready[]): Promise<void> {
    if (rows.length === 0) return;
    const known = await started.known(rows);
    await started.complete(rows, known);
    const fresh = rows.filter((_, place) => known[place] === null);
    const again = rows.flatMap((row, place) => {
      const id = known[place];
      return id ? [{ row, id }] : [];
    });
    const created = await insertRows(context, writer, settings, fresh);
    await started.created?.(created);
    const changed = await updateRows(context, writer, started, settings, again);
    await started.recognised?.(again);
    await labelsToImport(context, settings.batchId, rows);
    await setLabels(context, null, created);
    await setFields(context, null, created);
    for (const id of await setLabels(context, settings.batchId, again)) changed.add(id);
    for (const id of await setFields(context, settings.batchId, again)) changed.add(id);
    counts.created += created.length;
    counts.updated += changed.size;
    counts.unchanged += again.length - changed.size;
    counts.accountsCreated = started.accountsCreated();
  }
  /** Once all rows are written. */
  const finish = async () => {
    await started.finish();
    counts.accountsCreated = started.accountsCreated();
  };
  return { write, finish, counts };
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const recordOf = (columns: readonly Column[]) =>
  sql.raw(["id uuid", ...columns.map(({ name, type }) => `${snake(name)} ${type}`)].join(", "));
const valueIn = ({ values }: ImportRow, { name, of }: Column): Cell | undefined => values[of ?? name];
const valuesOf = (columns: readonly Column[], rows: readonly { row: Ready; id: string }[]) =>
  JSON.stringify(
    rows.map(({ row, id }) => ({
      id,
      ...Object.fromEntries(
        columns.map((column) => {
          const value = valueIn(row, column);
          return [snake(column.name), column.type === "jsonb" && typeof value === "string" ? JSON.parse(value) : (value ?? null)];
        }),
      ),
    })),
  );

async function insertRows(
  context: Context,
  { kind, table, columns, beside, inProduct }: TargetWriter,
  settings: Settings,
  rows: readonly Ready[],
): Promise<{ row: Ready; id: string }[]> {
  if (rows.length === 0) return [];
  const { db, actor, now } = context;
  const made = await createRecords(
    context,
    kind,
    rows.map(() => (inProduct ? settings.productId : null)),
  );
  const written = rows.map((row, place) => ({ row, id: made[place]?.id ?? "" }));
  // Columns of which no row says anything keep what the table gives them.
  const said = columns.filter((column) => rows.some((row) => (valueIn(row, column) ?? null) !== null));
  const extra = Object.entries({ ...beside(settings), ...(inProduct ? { product_id: sql`${settings.productId}::uuid` } : {}) });
  const names = [...said.map(({ name }) => snake(name)), ...extra.map(([name]) => name)].join(", ");
  const selected = sql.join([...said.map((column) => insertedAs(column, table)), ...extra.map(([, value]) => value)], sql`, `);
  await db.execute(sql`
    insert into ${sql.raw(table)} (workspace_id, id, created_at, updated_at, ${sql.raw(names)})
    select ${actor.workspaceId}::uuid, x.id, ${now}::timestamptz, ${now}::timestamptz, ${selected}
    from jsonb_to_recordset(${valuesOf(said, written)}::jsonb) as x (${recordOf(said)})`);
  await told(
    context,
    `${kind}.imported`,
    written.map(({ id }) => ({ id, detail: { batchId: settings.batchId } })),
  );
  return written;
}

/** What a row leaves empty while others say it is what the table would give. */
const WITHOUT: Readonly<Record<string, string>> = {
  "feedback.kind": "'message'",
  "feedback.state": "'new'",
  "feedback.receivedAt": "now()",
  "accounts.attributes": "'{}'::jsonb",
  "needs.detail": "''",
  "needs.state": "'open'",
  "features.why": "''",
  "features.body": "''",
  "features.kind": "'improvement'",
  "features.state": "'idea'",
  "deals.stage": "''",
  "deals.reasons": "''",
  "deals.state": "'open'",
};
const orDefault = ({ name }: Column, table: string, value: string) => {
  const without = WITHOUT[`${table}.${name}`];
  return without ? `coalesce(${value}, ${without})` : value;
};
const insertedAs = (column: Column, table: string) => sql.raw(orDefault(column, table, `x.${snake(column.name)}`));

/** Brings what was known up to date, as far as the file says something about it. Answers what was changed. */
async function updateRows(
  context: Context,
  { kind, table, columns }: TargetWriter,
  started: Started,
  { batchId }: Settings,
  again: readonly { row: Ready; id: string }[],
): Promise<Set<string>> {
  if (again.length === 0) return new Set();
  const { db, actor, now } = context;
  const said = columns.filter((column) => again.some(({ row }) => valueIn(row, column) !== undefined));
  const updates = said.filter(({ update }) => update !== "never");
  if (updates.length === 0) return new Set();
  const after = updates.map((column) => [snake(column.name), orDefault(column, table, afterUpdate(column))] as const);
  const values = valuesOf(said, again);
  const shape = recordOf(said);
  const { rows } = await db.execute<{ id: string; changed: string[] }>(sql`
    select f.id, array_remove(array[${sql.raw(
      after.map(([name, value]) => `case when f.${name} is distinct from ${value} then '${name}' end`).join(", "),
    )}], null) as changed
    from ${sql.raw(table)} f join jsonb_to_recordset(${values}::jsonb) as x (${shape}) on x.id = f.id
    where f.workspace_id = ${actor.workspaceId} and (${sql.raw(after.map(([name]) => `f.${name}`).join(", "))}) is distinct from (${sql.raw(after.map(([, value]) => value).join(", "))})`);
  if (rows.length === 0) return new Set();
  const ids = sql`${sql.param(rows.map(({ id }) => id))}::uuid[]`;
  await changing(context, batchId, table, sql`select unnest(${ids})`);
  await started.beforeUpdate?.(values, shape);
  await db.execute(sql`
    update ${sql.raw(table)} f set ${sql.raw(after.map(([name, value]) => `${name} = ${value}`).join(", "))}, updated_at = ${now}::timestamptz, version = f.version + 1
    from jsonb_to_recordset(${values}::jsonb) as x (${shape})
    where f.workspace_id = ${actor.workspaceId} and f.id = x.id and f.id = any(${ids})`);
  await told(
    context,
    `${kind}.edited`,
    rows.map(({ id, changed }) => ({ id, detail: { batchId, changed } })),
  );
  return new Set(rows.map(({ id }) => id));
}

function afterUpdate({ name, update }: Column): string {
  const column = snake(name);
  if (update === "unless-empty") return `coalesce(x.${column}, f.${column})`;
  if (update === "fill") return `coalesce(f.${column}, x.${column})`;
  return typeof update === "object" ? update.to : `x.${column}`;
}

/** Writes activities without news of each: who watches is told once, at the end. */
async function told(
  { db, actor, now }: Context,
  kind: string,
  entries: readonly { id: string; detail: Record<string, unknown> }[],
): Promise<void> {
  const by = actor.kind === "member" ? actor.id : null;
  const details = entries.map(({ id, detail }) => ({ id, detail: actor.kind === "key" ? { ...detail, key: actor.name } : detail }));
  await db.execute(sql`
    insert into activities (workspace_id, actor_id, kind, record_id, at, detail)
    select ${actor.workspaceId}::uuid, ${by}::uuid, ${kind}::text, x.id, ${now}::timestamptz, x.detail from jsonb_to_recordset(${JSON.stringify(details)}::jsonb) as x (id uuid, detail jsonb)`);
}
