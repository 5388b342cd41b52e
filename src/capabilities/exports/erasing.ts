import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { handleOf, partsOfName } from "../../kernels/names.ts";
import { type Context, record } from "../../platform/context.ts";
import { RecordRef } from "../../platform/procedure.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { contacts, feedback, quotes } from "../customers/schema.ts";
import { forgetUnusedFiles } from "../files/forgetting.ts";
import { files } from "../files/schema.ts";
import { customerStories } from "../research/schema.ts";
import { recordIdOf } from "../workspace/records.ts";
import { comments, notifications } from "../workspace/schema.ts";
import { ERASED_NAME, ERASED_TEXT, isTelling } from "./erasing-rules.ts";
import { deleteHanging, eraseFromAnswers, mentionsOf, PartFound, partsAlone, sweep } from "./erasing-sweep.ts";

const who = {
  email: z.email("Give an e-mail address.").trim().toLowerCase().max(320).optional(),
  contact: RecordRef.optional(),
};
const isSomebody = ({ email, contact }: { email?: string | undefined; contact?: string | undefined }) =>
  email !== undefined || contact !== undefined;
const nobody = { path: ["email"], message: "Say who: by e-mail address or contact." };
export const ErasureSubject = z.strictObject(who).refine(isSomebody, nobody);
export type ErasureSubject = z.infer<typeof ErasureSubject>;
export const ErasureOrder = z
  .strictObject({
    ...who,
    also: z
      .array(z.string().max(200))
      .max(50)
      .default([])
      .describe("Words of their name, from the preview, that mean them where they stand alone: blanked in others' texts too."),
  })
  .refine(isSomebody, nobody);
export type ErasureOrder = z.input<typeof ErasureOrder>;

/** What an erasure takes away, in numbers. */
const counts = {
  contacts: z.int(),
  feedback: z.int(),
  quotes: z.int().describe("Quotes of that feedback: their words go, what they count for stays."),
  files: z.int().describe("Files attached to those contacts and that feedback, or in comments on them."),
  elsewhere: z.int().describe("Rows in which others wrote their name or address."),
};
export const ErasurePreview = z.object({
  ...counts,
  /** As whom they are known here. */
  names: z.array(z.string()),
  emails: z.array(z.string()),
  /** Names that others bear too, or that are words: they are not looked for in others' texts by themselves. */
  unsought: z.array(z.string()),
  parts: z.array(PartFound).describe("Words of their name that stand alone in others' texts; `also` takes those that mean them."),
});
export type ErasurePreview = z.infer<typeof ErasurePreview>;
export const Erasure = z.object(counts);
export type Erasure = z.infer<typeof Erasure>;

type Person = {
  contactIds: string[];
  feedbackIds: string[];
  names: string[];
  emails: string[];
  /** What is looked for in texts. */
  sought: string[];
};

/** Who is meant, and what would go. Nothing is changed. @throws Refusal 404 when nobody is known so */
export async function erasurePreview(context: Context, subject: ErasureSubject): Promise<ErasurePreview> {
  const person = await personOf(context, subject);
  return {
    contacts: person.contactIds.length,
    feedback: person.feedbackIds.length,
    quotes: await context.db.$count(quotes, quotesOf(context, person)),
    files: await context.db.$count(files, filesOf(context, person)),
    elsewhere: await mentionsOf(context, person.sought, person),
    names: person.names,
    emails: person.emails,
    unsought: person.names.filter((name) => !person.sought.includes(name)),
    parts: await partsAlone(context, wordsFor(person), person.sought, person),
  };
}

/** What of their names and addresses may mean them where it stands alone, and may mean somebody or something else. */
function wordsFor({ names, emails, sought }: Person): string[] {
  const single = [...names, ...names.flatMap(partsOfName), ...emails.map(handleOf)];
  const known = new Set(sought.map((one) => one.toLowerCase()));
  const told = new Map<string, string>();
  for (const word of distinct(single)) {
    const folded = word.toLowerCase();
    if (!known.has(folded) && !told.has(folded)) told.set(folded, word);
  }
  return [...told.values()];
}

/**
 * Takes a person's identity and words out of the workspace: out of their contact and feedback, quotes, comments about them, others' texts,
 * notifications, search, kept answers, before-images and the trail's details. The records stay, blank, so that what was counted stays
 * counted. It cannot be undone, and the trail says of it only how much there was.
 */
export async function erasePerson(context: Context, { also = [], ...subject }: ErasureOrder): Promise<Erasure> {
  const { db, actor, now } = context;
  await db.execute(sql`set local statement_timeout = 0`);
  const person = await personOf(context, subject);
  const { contactIds, feedbackIds, sought } = person;
  const stranger = also.find((word) => !wordsFor(person).includes(word));
  if (stranger !== undefined) throw invalid("also", `“${stranger}” is no word of this person's name; take those that the preview gives.`);
  const quoted = await db.select({ id: quotes.id }).from(quotes).where(quotesOf(context, person));
  await rememberWords(context, { ...person, sought: [...sought, ...also] });

  await db
    .update(quotes)
    .set({ words: ERASED_TEXT, startsAt: 0, endsAt: ERASED_TEXT.length, anchored: true, version: sql`${quotes.version} + 1` })
    .where(quotesOf(context, person));
  await db
    .update(feedback)
    .set({
      text: ERASED_TEXT,
      title: null,
      authorName: null,
      authorEmail: null,
      sourceAddress: null,
      sourceId: null,
      version: sql`${feedback.version} + 1`,
      updatedAt: now,
    })
    .where(and(eq(feedback.workspaceId, actor.workspaceId), inArray(feedback.id, feedbackIds)));
  await db
    .update(contacts)
    .set({ name: ERASED_NAME, email: null, title: null, version: sql`${contacts.version} + 1`, updatedAt: now })
    .where(and(eq(contacts.workspaceId, actor.workspaceId), inArray(contacts.id, contactIds)));
  await db
    .update(customerStories)
    .set({
      title: ERASED_TEXT,
      happened: "",
      instead: "",
      cost: "",
      consent: "not-asked",
      consentOn: null,
      version: sql`${customerStories.version} + 1`,
      updatedAt: now,
    })
    .where(storiesOf(context, person));
  await db
    .update(comments)
    .set({ body: ERASED_TEXT, version: sql`${comments.version} + 1` })
    .where(and(eq(comments.workspaceId, actor.workspaceId), inArray(comments.recordId, contactIds)));
  const theirs = [...contactIds, ...feedbackIds];
  await db
    .update(notifications)
    .set({ excerpt: "" })
    .where(and(eq(notifications.workspaceId, actor.workspaceId), inArray(notifications.recordId, theirs)));
  const attached = await db.$count(files, filesOf(context, person));
  await deleteHanging(context, theirs);

  const elsewhere = (await sweep(context, sought)) + (await sweep(context, also, "part"));
  await eraseFromAnswers(context, [...theirs, ...quoted.map(({ id }) => id)], [...sought, ...also]);
  await forgetWords(context);
  await forgetUnusedFiles(db);
  const erased = { contacts: contactIds.length, feedback: feedbackIds.length, quotes: quoted.length, files: attached, elsewhere };
  await record(context, "person.erased", contactIds[0] ?? null, erased);
  return erased;
}

async function personOf(context: Context, { email, contact }: ErasureSubject): Promise<Person> {
  const { db, actor } = context;
  const contactId = contact === undefined ? null : await recordIdOf(context, contact, "contact");
  const own = eq(contacts.workspaceId, actor.workspaceId);
  const known = await db
    .select({ id: contacts.id, name: contacts.name, email: contacts.email })
    .from(contacts)
    .where(and(own, sql`(${contacts.id} = ${contactId}::uuid or ${contacts.email} = ${email ?? null}::text)`));
  const emails = distinct([email, ...known.map((one) => one.email)]);
  const contactIds = known.map(({ id }) => id);
  const said = await db
    .select({ id: feedback.id, name: feedback.authorName })
    .from(feedback)
    .where(
      and(
        eq(feedback.workspaceId, actor.workspaceId),
        sql`(${feedback.contactId} = any(${sql.param(contactIds)}::uuid[]) or lower(${feedback.authorEmail}) = any(${sql.param(emails)}::text[]))`,
      ),
    );
  const names = distinct([...known.map(({ name }) => name), ...said.map(({ name }) => name)]).filter((name) => name !== ERASED_NAME);
  const person = { contactIds, feedbackIds: said.map(({ id }) => id), names, emails };
  const sought = [...emails, ...(await ownNames(context, person))].flatMap(spellings);
  const found = known.length + said.length > 0 || (await mentionsOf(context, sought, person)) > 0;
  if (!found) throw new Refusal(404, "NOT_FOUND", "Nobody is known here by that address, as a contact, as an author or in anybody's text.");
  return { ...person, sought };
}

/** As it is written, and as it stands in an address: saved views keep what was searched for. */
const spellings = (identity: string) => {
  const encoded = encodeURIComponent(identity);
  return distinct([identity, encoded, encoded.replaceAll("%20", "+")]);
};

const distinct = (values: readonly (string | null | undefined)[]) => [...new Set(values.flatMap((value) => value?.trim() || []))];

/** The names that are this person's alone. */
async function ownNames({ db, actor }: Context, { names, contactIds, emails }: Omit<Person, "sought">): Promise<string[]> {
  const telling = names.filter(isTelling);
  if (telling.length === 0) return [];
  const { rows } = await db.execute(sql`
    select lower(c.name) as name from contacts c where c.workspace_id = ${actor.workspaceId} and c.id <> all(${sql.param(contactIds)}::uuid[])
    union
    select lower(f.author_name) from feedback f where f.workspace_id = ${actor.workspaceId} and f.author_name is not null
      and f.author_email is not null and lower(f.author_email) <> all(${sql.param(emails)}::text[])
      and (f.contact_id is null or f.contact_id <> all(${sql.param(contactIds)}::uuid[]))
      and lower(f.author_name) = any(${sql.param(telling.map((name) => name.toLowerCase()))}::text[])`);
  const others = new Set(rows.map((row) => z.object({ name: z.string() }).parse(row).name));
  return telling.filter((name) => !others.has(name.toLowerCase()));
}

const quotesOf = ({ actor }: Context, { feedbackIds }: Pick<Person, "feedbackIds">): SQL | undefined =>
  and(eq(quotes.workspaceId, actor.workspaceId), inArray(quotes.feedbackId, feedbackIds));

/** What was told of them; that there was a story, and of which account, stays. */
const storiesOf = ({ actor }: Context, { contactIds, feedbackIds }: Pick<Person, "contactIds" | "feedbackIds">): SQL | undefined =>
  and(
    eq(customerStories.workspaceId, actor.workspaceId),
    or(inArray(customerStories.contactId, contactIds), inArray(customerStories.feedbackId, feedbackIds)),
  );

const filesOf = ({ actor }: Context, { contactIds, feedbackIds }: Pick<Person, "contactIds" | "feedbackIds">): SQL | undefined =>
  and(eq(files.workspaceId, actor.workspaceId), inArray(files.recordId, [...contactIds, ...feedbackIds]));

/** Keeps what they wrote until the end of the transaction, to take its words out of the vocabulary once they stand nowhere else. */
async function rememberWords({ db, actor }: Context, { contactIds, feedbackIds, sought }: Person): Promise<void> {
  await db.execute(sql`create temporary table erased_texts (words text) on commit drop`);
  await db.execute(sql`insert into erased_texts
    select concat_ws(' ', f.title, f.text, f.author_name, f.author_email) from feedback f
      where f.workspace_id = ${actor.workspaceId} and f.id = any(${sql.param(feedbackIds)}::uuid[])
    union all select concat_ws(' ', c.name, c.email, c.title) from contacts c
      where c.workspace_id = ${actor.workspaceId} and c.id = any(${sql.param(contactIds)}::uuid[])
    union all select concat_ws(' ', s.title, s.happened, s.instead, s.cost) from customer_stories s
      where s.workspace_id = ${actor.workspaceId}
        and (s.contact_id = any(${sql.param(contactIds)}::uuid[]) or s.feedback_id = any(${sql.param(feedbackIds)}::uuid[]))
    union all select unnest(${sql.param(sought)}::text[])`);
}

const TEXTS_AT_ONCE = 100;

async function forgetWords({ db }: Context): Promise<void> {
  await db.execute(
    sql`select search_forget(array_agg(words)) from (select words, row_number() over () / ${TEXTS_AT_ONCE}::int as part from erased_texts) t group by part`,
  );
}
