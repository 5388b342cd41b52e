import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import { record } from "../../platform/context.ts";
import { type Database, type Db, only } from "../../platform/database.ts";
import { changedSince } from "../../platform/edits.ts";
import type { LiveHub } from "../../platform/live.ts";
import { invalid, notFound, Refusal } from "../../platform/refusal.ts";
import { type Outbound, UnsafeAddress } from "../../platform/safe-fetch.ts";
import { activities } from "../../platform/tables.ts";
import { lockedMetric } from "./metrics.ts";
import { readingsPulled, sampleOf, Unreadable } from "./pull-reading.ts";
import { metricId, writeReadings } from "./readings.ts";
import { type MetricPull, metricPulls, metrics, type PullDraft, type Sample } from "./schema.ts";

const LOOK_EVERY_MS = 30_000;
const AT_ONCE = 10;
/** Longer than a request may take: nobody fetches what another process is fetching. */
const CLAIMED_SECONDS = 60;
const EVERY_HOURS = 24;
const AFTER_FAILURE_HOURS = 2;
const REDIRECTS = 2;
const Due = z.object({ workspace_id: z.uuid(), metric_id: z.uuid() });

export type Pulling = {
  database: Database;
  outbound: Pick<Outbound, "fetch">;
  live: Pick<LiveHub, "publish">;
  log: (error: unknown) => void;
};
type Row = typeof metricPulls.$inferSelect;

const own = (workspaceId: string, id: string) => and(eq(metricPulls.workspaceId, workspaceId), eq(metricPulls.metricId, id));
const told = ({ workspaceId: _, metricId: __, claimedUntil: ___, ...pull }: Row): MetricPull => pull;

/** From where a metric is pulled, or null. @throws Refusal 404 */
export async function pullOf(context: Context, ref: string): Promise<MetricPull | null> {
  const id = await metricId(context, ref);
  const [found] = await context.db.select().from(metricPulls).where(own(context.actor.workspaceId, id));
  return found ? told(found) : null;
}

/** Sets from where a metric's readings come every day; the first pull follows at once. @throws Refusal 404, 412, 422 for an address where we do not go */
export async function setPull(
  context: Context & { outbound: Pick<Outbound, "check"> },
  ref: string,
  draft: PullDraft,
): Promise<MetricPull> {
  mustBeReachable(context.outbound, draft.address);
  const { id } = await lockedMetric(context, ref);
  const { actor, now, db } = context;
  const set = { ...draft, nextAt: now, claimedUntil: null, lastProblem: null };
  const [written] = await db
    .insert(metricPulls)
    .values({ ...set, workspaceId: actor.workspaceId, metricId: id })
    .onConflictDoUpdate({
      target: [metricPulls.workspaceId, metricPulls.metricId],
      set: { ...set, version: sql`${metricPulls.version} + 1` },
    })
    .returning();
  if (!written) throw changedSince({});
  // The address may hold a key of somebody's; its host says enough.
  await record(context, "metric.pull-set", id, { host: new URL(draft.address).host });
  return told(written);
}

export async function stopPull(context: Context, ref: string): Promise<void> {
  const { id } = await lockedMetric(context, ref);
  const gone = await context.db.delete(metricPulls).where(own(context.actor.workspaceId, id));
  if (!gone.rowCount) throw notFound("address to pull from");
  await record(context, "metric.pull-stopped", id);
}

function mustBeReachable(outbound: Pick<Outbound, "check">, address: string): void {
  try {
    outbound.check(address);
  } catch (error) {
    if (error instanceof UnsafeAddress) throw invalid("address", error.message);
    throw error;
  }
}

/** What an address answers, for choosing what in it is what. Nothing is kept. @throws Refusal 422 */
export async function samplePull(outbound: Pick<Outbound, "fetch" | "check">, address: string): Promise<Sample> {
  mustBeReachable(outbound, address);
  try {
    return await sampleOf(await outbound.fetch(address, { redirects: REDIRECTS }));
  } catch (error) {
    throw invalid("address", reasonOf(error));
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Fetches the readings of one metric and writes them, unless somebody else is at it. What goes wrong stands with the pull afterwards.
 * @param early before its time: somebody asked for it
 * @throws Refusal 404 when it is pulled from nowhere, 409 while it is being pulled
 */
export async function pullNow(services: Omit<Pulling, "log">, workspaceId: string, id: string, early = true): Promise<MetricPull> {
  const claimed = await inWorkspace(services.database, workspaceId, (db) => claim(db, workspaceId, id, early));
  if (!claimed) {
    const [known] = await inWorkspace(services.database, workspaceId, (db) => db.select().from(metricPulls).where(own(workspaceId, id)));
    if (!known) throw notFound("address to pull from");
    throw new Refusal(409, "IN_FLIGHT", "It is being pulled already.", { retryAfterSeconds: 5 });
  }
  const { pull, unit } = claimed;
  const fetched = await services.outbound
    .fetch(pull.address, { redirects: REDIRECTS })
    .then((answer) => readingsPulled(answer, pull, unit, new Date().toISOString().slice(0, 10)))
    .catch((error: unknown) => new Unreadable(reasonOf(error)));
  const settled = await inWorkspace(services.database, workspaceId, (db) => settle(db, pull, fetched));
  services.live.publish(workspaceId, [{ kind: "metric.pulled", recordId: id, actorId: workspaceId, detail: {} }]);
  return told(settled);
}

const inWorkspace = <T>(database: Database, workspaceId: string, work: (db: Db) => Promise<T>) =>
  database.transaction({ workspaceId, actorId: null, changeId: null, writes: true }, work);

async function claim(db: Db, workspaceId: string, id: string, early: boolean) {
  const [pull] = await db
    .select()
    .from(metricPulls)
    .where(
      and(
        own(workspaceId, id),
        early ? undefined : lte(metricPulls.nextAt, sql`now()`),
        or(isNull(metricPulls.claimedUntil), lte(metricPulls.claimedUntil, sql`now()`)),
      ),
    )
    .for("update", { skipLocked: true });
  if (!pull) return null;
  await db
    .update(metricPulls)
    .set({ claimedUntil: sql`now() + make_interval(secs => ${CLAIMED_SECONDS})` })
    .where(own(workspaceId, id));
  const { unit } = only(
    await db
      .select({ unit: metrics.unit })
      .from(metrics)
      .where(and(eq(metrics.workspaceId, workspaceId), eq(metrics.id, id))),
  );
  return { pull, unit };
}

async function settle(db: Db, pull: Row, fetched: Awaited<ReturnType<typeof readingsPulled>> | Unreadable): Promise<Row> {
  const { workspaceId, metricId: id } = pull;
  await db
    .select({ id: metrics.id })
    .from(metrics)
    .where(and(eq(metrics.workspaceId, workspaceId), eq(metrics.id, id)))
    .for("update");
  const inHours = (hours: number) => sql`now() + make_interval(hours => ${hours}::int)`;
  const done = { claimedUntil: null, lastPulledAt: sql`now()` };
  if (fetched instanceof Unreadable) {
    const [row] = await db
      .update(metricPulls)
      .set({ ...done, nextAt: inHours(AFTER_FAILURE_HOURS), lastProblem: fetched.message.slice(0, 500), lastWritten: null })
      .where(own(workspaceId, id))
      .returning();
    if (!row) throw notFound("address to pull from");
    return row;
  }
  const now = new Date().toISOString();
  const { written, changes } = await writeReadings(db, { workspaceId, metricId: id, enteredBy: null, source: "pull", now, lined: fetched });
  if (written.added + written.changed > 0)
    await db.insert(activities).values({
      workspaceId,
      actorId: null,
      kind: "metric.measured",
      recordId: id,
      at: now,
      detail: { ...written, source: "pull", changes },
    });
  const [row] = await db
    .update(metricPulls)
    .set({ ...done, nextAt: inHours(EVERY_HOURS), lastProblem: null, lastWritten: written.added + written.changed })
    .where(own(workspaceId, id))
    .returning();
  if (!row) throw notFound("address to pull from");
  return row;
}

/** Pulls what is due, once a day each, until stopped. Several processes share the work: who claims a pull does it. */
export function keepPulling(services: Pulling): { stop(): Promise<void> } {
  let stopped = false;
  let working: Promise<void> = Promise.resolve();
  async function look() {
    const { rows } = await services.database.pool.query("select * from due_pulls($1)", [AT_ONCE]);
    for (const row of rows) {
      if (stopped) return;
      const { workspace_id: workspaceId, metric_id: id } = Due.parse(row);
      await pullNow(services, workspaceId, id, false).catch((error: unknown) => {
        if (!(error instanceof Refusal)) services.log(error);
      });
    }
  }
  // A database that is away is told of by everything else; here it is asked again.
  const timer = setInterval(() => {
    working = working.then(() => (stopped ? undefined : look())).catch(() => undefined);
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await working;
    },
  };
}
