import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Refusal } from "./refusal.ts";

/** So many wrong passwords are free; each further one doubles the wait. */
const FREE_ATTEMPTS = 10;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** An account that nobody tried for this long starts afresh. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60_000;
const MOST_ACCOUNTS = 50_000;
const DEVICE_SECONDS = 180 * 24 * 60 * 60;

type Attempts = { count: number; blockedUntil: number; lastAt: number };

export type SignInGuard = {
  /** Counts an attempt before it is judged, so that many at once gain nothing. @throws Refusal 429 while the account must wait */
  begin(email: string, cookies: ReadonlyMap<string, string>, now: number): void;
  /** It was the right password: the count starts afresh, and this device is known from now on. Returns its Set-Cookie. */
  succeeded(email: string, cookies: ReadonlyMap<string, string>): string;
};

/**
 * Slows down guessing at one account, from however many addresses. A device that has signed in to the account before has a
 * count of its own, so nobody can lock somebody out of their own browser. Counts are per process: of n processes behind a load
 * balancer each grants its own free attempts.
 */
export function openSignInGuard(secret: string, secure: boolean): SignInGuard {
  const name = `${secure ? "__Host-" : ""}throughline.device`;
  const attempts = new Map<string, Attempts>();
  const markOf = (email: string, nonce: string) => createHmac("sha256", secret).update(`device\n${nonce}\n${email}`).digest("base64url");

  /** The device's own bucket when it has proved itself, else the account's. */
  function bucketOf(email: string, cookies: ReadonlyMap<string, string>): string {
    const [nonce = "", mark = ""] = (cookies.get(name) ?? "").split(".");
    const given = Buffer.from(mark);
    const expected = Buffer.from(markOf(email, nonce));
    return given.length === expected.length && timingSafeEqual(given, expected) ? `${email}\n${nonce}` : email;
  }

  return {
    begin(email, cookies, now) {
      const bucket = bucketOf(email, cookies);
      const before = attempts.get(bucket);
      if (before && before.blockedUntil > now)
        throw new Refusal(429, "TOO_MANY_ATTEMPTS", "Too many wrong passwords for this account. Wait a moment, then try again.", {
          retryAfterSeconds: Math.ceil((before.blockedUntil - now) / 1000),
        });
      const count = before && now - before.lastAt < FORGOTTEN_AFTER_MS ? before.count + 1 : 1;
      const wait = count < FREE_ATTEMPTS ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - FREE_ATTEMPTS));
      attempts.delete(bucket);
      attempts.set(bucket, { count, blockedUntil: now + wait, lastAt: now });
      const [oldest] = attempts.keys();
      if (attempts.size > MOST_ACCOUNTS && oldest !== undefined) attempts.delete(oldest);
    },
    succeeded(email, cookies) {
      attempts.delete(bucketOf(email, cookies));
      const nonce = randomBytes(12).toString("base64url");
      const value = `${nonce}.${markOf(email, nonce)}`;
      return `${name}=${value}; Max-Age=${DEVICE_SECONDS}; Path=/; HttpOnly;${secure ? " Secure;" : ""} SameSite=Lax`;
    },
  };
}
