import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { contentHash } from "../../test/content-hash.ts";
import { FIXTURES, type Fixture, ITEMS } from "../../test/import-fixtures.ts";
import { type Person, type World, world } from "../../test/world.ts";

let home: World;
let admin: Person;
beforeAll(async () => {
  home = await world();
  ({ admin } = home);
});

const Result = z.object({
  report: z
    .object({
      created: z.int(),
      updated: z.int(),
      unchanged: z.int(),
      refused: z.int(),
      rows: z.int(),
      batchId: z.string().nullable(),
      problems: z.array(z.unknown()),
    })
    .optional(),
});

async function run(body: Buffer<ArrayBuffer>, query: Record<string, string>, person = admin) {
  const answer = await person.fetch(`/api/v1/imports?${new URLSearchParams(query)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body,
  });
  const text = await answer.text();
  const { report } = Result.parse(JSON.parse(text.trim().split("\n").at(-1) ?? "{}"));
  if (!report) throw Object.assign(new Error(text), JSON.parse(text.trim().split("\n").at(-1) ?? "{}"));
  return report;
}
const name = ({ format, target }: Fixture) => `${format} as ${target}`;

test.each(FIXTURES.map((fixture) => [name(fixture), fixture] as const))(
  "%s is recognised, comes in twice without change, and goes without a trace",
  { timeout: 60_000 },
  async (_, { format, target, file, merged = 0 }) => {
    const before = await contentHash(home);
    const bytes = file(ITEMS);
    const preview = await (
      await admin.fetch("/api/v1/imports/preview?whole=true", {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: bytes,
      })
    ).json();
    expect(preview).toMatchObject({ format: { name: format } });
    const query = { as: target, format, source: `${format}-${target}` };
    expect(await run(bytes, { ...query, dryRun: "true" })).toMatchObject({ created: 50, refused: 0, problems: [], rows: 50 });
    expect(await contentHash(home)).toBe(before);
    const done = await run(bytes, query);
    expect(done).toMatchObject({ created: 50, updated: 0, refused: 0 });
    expect(await run(bytes, query)).toMatchObject({ created: 0, updated: 0, unchanged: 50, batchId: null });
    const [state] = await home.rows(
      target === "feedback"
        ? `select count(*) filter (where state = 'merged')::int as merged, count(*) filter (where state = 'declined')::int as put_aside,
             count(distinct text)::int as texts, count(author_name)::int as named, min(received_at)::date::text as oldest, max(received_at)::date::text as newest
           from feedback where workspace_id = $1 and batch_id = $2`
        : `select 0 as merged, count(*) filter (where f.state = 'dropped')::int as put_aside, count(distinct body)::int as texts, count(distinct rank)::int as ranks
           from features f join record_sources s on s.record_id = f.id where f.workspace_id = $1 and s.batch_id = $2`,
      [home.workspaceId, done.batchId],
    );
    expect(state).toMatchObject({ merged, texts: 50 });
    if (target === "feedback")
      expect(state).toMatchObject({ oldest: "1900-01-01", newest: "2099-12-31", named: format === "uservoice" ? 0 : 40 });
    else expect(state).toMatchObject({ put_aside: 1, ranks: 50 });
    // Nobody was invented: votes are numbers, authors are words.
    const [people] = await home.rows(
      "select (select count(*)::int from contacts where workspace_id = $1) as contacts, (select count(*)::int from accounts where workspace_id = $1) as accounts",
      [home.workspaceId],
    );
    expect(people).toEqual({ contacts: 0, accounts: 0 });
    expect(await admin.imports.undo({ id: done.batchId ?? "" })).toEqual({ removed: 50, restored: 0, kept: 0 });
    expect(await contentHash(home)).toBe(before);
  },
);

test.each(FIXTURES.filter(({ distinct }) => distinct !== false).map((fixture) => [name(fixture), fixture] as const))(
  "%s with an id that stands there twice is refused by both lines",
  async (_, { format, target, file }) => {
    const before = await contentHash(home);
    await expect(run(file([...ITEMS, ...ITEMS.slice(0, 1)]), { as: target, format })).rejects.toMatchObject({ code: "DUPLICATE_IDS" });
    expect(await contentHash(home)).toBe(before);
  },
);

test("a re-run that changes rows, labels and fields is taken back to the letter", { timeout: 60_000 }, async () => {
  const other = await world();
  const [fixture] = FIXTURES;
  if (!fixture) throw new Error("There are fixtures.");
  const query = { as: "feedback", format: "fider" };
  const first = await run(fixture.file(ITEMS), query, other.admin);
  const before = await contentHash(other);
  const later = ITEMS.map((item) => ({
    ...item,
    votes: item.votes + 1,
    tags: [...item.tags, "later"],
    text: item.place === 2 ? "Edited there" : item.text,
  }));
  const second = await run(fixture.file(later), query, other.admin);
  expect(second).toMatchObject({ created: 0, updated: 50 });
  expect(await contentHash(other)).not.toBe(before);
  expect(await other.admin.imports.undo({ id: second.batchId ?? "" })).toEqual({ removed: 0, restored: 50, kept: 0 });
  expect(await contentHash(other)).toBe(before);
  expect(await other.admin.imports.undo({ id: first.batchId ?? "" })).toMatchObject({ removed: 50, kept: 0 });
});

const csv = (text: string) => Buffer.from(text);
test.each([
  [
    "accounts",
    'id,name,domain,arr,extra\na1,Orbit,orbit.example,"12,000",x\na2,Helio,,,\n',
    { id: "sourceId", name: "name", domain: "domain", arr: "revenue", extra: "new-field:text:Extra" },
  ],
  ["contacts", "name,mail,company\nDana,dana@orbit.example,Orbit\nKim,,\n", { name: "name", mail: "email", company: "account:name" }],
  [
    "needs",
    "need,state,imp\nKnow the totals,under review,8\nTrust the export,,\n",
    { need: "statement", state: "state", imp: "importance" },
  ],
  [
    "features",
    "title,state,tags,score\nCurrency in exports,planned,money,5\nTotals,,,\n",
    { title: "title", state: "state", tags: "label", score: "new-field:number:Score" },
  ],
])("%s come in by mapping, twice without change, and go without a trace", async (target, text, mapping) => {
  const other = await world();
  const before = await contentHash(other);
  const query = { as: target, mapping: JSON.stringify(mapping), source: "sheet" };
  const done = await run(csv(text), query, other.admin);
  expect(done).toMatchObject({ created: 2, refused: 0 });
  expect(await run(csv(text), query, other.admin)).toMatchObject({ created: 0, updated: 0, unchanged: 2, batchId: null });
  await other.admin.imports.undo({ id: done.batchId ?? "" });
  expect(await contentHash(other)).toBe(before);
});

test("our own list leaves, comes in where it came from without change, and into another workspace as new", {
  timeout: 60_000,
}, async () => {
  const [here, there] = [await world(), await world()];
  await here.admin.feedback.create({ text: "=1+1 is no formula", title: "One", authorEmail: "a@b.example" });
  await here.admin.needs.create({ statement: "Totals that hold", importance: 7 });
  await here.admin.features.create({ title: "Currency in exports", valueLow: 1, valueHigh: 2 });
  await here.admin.accounts.create({ name: "Orbit", domain: "orbit.example", revenueMinor: 1_234_500, currency: "USD" });
  await here.admin.contacts.create({ name: "Dana", email: "dana@orbit.example" });
  for (const target of ["accounts", "contacts", "feedback", "needs", "features"]) {
    const bytes = Buffer.from(await (await here.admin.fetch(`/api/v1/${target}.csv`)).arrayBuffer());
    const query = { as: target, format: `throughline-${target}` };
    expect(await run(bytes, query, here.admin), target).toMatchObject({ created: 0, updated: 0, unchanged: 1, refused: 0 });
    expect(await run(bytes, query, there.admin), target).toMatchObject({ created: 1, refused: 0 });
    expect(await run(bytes, query, there.admin), target).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
  }
});
