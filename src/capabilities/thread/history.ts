import { and, asc, eq, gte, lt } from "drizzle-orm";
import * as z from "zod";
import type { Context } from "../../platform/context.ts";
import type { Database } from "../../platform/database.ts";
import { objectives } from "../strategy/schema.ts";
import { recordOf } from "../workspace/records.ts";
import { objectiveReadiness, strategyReadiness } from "./readiness.ts";
import { type ReadinessHistory, readinessDays } from "./schema.ts";

const LOOK_EVERY_MS = 10 * 60_000;
const AT_ONCE = 20;
const DAY_MS = 24 * 60 * 60 * 1000;
/** A year can be looked back on. */
const KEPT_DAYS = 400;
/** So many features are judged of a strategy at most. */
const FEATURES = 200;
const Due = z.object({ workspace_id: z.uuid() });

/** How ready something was on each day that was kept, oldest first: an objective, a feature, or without one the strategy. */
export async function readinessHistory(
  context: Context,
  { about, days }: { about?: string | undefined; days: number },
): Promise<ReadinessHistory> {
  const { db, actor, now } = context;
  const subjectId = about === undefined ? actor.workspaceId : (await recordOf(context, about)).id;
  const from = new Date(Date.parse(now) - days * DAY_MS).toISOString().slice(0, 10);
  const rows = await db
    .select({
      on: readinessDays.on,
      quality: readinessDays.quality,
      met: readinessDays.met,
      applicable: readinessDays.applicable,
      value: readinessDays.value,
    })
    .from(readinessDays)
    .where(and(eq(readinessDays.workspaceId, actor.workspaceId), eq(readinessDays.subjectId, subjectId), gte(readinessDays.on, from)))
    .orderBy(asc(readinessDays.on), asc(readinessDays.quality));
  return {
    items: [...Map.groupBy(rows, ({ on }) => on)].map(([on, qualities]) => ({ on, qualities: qualities.map(({ on: _, ...one }) => one) })),
  };
}

/** Keeps how ready everything in play is today; what was kept today already stays, and what is very old goes. */
export async function keepToday(context: Context): Promise<void> {
  const { db, actor, now } = context;
  const active = await db
    .select({ id: objectives.id })
    .from(objectives)
    .where(and(eq(objectives.workspaceId, actor.workspaceId), eq(objectives.state, "active")));
  const strategy = await strategyReadiness(context, { limit: FEATURES });
  const subjects = [{ id: actor.workspaceId, qualities: strategy.qualities }, ...strategy.items];
  for (const { id } of active) subjects.push(await objectiveReadiness(context, { id, limit: 1 }));
  const on = now.slice(0, 10);
  const rows = subjects.flatMap(({ id: subjectId, qualities }) =>
    qualities.map(({ quality, met, applicable, value }) => ({
      workspaceId: actor.workspaceId,
      subjectId,
      on,
      quality,
      met,
      applicable,
      value,
    })),
  );
  await db.insert(readinessDays).values(rows).onConflictDoNothing();
  const oldest = new Date(Date.parse(now) - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10);
  await db.delete(readinessDays).where(and(eq(readinessDays.workspaceId, actor.workspaceId), lt(readinessDays.on, oldest)));
}

/** Keeps today's readiness in every workspace where something is judged and nothing was kept yet; one that fails keeps no other from it. */
export async function keepDueDays(database: Database, log: (error: unknown) => void, now = new Date().toISOString()): Promise<void> {
  const { rows } = await database.pool.query("select * from due_readiness_days($1, $2)", [now.slice(0, 10), AT_ONCE]);
  for (const row of rows) {
    const { workspace_id: workspaceId } = Due.parse(row);
    const keep = database.aside({ workspaceId, actorId: null, changeId: null, writes: true }, (db) =>
      keepToday({
        db,
        now,
        reply: new Headers(),
        news: [],
        numbers: () => Promise.reject(new Error("Keeping a day makes no records.")),
        actor: { workspaceId, id: workspaceId, kind: "key", userId: null, name: "", access: "guest", groups: [], scope: "read" },
      }),
    );
    await keep.catch(log);
  }
}

/** Does so every day until stopped; of several processes the one that is first. */
export function keepHistory(database: Database, log: (error: unknown) => void): { stop(): Promise<void> } {
  let stopped = false;
  let working: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    working = working
      .then(() => (stopped ? undefined : keepDueDays(database, log)))
      .catch((error: unknown) => (stopped ? undefined : log(error)));
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
