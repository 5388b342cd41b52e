import { beforeAll, expect, test } from "vitest";
import { type Person, type World, world } from "../../test/world.ts";

let home: World;
let pm: Person;
beforeAll(async () => {
  home = await world();
  pm = await home.as("customer");
});

const say = (text = "One sentence that can be quoted.") => pm.feedback.create({ text });
const stateOf = async (id: string) => (await pm.feedback.get({ id })).state;

async function quoted(text?: string) {
  const item = await say(text);
  const need = await pm.needs.create({ statement: "A need to quote for" });
  const quote = await pm.quotes.create({ id: item.id, startsAt: 0, endsAt: 12, importance: 3, targetId: need.id });
  return { item, need, quote };
}

test("each decision is taken, told and can be taken back", async () => {
  const { changeOf } = home;
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const engineer = await home.as("engineering");
  const { item: done } = await quoted();
  const [declined, snoozed, assigned] = [await say(), await say(), await say()];
  const into = await say("The one that stays");
  const merged = await say("Its duplicate");
  const acts = [
    [done.id, (context: object) => pm.feedback.finish({ id: done.id }, { context }), { state: "linked" }, "feedback.done"],
    [
      declined.id,
      (context: object) => pm.feedback.decline({ id: declined.key, reason: "Not what we do" }, { context }),
      { state: "declined", declineReason: "Not what we do" },
      "feedback.declined",
    ],
    [
      snoozed.id,
      (context: object) => pm.feedback.snooze({ id: snoozed.id, until }, { context }),
      { state: "snoozed", snoozedUntil: until },
      "feedback.snoozed",
    ],
    [
      assigned.id,
      (context: object) => pm.feedback.assign({ id: assigned.id, assigneeId: engineer.memberId }, { context }),
      { state: "new", assigneeId: engineer.memberId },
      "feedback.assigned",
    ],
    [
      merged.id,
      (context: object) => pm.feedback.merge({ id: merged.id, intoId: into.key }, { context }),
      { state: "merged", mergedIntoId: into.id, mergedInto: { key: into.key } },
      "feedback.merged",
    ],
  ] as const;
  for (const [id, act, after, activity] of acts) {
    const before = await pm.feedback.get({ id });
    const change = await changeOf((context) => act(context));
    expect(await pm.feedback.get({ id })).toMatchObject(after);
    const [told] = (await pm.records.activities({ id })).items;
    expect(told).toMatchObject({ kind: activity, actorId: pm.memberId });
    await pm.changes.undo({ id: change });
    const { version: _, updatedAt: __, ...now } = await pm.feedback.get({ id });
    const { version: ___, updatedAt: ____, ...was } = before;
    expect(now).toEqual(was);
  }
  expect(await pm.feedback.get({ id: into.id })).toMatchObject({ duplicates: [] });
  expect((await engineer.notifications.list({})).items.map(({ recordId, kind }) => [recordId, kind])).toContainEqual([
    assigned.id,
    "assigned",
  ]);
  expect((await engineer.feedback.list({ assignee: "me" })).items).toEqual([]);
});

test("what cannot be decided says why", async () => {
  const [item, other] = [await say(), await say()];
  const refused = (call: Promise<unknown>, code: string) =>
    expect(call).rejects.toMatchObject({ status: 409, code: "NOT_POSSIBLE", data: { blockers: [code] } });
  await refused(pm.feedback.finish({ id: item.id }), "has-no-quotes");
  await refused(pm.feedback.reopen({ id: item.id }), "already-new");
  await refused(pm.feedback.merge({ id: item.id, intoId: item.id }), "into-itself");
  await refused(pm.feedback.snooze({ id: item.id, until: "2020-01-01T00:00:00Z" }), "not-in-the-future");
  await pm.feedback.decline({ id: item.id, reason: "No" });
  await refused(pm.feedback.decline({ id: item.id, reason: "No" }), "already-declined");
  await refused(
    pm.quotes.create({
      id: item.id,
      startsAt: 0,
      endsAt: 3,
      importance: 1,
      targetId: (await pm.needs.create({ statement: "Some need" })).id,
    }),
    "is-decided",
  );
  const { item: linked } = await quoted();
  await refused(pm.feedback.decline({ id: linked.id, reason: "No" }), "has-quotes");
  await pm.feedback.merge({ id: item.id, intoId: other.id });
  await refused(pm.feedback.merge({ id: item.id, intoId: other.id }), "already-merged-there");
  await refused(pm.feedback.merge({ id: other.id, intoId: item.id }), "into-itself");
  await expect(pm.feedback.decline({ id: other.id, reason: " " })).rejects.toMatchObject({ code: "INVALID" });
  await expect(pm.feedback.assign({ id: other.id, assigneeId: item.id })).rejects.toMatchObject({
    data: { issues: [{ path: "assigneeId" }] },
  });
  await expect(pm.feedback.merge({ id: other.id, intoId: "FB-99999" })).rejects.toMatchObject({ status: 404 });
  const guest = await home.as("guest");
  await expect(guest.feedback.decline({ id: other.id, reason: "No" })).rejects.toMatchObject({ status: 403 });
});

test("what was snoozed is new when the time has come, without anybody writing it", async () => {
  const item = await say("Snoozed words to find");
  await pm.feedback.snooze({ id: item.id, until: new Date(Date.now() + 3_600_000).toISOString() });
  const inState = async (state: "new" | "snoozed") =>
    (await pm.feedback.list({ state, limit: 100 })).items.some(({ id }) => id === item.id);
  expect([await inState("new"), await inState("snoozed")]).toEqual([false, true]);
  const before = await pm.feedback.counts({});
  await home.rows("update feedback set snoozed_until = now() - interval '1 second' where id = $1", [item.id]);
  expect([await inState("new"), await inState("snoozed")]).toEqual([true, false]);
  expect(await pm.feedback.counts({})).toEqual({ ...before, new: before.new + 1, snoozed: before.snoozed - 1 });
  expect(await pm.feedback.get({ id: item.id })).toMatchObject({ state: "new", version: 2 });
  expect((await pm.feedback.list({ q: "snoozed words", state: "new" })).items).toMatchObject([{ id: item.id, state: "new" }]);
  await expect(pm.feedback.reopen({ id: item.id })).rejects.toMatchObject({ data: { blockers: ["already-new"] } });
  await pm.feedback.decline({ id: item.id, reason: "Old" });
  expect(await stateOf(item.id)).toBe("declined");
});

test("giving it to whoever has it already changes and tells nothing", async () => {
  const [item, engineer] = [await say(), await home.as("engineering")];
  await pm.feedback.assign({ id: item.id, assigneeId: engineer.memberId });
  const before = [await pm.feedback.get({ id: item.id }), (await pm.records.activities({ id: item.id })).items];
  await pm.feedback.assign({ id: item.id, assigneeId: engineer.memberId });
  expect([await pm.feedback.get({ id: item.id }), (await pm.records.activities({ id: item.id })).items]).toEqual(before);
});

test("many at once: what can be done is done, what cannot is named, and one undo takes it back", async () => {
  const items = await Promise.all(Array.from({ length: 30 }, (_, i) => say(`Bulk item ${i}`)));
  const { item: withQuote } = await quoted("Quoted item in the bulk");
  const refs = [...items.map(({ id }, i) => (i % 2 ? id : (items[i]?.key ?? ""))), withQuote.id];
  const change = await home.changeOf((context) =>
    pm.feedback.triage({ ids: refs, action: { kind: "decline", reason: "Spam" } }, { context }),
  );
  expect(await Promise.all(items.map(({ id }) => stateOf(id)))).toEqual(items.map(() => "declined"));
  expect(await stateOf(withQuote.id)).toBe("new");
  await pm.changes.undo({ id: change });
  expect(await Promise.all(items.map(({ id }) => stateOf(id)))).toEqual(items.map(() => "new"));

  const result = await pm.feedback.triage({ ids: refs, action: { kind: "done" } });
  expect(result.items.map(({ id, state }) => [id, state])).toEqual([[withQuote.id, "linked"]]);
  expect(result.refused).toHaveLength(30);
  expect(result.refused[0]).toEqual({
    id: items[0]?.id,
    key: items[0]?.key,
    blocker: "has-no-quotes",
    reason: "Nothing of it is quoted yet; link a sentence to a need, or decline it.",
  });
  await expect(pm.feedback.triage({ ids: items.map(({ id }) => id), action: { kind: "done" } })).rejects.toMatchObject({
    code: "NOT_POSSIBLE",
    data: { refused: { length: 30 } },
  });
  await expect(pm.feedback.triage({ ids: [...refs, "FB-99999"], action: { kind: "done" } })).rejects.toMatchObject({ status: 404 });
  await expect(pm.feedback.triage({ ids: Array.from({ length: 501 }, () => "FB-1"), action: { kind: "done" } })).rejects.toMatchObject({
    status: 400,
  });
  const foreign = await (await world()).admin.feedback.create({ text: "Theirs" });
  await expect(pm.feedback.triage({ ids: [foreign.id], action: { kind: "decline", reason: "x" } })).rejects.toMatchObject({ status: 404 });
});

test("labels go on many and off again, and one undo takes both back", async () => {
  const [on, off] = [await pm.labels.create({ name: "On" }), await pm.labels.create({ name: "Off" })];
  const items = await Promise.all([say(), say(), say()]);
  const ids = items.map(({ id }) => id);
  await pm.feedback.triage({ ids, action: { kind: "label", add: [off.id] } });
  const change = await home.changeOf((context) =>
    pm.feedback.triage({ ids, action: { kind: "label", add: [on.id], remove: [off.id] } }, { context }),
  );
  const labels = async () => Promise.all(ids.map(async (id) => (await pm.feedback.get({ id })).labels));
  expect(await labels()).toEqual(ids.map(() => [on.id]));
  await pm.changes.undo({ id: change });
  expect(await labels()).toEqual(ids.map(() => [off.id]));
  await expect(pm.feedback.triage({ ids, action: { kind: "label", add: [on.id], remove: [on.id] } })).rejects.toMatchObject({
    status: 422,
  });
  await expect(pm.feedback.triage({ ids, action: { kind: "label", add: [pm.memberId] } })).rejects.toMatchObject({ status: 404 });
});

test("duplicates lead to one, never in a chain or a circle, and every account behind them counts", async () => {
  const accounts = await Promise.all(
    ["One", "Two", "Three"].map((name) => pm.accounts.create({ name, revenueMinor: 100, currency: "USD" })),
  );
  const [a, b, c] = await Promise.all(
    accounts.map(({ id }) => pm.feedback.create({ text: "The totals are wrong in the export.", accountId: id })),
  );
  if (!a || !b || !c) throw new Error("Three were made.");
  const need = await pm.needs.create({ statement: "Trust the totals" });
  await pm.quotes.create({ id: c.id, startsAt: 0, endsAt: 20, importance: 2, targetId: need.id });
  const demand = async () => (await pm.needs.get({ id: need.id })).demand;
  expect(await demand()).toMatchObject({ quotes: 1, accounts: 1, revenueMinor: 100 });
  await pm.feedback.merge({ id: a.id, intoId: b.id });
  const change = await home.changeOf((context) => pm.feedback.merge({ id: b.id, intoId: c.id }, { context }));
  expect(await pm.feedback.get({ id: a.id })).toMatchObject({ mergedIntoId: c.id, state: "merged", accountId: accounts[0]?.id });
  expect((await pm.feedback.get({ id: c.id })).duplicates.map(({ id }) => id).sort()).toEqual([a.id, b.id].sort());
  expect(await demand()).toMatchObject({ quotes: 1, accounts: 3, revenueMinor: 300 });
  await expect(pm.feedback.merge({ id: c.id, intoId: a.id })).rejects.toMatchObject({ data: { blockers: ["into-itself"] } });
  const late = await say("Merged into a duplicate");
  expect(await pm.feedback.merge({ id: late.id, intoId: a.id })).toMatchObject({ mergedIntoId: c.id });
  await pm.feedback.reopen({ id: late.id });
  await pm.changes.undo({ id: change });
  expect(await pm.feedback.get({ id: a.id })).toMatchObject({ mergedIntoId: b.id });
  expect(await pm.feedback.get({ id: b.id })).toMatchObject({ mergedIntoId: null, state: "new" });
  expect(await demand()).toMatchObject({ accounts: 1, revenueMinor: 100 });
  const both = await Promise.allSettled([pm.feedback.merge({ id: b.id, intoId: c.id }), pm.feedback.merge({ id: c.id, intoId: b.id })]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
