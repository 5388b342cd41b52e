import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { exported, loaded } from "../../test/archives.ts";
import { filled, HOSTILE } from "../../test/filled.ts";
import { type Person, type World, world } from "../../test/world.ts";
import { opened, rowsIn, type Unpacked } from "../../test/zipped.ts";
import { BESIDE_CONTENT } from "./archive-rules.ts";

let home: World;
let archive: Buffer;
let unpacked: Unpacked;
let made: Awaited<ReturnType<typeof filled>>;

beforeAll(async () => {
  home = await world();
  made = await filled(home, HOSTILE);
  archive = await exported(home);
  unpacked = await opened(archive);
});

const contents = ({ files }: Unpacked, tables: readonly string[]) =>
  Object.fromEntries(tables.map((name) => [name, String(files.get(`tables/${name}.jsonl`))]));

test("an archive holds every table with rows, readable lists beside them, and says what it leaves out", () => {
  const { manifest, files } = unpacked;
  expect(
    manifest.tables.filter(({ rows }) => rows === 0).map(({ name }) => name),
    "tables that src/test/filled.ts leaves empty",
  ).toEqual([]);
  expect(manifest.tables.length).toBeGreaterThan(20);
  expect(manifest.leftOut).toHaveProperty("api_keys");
  expect(rowsIn(unpacked, "feedback").map(({ text }) => text)).toEqual(expect.arrayContaining(HOSTILE.map((text) => text.toWellFormed())));
  const csv = String(files.get("readable/feedback.csv"));
  expect(csv).toContain("'=cmd|' /C calc'!A0");
  expect(csv).not.toMatch(/(^|,|\n)"?=cmd/);
  const all = [...files.values()].map(String).join("\n");
  expect(all).not.toContain(home.workspaceId);
  expect(all).not.toContain("user_id");
});

test("exported, loaded and exported again, every record is the same to the byte, and what is counted from them too", async () => {
  const stranger = (await world()).admin;
  const result = await loaded(stranger, archive, "Loaded once");
  expect(result).toMatchObject({ contentHash: unpacked.manifest.contentHash, slug: expect.stringMatching(/^loaded-once/) });
  const again = await opened(await exported({ admin: stranger, slug: result.slug }));
  expect(again.manifest.contentHash).toBe(unpacked.manifest.contentHash);
  const tables = unpacked.manifest.tables.map(({ name }) => name).filter((name) => !(name in BESIDE_CONTENT));
  expect(contents(again, tables)).toEqual(contents(unpacked, tables));
  // What is beside the content is there too: the loader and what they did come on top.
  expect(rowsIn(again, "members")).toEqual(expect.arrayContaining(rowsIn(unpacked, "members")));
  expect(rowsIn(again, "members").length).toBe(rowsIn(unpacked, "members").length + 1);
  const trail = rowsIn(again, "activities");
  expect(trail).toEqual(expect.arrayContaining(rowsIn(unpacked, "activities")));
  expect(trail.slice(rowsIn(unpacked, "activities").length).map(({ kind }) => kind)).toEqual(["workspace.loaded"]);

  const derived = (of: string) =>
    home.rows(
      `select d.quotes, d.accounts, d.revenue_minor, d.other_revenue, d.importance, d.last_quoted_at, d.record_id, d.kind,
         (select s.words::text from search s where s.workspace_id = d.workspace_id and s.record_id = d.record_id) as words
       from demands d where d.workspace_id = $1 order by d.record_id`,
      [of],
    );
  expect(await derived(result.workspaceId)).toEqual(await derived(home.workspaceId));
});

test("a second archive of the same workspace has the same content hash", async () => {
  expect((await opened(await exported(home))).manifest.contentHash).toBe(unpacked.manifest.contentHash);
});

test("whatever texts people write, they come back as they were", { timeout: 120_000 }, async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
    fc.constantFrom(...HOSTILE),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 }), async (pairs) => {
      const of = await world();
      for (const [one, other] of pairs) {
        const sendable = (given: string) => given.replaceAll("\0", "") || "x";
        const item = await of.admin.feedback.create({ text: sendable(one), title: sendable(other).slice(0, 300) });
        await of.admin.comments.create({ id: item.id, body: `x${sendable(other)}` });
      }
      const first = await exported(of);
      const result = await loaded(of.admin, first);
      const second = await opened(await exported({ admin: of.admin, slug: result.slug }));
      expect(second.manifest.contentHash).toBe((await opened(first)).manifest.contentHash);
    }),
    { numRuns: 12 },
  );
});

test("nobody but the loader gets in by being named; an invitation accepted gives people back what they did", async () => {
  const stranger = await world();
  const result = await loaded(stranger.admin, archive, "Named");
  const memberships = async (person: Person) => (await person.me.get({})).memberships.map(({ slug }) => slug);
  expect(await memberships(stranger.admin)).toContain(result.slug);
  for (const named of [home.admin, made.person]) {
    expect(await memberships(named)).not.toContain(result.slug);
    expect((await named.fetch("/api/v1/needs", { headers: { "x-workspace": result.slug } })).status).toBe(404);
  }
  expect(result.waiting).toBe(3);
  const inside = { headers: { "x-workspace": result.slug, "content-type": "application/json" } };
  const list = async () =>
    z
      .object({
        items: z.array(z.object({ id: z.uuid(), userId: z.uuid().nullable(), name: z.string(), email: z.string(), access: z.string() })),
      })
      .parse(await (await stranger.admin.fetch("/api/v1/members", inside)).json()).items;
  expect(await list()).toContainEqual(expect.objectContaining({ id: made.person.memberId, userId: null, email: made.person.email }));

  const invite = async (email: string | null) =>
    z.object({ token: z.string() }).parse(
      await (
        await stranger.admin.fetch("/api/v1/invitations", {
          ...inside,
          method: "POST",
          body: JSON.stringify({ ...(email ? { email } : {}), access: "guest", groups: [] }),
        })
      ).json(),
    );
  const { token } = await invite(made.person.email);
  const accept = (person: Person, given: string) =>
    person.fetch(`/api/v1/invitations/by-token/${given}/acceptance`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
  expect((await accept(made.person, token)).status).toBeLessThan(300);
  expect(await list()).toContainEqual(expect.objectContaining({ id: made.person.memberId, userId: made.person.userId, access: "guest" }));
  // An open invitation names nobody, so it gives nobody another's place.
  const open = await invite(null);
  expect((await accept(home.admin, open.token)).status).toBeLessThan(300);
  expect(await list()).toContainEqual(expect.objectContaining({ id: home.admin.memberId, userId: null }));
  expect((await list()).filter(({ userId }) => userId === home.admin.userId).map(({ access }) => access)).toEqual(["guest"]);
});

test("whoever loads their own archive is the member they were, as an admin; who waits is no admin who could be left alone", async () => {
  const result = await loaded(made.person, archive, "Mine");
  const inside = { headers: { "x-workspace": result.slug } };
  const me = z
    .object({ actor: z.object({ id: z.uuid(), access: z.string() }) })
    .parse(await (await made.person.fetch("/api/v1/me", inside)).json());
  expect(me.actor).toEqual({ id: made.person.memberId, access: "admin" });
  const answer = await made.person.fetch(`/api/v1/members/${made.person.memberId}`, {
    ...inside,
    method: "DELETE",
    headers: { ...inside.headers, "if-match": '"1"' },
  });
  expect(await answer.json()).toMatchObject({ code: "LAST_ADMIN" });
});

test("an export is for admins, a load for people", async () => {
  expect((await made.person.fetch("/api/v1/export")).status).toBe(403);
  const key = await home.key("admin");
  const byKey = await key.fetch("/api/v1/export");
  expect(byKey.headers.get("content-disposition")).toMatch(/^attachment; filename="throughline-[\d-]+\.zip"/);
  expect((await opened(Buffer.from(await byKey.arrayBuffer()))).manifest.contentHash).toBe(unpacked.manifest.contentHash);
  const load = await key.fetch("/api/v1/workspaces/load?name=Loaded", {
    method: "POST",
    headers: { "content-type": "application/zip" },
    body: new Uint8Array(archive),
  });
  expect(load.status).toBe(401);
  const head = await key.fetch("/api/v1/export", { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});
