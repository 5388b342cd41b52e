import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { CsvProblem, type CsvRow, MAX_COLUMNS } from "./csv.ts";
import { rearmed } from "./formula-cells.ts";
import { dayOrTime, isDateFormat } from "./xlsx-dates.ts";

/** The first sheet of a workbook with anything in it. Iterate or return `rows`: they hold the file open. */
export type XlsxTable = { sheet: string; headers: string[]; rows: AsyncGenerator<CsvRow, void> };

const LIMITS = {
  parts: 2_000,
  /** Unpacked, a sheet may have so much. */
  sheet: 400_000_000,
  strings: 150_000_000,
  small: 20_000_000,
  row: 4_000_000,
  /** Larger than packed: sheets reach 60 times, a bomb needs 1,000. */
  ratio: 200,
  harmless: 4_000_000,
} as const;

/**
 * Reads a workbook, a row at a time: the first sheet that has a cell. Formulas are never evaluated: what Excel last computed is read.
 * Dates come out as ISO, by the workbook's own calendar of 1900 or 1904; a line is the row's number in the sheet.
 * @throws CsvProblem naming the row, when it is no workbook, or packed like a bomb
 */
export async function readXlsx(path: string): Promise<XlsxTable> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(() => {
    throw new CsvProblem(1, "This is no Excel workbook: its zip cannot be read, or its end is missing.");
  });
  try {
    const parts = await partsOf(zip);
    const workbook = await workbookIn(zip, parts);
    const strings = await stringsIn(zip, parts, workbook.strings);
    const dates = await dateStylesIn(zip, parts, workbook.styles);
    for (const { name, part } of workbook.sheets) {
      const rows = sheetRows(zip, parts, part, { strings, dates, from1904: workbook.from1904 });
      const first = await rows.next();
      if (first.done) continue;
      const headers = headersOf(first.value);
      return { sheet: name, headers, rows: namedRows(zip, headers, rows) };
    }
    throw new CsvProblem(1, "The workbook has no sheet with anything in it.");
  } catch (error) {
    zip.close();
    throw error;
  }
}

type RawRow = { line: number; cells: Map<number, string> };

async function* namedRows(
  zip: ZipFile,
  headers: readonly (string | null)[],
  rows: AsyncGenerator<RawRow, void>,
): AsyncGenerator<CsvRow, void> {
  try {
    for await (const { line, cells } of rows) {
      const surplus = [...cells].find(([place, cell]) => cell !== "" && headers[place] === undefined);
      if (surplus) throw new CsvProblem(line, `Row ${line} has a cell beyond the last column that the first row names.`, surplus[0] + 1);
      const named: Record<string, string> = Object.create(null);
      headers.forEach((header, place) => {
        if (header !== null) named[header] = rearmed(cells.get(place) ?? "");
      });
      yield { line, cells: named };
    }
  } finally {
    await rows.return();
    zip.close();
  }
}

function headersOf({ line, cells }: RawRow): string[] {
  const last = Math.max(...cells.keys());
  if (last >= MAX_COLUMNS) throw new CsvProblem(line, `Row ${line} names ${last + 1} columns; at most ${MAX_COLUMNS} can be read.`);
  const taken = new Set<string>();
  return Array.from({ length: last + 1 }, (_, place) => {
    const name = rearmed((cells.get(place) ?? "").trim()) || `Column ${place + 1}`;
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1) unique = `${name} (${count})`;
    taken.add(unique);
    return unique;
  });
}

async function partsOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  if (zip.entryCount > LIMITS.parts) throw new CsvProblem(1, `The workbook has ${zip.entryCount} parts; at most ${LIMITS.parts} are read.`);
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileName, compressedSize, uncompressedSize } = entry;
      if (uncompressedSize > LIMITS.harmless && uncompressedSize > compressedSize * LIMITS.ratio)
        throw new CsvProblem(1, `${fileName} in the workbook is packed like a bomb: it was not unpacked.`);
      parts.set(fileName.toLowerCase(), entry);
    }
  } catch (error) {
    if (error instanceof CsvProblem) throw error;
    throw new CsvProblem(1, "This is no Excel workbook: the directory of its zip is damaged.");
  }
  if (!parts.has("xl/workbook.xml")) throw new CsvProblem(1, "This zip file is no Excel workbook: unpack it first.");
  return parts;
}

type Tag = { name: string; attributes: Readonly<Record<string, string>> };
type Handlers = { open?: (tag: Tag) => void; text?: (text: string) => void; close?: (name: string) => void };
const local = (name: string) => name.slice(name.indexOf(":") + 1);

/** Feeds a part of the workbook through a parser, piece by piece; what the handlers gathered can be taken between pieces. */
async function* parsing(zip: ZipFile, entry: Entry, largest: number, on: Handlers): AsyncGenerator<void, void> {
  const { fileName, uncompressedSize } = entry;
  const tooLarge = () => new CsvProblem(1, `${fileName} in the workbook is larger than ${largest / 1_000_000} MB; split the sheet.`);
  if (uncompressedSize > largest) throw tooLarge();
  const damaged = () => new CsvProblem(1, `${fileName} in the workbook is damaged.`);
  const parser = new SaxesParser({ xmlns: false as const });
  parser.on("error", () => {
    throw damaged();
  });
  parser.on("opentag", ({ name, attributes }) => on.open?.({ name: local(name), attributes }));
  parser.on("text", (text) => on.text?.(text));
  parser.on("cdata", (text) => on.text?.(text));
  parser.on("closetag", ({ name }) => on.close?.(local(name)));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let stream: Readable | undefined;
  try {
    stream = await zip.openReadStreamPromise(entry);
    for await (const piece of stream) {
      size += piece.length;
      if (size > largest) throw tooLarge();
      parser.write(decoder.decode(piece, { stream: true }));
      yield;
    }
    parser.close();
    yield;
  } catch (error) {
    throw error instanceof CsvProblem ? error : damaged();
  } finally {
    stream?.destroy();
  }
}

async function parsed(zip: ZipFile, entry: Entry | undefined, largest: number, on: Handlers): Promise<void> {
  if (!entry) return;
  for await (const _ of parsing(zip, entry, largest, on));
}

type Workbook = { sheets: { name: string; part: string }[]; from1904: boolean; strings: string; styles: string };

async function workbookIn(zip: ZipFile, parts: ReadonlyMap<string, Entry>): Promise<Workbook> {
  const targets = new Map<string, { type: string; part: string }>();
  await parsed(zip, parts.get("xl/_rels/workbook.xml.rels"), LIMITS.small, {
    open({ name, attributes: { Id, Type = "", Target = "" } }) {
      if (name !== "Relationship" || !Id) return;
      const part = (Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`).toLowerCase();
      targets.set(Id, { type: Type.slice(Type.lastIndexOf("/") + 1), part });
    },
  });
  const found: Workbook["sheets"] = [];
  let from1904 = false;
  await parsed(zip, parts.get("xl/workbook.xml"), LIMITS.small, {
    open({ name, attributes }) {
      if (name === "workbookPr") from1904 = attributes.date1904 === "1" || attributes.date1904 === "true";
      if (name !== "sheet" || attributes.state === "hidden" || attributes.state === "veryHidden") return;
      const id = Object.entries(attributes).find(([key]) => key === "r:id" || key.endsWith(":id"))?.[1];
      const target = id === undefined ? undefined : targets.get(id);
      if (target?.type === "worksheet") found.push({ name: attributes.name ?? "", part: target.part });
    },
  });
  const partOf = (type: string, usual: string) => [...targets.values()].find((target) => target.type === type)?.part ?? usual;
  return { sheets: found, from1904, strings: partOf("sharedStrings", "xl/sharedstrings.xml"), styles: partOf("styles", "xl/styles.xml") };
}

/** Texts that cells refer to by number. What is written above a text to be read aloud is no part of it. */
async function stringsIn(zip: ZipFile, parts: ReadonlyMap<string, Entry>, part: string): Promise<string[]> {
  const strings: string[] = [];
  let text = "";
  let reads = false;
  let phonetic = false;
  await parsed(zip, parts.get(part), LIMITS.strings, {
    open({ name }) {
      if (name === "si") text = "";
      if (name === "rPh") phonetic = true;
      if (name === "t") reads = !phonetic;
    },
    text(piece) {
      if (reads) text += piece;
    },
    close(name) {
      if (name === "t") reads = false;
      if (name === "rPh") phonetic = false;
      if (name === "si") strings.push(unescaped(text));
    },
  });
  return strings;
}

/** Which formats of cells, by number, show a number as a date. */
async function dateStylesIn(zip: ZipFile, parts: ReadonlyMap<string, Entry>, part: string): Promise<ReadonlySet<number>> {
  const codes = new Map<number, string>();
  const dates = new Set<number>();
  let inCells = false;
  let place = 0;
  await parsed(zip, parts.get(part), LIMITS.small, {
    open({ name, attributes }) {
      if (name === "numFmt") codes.set(Number(attributes.numFmtId), attributes.formatCode ?? "");
      if (name === "cellXfs") inCells = true;
      if (name !== "xf" || !inCells) return;
      const id = Number(attributes.numFmtId ?? 0);
      if (isDateFormat(id, codes.get(id))) dates.add(place);
      place += 1;
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
  });
  return dates;
}

type Styles = { strings: readonly string[]; dates: ReadonlySet<number>; from1904: boolean };

async function* sheetRows(zip: ZipFile, parts: ReadonlyMap<string, Entry>, part: string, styles: Styles): AsyncGenerator<RawRow, void> {
  const entry = parts.get(part);
  if (!entry) return;
  const ready: RawRow[] = [];
  let row: RawRow = { line: 0, cells: new Map() };
  let cell = { place: 0, type: "n", style: 0, text: "" };
  let reads = false;
  let size = 0;
  const on: Handlers = {
    open({ name, attributes }) {
      if (name === "row") {
        row = { line: Number(attributes.r) || row.line + 1, cells: new Map() };
        cell = { ...cell, place: -1 };
        size = 0;
      } else if (name === "c") {
        const place = attributes.r === undefined ? cell.place + 1 : placeOf(attributes.r);
        if (!(place >= 0 && place < 16_384))
          throw new CsvProblem(row.line, `Row ${row.line} has a cell where no column is: ${attributes.r?.slice(0, 20)}.`);
        cell = { place, type: attributes.t ?? "n", style: Number(attributes.s ?? 0), text: "" };
      } else if (name === "v" || name === "t") reads = true;
      else if (name === "rPh") reads = false;
    },
    text(piece) {
      if (!reads) return;
      size += piece.length;
      if (size > LIMITS.row)
        throw new CsvProblem(row.line, `Row ${row.line} holds more than ${LIMITS.row / 1_000_000} MB.`, cell.place + 1);
      cell.text += piece;
    },
    close(name) {
      if (name === "v" || name === "t") reads = false;
      else if (name === "c") {
        const value = cellText(cell, styles);
        if (value !== "") row.cells.set(cell.place, value);
      } else if (name === "row" && row.cells.size > 0) ready.push(row);
    },
  };
  for await (const _ of parsing(zip, entry, LIMITS.sheet, on)) yield* ready.splice(0);
}

function cellText({ type, text, style }: { type: string; text: string; style: number }, { strings, dates, from1904 }: Styles): string {
  switch (type) {
    case "s":
      return strings[Number(text)] ?? "";
    case "inlineStr":
    case "str":
      return unescaped(text);
    case "b":
      return text === "1" ? "TRUE" : "FALSE";
    case "d":
    case "e":
      return text;
    default: {
      if (text === "") return "";
      const value = Number(text);
      if (Number.isNaN(value)) return text;
      return (dates.has(style) && dayOrTime(value, from1904)) || String(value);
    }
  }
}

/** What XML cannot hold is written as `_x0007_`. */
const unescaped = (text: string) =>
  text.includes("_x") ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))) : text;

/** The column of `BC7`, from 0. */
function placeOf(reference: string): number {
  let place = 0;
  for (const letter of reference.toUpperCase()) {
    const digit = letter.charCodeAt(0) - 64;
    if (digit < 1 || digit > 26) break;
    place = place * 26 + digit;
    if (place > 1_000_000) break;
  }
  return place - 1;
}
