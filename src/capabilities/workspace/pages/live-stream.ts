import type { LiveMessage } from "../../../platform/live.ts";

/** What is told: something happened, or `resync` when messages may have been missed. */
export type Told = LiveMessage | "resync";

const AGAIN_MS = 10_000;
const TAKEOVER_MS = 1_000;

/**
 * The live messages of a workspace, through one stream for all windows of a browser: whoever holds the lock reads it and passes on.
 * Browsers open six connections to a host over HTTP/1.1, so a stream per window would block the seventh.
 */
export function openLiveStream(slug: string, hear: (told: Told) => void): () => void {
  const name = `throughline-live:${slug}`;
  const channel = new BroadcastChannel(name);
  const stop = new AbortController();
  channel.onmessage = ({ data }) => hear(toldBy(data));
  const tell = (told: Told) => {
    hear(told);
    channel.postMessage(told);
  };
  // Pages over plain HTTP from another computer have no locks: there each window reads for itself, and nobody passes on.
  if (!navigator.locks) void read(slug, hear, stop.signal);
  else {
    const asked = Date.now();
    // Whoever takes over from a window that was closed missed what was told in between.
    const take = () => read(slug, tell, stop.signal, Date.now() - asked > TAKEOVER_MS);
    navigator.locks.request(name, { signal: stop.signal }, take).catch(() => undefined);
  }
  return () => {
    stop.abort();
    channel.close();
  };
}

/** Reads the stream until it is stopped, opening it again whenever it ends. */
function read(slug: string, tell: (told: Told) => void, signal: AbortSignal, isLate = false): Promise<void> {
  // The lock may be granted in the very moment in which it is no longer wanted.
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isFirst = !isLate;
    const open = () => {
      source = new EventSource(`/api/v1/live?workspace=${encodeURIComponent(slug)}`);
      source.onopen = () => {
        if (!isFirst) tell("resync");
        isFirst = false;
      };
      source.addEventListener("message", ({ data }) => tell(toldBy(JSON.parse(data))));
      // The browser tries again by itself after a lost connection, not after a refusal.
      source.onerror = () => {
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
      };
    };
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      source?.close();
      resolve();
    });
    open();
  });
}

/** What cannot be read is taken for a gap. */
function toldBy(data: unknown): Told {
  if (typeof data !== "object" || data === null || !("activity" in data) || typeof data.activity !== "string") return "resync";
  const text = (name: string) => {
    const value = Object.entries(data).find(([key]) => key === name)?.[1];
    return typeof value === "string" ? value : null;
  };
  if (data.activity === "resync") return "resync";
  const memberId = text("memberId");
  return { activity: data.activity, recordId: text("recordId"), actorId: text("actorId"), ...(memberId ? { memberId } : {}) };
}
