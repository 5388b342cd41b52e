import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { invalid } from "../../platform/refusal.ts";
import { organisationDomainOf } from "./rules.ts";
import { accounts, contacts, feedback } from "./schema.ts";

/** Who said something, as far as it is known; nobody is invented. */
export type Author = { contactId: string | null; accountId: string | null };
const NOBODY: Author = { contactId: null, accountId: null };

const keyOfEmail = (email: string) => email.trim().toLowerCase();

/** Authors by their e-mail address: the contact of this address, else the account of its domain. Keys are the addresses as given. */
export async function authorsByEmail(
  { db, actor }: Pick<Context, "db" | "actor">,
  emails: readonly string[],
): Promise<Map<string, Author>> {
  const addresses = [...new Set(emails.map(keyOfEmail))];
  const domains = [...new Set(addresses.map(organisationDomainOf).filter((domain) => domain !== null))];
  const [people, organisations] = await Promise.all([
    db
      .select({ email: contacts.email, id: contacts.id, accountId: contacts.accountId })
      .from(contacts)
      .where(and(eq(contacts.workspaceId, actor.workspaceId), sql`${contacts.email} = any(${sql.param(addresses)}::text[])`)),
    domains.length === 0
      ? []
      : db
          .select({ domain: accounts.domain, id: accounts.id })
          .from(accounts)
          .where(and(eq(accounts.workspaceId, actor.workspaceId), sql`${accounts.domain} = any(${sql.param(domains)}::text[])`)),
  ]);
  const byEmail = new Map(people.map((one) => [one.email, one]));
  const byDomain = new Map(organisations.map((one) => [one.domain, one.id]));
  return new Map(
    emails.map((email) => {
      const address = keyOfEmail(email);
      const contact = byEmail.get(address);
      return [
        email,
        { contactId: contact?.id ?? null, accountId: contact?.accountId ?? byDomain.get(organisationDomainOf(address)) ?? null },
      ];
    }),
  );
}

type Given = { contactId?: string | null; accountId?: string | null; authorEmail?: string | null };

/**
 * The author of one piece of feedback: who was named, else who is found by the e-mail address. Null names nobody on purpose.
 * @throws Refusal 422 when a named contact or account is not of this workspace
 */
export async function authorOf(context: Pick<Context, "db" | "actor">, given: Given): Promise<Author> {
  const { db, actor } = context;
  const [contact, account, byEmail] = await Promise.all([
    given.contactId
      ? db
          .select({ accountId: contacts.accountId })
          .from(contacts)
          .where(and(eq(contacts.workspaceId, actor.workspaceId), eq(contacts.id, given.contactId)))
      : null,
    given.accountId
      ? db
          .select({ id: accounts.id })
          .from(accounts)
          .where(and(eq(accounts.workspaceId, actor.workspaceId), eq(accounts.id, given.accountId)))
      : null,
    given.authorEmail ? authorsByEmail(context, [given.authorEmail]) : null,
  ]);
  if (contact?.length === 0) throw invalid("contactId", "There is no such contact in this workspace.");
  if (account?.length === 0) throw invalid("accountId", "There is no such account in this workspace.");
  const found = (given.authorEmail && byEmail?.get(given.authorEmail)) || NOBODY;
  return {
    contactId: given.contactId === undefined ? found.contactId : given.contactId,
    accountId: given.accountId === undefined ? (contact?.[0]?.accountId ?? found.accountId) : given.accountId,
  };
}

/** Feedback that waited for this account: it has none yet, and was sent from an address of its domain. Tells how much that was. */
export async function adoptByDomain({ db, actor, now }: Context, accountId: string, domain: string | null): Promise<number> {
  if (!domain || organisationDomainOf(`x@${domain}`) !== domain) return 0;
  const adopted = await db
    .update(feedback)
    .set({ accountId, updatedAt: now, version: sql`${feedback.version} + 1` })
    .where(
      and(
        eq(feedback.workspaceId, actor.workspaceId),
        sql`${feedback.accountId} is null and lower(split_part(${feedback.authorEmail}, '@', 2)) = ${domain}`,
      ),
    )
    .returning({ id: feedback.id });
  return adopted.length;
}

/** Feedback that waited for this contact: it has none yet, and was sent from their address. Found by the search table's index. */
export async function adoptByEmail(
  { db, actor, now }: Context,
  contact: { id: string; email: string | null; accountId: string | null },
): Promise<number> {
  if (!contact.email) return 0;
  const adopted = await db
    .update(feedback)
    .set({
      contactId: contact.id,
      accountId: sql`coalesce(${feedback.accountId}, ${contact.accountId}::uuid)`,
      updatedAt: now,
      version: sql`${feedback.version} + 1`,
    })
    .where(
      and(
        eq(feedback.workspaceId, actor.workspaceId),
        sql`${feedback.id} = any(array(select search_ids(${contact.email}, 'feedback', 5000)))`,
        sql`${feedback.contactId} is null and lower(${feedback.authorEmail}) = ${contact.email}`,
      ),
    )
    .returning({ id: feedback.id });
  return adopted.length;
}
