import { and, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Context } from "../../platform/context.ts";
import type { Db } from "../../platform/database.ts";
import { keptQueries } from "../../platform/kept-queries.ts";
import { notFound } from "../../platform/refusal.ts";
import { fieldValuesOf, labelIdsOf } from "../workspace/extras.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { records } from "../workspace/schema.ts";
import type { FeedbackDetail } from "./answers.ts";
import { marksWhere } from "./feedback-items.ts";
import { accountMark, asMark, contactMark, onAccount, onContact, onRecord } from "./marks.ts";
import { quotesWhere, withTarget } from "./quote-queries.ts";
import { idBehind, type Ref, refOf } from "./record-ids.ts";
import { stateOf } from "./rules.ts";
import { accounts, contacts, feedback, quotes } from "./schema.ts";

const HISTORY = 5;
const DUPLICATES = 100;
const home = sql.placeholder("home");
const idBy = (by: Ref["by"]) => idBehind(home, "feedback", by, sql.placeholder("ref"));
const accountRecords = alias(records, "account_records");
const contactRecords = alias(records, "contact_records");

function itself(db: Db, by: Ref["by"]) {
  const where = { actor: { workspaceId: home } };
  return db
    .select({
      feedback,
      number: records.number,
      account: { ...accountMark, domain: accounts.domain, plan: accounts.plan, seats: accounts.seats },
      accountNumber: accountRecords.number,
      contact: { ...contactMark, title: contacts.title },
      contactNumber: contactRecords.number,
      labels: labelIdsOf(where, feedback.id),
      fields: fieldValuesOf(where, feedback.id),
    })
    .from(feedback)
    .innerJoin(records, onRecord)
    .leftJoin(accounts, onAccount)
    .leftJoin(accountRecords, and(eq(accountRecords.workspaceId, feedback.workspaceId), eq(accountRecords.id, feedback.accountId)))
    .leftJoin(contacts, onContact)
    .leftJoin(contactRecords, and(eq(contactRecords.workspaceId, feedback.workspaceId), eq(contactRecords.id, feedback.contactId)))
    .where(and(eq(feedback.workspaceId, home), sql`${feedback.id} = ${idBy(by)}`))
    .prepare("feedback_itself");
}

const itsQuotes = (db: Db, by: Ref["by"]) =>
  quotesWhere(db, home, sql`${quotes.feedbackId} = ${idBy(by)}`)
    .orderBy(quotes.startsAt, quotes.quotedAt, quotes.id)
    .prepare("feedback_quotes");

/** The last from the same account, what was merged into it, and what it was merged into. */
function aroundIt(db: Db, by: Ref["by"]) {
  const id = idBy(by);
  const own = sql`from ${feedback} o where o.workspace_id = ${home} and o.id = ${id}`;
  const others = sql`from ${feedback} f where f.workspace_id = ${home}`;
  const latest = sql`order by f.received_at desc limit`;
  const ids = sql`(select f.id ${others} and f.account_id = (select o.account_id ${own}) and f.id <> ${id} ${latest} ${sql.raw(String(HISTORY))})
    union (select f.id ${others} and f.merged_into_id = ${id} ${latest} ${sql.raw(String(DUPLICATES))})
    union (select o.merged_into_id ${own} and o.merged_into_id is not null)`;
  return marksWhere(db, home, sql`${feedback.id} = any(array(${ids}))`).orderBy(desc(feedback.receivedAt)).prepare("feedback_around");
}

const keptSelf = keptQueries<ReturnType<typeof itself>>();
const keptQuotes = keptQueries<ReturnType<typeof itsQuotes>>();
const keptAround = keptQueries<ReturnType<typeof aroundIt>>();

/**
 * Everything about one piece of feedback, asked at once.
 * @throws Refusal 404 when this workspace has no such feedback
 */
export async function feedbackDetail({ db, actor, now }: Pick<Context, "db" | "actor" | "now">, ref: string): Promise<FeedbackDetail> {
  const { by, value } = refOf(ref, "feedback");
  const values = { home: actor.workspaceId, ref: value };
  const [[row], quoted, around] = await Promise.all([
    keptSelf(db, by, () => itself(db, by)).execute(values),
    keptQuotes(db, by, () => itsQuotes(db, by)).execute(values),
    keptAround(db, by, () => aroundIt(db, by)).execute(values),
  ]);
  if (!row) throw notFound("feedback");
  const { account, accountNumber, contact, contactNumber } = row;
  const { id, accountId, mergedIntoId } = row.feedback;
  const marks = around.map((mark) => asMark(mark, now));
  return {
    ...row.feedback,
    key: keyOf("feedback", row.number),
    state: stateOf(row.feedback, now),
    account: account && accountNumber !== null ? { ...account, key: keyOf("account", accountNumber) } : null,
    contact: contact && contactNumber !== null ? { ...contact, key: keyOf("contact", contactNumber) } : null,
    quotes: quoted.map(withTarget),
    history: marks.filter((mark) => accountId !== null && mark.accountId === accountId).slice(0, HISTORY),
    duplicates: marks.filter((mark) => mark.mergedIntoId === id),
    mergedInto: marks.find((mark) => mark.id === mergedIntoId) ?? null,
    labels: row.labels,
    fields: row.fields,
  };
}
