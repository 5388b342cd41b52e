import { createHmac, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { application, type World, world } from "../../test/world.ts";
import { keysOf, pathOf } from "./json-rules.ts";
import { feedbackIn, intakeMappingProblem, textOf } from "./rules.ts";

type Source = Awaited<ReturnType<World["admin"]["intake"]["create"]>>;
/** As a help desk's trigger sends a ticket. */
const ticket = (id: number, more: object = {}) => ({
  type: "zen:event-type:ticket.created",
  ticket: {
    id,
    subject: "Totals",
    url: `https://desk.example/tickets/${id}`,
    comments: [{ body: "<p>The totals are off.</p><p>Please &amp; thank you</p>", author: { name: "Ana", email: "ana@helio.example" } }],
    tags: ["export", "money"],
    created_at: "2026-11-20T10:00:00Z",
    ...more,
  },
});
const MAPPING = {
  "ticket.comments.0.body": "text",
  "ticket.subject": "title",
  "ticket.comments.0.author.email": "authorEmail",
  "ticket.comments.0.author.name": "authorName",
  "ticket.id": "sourceId",
  "ticket.url": "sourceAddress",
  "ticket.created_at": "receivedAt",
  "ticket.tags": "label",
};

async function send(place: string, body: string, headers: Record<string, string> = {}) {
  const { app } = await application();
  const answer = await app.fetch(
    new Request(`http://throughline.test/api/v1/intake/${place}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    }),
  );
  return { status: answer.status, body: await answer.json() };
}
const bearer = ({ key }: { key: string }) => ({ authorization: `Bearer ${key}` });

async function desk({ admin }: World, mapping: Record<string, string> | null = MAPPING): Promise<Source> {
  const made = await admin.intake.create({ name: `Desk ${randomUUID()}`, channel: "ticket" });
  if (mapping) await admin.intake.map({ params: { id: made.id }, headers: ifMatch(made), body: { mapping } });
  return made;
}
const feedbackOf = async ({ admin }: World) => (await admin.feedback.list({})).items;

test("a ticket becomes feedback of its author's account, as text, with labels and its address; the same id again is recognised", async () => {
  const place = await world();
  const account = await place.admin.accounts.create({ name: "Helio Freight", domain: "helio.example" });
  const source = await desk(place);
  const first = await send(source.address, JSON.stringify(ticket(7)), bearer(source));
  expect(first).toMatchObject({ status: 202, body: { state: "taken", feedback: "FB-1" } });
  expect(await place.admin.feedback.get({ id: "FB-1" })).toMatchObject({
    text: "The totals are off.\n\nPlease & thank you",
    title: "Totals",
    channel: "ticket",
    sourceAddress: "https://desk.example/tickets/7",
    receivedAt: "2026-11-20T10:00:00.000Z",
    authorName: "Ana",
    account: { id: account.id },
    labels: [expect.any(String), expect.any(String)],
  });
  expect(await send(source.address, JSON.stringify(ticket(7, { subject: "Changed" })), bearer(source))).toMatchObject({
    body: { state: "known", feedback: "FB-1" },
  });
  expect(await feedbackOf(place)).toMatchObject([{ title: "Totals" }]);
});

test("the same id twenty times at once is one piece of feedback", async () => {
  const place = await world();
  const source = await desk(place);
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(source.address, JSON.stringify(ticket(1)), bearer(source))));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
  expect(answers.filter(({ body }) => body.state === "taken")).toHaveLength(1);
  expect(await feedbackOf(place)).toHaveLength(1);
});

test("what comes before a mapping waits, and becomes feedback once it is there, each once", async () => {
  const place = await world();
  const source = await desk(place, null);
  for (const id of [1, 2, 2])
    expect((await send(source.address, JSON.stringify(ticket(id)), bearer(source))).body).toMatchObject({ state: "waiting" });
  expect((await place.admin.intake.list({})).items[0]).toMatchObject({ waiting: 3 });
  const mapped = await place.admin.intake.map({ params: { id: source.id }, headers: ifMatch(source), body: { mapping: MAPPING } });
  expect(mapped.results.map(({ state }) => state)).toEqual(["taken", "taken", "known"]);
  expect(await feedbackOf(place)).toHaveLength(2);
  const { items } = await place.admin.intake.deliveries({ id: source.id });
  expect(items.map(({ state, feedback }) => [state, feedback?.key])).toEqual([
    ["known", "FB-2"],
    ["taken", "FB-2"],
    ["taken", "FB-1"],
  ]);
  expect(JSON.stringify(items)).not.toContain(source.key);
});

test("a delivery that is refused says why, and is taken when it is tried again under a better mapping", async () => {
  const place = await world();
  const source = await desk(place, { "ticket.comments.0.body": "text", "ticket.created_at": "receivedAt" });
  const { body } = await send(source.address, JSON.stringify(ticket(1, { created_at: "03/04/2026" })), bearer(source));
  expect(body).toMatchObject({ state: "refused", problem: expect.stringContaining("no date that can be told for sure") });
  const [now] = (await place.admin.intake.list({})).items;
  if (!now) throw new Error("It is not listed.");
  await place.admin.intake.map({
    params: { id: source.id },
    headers: ifMatch(now),
    body: { mapping: { "ticket.comments.0.body": "text" } },
  });
  const retry = { id: source.id, deliveryId: body.id };
  expect(await place.admin.intake.retry(retry)).toMatchObject({ state: "taken", feedback: "FB-1" });
  expect(await place.admin.intake.retry(retry)).toMatchObject({ state: "taken", feedback: "FB-1" });
  expect(await feedbackOf(place)).toHaveLength(1);
});

test("a signature by Standard Webhooks or in the source's own header lets in; wrong, old, and changed ones do not; a replay is one", async () => {
  const place = await world();
  const source = await place.admin.intake.create({ name: "Signed", signatureHeader: "X-Hub-Signature-256" });
  await place.admin.intake.map({ params: { id: source.id }, headers: ifMatch(source), body: { mapping: { text: "text" } } });
  const body = JSON.stringify({ text: "Signed words" });
  const signed = (at: Date, secret = source.signingSecret, id = "msg_1") => ({
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  });
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
  const good = signed(ago(0));
  const [one, two] = [await send(source.address, body, good), await send(source.address, body, good)];
  expect([one, two]).toMatchObject([
    { status: 202, body: { state: "taken" } },
    { status: 202, body: { id: one.body.id } },
  ]);
  expect((await send(source.address, body, signed(ago(290), undefined, "msg_2"))).status).toBe(202);
  const hex = createHmac("sha256", source.signingSecret).update(body).digest("hex");
  expect((await send(source.address, body, { "x-hub-signature-256": `sha256=${hex}` })).status).toBe(202);
  expect(await feedbackOf(place)).toHaveLength(3);
  const other = `whsec_${Buffer.alloc(32).toString("base64")}`;
  for (const [text, headers] of [
    [body, signed(ago(310))],
    [body, signed(ago(-310))],
    [body, signed(ago(0), other)],
    [`${body} `, good],
    [`${body} `, { "x-hub-signature-256": `sha256=${hex}` }],
    [body, { "x-hub-signature-256": `sha256=${hex.replace(/^./, hex.startsWith("0") ? "1" : "0")}` }],
    [body, { "x-hub-signature-256": hex.slice(0, 10) }],
    [body, {}],
  ] as const)
    expect(await send(source.address, text, headers), JSON.stringify(headers)).toMatchObject({ status: 401 });
  expect(await feedbackOf(place)).toHaveLength(3);
});

test("the key works as a bearer's, as a password and in the address; a new one ends the old one; API keys need the scope and the workspace", async () => {
  const [place, elsewhere] = [await world(), await world()];
  const source = await desk(place, { text: "text" });
  const body = JSON.stringify({ text: "Words" });
  const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`x:${key}`).toString("base64")}` });
  const keyed = async (home: World, scope: "read" | "write") => ({ authorization: `Bearer ${(await home.key(scope)).secret}` });
  expect((await send(source.address, body, basic(source.key))).status).toBe(202);
  expect((await send(source.key, body)).status).toBe(202);
  expect((await send(source.address, body, await keyed(place, "write"))).status).toBe(202);
  expect((await send(source.address, body, await keyed(place, "read"))).status).toBe(403);
  expect((await send(source.address, body, await keyed(elsewhere, "write"))).status).toBe(404);
  expect((await send(source.address, body)).status).toBe(401);
  expect((await send(randomUUID(), body, bearer(source))).status).toBe(404);
  const renewed = await place.admin.intake.renewKey({ id: source.id });
  expect((await send(source.key, body)).status).toBe(401);
  expect((await send(renewed.key, body)).status).toBe(202);
  await expect(elsewhere.admin.intake.deliveries({ id: source.id })).rejects.toMatchObject({ status: 404 });
  const stored = JSON.stringify(
    await place.rows("select s.*, d.* from intake_sources s join intake_deliveries d on d.source_id = s.id where s.id = $1", [source.id]),
  );
  for (const secret of [source.key, source.signingSecret, renewed.key]) expect(stored).not.toContain(secret);
});

test("a source that is switched off takes nothing in", async () => {
  const place = await world();
  const source = await desk(place, { text: "text" });
  const [now] = (await place.admin.intake.list({})).items;
  if (!now) throw new Error("It is not listed.");
  await place.admin.intake.edit({ params: { id: source.id }, headers: ifMatch(now), body: { state: "off" } });
  expect(await send(source.address, JSON.stringify({ text: "x" }), bearer(source))).toMatchObject({
    status: 403,
    body: { code: "SOURCE_OFF" },
  });
  expect((await place.admin.intake.deliveries({ id: source.id })).items).toEqual([]);
});

test("forms are taken as they are sent, and one field of JSON as JSON", async () => {
  const place = await world();
  const source = await desk(place, { text: "text", tag: "label" });
  const form = { ...bearer(source), "content-type": "application/x-www-form-urlencoded" };
  expect((await send(source.address, "text=Said+this&tag=a&tag=b", form)).body).toMatchObject({ state: "taken" });
  expect((await send(source.address, `payload=${encodeURIComponent('{"text":"From Slack"}')}`, form)).body).toMatchObject({
    state: "taken",
  });
  expect((await feedbackOf(place)).map(({ excerpt }) => excerpt).sort()).toEqual(["From Slack", "Said this"]);
});

test.each([
  ["broken JSON", "{", 400],
  ["no object", "7", 400],
  ["too deep", `${"[".repeat(40)}${"]".repeat(40)}`, 400],
  ["a prototype's name", '{"__proto__":{"text":"x"}}', 400],
  ["too large", JSON.stringify({ text: "x".repeat(1_000_001) }), 413],
  ["far too large", JSON.stringify({ text: "x".repeat(10_000_001) }), 413],
  ["no UTF-8 in a form", "text=x&__proto__=y", 400],
])("%s is refused with a reason and becomes nothing", async (name, body, status) => {
  const place = await world();
  const source = await desk(place, { text: "text" });
  const type = name.endsWith("form") ? "application/x-www-form-urlencoded" : "application/json";
  expect((await send(source.address, body, { ...bearer(source), "content-type": type })).status).toBe(status);
  expect(await feedbackOf(place)).toEqual([]);
  const { items } = await place.admin.intake.deliveries({ id: source.id });
  expect(items).toMatchObject([{ state: "refused", problem: expect.stringMatching(/./), payload: null }]);
  if (status === 413) expect(items[0]?.problem).toBe("A request may hold at most 1 MB.");
});

test("what is too large is listed when its sender is known, by key or by signature, and of a stranger nothing is", async () => {
  const place = await world();
  const source = await place.admin.intake.create({ name: "Signed", signatureHeader: "x-hub-signature-256" });
  const listed = async () => (await place.admin.intake.deliveries({ id: source.id })).items.length;
  const large = JSON.stringify({ text: "x".repeat(2_000_000) });
  expect((await send(source.address, large)).status).toBe(401);
  expect((await send(source.address, "x".repeat(11_000_000))).status).toBe(413);
  expect(await listed()).toBe(0);
  const signature = createHmac("sha256", source.signingSecret).update(large).digest("hex");
  expect((await send(source.address, large, { "x-hub-signature-256": signature })).status).toBe(413);
  expect(await listed()).toBe(1);
  expect((await send(source.key, large)).status).toBe(413);
  expect(await listed()).toBe(2);
});

test("names of a prototype written in other letters reach nothing, and what no database keeps is left out", async () => {
  const place = await world();
  const source = await desk(place, { text: "text", "__proto__.x": "title" });
  const body = '{"text":"a\\u0000b\\ud800","\\u005f_proto__":{"x":"polluted"}}';
  expect((await send(source.address, body, bearer(source))).body).toMatchObject({ state: "taken" });
  expect(await place.admin.feedback.get({ id: "FB-1" })).toMatchObject({ text: "ab\ufffd" });
  expect(Reflect.get({}, "x")).toBeUndefined();
});

test("a path names any value, also one with a point in its name", () => {
  for (const keys of [["a"], ["a", "0", "b"], ["a.b", "c"], ["a\\", "b"], ["", "x"]]) expect(keysOf(pathOf(keys))).toEqual(keys);
  expect(feedbackIn({ "a.b": [{ t: "Words" }] }, { "a\\.b.0.t": "text" })).toMatchObject({ feedback: { text: "Words" } });
});

test.each([
  ["<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"],
  ["<script>alert(1)</script><p>Kept</p>", "Kept"],
  ["<p>&lt;img src=x onerror=alert(1)&gt; &#128512;</p>", "<img src=x onerror=alert(1)> 😀"],
  ["if a < b and c > d", "if a < b and c > d"],
  ["<p>&#0;&#xffffff; x</p>", "x"],
])("the HTML %j is the text %j", (html, text) => expect(textOf(html)).toBe(text));

test("long hostile HTML is read in no time", () => {
  const started = performance.now();
  for (const text of [
    "<p>".repeat(100_000),
    `<p>${"<!--".repeat(50_000)}`,
    `<p>${"&".repeat(200_000)}`,
    `<br>${"<a ".repeat(100_000)}`,
    `<p>${"\n ".repeat(100_000)}`,
  ])
    textOf(text);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test.each([
  [{}, "Say which value holds the text."],
  [{ a: "text", b: "title", c: "title" }, "Two columns cannot both be title."],
  [{ a: "text", b: "state" }, '"state" is nothing'],
])("the mapping %j is refused", (mapping, words) => expect(intakeMappingProblem(mapping)).toContain(words));
