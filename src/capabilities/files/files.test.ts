import { createHash } from "node:crypto";
import sharp from "sharp";
import { expect, inject, test } from "vitest";
import * as z from "zod";
import { createApp } from "../../app.ts";
import { exported, loaded } from "../../test/archives.ts";
import { attachPicture, PDF, photograph, plainPicture } from "../../test/pictures.ts";
import { application, type Person, type World, world } from "../../test/world.ts";
import { forgetUnusedFiles } from "./forgetting.ts";
import { AttachedFile } from "./schema.ts";

type Sender = Pick<Person, "fetch">;
const Problem = z.object({ code: z.string(), title: z.string() });

const sending = (by: Sender, bytes: Uint8Array, { name = "totals.png", record, key }: { name?: string; record?: string; key?: string }) =>
  by.fetch(`/api/v1/files?${new URLSearchParams({ name, ...(record === undefined ? {} : { record }) })}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", ...(key === undefined ? {} : { "idempotency-key": key }) },
    body: new Uint8Array(bytes),
  });

/** Attaches a file that is taken. */
async function attached(by: Sender, bytes: Uint8Array, where: { name?: string; record?: string } = {}): Promise<AttachedFile> {
  const answer = await sending(by, bytes, where);
  const said = await answer.text();
  expect(answer.status, said).toBe(201);
  return AttachedFile.parse(JSON.parse(said));
}
const codeOf = async (answer: Response) => Problem.parse(await answer.json()).code;
const bytesOf = async (by: Sender, id: string, part = "") =>
  Buffer.from(await (await by.fetch(`/api/v1/files/${id}${part}`)).arrayBuffer());
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function withNeed(): Promise<{ home: World; admin: Person; needId: string; picture: Buffer }> {
  const home = await world();
  const need = await home.admin.needs.create({ statement: "Totals that hold" });
  return { home, admin: home.admin, needId: need.id, picture: await plainPicture().png().toBuffer() };
}

test("pictures of every kind are kept as pictures, with their measures and a small one", async () => {
  const { admin, needId } = await withNeed();
  const kinds = { png: "image/png", jpeg: "image/jpeg", webp: "image/webp", gif: "image/gif", avif: "image/webp" } as const;
  for (const [format, type] of Object.entries(kinds)) {
    const sent = await plainPicture(640, 480)
      .toFormat(z.enum(["png", "jpeg", "webp", "gif", "avif"]).parse(format))
      .toBuffer();
    const file = await attached(admin, sent, { name: `shot.${format}`, record: needId });
    expect(file).toMatchObject({ type, width: 640, height: 480, recordId: needId, commentId: null, addedBy: admin.memberId });
    const bytes = await bytesOf(admin, file.id);
    expect([bytes.length, digest(bytes)]).toEqual([file.size, file.sha256]);
    const small = await sharp(await bytesOf(admin, file.id, "/thumbnail")).metadata();
    expect(small).toMatchObject({ format: "webp", width: 400, height: 300 });
  }
  expect((await admin.files.list({ id: needId })).items.map(({ name }) => name)).toEqual([
    "shot.png",
    "shot.jpeg",
    "shot.webp",
    "shot.gif",
    "shot.webp",
  ]);
});

test("a photograph keeps nothing of where and by whom it was taken, and stands upright", async () => {
  const { admin, needId } = await withNeed();
  const sent = await photograph();
  expect(sent.includes("canary artist")).toBe(true);
  const file = await attached(admin, sent, { record: needId, name: "IMG_1.JPG" });
  expect(file).toMatchObject({ width: 40, height: 60, name: "IMG_1.jpg" });
  const kept = await bytesOf(admin, file.id);
  expect(kept.includes("canary")).toBe(false);
  const told = Object.keys(await sharp(kept).metadata());
  expect(["exif", "xmp", "iptc", "icc", "orientation", "comments"].filter((name) => told.includes(name))).toEqual([]);
});

test("a PDF is kept as it is and handed out as a download only; nothing is ever served to run", async () => {
  const { admin, needId, picture } = await withNeed();
  const pdf = await attached(admin, PDF, { record: needId, name: "..\\..\\Q3 “totals” \u202e.fdp.html" });
  expect(pdf).toMatchObject({ type: "application/pdf", width: null, name: "Q3 “totals” .fdp.pdf" });
  expect(await bytesOf(admin, pdf.id)).toEqual(PDF);
  expect((await admin.fetch(`/api/v1/files/${pdf.id}/thumbnail`)).status).toBe(404);
  const shot = await attached(admin, picture, { record: needId });
  for (const [path, type] of [
    [pdf.id, "application/pdf"],
    [shot.id, "image/png"],
    [`${shot.id}/thumbnail`, "image/webp"],
  ]) {
    const { headers } = await admin.fetch(`/api/v1/files/${path}`);
    expect(headers.get("content-type")).toBe(type);
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+"; filename\*=UTF-8''[\w.%~!-]+$/);
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox; frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("private, no-cache");
    const again = await admin.fetch(`/api/v1/files/${path}`, { headers: { "if-none-match": headers.get("etag") ?? "" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  }
});

test("the same content is kept once however often it is attached, and a retry attaches nothing more", async () => {
  const { home, admin, needId, picture } = await withNeed();
  const other = await admin.needs.create({ statement: "Totals that add up" });
  await attached(admin, picture, { record: needId });
  const [used] = await home.rows("select bytes from file_usage where workspace_id = $1", [home.workspaceId]);
  await attached(admin, picture, { record: other.id });
  expect(await home.rows("select bytes from file_usage where workspace_id = $1", [home.workspaceId])).toEqual([used]);
  expect(await home.rows("select sha256 from file_contents where workspace_id = $1", [home.workspaceId])).toHaveLength(1);

  const first = await sending(admin, picture, { record: needId, name: "again.png", key: "k-1" });
  const retried = await sending(admin, picture, { record: needId, name: "again.png", key: "k-1" });
  expect(await retried.json()).toEqual(await first.json());
  expect(retried.headers.get("x-change")).toBe(first.headers.get("x-change"));
  expect((await admin.files.list({ id: needId })).items).toHaveLength(2);
  const otherBytes = await plainPicture(10, 10, "#fff").png().toBuffer();
  expect(await codeOf(await sending(admin, otherBytes, { record: needId, name: "again.png", key: "k-1" }))).toBe("IDEMPOTENCY_MISMATCH");
});

test("attaching and removing can be undone, the bytes too, and the trail tells of both", async () => {
  const { home, admin, needId, picture } = await withNeed();
  const answer = await sending(admin, picture, { record: needId });
  const file = AttachedFile.parse(await answer.json());
  const removal = await home.changeOf((context) => admin.files.remove({ id: file.id }, { context }));
  expect((await admin.fetch(`/api/v1/files/${file.id}`)).status).toBe(404);
  await within(home, forgetUnusedFiles);
  expect(await admin.changes.undo({ id: removal })).toEqual({ records: [needId] });
  expect((await admin.files.list({ id: needId })).items).toEqual([file]);
  expect(digest(await bytesOf(admin, file.id))).toBe(file.sha256);

  await admin.changes.undo({ id: answer.headers.get("x-change") ?? "" });
  expect((await admin.files.list({ id: needId })).items).toEqual([]);
  const trail = (await admin.records.activities({ id: needId, limit: 20 })).items.map(({ kind }) => kind);
  expect(trail).toEqual(expect.arrayContaining(["file.attached", "file.removed", "change.undone"]));
});

test("a content goes when its last file is gone and no undo can bring it back, and its room is free", async () => {
  const { home, admin, needId, picture } = await withNeed();
  const file = await attached(admin, picture, { record: needId });
  const shared = await attached(admin, PDF, { record: needId });
  await attached(admin, PDF, { record: needId });
  await admin.files.remove({ id: file.id });
  await admin.files.remove({ id: shared.id });
  const left = async () =>
    (await home.rows("select type from file_contents where workspace_id = $1 order by type", [home.workspaceId])).map(({ type }) => type);
  await within(home, forgetUnusedFiles);
  expect(await left()).toEqual(["application/pdf", "image/png"]);
  await within(home, (db) => db.execute("delete from change_rows where table_name = 'files'"));
  await within(home, forgetUnusedFiles);
  expect(await left()).toEqual(["application/pdf"]);
  expect(await home.rows("select bytes::int as bytes from file_usage where workspace_id = $1", [home.workspaceId])).toEqual([
    { bytes: PDF.length },
  ]);
});

test("a file of a comment that is being written is its writer's alone, then everybody's with the comment, and goes and comes back with it", async () => {
  const { home, admin, needId, picture } = await withNeed();
  const [writer, other] = [await home.as("guest"), await home.as("product")];
  const draft = await attached(writer, picture);
  expect(draft).toMatchObject({ recordId: null, commentId: null });
  expect((await other.fetch(`/api/v1/files/${draft.id}`)).status).toBe(404);
  await expect(other.files.remove({ id: draft.id })).rejects.toMatchObject({ status: 404 });
  await expect(other.comments.create({ id: needId, body: "Mine", files: [draft.id] })).rejects.toMatchObject({ code: "INVALID" });
  await expect(writer.comments.create({ id: needId, body: " " })).rejects.toMatchObject({ data: { issues: [{ path: "body" }] } });
  expect((await admin.comments.list({ id: needId })).items).toEqual([]);

  let made: string | undefined;
  const comment = await writer.comments.create({ id: needId, body: "", files: [draft.id] }, { context: { onChange: (id) => (made = id) } });
  const inComment = { id: draft.id, recordId: needId, commentId: comment.id };
  expect((await other.files.list({ id: needId })).items).toMatchObject([inComment]);
  await expect(other.files.remove({ id: draft.id })).rejects.toMatchObject({ code: "NOT_YOURS" });
  const deletion = await home.changeOf((context) => writer.comments.delete({ id: comment.id }, { context }));
  expect((await other.files.list({ id: needId })).items).toEqual([]);
  await writer.changes.undo({ id: deletion });
  expect((await other.files.list({ id: needId })).items).toMatchObject([inComment]);
  // Taking the comment itself back leaves the writer with the file in hand.
  await writer.changes.undo({ id: made ?? "" });
  expect((await other.files.list({ id: needId })).items).toEqual([]);
  expect((await writer.fetch(`/api/v1/files/${draft.id}`)).status).toBe(200);

  await within(home, (db) => db.execute(`update files set added_at = now() - interval '25 hours' where id = '${draft.id}'`));
  await within(home, forgetUnusedFiles);
  expect((await writer.fetch(`/api/v1/files/${draft.id}`)).status).toBe(404);
});

test("who comments may attach and removes what is theirs; who works here removes any from a record; a reading key does neither", async () => {
  const { home, needId, picture } = await withNeed();
  const [guest, member, reader] = [await home.as("guest"), await home.as("design"), await home.key("read")];
  const [theirs, ours] = [await attached(guest, picture, { record: needId }), await attached(member, picture, { record: needId })];
  await expect(guest.files.remove({ id: ours.id })).rejects.toMatchObject({ code: "NOT_YOURS" });
  await guest.files.remove({ id: theirs.id });
  const again = await attached(guest, picture, { record: needId });
  await member.files.remove({ id: again.id });
  expect((await sending(reader, picture, { record: needId })).status).toBe(403);
  expect((await reader.fetch(`/api/v1/files/${ours.id}`)).status).toBe(200);
  const program = await attached(await home.key("write"), picture, { record: "N-1", name: "by a program.png" });
  expect(program).toMatchObject({ recordId: needId, addedBy: null, addedByName: null });
});

test("another workspace's files are as absent as files that never were", async () => {
  const [here, there] = [await withNeed(), await withNeed()];
  const file = await attached(there.admin, there.picture, { record: there.needId });
  const absent = "00000000-0000-7000-8000-000000000000";
  for (const part of ["", "/thumbnail"]) {
    const [theirs, nobodys] = [
      await here.admin.fetch(`/api/v1/files/${file.id}${part}`),
      await here.admin.fetch(`/api/v1/files/${absent}${part}`),
    ];
    expect([theirs.status, await theirs.text()]).toEqual([404, await nobodys.text()]);
  }
  expect((await here.admin.fetch("/api/v1/files/x")).status).toBe(404);
  await expect(here.admin.files.remove({ id: file.id })).rejects.toMatchObject({ status: 404 });
  await expect(here.admin.files.list({ id: there.needId })).rejects.toMatchObject({ status: 404 });
  expect((await sending(here.admin, here.picture, { record: there.needId })).status).toBe(404);
  // The same content there does not mean that it is here.
  await attached(here.admin, here.picture, { record: here.needId });
  expect((await there.admin.files.list({ id: there.needId })).items).toHaveLength(1);
});

test("of two files for which there is room for one, one is kept", async () => {
  const { home, needId } = await withNeed();
  const { person, close } = await withQuota(home, 1);
  const noise = (seed: number) =>
    sharp({
      create: { width: 500, height: 400, channels: 3, background: "#000", noise: { type: "gaussian", mean: 128 + seed, sigma: 40 } },
    })
      .png()
      .toBuffer();
  const sizes = [await noise(1), await noise(2), await noise(3)];
  expect(sizes.every(({ length }) => length > 500_000)).toBe(true);
  const answers = await Promise.all(sizes.map((bytes) => sending(person, bytes, { record: needId })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(Problem.parse(await refused?.json())).toMatchObject({ code: "QUOTA_FULL", title: expect.stringContaining("may take 1 MB") });
  expect((await home.admin.files.list({ id: needId })).items).toHaveLength(1);
  await close();
});

test("files go into the archive and come back byte for byte; erasing a person takes those on what they said", async () => {
  const { home, admin, needId, picture } = await withNeed();
  const item = await admin.feedback.create({ text: "The export drops the currency", authorEmail: "petra@person.example" });
  await attached(admin, picture, { record: needId, name: "totals.png" });
  const photo = await attached(admin, await photograph(), { record: item.id, name: "petra@person.example.jpg" });
  await attached(admin, PDF, { record: item.id });
  await attached(admin, PDF, { record: needId });

  const copy = await loaded(admin, await exported({ admin, slug: home.slug }), "Copy");
  const inCopy = { headers: { "x-workspace": copy.slug } };
  for (const file of [...(await admin.files.list({ id: needId })).items, ...(await admin.files.list({ id: item.id })).items]) {
    const there = Buffer.from(await (await admin.fetch(`/api/v1/files/${file.id}`, inCopy)).arrayBuffer());
    expect(digest(there)).toBe(file.sha256);
  }
  const usage = "select bytes from file_usage where workspace_id = $1";
  expect(await home.rows(usage, [copy.workspaceId])).toEqual(await home.rows(usage, [home.workspaceId]));

  expect(await admin.erasures.preview({ email: "petra@person.example" })).toMatchObject({ feedback: 1, files: 2 });
  await admin.erasures.erase({ email: "petra@person.example" });
  expect((await admin.files.list({ id: item.id })).items).toEqual([]);
  expect((await admin.files.list({ id: needId })).items).toHaveLength(2);
  const left = await home.rows("select sha256 from file_contents where workspace_id = $1", [home.workspaceId]);
  expect(left.map(({ sha256 }) => sha256)).not.toContain(photo.sha256);
  expect(left).toHaveLength(2);
});

test("the largest file, nearly empty and so packed as tightly as a bomb, comes back from an archive", { timeout: 30_000 }, async () => {
  const { home, admin, needId } = await withNeed();
  const file = await attached(admin, Buffer.concat([PDF, Buffer.alloc(10_000_000 - PDF.length)]), { record: needId, name: "empty.pdf" });
  expect(file.size).toBe(10_000_000);
  const copy = await loaded(admin, await exported({ admin, slug: home.slug }), "Copy");
  const there = await admin.fetch(`/api/v1/files/${file.id}`, { headers: { "x-workspace": copy.slug } });
  expect(digest(Buffer.from(await there.arrayBuffer()))).toBe(file.sha256);
});

/** Work in a workspace as the application does it. */
async function within<T>(home: World, work: (db: Parameters<typeof forgetUnusedFiles>[0]) => Promise<T>): Promise<T> {
  const { app: opened } = await application();
  return opened.database.transaction({ workspaceId: home.workspaceId, actorId: null, changeId: null, writes: true }, work);
}

/** The application as it is where the operator allows so many megabytes, for a program of this workspace. */
async function withQuota(home: World, fileQuotaMb: number) {
  const { app: login, authSecret } = inject("database");
  const low = await createApp({
    installation: { app: login, authSecret },
    config: { trustedProxies: 0, rateLimitFactor: 1000, fileQuotaMb },
    log: (error) => process.stderr.write(`${String(error)}\n`),
  });
  const { secret } = await home.key("write");
  const fetch = (path: string, init?: RequestInit) =>
    Promise.resolve(
      low.fetch(
        new Request(`http://throughline.test${path}`, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), authorization: `Bearer ${secret}` },
        }),
      ),
    );
  return { person: { fetch }, close: () => low.close() };
}

test("a comment points at a place of a picture of its record, goes with it, and is refused anywhere else", async () => {
  const { admin } = await world();
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  const other = await admin.needs.create({ statement: "See who changed a number" });
  const [fileId, elsewhere] = [await attachPicture(admin, need.id, "totals.png"), await attachPicture(admin, other.id, "other.png")];
  const said = await admin.comments.create({ id: need.id, body: "The currency is missing here", pin: { fileId, x: 0.25, y: 0.5 } });
  const pins = async () => (await admin.files.list({ id: need.id })).items.map((file) => file.pins);
  expect(await pins()).toEqual([[{ commentId: said.id, x: 0.25, y: 0.5 }]]);
  for (const pin of [
    { fileId: elsewhere, x: 0, y: 0 },
    { fileId: need.id, x: 0, y: 0 },
  ])
    await expect(admin.comments.create({ id: need.id, body: "Here", pin })).rejects.toMatchObject({ status: 422 });
  const beside = { fileId, x: 1.2, y: 0 };
  await expect(admin.comments.create({ id: need.id, body: "Here", pin: beside })).rejects.toMatchObject({ status: 400 });
  const foreign = (await world()).admin;
  const theirs = await foreign.needs.create({ statement: "Another workspace" });
  await expect(foreign.comments.create({ id: theirs.id, body: "Here", pin: { fileId, x: 0, y: 0 } })).rejects.toMatchObject({
    status: 422,
  });
  expect((await admin.comments.list({ id: need.id })).items).toHaveLength(1);
  await admin.comments.delete({ id: said.id });
  expect(await pins()).toEqual([[]]);
});
