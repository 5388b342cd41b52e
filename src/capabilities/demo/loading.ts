import { randomBytes, randomUUID } from "node:crypto";
import { and, eq, isNull, lt, sql } from "drizzle-orm";
import * as z from "zod";
import type { Actor, Group } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import type { Database } from "../../platform/database.ts";
import type { Passwords } from "../../platform/passwords.ts";
import { Refusal } from "../../platform/refusal.ts";
import { type Surroundings, workIn } from "../../platform/work.ts";
import { addKey, addProduct, createPerson, foundedAs } from "../workspace/people-setup.ts";
import { members, notifications } from "../workspace/schema.ts";
import { customersOf } from "./acts-customers.ts";
import { decisionsOf, recommendationsOf } from "./acts-decisions.ts";
import { marketOf, researchOf, talkOf } from "./acts-market.ts";
import { featuresOf, measurementOf, milestonesOf, needsOf, objectivesOf } from "./acts-strategy.ts";
import { deliveryOf, designOf } from "./acts-work.ts";
import { DEMO_NAME, emailOf, PEOPLE, WHO, type Who } from "./people.ts";
import { openStage } from "./stage.ts";

/** Who are in the demo, each with a password that is told this once. */
export type DemoUser = { group: Group | "sales" | "guest"; name: string; email: string; password: string };
export type Loaded = { workspaceId: string; workspace: string; apiKey: string; users: DemoUser[] };

const DAYS_OLD = 420;
const DAY_MS = 86_400_000;
/** What came to people longer ago than this they have read. */
const READ_AFTER_DAYS = 21;

const Found = z.object({ id: z.uuid(), slug: z.string() });
/** Where the demo is; null while it is not loaded. */
export async function demoIn(database: Pick<Database, "pool">): Promise<z.infer<typeof Found> | null> {
  const { rows } = await database.pool.query("select id, slug from demo_workspace()");
  return rows.length > 0 ? Found.parse(rows[0]) : null;
}

/**
 * Makes the demo workspace with the eight people in it, all in one transaction: after a failure or a kill there is nothing of it. An
 * installation has one demo.
 * @throws Refusal 409 when it is there already
 */
export async function loadDemo(around: Surroundings, passwords: Passwords): Promise<Loaded> {
  const people = await Promise.all(
    WHO.map(async (who) => {
      const password = randomBytes(15).toString("base64url");
      return { who, userId: randomUUID(), password, hash: await passwords.hash(password) };
    }),
  );
  const workspaceId = randomUUID();
  const actorOf = (who: Who): Actor => {
    const { name, access, groups } = PEOPLE[who];
    const userId = people.find((one) => one.who === who)?.userId ?? null;
    return { workspaceId, id: randomUUID(), kind: "member", userId, name, access, groups, scope: "admin" };
  };
  const actors: Record<Who, Actor> = {
    mira: actorOf("mira"),
    tomasz: actorOf("tomasz"),
    ines: actorOf("ines"),
    jun: actorOf("jun"),
    leila: actorOf("leila"),
    pau: actorOf("pau"),
    dana: actorOf("dana"),
    sofia: actorOf("sofia"),
  };
  const { slug, apiKey } = await workIn(around, actors.mira, { writes: true, changeId: null }, async (context) => {
    await context.db.execute(sql`set local statement_timeout = 0`);
    // Of two at once the second waits, and then finds the first one's.
    await context.db.execute(sql`select pg_advisory_xact_lock(hashtext('throughline demo'))`);
    const { rows } = await context.db.execute(sql`select slug from demo_workspace()`);
    if (rows[0]) throw alreadyThere(String(rows[0].slug));
    const founded = new Date(Date.parse(context.now) - DAYS_OLD * DAY_MS).toISOString();
    const made = await foundedAs(context, { name: DEMO_NAME, createdAt: founded, valueUnit: "money", isDemo: true });
    for (const { who, userId, hash } of people) {
      const { id, name, access, groups } = actors[who];
      await createPerson(context, { id: userId, name, email: emailOf(who), hash });
      await context.db.insert(members).values({ workspaceId, id, userId, access, groups: [...groups], joinedAt: founded });
    }
    await live(context, actors, founded);
    const { key } = await addKey(context, { name: "demo", scope: "admin", createdBy: null });
    return { slug: made, apiKey: key };
  });
  around.live.rightsChanged(people.map(({ userId }) => userId));
  return {
    workspaceId,
    workspace: slug,
    apiKey,
    users: people.map(({ who, password }) => ({ group: groupOf(who), name: PEOPLE[who].name, email: emailOf(who), password })),
  };
}

const alreadyThere = (slug: string) =>
  new Refusal(
    409,
    "ALREADY_THERE",
    "The demo is loaded already. Remove it first, behind its Demo chip or with throughline demo --remove.",
    {
      workspace: slug,
    },
  );

const groupOf = (who: Who): DemoUser["group"] => {
  const [first, second] = PEOPLE[who].groups;
  return first === undefined ? "guest" : second === undefined ? first : "sales";
};

/** Plays all that happened at Acme Reports until today. */
async function live(context: Context, actors: Record<Who, Actor>, founded: string): Promise<void> {
  const { db, actor, now } = context;
  const beginning = { ...context, now: founded, news: [] };
  await addProduct(beginning, "Acme Reports");
  await record(beginning, "workspace.founded", null, { name: DEMO_NAME });
  const stage = openStage(context, actors);
  for (const part of [
    needsOf,
    customersOf,
    measurementOf,
    objectivesOf,
    featuresOf,
    milestonesOf,
    deliveryOf,
    designOf,
    researchOf,
    marketOf,
    decisionsOf,
    recommendationsOf,
    talkOf,
  ])
    part(stage);
  await stage.play();
  await db
    .update(notifications)
    .set({ readAt: now })
    .where(
      and(
        eq(notifications.workspaceId, actor.workspaceId),
        isNull(notifications.readAt),
        lt(notifications.createdAt, new Date(Date.parse(now) - READ_AFTER_DAYS * DAY_MS).toISOString()),
      ),
    );
}
