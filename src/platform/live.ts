import { randomUUID } from "node:crypto";
import pg from "pg";
import * as z from "zod";

/** That something happened to a record; never what it holds. */
export type News = {
  kind: string;
  recordId: string | null;
  actorId: string;
  /** The only member whom it concerns. */
  memberId?: string;
  detail?: Record<string, unknown>;
};
export const LiveMessage = z.object({
  /** The activity's kind, or `resync` after a gap: fetch again what is shown. */
  activity: z.string(),
  recordId: z.uuid().nullable(),
  actorId: z.uuid().nullable(),
  /** The only member whom it concerns; others may pass it over. */
  memberId: z.uuid().optional(),
});
export type LiveMessage = z.infer<typeof LiveMessage>;

const Envelope = z.object({
  from: z.string(),
  workspaceId: z.uuid().optional(),
  messages: z.array(LiveMessage).optional(),
  /** People whose rights changed: cached sessions are dropped and their streams end. */
  users: z.array(z.string()).optional(),
});

type Listener = { userId: string | null; deliver(message: LiveMessage): void; end(): void };

export type LiveHub = {
  publish(workspaceId: string, news: readonly News[]): void;
  /** Rights of these people changed: forget what is cached of them, everywhere. */
  rightsChanged(users: readonly string[]): void;
  onRightsChanged(listener: (users: readonly string[] | null) => void): void;
  subscribe(workspaceId: string, userId: string | null, signal: AbortSignal | undefined): AsyncGenerator<LiveMessage>;
  close(): Promise<void>;
};

const CHANNEL = "throughline";
/** A NOTIFY holds 8,000 bytes; about 130 bytes a message. */
const MESSAGES_PER_NOTIFY = 50;
const GATHER_MS = 15;
/** A stream that does not read loses its place rather than our memory. */
const BACKLOG_LIMIT = 500;

/**
 * Carries what happened to everybody who watches: at once within this process, and through LISTEN/NOTIFY to the others.
 * The notices follow the commit in batches of their own, since a NOTIFY inside a transaction serialises all commits.
 */
export function openLiveHub(config: pg.ClientConfig, pool: pg.Pool): LiveHub {
  const self = randomUUID();
  const listeners = new Map<string, Set<Listener>>();
  const rightsListeners: ((users: readonly string[] | null) => void)[] = [];
  let waiting = new Map<string, LiveMessage[]>();
  let waitingUsers: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let connection: pg.Client | undefined;
  let closed = false;

  function deliver(workspaceId: string, messages: readonly LiveMessage[]) {
    for (const listener of listeners.get(workspaceId) ?? []) for (const message of messages) listener.deliver(message);
  }
  function endStreamsOf(users: readonly string[] | null) {
    for (const listener of rightsListeners) listener(users);
    for (const set of listeners.values())
      for (const listener of set) if (!users || (listener.userId && users.includes(listener.userId))) listener.end();
  }

  async function flush() {
    timer = undefined;
    const envelopes: string[] = [];
    for (const [workspaceId, messages] of waiting)
      for (let i = 0; i < messages.length; i += MESSAGES_PER_NOTIFY)
        envelopes.push(JSON.stringify({ from: self, workspaceId, messages: messages.slice(i, i + MESSAGES_PER_NOTIFY) }));
    if (waitingUsers.length > 0) envelopes.push(JSON.stringify({ from: self, users: waitingUsers }));
    waiting = new Map();
    waitingUsers = [];
    // A notice that is lost costs other processes' watchers a delay, never data: they fetch again when they reconnect.
    await pool.query("select pg_notify($1, e) from unnest($2::text[]) e", [CHANNEL, envelopes]).catch(() => undefined);
  }
  const gather = () => (timer ??= setTimeout(flush, GATHER_MS));

  async function listen() {
    if (closed) return;
    connection = new pg.Client(config);
    connection.on("notification", ({ payload }) => {
      const envelope = Envelope.parse(JSON.parse(payload ?? "{}"));
      if (envelope.from === self) return;
      if (envelope.workspaceId && envelope.messages) deliver(envelope.workspaceId, envelope.messages);
      if (envelope.users) endStreamsOf(envelope.users);
    });
    const again = () => {
      if (closed) return;
      connection = undefined;
      setTimeout(listen, 500).unref();
    };
    connection.on("error", again);
    try {
      await connection.connect();
      await connection.query(`listen ${CHANNEL}`);
      // What was said while nobody listened is unknown: forget cached rights, let pages fetch again.
      endStreamsOf(null);
    } catch {
      connection.removeListener("error", again);
      connection.on("error", () => undefined);
      again();
    }
  }
  void listen();

  return {
    publish(workspaceId, news) {
      if (news.length === 0) return;
      const messages = news.map(({ kind, recordId, actorId, memberId }) => ({ activity: kind, recordId, actorId, memberId }));
      deliver(workspaceId, messages);
      const queue = waiting.get(workspaceId);
      if (queue) queue.push(...messages);
      else waiting.set(workspaceId, messages);
      gather();
    },
    rightsChanged(users) {
      endStreamsOf(users);
      waitingUsers.push(...users);
      gather();
    },
    onRightsChanged: (listener) => void rightsListeners.push(listener),
    async *subscribe(workspaceId, userId, signal) {
      const backlog: LiveMessage[] = [];
      let ended = false;
      let wake: () => void = () => undefined;
      const listener: Listener = {
        userId,
        deliver(message) {
          if (backlog.length >= BACKLOG_LIMIT) backlog.splice(0, backlog.length, { activity: "resync", recordId: null, actorId: null });
          else backlog.push(message);
          wake();
        },
        end() {
          ended = true;
          wake();
        },
      };
      const end = () => listener.end();
      signal?.addEventListener("abort", end);
      const set = listeners.get(workspaceId) ?? new Set();
      listeners.set(workspaceId, set.add(listener));
      try {
        while (!ended) {
          const next = backlog.shift();
          if (next) yield next;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        signal?.removeEventListener("abort", end);
        set.delete(listener);
        if (set.size === 0) listeners.delete(workspaceId);
      }
    },
    async close() {
      closed = true;
      for (const set of listeners.values()) for (const listener of set) listener.end();
      if (timer) clearTimeout(timer);
      if (waiting.size + waitingUsers.length > 0) await flush();
      await connection?.end().catch(() => undefined);
    },
  };
}
