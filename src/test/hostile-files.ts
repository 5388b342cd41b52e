import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { constants, deflateRawSync } from "node:zlib";
import { ZipFile } from "yazl";

/** A file that nobody should have to hold in memory, made as it is sent. */
export type Hostile = {
  /** What it is. */
  name: string;
  bytes: () => AsyncIterable<Uint8Array<ArrayBuffer>>;
  /** What is said of it. */
  says: RegExp;
  line?: number;
  column?: number;
};

const MB = 1_000_000;
const text = (content: string) => new Uint8Array(Buffer.from(content));
const HEAD = text('"id","text"\n"1","fine"\n');

/** The same piece again and again, with something before and after. */
async function* repeated(before: Uint8Array<ArrayBuffer>, piece: Uint8Array<ArrayBuffer>, bytes: number, after = text("")) {
  yield before;
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  yield after;
}
async function* once(content: Uint8Array<ArrayBuffer>) {
  yield content;
}
const long = text("x".repeat(MB));

/** A zip of these parts; each is so many times the same million bytes. */
async function* zipOf(parts: readonly { path: string; content?: string; megabytes?: number }[]) {
  const zip = new ZipFile();
  for (const { path, content, megabytes = 0 } of parts) {
    if (content !== undefined) zip.addBuffer(Buffer.from(content), path);
    else zip.addReadStreamLazy(path, (take) => take(null, Readable.from(repeated(text("<x>"), text(" ".repeat(MB)), megabytes * MB))));
  }
  zip.end();
  for await (const piece of zip.outputStream) yield new Uint8Array(Buffer.from(piece));
}

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
export const WORKBOOK = [
  {
    path: "xl/workbook.xml",
    content: `<workbook xmlns:r="${OFFICE}"><sheets><sheet name="One" sheetId="1" r:id="a"/></sheets></workbook>`,
  },
  {
    path: "xl/_rels/workbook.xml.rels",
    content: `<Relationships><Relationship Id="a" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
  },
];

/**
 * A workbook whose sheet unpacks to 1 GB of blanks, though its directory says it has so many bytes. The sheet is packed a million bytes at a
 * time and put in as it is, so that nobody has to pack a gigabyte.
 */
async function* workbookOfGigabyte(claimed: number) {
  const blanks = deflateRawSync(Buffer.alloc(MB, " "), { finishFlush: constants.Z_SYNC_FLUSH });
  const sheet = [
    deflateRawSync("<x>", { finishFlush: constants.Z_SYNC_FLUSH }),
    ...Array.from({ length: 1_000 }, () => blanks),
    deflateRawSync("</x>"),
  ];
  const zip = new ZipFile();
  for (const { path, content } of WORKBOOK) zip.addBuffer(Buffer.from(content), path);
  zip.addBuffer(Buffer.concat(sheet), "xl/worksheets/sheet1.xml", { compress: false });
  zip.end();
  const whole = await buffer(zip.outputStream);
  // The directory's last entry: packed after all, and so large.
  const entry = whole.lastIndexOf("PK\u0001\u0002");
  whole.writeUInt16LE(8, entry + 10);
  whole.writeUInt32LE(claimed, entry + 24);
  yield new Uint8Array(whole);
}

/** 200 MB of the same few bytes in 200 KB, as gzip. */
async function* gzipBomb(bytes: string) {
  const block = deflateRawSync(Buffer.alloc(MB, bytes), { finishFlush: 2 });
  yield new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  for (let sent = 0; sent < 200; sent += 1) yield new Uint8Array(block);
}

/** What is refused with nothing changed, wherever it comes from. */
export const HOSTILE_FILES: readonly Hostile[] = [
  {
    name: "a broken quote",
    bytes: () => once(text('"id","text"\n"1","fine"\n"2","br"oken"\n')),
    says: /text follows the closing quote/,
    line: 3,
    column: 2,
  },
  {
    name: "a quote that is never closed",
    bytes: () => once(text('"id","text"\n"1","fine"\n"2","broken\n')),
    says: /never closed/,
    line: 3,
  },
  {
    name: "a line of 500 MB",
    bytes: () => repeated(text('"id","text"\n"1","fine"\n2,'), long, 500 * MB),
    says: /longer than 1 MB/,
    line: 3,
  },
  {
    name: "a quoted cell of 500 MB",
    bytes: () => repeated(text('"id","text"\n"1","fine"\n"2","'), long, 500 * MB),
    says: /longer than 1 MB/,
    line: 3,
  },
  { name: "a NUL", bytes: () => once(text('"id","text"\n"1","fine"\n"2","fi\u0000ne"\n')), says: /NUL/, line: 3 },
  {
    name: "another encoding",
    bytes: () => once(new Uint8Array([...HEAD, ...Buffer.from('"2","caf'), 0xe9, ...Buffer.from('"\n')])),
    says: /Line 3 is not valid UTF-8/,
    line: 3,
  },
  { name: "a column that is not there", bytes: () => once(text('"id","body"\n"1","fine"\n')), says: /no column "text"/ },
  {
    name: "an id that stands there twice",
    bytes: () => once(text('"id","text"\n"1","fine"\n"1","again"\n')),
    says: /stands on line 2 and again on line 3/,
  },
  {
    name: "ten million columns",
    bytes: () => repeated(text("id,text"), text(",a".repeat(500_000)), 20 * MB),
    says: /longer than 1 MB|names \d+ columns/,
    line: 1,
  },
  {
    name: "a hundred thousand columns",
    bytes: () => once(text(`id,text${",a".repeat(100_000)}\n1,fine\n`)),
    says: /names 100002 columns/,
    line: 1,
  },
  { name: "a gzip bomb of zeros", bytes: () => gzipBomb("\u0000"), says: /NUL/, line: 1 },
  { name: "a gzip bomb of empty rows", bytes: () => gzipBomb(",\n"), says: /more than 100 times its size/, line: 1 },
  { name: "a zip in a zip", bytes: () => zipOf([{ path: "inner.zip", content: "PK\u0003\u0004" }]), says: /no Excel workbook/ },
  { name: "a zip bomb", bytes: () => zipOf([{ path: "bomb", megabytes: 50 }]), says: /packed like a bomb/ },
  { name: "a workbook with a sheet of 1 GB", bytes: () => workbookOfGigabyte(1_000 * MB + 7), says: /packed like a bomb/ },
  { name: "a workbook that calls its sheet of 1 GB small", bytes: () => workbookOfGigabyte(500_000), says: /damaged/ },
  // So much that it would be no bomb: refused once more than that has come out of it.
  { name: "a workbook that says 100 MB of its sheet of 1 GB", bytes: () => workbookOfGigabyte(100 * MB), says: /damaged/ },
  {
    name: "JSON that nests 200,000 deep",
    bytes: () => once(text(`[{"text":${"[".repeat(200_000)}`)),
    says: /nests more than 32 deep/,
    line: 1,
  },
  {
    name: "an object of a million keys",
    bytes: () =>
      repeated(
        text('[{"id":"1"'),
        text(Array.from({ length: 50_000 }, (_, i) => `,"key${i}":"value of it"`).join("")),
        25 * MB,
        text("}]"),
      ),
    says: /longer than 4 MB/,
    line: 1,
  },
  {
    name: "an object of a hundred thousand keys",
    bytes: () => once(text(`[{${Array.from({ length: 100_000 }, (_, i) => `"key${i}":"v"`).join()}}]`)),
    says: /100000 properties/,
    line: 1,
  },
];
