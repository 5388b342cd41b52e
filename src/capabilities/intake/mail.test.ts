import { expect, test } from "vitest";
import { application, type World, world } from "../../test/world.ts";
import { automaticBecause, ownWords } from "./mail-rules.ts";

const HEAD = [
  "From: Ana Lovelace <ana@helio.example>",
  "To: feedback@us.example",
  "Subject: Totals",
  "Date: Fri, 20 Nov 2026 10:00:00 +0100",
  "Message-ID: <one@helio.example>",
  "MIME-Version: 1.0",
];
const mail = (body: string, ...more: string[]) =>
  [...HEAD.filter((line) => !more.some((other) => other.split(":")[0] === line.split(":")[0])), ...more, "", body].join("\r\n");

async function open() {
  const place = await world();
  const source = await place.admin.intake.create({ name: "Mail", channel: "mail" });
  const { app } = await application();
  const send = async (body: string | Uint8Array<ArrayBuffer>, type = "message/rfc822", place = source.key) => {
    const headers = { "content-type": type };
    const answer = await app.fetch(new Request(`http://throughline.test/api/v1/intake/${place}`, { method: "POST", body, headers }));
    return { status: answer.status, body: await answer.json() };
  };
  return { place, source, send };
}
const all = ({ admin }: World) =>
  admin.feedback.list({}).then(({ items }) => Promise.all(items.map(({ id }) => admin.feedback.get({ id }))));

test("a mail becomes feedback of its sender's account without a mapping, and the same mail twenty times at once is one", async () => {
  const { place, source, send } = await open();
  const account = await place.admin.accounts.create({ name: "Helio", domain: "helio.example" });
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(mail("The totals are off.\r\n-- \r\nAna\r\nHelio"))));
  expect(answers.filter(({ body }) => body.state === "taken")).toHaveLength(1);
  expect(answers.every(({ status }) => status === 202)).toBe(true);
  expect(await all(place)).toMatchObject([
    {
      text: "The totals are off.",
      title: "Totals",
      channel: "mail",
      authorName: "Ana Lovelace",
      authorEmail: "ana@helio.example",
      account: { id: account.id },
      receivedAt: "2026-11-20T09:00:00.000Z",
    },
  ]);
  expect((await send(mail("x"), "message/rfc822", source.address)).status).toBe(401);
});

const quoted = (charset: string) => [`Content-Type: text/plain; charset=${charset}`, "Content-Transfer-Encoding: quoted-printable"];
test.each([
  ["in Latin-1", mail("Sch=F6ne Gr=FC=DFe, 5 =80", ...quoted("windows-1252")), "Schöne Grüße, 5 €"],
  ["with an emoji and Hebrew", mail("=F0=9F=98=80 =D7=A9=D7=9C=D7=95=D7=9D", ...quoted("utf-8")), "😀 שלום"],
  [
    "of HTML alone",
    mail("<style>p{}</style><p>One &amp; two</p><script>alert(1)</script><p>Three</p>", "Content-Type: text/html"),
    "One & two\n\nThree",
  ],
  [
    "of two forms",
    mail(
      "--b\r\nContent-Type: text/plain\r\n\r\nPlain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>HTML</p>\r\n--b--",
      'Content-Type: multipart/alternative; boundary="b"',
    ),
    "Plain",
  ],
  [
    "that answers another",
    mail(
      "I still wait.\r\n\r\nOn Mon, 2 Nov 2026 at 10:00, Somebody with a long name\r\n<support@us.example> wrote:\r\n> We look into it.",
    ),
    "I still wait.",
  ],
  ["that says it is one <b>of markup</b>", mail("<img src=x onerror=alert(1)>"), "<img src=x onerror=alert(1)>"],
])("a mail %s is read", async (_, message, text) => {
  const { place, send } = await open();
  expect(await send(message)).toMatchObject({ status: 202, body: { state: "taken" } });
  expect(await all(place)).toMatchObject([{ text }]);
});

test("a service's field that holds a mail is read as one, in JSON and in a form; a source with a mapping of its own still takes mails", async () => {
  const { place, source, send } = await open();
  expect((await send(JSON.stringify({ RawEmail: mail("In JSON"), MessageID: "x" }), "application/json")).body).toMatchObject({
    state: "taken",
  });
  const form = new URLSearchParams({ "body-mime": mail("In a form", "Message-ID: <two@helio.example>") }).toString();
  expect((await send(form, "application/x-www-form-urlencoded")).body).toMatchObject({ state: "taken" });
  await place.admin.intake.map({
    params: { id: source.id },
    headers: { "if-match": `"${source.version}"` },
    body: { mapping: { words: "text" } },
  });
  expect((await send(mail("By itself", "Message-ID: <three@helio.example>"))).body).toMatchObject({ state: "taken" });
  expect((await send(JSON.stringify({ words: "No mail", email: "ana@helio.example" }), "application/json")).body).toMatchObject({
    state: "taken",
  });
  expect((await all(place)).map(({ text }) => text).sort()).toEqual(["By itself", "In JSON", "In a form", "No mail"]);
});

test("an automatic answer is refused, told so with 202, and can be taken after all", async () => {
  const { place, source, send } = await open();
  const { status, body } = await send(mail("I am on holiday.", "Auto-Submitted: auto-replied"));
  expect({ status, body }).toMatchObject({ status: 202, body: { state: "refused", problem: "It is an automatic mail (Auto-Submitted)." } });
  expect(await all(place)).toEqual([]);
  expect(await place.admin.intake.retry({ id: source.id, deliveryId: body.id })).toMatchObject({ state: "taken" });
  for (const [key, value] of [
    ["precedence", "bulk"],
    ["return-path", "<>"],
    ["x-autoreply", "yes"],
  ] as const)
    expect(automaticBecause([{ key, value }])).not.toBeNull();
  expect(
    automaticBecause([
      { key: "auto-submitted", value: "no" },
      { key: "precedence", value: "first-class" },
    ]),
  ).toBeNull();
});

test("attachments are named and left out; a mail of 5 MB is taken, one of more than 10 MB is not", async () => {
  const { place, source, send } = await open();
  const with5 = mail(
    `--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n--b\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${"AAAA".repeat(19).concat("\r\n").repeat(65_000)}\r\n--b--`,
    'Content-Type: multipart/mixed; boundary="b"',
  );
  expect(with5.length).toBeGreaterThan(5_000_000);
  expect((await send(with5)).body).toMatchObject({ state: "taken" });
  const [kept] = (await place.admin.intake.deliveries({ id: source.id })).items;
  expect(kept?.payload).toMatchObject({ mail: { attachmentsLeftOut: [{ name: "a.pdf", type: "application/pdf" }] } });
  expect(JSON.stringify(kept).length).toBeLessThan(2_000);
  expect((await send(`${HEAD.join("\r\n")}\r\n\r\n${"x".repeat(10_000_000)}`)).status).toBe(413);
});

test("what is no mail is refused, and headers in a subject stay in the subject", async () => {
  const { place, source, send } = await open();
  for (const nothing of ["", "\u0000\u0001\u0002", "Hello there", "{}"]) expect((await send(nothing)).status, nothing).toBe(400);
  expect((await place.admin.intake.deliveries({ id: source.id })).items.every(({ state }) => state === "refused")).toBe(true);
  expect((await send(mail("x", "Subject: =?utf-8?q?Hi=0D=0ABcc:_evil@x.example?="))).body).toMatchObject({ state: "taken" });
  const [{ title, authorEmail } = { title: "", authorEmail: "" }] = await all(place);
  expect({ title, authorEmail }).toEqual({ title: expect.stringMatching(/^Hi\s+Bcc: evil@x\.example$/), authorEmail: "ana@helio.example" });
});

test.each([
  ["Yes.\n\nAm 2. November 2026 schrieb Support:\n> Ja?", "Yes."],
  ["Yes.\n-----Original Message-----\nFrom: us", "Yes."],
  ["On the whole she wrote:\nmore of it", "On the whole she wrote:\nmore of it"],
  ["> only quoted", "> only quoted"],
  ["a\r\nb", "a\nb"],
])("of %j its writer wrote %j", (text, own) => expect(ownWords(text)).toBe(own));

test("long hostile mails are read in no time", () => {
  const started = performance.now();
  for (const text of ["On \n".repeat(200_000), "On wrote:\n".repeat(100_000), "> \n".repeat(200_000), "-".repeat(500_000)]) ownWords(text);
  expect(performance.now() - started).toBeLessThan(2_000);
});
