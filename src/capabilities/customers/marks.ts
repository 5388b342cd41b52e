import { and, eq, sql } from "drizzle-orm";
import { keyOf } from "../workspace/rules.ts";
import { records } from "../workspace/schema.ts";
import { EXCERPT_LENGTH, stateOf } from "./rules.ts";
import { accounts, contacts, feedback } from "./schema.ts";

/** What a row shows of the account and the contact behind it; null where there is none. */
export const accountMark = { id: accounts.id, name: accounts.name, revenueMinor: accounts.revenueMinor, currency: accounts.currency };
export const contactMark = { id: contacts.id, name: contacts.name, email: contacts.email };
const excerpt = sql<string>`left(${feedback.text}, ${sql.raw(String(EXCERPT_LENGTH))})`;

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
