import { RECORD_KINDS } from "../workspace/kind-rules.ts";
import type { Webhook } from "./schema.ts";

/** What a receiver can ask to hear of: the part of an activity's name before the dot. What concerns secrets and people's access is never sent. */
export const TOPICS = [...RECORD_KINDS, "comment", "file", "record", "label", "field", "import"] as const;
export type Topic = (typeof TOPICS)[number];

export const WEBHOOK_STATES = ["active", "paused", "stopped"] as const;
export const DELIVERY_STATES = ["waiting", "delivered", "failed"] as const;

/** Seconds from one try to the next; the eighth try is the last. */
export const RETRY_AFTER_SECONDS = [5, 30, 5 * 60, 30 * 60, 2 * 3600, 8 * 3600, 24 * 3600] as const;
export const TRIES = RETRY_AFTER_SECONDS.length + 1;
const LONGEST_WAIT_SECONDS = 24 * 3600;
/** A receiver that fails rests this long for each failure in a row, at most a minute, so that a queue does not run into it one by one. */
const REST_SECONDS = 5;
const LONGEST_REST_SECONDS = 60;

export type Answered = {
  /** The receiver's status; null when it did not answer. */
  status: number | null;
  /** What it asked for in Retry-After, in seconds. */
  retryAfterSeconds: number | null;
  problem: string | null;
};
export type Verdict =
  | { kind: "delivered" }
  | { kind: "again"; afterSeconds: number; restSeconds: number }
  | { kind: "failed"; restSeconds: number }
  | { kind: "gone" };

/**
 * What follows from a try.
 *
 * @param tries how often it has been tried, this one included
 * @param failuresInARow of the receiver before this try
 * @param chance in [0, 1): spreads the tries of many deliveries, by up to a fifth
 */
export function verdictOn(
  answer: Answered,
  tries: number,
  failuresInARow: number,
  chance: number,
  schedule: readonly number[] = RETRY_AFTER_SECONDS,
): Verdict {
  if (answer.status !== null && answer.status >= 200 && answer.status < 300) return { kind: "delivered" };
  if (answer.status === 410) return { kind: "gone" };
  const first = schedule[0] ?? REST_SECONDS;
  const restSeconds = Math.min(LONGEST_REST_SECONDS, Math.min(REST_SECONDS, first) * (failuresInARow + 1));
  const planned = schedule[tries - 1];
  if (planned === undefined) return { kind: "failed", restSeconds };
  const asked = Math.min(answer.retryAfterSeconds ?? 0, LONGEST_WAIT_SECONDS);
  return { kind: "again", afterSeconds: Math.max(planned * (1 + chance / 5), asked), restSeconds };
}

/** Seconds to wait, from a Retry-After header: a number or a date. Null when there is none that can be read. */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

/** In words, why nothing is sent; null while it is. */
export function whySilent({ state, stopReason }: Pick<Webhook, "state" | "stopReason">): string | null {
  if (state === "active") return null;
  return state === "paused" ? "Paused: nothing is sent, and what happens meanwhile is not kept for later." : (stopReason ?? "Stopped.");
}
