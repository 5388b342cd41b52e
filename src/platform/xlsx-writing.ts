import type { Cell } from "./csv-writing.ts";
import { disarmed } from "./formula-cells.ts";
import { writeZip } from "./zip-writing.ts";

/** Excel's own limits (ECMA-376 and Microsoft's specifications): more, and it calls the file broken. */
const MOST_CHARACTERS = 32_767;
export const MOST_ROWS = 1_048_576;

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const FIXED = {
  "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  // The second format is that of the header: bold.
  "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`,
} as const;

/**
 * Writes a workbook of one sheet to a new file, a row at a time in flat memory. The first record is the header, and stays in sight.
 * Texts are written as texts, and disarmed as in a CSV for those who save the sheet as one. Excel holds 32,767 characters in a cell and
 * 1,048,576 rows: longer texts end with "…", further rows are refused.
 */
export async function writeXlsx(file: string, sheet: string, records: AsyncIterable<readonly Cell[]>, at: Date): Promise<void> {
  const text = (content: string) =>
    async function* () {
      yield Buffer.from(HEAD + content);
    };
  const workbook = `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  await writeZip(
    file,
    [
      ...Object.entries(FIXED).map(([path, content]) => ({ path, bytes: text(content) })),
      { path: "xl/workbook.xml", bytes: text(workbook) },
      { path: "xl/worksheets/sheet1.xml", bytes: () => sheetOf(records) },
    ],
    at,
  );
}

const PIECE = 64 * 1024;

async function* sheetOf(records: AsyncIterable<readonly Cell[]>): AsyncGenerator<Buffer, void> {
  let xml = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
  let row = 0;
  for await (const record of records) {
    row += 1;
    if (row > MOST_ROWS) throw new RangeError(`A sheet holds ${MOST_ROWS} rows.`);
    xml += `<row r="${row}">${record.map((cell, index) => xmlCell(cell, `${columnName(index)}${row}`, row === 1)).join("")}</row>`;
    if (xml.length < PIECE) continue;
    yield Buffer.from(xml);
    xml = "";
  }
  yield Buffer.from(`${xml}</sheetData></worksheet>`);
}

function xmlCell(cell: Cell, place: string, isHeader: boolean): string {
  if (cell === null || cell === "") return "";
  if (typeof cell === "number") return `<c r="${place}"><v>${cell}</v></c>`;
  const style = isHeader ? ' s="1"' : "";
  return `<c r="${place}" t="inlineStr"${style}><is><t xml:space="preserve">${escaped(shortened(disarmed(cell)))}</t></is></c>`;
}

/** Cut so that no pair of surrogates is parted. */
function shortened(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** `A` … `Z`, `AA` … */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML cannot hold is written as Excel does it, `_x0007_`; a text that already looks so has its underscore written that way. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(
      /(?![\t\n])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
