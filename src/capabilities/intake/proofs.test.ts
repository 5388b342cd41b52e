import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import { expect, inject, test } from "vitest";
import { createApp } from "../../app.ts";
import { ifMatch } from "../../client.ts";
import { exported, loaded } from "../../test/archives.ts";
import { application, world } from "../../test/world.ts";
import { opened } from "../../test/zipped.ts";
import { isKnownSender, KNOWN_SENDERS, type KnownSender, senderWith } from "./proof-rules.ts";

const SECRET = "It's a Secret to Everybody";
const BODY = JSON.stringify({ text: "Signed words" });
const hmac = (body: string, secret = SECRET, hash = "sha256") => createHmac(hash, secret).update(body);
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

async function send(address: string, headers: Record<string, string>, body = BODY) {
  const { app } = await application();
  const answer = await app.fetch(
    new Request(`http://throughline.test/api/v1/intake/${address}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    }),
  );
  return answer.status;
}

/** As each signs, by its own documentation. */
const SIGNED: Record<KnownSender, (body: string, secret: string, at?: string) => Record<string, string>> = {
  GitHub: (body, secret) => ({ "x-hub-signature-256": `sha256=${hmac(body, secret).digest("hex")}` }),
  GitLab: (_, secret) => ({ "x-gitlab-token": secret }),
  Intercom: (body, secret) => ({ "x-hub-signature": `sha1=${hmac(body, secret, "sha1").digest("hex")}` }),
  Linear: (body, secret) => ({ "linear-signature": hmac(body, secret).digest("hex") }),
  Typeform: (body, secret) => ({ "typeform-signature": `sha256=${hmac(body, secret).digest("base64")}` }),
  Zendesk: (body, secret, at = ago(1)) => ({
    "x-zendesk-webhook-signature": hmac(at + body, secret).digest("base64"),
    "x-zendesk-webhook-signature-timestamp": at,
  }),
};

test.each(Object.keys(SIGNED).filter(isKnownSender))("%s is let in by the secret it chose, and by no other", async (sender) => {
  const { admin } = await world();
  const source = await admin.intake.create({ name: sender, ...KNOWN_SENDERS[sender], senderSecret: SECRET });
  const sign = SIGNED[sender];
  expect(await send(source.address, sign(BODY, SECRET))).toBe(202);
  expect(await send(source.address, sign(BODY, `${SECRET}!`))).toBe(401);
  // Where the sender has a secret of its own, ours is none.
  expect(await send(source.address, sign(BODY, source.signingSecret))).toBe(401);
  expect(await send(source.address, {})).toBe(401);
  if (sender !== "GitLab") expect(await send(source.address, sign(BODY, SECRET), `${BODY} `)).toBe(401);
  expect(senderWith(source)).toBe(sender);
  const ours = await admin.intake.edit({ params: { id: source.id }, headers: ifMatch(source), body: { senderSecret: null } });
  expect(ours.hasSenderSecret).toBe(false);
  expect(await send(source.address, sign(BODY, SECRET))).toBe(401);
  expect(await send(source.address, sign(BODY, source.signingSecret))).toBe(202);
});

test("a time that is signed holds for five minutes, and none is no time", async () => {
  const { admin } = await world();
  const source = await admin.intake.create({ name: "Zendesk", ...KNOWN_SENDERS.Zendesk, senderSecret: SECRET });
  const statuses = [ago(290), ago(310), ago(-310), "", "tomorrow", String(Math.floor(Date.now() / 1000))].map((at) =>
    send(source.address, SIGNED.Zendesk(BODY, SECRET, at)),
  );
  expect(await Promise.all(statuses)).toEqual([202, 401, 401, 401, 401, 202]);
});

test("the signature that GitHub publishes as an example is known", async () => {
  const { admin } = await world();
  const source = await admin.intake.create({ name: "GitHub", ...KNOWN_SENDERS.GitHub, senderSecret: SECRET });
  const published = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  // It is let in, and then refused as what it is.
  expect(await send(source.address, { "x-hub-signature-256": published }, "Hello, World!")).toBe(400);
  expect(await send(source.address, { "x-hub-signature-256": published }, "Hello, World?")).toBe(401);
});

test("a sender's secret is in no row, answer, trail or archive; a renewed key leaves it as it is", async () => {
  const place = await world();
  const source = await place.admin.intake.create({ name: "GitHub", ...KNOWN_SENDERS.GitHub, senderSecret: "canary of the first secret" });
  const next = await place.admin.intake.edit({
    params: { id: source.id },
    headers: ifMatch(source),
    body: { senderSecret: "  canary of the second secret\n" },
  });
  expect(next.hasSenderSecret).toBe(true);
  await place.admin.intake.renewKey({ id: source.id });
  expect(await send(source.address, SIGNED.GitHub(BODY, "canary of the second secret"))).toBe(202);
  expect(await send(source.address, SIGNED.GitHub(BODY, "canary of the first secret"))).toBe(401);
  const rows = await place.rows(
    `select to_jsonb(s) as row from intake_sources s where s.workspace_id = $1
     union all select to_jsonb(a) from activities a where a.workspace_id = $1
     union all select to_jsonb(i) from idempotency_keys i where i.workspace_id = $1
     union all select to_jsonb(c) from change_rows c where c.workspace_id = $1`,
    [place.workspaceId],
  );
  const listed = [await place.admin.intake.list({}), source, next, await place.admin.intake.deliveries({ id: source.id })];
  const archive = await exported(place);
  const files = [...(await opened(archive)).files.values()].map(String);
  for (const text of [JSON.stringify(rows), JSON.stringify(listed), ...files]) expect(text).not.toContain("canary");
  const [stored] = await place.rows("select sender_secret as sealed, address from intake_sources where id = $1", [source.id]);
  expect(stored?.sealed).toMatch(/^[\w-]{60,}$/);
  for (const secret of [String(stored?.sealed), String(stored?.address), "sender_secret"]) expect(files.join("\n")).not.toContain(secret);
});

test("a copy that is loaded from an archive gets an address of its own, and nothing of what is sent to the first", async () => {
  const place = await world();
  const source = await place.admin.intake.create({ name: "GitHub", ...KNOWN_SENDERS.GitHub, senderSecret: SECRET });
  const stranger = (await world()).admin;
  const { slug } = await loaded(stranger, await exported(place), "Copy");
  const { items } = await stranger.fetch("/api/v1/intake-sources", { headers: { "x-workspace": slug } }).then((answer) => answer.json());
  expect(items).toMatchObject([{ id: source.id, signatureHeader: "x-hub-signature-256", hasSenderSecret: false }]);
  expect(items[0].address).not.toBe(source.address);
  expect(await send(source.address, SIGNED.GitHub(BODY, SECRET))).toBe(202);
  expect((await place.admin.intake.deliveries({ id: source.id })).items).toHaveLength(1);
  expect(await send(items[0].address, SIGNED.GitHub(BODY, SECRET))).toBe(401);
});

test.each([
  ["a short secret", { senderSecret: "short" }, "senderSecret"],
  ["the header of another proof", { signatureHeader: "Authorization" }, "signatureHeader"],
  ["no name of a header", { signatureHeader: "x hub" }, "signatureHeader"],
  ["a form that nobody knows", { signatureForm: "md5" }, "signatureForm"],
])("%s is refused by name, and nothing changes", async (_, change, field) => {
  const { admin } = await world();
  const source = await admin.intake.create({ name: "Desk" });
  const answer = await admin.fetch(`/api/v1/intake-sources/${source.id}`, {
    method: "PATCH",
    headers: { "content-type": "application/json", ...ifMatch(source) },
    body: JSON.stringify(change),
  });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  const said = await answer.text();
  expect(said).toContain(field);
  expect(said).not.toContain('short"');
  expect((await admin.intake.list({})).items).toMatchObject([{ version: source.version, signatureHeader: null, hasSenderSecret: false }]);
});

test("what goes wrong in the database is logged and answered without the secret that was sent", async () => {
  const place = await world();
  const { app: login, authSecret } = inject("database");
  const logged: string[] = [];
  const config = { trustedProxies: 0, rateLimitFactor: 1000 };
  const app = await createApp({
    installation: { app: login, authSecret },
    config,
    log: (error) => logged.push(inspect(error, { depth: 9 })),
  });
  try {
    await place.rows(`create function provoked() returns trigger language plpgsql as $$ begin raise exception 'provoked'; end $$`);
    await place.rows(
      "create trigger provoked before update on intake_sources for each row when (new.channel = 'provoked') execute function provoked()",
    );
    const source = await place.admin.intake.create({ name: "Desk" });
    const { secret } = await place.key("admin");
    const change = { channel: "provoked", senderSecret: "canary of a secret" };
    const answer = await app.fetch(
      new Request(`http://throughline.test/api/v1/intake-sources/${source.id}`, {
        method: "PATCH",
        headers: { "content-type": "application/json", authorization: `Bearer ${secret}`, ...ifMatch(source) },
        body: JSON.stringify(change),
      }),
    );
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("canary");
    // The statement is logged with its values, so this could say it.
    expect(logged.join("\n")).toContain("sender_secret");
    expect(logged.join("\n")).not.toContain("canary");
  } finally {
    await place.rows("drop function if exists provoked cascade");
    await app.close();
  }
});
