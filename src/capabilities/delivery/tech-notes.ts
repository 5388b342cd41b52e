import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { features } from "../features/schema.ts";
import { KINDS } from "../workspace/kind-rules.ts";
import { linkRecords } from "../workspace/linking.ts";
import { notify } from "../workspace/notifications.ts";
import { newestFirst, recordStore, type Sort } from "../workspace/record-store.ts";
import { recordIdOf } from "../workspace/records.ts";
import { links, records } from "../workspace/schema.ts";
import { answerObjection } from "./rules.ts";
import { techNotes } from "./schema.ts";
import {
  TechNote,
  type TechNoteChange,
  type TechNoteDraft,
  type TechNoteFilter,
  type TechNoteQuery,
  type TechNoteReply,
} from "./tech-note-schema.ts";

export const techNoteStore = recordStore({
  kind: "tech-note",
  table: techNotes,
  Item: TechNote,
  beside: ({ actor: { workspaceId: home } }) => ({
    about: sql`(
      select coalesce(json_agg(json_build_object('id', r.id, 'key', ${KINDS.feature.prefix} || '-' || r.number) order by r.number), '[]')
      from ${links} l join ${records} r on r.workspace_id = l.workspace_id and r.id = l.to_id and r.kind = 'feature'
      where l.workspace_id = ${home} and l.from_id = ${techNotes.id} and l.kind = 'informs')`,
  }),
});

/** Open ones first, those that wait longest before the others; then what was answered last. */
const waitingFirst: Sort = {
  value: sql`case when ${techNotes.state} = 'open' then to_char(${techNotes.createdAt} at time zone 'UTC', '"0"YYYYMMDDHH24MISSMS')
    else '1' || to_char(99999999999.999 - extract(epoch from ${techNotes.answeredAt}), 'FM00000000000.000') end`,
  type: "text",
  direction: "asc",
};

export const techNotesPage = async (context: Context, query: TechNoteQuery) =>
  techNoteStore.page(
    context,
    query,
    query.sort === "newest" ? newestFirst(techNotes.createdAt) : waitingFirst,
    await conditionsOf(context, query),
  );

export const techNoteTotal = async (context: Context, filter: TechNoteFilter) =>
  techNoteStore.total(context, filter, await conditionsOf(context, filter));

async function conditionsOf(context: Context, { state, kind, informs, product }: TechNoteFilter): Promise<SQL | undefined> {
  const featureId = informs && (await recordIdOf(context, informs, "feature"));
  return and(
    state && inArray(techNotes.state, [state].flat()),
    kind && inArray(techNotes.kind, [kind].flat()),
    product ? eq(techNotes.productId, product) : undefined,
    featureId
      ? sql`exists (select from ${links} l where l.workspace_id = ${context.actor.workspaceId} and l.from_id = ${techNotes.id} and l.kind = 'informs' and l.to_id = ${featureId})`
      : undefined,
  );
}

/** Raises a note, on the features that it informs; whoever owns one is told. */
export async function raiseTechNote(context: Context, { informs = [], productId, ...draft }: TechNoteDraft): Promise<TechNote> {
  const note = await techNoteStore.create(context, draft, { productId, activity: "tech-note.raised", detail: { title: draft.title } });
  for (const ref of informs) await linkRecords(context, note.id, "informs", await recordIdOf(context, ref, "feature"));
  await tellOwners(context, note);
  return techNoteStore.byId(context, note.id);
}

async function tellOwners(context: Context, { id, title }: TechNote): Promise<void> {
  const owners = await context.db
    .selectDistinct({ ownerId: features.ownerId })
    .from(links)
    .innerJoin(features, and(eq(features.workspaceId, links.workspaceId), eq(features.id, links.toId)))
    .where(and(eq(links.workspaceId, context.actor.workspaceId), eq(links.fromId, id), eq(links.kind, "informs")));
  const memberIds = owners.flatMap(({ ownerId }) => ownerId ?? []);
  await notify(context, { kind: "asked", memberIds, recordId: id, excerpt: title });
}

export const editTechNote = (context: Context, ref: string, version: number, change: TechNoteChange): Promise<TechNote> =>
  techNoteStore.edit(context, ref, version, change);

/** Answers a note for the plan. @throws Refusal 409 when it is answered so already, 422 when a rejection gives no reason */
export async function answerTechNote(context: Context, ref: string, version: number, { answer, reason }: TechNoteReply): Promise<TechNote> {
  const objection = answerObjection(answer, reason);
  if (objection) throw new Refusal(422, "REASON_NEEDED", objection, { issues: [{ path: "reason", message: objection }] });
  const { actor, now } = context;
  const note = await techNoteStore.move(
    context,
    ref,
    {
      version,
      state: answer,
      reason,
      activity: "tech-note.answered",
      set: { reason: reason ?? "", answeredBy: actor.kind === "member" ? actor.id : null, answeredAt: now },
    },
    ({ state }) => {
      if (state === answer) throw new Refusal(409, "NOT_POSSIBLE", "It is answered so already.");
    },
  );
  if (note.createdBy) await notify(context, { kind: "answered", memberIds: [note.createdBy], recordId: note.id, excerpt: reason });
  return note;
}

/** Opens a note again that was answered. */
export function reopenTechNote(context: Context, ref: string, version: number): Promise<TechNote> {
  return techNoteStore.move(
    context,
    ref,
    { version, state: "open", activity: "tech-note.reopened", set: { reason: "", answeredBy: null, answeredAt: null } },
    ({ state }) => {
      if (state === "open") throw new Refusal(409, "NOT_POSSIBLE", "It is open already.");
    },
  );
}

export const deleteTechNote = (context: Context, ref: string): Promise<void> =>
  techNoteStore.remove(context, ref, ({ title }) => ({ title }));
