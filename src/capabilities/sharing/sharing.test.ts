import sharp from "sharp";
import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { application, type World, world } from "../../test/world.ts";
import { SHARE_KINDS, type ShareKind } from "./rules.ts";

const READER = {
  "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1",
};

/** A request of somebody without an account. */
async function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { app } = await application();
  return app.fetch(new Request(`http://throughline.test${path}`, { method, headers }));
}

async function furnished() {
  const home = await world();
  const need = await home.admin.needs.create({ statement: "Trust exported totals", importance: 8.6, satisfaction: 3.1 });
  const feature = await home.admin.features.create({ title: "Currency-safe export", why: "Finance rechecks.", needs: [need.id] });
  const say = voices();
  await say(home.admin, { targetId: need.id, account: "Helio Freight", text: "I re-key forty rows every Monday." });
  const story = await home.admin.customerStories.create({ title: "Forty rows", happened: "They **retype** them.", about: [need.id] });
  await home.admin.customerStories.consent({ params: { id: story.id }, headers: ifMatch(story), body: { consent: "yes" } });
  return { ...home, need, feature, story };
}
type Furnished = Awaited<ReturnType<typeof furnished>>;

const share = (home: World, kind: ShareKind, more: object = {}) =>
  home.admin.shareLinks.create({ kind, label: "The board", hides: ["names", "money", "notes"], ...more });
const subjectOf = ({ need, feature, story }: Furnished, kind: ShareKind) =>
  kind === "customer-story"
    ? { id: story.key }
    : kind.startsWith("need-") || kind === "need"
      ? { id: need.id }
      : kind.startsWith("feature-") || kind === "feature"
        ? { id: feature.key }
        : {};

test.each(SHARE_KINDS)(
  "a link to %s opens without an account as page, JSON, Markdown and pictures, and is 404 once it is revoked",
  async (kind) => {
    const home = await furnished();
    const link = await share(home, kind, subjectOf(home, kind));
    const at = `/s/${link.token}`;
    const page = await ask(at, READER);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain("<!doctype html>");
    expect(Buffer.byteLength(html)).toBeLessThan(30 * 1024);
    const answer = await ask(`/api/v1/shared/${link.token}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ kind, hides: ["names", "money", "notes"] });
    expect(await (await ask(`${at}.md`)).text()).toMatch(/^# /);
    expect(await sharp(Buffer.from(await (await ask(`${at}/picture.png`)).arrayBuffer())).metadata()).toMatchObject({
      format: "png",
      width: 1200,
      height: 630,
    });
    expect((await sharp(Buffer.from(await (await ask(`${at}/snapshot.png`)).arrayBuffer())).metadata()).height).toBeGreaterThan(200);

    await home.admin.shareLinks.revoke({ id: link.id });
    for (const path of [at, `${at}.md`, `${at}/embed`, `${at}/picture.png`, `${at}/snapshot.png`, `/api/v1/shared/${link.token}`])
      expect((await ask(path, READER)).status, path).toBe(404);
  },
);

test("a link that never was, one that expired, one that was revoked and one whose record is gone answer alike, byte for byte", async () => {
  const home = await furnished();
  const [expired, revoked, gone] = await Promise.all([
    share(home, "throughline"),
    share(home, "needs"),
    share(home, "need", { id: home.need.id }),
  ]);
  await home.rows("update share_links set expires_at = now() - interval '1 second' where id = $1", [expired.id]);
  await home.admin.shareLinks.revoke({ id: revoked.id });
  await home.rows("delete from records where id = $1", [home.need.id]);
  const told = await Promise.all(
    ["never-was", "x".repeat(43), expired.token, revoked.token, gone.token, "%00", "..%2f..%2fetc"].map(async (token) => {
      const answer = await ask(`/s/${token}`, READER);
      return [answer.status, await answer.text(), [...answer.headers].sort()];
    }),
  );
  for (const one of told) expect(one).toEqual(told[0]);
  expect(told[0]?.[0]).toBe(404);
});

test("only people are counted: no previews, no fetching ahead, not the maker", async () => {
  const home = await furnished();
  const link = await share(home, "throughline");
  const at = `/s/${link.token}`;
  await ask(at, { "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" });
  await ask(at, { "user-agent": "facebookexternalhit/1.1" });
  await ask(at, {});
  await ask(at, { ...READER, "sec-purpose": "prefetch" });
  await ask(at, READER, "HEAD");
  await ask(`${at}/picture.png`, READER);
  await home.admin.fetch(at, { headers: READER });
  expect((await home.admin.shareLinks.list({})).items[0]).toMatchObject({ id: link.id, opens: 0, lastOpenedAt: null });
  await ask(at, READER);
  await (await home.as("product")).fetch(at, { headers: READER });
  const [counted] = (await home.admin.shareLinks.list({})).items;
  expect(counted).toMatchObject({ opens: 2 });
  expect(counted?.lastOpenedAt).not.toBeNull();
  const kinds = (await home.admin.activities.list({})).items.map(({ kind }) => kind);
  expect(
    kinds.filter((kind) => kind === "share-link.opened"),
    "the first opening is told, not each",
  ).toHaveLength(1);
});

test("guests make no links; members make and look after their own; admins see and end all", async () => {
  const home = await furnished();
  const [guest, maker, other] = [await home.as("guest"), await home.as("product"), await home.as("design")];
  const draft = { kind: "needs" as const, label: "Partners", hides: ["money" as const] };
  await expect(guest.shareLinks.create(draft)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const link = await maker.shareLinks.create({ ...draft, kind: "need", id: home.need.key });
  expect((await other.shareLinks.list({})).items).toEqual([]);
  expect((await other.shareLinks.list({ record: home.need.key })).items).toMatchObject([
    { id: link.id, createdByName: expect.any(String) },
  ]);
  await expect(other.shareLinks.token({ id: link.id })).rejects.toMatchObject({ code: "NOT_YOURS" });
  await expect(other.shareLinks.revoke({ id: link.id })).rejects.toMatchObject({ code: "NOT_YOURS" });
  expect(await maker.shareLinks.token({ id: link.id })).toEqual({ token: link.token });
  expect(await home.admin.shareLinks.token({ id: link.id })).toEqual({ token: link.token });
  await home.admin.shareLinks.revoke({ id: link.id });
  await expect(maker.shareLinks.token({ id: link.id })).rejects.toMatchObject({ code: "LINK_ENDED" });
  await expect(maker.shareLinks.revoke({ id: link.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("the links of a member who is removed close with them: 404 at once, in every form; others' stay, and coming back opens none again", async () => {
  const home = await furnished();
  const [maker, other] = [await home.as("product"), await home.as("design")];
  const make = (who: typeof maker, label: string, more: object = {}) =>
    who.shareLinks.create({ kind: "need", id: home.need.key, label, hides: [], embeds: true, ...more });
  const [first, second, kept] = [await make(maker, "The board"), await make(maker, "Partners"), await make(other, "The team")];
  const ended = await make(maker, "Last year");
  await maker.shareLinks.revoke({ id: ended.id });
  const expired = await make(maker, "Last week");
  await home.rows("update share_links set expires_at = now() - interval '1 second' where id = $1", [expired.id]);
  const closing = await home.admin.shareLinks.list({ maker: maker.memberId, open: true });
  expect(
    closing.items.map(({ label }) => label),
    "what an admin is told before",
  ).toEqual(["Partners", "The board"]);
  const notOpen = await home.admin.shareLinks.list({ maker: maker.memberId, open: false });
  expect(notOpen.items.map(({ state }) => state)).toEqual(["expired", "revoked"]);
  expect((await other.shareLinks.list({ maker: maker.memberId })).items, "no member's business").toEqual([]);
  const forms = ({ token }: { token: string }) => [`/s/${token}`, `/s/${token}.md`, `/s/${token}/embed`, `/api/v1/shared/${token}`];
  for (const path of [...forms(first), ...forms(kept)]) expect((await ask(path, READER)).status, path).toBe(200);

  await home.admin.members.remove({ id: maker.memberId });
  for (const path of [...forms(first), ...forms(second)]) expect((await ask(path, READER)).status, path).toBe(404);
  expect((await ask(`/s/${kept.token}`, READER)).status).toBe(200);
  expect((await home.admin.shareLinks.list({ maker: maker.memberId, open: true })).items).toEqual([]);
  const told = await home.rows(
    "select detail->>'name' as name, record_id as about from activities where workspace_id = $1 and kind = 'share-link.revoked' order by 1",
    [home.workspaceId],
  );
  expect(told.map(({ name }) => name)).toEqual(["Last week", "Last year", "Partners", "The board"]);
  await home.rows("update members set removed_at = null where id = $1", [maker.memberId]);
  for (const link of [first, second]) expect((await ask(`/s/${link.token}`, READER)).status).toBe(404);
});

test("a link that was made while its maker was being removed opens nothing either", async () => {
  const home = await furnished();
  const maker = await home.as("product");
  const { token } = await maker.shareLinks.create({ kind: "needs", label: "In the last moment", hides: [] });
  await home.rows("update members set removed_at = now() where id = $1", [maker.memberId]);
  expect((await ask(`/s/${token}`, READER)).status).toBe(404);
});

test("a token lies nowhere in the database", async () => {
  const home = await furnished();
  const { token, id } = await share(home, "throughline");
  const key = "a-retry-of-the-same";
  const again = await home.admin.fetch("/api/v1/share-links", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ kind: "throughline", label: "Twice", hides: [] }),
  });
  const second: { token: string } = await again.json();
  const tables = await home.rows(
    "select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'",
  );
  for (const { name } of tables)
    for (const secret of [token, second.token]) {
      const [found] = await home.rows(`select count(*)::int as n from "${String(name)}" t where strpos(t::text, $1) > 0`, [secret]);
      expect(found?.n, String(name)).toBe(0);
    }
  expect(await home.rows("select length(token_hash) as n from share_links where id = $1", [id])).toEqual([{ n: 64 }]);
});

test("only a link that allows it opens in a frame of another site", async () => {
  const home = await furnished();
  const [closed, open] = [await share(home, "throughline"), await share(home, "throughline", { embeds: true })];
  expect((await ask(`/s/${closed.token}/embed`, READER)).status).toBe(404);
  const policy = async (path: string) => (await ask(path, READER)).headers.get("content-security-policy");
  expect(await policy(`/s/${open.token}/embed`)).toContain("frame-ancestors *");
  for (const path of [`/s/${open.token}`, `/s/${closed.token}`, "/s/nothing"]) {
    expect(await policy(path)).toContain("frame-ancestors 'none'");
    expect(await policy(path)).not.toMatch(/script-src|unsafe|https?:/);
    expect(await policy(path)).toContain("default-src 'none'");
  }
});

test.each([
  ["names a record for a need that is none", { kind: "need", id: "F-1" }, "NOT_FOUND"],
  ["no record where one is needed", { kind: "need" }, "INVALID"],
  ["a scope that the list does not know", { kind: "needs", scope: { colour: "red" } }, "INVALID"],
  ["a scope that is not its", { kind: "throughline", scope: { needs: 999 } }, "INVALID"],
  ["a day that has passed", { kind: "needs", expiresAt: "2020-01-01T00:00:00Z" }, "INVALID"],
] as const)("a draft is refused: %s", async (_, draft, code) => {
  const home = await furnished();
  await expect(share(home, draft.kind, draft)).rejects.toMatchObject({ code });
  expect((await home.admin.shareLinks.list({})).items).toEqual([]);
});

test("a list is shown as it was filtered, with `me` as who made the link", async () => {
  const home = await furnished();
  const maker = await home.as("product");
  const mine = await maker.needs.create({ statement: "Mine to look after", ownerId: maker.memberId });
  await maker.needs.create({ statement: "Nobody's yet" });
  const link = await maker.shareLinks.create({ kind: "needs", label: "Mine", hides: [], scope: { owner: ["me"], sort: "updated" } });
  const told = await (await ask(`/api/v1/shared/${link.token}`)).json();
  expect(told).toMatchObject({ total: 1, items: [{ key: mine.key, statement: "Mine to look after" }] });
});

test("a link to a need that was merged shows the need that took it in", async () => {
  const home = await furnished();
  const link = await share(home, "need", { id: home.need.id });
  const into = await home.admin.needs.create({ statement: "The one that stays" });
  await home.admin.needs.merge({ id: home.need.id, intoId: into.id });
  expect(await (await ask(`/api/v1/shared/${link.token}`)).json()).toMatchObject({ need: { key: into.key } });
});

test("a customer's story is shared only while the customer agrees: no link without it, and each closes when consent is taken back", async () => {
  const { admin } = await world();
  const story = await admin.customerStories.create({ title: "Forty rows", happened: "They retype them." });
  const draft = { kind: "customer-story" as const, label: "The board", hides: [], id: story.id };
  await expect(admin.shareLinks.create(draft)).rejects.toMatchObject({ status: 409, code: "CONSENT_NEEDED" });
  const agreed = await admin.customerStories.consent({ params: { id: story.id }, headers: ifMatch(story), body: { consent: "yes" } });
  const { token } = await admin.shareLinks.create(draft);
  expect(await (await ask(`/s/${token}`, READER)).text()).toContain("They retype them.");
  await admin.customerStories.consent({ params: { id: story.id }, headers: ifMatch(agreed), body: { consent: "no" } });
  for (const path of [`/s/${token}`, `/s/${token}.md`, `/s/${token}/snapshot.png`, `/api/v1/shared/${token}`])
    expect((await ask(path, READER)).status, path).toBe(404);
});
