import { and, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { Instant } from "../../platform/columns.ts";
import { type Context, recordMany } from "../../platform/context.ts";
import { invalid } from "../../platform/refusal.ts";
import { accounts, contacts, feedback, quotes } from "../customers/schema.ts";
import { features } from "../features/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { mustBeRecords, recordIdOf } from "../workspace/records.ts";
import { links } from "../workspace/schema.ts";
import type { Asker, Askers } from "./launch-answers.ts";
import { mustBeFeature } from "./promises.ts";
import { tellings } from "./schema.ts";

/** A page of people to tell is worked through by hand; more than this are counted, not shown. */
const MOST_SHOWN = 500;

const Row = z.object({
  featureId: z.uuid(),
  number: z.int(),
  title: z.string(),
  voiceId: z.uuid(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  accountId: z.uuid().nullable(),
  accountNumber: z.int().nullable(),
  accountName: z.string().nullable(),
  feedbackNumber: z.int(),
  words: z.string(),
  importance: z.int(),
  toldAt: Instant.nullable(),
  toldBy: z.uuid().nullable(),
});

/** Who speaks for a feature: quoted for it or for a need that it serves, the senders of merged duplicates among them. */
const heard = (home: string, featureIds: readonly string[]) => sql`
  with targets as (
    select f.id as feature_id, f.id as target_id from ${features} f where f.workspace_id = ${home} and f.id = any(${sql.param(featureIds)}::uuid[])
    union select l.from_id, l.to_id from ${links} l where l.workspace_id = ${home} and l.kind = 'serves' and l.from_id = any(${sql.param(featureIds)}::uuid[])
  ), spoken as (
    select t.feature_id, q.feedback_id, q.words, q.importance, q.quoted_at from targets t
    join ${quotes} q on q.workspace_id = ${home} and q.target_id = t.target_id
  ), heard as (
    select s.feature_id, f.id, f.contact_id, f.account_id, f.author_name, f.author_email, s.words, s.importance, s.quoted_at from spoken s
    join ${feedback} f on f.workspace_id = ${home} and f.id = s.feedback_id
    union all
    select s.feature_id, f.id, f.contact_id, f.account_id, f.author_name, f.author_email, left(f.text, 300), s.importance, s.quoted_at from spoken s
    join ${feedback} f on f.workspace_id = ${home} and f.merged_into_id = s.feedback_id
  ), voices as (
    select distinct on (feature_id, voice_id) * from (select h.*, coalesce(h.contact_id, h.account_id, h.id) as voice_id from heard h) x
    order by feature_id, voice_id, importance desc, quoted_at desc, id
  )`;

/** Those who asked for features, the most important first, with what they said and whether they have been told. */
export async function askersOf({ db, actor }: Context, featureIds: readonly string[]): Promise<Askers> {
  if (featureIds.length === 0) return { items: [], asked: 0, told: 0 };
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`${heard(home, featureIds)}
    select v.feature_id as "featureId", fr.number, f.title, v.voice_id as "voiceId", coalesce(c.name, v.author_name) as name,
      coalesce(c.email, v.author_email) as email, a.id as "accountId", ar.number as "accountNumber", a.name as "accountName",
      br.number as "feedbackNumber", v.words, v.importance, t.told_by as "toldBy",
      to_char(t.told_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "toldAt"
    from voices v
    join ${features} f on f.workspace_id = ${home} and f.id = v.feature_id
    join records fr on fr.workspace_id = ${home} and fr.id = f.id
    join records br on br.workspace_id = ${home} and br.id = v.id
    left join ${contacts} c on c.workspace_id = ${home} and c.id = v.contact_id
    left join ${accounts} a on a.workspace_id = ${home} and a.id = coalesce(v.account_id, c.account_id)
    left join records ar on ar.workspace_id = ${home} and ar.id = a.id
    left join ${tellings} t on t.workspace_id = ${home} and t.feature_id = v.feature_id and t.voice_id = v.voice_id
    order by (t.told_at is not null), v.importance desc, a.revenue_minor desc nulls last, v.voice_id`);
  const byVoice = Map.groupBy(
    rows.map((row) => Row.parse(row)),
    ({ voiceId }) => voiceId,
  );
  const all = [...byVoice].flatMap(([voiceId, said]): Asker[] => {
    const [first] = said;
    if (!first) return [];
    const { accountId, accountNumber, accountName } = first;
    const account =
      accountId && accountNumber && accountName ? { id: accountId, key: keyOf("account", accountNumber), name: accountName } : null;
    return [
      {
        voiceId,
        name: first.name,
        email: first.email,
        account,
        feedbackKey: keyOf("feedback", first.feedbackNumber),
        words: first.words,
        features: said.map(({ featureId, number, title, toldAt, toldBy }) => ({
          id: featureId,
          key: keyOf("feature", number),
          title,
          toldAt,
          toldBy,
        })),
      },
    ];
  });
  const told = all.filter((asker) => asker.features.every(({ toldAt }) => toldAt !== null)).length;
  return { items: all.slice(0, MOST_SHOWN), asked: all.length, told };
}

const Counted = z.object({ featureId: z.uuid(), asked: z.int(), told: z.int() });

/** How many asked for each feature and how many of them have been told. */
export async function toldOf({ db, actor }: Pick<Context, "db" | "actor">, featureIds: readonly string[]) {
  if (featureIds.length === 0) return new Map<string, { asked: number; told: number }>();
  const home = actor.workspaceId;
  const { rows } = await db.execute(sql`${heard(home, featureIds)}
    select v.feature_id as "featureId", count(*)::int as asked, count(t.voice_id)::int as told from voices v
    left join ${tellings} t on t.workspace_id = ${home} and t.feature_id = v.feature_id and t.voice_id = v.voice_id group by v.feature_id`);
  return new Map(rows.map((row) => Counted.parse(row)).map(({ featureId, ...counts }) => [featureId, counts]));
}

/**
 * Marks somebody who asked for features as told of them, by whoever says so; saying it twice changes nothing.
 * @throws Refusal 422 when they did not ask for one of these
 */
export async function tellAsker(
  context: Context,
  { featureIds, voiceId }: { featureIds: readonly string[]; voiceId: string },
): Promise<Askers> {
  const { db, actor, now } = context;
  const ids = await Promise.all(featureIds.map((ref) => recordIdOf(context, ref, "feature")));
  await mustBeRecords(context, "featureIds", ids, ["feature"]);
  const before = await askersOf(context, ids);
  const asker = before.items.find((one) => one.voiceId === voiceId);
  if (!asker || ids.some((id) => !asker.features.some((feature) => feature.id === id)))
    throw invalid("voiceId", "Nobody with this id asked for these features.");
  const made = await db
    .insert(tellings)
    .values(
      ids.map((featureId) => ({
        workspaceId: actor.workspaceId,
        featureId,
        voiceId,
        toldBy: actor.kind === "member" ? actor.id : null,
        toldAt: now,
      })),
    )
    .onConflictDoNothing()
    .returning({ featureId: tellings.featureId });
  await recordMany(
    context,
    "feature.told",
    made.map(({ featureId }) => ({ recordId: featureId, detail: { who: asker.name ?? asker.account?.name ?? asker.feedbackKey } })),
  );
  return askersOf(context, ids);
}

/** Takes it back that somebody was told. @throws Refusal 404 */
export async function untellAsker(context: Context, ref: string, voiceId: string): Promise<Askers> {
  const { db, actor } = context;
  const id = await recordIdOf(context, ref, "feature");
  await mustBeFeature(context, id);
  const gone = await db
    .delete(tellings)
    .where(and(eq(tellings.workspaceId, actor.workspaceId), eq(tellings.featureId, id), eq(tellings.voiceId, voiceId)));
  if (gone.rowCount) await recordMany(context, "feature.untold", [{ recordId: id }]);
  return askersOf(context, [id]);
}
