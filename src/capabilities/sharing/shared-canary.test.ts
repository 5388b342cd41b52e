import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { application, type Person, type World, world } from "../../test/world.ts";
import { HIDES, type Hides, SHARE_KINDS, type ShareKind } from "./rules.ts";

/** What must not be read by those it is hidden from: as it was typed, and as it is written out. */
const CANARIES: Readonly<Record<Hides, readonly string[]>> = {
  names: [
    "Canarvia",
    "canarvia.example",
    "Wilhelmina",
    "Canarsson",
    "555-0177",
    "Quietname",
    "Echoquist",
    "Nickolette",
    "Nickyq",
    "n.quill-9",
    "Colleaga",
  ],
  money: ["$", "777k", "77777700", "777,777", "€", "333k", "33333300"],
  notes: ["canarycomment", "canaryfield", "Ownerson", "canaryinternal"],
  quotes: ["canarywords", "Said loudly"],
};
/** What no reader is told, whatever is hidden. */
const NEVER = ["canarylabel", "canarydecline", "canaryreason", "canarylink", "canaryattribute", "canarychannel", "canarysource"];
/** Ids, and the keys of records that have no page here. */
const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?:FB|A|C|P)-\d+\b/i;
const MASKS = ["[e-mail address]", "[phone number]"];

let home: World;
let owner: Person;
let subject: { need: { id: string }; feature: { id: string }; story: { id: string } };
let quiet: { id: string };

beforeAll(async () => {
  home = await world();
  const { admin } = home;
  owner = await home.as("product");
  await home.rows(`update auth."user" set name = 'Olga Ownerson' where id = $1`, [owner.userId]);
  const account = await admin.accounts.create({
    name: "Canarvia Freight",
    domain: "canarvia.example",
    revenueMinor: 77_777_700,
    currency: "USD",
    plan: "Growth",
    seats: 40,
    attributes: { tier: "canaryattribute" },
  });
  quiet = await admin.accounts.create({ name: "Quietname Ltd", revenueMinor: 33_333_300, currency: "EUR", plan: "Growth" });
  const contact = await admin.contacts.create({
    name: "Wilhelmina Canarsson",
    email: "wilhelmina@canarvia.example",
    accountId: account.id,
  });
  // Of an account that no link shows, and a colleague: each is only mentioned, and never by a full name.
  const elsewhere = await admin.accounts.create({ name: "Elsewhere" });
  await admin.contacts.create({ name: "Nickolette Quill", email: "nickyq@elsewhere.example", accountId: elsewhere.id });
  await admin.contacts.create({ name: "Norbert Quillfeather", email: "n.quill-9@elsewhere.example" });
  const colleague = await home.as("data");
  await home.rows(`update auth."user" set name = 'Colleaga Worksforus' where id = $1`, [colleague.userId]);
  const persona = await admin.personas.create({ name: "CFO at Canarvia Freight" });
  const need = await admin.needs.create({
    statement: "Canarvia Freight can trust totals",
    detail:
      "As Wilhelmina Canarsson told us:\n\n- ask Wilhelmina, Nickolette or @nickyq\n- Colleaga has it from n.quill-9, Nickyq too\n- [their page](https://canarvia.example/x)",
    personaId: persona.id,
    importance: 8,
    satisfaction: 3,
    ownerId: owner.memberId,
  });
  const milestone = await admin.milestones.create({
    title: "Release for Canarvia Freight",
    body: "Wilhelmina Canarsson waits for it",
    audience: "customers",
    date: "2030-01-31",
    ownerId: owner.memberId,
  });
  await admin.milestones.create({ title: "canaryinternal rehearsal", audience: "internal" });
  const feature = await admin.features.create({
    title: "Export for Canarvia Freight",
    why: "Because CANARVIA FREIGHT asked.",
    body: "# For Canarvia Freight\n\nMail wilhelmina@canarvia.example",
    needs: [need.id],
    ownerId: owner.memberId,
    effortLow: 2,
    effortHigh: 4,
    milestoneId: milestone.id,
  });
  for (const target of [need, feature]) {
    await admin.comments.create({ id: target.id, body: `canarycomment for @[Olga Ownerson](member:${owner.memberId})` });
    await admin.records.setLabels({
      id: target.id,
      labelIds: [(await admin.labels.create({ name: `canarylabel ${target.key}`, colour: "red" })).id],
    });
  }
  for (const [recordKind, id] of [
    ["need", need.id],
    ["feature", feature.id],
  ] as const) {
    const field = await admin.fields.create({ recordKind, name: "canaryfield name", type: "text" });
    await admin.records.setField({ id, fieldId: field.id, value: "canaryfield value" });
  }
  const text =
    "Said loudly: canarywords at Canarvia Freight, says Wilhelmina, +1 415 555-0177, wilhelmina@canarvia.example, see canarvia.example";
  const said = await admin.feedback.create({
    text,
    title: "Canarvia Freight again, canarywords",
    accountId: account.id,
    contactId: contact.id,
    authorName: "Wilhelmina Canarsson",
    channel: "canarychannel",
    sourceAddress: "https://canarysource.example/1",
    kind: "interview",
  });
  await admin.quotes.create({ id: said.id, startsAt: 0, endsAt: text.length, importance: 3, targetId: need.id });
  await admin.quotes.create({ id: said.id, startsAt: 0, endsAt: 40, importance: 2, targetId: feature.id });
  const other = await admin.feedback.create({ text: "Said loudly, too: canarywords", accountId: quiet.id, authorName: "Ebba Echoquist" });
  await admin.quotes.create({ id: other.id, startsAt: 0, endsAt: 11, importance: 2, targetId: need.id });
  const declined = await admin.feedback.create({ text: "Said loudly: canarywords declined" });
  await admin.feedback.decline({ id: declined.id, reason: "canarydecline" });
  const moved = await admin.features.move({
    params: { id: feature.id },
    headers: ifMatch(await admin.features.get({ id: feature.id })),
    body: { state: "evaluated", reason: "canaryreason" },
  });
  const story = await admin.customerStories.create({
    feedbackId: said.id,
    title: "How Canarvia Freight rechecks",
    happened: "Wilhelmina Canarsson retypes it, and Nickolette too.",
    instead: "Ask wilhelmina@canarvia.example",
    cost: "A day at Canarvia Freight",
    about: [need.id],
  });
  await admin.customerStories.consent({ params: { id: story.id }, headers: ifMatch(story), body: { consent: "yes" } });
  subject = { need, feature: moved, story };
});

const share = (kind: ShareKind, hides: Hides[]) =>
  home.admin.shareLinks.create({
    kind,
    label: "canarylink",
    hides,
    embeds: true,
    ...(kind === "customer-story" ? { id: subject.story.id } : {}),
    ...(kind.startsWith("need") && kind !== "needs" ? { id: subject.need.id } : {}),
    ...(kind.startsWith("feature") && kind !== "features" ? { id: subject.feature.id } : {}),
  });

async function bytesAt(path: string): Promise<Buffer> {
  const { app } = await application();
  const answer = await app.fetch(new Request(`http://throughline.test${path}`));
  expect(answer.status, path).toBe(200);
  return Buffer.concat([Buffer.from(`${JSON.stringify([...answer.headers])}\n`), Buffer.from(await answer.arrayBuffer())]);
}

/** Every text that a link answers, headers included, without its own token. */
async function toldBy(token: string): Promise<string> {
  const paths = [`/s/${token}`, `/s/${token}/embed`, `/s/${token}.md`, `/api/v1/shared/${token}`];
  const texts = await Promise.all(paths.map(async (path) => (await bytesAt(path)).toString()));
  return texts.join("\n").replaceAll(token, "TOKEN");
}

const everySubset = Array.from({ length: 2 ** HIDES.length }, (_, bits) => HIDES.filter((_hides, i) => bits & (1 << i)));

describe.each(SHARE_KINDS)("a link to %s", (kind) => {
  test.each(everySubset.map((hides) => [hides.join(", ") || "nothing", hides] as const))(
    "that hides %s tells none of it",
    async (_, hides) => {
      const { token } = await share(kind, hides);
      const told = await toldBy(token);
      const forbidden = [...NEVER, ...hides.flatMap((what) => CANARIES[what])];
      expect(forbidden.filter((canary) => told.toLowerCase().includes(canary.toLowerCase()))).toEqual([]);
      expect(told.match(IDS)?.[0]).toBeUndefined();
    },
  );

  test("shows the same pictures whatever stands in what it hides", { timeout: 60_000 }, async () => {
    const { token } = await share(kind, [...HIDES]);
    const withoutTime = (bytes: Buffer) => bytes.subarray(bytes.indexOf("\n") + 1);
    const pictures = async () =>
      Promise.all([`/s/${token}/picture.png`, `/s/${token}/snapshot.png`].map(async (path) => withoutTime(await bytesAt(path))));
    const minute = () => new Date().toISOString().slice(0, 16);
    let [began, before] = [minute(), await pictures()];
    const changed = { name: "Someone Else AG", revenue: 1 + Math.floor(Math.random() * 9) };
    await home.rows("update accounts set name = $2, revenue_minor = 33333300 + $3 where id = $1", [
      quiet.id,
      changed.name,
      changed.revenue,
    ]);
    await home.rows("update comments set body = body || ' and more' where workspace_id = $1", [home.workspaceId]);
    await home.rows("update feedback set author_name = 'Somebody Else' where account_id = $1", [quiet.id]);
    await home.rows("update quotes set words = words || '!' where workspace_id = $1", [home.workspaceId]);
    let after = await pictures();
    // The time of day is written into the tall one.
    if (minute() !== began) [began, before, after] = [minute(), await pictures(), await pictures()];
    await home.rows("update accounts set name = 'Quietname Ltd', revenue_minor = 33333300 where id = $1", [quiet.id]);
    await home.rows("update feedback set author_name = 'Ebba Echoquist' where account_id = $1", [quiet.id]);
    for (const [i, picture] of before.entries()) {
      expect(picture.equals(after[i] ?? Buffer.alloc(0))).toBe(true);
      const { exif, iptc, xmp, comments } = await sharp(picture).metadata();
      expect([exif, iptc, xmp, comments]).toEqual([undefined, undefined, undefined, undefined]);
    }
  });
});

test("the canaries are there to be found: whoever may see all of it finds all of it", async () => {
  const told = (await Promise.all(SHARE_KINDS.map(async (kind) => toldBy((await share(kind, [])).token)))).join("\n");
  const planted = [
    "Canarvia Freight",
    "Wilhelmina Canarsson",
    "$777k",
    "€333k",
    "canarycomment",
    "canaryinternal",
    "canaryfield value",
    "Olga Ownerson",
    "canarywords",
    "Echoquist",
    "Nickolette",
    "@nickyq",
    "n.quill-9",
    "Colleaga",
  ];
  expect(planted.filter((canary) => !told.includes(canary))).toEqual([]);
});

test("where names are hidden, the same account has one name throughout a link, and another in another link", async () => {
  const [first, second] = await Promise.all([share("throughline", ["names"]), share("throughline", ["names"])]);
  const namesIn = async (token: string) => new Set((await toldBy(token)).match(/Customer \d+/g));
  const [one, again, other] = [await namesIn(first.token), await namesIn(first.token), await namesIn(second.token)];
  expect(one.size).toBe(2);
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
  const told = await toldBy(first.token);
  expect([...MASKS, "plan Growth"].filter((mask) => !told.includes(mask))).toEqual([]);
});
