import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import { contacts, feedback, quotes } from "../customers/schema.ts";
import { needs } from "../needs/schema.ts";
import { linkRecords } from "../workspace/linking.ts";
import { qualified } from "../workspace/names.ts";
import { isLinkedTo, nameOf, namesLinked } from "../workspace/record-names.ts";
import { byName, newestFirst, recordStore } from "../workspace/record-store.ts";
import { mustBeRecords, recordIdOf, recordOf } from "../workspace/records.ts";
import { customerStories as table } from "./schema.ts";
import {
  CustomerStory,
  type CustomerStoryChange,
  type CustomerStoryDraft,
  type CustomerStoryFilter,
  type CustomerStoryQuery,
  type StoryConsent,
  type StoryTransition,
} from "./story-answers.ts";
import { storyBlockerSentences, storyBlockers } from "./story-rules.ts";

const QUOTES_SHOWN = 10;
const store = recordStore({
  kind: "customer-story",
  table,
  Item: CustomerStory,
  beside: (context) => ({
    account: nameOf(context, table.accountId),
    contact: nameOf(context, table.contactId),
    persona: nameOf(context, table.personaId),
    feedback: nameOf(context, table.feedbackId),
    about: namesLinked(context, table.id, ["supports"]),
    quotes: sql`coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'words', q.words, 'importance', q.importance)) from (
      select distinct on (importance, words) id, words, importance from ${quotes}
      where workspace_id = ${context.actor.workspaceId} and feedback_id = ${qualified(table.feedbackId)}
      order by importance desc, words, id limit ${QUOTES_SHOWN}) q), '[]'::jsonb)`,
  }),
});

const sorts = { updated: newestFirst(table.updatedAt), title: byName(table.title) };

async function conditions(context: Context, query: Partial<CustomerStoryFilter>): Promise<SQL | undefined> {
  const about = query.about === undefined ? null : await recordOf(context, query.about);
  const heardIn = query.feedback === undefined ? null : await recordIdOf(context, query.feedback, "feedback");
  return and(
    query.state ? inArray(table.state, [query.state].flat()) : undefined,
    query.consent ? inArray(table.consent, [query.consent].flat()) : undefined,
    query.account ? eq(table.accountId, query.account) : undefined,
    query.product ? eq(table.productId, query.product) : undefined,
    heardIn ? eq(table.feedbackId, heardIn) : undefined,
    about ? isLinkedTo(context, table.id, about.id, ["supports"]) : undefined,
  );
}

export const storiesPage = async (context: Context, query: CustomerStoryQuery) =>
  store.page(context, query, sorts[query.sort], await conditions(context, query));
export const storyTotal = async (context: Context, query: CustomerStoryFilter) =>
  store.total(context, query, await conditions(context, query));
export const storyById = store.byId;

/** The first words of a text, as a title. */
const titleFrom = (text: string) => {
  const [line = ""] = text
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?]) /);
  return line.length <= 90 ? line.padEnd(3, "…") : `${line.slice(0, 90).replace(/\s+\S*$/, "")} …`;
};

/** What a piece of feedback gives to its story: who said it, for whom, and what their words were quoted for. */
async function heard(context: Context, ref: string) {
  const { db, actor } = context;
  const id = await recordIdOf(context, ref, "feedback");
  const [item] = await db
    .select()
    .from(feedback)
    .where(and(eq(feedback.workspaceId, actor.workspaceId), eq(feedback.id, id)));
  if (!item) throw invalid("feedbackId", "There is no such feedback in this workspace.");
  if (item.mergedIntoId) throw invalid("feedbackId", "This feedback was merged into another; tell the story of that one.");
  const [already] = await store.all(context, eq(table.feedbackId, id));
  if (already)
    throw new Refusal(409, "ALREADY_THERE", `${already.key} tells the story of this feedback already.`, {
      id: already.id,
      key: already.key,
    });
  const targets = await db
    .selectDistinct({ id: quotes.targetId, personaId: needs.personaId })
    .from(quotes)
    .leftJoin(needs, and(eq(needs.workspaceId, quotes.workspaceId), eq(needs.id, quotes.targetId)))
    .where(and(eq(quotes.workspaceId, actor.workspaceId), eq(quotes.feedbackId, id)));
  const personas = [...new Set(targets.flatMap(({ personaId }) => personaId ?? []))];
  return {
    about: targets.map((target) => target.id),
    productId: item.productId,
    row: {
      feedbackId: id,
      title: titleFrom(item.title ?? item.text),
      accountId: item.accountId,
      contactId: item.contactId,
      // Needs of several personas do not say who spoke.
      personaId: personas.length === 1 ? (personas[0] ?? null) : null,
    },
  };
}

/** Tells a new story: of nothing but its title, or of feedback, whose account, contact and quotes come along. */
export async function createStory(context: Context, { feedbackId, about = [], productId, ...draft }: CustomerStoryDraft) {
  const from = feedbackId === undefined ? null : await heard(context, feedbackId);
  await mustName(context, draft);
  const said = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
  const story = await store.create(
    context,
    { ...from?.row, ...said },
    {
      ...((productId ?? from?.productId) ? { productId: productId ?? from?.productId } : {}),
      activity: "customer-story.created",
      detail: from ? { feedbackId: from.row.feedbackId } : {},
    },
  );
  for (const target of new Set([...about, ...(from?.about ?? [])])) await linkRecords(context, story.id, "supports", target);
  return store.byId(context, story.id);
}

export async function editStory(context: Context, ref: string, version: number, change: CustomerStoryChange) {
  await mustName(context, change);
  return store.edit(context, ref, version, change);
}

/** @throws Refusal 409 with what stands in the way */
export function moveStory(context: Context, ref: string, version: number, { state, reason }: StoryTransition) {
  return store.move(context, ref, { version, state, ...(reason ? { reason } : {}) }, (story) => {
    const blockers = storyBlockers(story, state);
    if (blockers[0]) throw new Refusal(409, "NOT_POSSIBLE", storyBlockerSentences[blockers[0]], { blockers });
  });
}

/** Keeps what the customer said about others reading it. @throws Refusal 422 for a day to come */
export function agreeToStory(context: Context, ref: string, version: number, { consent, on }: StoryConsent) {
  const today = context.now.slice(0, 10);
  if (on && on > today) throw invalid("on", "This day is still to come; give the day on which they were asked or answered.");
  const consentOn = consent === "not-asked" ? null : (on ?? today);
  return store.move(context, ref, { version, state: consent, column: "consent", activity: "customer-story.agreed", set: { consentOn } });
}

export const deleteStory = (context: Context, ref: string) => store.remove(context, ref, ({ title }) => ({ title }));

/** Refuses an account, contact or persona that is not here, and a contact who is of another account. */
async function mustName(context: Context, { accountId, contactId, personaId }: CustomerStoryChange): Promise<void> {
  if (accountId) await mustBeRecords(context, "accountId", [accountId], ["account"]);
  if (personaId) await mustBeRecords(context, "personaId", [personaId], ["persona"]);
  if (!contactId) return;
  const { db, actor } = context;
  const [contact] = await db
    .select({ accountId: contacts.accountId })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, actor.workspaceId), eq(contacts.id, contactId)));
  if (!contact) throw invalid("contactId", "There is no such contact in this workspace.");
  if (accountId && contact.accountId && contact.accountId !== accountId) throw invalid("contactId", "This contact is of another account.");
}
