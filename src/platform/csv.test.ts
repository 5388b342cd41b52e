import { execFile } from "node:child_process";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { type CsvOptions, CsvProblem, MAX_RECORD_BYTES, previewRows, readRows, readTable } from "./csv.ts";

async function* bytesOf(content: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array, void> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const rowsOf = (content: string | Uint8Array, options?: CsvOptions) => Array.fromAsync(readRows(bytesOf(content), options));

async function cellsOf(content: string | Uint8Array) {
  return (await rowsOf(content)).map((row) => ({ ...row.cells }));
}

async function problemOf(content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<CsvProblem> {
  const stream = typeof content === "string" || content instanceof Uint8Array ? bytesOf(content) : content;
  const outcome = await Array.fromAsync(readRows(stream)).catch((error: unknown) => error);
  if (!(outcome instanceof CsvProblem)) throw new Error("The file was read, or failed in another way.", { cause: outcome });
  return outcome;
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

test("a plain file is read with its header and the line of every record", async () => {
  expect(await rowsOf('text,email\n"We cannot\nexport",ann@example.com\n\nSlow,bob@example.com\n')).toMatchObject([
    { line: 2, cells: { text: "We cannot\nexport", email: "ann@example.com" } },
    { line: 5, cells: { text: "Slow", email: "bob@example.com" } },
  ]);
});

test.each([
  ["\n", 4],
  ["\r\n", 4],
  ["\r", 4],
])("line ends %j are understood, inside quotes too, and counted once", async (end, line) => {
  const rows = await rowsOf(["a,b", `"one${end}two",2`, "x,y"].join(end));
  expect(rows).toMatchObject([
    { line: 2, cells: { a: `one${end}two`, b: "2" } },
    { line, cells: { a: "x", b: "y" } },
  ]);
});

test("line ends may be mixed", async () => {
  expect(await cellsOf('a,b\n1,"2"\r\n3,4\r5,"6"\n')).toEqual([
    { a: "1", b: "2" },
    { a: "3", b: "4" },
    { a: "5", b: "6" },
  ]);
});

test.each([
  ["comma", "a,b,c\n1,2,3\n", ","],
  ["semicolon with decimal commas", "price;text;when\n1,5;a, b, c;x\n2,5;d;y\n", ";"],
  ["tab with commas in the text", "a\tb\n1, 2, 3\t4\n", "\t"],
  ["quoted delimiters do not count", '"a;x;y;z",b\n"1;2;3;4",2\n', ","],
  ["one column", "text\nhello\n", ","],
])("the delimiter is found: %s", async (_, content, delimiter) => {
  expect(await previewRows(bytesOf(content), 5)).toMatchObject({ delimiter, encoding: "utf-8" });
});

test("a delimiter that is given is taken", async () => {
  expect(await rowsOf("a,b;c\n1,2;3\n", { delimiter: "," })).toMatchObject([{ cells: { a: "1", "b;c": "2;3" } }]);
});

test.each([
  ["UTF-8", Buffer.from("text\nGrüße 👋\n"), "utf-8"],
  ["UTF-8 with mark", Buffer.from("\ufefftext\nGrüße 👋\n"), "utf-8"],
  ["UTF-16 little endian", utf16("text\nGrüße 👋\n"), "utf-16le"],
  ["UTF-16 big endian", swapped(utf16("text\nGrüße 👋\n")), "utf-16be"],
])("%s is read, wherever the pieces are cut", async (_, content, encoding) => {
  for (const size of [1, 2, 3, 5, 64]) {
    const { rows, ...head } = await readTable(bytesOf(content, size));
    expect(head).toEqual({ headers: ["text"], delimiter: ",", encoding });
    expect(await Array.fromAsync(rows)).toMatchObject([{ line: 2, cells: { text: "Grüße 👋" } }]);
  }
});

test("emoji, right-to-left text and cells of 10 KB arrive whole", async () => {
  const long = "long text 🧵 ".repeat(800);
  const rtl = "\u200fلا أستطيع تصدير التقرير، شكرا";
  expect(await cellsOf(`text,note\n"${long}",👩‍👩‍👧‍👦\n"${rtl}",שלום\n`)).toEqual([
    { text: long, note: "👩‍👩‍👧‍👦" },
    { text: rtl, note: "שלום" },
  ]);
});

test("what was written with quotes is read back, in pieces of any size", async () => {
  const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\t", "\n", "\r\n", "é", "👋", " ") });
  const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
      const quoted = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(","));
      const read = await Array.fromAsync(readRows(bytesOf(["left,right", ...quoted].join("\n"), size), { delimiter: "," }));
      const kept = rows.filter(([left, right]) => left !== "" || right !== "");
      expect(read.map(({ cells }) => [cells.left, cells.right])).toEqual(kept);
    }),
    { numRuns: 200 },
  );
});

test("headers are made distinct, and name every column", async () => {
  const { headers, rows } = await previewRows(bytesOf("Name, Name ,,Name (2),__proto__\na,b,c,d,e\n"), 1);
  expect(headers).toEqual(["Name", "Name (2)", "Column 3", "Name (2) (2)", "__proto__"]);
  expect(Object.entries(rows[0]?.cells ?? {})).toEqual(headers.map((header, index) => [header, "abcde"[index]]));
});

test("missing cells are empty; empty surplus ones are passed over", async () => {
  expect(await cellsOf("a,b,c\n1\n1,2,3,,\n,,\n4,5,6")).toEqual([
    { a: "1", b: "", c: "" },
    { a: "1", b: "2", c: "3" },
    { a: "4", b: "5", c: "6" },
  ]);
});

test("formulas stay text, and the apostrophe that disarmed them comes off", async () => {
  expect(await cellsOf("a,b,c\n=1+1,'=1+1,'@x\n+49 30,'-1,'quoted'\n")).toEqual([
    { a: "=1+1", b: "=1+1", c: "@x" },
    { a: "+49 30", b: "-1", c: "'quoted'" },
  ]);
});

test.each<[string, string | Uint8Array, Partial<CsvProblem>]>([
  ["an empty file", "", { line: 1, message: "The file is empty." }],
  ["a file of blank lines", "\ufeff\r\n\n  ".trimEnd(), { line: 1, message: "The file is empty." }],
  ["a quote never closed", 'a,b\n1,2\n3,"four\nfive\n', { line: 3, column: 2 }],
  ["text after a closing quote", 'a,b\n1,2\n"3" x,4\n', { line: 3, column: 1 }],
  ["a quote inside a cell", 'a,b\n1,5" screen\n', { line: 2, column: 2 }],
  ["more cells than columns", "a,b\n1,2\n3,4,5\n", { line: 3, column: 3 }],
  ["a NUL byte", "a,b\n1,\0\n", { line: 2 }],
  ["UTF-16 without a mark", Buffer.from("a,b\n1,2\n", "utf16le"), { line: 1 }],
  ["Latin-1", Buffer.from("a,b\n1,2\ncaf\xe9,4\n", "latin1"), { line: 3, message: expect.stringContaining("byte 12 ") }],
  ["UTF-8 that ends early", Buffer.from("a\n👋").subarray(0, 4), { line: 2, message: expect.stringContaining("byte 3 ") }],
  ["overlong UTF-8", Buffer.from([0x61, 0x0a, 0xc0, 0xaf]), { line: 2 }],
  ["half a surrogate pair", utf16("a\nb\ud83d\nc"), { line: 2, message: expect.stringContaining("byte 9 ") }],
  ["an odd number of UTF-16 bytes", Buffer.concat([utf16("a\nb"), Buffer.from([0x20])]), { line: 2 }],
  ["gzip", Buffer.from([0x1f, 0x8b, 8, 0, 1, 2]), { line: 1, message: "This is a gzip file: unpack it first." }],
  ["zip", Buffer.from("PK\u0003\u0004....."), { line: 1, message: expect.stringContaining("zip file") }],
  ["1,001 columns", `${"c,".repeat(1_000)}c\n`, { line: 1, message: expect.stringContaining("1001 columns") }],
])("%s is refused, naming the place", async (_, content, problem) => {
  expect(await problemOf(content)).toMatchObject({ name: "CsvProblem", ...problem });
  const stream = typeof content === "string" ? Buffer.from(content) : content;
  expect(await problemOf(bytesOf(stream, 1))).toMatchObject(problem);
});

test("a thousand columns are read", async () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `c${index}`);
  const [row] = await rowsOf(`${names.join(",")}\n${names.map((_, index) => index).join(",")}\n`);
  expect(row?.cells.c999).toBe("999");
});

test("the rows before a problem have been yielded, from the same piece too", async () => {
  const seen: number[] = [];
  const reading = (async () => {
    for await (const row of readRows(bytesOf('a\n1\n2\n3 "\n'))) seen.push(row.line);
  })();
  await expect(reading).rejects.toMatchObject({ line: 4 });
  expect(seen).toEqual([2, 3]);
});

test.each([
  ["an unclosed quote", 'a,b\n1,2\n3,"', 3],
  ["a line without end", "a,b\n1,", 2],
])("%s before endless input is refused without reading on", async (_, start, line) => {
  let bytes = 0;
  async function* endless() {
    yield Buffer.from(start);
    const piece = Buffer.alloc(1 << 16, "x");
    while (true) {
      bytes += piece.length;
      yield piece;
    }
  }
  const began = performance.now();
  expect(await problemOf(endless())).toMatchObject({ line, column: 2, message: expect.stringContaining("longer than 1 MB") });
  expect(bytes).toBeLessThan(MAX_RECORD_BYTES + (1 << 17));
  expect(performance.now() - began).toBeLessThan(2_000);
});

test("a preview reads no further than it must, and lets go of the stream", async () => {
  let pieces = 0;
  let closed = false;
  async function* endless() {
    try {
      yield Buffer.from("text\n");
      for (; ; pieces += 1) yield Buffer.from("hello\n".repeat(1_000));
    } finally {
      closed = true;
    }
  }
  const preview = await previewRows(endless(), 3);
  expect(preview.rows.map((row) => row.line)).toEqual([2, 3, 4]);
  expect(pieces).toBeLessThan(20);
  expect(closed).toBe(true);
});

test("a refused file lets go of the stream", async () => {
  let closed = false;
  async function* archive() {
    try {
      while (true) yield Buffer.from([0x1f, 0x8b, 8, 0]);
    } finally {
      closed = true;
    }
  }
  await problemOf(archive());
  expect(closed).toBe(true);
});

test("memory stays flat over 48 MB", async () => {
  // In a process of its own: in this one other tests come and go.
  const script = String.raw`
    const { readRows } = await import(${JSON.stringify(new URL("./csv.ts", import.meta.url).href)});
    const piece = Buffer.from('"What a customer said, with a comma",ann@example.com,2026-01-01\n'.repeat(4_000));
    async function* large() {
      yield Buffer.from("text,email,on\n");
      for (let bytes = 0; bytes < 48e6; bytes += piece.length) yield piece;
    }
    const before = process.memoryUsage.rss();
    let [most, last] = [before, 0];
    for await (const { line } of readRows(large())) {
      last = line;
      if (line % 10_000 === 0) most = Math.max(most, process.memoryUsage.rss());
    }
    console.log(JSON.stringify({ last, grownBy: most - before }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  const { last, grownBy } = z.object({ last: z.int(), grownBy: z.int() }).parse(JSON.parse(stdout));
  expect(last).toBeGreaterThan(700_000);
  expect(grownBy / 1e6).toBeLessThan(100);
});
