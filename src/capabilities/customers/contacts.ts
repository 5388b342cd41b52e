import { and, desc, eq, sql } from "drizzle-orm";
import type * as z from "zod";
import { type Context, record } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { createRecord, recordIdOf } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import type { ContactItem } from "./answers.ts";
import { accountMark } from "./marks.ts";
import { adoptByEmail, authorOf } from "./matching.ts";
import { AtId, placeIn } from "./places.ts";
import { recordIdSql } from "./record-ids.ts";
import { accounts, type ContactChange, type ContactDraft, contacts, feedback } from "./schema.ts";

type Draft = z.infer<typeof ContactDraft>;
type Change = z.infer<typeof ContactChange>;
type Asked = { account?: string; q?: string; limit: number; cursor?: string; offset?: number };

function contactsWhere({ db }: Pick<Context, "db">) {
  return db
    .select({ contact: contacts, number: records.number, account: accountMark })
    .from(contacts)
    .innerJoin(records, and(eq(records.workspaceId, contacts.workspaceId), eq(records.id, contacts.id)))
    .leftJoin(accounts, and(eq(accounts.workspaceId, contacts.workspaceId), eq(accounts.id, contacts.accountId)))
    .$dynamic();
}
const asItem = ({
  contact,
  number,
  account,
}: {
  contact: typeof contacts.$inferSelect;
  number: number;
  account: ContactItem["account"];
}) => ({
  ...contact,
  key: keyOf("contact", number),
  account,
});

/** Contacts, of one account or of all, the newest first. */
export async function contactsPage(context: Context, asked: Asked): Promise<{ items: ContactItem[]; nextCursor: string | null }> {
  const [before] = asked.cursor ? placeIn(asked.cursor, AtId) : [];
  const rows = await contactsWhere(context)
    .where(
      and(
        eq(contacts.workspaceId, context.actor.workspaceId),
        asked.account ? sql`${contacts.accountId} = ${recordIdSql(context, asked.account, "account")}` : undefined,
        asked.q ? sql`${contacts.id} = any(array(select search_ids(${asked.q}, 'contact', 5000)))` : undefined,
        before === undefined ? undefined : sql`${contacts.id} < ${before}::uuid`,
      ),
    )
    .orderBy(desc(contacts.id))
    .limit(asked.limit + 1)
    .offset(asked.offset ?? 0);
  return pageOf(rows.map(asItem), asked.limit, (last) => [last.id]);
}

/** @throws Refusal 404 when this workspace has no such contact */
export async function contactById(context: Context, ref: string): Promise<ContactItem> {
  const [row] = await contactsWhere(context).where(
    and(eq(contacts.workspaceId, context.actor.workspaceId), sql`${contacts.id} = ${recordIdSql(context, ref, "contact")}`),
  );
  if (!row) throw notFound("contact");
  return asItem(row);
}

/** Adds a contact, in the account of their address's domain unless one is named. Their feedback so far becomes theirs. */
export async function createContact(context: Context, draft: Draft): Promise<ContactItem> {
  const { db, actor, now } = context;
  const email = await freeEmail(context, draft.email, null);
  const { accountId } = await authorOf(context, { accountId: draft.accountId, authorEmail: email });
  const { id, key } = await createRecord(context, "contact", null);
  await db
    .insert(contacts)
    .values({ ...draft, workspaceId: actor.workspaceId, id, email, accountId, title: draft.title || null, createdAt: now, updatedAt: now });
  const matched = await adoptByEmail(context, { id, email, accountId });
  await record(context, "contact.created", id, { key, name: draft.name, ...(matched > 0 && { matchedFeedback: matched }) });
  return contactById(context, id);
}

/** @throws Refusal 404, 409 when another contact has the address, 412 with the present state when somebody changed it since `version` */
export async function editContact(context: Context, ref: string, version: number, change: Change): Promise<ContactItem> {
  const { db, actor, now } = context;
  const id = await recordIdOf(context, ref, "contact");
  const own = and(eq(contacts.workspaceId, actor.workspaceId), eq(contacts.id, id));
  const [before] = await db.select().from(contacts).where(own).for("update");
  if (!before) throw notFound("contact");
  if (before.version !== version)
    throw new Refusal(412, "CHANGED", "Somebody changed this contact since you looked.", { current: await contactById(context, id) });
  const after = { ...before, ...change };
  if (change.email !== undefined) after.email = await freeEmail(context, change.email, id);
  if (change.title === "") after.title = null;
  if (change.accountId) await authorOf(context, { accountId: change.accountId });
  const changes = differences(before, after, ["name", "email", "title", "accountId"]);
  if (Object.keys(changes).length === 0) return contactById(context, id);
  await db
    .update(contacts)
    .set({ ...after, version: version + 1, updatedAt: now })
    .where(own);
  const matched = "email" in changes ? await adoptByEmail(context, after) : 0;
  await record(context, "contact.edited", id, { changes, ...(matched > 0 && { matchedFeedback: matched }) });
  return contactById(context, id);
}

/** Deletes a contact. Their feedback stays, with the name and address it came with. */
export async function deleteContact(context: Context, ref: string): Promise<void> {
  const { db, actor, now } = context;
  const id = await recordIdOf(context, ref, "contact");
  const [contact] = await db
    .select({ name: contacts.name })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, actor.workspaceId), eq(contacts.id, id)))
    .for("update");
  if (!contact) throw notFound("contact");
  await db
    .update(feedback)
    .set({ contactId: null, updatedAt: now, version: sql`${feedback.version} + 1` })
    .where(and(eq(feedback.workspaceId, actor.workspaceId), eq(feedback.contactId, id)));
  await db.delete(records).where(and(eq(records.workspaceId, actor.workspaceId), eq(records.id, id)));
  await record(context, "contact.deleted", id, { name: contact.name });
}

/** The address as we keep it, when no other contact has it; the index in the table settles a race. */
async function freeEmail(context: Context, given: string | null | undefined, except: string | null): Promise<string | null> {
  if (!given) return null;
  const email = given.toLowerCase();
  const [taken] = await contactsWhere(context).where(and(eq(contacts.workspaceId, context.actor.workspaceId), eq(contacts.email, email)));
  if (taken && taken.contact.id !== except)
    throw new Refusal(409, "ALREADY_THERE", `${taken.contact.name} has the address ${email} already.`, {
      id: taken.contact.id,
      key: keyOf("contact", taken.number),
    });
  return email;
}
