import { createServer, type IncomingMessage } from "node:http";
import { Webhook as Standard } from "standardwebhooks";
import { Webhook as Svix } from "svix";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { world } from "../../test/world.ts";
import { retryAfterOf, TOPICS, verdictOn } from "./rules.ts";

type Got = { path: string; headers: Record<string, string>; body: string };
const got: Got[] = [];
/** What the sink answers by path; 204 where nothing is said. */
const answers = new Map<string, (nth: number) => number>();
const counts = new Map<string, number>();
const sink = createServer((request, answer) => {
  void textOf(request).then((body) => {
    const path = request.url ?? "";
    const nth = (counts.get(path) ?? 0) + 1;
    counts.set(path, nth);
    const status = answers.get(path)?.(nth) ?? 204;
    got.push({ path, headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), body });
    answer.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
  });
});
let at: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
  const address = sink.address();
  at = `http://sink.test:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(async () => {
  await new Promise((resolve) => sink.close(resolve));
});
const arrivedAt = (path: string) => got.filter((one) => one.path === path);
async function textOf(request: IncomingMessage) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

test("what happens is told, signed so that two other implementations agree", async () => {
  const { admin } = await world();
  const hook = await admin.webhooks.create({ url: `${at}/signed`, name: "Sink", topics: ["need"] });
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  await admin.accounts.create({ name: "Not asked for" });
  await expect.poll(() => arrivedAt("/signed").length).toBe(1);
  const [message] = arrivedAt("/signed");
  if (!message) throw new Error("Nothing arrived.");
  for (const judge of [new Standard(hook.secret), new Svix(hook.secret)]) {
    expect(() => judge.verify(message.body, message.headers)).not.toThrow();
    expect(() => judge.verify(`${message.body} `, message.headers)).toThrow();
  }
  const told = JSON.parse(message.body);
  expect(told).toMatchObject({
    type: "need.created",
    data: { record: { id: need.id, kind: "need", key: need.key }, actorId: admin.memberId },
  });
  expect(message.body).not.toContain("Trust exported totals");
  await expect
    .poll(async () => (await admin.webhooks.deliveries({ id: hook.id })).items)
    .toMatchObject([{ state: "delivered", tries: 1, status: 204, key: need.key }]);
});

test("a new secret signs beside the old one for a day, and the list never shows either", async () => {
  const { admin } = await world();
  const hook = await admin.webhooks.create({ url: `${at}/renewed`, name: "Sink", topics: ["need"] });
  const { secret } = await admin.webhooks.renewSecret({ id: hook.id });
  expect(secret).not.toBe(hook.secret);
  await admin.webhooks.test({ id: hook.id });
  await expect.poll(() => arrivedAt("/renewed").length).toBe(1);
  for (const known of [hook.secret, secret])
    expect(() => new Standard(known).verify(arrivedAt("/renewed")[0]?.body ?? "", arrivedAt("/renewed")[0]?.headers ?? {})).not.toThrow();
  const listed = JSON.stringify(await admin.webhooks.list({}));
  expect(listed.includes(hook.secret) || listed.includes(secret)).toBe(false);
});

test("a receiver that fails half of the time gets every message, each record's in order, under the same id", {
  timeout: 60_000,
}, async () => {
  const { admin } = await world();
  answers.set("/half", (nth) => (nth % 2 === 0 ? 500 : 204));
  const hook = await admin.webhooks.create({ url: `${at}/half`, name: "Sink", topics: ["need"] });
  for (const statement of ["One need", "Another need"]) {
    let need = await admin.needs.create({ statement });
    for (const edit of ["a", "b", "c"])
      need = {
        ...need,
        ...(await admin.needs.edit({ params: { id: need.id }, headers: ifMatch(need), body: { statement: `${statement} ${edit}` } })),
      };
  }
  const arrived = () => arrivedAt("/half").map(({ body, headers }) => ({ id: headers["webhook-id"] ?? "", ...JSON.parse(body).data }));
  await expect.poll(async () => (await admin.webhooks.list({})).items[0]?.waiting, { timeout: 40_000, interval: 200 }).toBe(0);
  const { items } = await admin.webhooks.deliveries({ id: hook.id, limit: 50 });
  expect(items.map(({ state }) => state)).toEqual(items.map(() => "delivered"));
  expect(new Set(arrived().map(({ id }) => id)).size).toBe(8);
  const orders = new Map<string, number[]>();
  for (const { record, sequence } of arrived()) orders.set(record.id, [...(orders.get(record.id) ?? []), sequence]);
  for (const order of orders.values()) expect(order).toEqual([...order].sort((one, other) => one - other));
});

test("a dead receiver keeps nobody else waiting", async () => {
  const { admin } = await world();
  answers.set("/dead", () => 503);
  await admin.webhooks.create({ url: `${at}/dead`, name: "Dead", topics: ["persona"] });
  await admin.webhooks.create({ url: `${at}/alive`, name: "Alive", topics: ["persona"] });
  await admin.personas.create({ name: "Auditor" });
  await expect.poll(() => arrivedAt("/alive").length, { timeout: 3_000 }).toBe(1);
});

test("410 stops it, a redirect is a failure, and both are told; made active again it goes on", async () => {
  const { admin } = await world();
  answers.set("/gone", (nth) => (nth === 1 ? 410 : 204));
  answers.set("/moved", () => 302);
  const gone = await admin.webhooks.create({ url: `${at}/gone`, name: "Gone", topics: ["label"] });
  const moved = await admin.webhooks.create({ url: `${at}/moved`, name: "Moved", topics: ["label"] });
  await admin.labels.create({ name: "Money", colour: "blue" });
  const state = async (id: string) => (await admin.webhooks.list({})).items.find((one) => one.id === id);
  await expect.poll(() => state(gone.id)).toMatchObject({ state: "stopped", stopReason: expect.stringContaining("410") });
  await expect
    .poll(() => state(moved.id), { timeout: 20_000 })
    .toMatchObject({ state: "stopped", stopReason: expect.stringContaining("8 times") });
  expect(arrivedAt("/elsewhere")).toEqual([]);
  expect((await admin.webhooks.deliveries({ id: moved.id })).items[0]).toMatchObject({
    state: "failed",
    tries: 8,
    status: 302,
    problem: "It answered 302. Redirects are not followed.",
  });

  const stopped = await state(gone.id);
  if (!stopped) throw new Error("It is not listed.");
  await admin.webhooks.edit({ params: { id: gone.id }, headers: ifMatch(stopped), body: { state: "active" } });
  const [message] = (await admin.webhooks.deliveries({ id: gone.id })).items;
  await admin.webhooks.replay({ id: gone.id, deliveryId: message?.id ?? "" });
  await expect.poll(() => arrivedAt("/gone").length).toBe(2);
  expect(new Set(arrivedAt("/gone").map(({ headers }) => headers["webhook-id"])).size).toBe(1);
});

test("what is rolled back is not told, and another workspace's is never", async () => {
  const [mine, theirs] = [await world(), await world()];
  await mine.admin.webhooks.create({ url: `${at}/mine`, name: "Mine" });
  await expect(mine.admin.needs.create({ statement: "x" })).rejects.toMatchObject({ status: 400 });
  await theirs.admin.needs.create({ statement: "Somebody else's need" });
  const own = await mine.admin.needs.create({ statement: "Our own need" });
  await expect.poll(() => arrivedAt("/mine").length).toBe(1);
  expect(arrivedAt("/mine")[0]?.body).toContain(own.id);
});

test.each(["http://127.0.0.1/", "http://localhost:4600/", "https://[::1]/", "http://169.254.169.254/", "ftp://example.com/", "no address"])(
  "%s is refused, naming the field, and nothing is made",
  async (url) => {
    const { admin } = await world();
    await expect(admin.webhooks.create({ url, name: "Inside" })).rejects.toMatchObject({
      status: 422,
      data: { issues: [{ path: "url" }] },
    });
    expect((await admin.webhooks.list({})).items).toEqual([]);
  },
);

test.each([
  [{ status: 200 }, 1, { kind: "delivered" }],
  [{ status: 410 }, 1, { kind: "gone" }],
  [{ status: 500 }, 1, { kind: "again", afterSeconds: 5, restSeconds: 5 }],
  [{ status: 301 }, 3, { kind: "again", afterSeconds: 300, restSeconds: 5 }],
  [{ status: 429, retryAfterSeconds: 90 }, 1, { kind: "again", afterSeconds: 90, restSeconds: 5 }],
  [{ status: 503, retryAfterSeconds: 10 ** 8 }, 1, { kind: "again", afterSeconds: 86_400, restSeconds: 5 }],
  [{ status: null }, 8, { kind: "failed", restSeconds: 5 }],
])("after %j at try %i: %j", (answer, tries, expected) => {
  expect(verdictOn({ retryAfterSeconds: null, problem: null, ...answer }, tries, 0, 0)).toEqual(expected);
});

test("Retry-After is read as seconds and as a date", () => {
  const now = Date.parse("2026-11-27T10:00:00Z");
  expect([
    retryAfterOf("30", now),
    retryAfterOf("Fri, 27 Nov 2026 10:01:00 GMT", now),
    retryAfterOf("soon", now),
    retryAfterOf(null, now),
  ]).toEqual([30, 60, null, null]);
});

test("nothing that speaks of secrets or access is among the topics", () => {
  for (const kind of ["key", "invitation", "member", "workspace", "webhook"]) expect(TOPICS).not.toContain(kind);
});
