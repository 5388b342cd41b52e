import { and, eq, inArray, ne, sql } from "drizzle-orm";
import * as z from "zod";
import { type Frequencies, sharedTerms, similarityTo, type Text } from "../../kernels/text-similarity.ts";
import { folded, wordsOf } from "../../kernels/words.ts";
import type { Context } from "../../platform/context.ts";
import { notFound } from "../../platform/refusal.ts";
import { recordNumbers } from "../../platform/tables.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { records } from "../workspace/schema.ts";
import type { Similar, SuggestedNeeds } from "./answers.ts";
import { marksById } from "./feedback-items.ts";
import { recordIdSql } from "./record-ids.ts";
import { needReason } from "./rules.ts";
import { demands, feedback, quotes } from "./schema.ts";
import { sampledFrequencies } from "./word-frequencies.ts";

/** So much of a text is compared: what it is about stands at its beginning. */
const QUERY_LENGTH = 4_000;
const CANDIDATE_LENGTH = 1_500;
/** How many of its words are looked up, and how many texts are compared. */
const WORDS_ASKED = 20;
const CANDIDATES = 60;
/** Words that stand in more texts than this together find too much; of common ones, three that stand together find little enough. */
const RARE_IN_ALL = 2_000;
/** A word of the title tells as much as one said so often. */
const TITLE_TIMES = 5;
const DOTTED = /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu;
/** A word that the sample does not hold may still stand in some texts. */
const UNSEEN = 0.3;
/** Below this two texts share words by chance. */
const LEAST_SCORE = 0.12;

type Asked = { id: string; text: Text; documents: number };
type Alike = { id: string; score: number; text: Text };

/**
 * Feedback that may say the same, with the words that make it alike. Merged duplicates are left out.
 * @throws Refusal 404
 */
export async function similarFeedback(context: Context, ref: string, limit: number): Promise<z.infer<typeof Similar>> {
  const asked = await textOf(context, ref);
  const known = await knownOf(context, asked.text, asked.documents);
  const alike = (await alikeFeedback(context, asked, known, false)).slice(0, limit);
  const marks = await marksById(
    context,
    alike.map(({ id }) => id),
  );
  return {
    items: alike.flatMap(({ id, score, text }) => {
      const mark = marks.get(id);
      return mark ? [{ feedback: mark, score: rounded(score), why: sharedTerms(asked.text, text, known.frequencies) }] : [];
    }),
  };
}

/**
 * Needs that a piece of feedback may speak of: those that similar feedback is quoted for, and those whose statement is alike.
 * Needs that it is quoted for already are left out.
 * @throws Refusal 404
 */
export async function suggestedNeeds(context: Context, ref: string, limit: number): Promise<z.infer<typeof SuggestedNeeds>> {
  const asked = await textOf(context, ref);
  const known = await knownOf(context, asked.text, asked.documents);
  const [byFeedback, byStatement, already] = await Promise.all([
    alikeFeedback(context, asked, known, true).then((alike) => needsQuotedBy(context, alike)),
    needsAlike(context, asked, known),
    quotedNeeds(context, asked.id),
  ]);
  const ids = [...new Set([...byFeedback.keys(), ...byStatement.keys()])].filter((id) => !already.has(id));
  const ranked = ids
    .map((id) => {
      const voices = byFeedback.get(id) ?? [];
      const statement = byStatement.get(id);
      // Each is a reason of its own: the more of them, the surer.
      const doubt = voices.reduce((left, score) => left * (1 - score), 1 - (statement?.score ?? 0));
      return { id, score: 1 - doubt, similar: voices.length, shared: statement?.shared ?? [] };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, limit * 3);
  const targets = await needsById(
    context,
    ranked.map(({ id }) => id),
  );
  const items = ranked.flatMap(({ id, score, similar, shared }) => {
    const need = targets.get(id);
    return need ? [{ need, score: rounded(score), similar, why: needReason(similar, shared) }] : [];
  });
  return { items: items.slice(0, limit) };
}

const rounded = (score: number) => Math.round(score * 1_000) / 1_000;

async function textOf(context: Context, ref: string): Promise<Asked> {
  const { db, actor } = context;
  const [[row], [numbers]] = await Promise.all([
    db
      .select({ id: feedback.id, title: feedback.title, text: sql<string>`left(${feedback.text}, ${QUERY_LENGTH})` })
      .from(feedback)
      .where(and(eq(feedback.workspaceId, actor.workspaceId), sql`${feedback.id} = ${recordIdSql(context, ref, "feedback")}`)),
    // The last number given out is how many there have been: near enough, where counting them all would cost more than the rest.
    db
      .select({ last: recordNumbers.last })
      .from(recordNumbers)
      .where(and(eq(recordNumbers.workspaceId, actor.workspaceId), eq(recordNumbers.kind, "feedback"))),
  ]);
  if (!row) throw notFound("feedback");
  return { id: row.id, text: { title: row.title ?? "", text: row.text }, documents: numbers?.last ?? 1 };
}

/** A word to look others up by; `weight` says how much it tells. */
type Telling = { word: string; weight: number };
type Known = { frequencies: Frequencies; rare: Telling[]; common: string[] };

/** Which words of a text tell it apart, and by which of them to look for others. */
async function knownOf(context: Context, text: Text, documents: number): Promise<Known> {
  const frequencies = await sampledFrequencies(context, documents);
  const sampled = Math.max(frequencies.documents, 1);
  const words = saidWords(text)
    .map(({ stems, word, said }) => {
      const share = Math.min(1, ...stems.map((stem) => (frequencies.counts.get(stem) ?? UNSEEN) / sampled));
      return { word, share, weight: Math.sqrt(said) * Math.log(1 + 1 / share) };
    })
    .sort((a, b) => b.weight - a.weight || b.word.length - a.word.length)
    .slice(0, WORDS_ASKED)
    .sort((a, b) => a.share - b.share);
  const rare: Telling[] = [];
  let found = 0;
  for (const { word, share, weight } of words) {
    found += share * documents;
    if (found > RARE_IN_ALL) break;
    rare.push({ word, weight });
  }
  return { frequencies, rare, common: words.slice(rare.length).map(({ word }) => word) };
}

type Said = { stems: string[]; word: string; said: number };

/** The words that say what a text is about, and how often they are said. */
function saidWords({ title = "", text }: Text): Said[] {
  const found = new Map<string, Said>();
  const add = (written: string, stems: string[], times: number) => {
    const word = folded(written).replace(/['’].*$/, "");
    if (word.length < 2 || word.length > 40) return;
    const key = stems.join(" ");
    const known = found.get(key);
    if (known) known.said += times;
    else found.set(key, { stems, word, said: times });
  };
  const read = (words: string, times: number) => {
    for (const { written, stem, common } of wordsOf(words)) if (!common) add(written, [stem], times);
    // The index takes a host or a version for one word.
    for (const [written] of words.matchAll(DOTTED))
      add(
        written,
        wordsOf(written).map(({ stem }) => stem),
        times,
      );
  };
  read(title, TITLE_TIMES);
  read(text, 1);
  return [...found.values()];
}

/** The index holds English stems, which are not quite the kernel's, and hosts as they are: words are looked up under the index's. */
const lexemes = (words: readonly Telling[]) =>
  sql`array(select case when w like '%.%' then w else coalesce((ts_lexize('english_stem', w))[1], w) end from unnest(${sql.param(words.map(({ word }) => word))}::text[]) with ordinality x(w, place) order by place)`;
const foundBy = (words: readonly Telling[], kind: "feedback" | "need") =>
  sql`select search_telling(${lexemes(words)}, ${sql.param(words.map(({ weight }) => weight))}::real[], ${kind}, ${CANDIDATES}) where ${words.length > 0}`;

/** The most similar feedback, best first: the database finds candidates by their words, the kernel weighs them. */
async function alikeFeedback(context: Context, asked: Asked, { frequencies, rare, common }: Known, merged: boolean): Promise<Alike[]> {
  const { db, actor } = context;
  const few = rare.length < 2;
  const rows = await db
    .select({ id: feedback.id, title: feedback.title, text: sql<string>`left(${feedback.text}, ${CANDIDATE_LENGTH})` })
    .from(feedback)
    .where(
      and(
        eq(feedback.workspaceId, actor.workspaceId),
        sql`${feedback.id} = any(array(
          ${foundBy(rare, "feedback")}
          union select search_ids(${common.slice(0, 3).join(" ")}, 'feedback', ${CANDIDATES}) where ${few && common.length > 0}))`,
        ne(feedback.id, asked.id),
        merged ? undefined : ne(feedback.state, "merged"),
      ),
    );
  const scoreOf = similarityTo(asked.text, frequencies);
  return rows
    .map(({ id, title, text }) => ({ id, text: { title: title ?? "", text } }))
    .map((one) => ({ ...one, score: scoreOf(one.text) }))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score);
}

/** For each need the scores of the similar feedback that is quoted for it, each piece of feedback once. */
async function needsQuotedBy({ db, actor }: Context, alike: readonly Alike[]): Promise<Map<string, number[]>> {
  const scores = new Map(alike.slice(0, 30).map(({ id, score }) => [id, score]));
  if (scores.size === 0) return new Map();
  const rows = await db
    .selectDistinct({ needId: quotes.targetId, feedbackId: quotes.feedbackId })
    .from(quotes)
    .innerJoin(records, and(eq(records.workspaceId, quotes.workspaceId), eq(records.id, quotes.targetId), eq(records.kind, "need")))
    .where(and(eq(quotes.workspaceId, actor.workspaceId), inArray(quotes.feedbackId, [...scores.keys()])));
  const needs = new Map<string, number[]>();
  for (const { needId, feedbackId } of rows) needs.set(needId, [...(needs.get(needId) ?? []), scores.get(feedbackId) ?? 0]);
  return needs;
}

const Titled = z.object({ record_id: z.uuid(), title: z.string() });
/** So many of the needs most quoted, and of the newest, are compared by their statement, beside those that share a rare word. */
const MOST_QUOTED = 200;
const NEWEST = 100;

async function needsAlike({ db, actor }: Context, asked: Asked, { frequencies, rare }: Known) {
  const { rows } = await db.execute(sql`
    select record_id, title from record_titles(array(
      (select d.record_id from ${demands} d where d.workspace_id = ${actor.workspaceId} and d.kind = 'need' order by d.quotes desc, d.record_id desc limit ${MOST_QUOTED})
      union (select r.id from ${records} r where r.workspace_id = ${actor.workspaceId} and r.kind = 'need' order by r.number desc limit ${NEWEST})
      union ${foundBy(rare, "need")}))`);
  const scoreOf = similarityTo(asked.text, frequencies);
  const found = new Map<string, { score: number; shared: string[] }>();
  for (const { record_id, title } of rows.map((row) => Titled.parse(row))) {
    const score = scoreOf({ text: title });
    if (score >= LEAST_SCORE) found.set(record_id, { score, shared: sharedTerms(asked.text, { text: title }, frequencies, 3) });
  }
  return found;
}

async function quotedNeeds({ db, actor }: Context, feedbackId: string): Promise<Set<string>> {
  const rows = await db
    .select({ id: quotes.targetId })
    .from(quotes)
    .where(and(eq(quotes.workspaceId, actor.workspaceId), eq(quotes.feedbackId, feedbackId)));
  return new Set(rows.map(({ id }) => id));
}

async function needsById({ db, actor }: Context, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await db
    .select({
      id: records.id,
      number: records.number,
      title: sql<string>`coalesce((select t.title from record_titles(array[${records}.id]) t), '')`,
    })
    .from(records)
    .where(
      and(
        eq(records.workspaceId, actor.workspaceId),
        eq(records.kind, "need"),
        inArray(records.id, [...ids]),
        // What was merged into another need keeps its address, but is no need of its own any more.
        sql`not exists (select from needs n where n.workspace_id = ${actor.workspaceId} and n.id = ${records}.id and n.merged_into_id is not null)`,
      ),
    );
  return new Map(rows.map(({ number, ...row }) => [row.id, { ...row, kind: "need" as const, key: keyOf("need", number) }]));
}
