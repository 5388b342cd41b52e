import { sql } from "drizzle-orm";
import type pg from "pg";
import * as z from "zod";
import { ACCESS_LEVELS, type Actor, GROUPS, KEY_SCOPES, type User } from "./access.ts";
import { isApiKey, secretHash } from "./api-keys.ts";
import type { Auth } from "./auth.ts";
import type { Identity } from "./context.ts";
import type { Database } from "./database.ts";
import type { LiveHub } from "./live.ts";
import { Refusal } from "./refusal.ts";

/** How long what is known of a session or key may be used without asking again; changes of rights end it at once. */
const KNOWN_FOR_MS = 30_000;
const MOST_KNOWN = 20_000;
/** A key's last use is noted at most so often. */
const USE_NOTED_EVERY_MS = 60_000;

export const Membership = z.object({
  workspaceId: z.uuid(),
  slug: z.string(),
  workspaceName: z.string(),
  memberId: z.uuid(),
  access: z.enum(ACCESS_LEVELS),
  groups: z.array(z.enum(GROUPS)),
  isDemo: z.boolean(),
});
export type Membership = z.infer<typeof Membership>;

const KeyRow = z.object({ workspaceId: z.uuid(), id: z.uuid(), name: z.string(), scope: z.enum(KEY_SCOPES) });
const SlugRow = z.object({ slug: z.string() });

export type Sessions = {
  /**
   * Who stands behind a request: an `Authorization` header counts alone, else the session cookie.
   * @param workspaceSlug the workspace asked for; null takes the person's first, or the key's own
   * @throws Refusal 404 when a key is used for another workspace than its own
   */
  identify(headers: Headers, workspaceSlug: string | null): Promise<Identity>;
};

type SessionKnown = { user: User; memberships: Membership[] };
type KeyKnown = { actor: Actor; slug: string };

/** Remembers who is behind a cookie or key for a short while: asking for each request would cost more than answering it. */
export function openSessions({
  auth,
  database,
  live,
  clock = Date.now,
}: {
  auth: Auth;
  database: Database;
  live: LiveHub;
  clock?: () => number;
}): Sessions {
  const sessions = memory<SessionKnown>(clock);
  const keys = memory<KeyKnown>(clock);
  const noted = new Map<string, number>();
  live.onRightsChanged((changed) => {
    sessions.forget(changed);
    keys.forget(changed);
  });

  const bySession = (cookie: string) =>
    sessions.recall(cookie, async () => {
      const session = await auth.sessionOf(cookie);
      if (!session) return null;
      const memberships = await membershipsOf(database.pool, session.user.id);
      return { about: session.user.id, value: { user: { ...session.user, sessionId: session.id }, memberships } };
    });

  const byKey = (key: string) => {
    const hash = secretHash(key);
    return keys.recall(hash, async () => {
      const { rows } = await database.pool.query({ name: "key_by_hash", text: KEY_SQL, values: [hash] });
      if (rows.length === 0) return null;
      const { workspaceId, id, name, scope } = KeyRow.parse(rows[0]);
      const { slug } = await database.transaction({ workspaceId, actorId: id, changeId: null, writes: false }, async (db) =>
        SlugRow.parse((await db.execute(sql`select slug from workspaces where id = ${workspaceId}`)).rows[0]),
      );
      const access = scope === "admin" ? "admin" : "member";
      return {
        about: id,
        value: { actor: { workspaceId, id, kind: "key", userId: null, name, access, groups: GROUPS, scope }, slug },
      };
    });
  };

  function noteUse({ id, workspaceId }: Actor) {
    const now = clock();
    if (now - (noted.get(id) ?? 0) < USE_NOTED_EVERY_MS) return;
    noted.set(id, now);
    // That it was used is worth knowing, not worth failing or waiting for.
    database
      .aside({ workspaceId, actorId: null, changeId: null, writes: true }, (db) =>
        db.execute(
          sql`update api_keys set last_used_at = ${new Date(now).toISOString()} where workspace_id = ${workspaceId} and id = ${id}`,
        ),
      )
      .catch(() => undefined);
  }

  return {
    async identify(headers, workspaceSlug) {
      const bearer = headers.get("authorization");
      if (bearer !== null) {
        const key = bearer.replace(/^bearer /i, "");
        const known = isApiKey(key) ? await byKey(key) : null;
        if (!known) return NOBODY;
        if (workspaceSlug !== null && workspaceSlug !== known.slug)
          throw new Refusal(404, "NO_WORKSPACE", "This key belongs to another workspace than the one asked for.");
        noteUse(known.actor);
        return { user: null, actor: known.actor, via: "key" };
      }
      const cookie = auth.cookieOf(headers);
      const known = cookie === null ? null : await bySession(cookie);
      if (!known) return NOBODY;
      const { user, memberships } = known;
      const membership = workspaceSlug === null ? memberships[0] : memberships.find(({ slug }) => slug === workspaceSlug);
      return { user, actor: membership ? actorOf(user, membership) : null, via: "session" };
    },
  };
}

/** The workspaces that a person is in, the one joined first leading. */
export async function membershipsOf(pool: pg.Pool, userId: string): Promise<Membership[]> {
  const { rows } = await pool.query({ name: "memberships_of", text: MEMBERSHIPS_SQL, values: [userId] });
  return z.array(Membership).parse(rows);
}

const NOBODY: Identity = { user: null, actor: null, via: null };

const MEMBERSHIPS_SQL = `select workspace_id as "workspaceId", slug, workspace_name as "workspaceName", member_id as "memberId", access, groups, is_demo as "isDemo"
  from memberships_of($1)`;
const KEY_SQL = `select workspace_id as "workspaceId", id, name, scope from key_by_hash($1)`;

const actorOf = (user: User, { workspaceId, memberId, access, groups }: Membership): Actor => ({
  workspaceId,
  id: memberId,
  kind: "member",
  userId: user.id,
  name: user.name,
  access,
  groups,
  scope: "admin",
});

type Remembered<T> = { at: number; about: string | null; value: Promise<T | null> };

/**
 * A short memory of what a secret stands for. Requests that come together share one look-up; a look-up that is under way
 * when rights change is not kept, since it may have read what was before.
 */
function memory<T>(clock: () => number) {
  const entries = new Map<string, Remembered<T>>();
  return {
    recall(secret: string, find: () => Promise<{ about: string; value: T } | null>): Promise<T | null> {
      const known = entries.get(secret);
      if (known && clock() - known.at < KNOWN_FOR_MS) return known.value;
      const entry: Remembered<T> = { at: clock(), about: null, value: Promise.resolve(null) };
      const drop = () => {
        if (entries.get(secret) === entry) entries.delete(secret);
      };
      entry.value = find().then(
        (found) => {
          if (!found) drop();
          entry.about = found?.about ?? null;
          return found?.value ?? null;
        },
        (error: unknown) => {
          drop();
          throw error;
        },
      );
      entries.delete(secret);
      entries.set(secret, entry);
      const [oldest] = entries.keys();
      if (entries.size > MOST_KNOWN && oldest !== undefined) entries.delete(oldest);
      return entry.value;
    },
    /** @param changed whom or what it was about; null for all */
    forget(changed: readonly string[] | null) {
      for (const [secret, { about }] of entries) if (!changed || about === null || changed.includes(about)) entries.delete(secret);
    },
  };
}
