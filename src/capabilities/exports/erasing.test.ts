import { expect, inject, test } from "vitest";
import { createApp } from "../../app.ts";
import { exported } from "../../test/archives.ts";
import { filled } from "../../test/filled.ts";
import { readable } from "../../test/unzipped.ts";
import { visitor } from "../../test/visitor.ts";
import { PASSWORD, type World, world } from "../../test/world.ts";
import { HANGING_ON, isTelling, patternOf } from "./erasing-rules.ts";

const NAME = "Zebulon Quartermain";
const EMAIL = "zebulon.q@quartermain.example";
const WORDS = "Xylophonic reconciliation breaks every Thursday";

/** Every table's every text of a workspace, as the owner sees it. */
async function everything(of: World): Promise<string> {
  const tables = await of.rows(
    "select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'",
  );
  const texts: string[] = [];
  for (const { name } of tables)
    for (const { row } of await of.rows(`select t::text as row from "${name}" t where workspace_id = $1`, [of.workspaceId]))
      texts.push(`${name} ${row}`);
  return texts.sort().join("\n");
}

/** A person all over a workspace: in what they said, in what others wrote, in what is kept beside. */
async function known(home: World) {
  const { admin } = home;
  const colleague = await home.as("product");
  const account = await admin.accounts.create({
    name: "Quarry Ltd",
    revenueMinor: 500_00,
    currency: "USD",
    attributes: { champion: NAME },
  });
  const contact = await admin.contacts.create({ name: NAME, email: EMAIL, title: "Head of Xylophones", accountId: account.id });
  const field = await admin.fields.create({ recordKind: "contact", name: "Phone", type: "text" });
  await admin.records.setField({ id: contact.id, fieldId: field.id, value: "+1 555 0100 Zebulon" });
  const answer = await admin.fetch("/api/v1/feedback", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": "erase-1" },
    body: JSON.stringify({
      text: WORDS,
      title: "Xylophonic",
      authorName: NAME,
      authorEmail: EMAIL,
      sourceSystem: "desk",
      sourceId: "zebulon-17",
    }),
  });
  const said: { id: string } = await answer.json();
  // Under another spelling of the address, and by the contact alone.
  const [second, third] = [
    await admin.feedback.create({ text: `${WORDS} again`, authorName: "Zebby", authorEmail: EMAIL.toUpperCase() }),
    await admin.feedback.create({ text: `${WORDS} by phone`, contactId: contact.id }),
  ];
  const need = await admin.needs.create({ statement: "Totals that hold", detail: `As ${NAME} (${EMAIL}) told us.` });
  const feature = await admin.features.create({ title: "Reconcile", why: `For ${NAME.toUpperCase()}`, needs: [need.id] });
  await admin.quotes.create({ id: said.id, startsAt: 0, endsAt: 10, importance: 3, targetId: need.id });
  await admin.quotes.create({ id: second.id, startsAt: 0, endsAt: 25, importance: 2, targetId: need.id });
  const others = await admin.feedback.create({
    text: `I heard of it from ${NAME} last week`,
    authorName: "Olga Other",
    authorEmail: "olga@other.example",
  });
  const quote = await admin.quotes.create({ id: others.id, startsAt: 16, endsAt: 40, importance: 1, targetId: need.id });
  await admin.comments.create({
    id: contact.id,
    body: `Called them: a xylophonic voice. @[${colleague.email}](member:${colleague.memberId})`,
  });
  await admin.comments.create({ id: said.id, body: `Ask ${EMAIL}, @[${colleague.email}](member:${colleague.memberId})` });
  await admin.views.create({
    page: "feedback",
    name: `What ${NAME} says`,
    query: `q=${encodeURIComponent(EMAIL)}&filter=${NAME.replace(" ", "+")}`,
    shared: true,
  });
  await admin.feedback.edit({ params: { id: third.id }, headers: { "if-match": '"1"' }, body: { text: `${WORDS} by phone, really` } });
  // A second import of what they wrote elsewhere keeps the first one's words, to be taken back.
  for (const words of [WORDS, `${WORDS}, imported anew`]) {
    const mapping = JSON.stringify({ id: "sourceId", words: "text", who: "authorName", mail: "authorEmail" });
    const imported = await admin.fetch(`/api/v1/imports?${new URLSearchParams({ mapping, source: "desk" })}`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: `id,words,who,mail\nzebulon-18,"${words}",${NAME},${EMAIL}\n`,
    });
    const report = await imported.text();
    if (!/"(created|updated)":1/.test(report)) throw new Error(report);
  }
  return { account, contact, said, second, third, need, feature, others, quote, colleague };
}

test("an erased person stands in no table, list, search, archive or answer; what was counted stays counted", {
  timeout: 60_000,
}, async () => {
  const home = await world();
  const { admin } = home;
  const made = await known(home);
  const before = { need: await admin.needs.get({ id: made.need.id }), feature: await admin.features.get({ id: made.feature.id }) };
  const readiness = async () => (await admin.fetch(`/api/v1/features/${made.feature.id}/readiness`)).text();
  const [ready, thread] = [await readiness(), await (await admin.fetch("/api/v1/throughline")).json()];
  const forbidden = [/zebulon/i, /quartermain/i, /xylophon/i, /reconciliation breaks/i, /zebby/i, /555 0100/];
  const full = await everything(home);
  for (const one of forbidden) expect(full).toMatch(one);

  const preview = await admin.erasures.preview({ email: EMAIL });
  expect(preview).toMatchObject({ contacts: 1, feedback: 4, quotes: 2, emails: [EMAIL], unsought: ["Zebby"] });
  expect(new Set(preview.names)).toEqual(new Set([NAME, "Zebby"]));
  expect(preview.elsewhere).toBeGreaterThanOrEqual(6);
  expect(await everything(home), "a preview changes nothing").toBe(full);

  expect(await admin.erasures.erase({ email: EMAIL.toUpperCase() })).toMatchObject({ contacts: 1, feedback: 4, quotes: 2 });
  const left = await everything(home);
  for (const one of forbidden) expect(left.split("\n").filter((line) => one.test(line))).toEqual([]);
  const archive = await readable(new Response(new Uint8Array(await exported(home)), { headers: { "content-type": "application/zip" } }));
  for (const one of forbidden) expect(archive).not.toMatch(one);
  for (const q of ["zebulon", "xylophonic", "quartermain", EMAIL]) {
    expect((await admin.feedback.list({ q })).items).toEqual([]);
    expect((await admin.search.find({ q })).items).toEqual([]);
  }

  const counted = ({ quotes, accounts, revenueMinor, importance }: typeof before.need.demand) => ({
    quotes,
    accounts,
    revenueMinor,
    importance,
  });
  expect(counted((await admin.needs.get({ id: made.need.id })).demand)).toEqual(counted(before.need.demand));
  expect(counted((await admin.features.get({ id: made.feature.id })).demand)).toEqual(counted(before.feature.demand));
  expect(await readiness()).toBe(ready);
  expect((await (await admin.fetch("/api/v1/throughline")).json()).behind).toEqual(thread.behind);
  expect(await admin.contacts.get({ id: made.contact.id })).toMatchObject({ name: "Erased person", email: null, title: null });
  expect(await admin.feedback.get({ id: made.said.id })).toMatchObject({
    text: "[erased]",
    title: null,
    authorName: null,
    authorEmail: null,
    sourceId: null,
    contact: { id: made.contact.id },
    account: { id: made.account.id },
    quotes: [{ words: "[erased]", startsAt: 0, endsAt: 8, anchored: true, importance: 3 }],
  });
  // Others' texts keep their length, so that quotes still stand where they stood.
  const heard = await admin.feedback.get({ id: made.others.id });
  expect(heard.text).toBe(`I heard of it from ${"█".repeat(NAME.length)} last week`);
  expect(heard.quotes).toMatchObject([{ startsAt: 16, endsAt: 40, words: heard.text.slice(16, 40), anchored: true }]);
  expect(await admin.needs.get({ id: made.need.id })).toMatchObject({
    detail: `As ${"█".repeat(NAME.length)} (${"█".repeat(EMAIL.length)}) told us.`,
  });
});

test("erasing cannot be undone, leaves nothing to be undone that would bring it back, and the trail says how much there was", async () => {
  const home = await world();
  const { admin } = home;
  const item = await admin.feedback.create({ text: "Words of mine", authorName: NAME, authorEmail: EMAIL });
  const change = await home.changeOf((context) =>
    admin.feedback.edit({ params: { id: item.id }, headers: { "if-match": '"1"' }, body: { text: "Other words" } }, { context }),
  );
  const unrelated = await home.changeOf((context) => admin.needs.create({ statement: "A need of others" }, { context }));
  let told: string | undefined;
  await admin.erasures.erase({ email: EMAIL }, { context: { onChange: (id) => (told = id) } });
  expect(told).toBeUndefined();
  await expect(admin.changes.undo({ id: change })).rejects.toMatchObject({ status: 404 });
  await admin.changes.undo({ id: unrelated });
  const trail = await home.rows("select record_id, detail from activities where workspace_id = $1 and kind = 'person.erased'", [
    home.workspaceId,
  ]);
  expect(trail).toEqual([{ record_id: null, detail: { contacts: 0, feedback: 1, quotes: 0, files: 0, elsewhere: 0 } }]);
  await expect(admin.erasures.erase({ email: EMAIL })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a surname alone, a single-word name and a handle are erased where somebody said that they mean this person, and only there", async () => {
  const home = await world();
  const { admin } = home;
  const contact = await admin.contacts.create({ name: "Zebulon Markson", email: "zebby@quartermain.example" });
  const namesake = await admin.contacts.create({ name: "Ina Markson", email: "ina@quartermain.example" });
  await admin.feedback.create({ text: "Mine", authorName: "Zeb", authorEmail: "zebby@quartermain.example" });
  const text = "Markson asked, Zeb and zebby agreed; Zebulon Markson too. The Marksons and a zebra did not.";
  const heard = await admin.feedback.create({ text });
  const need = await admin.needs.create({ statement: "Zebulon wants it" });
  const change = await home.changeOf((context) => admin.needs.create({ statement: "What MARKSON said" }, { context }));

  const preview = await admin.erasures.preview({ contact: contact.key });
  expect(preview.unsought).toEqual(["Zeb"]);
  expect(new Map(preview.parts.map(({ word, places }) => [word, places]))).toEqual(
    new Map([
      ["Zeb", 1],
      ["Zebulon", 1],
      ["Markson", 2],
      ["zebby", 1],
    ]),
  );
  expect(preview.parts.find(({ word }) => word === "Zebulon")?.examples).toEqual(["Zebulon wants it"]);
  await expect(admin.erasures.erase({ contact: contact.key, also: ["zebra"] })).rejects.toMatchObject({ status: 422 });
  expect((await admin.feedback.get({ id: heard.id })).text).toBe(text);

  await admin.erasures.erase({ contact: contact.key, also: ["Markson", "Zeb", "zebby"] });
  const gone = (word: string) => "█".repeat(word.length);
  expect((await admin.feedback.get({ id: heard.id })).text).toBe(
    `${gone("Markson")} asked, ${gone("Zeb")} and ${gone("zebby")} agreed; ${gone("Zebulon Markson")} too. The Marksons and a zebra did not.`,
  );
  expect((await admin.needs.get({ id: need.id })).statement, "not ticked, not touched").toBe("Zebulon wants it");
  expect(await admin.contacts.get({ id: namesake.id })).toMatchObject({ name: "Ina Markson" });
  await expect(admin.changes.undo({ id: change }), "nor can undo bring it back").rejects.toMatchObject({ status: 404 });
  const left = (await everything(home))
    .split("\n")
    .filter((line) => /markson/i.test(line) && !/^search_vocabulary|Ina Markson|Marksons/.test(line));
  expect(left).toEqual([]);
});

test("others of the same name, other addresses that hold it, and other workspaces are left alone", async () => {
  const [home, other] = [await world(), await world()];
  const { admin } = home;
  const contact = await admin.contacts.create({ name: NAME, email: EMAIL });
  const namesake = await admin.contacts.create({ name: NAME, email: "z.quartermain@elsewhere.example" });
  const text = `${NAME} and x${EMAIL} and ${EMAIL}s`;
  const item = await admin.feedback.create({ text });
  await other.admin.contacts.create({ name: NAME, email: EMAIL });
  const theirs = await everything(other);
  expect(await admin.erasures.preview({ contact: contact.key })).toMatchObject({ unsought: [NAME] });
  await admin.erasures.erase({ contact: contact.key });
  expect(await admin.contacts.get({ id: namesake.id })).toMatchObject({ name: NAME });
  expect((await admin.feedback.get({ id: item.id })).text).toBe(text);
  expect(await everything(other)).toBe(theirs);
  await expect((await home.as("customer")).erasures.erase({ contact: namesake.id })).rejects.toMatchObject({ status: 403 });
  await expect(other.admin.erasures.erase({ contact: namesake.id })).rejects.toMatchObject({ status: 404 });
});

test("a name is looked for as a whole, whatever signs it holds", () => {
  expect(["Al", "Maria", "The", "Jo Ann"].filter(isTelling)).toEqual(["Jo Ann"]);
  expect(new RegExp(patternOf("a+b@c.example").replaceAll("[:alnum:]", "\\p{L}\\p{N}"), "iu").test("write to a+b@c.example, please")).toBe(
    true,
  );
});

test("what hangs on a person's records is decided table by table", async () => {
  const home = await world();
  const hanging = await home.rows(
    `select distinct f.conrelid::regclass::text as name from pg_constraint f
     where f.contype = 'f' and f.confrelid in ('public.records'::regclass, 'public.feedback'::regclass, 'public.contacts'::regclass)`,
  );
  // A table that is not listed loses its rows of an erased person: say so here, or say what becomes of them.
  expect(hanging.map(({ name }) => String(name)).filter((name) => !Object.hasOwn(HANGING_ON, name))).toEqual([]);
});

test("who deleted a workspace, when, which one and how much was in it, the operator's log says", async () => {
  const { app: login, authSecret } = inject("database");
  const lines: string[] = [];
  const app = await createApp({
    installation: { app: login, authSecret },
    config: { trustedProxies: 0, rateLimitFactor: 1000 },
    log: (told) => lines.push(String(told)),
  });
  const home = await world();
  await home.admin.needs.create({ statement: "One" });
  await home.admin.needs.create({ statement: "Another" });
  const [workspace] = await home.rows("select name from workspaces where id = $1", [home.workspaceId]);
  const { ask } = visitor(app);
  await ask("POST", "/session", { email: home.admin.email, password: PASSWORD });
  const deleting = (name: unknown) => ask("POST", "/workspace/deletion", { name }, { "x-workspace": home.slug });
  expect(await deleting("Another")).toMatchObject({ status: 422 });
  expect(lines).toEqual([]);
  expect(await deleting(workspace?.name)).toMatchObject({ status: 204 });
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      event: "workspace.deleted",
      at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
      workspace: { id: home.workspaceId, name: workspace?.name },
      by: { userId: home.admin.userId, name: expect.stringContaining("Admin"), email: home.admin.email },
      rows: expect.objectContaining({ needs: 2, members: 1, activities: expect.any(Number) }),
    },
  ]);
  await app.close();
});

test("a workspace is deleted by an admin who types its name, with everything in it, and nothing else goes", {
  timeout: 60_000,
}, async () => {
  const [home, other] = [await world(), await world()];
  await filled(home);
  const key = await home.key("admin");
  const theirs = await everything(other);
  await expect(home.admin.deletion.delete({ name: "Another" })).rejects.toMatchObject({ status: 422 });
  await expect((await home.as("product")).deletion.delete({ name: "x" })).rejects.toMatchObject({ status: 403 });
  const [workspace] = await home.rows("select name from workspaces where id = $1", [home.workspaceId]);
  await expect(key.deletion.delete({ name: String(workspace?.name) })).rejects.toMatchObject({ code: "PERSON_NEEDED" });
  expect(await everything(home)).toContain("Petra");
  await home.admin.deletion.delete({ name: String(workspace?.name) });
  expect(await everything(home)).toBe("");
  expect(await home.rows("select 1 from workspaces where id = $1", [home.workspaceId])).toEqual([]);
  expect(await everything(other)).toBe(theirs);
  expect((await home.admin.fetch("/api/v1/needs")).status).toBe(404);
  expect((await key.fetch("/api/v1/needs")).status).toBe(401);
  expect((await home.admin.me.get({})).memberships).toEqual([]);
});
