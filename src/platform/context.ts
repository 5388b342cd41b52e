import type { Actor, User } from "./access.ts";
import type { Auth } from "./auth.ts";
import type { Database, Db } from "./database.ts";
import type { LiveHub, News } from "./live.ts";
import type { Outbound } from "./safe-fetch.ts";
import type { Sessions } from "./sessions.ts";
import { activities } from "./tables.ts";

/** Who stands behind a request. */
export type Identity = { user: User | null; actor: Actor | null; via: "session" | "key" | null };

/** What every request brings along before anything is known of it. */
export type RequestContext = {
  database: Database;
  live: LiveHub;
  auth: Auth;
  /** The way to addresses outside. */
  outbound: Outbound;
  sessions: Sessions;
  /** How many bytes a workspace's files may take. */
  fileQuota: number;
  headers: Headers;
  /** Headers to add to the answer. */
  reply: Headers;
  now: string;
  /** Where people open this installation, such as `https://throughline.example`. */
  origin: string;
  /** The address to count attempts against. */
  address: string;
  /** SHA-256 of method, path and body; set when the caller sent an Idempotency-Key. */
  fingerprint: string | null;
  identify(): Promise<Identity>;
  reactions: Reactions;
  /** Writes a line into the operator's log: for what no workspace's trail can hold. */
  log: (line: string) => void;
};

/** What a command or query works with: one transaction in one workspace, who acts, and the time. */
export type Context = Pick<RequestContext, "now" | "reply"> & {
  db: Db;
  actor: Actor;
  /** What happened so far; told to watchers after the commit. */
  news: News[];
  /** Gives out the next `count` numbers of a kind of record and returns the first. */
  numbers(kind: string, count?: number): Promise<number>;
};

export type Activity = { kind: string; recordId: string | null; detail: Record<string, unknown> };
/**
 * What another capability does about an activity. It runs in the same transaction, before the commit:
 * either both happened or neither did.
 */
export type Reaction = (context: Context, activity: Activity) => Promise<void>;
export type Reactions = Readonly<Record<string, readonly Reaction[]>>;

/** Writes an activity into the trail and tells those who watch, once the transaction has been committed. */
export const record = (context: Context, kind: string, recordId: string | null, detail: Record<string, unknown> = {}): Promise<void> =>
  recordMany(context, kind, [{ recordId, detail }]);

/** Like `record`, for many records at once. */
export async function recordMany(
  context: Context,
  kind: string,
  entries: readonly { recordId: string | null; detail?: Record<string, unknown> }[],
): Promise<void> {
  if (entries.length === 0) return;
  const { db, actor, now } = context;
  const actorId = actor.kind === "member" ? actor.id : null;
  // A key is nobody; its name says which program it was.
  const by = actor.kind === "key" ? { key: actor.name } : {};
  await db.insert(activities).values(
    entries.map(({ recordId, detail = {} }) => ({
      workspaceId: actor.workspaceId,
      actorId,
      kind,
      recordId,
      at: now,
      detail: { ...detail, ...by },
    })),
  );
  for (const { recordId, detail = {} } of entries) context.news.push({ kind, recordId, actorId: actor.id, detail });
}
