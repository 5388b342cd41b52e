import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { exported, loading } from "../../test/archives.ts";
import { filled } from "../../test/filled.ts";
import { type World, world } from "../../test/world.ts";
import { opened, retold, tampered, type Unpacked, zipped } from "../../test/zipped.ts";

let home: World;
let archive: Buffer;
let unpacked: Unpacked;

beforeAll(async () => {
  home = await world();
  await filled(home);
  archive = await exported(home);
  unpacked = await opened(archive);
});

type Case = { what: string; make: () => Promise<Buffer> | Buffer; code: string; says: RegExp };
const changed = (change: (given: Unpacked) => void) => () => tampered(archive, change);
const firstLine = (text: string) => text.slice(0, text.indexOf("\n") + 1);
const inFirst = (table: string, change: (line: string) => string) =>
  changed(retold(table, (text) => change(firstLine(text)) + text.slice(firstLine(text).length)));
const raw = (change: (files: Map<string, Buffer>) => [string, Buffer][]) => () => zipped(change(new Map(unpacked.files)));
const renamed = (to: string) => () => {
  const from = "readable/needs.csv";
  if (to.length !== from.length) throw new Error("A path in place of another has its length.");
  return Buffer.from(archive.toString("latin1").replaceAll(from, to), "latin1");
};

const cases: Case[] = [
  { what: "no zip", make: () => Buffer.from("PK nothing of the kind"), code: "NO_ARCHIVE", says: /no zip file/ },
  {
    what: "a page that is called a file's content",
    make: inFirst("file_contents", (line) =>
      line.replace(/"\\\\x[0-9a-f]+"/, JSON.stringify(`\\x${Buffer.from("<!doctype html><script>1</script>").toString("hex")}`)),
    ),
    code: "BROKEN_ARCHIVE",
    says: /tables\/file_contents\.jsonl, line 1: the content is not of the type/,
  },
  {
    what: "a picture without its end",
    make: inFirst("file_contents", (line) => line.replace(/("\\\\x[0-9a-f]+?)[0-9a-f]{40}"/, '$1"')),
    code: "BROKEN_ARCHIVE",
    says: /tables\/file_contents\.jsonl, line 1: the picture cannot be read/,
  },
  { what: "a zip cut short", make: () => archive.subarray(0, archive.length - 200), code: "NO_ARCHIVE", says: /end is missing/ },
  { what: "nothing", make: () => Buffer.alloc(0), code: "NO_ARCHIVE", says: /no zip file|as the body/ },
  { what: "another zip", make: () => zipped([["readable/a.csv", Buffer.from("a")]]), code: "NO_ARCHIVE", says: /no manifest\.json/ },
  {
    what: "a manifest that is no JSON",
    make: raw((files) => [...files.set("manifest.json", Buffer.from("{"))]),
    code: "BROKEN_ARCHIVE",
    says: /manifest\.json is no JSON/,
  },
  {
    what: "a newer format",
    make: changed(({ manifest }) => Object.assign(manifest, { version: 2 })),
    code: "NEWER_ARCHIVE",
    says: /format 2.*up to 1/,
  },
  { what: "a path that leads outside", make: renamed("../../../needs.csv"), code: "BROKEN_ARCHIVE", says: /leads outside/ },
  { what: "an absolute path", make: renamed("/eadable/needs.csv"), code: "BROKEN_ARCHIVE", says: /leads outside/ },
  { what: "backslashes", make: renamed("..\\..\\..\\needs.csv"), code: "BROKEN_ARCHIVE", says: /leads outside/ },
  {
    what: "a part that is not ours",
    make: raw((files) =>
      [...files.set("tables/../x", Buffer.from("x"))].filter(([path]) => !path.includes("..")).concat([["evil.sh", Buffer.from("x")]]),
    ),
    code: "BROKEN_ARCHIVE",
    says: /"evil\.sh"/,
  },
  {
    what: "a part that the manifest does not name",
    make: raw((files) => [...files.set("tables/extra.jsonl", Buffer.from("{}\n"))]),
    code: "BROKEN_ARCHIVE",
    says: /tables\/extra\.jsonl.*does not name/,
  },
  {
    what: "a part twice",
    make: raw((files) => [...files, ["tables/needs.jsonl", Buffer.from("")]]),
    code: "BROKEN_ARCHIVE",
    says: /tables\/needs\.jsonl twice/,
  },
  {
    what: "a part missing",
    make: raw((files) => [...files].filter(([path]) => path !== "tables/needs.jsonl")),
    code: "BROKEN_ARCHIVE",
    says: /lacks tables\/needs\.jsonl/,
  },
  {
    what: "a flipped letter",
    make: raw((files) => [
      ...files.set("tables/needs.jsonl", Buffer.from(String(files.get("tables/needs.jsonl")).replace("Totals", "totals"))),
    ]),
    code: "WRONG_HASH",
    says: /tables\/needs\.jsonl.*SHA-256/,
  },
  {
    what: "a row fewer",
    make: raw((files) => [...files.set("tables/needs.jsonl", Buffer.from(firstLine(String(files.get("tables/needs.jsonl")))))]),
    code: "WRONG_HASH",
    says: /tables\/needs\.jsonl holds 1 rows, and the manifest says [2-9]/,
  },
  {
    what: "a row more",
    make: raw((files) => [
      ...files.set("tables/needs.jsonl", Buffer.concat([files.get("tables/needs.jsonl") ?? Buffer.alloc(0), Buffer.from("{}\n")])),
    ]),
    code: "WRONG_HASH",
    says: /holds more rows/,
  },
  {
    what: "another content hash",
    make: raw((files) => [
      ...files.set("manifest.json", Buffer.from(JSON.stringify({ ...unpacked.manifest, contentHash: "0".repeat(64) }))),
    ]),
    code: "WRONG_HASH",
    says: /content hash differs/,
  },
  {
    what: "a table that is not known",
    make: changed(({ manifest, files }) => {
      manifest.tables.push({ name: "constructor", columns: ["a"], rows: 1, sha256: "0".repeat(64) });
      files.set("tables/constructor.jsonl", Buffer.from('{"a":1}\n'));
    }),
    code: "UNKNOWN_TABLE",
    says: /the table constructor/,
  },
  {
    what: "keys",
    make: changed(({ manifest, files }) => {
      manifest.tables.push({ name: "api_keys", columns: ["id"], rows: 1, sha256: "0".repeat(64) });
      files.set("tables/api_keys.jsonl", Buffer.from('{"id":"x"}\n'));
    }),
    code: "UNKNOWN_TABLE",
    says: /api_keys: no archive holds it/,
  },
  {
    what: "sign-in accounts of members",
    make: changed(({ manifest }) => void manifest.tables.find(({ name }) => name === "members")?.columns.push("user_id")),
    code: "UNKNOWN_COLUMN",
    says: /members has a column "user_id"/,
  },
  {
    what: "a column that is not known",
    make: changed(({ manifest }) => void manifest.tables.find(({ name }) => name === "needs")?.columns.push("xmin")),
    code: "UNKNOWN_COLUMN",
    says: /needs has a column "xmin"/,
  },
  {
    what: "a row of another workspace",
    make: inFirst("needs", (line) => line.replace("{", '{"workspace_id": "00000000-0000-7000-8000-000000000000", ')),
    code: "BROKEN_ARCHIVE",
    says: /tables\/needs\.jsonl, line 1: a row carries no workspace/,
  },
  {
    what: "a name of JavaScript's",
    make: inFirst("needs", (line) => line.replace("{", '{"__proto__": {"detail": "x"}, ')),
    code: "BROKEN_ARCHIVE",
    says: /line 1: the manifest names no column "__proto__"/,
  },
  {
    what: "a column left out",
    make: inFirst("needs", (line) => line.replace(/"detail": "(?:[^"\\]|\\.)*", /, "")),
    code: "BROKEN_ARCHIVE",
    says: /line 1: the column detail is missing/,
  },
  {
    what: "a row that is no JSON",
    make: inFirst("needs", () => "{nothing}\n"),
    code: "BROKEN_ARCHIVE",
    says: /tables\/needs\.jsonl, line 1: this is no JSON/,
  },
  {
    what: "a line without end",
    make: changed(retold("needs", (text) => text.trimEnd())),
    code: "BROKEN_ARCHIVE",
    says: /tables\/needs\.jsonl, line \d+: the line has no end/,
  },
  {
    what: "a reference to nothing",
    make: inFirst("feedback", (line) =>
      line.replace(/"account_id": (null|"[^"]*")/, '"account_id": "00000000-0000-7000-8000-000000000000"'),
    ),
    code: "BROKEN_ARCHIVE",
    says: /tables\/feedback\.jsonl, line 1: it refers to a row that the archive does not hold \(account_id\)/,
  },
  {
    what: "a reference of a table to itself that does not hold",
    make: inFirst("needs", (line) =>
      line.replace(/"merged_into_id": (null|"[^"]*")/, '"merged_into_id": "00000000-0000-7000-8000-000000000000"'),
    ),
    code: "BROKEN_ARCHIVE",
    says: /tables\/needs\.jsonl, line 1: it refers to/,
  },
  {
    what: "a row twice",
    make: changed(retold("labels", (text) => text + firstLine(text))),
    code: "BROKEN_ARCHIVE",
    says: /tables\/labels\.jsonl, line 2: there is a row like it already/,
  },
  {
    what: "a state that does not exist",
    make: inFirst("needs", (line) => line.replace(/"state": "\w+"/, '"state": "<script>"')),
    code: "BROKEN_ARCHIVE",
    says: /line 1: state cannot be "<script>"; it is one of open/,
  },
  {
    what: "a group that does not exist",
    make: inFirst("members", (line) => line.replace(/"groups": \[[^\]]*\]/, '"groups": ["root"]')),
    code: "BROKEN_ARCHIVE",
    says: /groups cannot be "root"/,
  },
  {
    what: "JSON in another form",
    make: inFirst("accounts", (line) => line.replace(/"attributes": \{[^}]*\}/, '"attributes": [1]')),
    code: "BROKEN_ARCHIVE",
    says: /attributes is not in the form/,
  },
  {
    what: "no number where one is asked for",
    make: inFirst("needs", (line) => line.replace(/"importance": [^,]+/, '"importance": "many"')),
    code: "BROKEN_ARCHIVE",
    says: /line 1: invalid input syntax for type real/,
  },
  {
    what: "a number out of range",
    make: inFirst("needs", (line) => line.replace(/"importance": [^,]+/, '"importance": 11')),
    code: "BROKEN_ARCHIVE",
    says: /line 1: a value is out of range/,
  },
  {
    what: "NUL",
    make: inFirst("needs", (line) => line.replace(/"statement": "/, '"statement": "\\u0000')),
    code: "BROKEN_ARCHIVE",
    says: /line 1: text may not hold a NUL/,
  },
  {
    what: "half a pair of surrogates",
    make: inFirst("needs", (line) => line.replace(/"statement": "/, '"statement": "\\ud800')),
    code: "BROKEN_ARCHIVE",
    says: /line 1: .*(surrogate|NUL|syntax)/,
  },
  {
    what: "what is not UTF-8",
    make: changed(
      ({ files }) =>
        void files.set("tables/needs.jsonl", Buffer.concat([Buffer.from([0xff, 10]), files.get("tables/needs.jsonl") ?? Buffer.alloc(0)])),
    ),
    code: "BROKEN_ARCHIVE",
    says: /line 1: this is not UTF-8/,
  },
  {
    what: "depth",
    make: inFirst("activities", (line) =>
      line.replace(/"detail": \{/, `"detail": {"x": ${"[".repeat(200_000)}${"]".repeat(200_000)}, "y": 1, `).replace(', "y": 1, }', "}"),
    ),
    code: "BROKEN_ARCHIVE",
    says: /tables\/activities\.jsonl, line 1/,
  },
  {
    what: "no product",
    make: changed(({ manifest, files }) => {
      for (const table of manifest.tables) files.set(`tables/${table.name}.jsonl`, Buffer.alloc(0));
    }),
    code: "BROKEN_ARCHIVE",
    says: /holds no product/,
  },
  {
    what: "a bomb",
    make: raw((files) => [...files.set("tables/needs.jsonl", Buffer.alloc(200_000_000))]),
    code: "BOMB",
    says: /tables\/needs\.jsonl is \d+ times as large/,
  },
  {
    what: "a line without end in a bomb of little",
    make: changed(({ files }) => void files.set("tables/needs.jsonl", Buffer.from(`${"x".repeat(3_000_000)}\n`))),
    code: "BROKEN_ARCHIVE",
    says: /line 1: this is no JSON/,
  },
];

test.each(cases)("an archive with $what is refused in a sentence, and nothing is changed", async ({ make, code, says }) => {
  const bytes = await make();
  const name = `Refused ${randomUUID()}`;
  const start = performance.now();
  const told = await loading(home.admin, bytes, name);
  if (!("problem" in told)) throw new Error("It was taken.");
  expect(told.problem).toMatchObject({ code, title: expect.stringMatching(says) });
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(await home.rows("select 1 from workspaces where name = $1", [name])).toEqual([]);
  expect(await home.rows("select 1 from records r where not exists (select from workspaces w where w.id = r.workspace_id)")).toEqual([]);
});
