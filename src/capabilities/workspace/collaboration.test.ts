import { beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, type World, world } from "../../test/world.ts";
import { mentionOf } from "./collaboration-rules.ts";

let home: World;
let other: World;
beforeAll(async () => {
  [home, other] = await Promise.all([world(), world()]);
});

const need = (where: World, statement = "Trust exported totals") => where.admin.needs.create({ statement, detail: "" });
const at = (person: Person, name = "Somebody") => mentionOf({ id: person.memberId, name });
const inbox = async (person: Person) => (await person.notifications.list({})).items.map(({ kind, excerpt }) => `${kind}: ${excerpt}`);

test("who is mentioned, who took part and whose record it is hear of a comment once; its author does not", async () => {
  const { admin } = home;
  const [owner, product, design, guest] = await Promise.all([home.as("customer"), home.as("product"), home.as("design"), home.as("guest")]);
  const { id, key } = await admin.needs.create({ statement: "Hear of it", detail: "", ownerId: owner.memberId });
  await owner.notifications.read({ upTo: "ffffffff-ffff-ffff-ffff-ffffffffffff" });
  const before = (await inbox(owner)).length;

  await guest.comments.create({
    id: key,
    body: `${at(product, "Paula")} and **again** ${at(product, "Paula")}: see [this](https://example.org)`,
  });
  expect(await inbox(product)).toEqual(["mentioned: @Paula and again @Paula: see this"]);
  expect(await inbox(guest)).toEqual([]);
  expect((await inbox(owner)).length).toBe(before + 1);

  await design.comments.create({ id, body: "I agree" });
  expect(await inbox(product)).toHaveLength(2);
  expect(await inbox(guest)).toEqual(["commented: I agree"]);
  expect(await inbox(design)).toEqual([]);

  const [first] = (await product.notifications.list({ unread: "true" })).items;
  expect(first).toMatchObject({ kind: "commented", key, recordKind: "need", title: "Hear of it", actorId: design.memberId, readAt: null });
  expect(first?.actorName).toMatch(/^design/);
  expect(await product.notifications.count()).toEqual({ unread: 2 });
  const read = await product.notifications.read({ ids: [first?.id ?? ""] });
  expect(read).toEqual({ ids: [first?.id] });
  expect(await product.notifications.count()).toEqual({ unread: 1 });
  await product.notifications.unread({ ids: read.ids });
  expect((await product.notifications.read({ recordId: id })).ids).toHaveLength(2);
  expect((await product.notifications.list({ unread: "true" })).items).toEqual([]);
});

test("nobody reads or marks another person's notifications", async () => {
  const [one, two] = await Promise.all([home.as("data"), home.as("marketing")]);
  const { id } = await need(home, "Private inbox");
  await home.admin.comments.create({ id, body: at(one) });
  const [mine] = (await one.notifications.list({})).items;
  expect(await two.notifications.read({ ids: [mine?.id ?? ""] })).toEqual({ ids: [] });
  expect(await two.notifications.list({})).toEqual({ items: [], nextCursor: null });
  expect(await one.notifications.count()).toEqual({ unread: 1 });
});

test("a comment is edited by its author, deleted by its author or an admin, and each is undone", async () => {
  const { admin, changeOf } = home;
  const [author, somebody] = await Promise.all([home.as("engineering"), home.as("product", "design")]);
  const { id } = await need(home, "Talked about");
  const bodies = async () => (await admin.comments.list({ id })).items.map(({ body }) => body);
  let made: Awaited<ReturnType<typeof author.comments.create>> | undefined;
  const created = await changeOf(async (context) => {
    made = await author.comments.create({ id, body: `First ${at(somebody)}` }, { context });
  });
  if (!made) throw new Error("It was made.");
  expect(made).toMatchObject({ authorId: author.memberId, authorName: expect.stringMatching(/^engineering/), version: 1, editedAt: null });

  const edit = { params: { id: made.id }, headers: ifMatch(made), body: { body: "Second" } };
  await expect(somebody.comments.edit(edit)).rejects.toMatchObject({ code: "NOT_YOURS" });
  await expect(admin.comments.edit(edit)).rejects.toMatchObject({ code: "NOT_YOURS" });
  const edited = await changeOf((context) => author.comments.edit(edit, { context }));
  await expect(author.comments.edit(edit)).rejects.toMatchObject({ code: "CHANGED", data: { current: { body: "Second" } } });
  expect((await somebody.notifications.list({})).items[0]?.excerpt).toBe("Second");
  await author.changes.undo({ id: edited });
  expect(await bodies()).toEqual([`First ${at(somebody)}`]);

  await expect(somebody.comments.delete({ id: made.id })).rejects.toMatchObject({ code: "NOT_YOURS" });
  const deleted = await changeOf((context) => admin.comments.delete({ id: made?.id ?? "" }, { context }));
  expect(await bodies()).toEqual([]);
  expect((await somebody.notifications.list({})).items).toEqual([]);
  await admin.changes.undo({ id: deleted });
  expect(await bodies()).toEqual([`First ${at(somebody)}`]);
  await expect(author.changes.undo({ id: created })).rejects.toMatchObject({ code: "CHANGED_SINCE" });
});

test("taking back a comment takes its notifications along, even those that were read", async () => {
  const { changeOf, admin } = home;
  const guest = await home.as("guest", "data");
  const { id } = await need(home, "Taken back");
  const created = await changeOf((context) => guest.comments.create({ id, body: `Oops ${at(admin)}` }, { context }));
  await admin.notifications.read({ recordId: id });
  await guest.changes.undo({ id: created });
  expect((await admin.comments.list({ id })).items).toEqual([]);
  expect((await admin.notifications.list({})).items.filter(({ recordId }) => recordId === id)).toEqual([]);
});

test("comments cross no workspace: not on its records, not to its members, not by their ids", async () => {
  const theirs = await need(other, "Theirs");
  const mine = await need(home, "Mine");
  const said = await other.admin.comments.create({ id: theirs.id, body: "Between us" });
  await expect(home.admin.comments.create({ id: theirs.id, body: "Hello" })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.comments.list({ id: theirs.id })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.records.activities({ id: theirs.id })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.comments.create({ id: mine.id, body: at(other.admin) })).rejects.toMatchObject({ code: "INVALID" });
  await expect(home.admin.comments.delete({ id: said.id })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.comments.edit({ params: { id: said.id }, headers: ifMatch(said), body: { body: "x" } })).rejects.toMatchObject({
    status: 404,
  });
  expect((await home.admin.comments.list({ id: mine.id })).items).toEqual([]);
  expect((await other.admin.notifications.list({})).items).toEqual([]);
  expect((await other.admin.comments.list({ id: theirs.id })).items).toMatchObject([{ body: "Between us" }]);
});

test("a program comments under no member's name, and cannot with a key that only reads", async () => {
  const { id } = await need(home, "By a program");
  const [writes, reads] = await Promise.all([home.key("write"), home.key("read")]);
  expect(await writes.comments.create({ id, body: "Imported note" })).toMatchObject({ authorId: null, authorName: null });
  await expect(reads.comments.create({ id, body: "No" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  const [activity] = (await home.admin.records.activities({ id })).items;
  expect(activity).toMatchObject({ kind: "comment.added", actorId: null, actorName: "write key" });
});

test("the trail tells who did what, page by page, for a record and for the workspace", async () => {
  const { admin } = await world();
  const { id, key, version } = await admin.needs.create({ statement: "Before", detail: "" });
  await admin.needs.edit({ params: { id }, headers: ifMatch({ version }), body: { statement: "After" } });
  const first = await admin.records.activities({ id, limit: 1 });
  expect(first.items).toMatchObject([{ kind: "need.edited", actorName: expect.stringMatching(/^Admin/) }]);
  expect(first.items[0]?.detail).toMatchObject({ changes: { statement: { before: "Before", after: "After" } } });
  const second = await admin.records.activities({ id, limit: 1, cursor: first.nextCursor ?? undefined });
  expect(second).toMatchObject({ items: [{ kind: "need.created" }], nextCursor: null });
  expect((await admin.activities.list({ limit: 2 })).items).toMatchObject([{ key, title: "After", recordKind: "need" }, { key }]);
  await expect(admin.activities.list({ cursor: "nonsense" })).rejects.toMatchObject({ code: "INVALID" });
});

test("a view is saved, shared and deleted; a private one is nobody else's", async () => {
  const { admin, changeOf } = home;
  const member = await home.as("product");
  const guest = await home.as("guest");
  const mine = await member.views.create({ page: "needs", name: "Mine", query: "sort=revenue&label=none" });
  await expect(guest.views.create({ page: "needs", name: "No", query: "" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect((await home.key("write")).views.create({ page: "needs", name: "No", query: "" })).rejects.toMatchObject({
    code: "NO_VIEWS",
  });
  expect((await admin.views.list({ page: "needs" })).items).toEqual([]);
  await expect(admin.views.delete({ id: mine.id })).rejects.toMatchObject({ status: 404 });
  await expect(other.admin.views.delete({ id: mine.id })).rejects.toMatchObject({ status: 404 });

  const shared = await changeOf((context) =>
    member.views.edit({ params: { id: mine.id }, headers: ifMatch(mine), body: { shared: true, name: "Ours" } }, { context }),
  );
  expect((await guest.views.list({ page: "needs" })).items).toMatchObject([{ name: "Ours", ownerId: member.memberId }]);
  expect((await guest.views.list({ page: "feedback" })).items).toEqual([]);
  const engineer = await home.as("engineering");
  await expect(engineer.views.delete({ id: mine.id })).rejects.toMatchObject({ code: "NOT_YOURS" });
  const deleted = await changeOf((context) => admin.views.delete({ id: mine.id }, { context }));
  expect((await member.views.list({})).items).toEqual([]);
  await admin.changes.undo({ id: deleted });
  await member.changes.undo({ id: shared });
  expect((await member.views.list({})).items).toMatchObject([{ name: "Mine", shared: false }]);
  expect((await admin.views.list({})).items).toEqual([]);
});
