import { expect, test } from "vitest";
import { ifMatch } from "../../client.ts";
import { application, world } from "../../test/world.ts";
import { readCapture } from "./finding-rules.ts";
import { marketOf } from "./market.ts";

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const source = (ago: number) => ({ address: "https://rival.example/news", title: "News", asOf: day(ago) });

/** What the market says, asked as readiness asks it, with the number of statements that it took. */
async function market(workspaceId: string, featureIds: string[]) {
  const { app } = await application();
  return app.database.transaction({ workspaceId, actorId: null, changeId: null, writes: false }, async (db) => {
    let statements = 0;
    const counting = new Proxy(db, {
      get(of, name) {
        if (name === "execute") statements += 1;
        const value = Reflect.get(of, name);
        return typeof value === "function" ? value.bind(of) : value;
      },
    });
    const actor = {
      kind: "key" as const,
      id: workspaceId,
      workspaceId,
      name: "reader",
      userId: null,
      scope: "read" as const,
      access: "member" as const,
      groups: [],
    };
    return { found: await marketOf({ db: counting, actor, now: new Date().toISOString() }, featureIds), statements };
  });
}

test("a finding speaks for and against needs and features; undo takes it off all of them", async () => {
  const home = await world();
  const { admin } = home;
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  const feature = await admin.features.create({ title: "Audit trail" });
  const rival = await admin.competitors.create({ name: "Paperfort", address: "https://paperfort.example" });
  const change = await home.changeOf(async (context) => {
    const made = await admin.findings.create(
      {
        statement: "Paperfort released an audit trail",
        kind: "competition",
        competitorId: rival.id,
        strength: 2,
        sources: [source(8)],
        supports: [need.key],
        contradicts: [feature.id],
      },
      { context },
    );
    expect(made).toMatchObject({
      key: "FI-1",
      state: "draft",
      competitor: { key: "R-1", title: "Paperfort" },
      supports: [{ key: need.key }],
      contradicts: [{ key: feature.key }],
    });
  });
  expect((await admin.findings.list({ about: feature.id })).items).toHaveLength(1);
  expect(await admin.competitors.get({ id: rival.key })).toMatchObject({ findings: 1 });
  await admin.changes.undo({ id: change });
  expect(await admin.findings.count({})).toEqual({ total: 0 });
  expect((await admin.links.list({ id: need.id })).items).toEqual([]);
});

test("a finding is stale 120 days after its newest source, however late it was written down, until somebody says that it still holds", async () => {
  const { admin } = await world();
  const old = await admin.findings.create({ statement: "Auditors ask for trails", sources: [source(300), source(130)] });
  const fresh = await admin.findings.create({ statement: "Exports grow", sources: [source(119)] });
  const ids = async (age: "fresh" | "stale") => (await admin.findings.list({ age })).items.map(({ id }) => id);
  expect(await ids("stale")).toEqual([old.id]);
  expect(await ids("fresh")).toEqual([fresh.id]);
  expect(old.heldAt.slice(0, 10)).toBe(day(130));
  expect(old.freshUntil.slice(0, 10)).toBe(day(10));
  await admin.confirmations.put({ id: old.id });
  expect(await ids("stale")).toEqual([]);
  expect((await admin.findings.get({ id: old.id })).heldAt.slice(0, 10)).toBe(day(0));
  expect((await admin.findings.list({})).items[0]?.id).toBe(old.id);
  await admin.confirmations.delete({ id: old.id });
  expect(await ids("stale")).toEqual([old.id]);
});

test("sources are addresses of the web with a day that has been; what is refused names its line and changes nothing", async () => {
  const { admin } = await world();
  const refused = (sources: { address: string; title: string; asOf: string }[]) =>
    admin.findings.create({ statement: "A finding", sources });
  for (const address of ["javascript:alert(1)", "ftp://a.example", "rival.example"])
    await expect(refused([source(1), { ...source(1), address }])).rejects.toMatchObject({
      status: 400,
      data: { issues: [{ path: "sources.1.address" }] },
    });
  await expect(refused([{ ...source(1), asOf: "2999-01-01" }])).rejects.toMatchObject({ data: { issues: [{ path: "sources.0.asOf" }] } });
  await expect(refused([{ ...source(1), asOf: "2026-02-30" }])).rejects.toMatchObject({ status: 400 });
  expect(await admin.findings.count({})).toEqual({ total: 0 });
});

test("what has no source is not checked, and what is checked keeps a source", async () => {
  const { admin } = await world();
  const bare = await admin.findings.create({ statement: "Somebody said so" });
  const move = (version: number) =>
    admin.findings.move({ params: { id: bare.id }, headers: ifMatch({ version }), body: { state: "checked" } });
  await expect(move(1)).rejects.toMatchObject({ status: 409, data: { blockers: ["no-source"] } });
  const sourced = await admin.findings.edit({ params: { id: bare.id }, headers: ifMatch(bare), body: { sources: [source(3)] } });
  const checked = await move(sourced.version);
  expect(checked.state).toBe("checked");
  await expect(admin.findings.edit({ params: { id: bare.id }, headers: ifMatch(checked), body: { sources: [] } })).rejects.toMatchObject({
    data: { issues: [{ path: "sources" }] },
  });
});

test("a contradiction is open until it is answered; two who answer at once do not overwrite each other", async () => {
  const home = await world();
  const { admin } = home;
  const engineer = await home.as("engineering");
  const feature = await admin.features.create({ title: "Phone app" });
  const quiet = await admin.findings.create({ statement: "Phones are few" });
  const against = await admin.findings.create({ statement: "Nobody closes books on a phone", contradicts: [feature.id] });
  const open = async () => (await admin.findings.list({ open: "yes" })).items.map(({ id }) => id);
  expect(await open()).toEqual([against.id]);
  const say = (who: typeof admin, answer: string, of = against) =>
    who.findings.answer({ params: { id: of.id }, headers: ifMatch(of), body: { answer } });
  await expect(say(admin, "No", quiet)).rejects.toMatchObject({ status: 409 });
  const both = await Promise.allSettled([say(admin, "They read there"), say(engineer, "Only to look")]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const answered = await admin.findings.get({ id: against.id });
  expect(answered).toMatchObject({ answeredAt: expect.any(String), answeredBy: expect.any(String) });
  expect(await open()).toEqual([]);
  expect(await say(admin, "", answered)).toMatchObject({ answer: "", answeredBy: null, answeredAt: null });
  expect(await open()).toEqual([against.id]);
});

test("the market of features holds their own findings and those of needs they serve, withdrawn ones not, in a constant number of statements", async () => {
  const home = await world();
  const { admin } = home;
  const analyst = await home.as("data");
  const need = await admin.needs.create({ statement: "Trust exported totals" });
  const [one, two] = [
    await admin.features.create({ title: "Currency in exports", needs: [need.id] }),
    await admin.features.create({ title: "Audit trail" }),
  ];
  const ofNeed = await analyst.findings.create({ statement: "Totals are rechecked", sources: [source(10)], supports: [need.id] });
  const against = await admin.findings.create({ statement: "Spreadsheets do", contradicts: [one.id, two.id] });
  const gone = await admin.findings.create({ statement: "Wrong", supports: [two.id] });
  await admin.findings.move({ params: { id: gone.id }, headers: ifMatch(gone), body: { state: "withdrawn" } });
  await admin.confirmations.put({ id: ofNeed.id });
  const asked = await market(home.workspaceId, [one.id, two.id]);
  expect(asked.statements).toBe(2);
  expect(asked.found).toHaveLength(3);
  const found = (featureId: string, id: string) => asked.found.find((row) => row.featureId === featureId && row.id === id);
  expect(found(one.id, ofNeed.id)).toMatchObject({
    key: ofNeed.key,
    stance: "supports",
    targetId: need.id,
    authorId: analyst.memberId,
    hasSource: true,
    answered: false,
  });
  expect(Math.floor(found(one.id, ofNeed.id)?.ageDays ?? 0)).toBe(10);
  expect(found(one.id, ofNeed.id)?.confirmedDaysAgo).toBeCloseTo(0, 1);
  expect(found(two.id, against.id)).toMatchObject({ stance: "contradicts", hasSource: false, confirmedDaysAgo: null });
  expect((await market((await world()).workspaceId, [one.id])).found).toEqual([]);
});

test("competitors have different names, whoever comes first; one that goes leaves its findings", async () => {
  const { admin, as } = await world();
  const [one, two] = [await as("product"), await as("marketing")];
  const both = await Promise.allSettled([one, two].map((who) => who.competitors.create({ name: "Sumlight" })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(admin.competitors.create({ name: "SUMLIGHT" })).rejects.toMatchObject({ status: 409, data: { issues: [{ path: "name" }] } });
  await expect(admin.competitors.create({ name: "X", address: "javascript:alert(1)" })).rejects.toMatchObject({ status: 400 });
  const [rival] = (await admin.competitors.list({})).items;
  if (!rival) throw new Error("One of them was first.");
  const finding = await admin.findings.create({ statement: "They are cheaper", competitorId: rival.id });
  await admin.competitors.delete({ id: rival.key });
  expect(await admin.findings.get({ id: finding.id })).toMatchObject({ competitor: null });
});

test.each([
  ["Paperfort has a trail https://paperfort.example/news", "Paperfort has a trail", "https://paperfort.example/news"],
  ["https://a.example/x?y=1, they say: exports double", "they say: exports double", "https://a.example/x?y=1"],
  ["Exports double (https://a.example/1).", "Exports double.", "https://a.example/1"],
  ["Nothing but words", "Nothing but words", null],
  ["javascript:alert(1)", "javascript:alert(1)", null],
])("%s is read as a statement and an address", (line, statement, address) => {
  expect(readCapture(line)).toEqual({ statement, address });
});
