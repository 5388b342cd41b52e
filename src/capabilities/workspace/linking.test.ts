import { expect, test } from "vitest";
import { world } from "../../test/world.ts";

test("a feature that requires another is linked both ways, said twice changes nothing, and undo takes it off", async () => {
  const { admin, as, changeOf } = await world();
  const engineer = await as("engineering");
  const [first, second] = [await admin.features.create({ title: "Billing move" }), await admin.features.create({ title: "Guest seats" })];
  const change = await changeOf((context) => engineer.links.put({ id: second.key, kind: "requires", toId: first.key }, { context }));
  await engineer.links.put({ id: second.id, kind: "requires", toId: first.id });
  expect((await admin.links.list({ id: first.id })).items).toMatchObject([
    { kind: "requires", direction: "in", record: { key: second.key, title: "Guest seats" }, linkedBy: engineer.memberId },
  ]);
  expect((await admin.links.list({ id: second.id })).items).toMatchObject([{ direction: "out", record: { key: first.key } }]);
  await admin.changes.undo({ id: change });
  expect((await admin.links.list({ id: first.id })).items).toEqual([]);
});

test("prerequisites never close a circle, not even when two people link both ends at once", async () => {
  const { admin } = await world();
  const [a, b, c] = await Promise.all(["One", "Two", "Three"].map((name) => admin.features.create({ title: `Feature ${name}` })));
  if (!a || !b || !c) throw new Error("Three were made.");
  await admin.links.put({ id: b.id, kind: "requires", toId: a.id });
  await admin.links.put({ id: c.id, kind: "requires", toId: b.id });
  await expect(admin.links.put({ id: a.id, kind: "requires", toId: c.id })).rejects.toMatchObject({ status: 409, code: "CIRCLE" });
  await expect(admin.links.put({ id: a.id, kind: "requires", toId: a.id })).rejects.toMatchObject({ status: 422 });
  const [d, e] = [await admin.features.create({ title: "Four" }), await admin.features.create({ title: "Five" })];
  const both = await Promise.allSettled([
    admin.links.put({ id: d.id, kind: "requires", toId: e.id }),
    admin.links.put({ id: e.id, kind: "requires", toId: d.id }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("kinds that do not go together are refused by name, and guests link nothing", async () => {
  const { admin, as } = await world();
  const [need, feature] = [await admin.needs.create({ statement: "Totals that hold" }), await admin.features.create({ title: "Totals" })];
  await expect(admin.links.put({ id: feature.id, kind: "serves", toId: need.id })).rejects.toMatchObject({
    status: 422,
    data: { issues: [{ path: "toId" }] },
  });
  const guest = await as("guest");
  await expect(guest.links.put({ id: feature.id, kind: "requires", toId: feature.id })).rejects.toMatchObject({ status: 403 });
});

test("a person says that a record still holds and takes it back; a program cannot look", async () => {
  const { admin, as, key } = await world();
  const persona = await admin.personas.create({ name: "Controller" });
  const design = await as("design");
  expect((await design.confirmations.put({ id: persona.id })).items).toMatchObject([{ memberId: design.memberId }]);
  expect((await admin.confirmations.delete({ id: persona.id })).items).toHaveLength(1);
  expect((await design.confirmations.delete({ id: persona.id })).items).toEqual([]);
  await expect((await key("write")).confirmations.put({ id: persona.id })).rejects.toMatchObject({ status: 409 });
});
