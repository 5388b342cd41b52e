import { beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, type World, world } from "../../test/world.ts";

let home: World;
let pm: Person;
beforeAll(async () => {
  home = await world();
  pm = await home.as("product");
});

const keysOf = ({ items }: { items: { key: string }[] }) => items.map(({ key }) => key);

test("feedback finds its contact by e-mail, else its account by the address's domain, and invents nobody", async () => {
  const helio = await pm.accounts.create({ name: "Helio", domain: "https://www.Helio.example/", revenueMinor: 84_000_00, currency: "USD" });
  const orbit = await pm.accounts.create({ name: "Orbit", domain: "orbit.example" });
  const dana = await pm.contacts.create({ name: "Dana", email: "Dana@helio.example" });
  const guest = await pm.contacts.create({ name: "Guest of Orbit", email: "guest@gmail.com", accountId: orbit.id });
  expect(dana).toMatchObject({ key: "C-1", email: "dana@helio.example", account: { id: helio.id } });

  const from = (authorEmail: string, more = {}) => pm.feedback.create({ text: "The export drops the currency.", authorEmail, ...more });
  expect(await from("DANA@helio.example")).toMatchObject({ contact: { id: dana.id }, account: { id: helio.id, revenueMinor: 84_000_00 } });
  expect(await from("nobody@helio.example")).toMatchObject({
    contact: null,
    account: { id: helio.id },
    authorEmail: "nobody@helio.example",
  });
  expect(await from("guest@gmail.com")).toMatchObject({ contact: { id: guest.id }, account: { id: orbit.id } });
  expect(await from("other@gmail.com")).toMatchObject({ contact: null, account: null });
  expect(await from("somebody@unknown.example")).toMatchObject({ contact: null, account: null });
  expect(await from("dana@helio.example", { accountId: orbit.id })).toMatchObject({ contact: { id: dana.id }, account: { id: orbit.id } });
  expect(await from("dana@helio.example", { accountId: null, contactId: null })).toMatchObject({ contact: null, account: null });
  expect(await pm.feedback.create({ text: "By hand", contactId: guest.id })).toMatchObject({ account: { id: orbit.id } });
  const foreign = await (await world()).admin.accounts.create({ name: "Foreign" });
  await expect(from("dana@helio.example", { accountId: foreign.id })).rejects.toMatchObject({
    code: "INVALID",
    data: { issues: [{ path: "accountId" }] },
  });
});

test("feedback that came before its account or contact becomes theirs when they are added", async () => {
  const early = await pm.feedback.create({ text: "Early", authorEmail: "Ann.Early+tag@late.example" });
  const public1 = await pm.feedback.create({ text: "Public", authorEmail: "someone@hotmail.com" });
  expect(early.account).toBeNull();
  const late = await pm.accounts.create({ name: "Late", domain: "late.example" });
  await pm.accounts.create({ name: "Mail service", domain: "hotmail.com" });
  expect(await pm.feedback.get({ id: early.id })).toMatchObject({ account: { id: late.id }, contact: null, version: 2 });
  expect(await pm.feedback.get({ id: public1.id })).toMatchObject({ account: null });
  const change = await home.changeOf((context) => pm.contacts.create({ name: "Ann", email: "ann.early+tag@late.example" }, { context }));
  expect(await pm.feedback.get({ id: early.id })).toMatchObject({ contact: { name: "Ann" } });
  await pm.changes.undo({ id: change });
  expect(await pm.feedback.get({ id: early.id })).toMatchObject({ contact: null });
});

test("a row carries what a list shows; the whole text comes with the one", async () => {
  const text = `${"Long 👋 text. ".repeat(40)}end`;
  const made = await pm.feedback.create({ text, title: "Title", channel: "mail", kind: "call", receivedAt: "2026-01-31T10:00:00+02:00" });
  expect(made).toMatchObject({ key: expect.stringMatching(/^FB-\d+$/), receivedAt: "2026-01-31T08:00:00.000Z", state: "new", version: 1 });
  expect([...made.excerpt]).toHaveLength(160);
  expect(text.startsWith(made.excerpt)).toBe(true);
  expect(await pm.feedback.get({ id: made.key.toLowerCase() })).toMatchObject({
    id: made.id,
    text,
    quotes: [],
    history: [],
    duplicates: [],
    mergedInto: null,
  });
  await expect(pm.feedback.get({ id: "FB-99999" })).rejects.toMatchObject({ status: 404 });
  await expect(pm.feedback.get({ id: "N-1" })).rejects.toMatchObject({ status: 404 });
  await expect(pm.feedback.create({ text: "" })).rejects.toMatchObject({ code: "INVALID", data: { issues: [{ path: "text" }] } });
  await expect(pm.feedback.create({ text: "nul \u0000 inside" })).rejects.toMatchObject({ status: 422 });
});

test("the same message of a source is taken once", async () => {
  const draft = { text: "Ticket", sourceSystem: "desk", sourceId: "T-1" };
  await pm.feedback.create(draft);
  await expect(pm.feedback.create(draft)).rejects.toMatchObject({ code: "ALREADY_THERE" });
  await pm.feedback.create({ ...draft, sourceSystem: "other desk" });
});

test("lists filter, sort and page, forwards and backwards, each row once", async () => {
  const { as, productId } = await world();
  const pm = await as("customer");
  const accounts = await Promise.all(
    [300, 100, null, 200].map((revenueMinor, place) =>
      pm.accounts.create({ name: `Account ${place}`, ...(revenueMinor !== null && { revenueMinor, currency: "USD" }) }),
    ),
  );
  const label = await pm.labels.create({ name: "urgent" });
  const made: { id: string; key: string; receivedAt: string }[] = [];
  for (let i = 0; i < 12; i++) {
    const account = accounts[i % 6];
    made.push(
      await pm.feedback.create({
        text: i % 2 === 0 ? "Exporting the totals fails" : "Sign in is slow",
        kind: i % 3 === 0 ? "review" : "message",
        channel: i % 4 === 0 ? "mail" : "chat",
        receivedAt: new Date(Date.UTC(2026, 0, 1 + ((i * 7) % 12))).toISOString(),
        ...(account && { accountId: account.id }),
      }),
    );
  }
  await pm.records.setLabels({ id: made[5]?.id ?? "", labelIds: [label.id] });
  const days = made.toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).map(({ key }) => key);

  async function walk(query: Parameters<typeof pm.feedback.list>[0], limit: number): Promise<string[]> {
    const found: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 20; pages++) {
      const page = await pm.feedback.list({ ...query, limit, cursor });
      found.push(...keysOf(page));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    return found;
  }
  expect(await walk({}, 5)).toEqual(days);
  expect(await walk({ direction: "asc" }, 5)).toEqual(days.toReversed());
  expect(await walk({ state: ["new", "snoozed", "linked"] }, 5)).toEqual(days);
  const byRevenue = await walk({ sort: "revenue" }, 100);
  const revenueOf = async (key: string) => (await pm.feedback.get({ id: key })).account?.revenueMinor ?? null;
  expect(await Promise.all(byRevenue.map(revenueOf))).toEqual([300, 300, 200, 200, 100, 100, null, null, null, null, null, null]);
  expect(await Promise.all((await walk({ sort: "revenue", direction: "asc" }, 100)).map(revenueOf))).toEqual([
    100,
    100,
    200,
    200,
    300,
    300,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  for (const sort of ["received", "updated", "revenue"] as const)
    for (const direction of ["asc", "desc"] as const) {
      const whole = await walk({ sort, direction }, 100);
      expect(new Set(whole).size).toBe(12);
      expect(await walk({ sort, direction }, 1)).toEqual(whole);
      expect(await walk({ sort, direction }, 5)).toEqual(whole);
      for (const offset of [0, 3, 6, 11, 12, 40])
        expect(keysOf(await pm.feedback.list({ sort, direction, offset, limit: 4 }))).toEqual(whole.slice(offset, offset + 4));
    }
  await expect(pm.feedback.list({ cursor: "x" })).rejects.toMatchObject({ code: "INVALID" });
  const { nextCursor } = await pm.feedback.list({ limit: 1, sort: "revenue" });
  await expect(pm.feedback.list({ cursor: nextCursor ?? "" })).rejects.toMatchObject({ code: "INVALID" });

  const found = async (query: Parameters<typeof pm.feedback.list>[0]) => {
    const { items } = await pm.feedback.list({ ...query, limit: 100 });
    const { limit: _, ...filter } = { limit: 0, ...query };
    expect(await pm.feedback.count(filter)).toEqual({ total: items.length });
    return items.length;
  };
  expect(await found({ kind: "review" })).toBe(4);
  expect(await found({ kind: ["review", "message"] })).toBe(12);
  expect(await found({ channel: "mail" })).toBe(3);
  expect(await found({ account: accounts[0]?.id ?? "" })).toBe(2);
  expect(await found({ account: accounts[0]?.key ?? "" })).toBe(2);
  expect(await found({ account: "none" })).toBe(4);
  expect(await found({ label: label.id })).toBe(1);
  expect(await found({ label: "none" })).toBe(11);
  expect(await found({ product: productId })).toBe(12);
  expect(await found({ q: "totals" })).toBe(6);
  expect(await found({ q: "totls export", kind: "review" })).toBe(2);
  expect(await found({ q: "nothing like it" })).toBe(0);
  expect(await found({ receivedFrom: "2026-01-03", receivedTo: "2026-01-04" })).toBe(2);
  expect(await found({ receivedFrom: "2026-01-03T00:00:00Z", receivedTo: "2026-01-04T00:00:00Z" })).toBe(1);
  expect(await found({ assignee: "none" })).toBe(12);
  expect(await found({ assignee: "me" })).toBe(0);
});

test("two who edit at once: the second is shown what is there now, and nothing is lost", async () => {
  const made = await pm.feedback.create({ text: "First words" });
  const edited = await pm.feedback.edit({ params: { id: made.id }, headers: ifMatch(made), body: { title: "Titled" } });
  expect(edited).toMatchObject({ title: "Titled", version: 2 });
  await expect(pm.feedback.edit({ params: { id: made.id }, headers: ifMatch(made), body: { text: "Other words" } })).rejects.toMatchObject({
    status: 412,
    code: "CHANGED",
    data: { current: { title: "Titled", text: "First words", version: 2 } },
  });
  expect(await pm.feedback.edit({ params: { id: made.id }, headers: ifMatch(edited), body: { title: "Titled" } })).toMatchObject({
    version: 2,
  });
  const change = await home.changeOf((context) =>
    pm.feedback.edit({ params: { id: made.key }, headers: ifMatch(edited), body: { title: "", text: "Third words" } }, { context }),
  );
  expect(await pm.feedback.get({ id: made.id })).toMatchObject({ title: null, text: "Third words" });
  await pm.changes.undo({ id: change });
  expect(await pm.feedback.get({ id: made.id })).toMatchObject({ title: "Titled", text: "First words" });
  const { items } = await pm.records.activities({ id: made.id });
  expect(items.map(({ kind }) => kind)).toContain("feedback.edited");
});

test("quotes follow their words through an edit; those that no longer stand there are marked, and come back with them", async () => {
  const need = await pm.needs.create({ statement: "Trust exported totals" });
  const text = "Exports drop the currency. I recheck totals. I recheck totals.";
  const made = await pm.feedback.create({ text });
  const quote = (words: string, from = 0) => {
    const startsAt = text.indexOf(words, from);
    return pm.quotes.create({ id: made.id, startsAt, endsAt: startsAt + words.length, importance: 2, targetId: need.id });
  };
  const [first, , third] = [await quote("drop the currency"), await quote("I recheck totals"), await quote("I recheck totals", 45)];
  const edit = async (body: { text: string }) => {
    const now = await pm.feedback.get({ id: made.id });
    return pm.feedback.edit({ params: { id: made.id }, headers: ifMatch(now), body });
  };
  const shown = ({ quotes, text }: Awaited<ReturnType<typeof edit>>) =>
    quotes.map(({ anchored, startsAt, endsAt, words }) => (anchored ? text.slice(startsAt, endsAt) === words && words : `lost: ${words}`));
  const moved = await edit({ text: `Hello! ${text}` });
  expect(shown(moved)).toEqual(["drop the currency", "I recheck totals", "I recheck totals"]);
  expect(moved.quotes.map(({ startsAt }) => startsAt)).toEqual([first.startsAt + 7, 34, third.startsAt + 7]);
  const broken = await edit({ text: `Hello! ${text.replace("drop", "lose")}` });
  expect(shown(broken)).toEqual(["lost: drop the currency", "I recheck totals", "I recheck totals"]);
  expect(broken.quotes[0]).toMatchObject({ startsAt: first.startsAt + 7, version: 3 });
  const [activity] = (await pm.records.activities({ id: made.id })).items;
  expect(activity).toMatchObject({ kind: "feedback.edited", detail: { quotes: { moved: 0, lost: ["drop the currency"] } } });
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ demand: { quotes: 3 } });
  expect(shown(await edit({ text: `Hello! ${text}` }))).toEqual(["drop the currency", "I recheck totals", "I recheck totals"]);
});

test("what another workspace has is found by none of these", async () => {
  const other = await world();
  const theirs = await other.admin.feedback.create({ text: "canary of the other workspace", authorEmail: "c@canary.example" });
  const account = await other.admin.accounts.create({ name: "Canary", domain: "canary.example" });
  const mine = await pm.feedback.create({ text: "Mine", authorEmail: "d@canary.example" });
  expect(mine.account).toBeNull();
  await expect(pm.feedback.get({ id: theirs.id })).rejects.toMatchObject({ status: 404 });
  await expect(pm.feedback.similar({ id: theirs.id })).rejects.toMatchObject({ status: 404 });
  expect((await pm.feedback.list({ q: "canary of" })).items).toEqual([]);
  expect((await pm.feedback.list({ account: account.id })).items).toEqual([]);
  expect(await pm.feedback.count({ account: account.id })).toEqual({ total: 0 });
});

test("a typed word finds all that begin with it, its other forms and what is nearly it, whatever signs it holds", async () => {
  const { admin } = await world();
  const long = `dashboard${"s".repeat(50)}`;
  const texts = ["Exporting dashboards", "An exported board", "O'Reilly's C:\\path", "Plans of 2024, v2", long, "We back up"];
  for (const text of texts) await admin.feedback.create({ text });
  const textsOf = async (q: string, more = {}) => {
    const { items } = await admin.feedback.list({ q, limit: 100, ...more });
    return items.map(({ excerpt }) => excerpt).sort();
  };
  expect(await textsOf("export")).toEqual(["An exported board", "Exporting dashboards"]);
  expect(await textsOf("exports")).toEqual(["An exported board", "Exporting dashboards"]);
  expect(await textsOf("exp board")).toEqual(["An exported board"]);
  expect(await textsOf("exportign dashbaords")).toEqual(["Exporting dashboards"]);
  expect(await textsOf("dashboardssss")).toContain(long);
  for (const [q, found] of [
    ["o'reilly", 2],
    ["path", 2],
    ["20", 3],
    ["v2", 3],
    ["p", 2],
    ["we", 5],
    ["ba up", 5],
  ] as const)
    expect(await textsOf(q), q).toContain(texts[found]);
  expect(await textsOf("\\ ' & | ! :*")).toBeInstanceOf(Array);

  // Many words that begin alike are asked of the index as a beginning.
  for (let i = 0; i < 18; i++) await admin.feedback.create({ text: `Expanse${String.fromCharCode(97 + i)} of the sea` });
  expect(await textsOf("expanse")).toHaveLength(18);
  const first = await admin.feedback.list({ q: "exp sea", limit: 10 });
  const rest = await admin.feedback.list({ q: "exp sea", limit: 10, cursor: first.nextCursor ?? "" });
  expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(18);
  expect(rest.nextCursor).toBeNull();
});
