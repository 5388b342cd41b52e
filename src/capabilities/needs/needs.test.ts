import { describe, expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { voices } from "../../test/voices.ts";
import { type Person, world } from "../../test/world.ts";

/** A workspace with a product manager, and customers who speak. */
async function start() {
  const home = await world();
  const pm = await home.as("product");
  return { home, pm, say: voices() };
}
const keysOf = async (person: Person, query: Parameters<Person["needs"]["list"]>[0]) =>
  (await person.needs.list(query)).items.map(({ key }) => key);

describe("personas", () => {
  test("a persona can be added, changed and found, and is deleted only when no need names it", async () => {
    const { home, pm } = await start();
    const cfo = await pm.personas.create({ name: "CFO", description: "Signs the report" });
    await pm.personas.create({ name: "Bookkeeper" });
    expect((await pm.personas.list({})).items.map(({ name }) => name)).toEqual(["Bookkeeper", "CFO"]);
    expect((await pm.personas.list({ q: "signs" })).items).toMatchObject([{ key: cfo.key, needs: 0 }]);

    const edited = await pm.personas.edit({ params: { id: cfo.key }, headers: ifMatch(cfo), body: { name: "Head of finance" } });
    expect(edited).toMatchObject({ name: "Head of finance", description: "Signs the report", version: 2 });
    const need = await pm.needs.create({ statement: "Trust exported totals", personaId: cfo.id });
    await expect(pm.personas.delete({ id: cfo.id })).rejects.toMatchObject({
      code: "IN_USE",
      message: "One need names this persona; give it another first.",
      data: { needs: 1 },
    });
    await pm.needs.edit({ params: { id: need.id }, headers: ifMatch(need), body: { personaId: null } });
    const change = await home.changeOf((context) => pm.personas.delete({ id: cfo.id }, { context }));
    await expect(pm.personas.get({ id: cfo.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await pm.changes.undo({ id: change });
    expect(await pm.personas.get({ id: cfo.key })).toMatchObject({ name: "Head of finance" });
  });

  test("of two who edit a persona the second is shown what the first left", async () => {
    const { pm, home } = await start();
    const designer = await home.as("design");
    const persona = await pm.personas.create({ name: "Auditor" });
    await designer.personas.edit({ params: { id: persona.id }, headers: ifMatch(persona), body: { name: "Outside auditor" } });
    await expect(
      pm.personas.edit({ params: { id: persona.id }, headers: ifMatch(persona), body: { name: "Tax auditor" } }),
    ).rejects.toMatchObject({ status: 412, code: "CHANGED", data: { current: { name: "Outside auditor", version: 2 } } });
  });
});

describe("needs", () => {
  test("a need answers with its key, its persona and what stands behind it", async () => {
    const { pm, say } = await start();
    const persona = await pm.personas.create({ name: "CFO" });
    const need = await pm.needs.create({
      statement: "Trust exported totals",
      personaId: persona.id,
      importance: 8.5,
      satisfaction: 3,
      ownerId: pm.memberId,
    });
    expect(need).toMatchObject({
      key: "N-1",
      persona: { key: "P-1", name: "CFO" },
      opportunity: 14,
      featureCount: 0,
      mergedInto: null,
      createdBy: pm.memberId,
    });
    await say(pm, { targetId: need.id, account: "Acme", revenueMinor: 500, importance: 3 });
    await say(pm, { targetId: need.id, account: "Acme" });
    await say(pm, { targetId: need.id, account: "Helio", revenueMinor: 700, importance: 1 });
    expect((await pm.needs.get({ id: "n-1" })).demand).toMatchObject({ quotes: 3, accounts: 2, revenueMinor: 1200, importance: 4 });
  });

  test("the loudest need is not the heaviest: noise and money give different orders", async () => {
    const { pm, say } = await start();
    const loud = await pm.needs.create({ statement: "Use it on the phone", importance: 5, satisfaction: 4 });
    const heavy = await pm.needs.create({ statement: "Trust exported totals", importance: 8, satisfaction: 3 });
    const wide = await pm.needs.create({ statement: "Build a report without help" });
    for (let i = 0; i < 4; i++) await say(pm, { targetId: loud.id, account: "Small", revenueMinor: 100 });
    await say(pm, { targetId: heavy.id, account: "Large", revenueMinor: 90_000, importance: 3 });
    await say(pm, { targetId: wide.id, account: "Small" });
    await say(pm, { targetId: wide.id, account: "Tiny", revenueMinor: 1 });
    await say(pm, { targetId: wide.id, account: "Other", revenueMinor: 1 });
    expect(await keysOf(pm, { sort: "quotes" })).toEqual([loud.key, wide.key, heavy.key]);
    expect(await keysOf(pm, { sort: "money" })).toEqual([heavy.key, wide.key, loud.key]);
    expect(await keysOf(pm, { sort: "accounts" })).toEqual([wide.key, heavy.key, loud.key]);
    expect(await keysOf(pm, { sort: "importance" })).toEqual([wide.key, heavy.key, loud.key]);
    expect(await keysOf(pm, { sort: "opportunity" })).toEqual([heavy.key, loud.key, wide.key]);
    expect(await keysOf(pm, { sort: "opportunity", direction: "asc" })).toEqual([loud.key, heavy.key, wide.key]);
    expect(await keysOf(pm, { sort: "updated" })).toEqual([wide.key, heavy.key, loud.key]);
    expect(await keysOf(pm, { sort: "money", direction: "asc" })).toEqual([loud.key, wide.key, heavy.key]);
  });

  test.each(["quotes", "money", "accounts", "importance", "opportunity", "updated"] as const)(
    "a list by %s can be walked page by page and misses nothing",
    async (sort) => {
      const { pm, say } = await start();
      for (let i = 0; i < 7; i++) {
        const need = await pm.needs.create({ statement: `Need number ${i}`, ...(i % 2 === 0 && { importance: i, satisfaction: 2 }) });
        if (i % 3 === 0) await say(pm, { targetId: need.id, account: `Account ${i}` });
      }
      for (const direction of ["asc", "desc"] as const) {
        const walked: string[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await pm.needs.list({ sort, direction, limit: 2, cursor });
          walked.push(...page.items.map(({ key }) => key));
          if (page.nextCursor === null) break;
          cursor = page.nextCursor;
        }
        expect(walked).toEqual(await keysOf(pm, { sort, direction, limit: 50 }));
        expect(new Set(walked).size).toBe(7);
        expect(await keysOf(pm, { sort, direction, limit: 3, offset: 2 })).toEqual(walked.slice(2, 5));
      }
      await expect(pm.needs.list({ sort, cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({ status: 422 });
    },
  );

  test("needs can be filtered by state, persona, owner, words, labels, own fields, and by whether a feature serves them", async () => {
    const { pm, home } = await start();
    const persona = await pm.personas.create({ name: "CFO" });
    const label = await pm.labels.create({ name: "Export", colour: "blue" });
    const field = await home.admin.fields.create({ recordKind: "need", name: "Urgency", type: "number" });
    const trust = await pm.needs.create({ statement: "Trust exported totals", personaId: persona.id, ownerId: pm.memberId });
    const phone = await pm.needs.create({ statement: "Use it on the phone" });
    const feature = await pm.features.create({ title: "Currency-safe export", needs: [trust.key] });
    await pm.records.setLabels({ id: trust.id, labelIds: [label.id] });
    await pm.records.setField({ id: phone.id, fieldId: field.id, value: 7 });
    await pm.needs.move({ params: { id: phone.id }, headers: ifMatch(phone), body: { state: "exploring" } });

    const cases: [Parameters<Person["needs"]["list"]>[0], string[]][] = [
      [{ state: "exploring" }, [phone.key]],
      [{ state: ["exploring", "open"] }, [phone.key, trust.key]],
      [{ persona: persona.id }, [trust.key]],
      [{ persona: "none" }, [phone.key]],
      [{ owner: "me" }, [trust.key]],
      [{ owner: ["none"] }, [phone.key]],
      [{ q: "exportd" }, [trust.key]],
      [{ label: label.id }, [trust.key]],
      [{ fields: { [field.id]: ">=5" } }, [phone.key]],
      [{ served: "yes" }, [trust.key]],
      [{ served: "no" }, [phone.key]],
      [{ product: home.productId }, [phone.key, trust.key]],
      [{ product: persona.id }, []],
    ];
    for (const [query, expected] of cases) {
      expect((await keysOf(pm, query)).sort(), JSON.stringify(query)).toEqual(expected.sort());
      expect(await pm.needs.count(query), JSON.stringify(query)).toEqual({ total: expected.length });
    }
    expect(await keysOf(pm, { sort: `field:${field.id}` })).toEqual([phone.key, trust.key]);
    expect((await pm.needs.list({ label: label.id })).items).toMatchObject([{ labels: [label.id], featureCount: 1 }]);

    // What was dropped serves nobody any more.
    await pm.features.move({ params: { id: feature.id }, headers: ifMatch(feature), body: { state: "dropped", reason: "Too dear" } });
    expect((await keysOf(pm, { served: "no" })).sort()).toEqual([phone.key, trust.key].sort());
  });

  test("of two who edit a need the second is shown what the first left, and neither version is lost", async () => {
    const { pm, home } = await start();
    const designer = await home.as("design");
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    await designer.needs.edit({ params: { id: need.id }, headers: ifMatch(need), body: { statement: "Trust what is exported" } });
    await expect(
      pm.needs.edit({ params: { id: need.key }, headers: ifMatch(need), body: { statement: "Trust totals" } }),
    ).rejects.toMatchObject({ status: 412, code: "CHANGED", data: { current: { statement: "Trust what is exported", version: 2 } } });
    const { items } = await pm.records.activities({ id: need.id });
    expect(items[0]).toMatchObject({
      kind: "need.edited",
      detail: { changes: { statement: { before: "Trust exported totals", after: "Trust what is exported" } } },
    });
  });

  test("an edit that changes nothing leaves no trace", async () => {
    const { pm } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    const same = await pm.needs.edit({ params: { id: need.id }, headers: ifMatch(need), body: { statement: "Trust exported totals" } });
    expect(same.version).toBe(1);
    expect((await pm.records.activities({ id: need.id })).items).toHaveLength(1);
  });

  test("what a need refers to must be of this workspace, and the refusal names the field", async () => {
    const { pm } = await start();
    const other = await start();
    const persona = await other.pm.personas.create({ name: "Theirs" });
    for (const [body, path] of [
      [{ personaId: persona.id }, "personaId"],
      [{ ownerId: other.pm.memberId }, "ownerId"],
      [{ productId: other.home.productId }, "productId"],
    ] as const)
      await expect(pm.needs.create({ statement: "Trust exported totals", ...body })).rejects.toMatchObject({
        status: 422,
        data: { issues: [{ path }] },
      });
  });

  test("a need moves from state to state; parking it asks for a reason", async () => {
    const { pm, home } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    await expect(pm.needs.move({ params: { id: need.id }, headers: ifMatch(need), body: { state: "parked" } })).rejects.toMatchObject({
      status: 422,
      code: "REASON_NEEDED",
      data: { reasons: ["parking"], issues: [{ path: "reason" }] },
    });
    const change = await home.changeOf((context) =>
      pm.needs.move({ params: { id: need.id }, headers: ifMatch(need), body: { state: "parked", reason: "Not this year" } }, { context }),
    );
    const parked = await pm.needs.get({ id: need.id });
    await expect(pm.needs.move({ params: { id: need.id }, headers: ifMatch(parked), body: { state: "parked" } })).rejects.toMatchObject({
      status: 409,
      data: { blockers: ["already-there"] },
    });
    await pm.changes.undo({ id: change });
    expect(await pm.needs.get({ id: need.id })).toMatchObject({ state: "open" });
  });

  test("the trend counts quotes and accounts by the month in which they were said, with empty months", async () => {
    const { pm, say } = await start();
    const need = await pm.needs.create({ statement: "Trust exported totals" });
    await say(pm, { targetId: need.id, account: "Acme", daysAgo: 0 });
    await say(pm, { targetId: need.id, account: "Acme", daysAgo: 0 });
    await say(pm, { targetId: need.id, account: "Helio", daysAgo: 0 });
    await say(pm, { targetId: need.id, account: "Acme", daysAgo: 62 });
    await say(pm, { targetId: need.id, account: "Orbit", daysAgo: 500 });
    const trend = await pm.needs.trend({ id: need.key });
    expect(trend).toHaveLength(12);
    expect(trend.at(-1)).toEqual({ month: new Date().toISOString().slice(0, 7), quotes: 3, accounts: 2 });
    expect(trend.filter(({ quotes }) => quotes > 0)).toHaveLength(2);
    expect(trend.map(({ month }) => month)).toEqual(trend.map(({ month }) => month).toSorted());
  });

  test("a new owner is told", async () => {
    const { pm, home } = await start();
    const designer = await home.as("design");
    const need = await pm.needs.create({ statement: "Trust exported totals", ownerId: designer.memberId });
    expect((await designer.notifications.list({})).items).toMatchObject([{ kind: "assigned", recordId: need.id }]);
  });
});

test("adding and editing needs and personas is undone, and refused when somebody changed the same since", async () => {
  const { home, pm } = await start();
  const designer = await home.as("design");
  const added = await home.changeOf((context) => pm.needs.create({ statement: "Added by mistake" }, { context }));
  const persona = await home.changeOf((context) => pm.personas.create({ name: "Added by mistake" }, { context }));
  await pm.changes.undo({ id: added });
  await pm.changes.undo({ id: persona });
  expect(await keysOf(pm, {})).toEqual([]);
  expect((await pm.personas.list({})).items).toEqual([]);

  const need = await pm.needs.create({ statement: "Trust exported totals" });
  const cfo = await pm.personas.create({ name: "CFO" });
  const edit = await home.changeOf((context) =>
    pm.needs.edit({ params: { id: need.id }, headers: ifMatch(need), body: { personaId: cfo.id, importance: 7 } }, { context }),
  );
  const rename = await home.changeOf((context) =>
    pm.personas.edit({ params: { id: cfo.id }, headers: ifMatch(cfo), body: { name: "Controller" } }, { context }),
  );
  await pm.changes.undo({ id: edit });
  await pm.changes.undo({ id: rename });
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ personaId: null, importance: null, statement: need.statement });
  expect(await pm.personas.get({ id: cfo.id })).toMatchObject({ name: "CFO" });

  const again = await home.changeOf(async (context) =>
    pm.needs.edit({ params: { id: need.id }, headers: ifMatch(await pm.needs.get({ id: need.id })), body: { importance: 3 } }, { context }),
  );
  await designer.needs.edit({ params: { id: need.id }, headers: ifMatch(await pm.needs.get({ id: need.id })), body: { importance: 9 } });
  await expect(pm.changes.undo({ id: again })).rejects.toMatchObject({ status: 409, code: "CHANGED_SINCE" });
  expect(await pm.needs.get({ id: need.id })).toMatchObject({ importance: 9 });
});

test("another workspace's needs and personas are as absent as those that never were", async () => {
  const { pm, say } = await start();
  const other = await start();
  const need = await other.pm.needs.create({ statement: "Canary need of another workspace" });
  const persona = await other.pm.personas.create({ name: "Canary" });
  await say(pm, { targetId: (await pm.needs.create({ statement: "Our own need" })).id });
  for (const attempt of [
    () => pm.needs.get({ id: need.id }),
    () => pm.needs.trend({ id: need.id }),
    () => pm.needs.edit({ params: { id: need.id }, headers: ifMatch(need), body: { statement: "Taken over" } }),
    () => pm.needs.move({ params: { id: need.id }, headers: ifMatch(need), body: { state: "exploring" } }),
    () => pm.needs.merge({ id: need.id, intoId: "N-1" }),
    () => pm.needs.merge({ id: "N-1", intoId: need.id }),
    () => pm.needs.split({ id: need.id, statement: "Taken away", quoteIds: [need.id] }),
    () => pm.personas.get({ id: persona.id }),
    () => pm.personas.delete({ id: persona.id }),
  ])
    await expect(attempt()).rejects.toMatchObject({ status: 404 });
  expect(await keysOf(pm, { q: "canary" })).toEqual([]);
  expect(await pm.needs.count({})).toEqual({ total: 1 });
  expect(await other.pm.needs.get({ id: need.id })).toMatchObject({ version: 1, statement: "Canary need of another workspace" });
});

test("guests read needs and change none", async () => {
  const { pm, home } = await start();
  const guest = await home.as("guest");
  const need = await pm.needs.create({ statement: "Trust exported totals" });
  expect(await guest.needs.get({ id: need.id })).toMatchObject({ key: need.key });
  await expect(guest.needs.create({ statement: "A guest's need" })).rejects.toMatchObject({ status: 403 });
});
