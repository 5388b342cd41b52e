import { beforeAll, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type World, world } from "../../test/world.ts";

let home: World;
let other: World;
beforeAll(async () => {
  [home, other] = await Promise.all([world(), world()]);
});

const need = (where: World, statement = "Trust exported totals") => where.admin.needs.create({ statement, detail: "" });
const undo = (where: World, id: string) => where.changeOf((context) => where.admin.changes.undo({ id }, { context }));

test("a label is created, renamed and deleted, and each of that is undone and done again", async () => {
  const { admin, changeOf } = home;
  const names = async () => (await admin.labels.list()).items.map(({ name }) => name);
  const record = await need(home);

  const created = await changeOf((context) => admin.labels.create({ name: "Exports", colour: "blue" }, { context }));
  expect(await names()).toEqual(["Exports"]);
  const redo = await undo(home, created);
  expect(await names()).toEqual([]);
  await undo(home, redo);
  const [label] = (await admin.labels.list()).items;
  if (!label) throw new Error("The label is back.");
  expect(label).toMatchObject({ name: "Exports", colour: "blue" });

  const renamed = await changeOf((context) =>
    admin.labels.edit({ params: { id: label.id }, headers: ifMatch(label), body: { name: "Export", colour: "red" } }, { context }),
  );
  await expect(admin.labels.edit({ params: { id: label.id }, headers: ifMatch(label), body: { name: "Late" } })).rejects.toMatchObject({
    code: "CHANGED",
    data: { current: { name: "Export" } },
  });
  await undo(home, renamed);
  expect(await names()).toEqual(["Exports"]);

  await admin.records.setLabels({ id: record.key, labelIds: [label.id] });
  const deleted = await changeOf((context) => admin.labels.delete({ id: label.id }, { context }));
  expect(await admin.needs.get({ id: record.id })).toMatchObject({ labels: [] });
  await undo(home, deleted);
  expect(await admin.needs.get({ id: record.id })).toMatchObject({ labels: [label.id] });
  expect((await admin.labels.uses()).items).toEqual([{ id: label.id, records: 1 }]);
});

test("two labels or fields cannot have one name, whatever its case", async () => {
  const { admin } = await world();
  const taken = { code: "ALREADY_THERE", data: { issues: [{ path: "name" }] } };
  await admin.labels.create({ name: "Security" });
  const other = await admin.labels.create({ name: "Other" });
  await expect(admin.labels.create({ name: "security" })).rejects.toMatchObject(taken);
  await expect(admin.labels.edit({ params: { id: other.id }, headers: ifMatch(other), body: { name: "SECURITY" } })).rejects.toMatchObject(
    taken,
  );
  await admin.labels.edit({ params: { id: other.id }, headers: ifMatch(other), body: { name: "OTHER" } });

  const field = (name: string, recordKind: "need" | "feature" = "need") => admin.fields.create({ recordKind, name, type: "text" });
  await field("Region");
  await field("Region", "feature");
  const second = await field("Second");
  await expect(field("region")).rejects.toMatchObject(taken);
  await expect(admin.fields.edit({ params: { id: second.id }, headers: ifMatch(second), body: { name: "region" } })).rejects.toMatchObject(
    taken,
  );
});

test("labels go on many records at once, and come off by one undo", async () => {
  const { admin, changeOf } = home;
  const label = await admin.labels.create({ name: "Bulk", colour: "teal" });
  const ids: string[] = [];
  for (const n of [1, 2, 3]) ids.push((await need(home, `Bulk need ${n}`)).id);
  const change = await changeOf((context) => admin.labels.onRecords({ id: label.id, add: ids }, { context }));
  expect((await admin.needs.list({ label: label.id })).items).toHaveLength(3);
  expect(await admin.labels.onRecords({ id: label.id, add: ids, remove: [] })).toEqual({ added: 0, removed: 0 });
  await undo(home, change);
  expect((await admin.needs.list({ label: label.id })).items).toHaveLength(0);
  const trail = await admin.records.activities({ id: ids[0] ?? "" });
  expect(trail.items.map(({ kind }) => kind)).toEqual(["change.undone", "record.labelled", "need.created"]);
  expect(trail.items[1]?.detail).toEqual({ added: ["Bulk"], removed: [] });
});

test("labels and records of another workspace are not found, and nothing changes", async () => {
  const mine = await need(home, "Mine");
  const theirs = await need(other, "Theirs");
  const myLabel = await home.admin.labels.create({ name: "Mine" });
  const theirLabel = await other.admin.labels.create({ name: "Theirs" });
  await expect(home.admin.records.setLabels({ id: mine.id, labelIds: [theirLabel.id] })).rejects.toMatchObject({ status: 422 });
  await expect(home.admin.records.setLabels({ id: theirs.id, labelIds: [myLabel.id] })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.labels.onRecords({ id: myLabel.id, add: [mine.id, theirs.id] })).rejects.toMatchObject({ status: 422 });
  await expect(home.admin.labels.onRecords({ id: theirLabel.id, add: [mine.id] })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.labels.delete({ id: theirLabel.id })).rejects.toMatchObject({ status: 404 });
  await expect(
    home.admin.labels.edit({ params: { id: theirLabel.id }, headers: ifMatch(theirLabel), body: { name: "Stolen" } }),
  ).rejects.toMatchObject({ status: 404 });
  expect((await home.rows("select 1 from record_labels where label_id = any($1)", [[myLabel.id, theirLabel.id]])).length).toBe(0);
  expect((await other.admin.labels.list()).items).toMatchObject([{ name: "Theirs" }]);
});

test("a record's own fields hold what their type allows, and nothing else", async () => {
  const { admin } = home;
  const { id } = await need(home, "Typed");
  const member = await home.as("product");
  const field = (name: string, type: "text" | "number" | "choice" | "date" | "person" | "address", options?: string[]) =>
    admin.fields.create({ recordKind: "need", name, type, ...(options ? { options } : {}) });
  const cases = [
    { field: await field("Note", "text"), good: "  As told ", kept: "As told", bad: ["", "x".repeat(501), 4] },
    { field: await field("Score", "number"), good: -1.5, kept: -1.5, bad: ["4", "many"] },
    { field: await field("Tier", "choice", ["Low", "High"]), good: "High", kept: "High", bad: ["high", "Medium"] },
    { field: await field("Due", "date"), good: "2027-02-28", kept: "2027-02-28", bad: ["2027-02-29", "28.2.2027"] },
    { field: await field("Sponsor", "person"), good: member.memberId, kept: member.memberId, bad: ["Somebody", other.admin.memberId] },
    {
      field: await field("Link", "address"),
      good: "https://example.org/a b",
      kept: "https://example.org/a%20b",
      bad: ["javascript:alert(1)", "example", "ftp://example.org"],
    },
  ];
  for (const { field, good, kept, bad } of cases) {
    for (const value of bad)
      await expect(admin.records.setField({ id, fieldId: field.id, value }), `${field.name} = ${value}`).rejects.toMatchObject({
        code: "INVALID",
      });
    expect(await admin.records.setField({ id, fieldId: field.id, value: good })).toEqual({ value: kept });
  }
  expect(await admin.records.setField({ id, fieldId: cases[5]?.field.id ?? "", value: "ann@example.org" })).toEqual({
    value: "ann@example.org",
  });
  const values = Object.fromEntries(cases.map(({ field, kept }) => [field.id, kept]));
  expect((await admin.needs.get({ id })).fields).toEqual({ ...values, [cases[5]?.field.id ?? ""]: "ann@example.org" });
});

test("a field's value is set and cleared, each undone, with its words in the trail", async () => {
  const { admin, changeOf } = home;
  const { id } = await need(home, "Valued");
  const field = await admin.fields.create({ recordKind: "need", name: "Owner's friend", type: "person" });
  const set = await changeOf((context) => admin.records.setField({ id, fieldId: field.id, value: home.admin.memberId }, { context }));
  await undo(home, set);
  expect((await admin.needs.get({ id })).fields).toEqual({});
  await admin.records.setField({ id, fieldId: field.id, value: home.admin.memberId });
  const cleared = await changeOf((context) => admin.records.clearField({ id, fieldId: field.id }, { context }));
  expect((await admin.needs.get({ id })).fields).toEqual({});
  await undo(home, cleared);
  expect((await admin.needs.get({ id })).fields).toEqual({ [field.id]: home.admin.memberId });
  const [, , again] = (await admin.records.activities({ id })).items;
  expect(again?.detail).toMatchObject({ changes: { "Owner's friend": { before: null, after: expect.stringMatching(/^Admin/) } } });
});

test("fields are put in order and edited; values follow a renamed choice and go with a removed one", async () => {
  const { admin, changeOf } = await world();
  const [first, second] = [
    await admin.fields.create({ recordKind: "need", name: "Segment", type: "choice", options: ["Small", "Mid", "Large"] }),
    await admin.fields.create({ recordKind: "need", name: "Region", type: "text" }),
  ];
  const order = async () => (await admin.fields.list({ kind: "need" })).items.map(({ name }) => name);
  const ordered = await changeOf((context) => admin.fields.order({ recordKind: "need", ids: [second.id, first.id] }, { context }));
  expect(await order()).toEqual(["Region", "Segment"]);
  await admin.changes.undo({ id: ordered });
  expect(await order()).toEqual(["Segment", "Region"]);

  const { id } = await admin.needs.create({ statement: "One", detail: "" });
  const { id: otherId } = await admin.needs.create({ statement: "Two", detail: "" });
  await admin.records.setField({ id, fieldId: first.id, value: "Small" });
  await admin.records.setField({ id: otherId, fieldId: first.id, value: "Large" });
  const [now] = (await admin.fields.list({ kind: "need" })).items;
  if (!now) throw new Error("The field is there.");
  const edited = await changeOf((context) =>
    admin.fields.edit(
      { params: { id: first.id }, headers: ifMatch(now), body: { options: ["Mid", "Tiny"], renamedOptions: { Small: "Tiny" } } },
      { context },
    ),
  );
  const values = async () => [(await admin.needs.get({ id })).fields, (await admin.needs.get({ id: otherId })).fields];
  expect(await values()).toEqual([{ [first.id]: "Tiny" }, {}]);
  await admin.changes.undo({ id: edited });
  expect(await values()).toEqual([{ [first.id]: "Small" }, { [first.id]: "Large" }]);

  const deleted = await changeOf((context) => admin.fields.delete({ id: first.id }, { context }));
  expect(await values()).toEqual([{}, {}]);
  await admin.changes.undo({ id: deleted });
  expect(await values()).toEqual([{ [first.id]: "Small" }, { [first.id]: "Large" }]);
  const text = await admin.fields.create({ recordKind: "need", name: "Text", type: "text" });
  await expect(admin.fields.edit({ params: { id: text.id }, headers: ifMatch(text), body: { options: ["A"] } })).rejects.toMatchObject({
    code: "INVALID",
  });
});

test("fields of another workspace or of another kind of record are refused", async () => {
  const { id } = await need(home, "Refused");
  const theirs = await other.admin.fields.create({ recordKind: "need", name: "Theirs", type: "text" });
  const ofFeatures = await home.admin.fields.create({ recordKind: "feature", name: "Of features", type: "text" });
  await expect(home.admin.records.setField({ id, fieldId: theirs.id, value: "x" })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.records.setField({ id, fieldId: ofFeatures.id, value: "x" })).rejects.toMatchObject({ status: 422 });
  await expect(home.admin.fields.delete({ id: theirs.id })).rejects.toMatchObject({ status: 404 });
  await expect(home.admin.fields.order({ recordKind: "need", ids: [theirs.id] })).rejects.toMatchObject({ status: 422 });
  await expect(home.admin.needs.list({ fields: { [theirs.id]: "x" } })).rejects.toMatchObject({ status: 422 });
  expect((await home.admin.needs.get({ id })).fields).toEqual({});
});

test("lists filter by labels and fields, and sort by a field with empty ones last, page by page", async () => {
  const { admin } = await world();
  const label = await admin.labels.create({ name: "Seen" });
  const score = await admin.fields.create({ recordKind: "need", name: "Score", type: "number" });
  const due = await admin.fields.create({ recordKind: "need", name: "Due", type: "date" });
  const tier = await admin.fields.create({ recordKind: "need", name: "Tier", type: "choice", options: ["Low", "Mid", "High"] });
  const made: { id: string; statement: string }[] = [];
  for (const [i, value] of [5, 12, 3, 12, null].entries()) {
    const { id, statement } = await admin.needs.create({ statement: `Need ${i}`, detail: "" });
    made.push({ id, statement });
    if (value === null) continue;
    await admin.records.setField({ id, fieldId: score.id, value });
    await admin.records.setField({ id, fieldId: due.id, value: `2027-01-0${i + 1}` });
    await admin.records.setField({ id, fieldId: tier.id, value: ["Mid", "High", "Low"][i % 3] ?? "" });
  }
  await admin.records.setLabels({ id: made[0]?.id ?? "", labelIds: [label.id] });
  type Query = Parameters<typeof admin.needs.list>[0];
  const found = async (query: Query) => (await admin.needs.list(query)).items.map(({ statement }) => Number(statement.slice(5))).sort();

  expect(await found({ label: label.id })).toEqual([0]);
  expect(await found({ label: [label.id, "none"] })).toEqual([0, 1, 2, 3, 4]);
  expect(await found({ label: "none" })).toEqual([1, 2, 3, 4]);
  expect(await found({ fields: { [score.id]: "12" } })).toEqual([1, 3]);
  expect(await found({ fields: { [score.id]: [">3", "<12"] } })).toEqual([0]);
  expect(await found({ fields: { [score.id]: ["3", "5"] } })).toEqual([0, 2]);
  expect(await found({ fields: { [score.id]: "empty" } })).toEqual([4]);
  expect(await found({ fields: { [score.id]: "set", [due.id]: ">=2027-01-03" } })).toEqual([2, 3]);
  await expect(admin.needs.list({ fields: { [score.id]: ">=many" } })).rejects.toMatchObject({ code: "INVALID" });

  for (const direction of ["asc", "desc"] as const) {
    const pages: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.needs.list({ sort: `field:${score.id}`, direction, limit: 2, cursor });
      pages.push(...page.items.map(({ statement }) => Number(statement.slice(5))));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(pages).toEqual(direction === "asc" ? [2, 0, 1, 3, 4] : [3, 1, 0, 2, 4]);
    const all = await admin.needs.list({ sort: `field:${score.id}`, direction, limit: 2, offset: 3 });
    expect(all.items.map(({ statement }) => Number(statement.slice(5)))).toEqual(pages.slice(3));
  }
  const byTier = await admin.needs.list({ sort: `field:${tier.id}`, direction: "asc" });
  expect(byTier.items.map(({ statement }) => Number(statement.slice(5)))).toEqual([2, 0, 3, 1, 4]);
});

test("a state is called otherwise and gets its own name back; both can be undone", async () => {
  const { admin, changeOf } = await world();
  const named = await changeOf((context) => admin.states.name({ kind: "feature", state: "building", name: "In the works" }, { context }));
  expect((await admin.states.list()).items).toEqual([{ recordKind: "feature", state: "building", name: "In the works" }]);
  const reset = await changeOf((context) => admin.states.reset({ kind: "feature", state: "building" }, { context }));
  expect((await admin.states.list()).items).toEqual([]);
  await admin.changes.undo({ id: reset });
  await admin.changes.undo({ id: named });
  expect((await admin.states.list()).items).toEqual([]);
  await expect(admin.states.name({ kind: "feature", state: "In Bau", name: "x" })).rejects.toMatchObject({ code: "INVALID" });
});

test("members label and fill fields, only admins shape them, guests do neither", async () => {
  const member = await home.as("engineering");
  const guest = await home.as("guest");
  const { id } = await need(home, "Rights");
  const label = await member.labels.create({ name: "By a member" });
  const field = await home.admin.fields.create({ recordKind: "need", name: "For members", type: "text" });
  await member.records.setLabels({ id, labelIds: [label.id] });
  await member.records.setField({ id, fieldId: field.id, value: "Filled" });
  const refused = [
    () => member.fields.create({ recordKind: "need", name: "No", type: "text" }),
    () => member.states.name({ kind: "need", state: "open", name: "No" }),
    () => guest.labels.create({ name: "No" }),
    () => guest.records.setLabels({ id, labelIds: [] }),
    () => guest.records.setField({ id, fieldId: field.id, value: "No" }),
    () => guest.records.clearField({ id, fieldId: field.id }),
  ];
  for (const act of refused) await expect(act()).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(await guest.needs.get({ id })).toMatchObject({ labels: [label.id], fields: { [field.id]: "Filled" } });
});
