import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type World, world } from "../../test/world.ts";
import { userStoryOf } from "./story-rules.ts";

const TEXT = "I re-key forty rows every Monday because the export drops the currency.";

/** A sentence of an account's contact, quoted for the need of a persona. */
async function spoken({ admin, slug }: World) {
  const account = await admin.accounts.create({ name: "Helio Freight", domain: `helio-${slug}.example` });
  const contact = await admin.contacts.create({ name: "Ada Brandt", email: `ada@helio-${slug}.example`, accountId: account.id });
  const persona = await admin.personas.create({ name: "Bookkeeper" });
  const need = await admin.needs.create({ statement: "Trust exported totals without rechecking them", personaId: persona.id });
  const item = await admin.feedback.create({ text: TEXT, contactId: contact.id });
  await admin.quotes.create({ id: item.id, startsAt: 0, endsAt: 38, importance: 3, targetId: need.id });
  return { account, contact, persona, need, item };
}

test("a story told of feedback takes along who said it, their words, and what they were quoted for; undo takes it away whole", async () => {
  const home = await world();
  const { account, contact, persona, need, item } = await spoken(home);
  const seller = await home.as("customer");
  let key = "";
  const change = await home.changeOf(async (context) => {
    const story = await seller.customerStories.create({ feedbackId: item.key }, { context });
    key = story.key;
    expect(story).toMatchObject({
      key: "ST-1",
      title: TEXT,
      account: { key: account.key, title: "Helio Freight" },
      contact: { id: contact.id, kind: "contact" },
      persona: { key: persona.key },
      feedback: { key: item.key },
      about: [{ kind: "need", key: need.key }],
      quotes: [{ words: TEXT.slice(0, 38), importance: 3 }],
      state: "draft",
      consent: "not-asked",
    });
  });
  expect((await home.admin.customerStories.list({ about: need.key })).items).toMatchObject([{ key }]);
  expect(await home.admin.customerStories.count({ feedback: item.key })).toEqual({ total: 1 });
  await home.admin.changes.undo({ id: change });
  expect((await home.admin.customerStories.list({})).items).toEqual([]);
  expect((await home.admin.links.list({ id: need.id })).items).toEqual([]);
});

test("one piece of feedback has one story, also when two people press the key at once", async () => {
  const home = await world();
  const { item } = await spoken(home);
  const [one, two] = [await home.as("customer"), await home.as("product")];
  const both = await Promise.allSettled([one, two].map((who) => who.customerStories.create({ feedbackId: item.id })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(one.customerStories.create({ feedbackId: item.id })).rejects.toMatchObject({ status: 409, data: { key: "ST-1" } });
});

test("a story is told once it says what happened and to whom, and delivered only after that", async () => {
  const { admin } = await world();
  const story = await admin.customerStories.create({ title: "Forty rows a Monday" });
  const move = (version: number, state: "draft" | "told" | "delivered") =>
    admin.customerStories.move({ params: { id: story.id }, headers: ifMatch({ version }), body: { state } });
  await expect(move(1, "told")).rejects.toMatchObject({ status: 409, data: { blockers: ["nothing-happened", "nobody"] } });
  const account = await admin.accounts.create({ name: "Orbit" });
  const edited = await admin.customerStories.edit({
    params: { id: story.id },
    headers: ifMatch(story),
    body: { happened: "The export dropped the currency.", accountId: account.id },
  });
  await expect(move(edited.version, "delivered")).rejects.toMatchObject({ data: { blockers: ["not-told"] } });
  await expect(move(1, "told")).rejects.toMatchObject({ status: 412 });
  const told = await move(edited.version, "told");
  expect(await move(told.version, "delivered")).toMatchObject({ state: "delivered" });
});

test("consent is kept with its day; who does not talk with customers cannot give it for them", async () => {
  const home = await world();
  const story = await home.admin.customerStories.create({ title: "Forty rows a Monday" });
  const say = async (who: typeof home.admin, version: number, body: { consent: "yes" | "asked"; on?: string }) =>
    who.customerStories.consent({ params: { id: story.id }, headers: ifMatch({ version }), body });
  await expect(say(await home.as("engineering"), 1, { consent: "yes" })).rejects.toMatchObject({ status: 403 });
  const seller = await home.as("customer");
  await expect(say(seller, 1, { consent: "yes", on: "2999-01-01" })).rejects.toMatchObject({
    status: 422,
    data: { issues: [{ path: "on" }] },
  });
  const asked = await say(seller, 1, { consent: "asked" });
  expect(asked).toMatchObject({ consent: "asked", consentOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect(await say(seller, asked.version, { consent: "yes", on: "2026-01-31" })).toMatchObject({ consent: "yes", consentOn: "2026-01-31" });
});

test("what a story names is of this workspace and fits together; what is deleted is emptied in it, and undo brings it back", async () => {
  const home = await world();
  const elsewhere = await world();
  const { account, contact, item } = await spoken(home);
  const foreign = await elsewhere.admin.accounts.create({ name: "Foreign" });
  const { admin } = home;
  for (const [field, id] of [
    ["accountId", foreign.id],
    ["contactId", account.id],
    ["personaId", account.id],
  ] as const)
    await expect(admin.customerStories.create({ title: "A story", [field]: id })).rejects.toMatchObject({
      status: 422,
      data: { issues: [{ path: field }] },
    });
  const other = await admin.accounts.create({ name: "Other" });
  await expect(admin.customerStories.create({ title: "A story", accountId: other.id, contactId: contact.id })).rejects.toMatchObject({
    data: { issues: [{ path: "contactId" }] },
  });
  await expect(admin.customerStories.create({})).rejects.toMatchObject({ data: { issues: [{ path: "title" }] } });
  const story = await admin.customerStories.create({ feedbackId: item.id });
  await expect(elsewhere.admin.customerStories.get({ id: story.id })).rejects.toMatchObject({ status: 404 });
  const change = await home.changeOf((context) =>
    admin.accounts.delete({ params: { id: account.id }, query: { detach: true } }, { context }),
  );
  expect(await admin.customerStories.get({ id: story.id })).toMatchObject({ account: null, feedback: { key: item.key } });
  await admin.changes.undo({ id: change });
  expect(await admin.customerStories.get({ id: story.id })).toMatchObject({ account: { id: account.id } });
});

test("erasing the person empties their story and takes back that it may be shared", async () => {
  const home = await world();
  const { contact, item } = await spoken(home);
  const story = await home.admin.customerStories.create({ feedbackId: item.id, happened: "Ada re-keyed all of it" });
  await home.admin.customerStories.consent({ params: { id: story.id }, headers: ifMatch(story), body: { consent: "yes" } });
  await home.admin.erasures.erase({ contact: contact.key });
  expect(await home.admin.customerStories.get({ id: story.id })).toMatchObject({
    title: "[erased]",
    happened: "",
    consent: "not-asked",
    quotes: [{ words: "[erased]" }],
  });
});

const told = {
  account: { title: "Helio Freight" },
  contact: null,
  persona: { title: "bookkeeper" },
  happened: "The export dropped the currency.",
  instead: "They re-key forty rows.",
  cost: "Two hours a week.",
  about: [{ kind: "need", title: "Trust exported totals" }],
  quotes: [{ words: "I re-key\nforty rows" }],
};

test("a user story is made of nothing but what the story says", () => {
  expect(userStoryOf(told)).toEqual({
    text: [
      "As a bookkeeper, I want to trust exported totals, so that this ends: They re-key forty rows; this is spared: Two hours a week.",
      "",
      "Acceptance:",
      "- Given what happened (The export dropped the currency), it now ends well.",
      "- Nobody needs the way around any more (They re-key forty rows).",
      "- Who said “I re-key forty rows” agrees that it is done.",
    ].join("\n"),
    missing: [],
  });
});

test("what a user story lacks is named instead of made up", () => {
  expect(userStoryOf({ ...told, persona: null, instead: " ", cost: "", quotes: [] })).toMatchObject({
    text: expect.stringMatching(/^As a customer such as Helio Freight, I want to trust exported totals\.\n/),
    missing: ["Choose the persona: who speaks.", "Say what they did instead or what it cost: why they want it."],
  });
  expect(userStoryOf({ ...told, about: [] })).toEqual({
    text: null,
    missing: ["Link the need or feature that it tells of: what they want."],
  });
});
