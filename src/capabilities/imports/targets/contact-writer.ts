import { sql } from "drizzle-orm";
import type { Context } from "../../../platform/context.ts";
import { authorsByEmail } from "../../customers/matching.ts";
import { contacts, feedback } from "../../customers/schema.ts";
import { textIn } from "../../intake/mapping-rules.ts";
import { accountsToImport, adoptByAccounts } from "../accounts.ts";
import { changing } from "../changes.ts";
import { recordSources } from "../schema.ts";
import { byOwnId, bySource, type Column, firstKnown, hold, noteSources, type TargetWriter } from "../target-writer.ts";

const columns: readonly Column[] = [
  { name: "name", type: "text", update: "replace" },
  { name: "email", type: "text", update: "unless-empty" },
  { name: "title", type: "text", update: "replace" },
  { name: "accountId", type: "uuid", update: "unless-empty" },
];

/** A contact is known by its source, our id, or the e-mail address; feedback from there that waited becomes theirs. */
export const contactWriter: TargetWriter = {
  kind: "contact",
  table: "contacts",
  columns,
  inProduct: false,
  beside: () => ({}),
  async start(context, { batchId }) {
    const { db, actor } = context;
    const accounts = await accountsToImport(context, { batchId });
    return {
      async known(rows) {
        const found = await db.execute<{ email: string; id: string }>(
          sql`select email, id from ${contacts} where workspace_id = ${actor.workspaceId} and email = any(${sql.param(rows.flatMap((row) => textIn(row, "email") ?? []))}::text[])`,
        );
        const byEmail = new Map(found.rows.map(({ email, id }) => [email, id]));
        const known = firstKnown(
          await byOwnId(context, "contact", rows),
          await bySource(context, "contact", rows),
          rows.map((row) => byEmail.get(textIn(row, "email") ?? "") ?? null),
        );
        await hold(context, "contacts", known);
        return known;
      },
      async complete(rows, known) {
        await accounts.make(rows.map(({ account }) => account));
        const emails = rows.flatMap((row) => textIn(row, "email") ?? []);
        const authors = await authorsByEmail(context, emails);
        const found = rows.map((row) => authors.get(textIn(row, "email") ?? "")?.accountId ?? null);
        const owners = await accounts.of(rows.map(({ account }) => ({ cells: account, found: null })));
        rows.forEach((row, place) => {
          // Who has an account already keeps it unless the file names another.
          row.values.accountId = owners[place] ?? (known[place] ? null : (found[place] ?? null));
        });
      },
      created: (rows) => noteSources(context, "contact", batchId, rows, true),
      recognised: (rows) => noteSources(context, "contact", batchId, rows, false),
      async finish() {
        await adoptByContacts(context, batchId);
        await adoptByAccounts(context, batchId);
      },
      accountsCreated: accounts.created,
    };
  },
};

/** Feedback that waited for a contact that this import brought. */
async function adoptByContacts(context: Context, batchId: string): Promise<void> {
  const { db, actor, now } = context;
  const waiting = sql`from ${feedback} f join ${contacts} c on c.workspace_id = f.workspace_id and c.email = lower(f.author_email)
    join ${recordSources} s on s.workspace_id = c.workspace_id and s.record_id = c.id and s.batch_id = ${batchId}::uuid and s.made
    where f.workspace_id = ${actor.workspaceId} and f.contact_id is null and f.author_email is not null`;
  await changing(context, batchId, "feedback", sql`select f.id ${waiting}`);
  await db.execute(sql`
    update ${feedback} f set contact_id = w.contact_id, account_id = coalesce(f.account_id, w.account_id), updated_at = ${now}::timestamptz, version = f.version + 1
    from (select f.id, c.id as contact_id, c.account_id ${waiting}) w where f.workspace_id = ${actor.workspaceId} and f.id = w.id`);
}
