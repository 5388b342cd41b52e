import { and, eq, type Placeholder, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import type { Db } from "../../platform/database.ts";
import { keptQueries } from "../../platform/kept-queries.ts";
import { fieldValuesOf, labelIdsOf } from "../workspace/extras.ts";
import { records } from "../workspace/schema.ts";
import type { FeedbackItem, FeedbackMark } from "./answers.ts";
import { asMark, contactMark, markColumns, onAccount, onContact, onRecord } from "./marks.ts";
import { accounts, contacts, feedback, quotes } from "./schema.ts";

type Scope = Pick<Context, "db" | "actor" | "now">;

/** Rows of a list, by a condition that names few of them. `asMark` makes them what a list shows. */
export function itemsWhere(db: Db, home: string | Placeholder, condition: SQL | undefined) {
  const where = { actor: { workspaceId: home } };
  return db
    .select({
      ...markColumns,
      productId: feedback.productId,
      channel: feedback.channel,
      authorEmail: feedback.authorEmail,
      assigneeId: feedback.assigneeId,
      mergedIntoId: feedback.mergedIntoId,
      updatedAt: feedback.updatedAt,
      version: feedback.version,
      contact: contactMark,
      quotes: sql<number>`(select count(*)::int from ${quotes} q where q.workspace_id = ${home} and q.feedback_id = ${feedback}.id)`,
      labels: labelIdsOf(where, feedback.id),
      fields: fieldValuesOf(where, feedback.id),
    })
    .from(feedback)
    .innerJoin(records, onRecord)
    .leftJoin(accounts, onAccount)
    .leftJoin(contacts, onContact)
    .where(and(eq(feedback.workspaceId, home), condition));
}

const home = sql.placeholder("home");
const some = sql`${feedback.id} = any(${sql.placeholder("ids")}::uuid[])`;
const someItems = (db: Db) => itemsWhere(db, home, some).prepare("feedback_items");
const keptItems = keptQueries<ReturnType<typeof someItems>>();

/** Feedback as lists show it, in the order of the ids. */
export async function itemsById({ db, actor, now }: Scope, ids: readonly string[]): Promise<FeedbackItem[]> {
  if (ids.length === 0) return [];
  const rows = await keptItems(db, "", () => someItems(db)).execute({ home: actor.workspaceId, ids });
  const byId = new Map(rows.map((row) => [row.id, asMark(row, now)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Feedback as it stands beside other feedback, by a condition that names few. `asMark` makes it a mark. */
export const marksWhere = (db: Db, home: string | Placeholder, condition: SQL | undefined) =>
  db
    .select({ ...markColumns, accountId: feedback.accountId, mergedIntoId: feedback.mergedIntoId })
    .from(feedback)
    .innerJoin(records, onRecord)
    .leftJoin(accounts, onAccount)
    .where(and(eq(feedback.workspaceId, home), condition));

/** Feedback by id as it stands beside other feedback. */
export async function marksById({ db, actor, now }: Scope, ids: readonly string[]): Promise<Map<string, FeedbackMark>> {
  const rows = await marksWhere(db, actor.workspaceId, sql`${feedback.id} = any(${sql.param(ids)}::uuid[])`);
  return new Map(rows.map((row) => [row.id, asMark(row, now)]));
}
