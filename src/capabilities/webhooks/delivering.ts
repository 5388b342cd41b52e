import { and, asc, eq, isNull, lte, or, sql } from "drizzle-orm";
import * as z from "zod";
import type { Database, Db } from "../../platform/database.ts";
import type { Outbound } from "../../platform/safe-fetch.ts";
import { activities } from "../../platform/tables.ts";
import { keyOf } from "../workspace/kind-rules.ts";
import { records } from "../workspace/schema.ts";
import { type Answered, retryAfterOf, TRIES, type Verdict, verdictOn } from "./rules.ts";
import { webhookDeliveries, webhooks } from "./schema.ts";
import { type Signer, signedHeaders } from "./secrets.ts";

const LOOK_EVERY_MS = 1_000;
const FORGET_EVERY_MS = 24 * 3600 * 1000;
const AT_ONCE = 8;
/** Longer than a request may take, so that nobody sends what another process is sending. */
const CLAIMED_SECONDS = 30;
const Due = z.object({ workspace_id: z.uuid(), webhook_id: z.uuid() });

export type Delivering = {
  database: Database;
  outbound: Pick<Outbound, "fetch">;
  auth: Signer;
  log: (error: unknown) => void;
  /** Seconds between tries. */
  schedule: readonly number[];
};

/**
 * Sends what waits, until stopped: a message is written with what it tells, so nothing that was committed is missed, and it is sent at
 * least once. To one receiver one at a time, so that it hears of each record in order; receivers do not wait for each other.
 */
export function startDelivering(services: Delivering): { stop(): Promise<void> } {
  const { database, log } = services;
  const busy = new Map<string, Promise<void>>();
  let stopped = false;

  async function look() {
    if (stopped || busy.size >= AT_ONCE) return;
    const { rows } = await database.pool.query("select * from due_webhooks($1)", [AT_ONCE * 4]);
    for (const row of rows) {
      const { workspace_id: workspaceId, webhook_id: webhookId } = Due.parse(row);
      if (busy.size >= AT_ONCE || busy.has(webhookId)) continue;
      const work = sendTo(services, workspaceId, webhookId, () => stopped)
        .catch(log)
        .finally(() => busy.delete(webhookId));
      busy.set(webhookId, work);
    }
  }
  // A database that is away is told of by everything else; here it is asked again.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  timer.unref();
  const forget = () => void database.pool.query("select forget_old_deliveries()").catch(log);
  const forgetting = setInterval(forget, FORGET_EVERY_MS);
  forgetting.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      clearInterval(forgetting);
      await Promise.all(busy.values());
    },
  };
}

async function sendTo(services: Delivering, workspaceId: string, webhookId: string, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const claimed = await inWorkspace(services.database, workspaceId, (db) => claim(db, workspaceId, webhookId));
    if (!claimed) return;
    const { webhook, delivery } = claimed;
    const started = performance.now();
    const answer = await sent(services, claimed);
    const tookMs = Math.round(performance.now() - started);
    const verdict = verdictOn(answer, delivery.tries + 1, webhook.failuresInARow, Math.random(), services.schedule);
    await inWorkspace(services.database, workspaceId, (db) => settle(db, claimed, { ...answer, tookMs }, verdict));
    if (verdict.kind !== "delivered") return;
  }
}

const inWorkspace = <T>(database: Database, workspaceId: string, work: (db: Db) => Promise<T>) =>
  database.transaction({ workspaceId, actorId: null, changeId: null, writes: true }, work);

/** The next message that may be sent: none of the same record waits before it. */
async function claim(db: Db, workspaceId: string, webhookId: string) {
  const earlier = sql`select from ${webhookDeliveries} e where e.workspace_id = ${workspaceId} and e.webhook_id = ${webhookId} and e.state = 'waiting'
    and e.record_id = ${webhookDeliveries.recordId} and e.position < ${webhookDeliveries.position}`;
  const [next] = await db
    .select()
    .from(webhookDeliveries)
    .innerJoin(webhooks, and(eq(webhooks.workspaceId, webhookDeliveries.workspaceId), eq(webhooks.id, webhookDeliveries.webhookId)))
    .where(
      and(
        eq(webhookDeliveries.workspaceId, workspaceId),
        eq(webhookDeliveries.webhookId, webhookId),
        eq(webhookDeliveries.state, "waiting"),
        eq(webhooks.state, "active"),
        or(isNull(webhooks.restsUntil), lte(webhooks.restsUntil, sql`now()`)),
        lte(webhookDeliveries.nextAt, sql`now()`),
        or(isNull(webhookDeliveries.claimedUntil), lte(webhookDeliveries.claimedUntil, sql`now()`)),
        sql`not exists (${earlier})`,
      ),
    )
    .orderBy(asc(webhookDeliveries.position))
    .limit(1)
    .for("update", { of: webhookDeliveries, skipLocked: true });
  if (!next) return null;
  const { webhook_deliveries: delivery, webhooks: webhook } = next;
  await db
    .update(webhookDeliveries)
    .set({ claimedUntil: sql`now() + make_interval(secs => ${CLAIMED_SECONDS})` })
    .where(own(delivery));
  return { webhook, delivery, body: await bodyOf(db, delivery) };
}

type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>;
const own = ({ workspaceId, id }: { workspaceId: string; id: string }) =>
  and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.id, id));

/** Thin: what happened to which record, by whom. What the record holds is asked for, by those who may. */
async function bodyOf(
  db: Db,
  { workspaceId, kind, at, recordId, actorId, position }: typeof webhookDeliveries.$inferSelect,
): Promise<string> {
  const [found] = await db
    .select({ kind: records.kind, number: records.number })
    .from(records)
    .where(and(eq(records.workspaceId, workspaceId), sql`${records.id} = ${recordId}::uuid`));
  return JSON.stringify({
    type: kind,
    timestamp: at,
    data: {
      workspaceId,
      record: recordId === null ? null : { id: recordId, kind: found?.kind ?? null, key: found ? keyOf(found.kind, found.number) : null },
      actorId,
      sequence: position,
    },
  });
}

async function sent({ outbound, auth }: Delivering, { webhook, delivery, body }: Claimed): Promise<Answered> {
  const now = new Date();
  try {
    const answer = await outbound.fetch(webhook.url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": "Throughline-Webhooks",
        ...signedHeaders(auth, webhook, `msg_${delivery.id.replaceAll("-", "")}`, body, now),
      },
    });
    const fine = answer.status >= 200 && answer.status < 300;
    const redirects = answer.status >= 300 && answer.status < 400 ? " Redirects are not followed." : "";
    return {
      status: answer.status,
      retryAfterSeconds: retryAfterOf(answer.headers.get("retry-after"), now.getTime()),
      problem: fine ? null : `It answered ${answer.status}.${redirects}`,
    };
  } catch (error) {
    return { status: null, retryAfterSeconds: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

async function settle(db: Db, { webhook, delivery }: Claimed, answer: Answered & { tookMs: number }, verdict: Verdict): Promise<void> {
  const told = { tries: delivery.tries + 1, claimedUntil: null, status: answer.status, problem: answer.problem, tookMs: answer.tookMs };
  const receiver = and(eq(webhooks.workspaceId, webhook.workspaceId), eq(webhooks.id, webhook.id));
  const secondsFromNow = (seconds: number) => sql`now() + make_interval(secs => ${seconds}::float8)`;
  if (verdict.kind === "delivered") {
    await db
      .update(webhookDeliveries)
      .set({ ...told, state: "delivered", deliveredAt: sql`now()` })
      .where(own(delivery));
    await db.update(webhooks).set({ failuresInARow: 0, restsUntil: null, lastDeliveredAt: sql`now()` }).where(receiver);
    return;
  }
  const failed = verdict.kind !== "again";
  await db
    .update(webhookDeliveries)
    .set({ ...told, ...(failed ? { state: "failed" as const } : { nextAt: secondsFromNow(verdict.afterSeconds) }) })
    .where(own(delivery));
  const rests = verdict.kind === "gone" ? {} : { restsUntil: secondsFromNow(verdict.restSeconds) };
  await db
    .update(webhooks)
    .set({ failuresInARow: sql`${webhooks.failuresInARow} + 1`, ...rests })
    .where(receiver);
  const silentSince = webhook.lastDeliveredAt === null || webhook.lastDeliveredAt < delivery.at;
  const reason =
    verdict.kind === "gone"
      ? "Stopped: the receiver answered 410 Gone, which says that it wants no more."
      : verdict.kind === "failed" && silentSince
        ? `Stopped: a message failed ${TRIES} times over more than a day and nothing else arrived.`
        : null;
  if (reason === null) return;
  const stopped = await db
    .update(webhooks)
    .set({ state: "stopped", stopReason: reason, version: sql`${webhooks.version} + 1` })
    .where(and(receiver, eq(webhooks.state, "active")))
    .returning({ id: webhooks.id });
  if (stopped.length > 0)
    await db.insert(activities).values({
      workspaceId: webhook.workspaceId,
      actorId: null,
      kind: "webhook.stopped",
      recordId: webhook.id,
      at: sql`now()`,
      detail: { name: webhook.name, reason },
    });
}
