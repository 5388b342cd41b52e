import { and, eq, sql } from "drizzle-orm";
import { reanchor } from "../../kernels/anchoring.ts";
import { type Context, record } from "../../platform/context.ts";
import { only } from "../../platform/database.ts";
import { notFound, Refusal } from "../../platform/refusal.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { newRecord, productFor, recordIdOf } from "../workspace/records.ts";
import type { FeedbackDetail, FeedbackItem } from "./answers.ts";
import { feedbackDetail } from "./feedback-detail.ts";
import { asMark, marksOf, ownColumns } from "./marks.ts";
import { authorOf } from "./matching.ts";
import { type FeedbackChange, type FeedbackDraft, feedback, quotes } from "./schema.ts";

/** Brings in something a customer said, matched to who is known. */
export async function createFeedback(context: Context, draft: FeedbackDraft): Promise<FeedbackItem> {
  const { db, actor, now } = context;
  const [productId, author] = await Promise.all([productFor(context, draft.productId), authorOf(context, draft)]);
  const { id, number, key, row } = await newRecord(context, "feedback", productId);
  const [, made, marks] = await Promise.all([
    row,
    db
      .insert(feedback)
      .values({
        ...draft,
        ...author,
        workspaceId: actor.workspaceId,
        id,
        productId,
        title: draft.title || null,
        channel: draft.channel || null,
        receivedAt: draft.receivedAt ?? now,
        createdAt: now,
        updatedAt: now,
      })
      .returning(ownColumns),
    marksOf(context, author),
    record(context, "feedback.created", id, { key }),
  ]);
  // Nothing hangs on it yet, so what a list shows of it need not be read back.
  return { ...asMark({ ...only(made), number }, now), ...marks, quotes: 0, labels: [], fields: {} };
}

const EDITABLE = [
  "kind",
  "title",
  "text",
  "channel",
  "sourceAddress",
  "authorName",
  "authorEmail",
  "accountId",
  "contactId",
  "receivedAt",
] as const;

/**
 * Changes a piece of feedback. Quotes follow their words through an edit of the text; where these no longer stand as they were,
 * the quote is marked and stays where it was.
 * @throws Refusal 404 when there is none, 412 with the present state when somebody changed it since `version`
 */
export async function editFeedback(context: Context, ref: string, version: number, change: FeedbackChange): Promise<FeedbackDetail> {
  const { db, actor, now } = context;
  const id = await recordIdOf(context, ref, "feedback");
  const own = and(eq(feedback.workspaceId, actor.workspaceId), eq(feedback.id, id));
  const [before] = await db.select().from(feedback).where(own).for("update");
  if (!before) throw notFound("feedback");
  if (before.version !== version)
    throw new Refusal(412, "CHANGED", "Somebody changed this feedback since you looked.", { current: await feedbackDetail(context, id) });

  const wanted = { ...change };
  if (wanted.title === "") wanted.title = null;
  if (wanted.channel === "") wanted.channel = null;
  if (wanted.receivedAt) wanted.receivedAt = new Date(wanted.receivedAt).toISOString();
  // Whoever is known already stays; a new address can only add.
  const author = await authorOf(context, {
    authorEmail: change.authorEmail,
    contactId: "contactId" in change ? change.contactId : (before.contactId ?? undefined),
    accountId: "accountId" in change ? change.accountId : (before.accountId ?? undefined),
  });
  const after = { ...before, ...wanted, ...author };
  const changes = differences(before, after, EDITABLE);
  if (Object.keys(changes).length === 0) return feedbackDetail(context, id);

  const anchoring = after.text === before.text ? null : await reanchorQuotes(context, id, before.text, after.text);
  await db
    .update(feedback)
    .set({ ...after, version: version + 1, updatedAt: now })
    .where(own);
  await record(context, "feedback.edited", id, { changes: shortened(changes), ...(anchoring && { quotes: anchoring }) });
  return feedbackDetail(context, id);
}

/** Finds the quotes of a text again after it was edited; tells how many moved with it and which words no longer stand there. */
export async function reanchorQuotes({ db, actor }: Context, feedbackId: string, before: string, after: string) {
  const all = await db
    .select({ id: quotes.id, startsAt: quotes.startsAt, endsAt: quotes.endsAt, words: quotes.words, anchored: quotes.anchored })
    .from(quotes)
    .where(and(eq(quotes.workspaceId, actor.workspaceId), eq(quotes.feedbackId, feedbackId)));
  const standing = all.filter(({ anchored }) => anchored);
  const found = reanchor(
    before,
    after,
    standing.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt })),
  );
  const moved: { id: string; startsAt: number; endsAt: number; anchored: boolean }[] = [];
  const lost: string[] = [];
  standing.forEach((quote, place) => {
    const now = found[place];
    if (now?.status === "moved") moved.push({ id: quote.id, startsAt: now.start, endsAt: now.end, anchored: true });
    if (now?.status === "changed") {
      moved.push({ ...quote, anchored: false });
      lost.push(quote.words);
    }
  });
  // An edit taken back by hand: the words stand again where they stood.
  const back = all.filter(({ anchored, startsAt, endsAt, words }) => !anchored && after.slice(startsAt, endsAt) === words);
  moved.push(...back.map((quote) => ({ ...quote, anchored: true })));
  if (moved.length > 0)
    await db.execute(sql`
      update ${quotes} q set starts_at = m.starts_at, ends_at = m.ends_at, anchored = m.anchored, version = q.version + 1
      from unnest(${sql.param(moved.map(({ id }) => id))}::uuid[], ${sql.param(moved.map(({ startsAt }) => startsAt))}::int[],
        ${sql.param(moved.map(({ endsAt }) => endsAt))}::int[], ${sql.param(moved.map(({ anchored }) => anchored))}::boolean[]) m (id, starts_at, ends_at, anchored)
      where q.workspace_id = ${actor.workspaceId} and q.id = m.id`);
  return { moved: moved.length - lost.length - back.length, found: back.length, lost };
}

const KEPT_CHARACTERS = 2_000;
/** The trail tells what changed; whole letters are kept for undo, not there. */
function shortened(changes: Record<string, { before: unknown; after: unknown }>) {
  const short = (value: unknown) =>
    typeof value === "string" && value.length > KEPT_CHARACTERS ? `${value.slice(0, KEPT_CHARACTERS)}…` : value;
  return Object.fromEntries(
    Object.entries(changes).map(([name, { before, after }]) => [name, { before: short(before), after: short(after) }]),
  );
}
