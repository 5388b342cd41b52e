import { isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse";
import { rearmed } from "./formula-cells.ts";

export type CsvEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
export type Delimiter = "," | ";" | "\t";
export type CsvRow = {
  /** The physical line on which the record starts; a quoted cell may run over several. */
  line: number;
  /** Every header has a cell; what the record leaves out is empty. */
  cells: Record<string, string>;
};
export type CsvTable = { headers: string[]; delimiter: Delimiter; encoding: CsvEncoding; rows: AsyncGenerator<CsvRow, void> };
export type CsvPreview = Omit<CsvTable, "rows"> & { rows: CsvRow[] };
export type CsvOptions = {
  /** Taken as given; otherwise what the first records agree on. */
  delimiter?: Delimiter;
  /** What a file without a byte order mark is read as; anything else than UTF-8 is only ever asked for, never guessed. */
  encoding?: "windows-1252";
};

/** Why a file cannot be read: a sentence for the person who brought it. */
export class CsvProblem extends Error {
  override readonly name = "CsvProblem";
  readonly line: number;
  /** Number of the cell in its record, from 1. */
  readonly column: number | undefined;
  /** Whether the bytes are no UTF-8: another encoding may read them. */
  readonly isEncoding: boolean;

  constructor(line: number, message: string, column?: number, { isEncoding = false } = {}) {
    super(message);
    this.line = line;
    this.column = column;
    this.isEncoding = isEncoding;
  }
}

export const MAX_RECORD_BYTES = 1_000_000;
export const MAX_COLUMNS = 1_000;
/** Bounds what is held at once, however large the pieces that arrive; small enough that rows die young in the collector. */
const PIECE_BYTES = 16 * 1024;
/** How much of the beginning decides on the delimiter. */
const SAMPLE_BYTES = 64 * 1024;
const RECORDS_COMPARED = 20;
/** The likeliest first: commas and semicolons also stand in prose, tabs hardly ever. */
const DELIMITERS = ["\t", ";", ","] as const satisfies Delimiter[];

const NOT_TEXT = [
  { magic: [0x1f, 0x8b], message: "This is a gzip file: unpack it first." },
  { magic: [0x50, 0x4b, 0x03, 0x04], message: "This is a zip file or an Excel workbook: unpack it first, or save the sheet as CSV." },
  { magic: [0xd0, 0xcf, 0x11, 0xe0], message: "This is an old Excel or Word file: save the sheet as CSV." },
  { magic: [0x25, 0x50, 0x44, 0x46], message: "This is a PDF: export the table as CSV." },
];
const BYTE_ORDER_MARKS = [
  { mark: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { mark: [0xff, 0xfe], encoding: "utf-16le" },
  { mark: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

/**
 * The rows of a CSV file with a header line, one at a time in flat memory, however large the file is.
 * UTF-8, or UTF-16 with a byte order mark; comma, semicolon or tab; quotes doubled inside quotes; any line ends. Blank records are passed over;
 * a repeated header gets a number, an empty one its place. Nothing is evaluated: a cell that starts with = + - @ is text, and the
 * apostrophe with which exports disarm such cells is taken off again.
 *
 * @throws CsvProblem naming the line, as soon as reading comes to it; the rows before it have been yielded
 */
export async function* readRows(stream: AsyncIterable<Uint8Array>, options: CsvOptions = {}): AsyncGenerator<CsvRow, void> {
  const { rows } = await readTable(stream, options);
  yield* rows;
}

/** The head of a file and its first `count` rows; the rest is not read. */
export async function previewRows(stream: AsyncIterable<Uint8Array>, count: number, options: CsvOptions = {}): Promise<CsvPreview> {
  const { rows, ...head } = await readTable(stream, options);
  const first: CsvRow[] = [];
  for await (const row of rows) {
    if (first.length < count) first.push(row);
    if (first.length >= count) break;
  }
  return { ...head, rows: first };
}

/** What {@link readRows} reads, with the headers known beforehand. Iterate or return `rows`: they hold the stream open. */
export async function readTable(stream: AsyncIterable<Uint8Array>, options: CsvOptions = {}): Promise<CsvTable> {
  const pieces = piecesOf(stream);
  try {
    const { head, encoding } = await beginningOf(pieces, options.encoding);
    const text = textOf(head, pieces, encoding);
    const sample: Buffer[] = [];
    for (let bytes = 0; bytes < SAMPLE_BYTES; ) {
      const next = await text.next();
      if (next.done) break;
      sample.push(next.value);
      bytes += next.value.length;
    }
    const delimiter = options.delimiter ?? delimiterOf(Buffer.concat(sample).toString());
    const records = recordsOf(sample, text, delimiter);
    const first = await records.next();
    if (first.done) throw new CsvProblem(1, "The file is empty.");
    const headers = headersOf(first.value);
    return { headers, delimiter, encoding, rows: rowsOf(headers, records) };
  } catch (error) {
    await pieces.return();
    throw error;
  }
}

type RawRecord = { line: number; cells: string[] };

async function* rowsOf(headers: readonly string[], records: AsyncGenerator<RawRecord, void>): AsyncGenerator<CsvRow, void> {
  for await (const { line, cells } of records) {
    const surplus = cells.findIndex((cell, index) => index >= headers.length && cell !== "");
    if (surplus !== -1) {
      const message = `The record on line ${line} has ${cells.length} cells, but the header names only ${headers.length} columns.`;
      throw new CsvProblem(line, `${message} Put quotes around a cell that contains the delimiter.`, surplus + 1);
    }
    const named: Record<string, string> = Object.create(null);
    headers.forEach((header, index) => {
      named[header] = rearmed(cells[index] ?? "");
    });
    yield { line, cells: named };
  }
}

function headersOf({ line, cells }: RawRecord): string[] {
  if (cells.length > MAX_COLUMNS)
    throw new CsvProblem(line, `The header names ${cells.length} columns; at most ${MAX_COLUMNS} can be read.`);
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const name = rearmed(cell.trim()) || `Column ${index + 1}`;
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1) unique = `${name} (${count})`;
    taken.add(unique);
    return unique;
  });
}

/** Cuts what arrives into pieces of bounded size. */
async function* piecesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
  }
}

async function beginningOf(
  pieces: AsyncGenerator<Buffer, void>,
  wanted: CsvEncoding = "utf-8",
): Promise<{ head: Buffer; encoding: CsvEncoding }> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await pieces.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const startsWith = (bytes: readonly number[]) => bytes.every((byte, index) => head[index] === byte);
  const foreign = NOT_TEXT.find(({ magic }) => startsWith(magic));
  if (foreign !== undefined) throw new CsvProblem(1, foreign.message);
  const marked = BYTE_ORDER_MARKS.find(({ mark }) => startsWith(mark));
  return { head: head.subarray(marked?.mark.length ?? 0), encoding: marked?.encoding ?? wanted };
}

/** The file as valid UTF-8 in whole characters, without byte order mark. */
async function* textOf(head: Buffer, pieces: AsyncGenerator<Buffer, void>, encoding: CsvEncoding): AsyncGenerator<Buffer, void> {
  const decode = DECODERS[encoding];
  let rest = head;
  let line = 1;
  let byte = encoding.startsWith("utf-16") ? 2 : 0;
  let endsWithReturn = false;

  function checked(text: Buffer): Buffer {
    const nul = text.indexOf(0);
    const upTo = nul === -1 ? text : text.subarray(0, nul);
    for (const value of upTo) {
      if (value === 0x0d || (value === 0x0a && !endsWithReturn)) line += 1;
      endsWithReturn = value === 0x0d;
    }
    if (nul !== -1)
      throw new CsvProblem(
        line,
        `Line ${line} contains a NUL byte: this is not a text file, or it is UTF-16 without its mark. Save it as UTF-8.`,
      );
    return text;
  }

  function* decoded(bytes: Buffer, end: boolean): Generator<Buffer, void> {
    const { text, used, broken } = decode(bytes);
    byte += used;
    rest = bytes.subarray(used);
    if (text.length > 0) yield checked(text);
    if (broken || (end && rest.length > 0)) {
      throw new CsvProblem(
        line,
        `Line ${line} is not valid ${encoding.toUpperCase()} at byte ${byte + 1} of the file. Save the file as UTF-8.`,
        undefined,
        { isEncoding: encoding === "utf-8" },
      );
    }
  }

  for await (const piece of pieces) yield* decoded(rest.length === 0 ? piece : Buffer.concat([rest, piece]), false);
  yield* decoded(rest, true);
}

/** `text` is UTF-8; `used` counts the bytes it was made of; `broken` when what follows can never become a character. */
type Decoded = { text: Buffer; used: number; broken: boolean };

const DECODERS: Readonly<Record<CsvEncoding, (bytes: Buffer) => Decoded>> = {
  "utf-8": decodeUtf8,
  "utf-16le": (bytes) => decodeUtf16(bytes, false),
  "utf-16be": (bytes) => decodeUtf16(bytes, true),
  // Every byte is a character.
  "windows-1252": (bytes) => ({ text: Buffer.from(WINDOWS.decode(bytes)), used: bytes.length, broken: false }),
};
const WINDOWS = new TextDecoder("windows-1252");

function decodeUtf8(bytes: Buffer): Decoded {
  const whole = bytes.subarray(0, bytes.length - unfinishedAtEnd(bytes));
  if (isUtf8(whole)) return { text: whole, used: whole.length, broken: false };
  let at = 0;
  for (let length = 1; length > 0 && isUtf8(whole.subarray(at, at + length)); length = sequenceLength(whole[at])) at += length;
  return { text: whole.subarray(0, at), used: at, broken: true };
}

/** How many bytes at the end begin a character that has not arrived whole. */
function unfinishedAtEnd(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const length = sequenceLength(bytes[bytes.length - back]);
    if (length > 0) return length > back ? back : 0;
  }
  return 0;
}

/** By its first byte; 0 for a byte that no character starts with. */
function sequenceLength(first = 0): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

function decodeUtf16(bytes: Buffer, bigEndian: boolean): Decoded {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  if (bigEndian) even.swap16();
  const units = even.toString("utf16le");
  const text = /[\ud800-\udbff]$/.test(units) ? units.slice(0, -1) : units;
  if (text.isWellFormed()) return { text: Buffer.from(text), used: text.length * 2, broken: false };
  const good = text.slice(0, text.search(/\p{Surrogate}/u));
  return { text: Buffer.from(good), used: good.length * 2, broken: true };
}

/** The delimiter that cuts the first records into the most even rows, more columns deciding a tie; a comma when there is none. */
function delimiterOf(sample: string): Delimiter {
  const records = outsideQuotes(sample)
    .split(/\r\n|\n|\r/)
    .filter((record) => record.trim() !== "")
    .slice(0, RECORDS_COMPARED);
  let best: { delimiter: Delimiter; evenness: number; columns: number } = { delimiter: ",", evenness: 0, columns: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = records.map((record) => record.split(delimiter).length - 1);
    const columns = counts[0] ?? 0;
    if (columns === 0) continue;
    const evenness = counts.filter((count) => count === columns).length / counts.length;
    if (evenness > best.evenness || (evenness === best.evenness && columns > best.columns)) best = { delimiter, evenness, columns };
  }
  return best.delimiter;
}

function outsideQuotes(text: string): string {
  return text.replace(/"[^"]*(?:"|$)/g, "");
}

/** Cut into records with the line each starts on. Blank lines and records of empty cells are counted, not yielded. */
async function* recordsOf(sample: Buffer[], text: AsyncGenerator<Buffer, void>, delimiter: Delimiter): AsyncGenerator<RawRecord, void> {
  const parsed: string[][] = [];
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    max_record_size: MAX_RECORD_BYTES,
    // Taken here rather than from the stream, which drops the records before an error and would cost several times as much.
    on_record: (cells) => {
      parsed.push(cells);
      return null;
    },
  });
  // The error also arrives in the callback below, after the records before it.
  parser.on("error", () => undefined);
  let line = 1;

  async function* step(act: (done: (error?: Error | null) => void) => void): AsyncGenerator<RawRecord, void> {
    const error = await new Promise<Error | null | undefined>((resolve) => act(resolve));
    for (const cells of parsed.splice(0)) {
      const start = line;
      line += 1 + cells.reduce((total, cell) => total + lineEndsIn(cell), 0);
      if (cells.some((cell) => cell !== "")) yield { line: start, cells };
    }
    if (error) throw problemOf(error, line);
  }

  try {
    for (const piece of sample) yield* step((done) => parser.write(piece, done));
    for await (const piece of text) yield* step((done) => parser.write(piece, done));
    yield* step((done) => parser.end(done));
  } finally {
    parser.destroy();
    await text.return();
  }
}

function lineEndsIn(cell: string): number {
  return /[\r\n]/.test(cell) ? cell.split(/\r\n|\n|\r/).length - 1 : 0;
}

function problemOf(error: Error, line: number): Error {
  if (!(error instanceof CsvError)) return error;
  const column = typeof error.column === "number" ? error.column + 1 : undefined;
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return new CsvProblem(line, `The record on line ${line} opens a quote in cell ${column} that is never closed.`, column);
    case "CSV_MAX_RECORD_SIZE":
      return new CsvProblem(
        line,
        `The record on line ${line} is longer than 1 MB; most often a quote opened in it is never closed.`,
        column,
      );
    case "CSV_INVALID_CLOSING_QUOTE":
      return new CsvProblem(
        line,
        `In the record on line ${line}, cell ${column}, text follows the closing quote. Double the quotes inside a quoted cell.`,
        column,
      );
    case "INVALID_OPENING_QUOTE":
      return new CsvProblem(
        line,
        `In the record on line ${line}, cell ${column}, a quote stands inside a cell. Put the whole cell in quotes and double the ones inside it.`,
        column,
      );
    default:
      return error;
  }
}
