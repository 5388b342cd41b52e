import { randomUUIDv7 } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { type Context, record, recordMany } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { mustBeRecords, recordIdOf } from "../workspace/records.ts";
import type { QuoteItem } from "./answers.ts";
import { quoteById, quoteColumns, quoteTarget, TARGETS } from "./quote-queries.ts";
import { quoteBlockers, spanProblem, stateOf, triageReasons } from "./rules.ts";
import { feedback, type QuoteChange, type QuoteDraft, quotes } from "./schema.ts";

/**
 * Quotes a stretch of feedback for a need or feature, in the customer's own words.
 * @throws Refusal 404, 409 when it is declined, 422 when the stretch is none of its text or the target no need or feature
 */
export async function quoteFeedback(context: Context, ref: string, draft: QuoteDraft): Promise<QuoteItem> {
  const { db, actor, now } = context;
  const feedbackId = await recordIdOf(context, ref, "feedback");
  const [text, target] = await Promise.all([textToQuote(context, feedbackId), quoteTarget(context, draft.targetId)]);
  const words = wordsAt(text, draft);
  const id = randomUUIDv7();
  const detail = { quoteId: id, feedbackId, targetId: draft.targetId, words: words.slice(0, 500), importance: draft.importance };
  const [made] = await Promise.all([
    db
      .insert(quotes)
      .values({
        ...draft,
        workspaceId: actor.workspaceId,
        id,
        feedbackId,
        words,
        quotedBy: actor.kind === "member" ? actor.id : null,
        quotedAt: now,
      })
      .returning(quoteColumns),
    recordMany(
      context,
      "feedback.quoted",
      [feedbackId, draft.targetId].map((recordId) => ({ recordId, detail })),
    ),
  ]);
  return { ...only(made), target };
}

/**
 * Changes what a quote speaks of, how important it is, or its stretch of the text.
 * @throws Refusal 404, 412 with the present state when somebody changed it since `version`, 422
 */
export async function editQuote(context: Context, id: string, version: number, change: QuoteChange): Promise<QuoteItem> {
  const { db, actor } = context;
  const own = and(eq(quotes.workspaceId, actor.workspaceId), eq(quotes.id, id));
  const [before] = await db.select().from(quotes).where(own).for("update");
  if (!before) throw notFound("quote");
  if (before.version !== version)
    throw new Refusal(412, "CHANGED", "Somebody changed this quote since you looked.", { current: await quoteById(context, id) });
  if (change.targetId && change.targetId !== before.targetId) await mustBeRecords(context, "targetId", [change.targetId], TARGETS);

  const after = { ...before, ...change };
  if (change.startsAt !== undefined || change.endsAt !== undefined) {
    after.words = wordsAt(await textToQuote(context, before.feedbackId), after);
    after.anchored = true;
  }
  const changes = differences(before, after, ["targetId", "importance", "words", "startsAt", "endsAt", "anchored"]);
  if (Object.keys(changes).length > 0) {
    await db
      .update(quotes)
      .set({ ...after, version: version + 1 })
      .where(own);
    const concerned = [...new Set([before.feedbackId, before.targetId, after.targetId])];
    await recordMany(
      context,
      "feedback.quote-edited",
      concerned.map((recordId) => ({ recordId, detail: { quoteId: id, changes } })),
    );
  }
  return quoteById(context, id);
}

/** Removes a quote. What was done with this quote only is not done any more: it is new again. */
export async function removeQuote(context: Context, id: string): Promise<void> {
  const { db, actor, now } = context;
  const [gone] = await db
    .delete(quotes)
    .where(and(eq(quotes.workspaceId, actor.workspaceId), eq(quotes.id, id)))
    .returning();
  if (!gone) throw notFound("quote");
  const detail = { quoteId: id, feedbackId: gone.feedbackId, targetId: gone.targetId, words: gone.words.slice(0, 500) };
  await recordMany(
    context,
    "feedback.quote-removed",
    [gone.feedbackId, gone.targetId].map((recordId) => ({ recordId, detail })),
  );
  const reopened = await db
    .update(feedback)
    .set({ state: "new", updatedAt: now, version: sql`${feedback.version} + 1` })
    .where(
      and(
        eq(feedback.workspaceId, actor.workspaceId),
        eq(feedback.id, gone.feedbackId),
        eq(feedback.state, "linked"),
        sql`not exists (select from ${quotes} q where q.workspace_id = ${actor.workspaceId} and q.feedback_id = ${gone.feedbackId})`,
      ),
    )
    .returning({ id: feedback.id });
  if (reopened.length > 0) await record(context, "feedback.reopened", gone.feedbackId, { before: "linked", after: "new" });
}

/** The text as it stands, held until the quote is written: an edit at the same moment waits, and then finds the quote. */
async function textToQuote({ db, actor, now }: Context, feedbackId: string): Promise<string> {
  const [said] = await db
    .select({ text: feedback.text, state: feedback.state, snoozedUntil: feedback.snoozedUntil })
    .from(feedback)
    .where(and(eq(feedback.workspaceId, actor.workspaceId), eq(feedback.id, feedbackId)))
    .for("share");
  if (!said) throw notFound("feedback");
  const [blocker] = quoteBlockers({ state: stateOf(said, now) });
  if (blocker) throw new Refusal(409, "NOT_POSSIBLE", triageReasons[blocker], { blockers: [blocker] });
  return said.text;
}

function wordsAt(text: string, span: { startsAt: number; endsAt: number }): string {
  const problem = spanProblem(text, span);
  if (problem) throw invalid("endsAt", problem);
  return text.slice(span.startsAt, span.endsAt);
}
