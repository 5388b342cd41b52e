import { and, desc, eq, getTableColumns, inArray, type Placeholder, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Context } from "../../platform/context.ts";
import { pageOf } from "../../platform/cursor.ts";
import type { Db } from "../../platform/database.ts";
import { keptQueries } from "../../platform/kept-queries.ts";
import { invalid, notFound } from "../../platform/refusal.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { recordOf } from "../workspace/records.ts";
import { records } from "../workspace/schema.ts";
import type { QuoteItem, QuoteTarget, QuoteVoice } from "./answers.ts";
import { asMark, contactMark, markColumns, onAccount, onContact, onRecord } from "./marks.ts";
import { AtTime, placeIn } from "./places.ts";
import { recordIdSql } from "./record-ids.ts";
import { accounts, contacts, feedback, quotes } from "./schema.ts";

type Scope = Pick<Context, "db" | "actor" | "now">;

const targetRecords = alias(records, "target_records");
const onTarget = and(eq(targetRecords.workspaceId, quotes.workspaceId), eq(targetRecords.id, quotes.targetId));
/** What may be quoted for. */
export const TARGETS = ["need", "feature"] as const;
export const { workspaceId: _, ...quoteColumns } = getTableColumns(quotes);
const targetColumns = {
  targetKind: targetRecords.kind,
  targetNumber: targetRecords.number,
  targetTitle: sql<string>`coalesce(record_title(${quotes.targetId}), '')`,
};

const { account, ...markFields } = markColumns;

type WithTarget = { targetId: string; targetKind: string; targetNumber: number; targetTitle: string };
const targetOf = (row: WithTarget): QuoteTarget => {
  const kind = row.targetKind === "feature" ? "feature" : "need";
  return { id: row.targetId, key: keyOf(kind, row.targetNumber), kind, title: row.targetTitle };
};

/** Quotes by a condition; `withTarget` makes them what a page shows. */
export function quotesWhere(db: Db, home: string | Placeholder, condition: SQL | undefined) {
  return db
    .select({ ...quoteColumns, ...targetColumns })
    .from(quotes)
    .innerJoin(targetRecords, onTarget)
    .where(and(eq(quotes.workspaceId, home), condition));
}
export const withTarget = <Row extends WithTarget>(row: Row) => ({ ...row, target: targetOf(row) });

const one = (db: Db) => quotesWhere(db, sql.placeholder("home"), eq(quotes.id, sql.placeholder("id"))).prepare("quote");
const keptOne = keptQueries<ReturnType<typeof one>>();

/** @throws Refusal 404 when this workspace has no such quote */
export async function quoteById({ db, actor }: Scope, id: string): Promise<QuoteItem> {
  const [row] = await keptOne(db, "", () => one(db)).execute({ home: actor.workspaceId, id });
  if (!row) throw notFound("quote");
  return withTarget(row);
}

const target = (db: Db) =>
  db
    .select({
      targetId: records.id,
      targetKind: records.kind,
      targetNumber: records.number,
      targetTitle: sql<string>`coalesce(record_title(${records.id}), '')`,
    })
    .from(records)
    .where(
      and(eq(records.workspaceId, sql.placeholder("home")), eq(records.id, sql.placeholder("id")), inArray(records.kind, [...TARGETS])),
    )
    .prepare("quote_target");
const keptTarget = keptQueries<ReturnType<typeof target>>();

/** @throws Refusal 422 when this workspace has no such need or feature */
export async function quoteTarget({ db, actor }: Pick<Scope, "db" | "actor">, id: string): Promise<QuoteTarget> {
  const [row] = await keptTarget(db, "", () => target(db)).execute({ home: actor.workspaceId, id });
  if (!row) throw invalid("targetId", `There is no such ${TARGETS.join(" or ")} in this workspace.`);
  return targetOf(row);
}

type Asked = { target?: string; feedback?: string; limit: number; cursor?: string; offset?: number };

/**
 * Quotes with who said them, the newest first: what a need's page shows.
 * @throws Refusal 422 when neither a target nor a piece of feedback is named
 */
export async function quotesPage(context: Context, asked: Asked): Promise<{ items: QuoteVoice[]; nextCursor: string | null }> {
  if (!asked.target && !asked.feedback) throw invalid("target", "Name a need or feature, or a piece of feedback.");
  const { db, actor, now } = context;
  const target = asked.target ? await recordOf(context, asked.target) : null;
  const after = asked.cursor ? placeIn(asked.cursor, AtTime) : null;
  const rows = await db
    .select({
      quote: quoteColumns,
      ...targetColumns,
      // One title for a whole page of a need's quotes.
      ...(target && { targetTitle: sql<string>`coalesce((select t.title from record_titles(array[${target.id}::uuid]) t), '')` }),
      feedback: { ...markFields, productId: feedback.productId, authorEmail: feedback.authorEmail, channel: feedback.channel },
      account,
      contact: contactMark,
    })
    .from(quotes)
    .innerJoin(targetRecords, onTarget)
    .innerJoin(feedback, and(eq(feedback.workspaceId, quotes.workspaceId), eq(feedback.id, quotes.feedbackId)))
    .innerJoin(records, onRecord)
    .leftJoin(accounts, onAccount)
    .leftJoin(contacts, onContact)
    .where(
      and(
        eq(quotes.workspaceId, actor.workspaceId),
        target ? eq(quotes.targetId, target.id) : undefined,
        asked.feedback ? sql`${quotes.feedbackId} = ${recordIdSql(context, asked.feedback, "feedback")}` : undefined,
        after ? sql`(${quotes.quotedAt}, ${quotes.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(quotes.quotedAt), desc(quotes.id))
    .limit(asked.limit + 1)
    .offset(asked.offset ?? 0);
  const items = rows.map(({ quote, feedback: said, account, contact, ...row }) => ({
    ...quote,
    target: targetOf({ targetId: quote.targetId, ...row }),
    feedback: { ...asMark(said, now), account, contact },
  }));
  return pageOf(items, asked.limit, (last) => [last.quotedAt, last.id]);
}
