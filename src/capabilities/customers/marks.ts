import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { records } from "../workspace/schema.ts";
import type { Author } from "./matching.ts";
import { EXCERPT_LENGTH, stateOf } from "./rules.ts";
import { accounts, contacts, feedback } from "./schema.ts";

/** What a row shows of the account and the contact behind it; null where there is none. */
export const accountMark = { id: accounts.id, name: accounts.name, revenueMinor: accounts.revenueMinor, currency: accounts.currency };
export const contactMark = { id: contacts.id, name: contacts.name, email: contacts.email };
const excerpt = sql<string>`left(${feedback.text}, ${sql.raw(String(EXCERPT_LENGTH))})`;

/** What a list shows of a piece of feedback, as far as its own row holds it. */
export const ownColumns = {
  id: feedback.id,
  kind: feedback.kind,
  title: feedback.title,
  excerpt,
  state: feedback.state,
  snoozedUntil: feedback.snoozedUntil,
  receivedAt: feedback.receivedAt,
  authorName: feedback.authorName,
  productId: feedback.productId,
  channel: feedback.channel,
  authorEmail: feedback.authorEmail,
  assigneeId: feedback.assigneeId,
  mergedIntoId: feedback.mergedIntoId,
  updatedAt: feedback.updatedAt,
  version: feedback.version,
};

/** The account and the contact behind something, as a row shows them. */
export async function marksOf({ db, actor }: Pick<Context, "db" | "actor">, { accountId, contactId }: Author) {
  const [[account = null], [contact = null]] = await Promise.all([
    accountId
      ? db
          .select(accountMark)
          .from(accounts)
          .where(and(eq(accounts.workspaceId, actor.workspaceId), eq(accounts.id, accountId)))
      : [],
    contactId
      ? db
          .select(contactMark)
          .from(contacts)
          .where(and(eq(contacts.workspaceId, actor.workspaceId), eq(contacts.id, contactId)))
      : [],
  ]);
  return { account, contact };
}

/** What a mark of feedback needs; `asMark` makes it one. Joins records and, on the left, accounts. */
export const markColumns = {
  id: feedback.id,
  number: records.number,
  kind: feedback.kind,
  title: feedback.title,
  excerpt,
  state: feedback.state,
  snoozedUntil: feedback.snoozedUntil,
  receivedAt: feedback.receivedAt,
  authorName: feedback.authorName,
  account: accountMark,
};
export const asMark = <Row extends Parameters<typeof stateOf>[0] & { number: number }>(row: Row, now: string) => ({
  ...row,
  key: keyOf("feedback", row.number),
  state: stateOf(row, now),
});
export const onRecord = and(eq(records.workspaceId, feedback.workspaceId), eq(records.id, feedback.id));
export const onAccount = and(eq(accounts.workspaceId, feedback.workspaceId), eq(accounts.id, feedback.accountId));
export const onContact = and(eq(contacts.workspaceId, feedback.workspaceId), eq(contacts.id, feedback.contactId));
