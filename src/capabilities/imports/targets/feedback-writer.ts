import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../../../platform/context.ts";
import { reanchorQuotes } from "../../customers/feedback.ts";
import { type Author, authorsByEmail } from "../../customers/matching.ts";
import { feedback, quotes } from "../../customers/schema.ts";
import { textIn } from "../../intake/mapping-rules.ts";
import { accountsToImport, adoptByAccounts } from "../accounts.ts";
import { importChanges } from "../schema.ts";
import { byOwnId, type Column, firstKnown, idsBySystem, type Ready, type TargetWriter } from "../target-writer.ts";

const columns: readonly Column[] = [
  { name: "kind", type: "text", update: "replace" },
  { name: "title", type: "text", update: "replace" },
  { name: "text", type: "text", update: "replace" },
  { name: "channel", type: "text", update: "replace" },
  { name: "sourceAddress", type: "text", update: "replace" },
  { name: "authorName", type: "text", update: "replace" },
  { name: "authorEmail", type: "text", update: "replace" },
  { name: "receivedAt", type: "timestamptz", update: "unless-empty" },
  { name: "contactId", type: "uuid", update: "fill" },
  { name: "accountId", type: "uuid", update: "unless-empty" },
  { name: "sourceSystem", type: "text", update: "never" },
  { name: "sourceId", type: "text", update: "never" },
  // What was decided here is not undone by what a source says of it.
  { name: "state", type: "text", update: "never" },
  { name: "declineReason", type: "text", update: "never" },
];

const NOBODY: Author = { contactId: null, accountId: null };

export const feedbackWriter: TargetWriter = {
  kind: "feedback",
  table: "feedback",
  columns,
  inProduct: true,
  beside: ({ batchId }) => ({ batch_id: sql`${batchId}::uuid` }),
  async start(context, settings) {
    const { batchId } = settings;
    const accounts = await accountsToImport(context, { batchId });
    const merging: Merging[] = [];
    const before = new Map<string, string | null>();
    return {
      async known(rows) {
        const known = await knownFeedback(context, rows);
        before.clear();
        for (const one of known) if (one) before.set(one.id, one.accountId);
        return known.map((one) => one?.id ?? null);
      },
      async complete(rows, known) {
        await accounts.make(rows.map(({ account }) => account));
        const authors = await authorsByEmail(
          context,
          rows.flatMap((row) => textIn(row, "authorEmail") ?? []),
        );
        const authorOf = (row: Ready) => authors.get(textIn(row, "authorEmail") ?? "") ?? NOBODY;
        const owners = await accounts.of(rows.map((row) => ({ cells: row.account, found: authorOf(row).accountId })));
        rows.forEach((row, place) => {
          const id = known[place] ?? null;
          const had = id === null ? null : (before.get(id) ?? null);
          const decided = id === null ? textIn(row, "state") : null;
          const isDeclined = decided === "declined";
          Object.assign(row.values, {
            contactId: authorOf(row).contactId,
            accountId: row.account ? (owners[place] ?? had) : (had ?? owners[place] ?? null),
            sourceSystem: row.system,
            sourceId: row.sourceId,
            state: isDeclined || decided === "replied" ? decided : null,
            declineReason: isDeclined ? textIn(row, "declineReason") : null,
            ...(id === null && { receivedAt: textIn(row, "receivedAt") ?? context.now }),
          });
        });
      },
      beforeUpdate: (values, shape) => followQuotes(context, batchId, values, shape),
      async created(rows) {
        for (const { row, id } of rows) {
          const into = textIn(row, "mergedInto");
          if (into !== null) merging.push({ id, system: row.system, sourceId: row.sourceId ?? "", into });
        }
      },
      async finish() {
        await mergeDuplicates(context, merging);
        if (accounts.created() > 0) await adoptByAccounts(context, batchId);
      },
      accountsCreated: accounts.created,
    };
  },
};

/** What came from these sources before, held until the end. */
async function knownFeedback(context: Context, rows: readonly Ready[]) {
  const { db, actor } = context;
  const own = await byOwnId(context, "feedback", rows);
  const found: { id: string; account_id: string | null; place: string | null }[] = [];
  const read = async (where: SQL) => {
    const { rows: more } = await db.execute<(typeof found)[number]>(sql`
      select id, account_id, source_system || E'\\n' || source_id as place from ${feedback} where workspace_id = ${actor.workspaceId} and ${where} order by id for update`);
    found.push(...more);
  };
  for (const [system, ids] of idsBySystem(rows)) await read(sql`source_system = ${system} and source_id = any(${sql.param(ids)}::text[])`);
  const wanted = own.filter((id) => id !== null);
  if (wanted.length > 0) await read(sql`id = any(${sql.param(wanted)}::uuid[])`);
  const bySource = new Map(found.map(({ place, id }) => [place, id]));
  const accountOf = new Map(found.map((row) => [row.id, row.account_id]));
  const known = firstKnown(
    own,
    rows.map(({ system, sourceId }) => bySource.get(`${system}\n${sourceId}`) ?? null),
  );
  return known.map((id) => (id === null ? null : { id, accountId: accountOf.get(id) ?? null }));
}

/** Quotes follow their words through a new text; how they stood is noted. */
async function followQuotes(context: Context, batchId: string, values: string, shape: SQL): Promise<void> {
  const { db, actor } = context;
  const { rows } = await db.execute<{ id: string; before: string; after: string }>(sql`
    select f.id, f.text as before, x.text as after from ${feedback} f join jsonb_to_recordset(${values}::jsonb) as x (${shape}) on x.id = f.id
    where f.workspace_id = ${actor.workspaceId} and f.text <> x.text
      and exists (select from ${quotes} q where q.workspace_id = f.workspace_id and q.feedback_id = f.id)`);
  for (const { id, before, after } of rows) {
    await db.execute(sql`
      insert into ${importChanges} (workspace_id, batch_id, table_name, key, before, version)
      select q.workspace_id, ${batchId}::uuid, 'quotes', q.id::text, to_jsonb(q), q.version + 1 from ${quotes} q
      where q.workspace_id = ${actor.workspaceId} and q.feedback_id = ${id} on conflict do nothing`);
    await reanchorQuotes(context, id, before, after);
  }
}

type Merging = { id: string; system: string; sourceId: string; into: string };

/** Duplicates go where the one that they were merged into ended up; one that is not here leaves them as they are. */
async function mergeDuplicates({ db, actor }: Context, merging: readonly Merging[]): Promise<void> {
  if (merging.length === 0) return;
  const next = new Map(merging.map(({ system, sourceId, into }) => [`${system}\n${sourceId}`, into]));
  const ends = merging.map(({ system, sourceId, into }) => {
    const met = new Set([sourceId]);
    let end = into;
    for (let on = next.get(`${system}\n${end}`); on !== undefined && !met.has(end); on = next.get(`${system}\n${end}`)) {
      met.add(end);
      end = on;
    }
    return met.has(end) ? null : end;
  });
  await db.execute(sql`
    update ${feedback} f set state = 'merged', merged_into_id = coalesce(t.merged_into_id, t.id)
    from unnest(${sql.param(merging.map(({ id }) => id))}::uuid[], ${sql.param(merging.map(({ system }) => system))}::text[], ${sql.param(ends)}::text[]) x (id, system, source)
    join ${feedback} t on t.workspace_id = ${actor.workspaceId} and t.source_system = x.system and t.source_id = x.source
    where f.workspace_id = ${actor.workspaceId} and f.id = x.id and t.id <> f.id and t.merged_into_id is distinct from f.id`);
}
