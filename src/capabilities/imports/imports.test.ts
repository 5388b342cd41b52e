import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { ifMatch } from "../../client.ts";
import { projectDirectory } from "../../config.ts";
import { type Person, type World, world } from "../../test/world.ts";

let home: World;
let cs: Person;
beforeAll(async () => {
  home = await world();
  cs = await home.as("customer");
});

const Report = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  accountsCreated: z.int(),
  refused: z.int(),
  rows: z.int(),
  dryRun: z.boolean(),
  batchId: z.uuid().nullable(),
  problems: z.array(z.object({ line: z.int(), column: z.string().nullable(), message: z.string() })),
});
const Line = z.object({ report: Report.optional(), progress: z.object({ rows: z.int(), of: z.int().nullable() }).optional() });
type Options = { mapping: Record<string, string>; source?: string; dryRun?: boolean; skipProblems?: boolean; fileName?: string };

const post = (person: Pick<Person, "fetch">, path: string, body: string | Buffer<ArrayBuffer>, type = "text/csv") =>
  person.fetch(`/api/v1/imports${path}`, { method: "POST", headers: { "content-type": type }, body });

function query({ mapping, ...options }: Options): string {
  const search = new URLSearchParams({ mapping: JSON.stringify(mapping) });
  for (const [name, value] of Object.entries(options)) search.set(name, String(value));
  return `?${search}`;
}

async function run(body: string | Buffer<ArrayBuffer>, options: Options, person: Person = cs) {
  const answer = await post(person, query(options), body);
  const text = await answer.text();
  if (answer.status !== 200) throw Object.assign(new Error(text), JSON.parse(text));
  const lines = text
    .trim()
    .split("\n")
    .map((line) => Line.parse(JSON.parse(line)));
  const report = lines.at(-1)?.report;
  if (!report) throw new Error(text);
  return { ...report, progress: lines.flatMap(({ progress }) => progress ?? []) };
}

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = (rows: readonly (readonly string[])[], end = "\n") => rows.map((row) => row.map(cell).join(",")).join(end) + end;

/** Fifty rows of what real files hold: emoji, right-to-left script, ten kilobytes in a cell, formulas, line ends of Windows. */
const texts = Array.from({ length: 50 }, (_, i) => {
  const kinds = [
    `The export drops the currency, case ${i}`,
    `😀 👩‍💻 Totals are wrong ${i} 🏳️‍🌈`,
    `مرحبا، التصدير لا يعمل ${i} — שלום`,
    `${"Ten kilobytes of the same sentence. ".repeat(292)}${i}`,
    `=HYPERLINK("https://example.test","x${i}")`,
    `Several lines\nin "one" cell, ${i};\ttab`,
    `<b onmouseover=alert(1)>html</b> ${i}`,
  ];
  return kinds[i % kinds.length] ?? "";
});
const header = ["id", "words", "subject", "who", "mail", "when", "tags", "region", "company", "arr", "junk"];
const fixture = texts.map((text, i) => [
  `T-${i}`,
  text,
  i % 5 === 0 ? `Subject ${i}` : "",
  `Person ${i}`,
  i % 2 ? `person${i}@helio.example` : `person${i}@gmail.com`,
  `2026-01-${String(1 + (i % 28)).padStart(2, "0")} 08:00:00+01:00`,
  i % 3 === 0 ? "billing, Export" : "Export",
  i % 4 === 0 ? "North" : "",
  i % 10 === 0 ? "Orbit" : "",
  i % 10 === 0 ? "$84,000" : "",
  "ignored",
]);
const mapping = {
  id: "sourceId",
  words: "text",
  subject: "title",
  who: "authorName",
  mail: "authorEmail",
  when: "receivedAt",
  tags: "label",
  region: "field:Region",
  company: "account:name",
  arr: "account:revenue",
};

test("a file comes in to the letter: tried first, then for good, then brought up to date, then taken back", {
  timeout: 60_000,
}, async () => {
  const region = await home.admin.fields.create({ recordKind: "feedback", name: "Region", type: "choice", options: ["North", "South"] });
  const helio = await cs.accounts.create({ name: "Helio", domain: "helio.example" });
  const known = await cs.contacts.create({ name: "Person 1", email: "person1@helio.example" });
  const file = `\uFEFF${csv([header, ...fixture], "\r\n")}`;

  const preview = await (await post(cs, "/preview", file)).json();
  expect(preview).toMatchObject({
    columns: header,
    delimiter: ",",
    encoding: "utf-8",
    mapping: { id: "sourceId", mail: "authorEmail", tags: "label" },
  });
  expect(preview.rows).toHaveLength(10);

  const tried = await run(file, { mapping, dryRun: true });
  expect(tried).toMatchObject({ created: 50, updated: 0, refused: 0, rows: 50, dryRun: true, batchId: null, accountsCreated: 1 });
  expect(await cs.feedback.count({})).toEqual({ total: 0 });
  expect((await cs.accounts.list({ q: "orbit" })).items).toEqual([]);
  expect((await cs.labels.list({})).items).toEqual([]);

  const done = await run(file, { mapping, source: "desk", fileName: "desk.csv" });
  expect(done).toMatchObject({ created: 50, updated: 0, unchanged: 0, refused: 0, accountsCreated: 1 });
  expect(done.progress.at(-1)).toEqual({ rows: 50, of: 50 });
  const batch = done.batchId ?? "";
  const { items } = await cs.feedback.list({ batch, limit: 100 });
  expect(items).toHaveLength(50);
  expect(items.map(({ key }) => Number(key.slice(3))).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  const labels = new Map((await cs.labels.list({})).items.map(({ id, name }) => [id, name]));
  for (const { id } of items) {
    const one = await cs.feedback.get({ id });
    const i = Number(one.sourceId?.slice(2));
    expect(one).toMatchObject({
      text: texts[i],
      title: i % 5 === 0 ? `Subject ${i}` : null,
      authorName: `Person ${i}`,
      receivedAt: `2026-01-${String(1 + (i % 28)).padStart(2, "0")}T07:00:00.000Z`,
      sourceSystem: "desk",
      batchId: batch,
      state: "new",
      fields: i % 4 === 0 ? { [region.id]: "North" } : {},
      contact: i === 1 ? { id: known.id } : null,
      account: i % 10 === 0 ? { name: "Orbit", revenueMinor: 84_000_00, currency: "USD" } : i % 2 ? { id: helio.id } : null,
    });
    expect(one.labels.map((label) => labels.get(label)).sort()).toEqual(i % 3 === 0 ? ["Export", "billing"] : ["Export"]);
  }
  expect((await cs.feedback.list({ q: "currency export", limit: 100 })).items).toHaveLength(8);
  expect((await cs.records.activities({ id: items[0]?.id ?? "" })).items).toMatchObject([
    { kind: "feedback.imported", actorId: cs.memberId },
  ]);

  expect(await run(file, { mapping, source: "desk" })).toMatchObject({ created: 0, updated: 0, unchanged: 50, batchId: null });

  const need = await cs.needs.create({ statement: "Trust the export" });
  const first = await cs.feedback.get({ id: (await cs.feedback.list({ q: "currency case 0", batch })).items[0]?.id ?? "" });
  await cs.quotes.create({ id: first.id, startsAt: 11, endsAt: 29, importance: 2, targetId: need.id });
  const changed = fixture.map((row, i) =>
    row.with(1, i === 0 ? `Update: ${row[1]}` : (row[1] ?? "")).with(6, i === 2 ? "new one" : (row[6] ?? "")),
  );
  expect(await run(csv([header, ...changed, ["T-50", "One more", ...Array(9).fill("")]]), { mapping, source: "desk" })).toMatchObject({
    created: 1,
    updated: 2,
    unchanged: 48,
  });
  expect(await cs.feedback.get({ id: first.id })).toMatchObject({
    text: `Update: ${texts[0]}`,
    batchId: batch,
    version: 2,
    quotes: [{ words: "drops the currency", startsAt: 19, anchored: true }],
  });

  const edited = items.find(({ id }) => id !== first.id);
  if (!edited) throw new Error("There are fifty.");
  await cs.feedback.edit({ params: { id: edited.id }, headers: ifMatch(edited), body: { title: "Edited by hand" } });
  expect((await cs.imports.list({})).items.find(({ id }) => id === batch)).toMatchObject({
    fileName: "desk.csv",
    created: 50,
    undoneAt: null,
  });
  expect(await cs.imports.undo({ id: batch })).toEqual({ removed: 48, restored: 0, kept: 2 });
  expect((await cs.feedback.list({ batch, limit: 100 })).items.map(({ id }) => id).sort()).toEqual([first.id, edited.id].sort());
  await expect(cs.imports.undo({ id: batch })).rejects.toMatchObject({ code: "ALREADY_UNDONE" });
  expect(await run(file, { mapping, source: "desk" })).toMatchObject({ created: 48 });
});

test("rows without an id are known again by what they say, and two who say the same are two", async () => {
  const file = csv([
    ["text", "label"],
    ["Great!", "praise"],
    ["Great!", "praise"],
    ["Not so great", "blame"],
  ]);
  const options = { mapping: { text: "text", label: "label" }, source: "survey" };
  expect(await run(file, options)).toMatchObject({ created: 3 });
  expect(await run(file, options)).toMatchObject({ created: 0, unchanged: 3 });
  expect(await run(`${file}"Great!","praise"\n"New","blame"\n`, options)).toMatchObject({ created: 2, unchanged: 3 });
  expect(await run(file, { ...options, source: "another survey" })).toMatchObject({ created: 3 });
});

test.each([
  ["a broken quote", '"id","text"\n"1","fine"\n"2","broken\n"3","fine"\n', { code: "BROKEN_FILE", line: 3 }],
  ["text after a quote", '"id","text"\n"1","fine"\n"2","bro"ken"\n', { code: "BROKEN_FILE", line: 3 }],
  ["an id that stands there twice", '"id","text"\n"1","fine"\n"2","fine"\n"1","again"\n', { code: "DUPLICATE_IDS", lines: [2, 4] }],
  [
    "a row without text",
    '"id","text"\n"1","fine"\n"2",""\n',
    { code: "ROWS_REFUSED", problems: [{ line: 3, column: "text", message: "The text is empty." }] },
  ],
  ["more cells than columns", '"id","text"\n1,one,two\n', { code: "BROKEN_FILE", line: 2 }],
  ["a NUL", '"id","text"\n"1","fi\u0000ne"\n', { code: "BROKEN_FILE", line: 2 }],
  [
    "bytes that are no UTF-8",
    Buffer.from([...Buffer.from('"id","text"\n"1","fine"\n"2","'), 0xff, 0xfe, 0x22, 0x0a]),
    { code: "BROKEN_FILE", line: 3 },
  ],
  ["a column that is not there", '"id","body"\n"1","fine"\n', { code: "BAD_MAPPING" }],
  ["nothing at all", "", { code: "BROKEN_FILE" }],
])("%s refuses the whole file, names the line, and changes nothing", async (_what, file, problem) => {
  const before = await cs.feedback.count({});
  for (const dryRun of [false, ...(problem.code === "ROWS_REFUSED" ? [] : [true])])
    await expect(run(file, { mapping: { id: "sourceId", text: "text" }, source: "broken", dryRun })).rejects.toMatchObject({
      status: 422,
      ...problem,
    });
  expect(await cs.feedback.count({})).toEqual(before);
  expect((await cs.imports.list({})).items.some(({ sourceSystem }) => sourceSystem === "broken")).toBe(false);
});

test("bad rows are told by their physical lines; the good ones come in when one says so", async () => {
  const file = csv([
    ["text", "when", "kind"],
    ["Good", "2026-01-31", "call"],
    ["Two\nlines", "31.01.2026", ""],
    ["", "2026-01-31", ""],
    ["Good too", "", "tweet"],
    ["Good again", "2099-12-31", ""],
  ]);
  const options = { mapping: { text: "text", when: "receivedAt", kind: "kind" }, source: "mixed" };
  const tried = await run(file, { ...options, dryRun: true });
  expect(tried).toMatchObject({ created: 2, refused: 3, rows: 5 });
  expect(tried.problems.map(({ line, column }) => [line, column])).toEqual([
    [3, "when"],
    [5, "text"],
    [6, "kind"],
  ]);
  await expect(run(file, options)).rejects.toMatchObject({
    code: "ROWS_REFUSED",
    rows: 5,
    refused: 3,
    title: expect.stringMatching(/^3 of 5 rows .* Line 3, when: /),
  });
  const done = await run(file, { ...options, skipProblems: true });
  expect(done).toMatchObject({ created: 2, refused: 3 });
  expect((await cs.imports.list({})).items.find(({ id }) => id === done.batchId)).toMatchObject({ refused: 3, created: 2 });
});

test("an account that rows name in several ways is made once, and a mail service is nobody's", async () => {
  const { admin } = await world();
  const file = csv([
    ["text", "company", "site", "arr", "plan", "mail"],
    ["One", "Orbit", "https://www.orbit.example/", "12,000", "", ""],
    ["Two", "ORBIT", "", "", "Team", ""],
    ["Three", "", "orbit.example", "15000", "", ""],
    ["Four", "", "gmail.com", "", "", "x@gmail.com"],
    ["Five", "", "", "", "Free", "y@orbit.example"],
    ["Six", "", "new.example", "", "", ""],
  ]);
  const mapping = {
    text: "text",
    company: "account:name",
    site: "account:domain",
    arr: "account:revenue",
    plan: "account:plan",
    mail: "authorEmail",
  };
  expect(await run(file, { mapping }, admin)).toMatchObject({ created: 6, accountsCreated: 2 });
  expect((await admin.accounts.list({})).items).toMatchObject([
    { name: "new.example", domain: "new.example", feedback: 1 },
    { name: "Orbit", domain: "orbit.example", revenueMinor: 15_000_00, currency: "USD", plan: "Free", feedback: 4 },
  ]);
  expect(await run(file, { mapping }, admin)).toMatchObject({ created: 0, unchanged: 6, accountsCreated: 0 });
  await expect(
    run(
      csv([
        ["text", "site"],
        ["One", "n/a"],
      ]),
      { mapping: { text: "text", site: "account:domain" } },
      admin,
    ),
  ).rejects.toMatchObject({
    code: "ROWS_REFUSED",
    problems: [{ line: 2, column: "site", message: '"n/a" is no domain.' }],
  });
});

test("the words of a file are in the vocabulary before the long transaction, so that nobody waits for it to write the same", async () => {
  const { admin, rows, workspaceId } = await world();
  const file = csv([
    ["text", "mail"],
    ["Auto-top-up at Café Zyzzyva, e.g. progress.why?", "Dana@Helio.example"],
    ["“Über” zyzzyvas…", ""],
  ]);
  await run(file, { mapping: { text: "text", mail: "authorEmail" }, dryRun: true }, admin);
  const words = async () =>
    (await rows("select word from search_vocabulary where workspace_id = $1 order by word", [workspaceId])).map(({ word }) => word);
  const learned = await words();
  await run(file, { mapping: { text: "text", mail: "authorEmail" } }, admin);
  expect(await words()).toEqual(learned);
  expect(learned).toEqual(expect.arrayContaining(["auto-top-up", "cafe", "dana@helio.example", "zyzzyva", "zyzzyvas", "uber"]));
});

test("an import is for members, in their own workspace, and says what it takes", async () => {
  const file = csv([["text"], ["Words"]]);
  const options = query({ mapping: { text: "text" } });
  expect((await post(await home.as("guest"), options, file)).status).toBe(403);
  expect((await post(await home.key("read"), options, file)).status).toBe(403);
  expect((await post(await home.key("write"), options, file)).status).toBe(200);
  expect((await post(cs, options, "<a/>", "application/xml")).status).toBe(415);
  expect((await post(cs, "", file)).status).toBe(422);
  expect((await post(cs, "?mapping=nonsense", file)).status).toBe(422);
  expect((await post(cs, query({ mapping: { text: "text", a: "colour" } }), file)).status).toBe(422);
  const other = await world();
  const theirs = await run(file, { mapping: { text: "text" } }, other.admin);
  await expect(cs.imports.undo({ id: theirs.batchId ?? "" })).rejects.toMatchObject({ status: 404 });
  expect((await cs.imports.list({ limit: 200 })).items.some(({ id }) => id === theirs.batchId)).toBe(false);
  expect((await cs.feedback.list({ batch: theirs.batchId ?? "" })).items).toEqual([]);
});

const banking = join(projectDirectory, "../shared/data/banking77/train.csv");
test.runIf(existsSync(banking))("ten thousand real questions come in, are found, and go again", { timeout: 180_000 }, async () => {
  const { admin } = await world();
  const file = readFileSync(banking);
  const options = { mapping: { text: "text", category: "label" }, fileName: "train.csv" };
  const done = await run(file, options, admin);
  expect(done).toMatchObject({ rows: 10_003, created: 10_003, refused: 0 });
  expect(await admin.feedback.counts({})).toMatchObject({ new: 10_003 });
  expect((await admin.labels.list({})).items).toHaveLength(77);
  expect((await admin.feedback.list({ q: "card still hasn't arrived" })).items.length).toBeGreaterThan(0);
  const [question] = (await admin.feedback.list({ q: "lost my phone" })).items;
  const { items } = await admin.feedback.similar({ id: question?.id ?? "" });
  expect(items[0]?.score).toBeGreaterThan(0.3);
  expect(await run(file, options, admin)).toMatchObject({ created: 0, updated: 0, unchanged: 10_003 });
  expect(await admin.imports.undo({ id: done.batchId ?? "" })).toEqual({ removed: 10_003, restored: 0, kept: 0 });
  expect(await admin.feedback.count({})).toEqual({ total: 0 });
});
