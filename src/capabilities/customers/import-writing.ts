import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { labelsNamed } from "../workspace/labels.ts";
import { createRecords } from "../workspace/records.ts";
import { fieldValues, recordLabels } from "../workspace/schema.ts";
import { reanchorQuotes } from "./feedback.ts";
import { accountsToImport } from "./import-accounts.ts";
import type { FieldCells } from "./import-fields.ts";
import type { ImportMapping, ImportRow } from "./import-rules.ts";
import { type Author, authorsByEmail } from "./matching.ts";
import { feedback, quotes } from "./schema.ts";

export type Counts = { created: number; updated: number; unchanged: number; accountsCreated: number };
type Settings = { batchId: string; productId: string; source: string; mapping: ImportMapping };
/** `id` is the row's id in its source. */
type Ready = ImportRow & { id: string; values: FieldCells };
type Written = { row: Ready; feedbackId: string };

const NOBODY: Author = { contactId: null, accountId: null };
const COMPARED = [
  "kind",
  "title",
  "text",
  "channel",
  "sourceAddress",
  "authorName",
  "authorEmail",
  "accountId",
  "contactId",
  "receivedAt",
] as const;

/** Writes rows by the thousand, with a handful of statements for each thousand, and counts what became of them. */
export async function rowWriter(context: Context, settings: Settings) {
  const counts: Counts = { created: 0, updated: 0, unchanged: 0, accountsCreated: 0 };
  const accounts = await accountsToImport(context, settings);
  const targets = new Set<string>(Object.values(settings.mapping));

  async function write(rows: readonly Ready[]): Promise<void> {
    if (rows.length === 0) return;
    const known = await knownRows(context, settings, rows);
    await accounts.make(rows.map(({ account }) => account));
    const authors = await authorsByEmail(
      context,
      rows.flatMap(({ authorEmail }) => authorEmail ?? []),
    );
    const authorOf = (row: Ready) => (row.authorEmail && authors.get(row.authorEmail)) || NOBODY;
    const owners = await accounts.of(rows.map((row) => ({ cells: row.account, found: authorOf(row).accountId })));
    const behind = rows.map((row, place) => ({ contactId: authorOf(row).contactId, accountId: owners[place] ?? null }));

    const fresh = rows.flatMap((row, place) => (known.has(row.id) ? [] : [{ row, author: behind[place] ?? NOBODY }]));
    const created = await insertRows(context, settings, fresh);
    const again = rows.flatMap((row, place) => {
      const before = known.get(row.id);
      return before ? [{ row, before, author: behind[place] ?? NOBODY }] : [];
    });
    const changed = await updateRows(context, targets, settings, again);
    const all: Written[] = [...created, ...again.map(({ row, before }) => ({ row, feedbackId: before.id }))];
    for (const id of await labelRows(context, all)) changed.add(id);
    for (const id of await setFields(context, all)) changed.add(id);
    for (const { feedbackId } of created) changed.delete(feedbackId);

    counts.created += created.length;
    counts.updated += changed.size;
    counts.unchanged += again.length - changed.size;
    counts.accountsCreated = accounts.created();
  }
  /** Once all rows are written. */
  const finish = () => accounts.adopt();
  return { write, finish, counts };
}

/** What came from this source before, by its id there; held until the end, so that nobody edits it meanwhile. */
async function knownRows({ db, actor }: Context, { source }: Settings, rows: readonly Ready[]) {
  const found = await db
    .select()
    .from(feedback)
    .where(
      and(
        eq(feedback.workspaceId, actor.workspaceId),
        eq(feedback.sourceSystem, source),
        sql`${feedback.sourceId} = any(${sql.param(rows.map(({ id }) => id))}::text[])`,
      ),
    )
    .orderBy(feedback.id)
    .for("update");
  return new Map(found.map((one) => [one.sourceId ?? "", one]));
}
type Known = typeof feedback.$inferSelect;

async function insertRows(context: Context, settings: Settings, fresh: readonly { row: Ready; author: Author }[]): Promise<Written[]> {
  if (fresh.length === 0) return [];
  const { db, actor, now } = context;
  const made = await createRecords(
    context,
    "feedback",
    fresh.map(() => settings.productId),
  );
  const written = fresh.map(({ row, author }, place) => ({ row, author, feedbackId: made[place]?.id ?? "" }));
  const values = written.map(({ row, author, feedbackId }) => ({
    id: feedbackId,
    kind: row.kind,
    title: row.title,
    text: row.text,
    channel: row.channel,
    source_address: row.sourceAddress,
    source_id: row.id,
    author_name: row.authorName,
    author_email: row.authorEmail,
    contact_id: author.contactId,
    account_id: author.accountId,
    received_at: row.receivedAt ?? now,
  }));
  await db.execute(sql`
    insert into ${feedback} (workspace_id, id, product_id, kind, title, text, channel, source_address, source_system, source_id, batch_id,
      author_name, author_email, contact_id, account_id, received_at, created_at, updated_at)
    select ${actor.workspaceId}::uuid, x.id, ${settings.productId}::uuid, x.kind, x.title, x.text, x.channel, x.source_address, ${settings.source}::text, x.source_id, ${settings.batchId}::uuid,
      x.author_name, x.author_email, x.contact_id, x.account_id, x.received_at, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x (id uuid, kind text, title text, text text, channel text, source_address text, source_id text,
      author_name text, author_email text, contact_id uuid, account_id uuid, received_at timestamptz)`);
  await told(
    context,
    "feedback.imported",
    written.map(({ feedbackId }) => ({ id: feedbackId, detail: { batchId: settings.batchId } })),
  );
  return written;
}

/** Brings what came before up to date, as far as the file says something about it. Answers what was changed. */
async function updateRows(
  context: Context,
  targets: ReadonlySet<string>,
  { batchId }: Settings,
  again: readonly { row: Ready; before: Known; author: Author }[],
): Promise<Set<string>> {
  const { db, actor, now } = context;
  const edits = again.flatMap(({ row, before, author }) => {
    const after = {
      ...before,
      text: row.text,
      ...(targets.has("title") && { title: row.title }),
      ...(targets.has("kind") && { kind: row.kind }),
      ...(targets.has("channel") && { channel: row.channel }),
      ...(targets.has("sourceAddress") && { sourceAddress: row.sourceAddress }),
      ...(targets.has("authorName") && { authorName: row.authorName }),
      ...(targets.has("authorEmail") && { authorEmail: row.authorEmail }),
      ...(row.receivedAt && { receivedAt: row.receivedAt }),
      contactId: before.contactId ?? author.contactId,
      accountId: row.account && author.accountId ? author.accountId : (before.accountId ?? author.accountId),
    };
    const changes = differences(before, after, COMPARED);
    return Object.keys(changes).length === 0 ? [] : [{ before, after, changes }];
  });
  if (edits.length === 0) return new Set();
  for (const { before, after } of edits)
    if (before.text !== after.text && (await isQuoted(context, before.id)))
      await reanchorQuotes(context, before.id, before.text, after.text);
  const values = edits.map(({ after }) => ({
    id: after.id,
    kind: after.kind,
    title: after.title,
    text: after.text,
    channel: after.channel,
    source_address: after.sourceAddress,
    author_name: after.authorName,
    author_email: after.authorEmail,
    contact_id: after.contactId,
    account_id: after.accountId,
    received_at: after.receivedAt,
  }));
  await db.execute(sql`
    update ${feedback} f set kind = x.kind, title = x.title, text = x.text, channel = x.channel, source_address = x.source_address, author_name = x.author_name,
      author_email = x.author_email, contact_id = x.contact_id, account_id = x.account_id, received_at = x.received_at, updated_at = ${now}::timestamptz, version = f.version + 1
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x (id uuid, kind text, title text, text text, channel text, source_address text,
      author_name text, author_email text, contact_id uuid, account_id uuid, received_at timestamptz)
    where f.workspace_id = ${actor.workspaceId} and f.id = x.id`);
  await told(
    context,
    "feedback.edited",
    edits.map(({ before, changes }) => ({ id: before.id, detail: { batchId, changed: Object.keys(changes) } })),
  );
  return new Set(edits.map(({ before }) => before.id));
}

async function isQuoted({ db, actor }: Context, feedbackId: string): Promise<boolean> {
  return (await db.$count(quotes, and(eq(quotes.workspaceId, actor.workspaceId), eq(quotes.feedbackId, feedbackId)))) > 0;
}

/** Adds the labels of each row, made where they are missing; takes none away. Answers which records got one. */
async function labelRows(context: Context, written: readonly Written[]): Promise<string[]> {
  const names = written.flatMap(({ row }) => row.labels);
  if (names.length === 0) return [];
  const ids = await labelsNamed(context, [...new Set(names)]);
  const pairs = written.flatMap(({ row, feedbackId }) =>
    row.labels.map((name) => [feedbackId, ids.get(name.toLowerCase()) ?? ""] as const),
  );
  const { rows } = await context.db.execute<{ record_id: string }>(sql`
    insert into ${recordLabels} (workspace_id, record_id, label_id)
    select distinct ${context.actor.workspaceId}::uuid, r, l
    from unnest(${sql.param(pairs.map(([id]) => id))}::uuid[], ${sql.param(pairs.map(([, id]) => id))}::uuid[]) x (r, l)
    on conflict do nothing returning record_id`);
  return rows.map((row) => row.record_id);
}

/** Sets the workspace's own fields. Answers which records got another value. */
async function setFields(context: Context, written: readonly Written[]): Promise<string[]> {
  const values = written.flatMap(({ row, feedbackId }) =>
    row.values.map(({ fieldId, text, number, memberId }) => ({
      record_id: feedbackId,
      field_id: fieldId,
      text,
      number,
      member_id: memberId,
    })),
  );
  if (values.length === 0) return [];
  const { rows } = await context.db.execute<{ record_id: string }>(sql`
    insert into ${fieldValues} as v (workspace_id, record_id, field_id, text, number, member_id)
    select ${context.actor.workspaceId}::uuid, x.record_id, x.field_id, x.text, x.number, x.member_id
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x (record_id uuid, field_id uuid, text text, number float8, member_id uuid)
    on conflict (workspace_id, record_id, field_id) do update set text = excluded.text, number = excluded.number, member_id = excluded.member_id
    where (v.text, v.number, v.member_id) is distinct from (excluded.text, excluded.number, excluded.member_id)
    returning v.record_id`);
  return rows.map((row) => row.record_id);
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
