import { afterAll, beforeAll, expect, inject, test } from "vitest";
import * as z from "zod";
import { type App, createApp } from "../../app.ts";
import { LIMITS, networkOf } from "../../platform/limits.ts";
import { world } from "../../test/world.ts";

// An application with the allowances that an installation has; those of the other tests are a thousand times larger.
let app: App;
let token: string;
beforeAll(async () => {
  const { app: login, authSecret } = inject("database");
  const log = (error: unknown) => process.stderr.write(`${String(error)}\n`);
  app = await createApp({ log, installation: { app: login, authSecret }, config: { trustedProxies: 1, rateLimitFactor: 1 } });
  const { admin } = await world();
  await admin.needs.create({ statement: "Trust exported totals" });
  ({ token } = await admin.shareLinks.create({ kind: "needs", label: "The board", hides: ["names", "money", "notes"] }));
});
afterAll(() => app.close());

const ask = (path: string, from: string) =>
  app.fetch(new Request(`http://throughline.test${path}`, { headers: { "x-forwarded-for": from } }));
const guess = (i: number) => String(i).padStart(43, "x");

/** Asks so often as is allowed and once more; says what was answered, each status once and in order, and the last answer. */
async function until(limit: keyof typeof LIMITS, pathOf: (i: number) => string, fromOf: (i: number) => string) {
  const statuses: number[] = [];
  let last = new Response();
  for (let i = 0; i <= LIMITS[limit].points; i++) {
    last = await ask(pathOf(i), fromOf(i));
    await last.clone().arrayBuffer();
    if (statuses.at(-1) !== last.status) statuses.push(last.status);
  }
  return { statuses, last };
}

test.each([
  ["pages", "shared", (i: number) => `/s/${guess(i)}`, (t: string) => `/s/${t}`, "203.0.113.1"],
  ["Markdown", "shared", (i: number) => `/s/${guess(i)}.md`, (t: string) => `/s/${t}.md`, "203.0.113.2"],
  ["JSON", "shared", (i: number) => `/api/v1/shared/${guess(i)}`, (t: string) => `/api/v1/shared/${t}`, "203.0.113.3"],
  ["pictures", "drawn", (i: number) => `/s/${guess(i)}/picture.png`, (t: string) => `/s/${t}/picture.png`, "203.0.113.4"],
] as const)(
  "an address that guesses at %s is answered 404 so often as it may, then 429; a right link still opens for others",
  {
    timeout: 60_000,
  },
  async (_, limit, wrong, right, from) => {
    const { statuses, last } = await until(limit, wrong, () => from);
    expect(statuses).toEqual([404, 429]);
    const told = z.object({ code: z.literal("TOO_MANY_REQUESTS"), retryAfterSeconds: z.int().min(2) }).parse(await last.json());
    expect(last.headers.get("retry-after")).toBe(String(told.retryAfterSeconds));
    expect((await ask(right(token), from)).status, "nor does a right guess after so many wrong ones").toBe(429);
    expect((await ask(right(token), "198.51.100.7")).status).toBe(200);
  },
);

test("an address of version 6 counts with all others of its network, one of version 4 by itself however it is written", {
  timeout: 60_000,
}, async () => {
  const { statuses } = await until(
    "drawn",
    (i) => `/s/${guess(i)}/snapshot.png`,
    (i) => `2001:db8:1:2::${(i + 1).toString(16)}`,
  );
  expect(statuses).toEqual([404, 429]);
  expect((await ask(`/s/${guess(0)}/snapshot.png`, "2001:db8:1:3::1")).status).toBe(404);
  expect(["2001:DB8:1:2:3:4:5:6", "2001:db8:1:2::", "::1", "::ffff:203.0.113.9", "203.0.113.9", "in-process"].map(networkOf)).toEqual([
    "2001:db8:1:2::/64",
    "2001:db8:1:2::/64",
    "0:0:0:0::/64",
    "203.0.113.9",
    "203.0.113.9",
    "in-process",
  ]);
});
