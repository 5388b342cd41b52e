import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { type Person, world } from "../../test/world.ts";

async function start() {
  const place = await world();
  const [pm, engineer] = [await place.as("product"), await place.as("engineering")];
  const feature = await pm.features.create({ title: "Phone app", ownerId: pm.memberId });
  return { place, pm, engineer, feature };
}
type Note = { id: string; version: number };
const reply = (who: Person, note: Note, body: Parameters<Person["techNotes"]["answer"]>[0]["body"]) =>
  who.techNotes.answer({ params: { id: note.id }, headers: ifMatch(note), body });

test("a note is raised on a feature, its owner is told, product answers it, and whoever raised it hears", async () => {
  const { pm, engineer, feature } = await start();
  const note = await engineer.techNotes.create({
    title: "A phone-friendly page",
    kind: "option",
    cost: "A fifth of the app",
    informs: [feature.key],
  });
  expect(note).toMatchObject({ state: "open", about: [{ id: feature.id, key: feature.key }], createdBy: engineer.memberId });
  expect((await pm.notifications.list({})).items).toMatchObject([{ key: note.key, kind: "asked" }]);
  expect((await pm.links.list({ id: feature.id })).items).toMatchObject([{ kind: "informs", direction: "in", record: { key: note.key } }]);
  const accepted = await reply(pm, note, { answer: "accepted" });
  expect(accepted).toMatchObject({ state: "accepted", answeredBy: pm.memberId, reason: "" });
  expect((await engineer.notifications.list({})).items).toMatchObject([{ kind: "answered", key: note.key }]);
});

test("rejecting asks why, only product answers, and guests raise nothing", async () => {
  const { place, pm, engineer, feature } = await start();
  const note = await engineer.techNotes.create({ title: "Billing has to move", kind: "debt", informs: [feature.id] });
  await expect(reply(pm, note, { answer: "rejected" })).rejects.toMatchObject({
    code: "REASON_NEEDED",
    data: { issues: [{ path: "reason" }] },
  });
  await expect(reply(engineer, note, { answer: "accepted" })).rejects.toMatchObject({ status: 403 });
  const guest = await place.as("guest");
  await expect(guest.techNotes.create({ title: "Nothing works", kind: "blocker" })).rejects.toMatchObject({ status: 403 });
  const rejected = await reply(pm, note, { answer: "rejected", reason: "Next year" });
  expect(rejected).toMatchObject({ state: "rejected", reason: "Next year" });
  expect(await pm.techNotes.reopen({ params: { id: note.id }, headers: ifMatch(rejected) })).toMatchObject({
    state: "open",
    reason: "",
    answeredAt: null,
  });
});

test("of two who answer a note one wins; an answer is undone, and a deleted note comes back with its link", async () => {
  const { place, pm, engineer, feature } = await start();
  const note = await engineer.techNotes.create({ title: "Billing has to move", kind: "debt", informs: [feature.id] });
  const both = await Promise.allSettled([reply(pm, note, { answer: "accepted" }), reply(place.admin, note, { answer: "planned" })]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { status: 412 } });
  const change = await place.changeOf((context) => engineer.techNotes.delete({ id: note.id }, { context }));
  await expect(pm.techNotes.get({ id: note.id })).rejects.toMatchObject({ status: 404 });
  await engineer.changes.undo({ id: change });
  expect(await pm.techNotes.get({ id: note.id })).toMatchObject({ key: note.key, about: [{ key: feature.key }] });
});

test("the list opens with what waits longest, is narrowed by feature, kind and state, and searched", async () => {
  const { place, pm, engineer, feature } = await start();
  const make = (title: string, kind: "debt" | "blocker", informs: string[] = []) => engineer.techNotes.create({ title, kind, informs });
  const [answered, first, second] = [
    await make("Ledger is slow", "debt"),
    await make("Billing moves", "blocker", [feature.id]),
    await make("No staging", "debt"),
  ];
  await reply(pm, answered, { answer: "planned" });
  const keys = async (query: Parameters<Person["techNotes"]["list"]>[0]) => (await pm.techNotes.list(query)).items.map(({ key }) => key);
  expect(await keys({})).toEqual([first.key, second.key, answered.key]);
  expect(await keys({ informs: feature.key })).toEqual([first.key]);
  expect(await keys({ kind: "debt", state: "open" })).toEqual([second.key]);
  expect(await keys({ q: "billing" })).toEqual([first.key]);
  expect(await pm.techNotes.count({ state: "open" })).toEqual({ total: 2 });
  const other = await world();
  await expect(other.admin.techNotes.get({ id: first.id })).rejects.toMatchObject({ status: 404 });
  await expect(other.admin.techNotes.create({ title: "Not mine", kind: "debt", informs: [feature.id] })).rejects.toMatchObject({
    status: 404,
  });
  expect((await place.admin.search.find({ q: "staging" })).items).toMatchObject([{ kind: "tech-note", key: second.key }]);
});

test("work is linked by its address once, called by it, moved by hand and taken off; what runs in a browser is no address", async () => {
  const { place, pm, engineer, feature } = await start();
  const link = (address: string, who = engineer) => who.workItems.link({ params: { id: feature.key }, body: { address } });
  for (const address of ["javascript:alert(1)", "ACME-7", "https://me:pw@tracker.example/x"])
    await expect(link(address)).rejects.toMatchObject({ status: 422, data: { issues: [{ path: "address" }] } });
  const item = await link("https://tracker.example/browse/ACME-7");
  expect(item).toMatchObject({ title: "ACME-7", state: "todo" });
  await expect(link("https://tracker.example/browse/ACME-7")).rejects.toMatchObject({
    status: 409,
    data: { issues: [{ path: "address" }] },
  });
  await expect(link("https://tracker.example/2", await place.as("guest"))).rejects.toMatchObject({ status: 403 });
  const edit = (who: Person, state: "doing" | "done") =>
    who.workItems.edit({ params: { id: item.id }, headers: ifMatch(item), body: { state } });
  expect(await edit(engineer, "doing")).toMatchObject({ state: "doing" });
  await expect(edit(pm, "done")).rejects.toMatchObject({ status: 412, data: { current: { state: "doing" } } });
  const change = await place.changeOf((context) => pm.workItems.unlink({ id: item.id }, { context }));
  expect((await pm.workItems.list({ id: feature.id })).items).toEqual([]);
  await pm.changes.undo({ id: change });
  expect((await pm.workItems.list({ id: feature.id })).items).toMatchObject([{ id: item.id, state: "doing" }]);
  const other = await world();
  await expect(other.admin.workItems.list({ id: feature.id })).rejects.toMatchObject({ status: 404 });
  await expect(other.admin.workItems.unlink({ id: item.id })).rejects.toMatchObject({ status: 404 });
});
