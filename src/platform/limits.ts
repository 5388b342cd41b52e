import { isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { Refusal } from "./refusal.ts";

/** How often one caller may use a kind of route: points per seconds. Reads and writes of a person at work never come near. */
export const LIMITS = {
  read: { points: 6_000, duration: 10 },
  write: { points: 2_000, duration: 10 },
  /** What makes the database work hard: suggestions, imports, counts. */
  heavy: { points: 300, duration: 10 },
  /** Files that are decoded and kept. */
  upload: { points: 60, duration: 60 },
  /** Anything that checks a secret, per address. */
  secret: { points: 100, duration: 15 * 60 },
  /** Pages for people without an account, per address: a whole office can read through one. */
  shared: { points: 600, duration: 60 },
  /** Pictures that are drawn for them. */
  drawn: { points: 60, duration: 60 },
  /** What programs outside tell, per address. */
  intake: { points: 1_200, duration: 60 },
  live: { points: 60, duration: 60 },
} as const;
export type Limit = keyof typeof LIMITS;

/** What an address is counted as: one line has a whole IPv6 network of 64 bits, and as many addresses in it as it likes. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const read = ipaddr.process(address);
  return read instanceof ipaddr.IPv6
    ? `${read.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(":")}::/64`
    : read.toString();
}

export type Limiter = { take(limit: Limit, caller: string): Promise<void> };

/** @param factor multiplies every allowance; above 1 for load tests of one's own installation */
export function limiter(factor: number): Limiter {
  const buckets = new Map(
    Object.entries(LIMITS).map(([name, { points, duration }]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points: points * factor, duration }),
    ]),
  );
  return {
    async take(limit, caller) {
      const bucket = buckets.get(limit);
      if (!bucket) throw new RangeError(`There is no limit "${limit}".`);
      try {
        await bucket.consume(caller);
      } catch (refused) {
        if (refused instanceof Error) throw refused;
        const waitMs = typeof refused === "object" && refused !== null && "msBeforeNext" in refused ? Number(refused.msBeforeNext) : 1000;
        throw new Refusal(429, "TOO_MANY_REQUESTS", "That was too often. Wait a moment and try again.", {
          retryAfterSeconds: Math.ceil(waitMs / 1000),
        });
      }
    },
  };
}
