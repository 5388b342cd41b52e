import { beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, type World, world } from "../../test/world.ts";

let home: World;
let cs: Person;
beforeAll(async () => {
  home = await world();
  cs = await home.as("customer");
});

test("accounts list by name and by revenue, filter by plan, label and words, and page without losing one", async () => {
  const { as } = await world();
  const cs = await as("customer");
  const names = ["écho", "Alpha", "beta", "Delta", "charlie"];
  const made = [];
  for (const [place, name] of names.entries())
    made.push(
      await cs.accounts.create({
        name,
        plan: place % 2 ? "Team" : "Free",
        ...(place < 3 && { revenueMinor: (place + 1) * 100, currency: "USD" }),
      }),
    );
  await cs.feedback.create({ text: "From Alpha", accountId: made[1]?.id });
  const label = await cs.labels.create({ name: "Key account" });
  await cs.records.setLabels({ id: made[2]?.id ?? "", labelIds: [label.id] });

  async function walk(query: Parameters<typeof cs.accounts.list>[0], limit: number) {
    const found: string[] = [];
    let cursor: string | undefined;
    for (let pages = 0; pages < 10; pages++) {
      const page = await cs.accounts.list({ ...query, limit, cursor });
      found.push(...page.items.map(({ name }) => name));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    return found;
  }
  const byName = ["Alpha", "beta", "charlie", "Delta", "écho"];
  for (const limit of [1, 2, 100]) {
    expect(await walk({}, limit)).toEqual(byName);
    expect(await walk({ direction: "desc" }, limit)).toEqual(byName.toReversed());
    expect((await walk({ sort: "revenue", direction: "desc" }, limit)).slice(0, 3)).toEqual(["beta", "Alpha", "écho"]);
    expect((await walk({ sort: "revenue", direction: "asc" }, limit)).slice(0, 3)).toEqual(["écho", "Alpha", "beta"]);
    expect((await walk({ sort: "revenue", direction: "asc" }, limit)).slice(3).sort()).toEqual(["Delta", "charlie"]);
  }
  const whole = await walk({ sort: "revenue", direction: "desc" }, 100);
  for (const offset of [0, 2, 3, 4, 9])
    expect((await cs.accounts.list({ sort: "revenue", direction: "desc", offset, limit: 2 })).items.map(({ name }) => name)).toEqual(
      whole.slice(offset, offset + 2),
    );
  expect((await cs.accounts.list({ q: "alpah" })).items).toMatchObject([
    { name: "Alpha", key: "A-2", feedback: 1, labels: [], fields: {} },
  ]);
  expect(await walk({ plan: "Team" }, 10)).toEqual(["Alpha", "Delta"]);
  expect(await walk({ plan: ["Team", "Free"], label: label.id }, 10)).toEqual(["beta"]);
  expect(await cs.accounts.count({ plan: "Team" })).toEqual({ total: 2 });
});

test("an account's domain is kept plain and belongs to one account", async () => {
  const account = await cs.accounts.create({
    name: "Helio",
    domain: "HTTPS://WWW.Helio.example/about",
    attributes: { Industry: "Freight" },
  });
  expect(account).toMatchObject({ domain: "helio.example", attributes: { Industry: "Freight" }, version: 1 });
  await expect(cs.accounts.create({ name: "Again", domain: "helio.example" })).rejects.toMatchObject({
    status: 409,
    code: "ALREADY_THERE",
    message: "Helio has the domain helio.example already.",
    data: { key: account.key },
  });
  await expect(cs.accounts.create({ name: "No domain", domain: "nonsense" })).rejects.toMatchObject({
    data: { issues: [{ path: "domain" }] },
  });
  await expect(cs.accounts.create({ name: "Half money", revenueMinor: 5 })).rejects.toMatchObject({ code: "INVALID" });
  await (await world()).admin.accounts.create({ name: "Elsewhere", domain: "helio.example" });
});

test("an edit says which version it changes, and can be taken back", async () => {
  const account = await cs.accounts.create({ name: "Orbit", revenueMinor: 100, currency: "USD" });
  const edit = (version: number, body: object) => cs.accounts.edit({ params: { id: account.key }, headers: ifMatch({ version }), body });
  expect(await edit(1, { plan: "Team", seats: 12 })).toMatchObject({ plan: "Team", seats: 12, version: 2 });
  await expect(edit(1, { plan: "Free" })).rejects.toMatchObject({ status: 412, data: { current: { plan: "Team", version: 2 } } });
  await expect(edit(2, { revenueMinor: null })).rejects.toMatchObject({ data: { issues: [{ path: "currency" }] } });
  const change = await home.changeOf((context) =>
    cs.accounts.edit(
      { params: { id: account.id }, headers: ifMatch({ version: 2 }), body: { revenueMinor: null, currency: null } },
      { context },
    ),
  );
  expect(await cs.accounts.get({ id: account.id })).toMatchObject({ revenueMinor: null, currency: null });
  await cs.changes.undo({ id: change });
  expect(await cs.accounts.get({ id: account.id })).toMatchObject({ revenueMinor: 100, currency: "USD" });
  const [activity] = (await cs.records.activities({ id: account.id })).items;
  expect(activity?.kind).toBe("change.undone");
});

test("an account with feedback goes only when that may stay without it, and comes back whole", async () => {
  const account = await cs.accounts.create({ name: "Leaving", domain: "leaving.example" });
  const contact = await cs.contacts.create({ name: "Lea", email: "lea@leaving.example" });
  const item = await cs.feedback.create({ text: "Words", authorEmail: "lea@leaving.example" });
  await expect(cs.accounts.delete({ params: { id: account.id } })).rejects.toMatchObject({
    status: 409,
    code: "IN_USE",
    message: "1 piece of feedback and 1 contact belong to this account. Delete it with detach to keep them without an account.",
    data: { feedback: 1, contacts: 1 },
  });
  const change = await home.changeOf((context) =>
    cs.accounts.delete({ params: { id: account.key }, query: { detach: true } }, { context }),
  );
  await expect(cs.accounts.get({ id: account.id })).rejects.toMatchObject({ status: 404 });
  expect(await cs.feedback.get({ id: item.id })).toMatchObject({ account: null, contact: { id: contact.id } });
  await cs.changes.undo({ id: change });
  expect(await cs.feedback.get({ id: item.id })).toMatchObject({ account: { id: account.id, key: account.key } });
  expect(await cs.accounts.get({ id: account.key })).toMatchObject({ contacts: [{ id: contact.id }], feedback: { new: 1 } });
  expect((await cs.accounts.list({ q: "leaving" })).items).toHaveLength(1);
});

test("contacts have one address each, and their feedback outlives them", async () => {
  const account = await cs.accounts.create({ name: "People", domain: "people.example" });
  const ann = await cs.contacts.create({ name: "Ann", email: "Ann@people.example", title: "CFO" });
  expect(ann).toMatchObject({ email: "ann@people.example", account: { id: account.id }, title: "CFO" });
  await expect(cs.contacts.create({ name: "Other", email: "ann@PEOPLE.example" })).rejects.toMatchObject({
    code: "ALREADY_THERE",
    data: { key: ann.key },
  });
  const bob = await cs.contacts.create({ name: "Bob", accountId: account.id });
  expect((await cs.contacts.list({ account: account.key })).items.map(({ name }) => name)).toEqual(["Bob", "Ann"]);
  expect(
    (await cs.contacts.list({ q: "anm@people.example" })).items.length + (await cs.contacts.list({ q: "ann" })).items.length,
  ).toBeGreaterThan(0);
  const item = await cs.feedback.create({ text: "Words", contactId: ann.id, authorName: "Ann as she wrote it" });
  const edited = await cs.contacts.edit({ params: { id: ann.id }, headers: ifMatch(ann), body: { name: "Anna" } });
  expect(edited).toMatchObject({ name: "Anna", version: 2 });
  await expect(cs.contacts.edit({ params: { id: ann.id }, headers: ifMatch(ann), body: { name: "Annika" } })).rejects.toMatchObject({
    status: 412,
  });
  const change = await home.changeOf((context) => cs.contacts.delete({ id: ann.key }, { context }));
  expect(await cs.feedback.get({ id: item.id })).toMatchObject({
    contact: null,
    authorName: "Ann as she wrote it",
    account: { id: account.id },
  });
  await cs.changes.undo({ id: change });
  expect(await cs.feedback.get({ id: item.id })).toMatchObject({ contact: { id: ann.id, name: "Anna" } });
  await cs.contacts.delete({ id: bob.id });
  await expect(cs.contacts.get({ id: bob.id })).rejects.toMatchObject({ status: 404 });
});
