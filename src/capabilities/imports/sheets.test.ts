import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import * as z from "zod";
import { WORKBOOK } from "../../test/hostile-files.ts";
import { FIXTURES, ITEMS } from "../../test/import-fixtures.ts";
import { type World, world } from "../../test/world.ts";
import { zipped } from "../../test/zipped.ts";

let home: World;
beforeAll(async () => {
  home = await world();
});

const Report = z.object({ created: z.int(), updated: z.int(), unchanged: z.int(), refused: z.int(), batchId: z.string().nullable() });

async function run(body: Buffer<ArrayBuffer>, query: Record<string, string>, { admin }: World = home) {
  const answer = await admin.fetch(`/api/v1/imports?${new URLSearchParams(query)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body,
  });
  const text = await answer.text();
  const last: unknown = JSON.parse(text.trim().split("\n").at(-1) ?? "");
  const read = z.object({ report: Report }).safeParse(last);
  if (!read.success) throw new Error(text);
  return read.data.report;
}

const mapping = JSON.stringify({
  id: "sourceId",
  text: "text",
  title: "title",
  who: "authorName",
  day: "receivedAt",
  votes: "new-field:number:Votes",
});

async function workbook(): Promise<Buffer<ArrayBuffer>> {
  const header = ["id", "title", "text", "who", "day", "votes"].map((value) => ({ value, type: String }));
  const rows = ITEMS.map(({ id, title, text, author, day, votes }) => [
    { value: Number(id), type: Number },
    { value: title, type: String },
    { value: text, type: String },
    author === "" ? null : { value: author, type: String },
    // Excel's first day; the library counts as if there had been no 29 February 1900, which Excel has.
    day === "1900-01-01"
      ? { value: 1, type: Number, format: "yyyy-mm-dd" }
      : { value: new Date(`${day}T00:00:00Z`), type: Date, format: "yyyy-mm-dd" },
    { value: votes, type: Number },
  ]);
  const file = await writeXlsxFile([header, ...rows]).toBuffer();
  return Buffer.from(file);
}

test("fifty rows of a workbook come in to the letter: numbers, dates of 1900 and 2099, emoji, right-to-left script", {
  timeout: 60_000,
}, async () => {
  const file = await workbook();
  const query = { as: "feedback", mapping, source: "workbook" };
  const preview = await home.admin.fetch("/api/v1/imports/preview?whole=true", {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: file,
  });
  expect(await preview.json()).toMatchObject({ shape: "xlsx", columns: ["id", "title", "text", "who", "day", "votes"] });
  const done = await run(file, query);
  expect(done).toMatchObject({ created: 50, refused: 0 });
  expect(await run(file, query)).toMatchObject({ created: 0, updated: 0, unchanged: 50, batchId: null });
  const found = await home.rows(
    `select f.title, f.text, f.author_name as author, to_char(f.received_at at time zone 'UTC', 'YYYY-MM-DD') as day,
       (select v.number from field_values v where v.workspace_id = f.workspace_id and v.record_id = f.id) as votes
     from feedback f where f.workspace_id = $1 and f.source_system = 'workbook' order by f.source_id::int`,
    [home.workspaceId],
  );
  expect(found.map(({ title, text, author, day, votes }) => [title, text, author ?? "", day, Number(votes)])).toEqual(
    ITEMS.map(({ title, text, author, day, votes }) => [title, text.replaceAll("\r\n", "\n"), author, day, votes]),
  );
});

test("of a formula what was last computed is read, texts that run over several runs are whole, and other calendars are theirs", async () => {
  const sheet = `<worksheet><sheetData>
    <row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>day</t></is></c></row>
    <row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3" t="str"><f>CONCATENATE("a","b")</f><v>computed &amp; kept</v></c><c r="C3" s="1"><v>0</v></c></row>
    <row r="4"><c r="A4"><v>3</v></c><c r="B4" t="s"><v>1</v></c><c r="C4" s="1"><f>TODAY()</f><v>1.5</v></c></row>
    <row r="5"><c r="A5"><v>4</v></c><c r="B5" t="inlineStr"><is><t>=HYPERLINK("x")</t></is></c></row></sheetData></worksheet>`;
  const strings = "<sst><si><t>text</t></si><si><r><t>rich </t></r><r><t>text 😀</t></r><rPh><t>read aloud</t></rPh></si></sst>";
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>';
  const [book, relations] = WORKBOOK;
  const file = Buffer.from(
    await zipped([
      ["xl/workbook.xml", Buffer.from(String(book?.content).replace("<sheets>", '<workbookPr date1904="1"/><sheets>'))],
      ["xl/_rels/workbook.xml.rels", Buffer.from(String(relations?.content))],
      ["xl/worksheets/sheet1.xml", Buffer.from(sheet)],
      ["xl/sharedStrings.xml", Buffer.from(strings)],
      ["xl/styles.xml", Buffer.from(styles)],
    ]),
  );
  const other = await world();
  const named = JSON.stringify({ id: "sourceId", text: "text", day: "receivedAt" });
  expect(await run(file, { as: "feedback", mapping: named, source: "formulas" }, other)).toMatchObject({ created: 3, refused: 0 });
  const rows = await other.rows(
    `select source_id as id, text, to_char(received_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as day from feedback where workspace_id = $1 order by 1`,
    [other.workspaceId],
  );
  expect(rows.map(({ id, text, day }) => [id, text, id === "4" ? null : day])).toEqual([
    ["2", "computed & kept", "1904-01-01 00:00"],
    ["3", "rich text 😀", "1904-01-02 12:00"],
    ["4", '=HYPERLINK("x")', null],
  ]);
});

test("an export packed by gzip comes in as it is, and again without change", { timeout: 60_000 }, async () => {
  const [fixture] = FIXTURES;
  if (!fixture) throw new Error("There are fixtures.");
  const other = await world();
  const plain = fixture.file(ITEMS);
  const query = { as: fixture.target, format: fixture.format, fileName: "posts.csv.gz" };
  expect(await run(Buffer.from(gzipSync(plain)), query, other)).toMatchObject({ created: 50, refused: 0 });
  expect(await run(plain, query, other)).toMatchObject({ created: 0, updated: 0, unchanged: 50 });
  await expect(run(Buffer.from(gzipSync(plain).subarray(0, 500)), query, other)).rejects.toThrow(
    "gzip file is damaged, or its end is missing",
  );
});
