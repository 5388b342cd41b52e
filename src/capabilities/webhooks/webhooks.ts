import { and, count, desc, eq, inArray, sql } from "drizzle-orm";
import * as z from "zod";
import { type Context, record } from "../../platform/context.ts";
import { pageOf, readCursor } from "../../platform/cursor.ts";
import { only } from "../../platform/database.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { type Outbound, UnsafeAddress } from "../../platform/safe-fetch.ts";
import { differences } from "../workspace/collaboration-rules.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { records } from "../workspace/schema.ts";
import {
  type Delivery,
  type Webhook,
  type WebhookChange,
  type WebhookDraft,
  type WebhookItem,
  webhookDeliveries,
  webhooks,
} from "./schema.ts";
import { type Signer, secretOf } from "./secrets.ts";

/** What a route of this capability has beside the usual. */
export type Sending = Context & { outbound: Pick<Outbound, "check">; auth: Signer };

/** A workspace with more receivers than this has one that distributes. */
const MOST_WEBHOOKS = 50;
const shown = {
  id: webhooks.id,
  url: webhooks.url,
  name: webhooks.name,
  topics: webhooks.topics,
  state: webhooks.state,
  stopReason: webhooks.stopReason,
  secretRenewedAt: webhooks.secretRenewedAt,
  failuresInARow: webhooks.failuresInARow,
  lastDeliveredAt: webhooks.lastDeliveredAt,
  createdAt: webhooks.createdAt,
  version: webhooks.version,
};
const own = ({ actor }: Pick<Context, "actor">, id: string) => and(eq(webhooks.workspaceId, actor.workspaceId), eq(webhooks.id, id));

/** The receivers of the workspace, newest first. */
export async function webhooksOf({ db, actor }: Context): Promise<WebhookItem[]> {
  const rows = await db
    .select(shown)
    .from(webhooks)
    .where(eq(webhooks.workspaceId, actor.workspaceId))
    .orderBy(desc(webhooks.createdAt), desc(webhooks.id));
  const waiting = await db
    .select({ id: webhookDeliveries.webhookId, waiting: count() })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.workspaceId, actor.workspaceId), eq(webhookDeliveries.state, "waiting")))
    .groupBy(webhookDeliveries.webhookId);
  return rows.map((row) => ({ ...row, waiting: waiting.find(({ id }) => id === row.id)?.waiting ?? 0 }));
}

async function webhookById(context: Context, id: string) {
  const [found] = await context.db.select().from(webhooks).where(own(context, id));
  if (!found) throw notFound("webhook");
  return found;
}

export async function addWebhook(context: Sending, draft: WebhookDraft): Promise<WebhookItem & { secret: string }> {
  const { db, actor, now } = context;
  mustBeReachable(context, draft.url);
  if ((await db.$count(webhooks, eq(webhooks.workspaceId, actor.workspaceId))) >= MOST_WEBHOOKS)
    throw new Refusal(409, "TOO_MANY", `A workspace has at most ${MOST_WEBHOOKS} webhooks.`);
  const made = only(
    await db
      .insert(webhooks)
      .values({ workspaceId: actor.workspaceId, ...draft, createdBy: actor.kind === "member" ? actor.id : null, createdAt: now })
      .returning({ ...shown, secretNumber: webhooks.secretNumber }),
  );
  await record(context, "webhook.created", made.id, { name: draft.name });
  return { ...made, waiting: 0, secret: secretOf(context.auth, made) };
}

/** Making one active again forgets why it was stopped, and what waited is tried at once. */
export async function editWebhook(context: Sending, id: string, version: number, change: WebhookChange): Promise<Webhook> {
  const { db, now } = context;
  if (change.url !== undefined) mustBeReachable(context, change.url);
  const before = await webhookById(context, id);
  const revived = change.state === "active" && before.state !== "active";
  const [after] = await db
    .update(webhooks)
    .set({ ...change, ...(revived && { stopReason: null, failuresInARow: 0, restsUntil: null }), version: sql`${webhooks.version} + 1` })
    .where(and(own(context, id), eq(webhooks.version, version)))
    .returning(shown);
  if (!after) throw new Refusal(412, "CHANGED", "Somebody changed this since you looked.", { current: before });
  if (revived)
    await db
      .update(webhookDeliveries)
      .set({ nextAt: now })
      .where(
        and(
          eq(webhookDeliveries.workspaceId, context.actor.workspaceId),
          eq(webhookDeliveries.webhookId, id),
          eq(webhookDeliveries.state, "waiting"),
        ),
      );
  await record(context, "webhook.edited", id, {
    changes: differences(before, { ...before, ...after }, ["name", "url", "topics", "state"]),
  });
  return after;
}

export async function removeWebhook(context: Context, id: string): Promise<void> {
  const [gone] = await context.db.delete(webhooks).where(own(context, id)).returning({ name: webhooks.name });
  if (!gone) throw notFound("webhook");
  await record(context, "webhook.deleted", id, { name: gone.name });
}

/** Makes a new secret. For a day deliveries carry the signatures of both, so that the receiver can change over. */
export async function renewSecret(context: Sending, id: string): Promise<{ secret: string }> {
  const [renewed] = await context.db
    .update(webhooks)
    .set({ secretNumber: sql`${webhooks.secretNumber} + 1`, secretRenewedAt: context.now, version: sql`${webhooks.version} + 1` })
    .where(own(context, id))
    .returning({ id: webhooks.id, name: webhooks.name, secretNumber: webhooks.secretNumber });
  if (!renewed) throw notFound("webhook");
  await record(context, "webhook.secret-renewed", id, { name: renewed.name });
  return { secret: secretOf(context.auth, renewed) };
}

/** Sends a message that tells nothing, to see whether it arrives. */
export async function testWebhook(context: Context, id: string): Promise<void> {
  const { db, actor, now } = context;
  await webhookById(context, id);
  await db.insert(webhookDeliveries).values({
    workspaceId: actor.workspaceId,
    webhookId: id,
    kind: "webhook.tested",
    actorId: actor.kind === "member" ? actor.id : null,
    at: now,
    nextAt: now,
  });
  await record(context, "webhook.tested", id);
}

const Place = z.tuple([z.int()]);

/** What was sent to a receiver or waits to be, newest first. */
export async function deliveriesOf(
  context: Context,
  id: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: Delivery[]; nextCursor: string | null }> {
  const { db, actor } = context;
  await webhookById(context, id);
  const before = cursor ? Place.safeParse(readCursor(cursor, 1)) : null;
  if (before && !before.success) throw invalid("cursor", "This cursor does not belong to this list; start again without it.");
  const rows = await db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.workspaceId, actor.workspaceId),
        eq(webhookDeliveries.webhookId, id),
        before ? sql`${webhookDeliveries.position} < ${before.data[0]}` : undefined,
      ),
    )
    .orderBy(desc(webhookDeliveries.position))
    .limit(limit + 1);
  const page = pageOf(rows, limit, ({ position }) => [position]);
  const ids = page.items.flatMap(({ recordId }) => recordId ?? []);
  const known = ids.length
    ? await db
        .select({ id: records.id, kind: records.kind, number: records.number })
        .from(records)
        .where(and(eq(records.workspaceId, actor.workspaceId), inArray(records.id, ids)))
    : [];
  const keys = new Map(known.map(({ id: of, kind, number }) => [of, keyOf(kind, number)]));
  return { ...page, items: page.items.map((row) => ({ ...row, key: (row.recordId && keys.get(row.recordId)) ?? null })) };
}

/** Sends a message again, under the id that it had: a receiver that has it already can tell. */
export async function replayDelivery(context: Context, id: string, deliveryId: string): Promise<void> {
  const { db, actor, now } = context;
  const replayed = await db
    .update(webhookDeliveries)
    .set({ state: "waiting", tries: 0, nextAt: now, claimedUntil: null, problem: null, status: null, deliveredAt: null, tookMs: null })
    .where(
      and(eq(webhookDeliveries.workspaceId, actor.workspaceId), eq(webhookDeliveries.webhookId, id), eq(webhookDeliveries.id, deliveryId)),
    )
    .returning({ id: webhookDeliveries.id });
  if (replayed.length === 0) throw notFound("delivery");
  await record(context, "webhook.replayed", id, { deliveryId });
}

function mustBeReachable({ outbound }: Pick<Sending, "outbound">, url: string): void {
  try {
    outbound.check(url);
  } catch (error) {
    if (error instanceof UnsafeAddress) throw invalid("url", error.message);
    throw error;
  }
}
