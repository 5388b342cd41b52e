import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { Refusal } from "../../platform/refusal.ts";
import { features } from "../features/schema.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { newestFirst, recordStore } from "../workspace/record-store.ts";
import { recordIdOf } from "../workspace/records.ts";
import { links } from "../workspace/schema.ts";
import { addClaim, claimsOf } from "./claims.ts";
import {
  type Message,
  type MessageChange,
  type MessageDraft,
  type MessageFilter,
  type MessageMatrix,
  type MessageQuery,
  MessageRow,
} from "./message-answers.ts";
import { type MessageState, messageIssues } from "./message-rules.ts";
import { promise, promisesOf } from "./promises.ts";
import { messages } from "./schema.ts";
import { segmentStore } from "./segments.ts";

const store = recordStore({ kind: "message", table: messages, Item: MessageRow });

export async function messagesPage(context: Context, query: MessageQuery): Promise<{ items: Message[]; nextCursor: string | null }> {
  const { items, nextCursor } = await store.page(context, query, newestFirst(messages.createdAt), await conditionOf(context, query));
  return { items: await whole(context, items), nextCursor };
}

export async function messageTotal(context: Context, filter: MessageFilter): Promise<{ total: number }> {
  return store.total(context, filter, await conditionOf(context, filter));
}

/** @throws Refusal 404 */
export async function messageById(context: Context, ref: string): Promise<Message> {
  const [message] = await whole(context, [await store.byId(context, ref)]);
  if (!message) throw new Error("One row gives one message.");
  return message;
}

/** Writes a message with what it promises and proves, all or nothing. @throws Refusal 404, 422 */
export async function createMessage(context: Context, draft: MessageDraft): Promise<Message> {
  const { features: promised, claims, segmentId: segmentRef, ...rest } = draft;
  const segment = await segmentStore.byId(context, segmentRef);
  const made = await store.create(
    context,
    { ...rest, segmentId: segment.id },
    { productId: null, activity: "message.created", detail: { promise: rest.promise } },
  );
  await promise(context, made.id, promised);
  for (const claim of claims) await addClaim(context, { ownerId: made.id, ...claim });
  return messageById(context, made.id);
}

/** @throws Refusal 404, 412 when somebody changed it since */
export async function editMessage(context: Context, ref: string, version: number, change: MessageChange): Promise<Message> {
  const { segmentId, ...rest } = change;
  const moved = segmentId === undefined ? {} : { segmentId: (await segmentStore.byId(context, segmentId)).id };
  const edited = await store.edit(context, ref, version, { ...rest, ...moved });
  return messageById(context, edited.id);
}

/** @throws Refusal 404, 409 when it is in that state already, 412 when somebody changed it since */
export async function moveMessage(context: Context, ref: string, version: number, state: "draft" | "live"): Promise<Message> {
  const moved = await store.move(context, ref, { version, state }, (before) => {
    if (before.state === state) throw new Refusal(409, "NOT_POSSIBLE", "It is in this state already.", { blockers: ["already-there"] });
  });
  return messageById(context, moved.id);
}

/** @throws Refusal 404 */
export function deleteMessage(context: Context, ref: string): Promise<void> {
  return store.remove(context, ref, ({ promise: said }) => ({ promise: said }));
}

async function whole(context: Context, rows: readonly MessageRow[]): Promise<Message[]> {
  const ids = rows.map(({ id }) => id);
  const [promised, lines, named] = await Promise.all([
    promisesOf(context, ids),
    claimsOf(context, ids),
    rows.length === 0 ? [] : segmentStore.all(context, undefined),
  ]);
  return rows.flatMap((row) => {
    const segment = named.find(({ id }) => id === row.segmentId);
    if (!segment) return [];
    const [ofFeatures, claims] = [promised.get(row.id) ?? [], lines.get(row.id) ?? []];
    const stale = row.state === "live" ? messageIssues(ofFeatures, claims) : [];
    const { id, key, name } = segment;
    return { ...row, segment: { id, key, name }, features: ofFeatures, claims, stale, state: stale.length > 0 ? "stale" : row.state };
  });
}

/** All messages that a condition finds, with what they promise and prove. */
export const messagesWhere = async (context: Context, where: SQL | undefined): Promise<Message[]> =>
  whole(context, await store.all(context, where));

async function conditionOf(context: Context, { state, segment }: MessageFilter): Promise<SQL | undefined> {
  const of = segment === undefined ? undefined : eq(messages.segmentId, await recordIdOf(context, segment, "segment"));
  if (state === undefined) return of;
  const wanted = new Set<MessageState>([state].flat());
  const ids = (await messagesWhere(context, of)).filter((message) => wanted.has(message.state)).map(({ id }) => id);
  return ids.length === 0 ? sql`false` : and(of, inArray(messages.id, ids));
}

const Pair = z.object({ featureId: z.uuid(), segmentId: z.uuid() });
const InPlay = z.object({ id: z.uuid(), number: z.int(), title: z.string(), state: z.string() });
/** More rows than this nobody reads as a matrix; the list has all. */
const MOST_FEATURES = 100;

/** Segments by features: the features that are for a segment, that a message promises, or that are on their way. */
export async function messageMatrix(context: Context): Promise<MessageMatrix> {
  const { db, actor } = context;
  const [segmentRows, all, pairs, inPlay] = await Promise.all([
    segmentStore.all(context, undefined),
    messagesWhere(context, undefined),
    db.execute(sql`
      select l.from_id as "featureId", l.to_id as "segmentId" from ${links} l join segments s on s.workspace_id = l.workspace_id and s.id = l.to_id
      where l.workspace_id = ${actor.workspaceId} and l.kind = 'serves'`),
    db.execute(sql`
      select f.id, r.number, f.title, f.state from ${features} f join records r on r.workspace_id = f.workspace_id and r.id = f.id
      where f.workspace_id = ${actor.workspaceId} and (f.state in ('planned', 'building', 'shipped') or exists (
        select from ${links} l where l.workspace_id = f.workspace_id and (
          (l.to_id = f.id and l.kind = 'promises' and exists (select from ${messages} m where m.workspace_id = l.workspace_id and m.id = l.from_id))
          or (l.from_id = f.id and l.kind = 'serves' and exists (select from segments s where s.workspace_id = l.workspace_id and s.id = l.to_id)))))
      order by f.rank collate "C", f.id limit ${MOST_FEATURES}`),
  ]);
  const wanted = new Set(pairs.rows.map((row) => Pair.parse(row)).map(({ featureId, segmentId }) => `${featureId} ${segmentId}`));
  const rows = inPlay.rows.map((row) => InPlay.parse(row)).map(({ number, ...row }) => ({ ...row, key: keyOf("feature", number) }));
  const columns = segmentRows.map(({ id, key, name }) => ({ id, key, name })).toSorted((one, other) => one.name.localeCompare(other.name));
  return {
    segments: columns,
    features: rows,
    cells: rows.flatMap(({ id: featureId }) =>
      columns.map(({ id: segmentId }) => ({
        segmentId,
        featureId,
        wanted: wanted.has(`${featureId} ${segmentId}`),
        messages: all
          .filter((message) => message.segmentId === segmentId && message.features.some(({ id }) => id === featureId))
          .map(({ key, promise: said, state }) => ({ key, promise: said, state })),
      })),
    ),
  };
}
