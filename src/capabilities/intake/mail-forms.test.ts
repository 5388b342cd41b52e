import { expect, inject, test } from "vitest";
import { createApp } from "../../app.ts";
import { PDF, plainPicture } from "../../test/pictures.ts";
import { application, world } from "../../test/world.ts";
import { messageOf } from "./mail-rules.ts";

type Part = { name: string; value: string | Uint8Array; file?: string; type?: string };

/** A form of several parts, byte by byte, as services for incoming mail write it. */
function multipart(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const pieces = parts.flatMap(({ name, value, file, type }) => [
    `--xYzZY\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? "" : `; filename="${file}"`}\r\n`,
    `${type === undefined ? "" : `Content-Type: ${type}\r\n`}\r\n`,
    value,
    "\r\n",
  ]);
  return new Uint8Array(Buffer.concat([...pieces, "--xYzZY--\r\n"].map((piece) => Buffer.from(piece))));
}
const TYPE = "multipart/form-data; boundary=xYzZY";

async function open(given?: Awaited<ReturnType<typeof createApp>>) {
  const place = await world();
  const source = await place.admin.intake.create({ name: "Mail", channel: "mail" });
  const app = given ?? (await application()).app;
  const send = async (body: string | Uint8Array<ArrayBuffer>, type = TYPE) => {
    const headers = { "content-type": type };
    const answer = await app.fetch(new Request(`http://throughline.test/api/v1/intake/${source.key}`, { method: "POST", body, headers }));
    return { status: answer.status, body: await answer.json() };
  };
  const listed = async () => (await place.admin.intake.deliveries({ id: source.id })).items;
  const filesOf = async (id: string) => (await place.admin.files.list({ id })).items.map(({ name, type }) => ({ name, type }));
  return { place, source, send, listed, filesOf };
}

const HEADERS = [
  "Received: by mx.example with SMTP; Fri, 20 Nov 2026 09:00:00 +0000\n\t(UTC)",
  "From: =?utf-8?q?Ana_L=C3=B6velace?= <ana@helio.example>",
  "To: feedback@us.example",
  "Subject: Totals",
  "Date: Fri, 20 Nov 2026 10:00:00 +0100",
  "Message-ID: <one@helio.example>",
  'Content-Type: multipart/mixed; boundary="of the mail"',
].join("\n");
/** As SendGrid's inbound parse sends a mail whose text is in another charset. */
const sendGrid = (more: readonly Part[] = [], text: string | Uint8Array = Buffer.from("Schöne Grüße\n-- \nAna", "latin1")) => [
  { name: "headers", value: `${HEADERS}\n` },
  { name: "text", value: text },
  { name: "html", value: "<p>Another form of it</p>" },
  { name: "from", value: "Ana <ana@helio.example>" },
  { name: "envelope", value: '{"to":["feedback@us.example"],"from":"ana@helio.example"}' },
  { name: "charsets", value: '{"to":"UTF-8","text":"iso-8859-1","html":"no such charset"}' },
  { name: "attachments", value: String(more.length) },
  ...more,
];
const mailgunHeaders = (...more: [string, string][]) =>
  JSON.stringify([
    ["From", "Ana Lövelace <ana@helio.example>"],
    ["Subject", "Totals\r\nBcc: evil@x.example"],
    ["Message-Id", "<two@helio.example>"],
    ["Date", "Fri, 20 Nov 2026 10:00:00 +0100"],
    ["Content-Type", 'text/plain; charset="us-ascii"'],
    ...more,
  ]);

test("a mail that comes as SendGrid's form is read in its own charset, its picture and document become files, the rest is named", async () => {
  const { place, send, listed, filesOf } = await open();
  const account = await place.admin.accounts.create({ name: "Helio", domain: "helio.example" });
  const files = [
    { name: "attachment1", value: await plainPicture(400, 300).png().toBuffer(), file: "Tötals.png", type: "image/png" },
    { name: "attachment2", value: PDF, file: "../a.pdf", type: "application/pdf" },
    { name: "attachment3", value: "<script>alert(1)</script>", file: "page.html", type: "text/html" },
  ];
  const first = await send(multipart(sendGrid(files)));
  expect(first).toMatchObject({ status: 202, body: { state: "taken", feedback: "FB-1" } });
  const item = await place.admin.feedback.get({ id: "FB-1" });
  expect(item).toMatchObject({
    ...{ text: "Schöne Grüße", title: "Totals", authorName: "Ana Lövelace", authorEmail: "ana@helio.example" },
    ...{ account: { id: account.id }, receivedAt: "2026-11-20T09:00:00.000Z", channel: "mail" },
  });
  const attached = [
    { name: "Tötals.png", type: "image/png" },
    { name: "a.pdf", type: "application/pdf" },
  ];
  expect(await filesOf(item.id)).toEqual(attached);
  const [kept] = await listed();
  expect(kept?.payload).toMatchObject({
    mail: { attachmentsLeftOut: [{ name: "page.html", type: "text/html", because: expect.stringContaining("can be attached") }] },
  });
  // The same mail again brings nothing twice.
  expect((await send(multipart(sendGrid(files)))).body).toMatchObject({ state: "known", feedback: "FB-1" });
  expect(await filesOf(item.id)).toEqual(attached);
});

test("a mail that comes as Mailgun's form is read with its parts and without them; an automatic one is refused", async () => {
  const { place, send, filesOf } = await open();
  const fields = { recipient: "feedback@us.example", "body-plain": "The totals are off.", "message-headers": mailgunHeaders() };
  const parts = Object.entries(fields).map(([name, value]) => ({ name, value }));
  const picture = { name: "attachment-1", value: await plainPicture(300, 200).jpeg().toBuffer(), file: "shot.jpg", type: "image/jpeg" };
  expect((await send(multipart([...parts, picture]))).body).toMatchObject({ state: "taken" });
  const item = await place.admin.feedback.get({ id: "FB-1" });
  expect(item).toMatchObject({ text: "The totals are off.", title: "Totals Bcc: evil@x.example", authorName: "Ana Lövelace" });
  expect(await filesOf(item.id)).toEqual([{ name: "shot.jpg", type: "image/jpeg" }]);
  // Without attachments it sends the simpler form.
  expect((await send(new URLSearchParams(fields).toString(), "application/x-www-form-urlencoded")).body).toMatchObject({ state: "known" });
  const automatic = { ...fields, "message-headers": mailgunHeaders(["Auto-Submitted", "auto-replied"]) };
  expect((await send(new URLSearchParams(automatic).toString(), "application/x-www-form-urlencoded")).body).toMatchObject({
    state: "refused",
    problem: "It is an automatic mail (Auto-Submitted).",
  });
});

const inMail = (of: readonly { head: string; bytes: Uint8Array }[]) =>
  Buffer.concat([
    Buffer.from(`From: Ana <ana@helio.example>\r\nMessage-ID: <raw@helio.example>\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n`),
    Buffer.from("--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n", "latin1"),
    ...of.map(({ head, bytes }) =>
      Buffer.from(`--b\r\n${head}\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString("base64")}\r\n`),
    ),
    Buffer.from("--b--\r\n"),
  ]);

test("a whole mail in a field of a form keeps its bytes; a small picture in its text is left out, and so is what comes after the tenth", async () => {
  const { place, send, listed, filesOf } = await open();
  const picture = (width: number, height: number, background: string) => plainPicture(width, height, background).png().toBuffer();
  const attached = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => ({
      head: `Content-Type: image/png\r\nContent-Disposition: attachment; filename="${n}.png"`,
      bytes: await picture(20, 20, `#0000${n}0`),
    })),
  );
  const inline = (name: string) => `Content-Type: image/png\r\nContent-Disposition: inline; filename="${name}"`;
  const mail = inMail([
    { head: inline("logo.png"), bytes: await picture(300, 60, "#aa0000") },
    { head: inline("screen.png"), bytes: await picture(300, 200, "#00aa00") },
    ...attached,
  ]);
  expect((await send(multipart([{ name: "email", value: mail }]))).body).toMatchObject({ state: "taken" });
  const item = await place.admin.feedback.get({ id: "FB-1" });
  expect(item.text).toBe("Grüße");
  expect((await filesOf(item.id)).map(({ name }) => name)).toEqual(["screen.png", ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `${n}.png`)]);
  const [kept] = await listed();
  expect(kept?.payload).toMatchObject({
    mail: {
      attachmentsLeftOut: [
        { name: "logo.png", because: "It is a small picture inside of the text." },
        { name: "8.png", because: "The first 10 are attached." },
        { name: "9.png", because: "The first 10 are attached." },
      ],
    },
  });
});

test("a mail is taken where its files find no room, and says so", async () => {
  const { app: login, authSecret } = inject("database");
  const config = { trustedProxies: 0, rateLimitFactor: 1000, fileQuotaMb: 0 };
  const full = await createApp({ installation: { app: login, authSecret }, config, log: () => undefined });
  try {
    const { place, send, listed, filesOf } = await open(full);
    expect((await send(multipart(sendGrid([{ name: "a", value: PDF, file: "a.pdf", type: "application/pdf" }])))).body).toMatchObject({
      state: "taken",
    });
    expect(await filesOf((await place.admin.feedback.get({ id: "FB-1" })).id)).toEqual([]);
    expect((await listed())[0]?.payload).toMatchObject({
      mail: { attachmentsLeftOut: [{ name: "a.pdf", because: expect.stringContaining("files of this workspace") }] },
    });
  } finally {
    await full.close();
  }
});

test("a form that is no mail is mapped by its fields, and what is sent with it is attached", async () => {
  const { place, source, send, filesOf } = await open();
  await place.admin.intake.map({
    params: { id: source.id },
    headers: { "if-match": `"${source.version}"` },
    body: { mapping: { said: "text", tag: "label" } },
  });
  const parts = [
    { name: "said", value: "We need totals" },
    { name: "tag", value: "one" },
    { name: "tag", value: "two" },
    { name: "shot", value: PDF, file: "shot.pdf", type: "application/pdf" },
  ];
  expect((await send(multipart(parts))).body).toMatchObject({ state: "taken" });
  const item = await place.admin.feedback.get({ id: "FB-1" });
  expect(item).toMatchObject({ text: "We need totals", labels: [expect.any(String), expect.any(String)] });
  expect(await filesOf(item.id)).toEqual([{ name: "shot.pdf", type: "application/pdf" }]);
});

const many = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `f${n}`, value: "x" }));
test.each([
  ["without a boundary", TYPE.replace(/;.*/, ""), multipart(many(1)), 400],
  ["of another boundary", `${TYPE}x`, multipart(many(1)), 400],
  ["that breaks off", TYPE, multipart(many(3)).slice(0, 100), 400],
  ["of 301 parts", TYPE, multipart(many(301)), 400],
  ["of a hundred thousand parts", TYPE, multipart(many(100_000)), 400],
  ["with a prototype's name", TYPE, multipart([{ name: "__proto__", value: "x" }]), 400],
  ["whose fields are too large", TYPE, multipart([{ name: "said", value: "x".repeat(1_000_001) }]), 413],
  ["that is too large", TYPE, multipart([{ name: "f", value: Buffer.alloc(10_000_001), file: "f" }]), 413],
])("a form %s is refused within two seconds, and listed", async (_, type, body, status) => {
  const { place, send, listed } = await open();
  const started = performance.now();
  expect((await send(body, type)).status).toBe(status);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(await listed()).toMatchObject([{ state: "refused", payload: null }]);
  expect((await place.admin.feedback.list({})).items).toEqual([]);
});

test("a form of 300 parts and a file of 9 MB is taken", async () => {
  const { send } = await open();
  expect((await send(multipart([...many(299), { name: "f", value: Buffer.alloc(9_000_000), file: "f" }]))).status).toBe(202);
});

test.each([
  [{ headers: "X: 1", text: "no sender" }],
  [{ headers: "From: a@b.example" }],
  [{ "message-headers": "[broken", "body-plain": "x" }],
  [{ text: "only a text", from: "a@b.example" }],
  [[1, 2]],
])("%j is no mail", (fields) => expect(messageOf(fields)).toBeNull());
