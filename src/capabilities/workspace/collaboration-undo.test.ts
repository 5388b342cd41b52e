import { beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { application, type World, world } from "../../test/world.ts";

let home: World;
let other: World;
beforeAll(async () => {
  [home, other] = await Promise.all([world(), world()]);
});

const need = (where: World, statement: string) => where.admin.needs.create({ statement, detail: "" });

test("a change is undone by who made it or by an admin, once, and the trail says so", async () => {
  const { changeOf } = home;
  const [author, somebody] = await Promise.all([home.as("product"), home.as("engineering")]);
  const made = await author.needs.create({ statement: "As it was", detail: "" });
  const change = await changeOf((context) =>
    author.needs.edit({ params: { id: made.id }, headers: ifMatch(made), body: { statement: "As it is" } }, { context }),
  );
  await expect(somebody.changes.undo({ id: change })).rejects.toMatchObject({ code: "NOT_YOURS" });
  await expect(other.admin.changes.undo({ id: change })).rejects.toMatchObject({ status: 404 });
  expect(await home.admin.needs.get({ id: made.id })).toMatchObject({ statement: "As it is" });
  let redo = "";
  expect(await home.admin.changes.undo({ id: change }, { context: { onChange: (id) => (redo = id) } })).toEqual({ records: [made.id] });
  expect(await author.needs.get({ id: made.id })).toMatchObject({ statement: "As it was" });
  await expect(author.changes.undo({ id: change })).rejects.toMatchObject({ status: 404 });
  const [undone] = (await author.records.activities({ id: made.id })).items;
  expect(undone).toMatchObject({ kind: "change.undone", detail: { changes: { statement: { before: "As it is", after: "As it was" } } } });
  await home.admin.changes.undo({ id: redo });
  expect(await author.needs.get({ id: made.id })).toMatchObject({ statement: "As it is" });
});

test("what somebody changed since is not undone, and nothing of it is", async () => {
  const { admin, changeOf } = home;
  const label = await admin.labels.create({ name: "Since" });
  const [one, two] = [await need(home, "One"), await need(home, "Two")];
  const change = await changeOf((context) => admin.labels.onRecords({ id: label.id, add: [one.id, two.id] }, { context }));
  await (await home.as("product")).records.setLabels({ id: one.id, labelIds: [] });
  await expect(admin.changes.undo({ id: change })).rejects.toMatchObject({ code: "CHANGED_SINCE" });
  expect(await admin.needs.get({ id: two.id })).toMatchObject({ labels: [label.id] });
});

test("of two who undo the same change at once one succeeds", async () => {
  const { admin, changeOf } = home;
  const made = await need(home, "Raced");
  const change = await changeOf((context) =>
    admin.needs.edit({ params: { id: made.id }, headers: ifMatch(made), body: { statement: "Raced on" } }, { context }),
  );
  const ends = await Promise.allSettled([1, 2, 3].map(() => admin.changes.undo({ id: change })));
  expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await admin.needs.get({ id: made.id })).toMatchObject({ statement: "Raced", version: 3 });
});

test("rights that were lost are not regained by undoing", async () => {
  const { admin, changeOf } = home;
  const person = await home.as("admin", "data");
  const made = await need(home, "Rights lost");
  const field = await changeOf((context) => person.fields.create({ recordKind: "need", name: "Lost", type: "text" }, { context }));
  const edit = await changeOf((context) =>
    person.needs.edit({ params: { id: made.id }, headers: ifMatch(made), body: { statement: "Rights kept" } }, { context }),
  );
  const access = async (level: "member" | "guest") => {
    const { items } = await admin.members.list({});
    const member = items.find(({ id }) => id === person.memberId);
    if (!member) throw new Error("The member is there.");
    await admin.members.edit({ params: { id: person.memberId }, headers: ifMatch(member), body: { access: level } });
  };
  await access("member");
  await expect(person.changes.undo({ id: field })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await access("guest");
  await expect(person.changes.undo({ id: edit })).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await admin.needs.get({ id: made.id })).toMatchObject({ statement: "Rights kept" });
});

test("before-images are kept for 30 days", async () => {
  const { admin, changeOf } = home;
  const made = await need(home, "Long ago");
  const edit = (version: number, statement: string) =>
    changeOf((context) => admin.needs.edit({ params: { id: made.id }, headers: ifMatch({ version }), body: { statement } }, { context }));
  const [old, young] = [await edit(1, "Long ago, edited"), await edit(2, "Not long ago")];
  await home.rows("update change_rows set at = now() - interval '31 days' where change_id = $1", [old]);
  await home.rows("update change_rows set at = now() - interval '29 days' where change_id = $1", [young]);
  const { app } = await application();
  await app.database.pool.query("select forget_old_changes()");
  await expect(admin.changes.undo({ id: old })).rejects.toMatchObject({ status: 404 });
  await admin.changes.undo({ id: young });
});

test("search forgives typos, knows every kind, and puts a typed key first", async () => {
  const where = await world();
  const { admin } = where;
  const wanted = await need(where, "Trust the export of totals");
  const forty = await need(where, "Exporting to a spreadsheet");
  const feature = await admin.features.create({ title: "Export as spreadsheet", why: "", body: "" });
  const found = async (q: string, kind?: "need" | "feature") =>
    (await admin.search.find({ q, ...(kind ? { kind } : {}) })).items.map(({ key }) => key);
  expect((await found("exprot")).sort()).toEqual([feature.key, wanted.key, forty.key].sort());
  expect(await found("exprot", "feature")).toEqual([feature.key]);
  expect(await found("totals export")).toEqual([wanted.key]);
  expect((await found("trust the"))[0]).toBe(wanted.key);
  for (const typed of [forty.key, forty.key.toLowerCase(), forty.key.replace("-", " ")]) expect((await found(typed))[0]).toBe(forty.key);
  expect(await admin.search.find({ q: feature.key })).toEqual({
    items: [{ id: feature.id, kind: "feature", key: feature.key, title: "Export as spreadsheet" }],
  });
  expect(await found("N-999")).toEqual([]);
  expect(await found("%")).toEqual([]);
  expect(await admin.records.get({ id: wanted.key })).toMatchObject({ id: wanted.id, kind: "need", title: "Trust the export of totals" });
});

test("what has no title is called by its first words, not by who said them", async () => {
  const { admin } = await world();
  await admin.feedback.create({ text: "Quagmires in the export.", authorName: "Ana Author", authorEmail: "ana@helio.example" });
  expect((await admin.search.find({ q: "quagmires" })).items).toMatchObject([{ key: "FB-1", title: "Quagmires in the export." }]);
  expect((await admin.search.find({ q: "ana author" })).items).toMatchObject([{ key: "FB-1" }]);
});

test("search and keys stay inside the workspace", async () => {
  const secret = await need(other, "Zanzibar expansion");
  await need(home, "Something else");
  expect(await home.admin.search.find({ q: "zanzibar" })).toEqual({ items: [] });
  await expect(home.admin.records.get({ id: secret.id })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.records.get({ id: "F-4000" })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.records.get({ id: "X-1" })).rejects.toMatchObject({ status: 404 });
});

test("what happens is told live to the same workspace only, and a stream ends with the rights to it", async () => {
  const where = await world();
  const member = await where.as("product");
  const messages: { activity: string; recordId: string | null }[] = [];
  const stream = await member.live.watch();
  const ended = (async () => {
    for await (const message of stream) messages.push(message);
  })();
  const { id } = await need(where, "Seen live");
  await need(other, "Not seen");
  await where.admin.comments.create({ id, body: "Hello" });
  await expect.poll(() => messages.map(({ activity }) => activity)).toEqual(["need.created", "comment.added"]);
  expect(messages[0]).toMatchObject({ recordId: id, actorId: where.admin.memberId });
  const [row] = await where.rows("select version from members where id = $1", [member.memberId]);
  await where.admin.fetch(`/api/v1/members/${member.memberId}`, { method: "DELETE", headers: { "if-match": `"${row?.version}"` } });
  await ended;
});
