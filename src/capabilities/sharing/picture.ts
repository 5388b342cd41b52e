import { halfCircleArcs } from "../../kernels/arcs.ts";
import { QUALITY_WORDS } from "../thread/rules.ts";
import type { SharedQuality, SharedQuote, Strand } from "./answers.ts";
import { Canvas, type DrawnText, drawnText } from "./canvas.ts";
import { colour } from "./page-style.ts";
import { paragraphsOf } from "./prose.ts";
import type { Block, Card, Sheet, Tone } from "./sheet.ts";
import { dayOf, featureCard, momentOf, needCard, quoteMeta } from "./words.ts";

const WIDTH = 1200;
const EDGE = 64;
const INSIDE = WIDTH - 2 * EDGE;
const MARK_COLOURS = ["#0b3fa8", "#a45b19", "#078562", "#5c2b5e"];

const toneColour = (tone: Tone): string => (tone === "plain" ? colour("accent-text") : colour(`kind-${tone}`));
const ink = () => colour("text");
const muted = () => colour("muted");

/** The mark of Throughline with who shares, at the top of every picture. */
async function begin(canvas: Canvas, { workspace }: Sheet, top: number): Promise<void> {
  canvas.shape(
    `<clipPath id="mark"><rect x="${EDGE}" y="${top}" width="40" height="40" rx="11"/></clipPath><g clip-path="url(#mark)">${MARK_COLOURS.map(
      (fill, i) => `<rect x="${EDGE + 10 * i}" y="${top}" width="10" height="40" fill="${fill}"/>`,
    ).join("")}</g>`,
  );
  const name = await drawnText(workspace, { size: 24, weight: "semibold", colour: ink(), width: 800, lines: 1 });
  canvas.place(name, EDGE + 56, top + 20 - (name?.height ?? 0) / 2);
}

const qualityColour = ({ judged, word }: SharedQuality): string =>
  !judged ? muted() : colour(word === "Ready" || word === "Waived" ? "ok" : word === "Failed" ? "danger" : "low");
const ARC_LOOKS: Readonly<Record<string, string>> = {
  met: 'stroke-width="13"',
  partly: 'stroke-width="6"',
  failed: 'stroke-width="13" stroke-dasharray="4 4"',
  waived: 'stroke-width="4" stroke-dasharray="2 6"',
};

/** The arc of a quality with its name and word beside it. */
async function drawQuality(canvas: Canvas, quality: SharedQuality, left: number, top: number, width: number): Promise<void> {
  const { checks, met, applicable, judged, word } = quality;
  const size = { x: left + 62, y: top + 68, radius: 52, gap: 7 };
  for (const [i, path] of halfCircleArcs(checks.length, size).entries()) {
    canvas.shape(`<path d="${path}" fill="none" stroke="${colour("line-strong")}" stroke-width="13"/>`);
    const look = ARC_LOOKS[checks[i]?.state ?? ""];
    if (look) canvas.shape(`<path d="${path}" fill="none" stroke="${qualityColour(quality)}" ${look}/>`);
  }
  const count = await drawnText(`${met} of ${applicable}`, { size: 22, weight: "semibold", colour: ink(), width: 110, lines: 1 });
  canvas.place(count, size.x - (count?.width ?? 0) / 2, top + 50);
  const room = width - 150;
  const [name, state] = await Promise.all([
    drawnText(QUALITY_WORDS[quality.quality], { size: 26, weight: "semibold", colour: ink(), width: room, lines: 1 }),
    drawnText(judged ? word : "Not judged yet", { size: 22, weight: "semibold", colour: qualityColour(quality), width: room, lines: 1 }),
  ]);
  canvas.place(name, left + 144, top + 12);
  canvas.place(state, left + 144, top + 46);
}

/** The head that both pictures have; answers where it ends. */
async function drawHead(canvas: Canvas, sheet: Sheet, top: number, titleLines: number, leadLines: number): Promise<number> {
  const tone = toneColour(sheet.tone);
  const [tag, title, lead] = await Promise.all([
    drawnText(sheet.tag, { size: 24, weight: "semibold", colour: tone, width: INSIDE, lines: 1 }),
    drawnText(sheet.title, { size: 54, weight: "semibold", colour: ink(), width: INSIDE, lines: titleLines }),
    drawnText(sheet.sentence, { size: 28, colour: muted(), width: INSIDE, lines: leadLines }),
  ]);
  let y = top;
  for (const [text, gap] of [
    [tag, 24],
    [title, 28],
    [lead, 0],
  ] as const) {
    canvas.place(text, EDGE, y);
    y += (text?.height ?? 0) + gap;
  }
  return y;
}

/** What a preview of a link shows: 1200 × 630. */
export async function drawPicture(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new Canvas(WIDTH, colour("bg"));
  const tone = toneColour(sheet.tone);
  canvas.shape(`<rect width="12" height="630" fill="${tone}"/>`);
  await begin(canvas, sheet, 48);
  const hasQualities = sheet.qualities.length > 0;
  await drawHead(canvas, sheet, 128, hasQualities ? 2 : 3, 3);
  canvas.shape(`<rect x="${EDGE}" y="492" width="${INSIDE}" height="1" fill="${colour("line-strong")}"/>`);
  const shown = sheet.qualities.slice(0, 3);
  for (const [i, quality] of shown.entries()) await drawQuality(canvas, quality, EDGE + i * 300, 514, 300);
  const asOf = await drawnText(`As of ${dayOf(sheet.asOf)}`, { size: 20, colour: muted(), width: 400, lines: 1 });
  canvas.place(asOf, WIDTH - EDGE - (asOf?.width ?? 0), 578);
  if (!hasQualities) {
    const made = await drawnText("Made with Throughline", { size: 20, colour: muted(), width: 400, lines: 1 });
    canvas.place(made, EDGE, 578);
  }
  return canvas.png(630);
}

const TALLEST = 6_000;

/** The content of a link as one tall picture, to paste where no link can be opened. */
export async function drawSnapshot(sheet: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new Canvas(WIDTH, colour("bg"));
  await begin(canvas, sheet, 48);
  let y = (await drawHead(canvas, sheet, 128, 4, 5)) + 40;
  for (const [i, quality] of sheet.qualities.entries()) {
    const [column, row] = [i % 3, Math.floor(i / 3)];
    await drawQuality(canvas, quality, EDGE + column * 350, y + row * 110, 350);
  }
  y += Math.ceil(sheet.qualities.length / 3) * 110;
  for (const block of sheet.blocks) if (y < TALLEST - 300) y = await drawBlock(canvas, block, sheet.tone, y + 24);
  const foot = await drawnText(`As of ${momentOf(sheet.asOf)} · Made with Throughline`, {
    size: 20,
    colour: muted(),
    width: INSIDE,
    lines: 1,
  });
  y = Math.min(y + 40, TALLEST - 80);
  canvas.place(foot, EDGE, y);
  return canvas.png(y + 64);
}

async function drawHeading(canvas: Canvas, title: string, y: number): Promise<number> {
  const drawn = await drawnText(title, { size: 28, weight: "semibold", colour: ink(), width: INSIDE, lines: 1 });
  canvas.place(drawn, EDGE, y);
  return y + (drawn?.height ?? 0) + 22;
}

type Box = { tone: Tone; tag?: string; text: string; meta: string; isMissing?: boolean; lines?: readonly string[] };
const quoteBox = (quote: SharedQuote): Box => ({ tone: "evidence", text: `“${quote.words}”`, meta: quoteMeta(quote) });
const cardBox = (tone: Tone, { tag, title, meta }: Card): Box => ({ tone, tag, text: title, meta });
const missingIn = (column: string, missing: Strand["missing"]): Box[] =>
  missing.filter(({ where }) => where === column).map(({ sentence }) => ({ tone: "plain", text: sentence, meta: "", isMissing: true }));

/** A card with a coloured edge; answers where it ends. */
async function drawBox(
  canvas: Canvas,
  { tone, tag = "", text, meta, isMissing = false, lines = [] }: Box,
  left: number,
  top: number,
  width: number,
) {
  const room = width - 44;
  const parts = (
    await Promise.all([
      drawnText(tag, { size: 18, weight: "semibold", colour: toneColour(tone), width: room, lines: 2 }),
      drawnText(text, { size: 22, colour: isMissing ? colour("low") : ink(), width: room, lines: 8 }),
      drawnText(meta, { size: 18, colour: muted(), width: room, lines: 3 }),
      ...lines.map((line) => drawnText(`– ${line}`, { size: 18, colour: ink(), width: room, lines: 2 })),
    ])
  ).filter((part): part is DrawnText => part !== null);
  const height = parts.reduce((sum, part) => sum + part.height + 12, 0) + 28;
  canvas.shape(
    isMissing
      ? `<rect x="${left + 1}" y="${top + 1}" width="${width - 2}" height="${height - 2}" rx="14" fill="none" stroke="${colour("edge")}" stroke-width="2" stroke-dasharray="6 6"/>`
      : `<rect x="${left + 1}" y="${top + 1}" width="${width - 2}" height="${height - 2}" rx="14" fill="${colour("panel")}" stroke="${colour("line-strong")}" stroke-width="1.5"/><rect x="${left}" y="${top + 14}" width="5" height="${height - 28}" rx="2.5" fill="${toneColour(tone)}"/>`,
  );
  let y = top + 20;
  for (const part of parts) {
    canvas.place(part, left + 24, y);
    y += part.height + 12;
  }
  return top + height;
}

/** Boxes one under the other; answers where the last ends. */
async function drawColumn(canvas: Canvas, boxes: readonly Box[], left: number, top: number, width: number): Promise<number> {
  let y = top;
  for (const box of boxes) if (y < TALLEST - 300) y = (await drawBox(canvas, box, left, y, width)) + 14;
  return y;
}

const COLUMN_GAP = 20;
const THIRD = Math.floor((INSIDE - 2 * COLUMN_GAP) / 3);

async function drawBlock(canvas: Canvas, block: Block, tone: Tone, top: number): Promise<number> {
  if (block.kind === "facts")
    return drawColumn(
      canvas,
      [{ tone: "plain", text: block.facts.map(([label, value]) => `${label}: ${value}`).join("  ·  "), meta: "" }],
      EDGE,
      top,
      INSIDE,
    );
  let y = await drawHeading(canvas, block.title, top);
  switch (block.kind) {
    case "strands":
      for (const { quotes, need, features, missing } of block.strands) {
        if (y > TALLEST - 400) break;
        const columns = [
          [...quotes.slice(0, 3).map(quoteBox), ...missingIn("evidence", missing)],
          [...(need ? [cardBox("need", needCard(need))] : []), ...missingIn("need", missing)],
          [...features.map((feature) => cardBox("feature", featureCard(feature))), ...missingIn("feature", missing)],
        ];
        const ends = await Promise.all(columns.map((boxes, i) => drawColumn(canvas, boxes, EDGE + i * (THIRD + COLUMN_GAP), y, THIRD)));
        y = Math.max(...ends) + 14;
      }
      return y;
    case "columns": {
      const ends = await Promise.all(
        block.columns.map(async ({ title, note, cards }, i) => {
          const left = EDGE + i * (THIRD + COLUMN_GAP);
          const name = await drawnText(`${title}, ${note}`, { size: 20, weight: "semibold", colour: muted(), width: THIRD, lines: 2 });
          canvas.place(name, left, y);
          const boxes = cards.map(
            (card): Box => ({
              tone: "plain",
              tag: card.tag,
              text: card.title,
              meta: card.meta,
              lines: card.lines.map(({ text, meta }) => `${text} (${meta})`),
            }),
          );
          return drawColumn(canvas, boxes, left, y + (name?.height ?? 0) + 16, THIRD);
        }),
      );
      return Math.max(...ends);
    }
    case "quotes":
      return drawColumn(canvas, block.quotes.map(quoteBox), EDGE, y, INSIDE);
    case "cards":
      return drawColumn(
        canvas,
        block.cards.map((card) => cardBox(block.tone, card)),
        EDGE,
        y,
        INSIDE,
      );
    case "remarks":
      return drawColumn(
        canvas,
        block.remarks.map(({ who, at, text }): Box => ({ tone: "plain", text, meta: `${who}, ${at}` })),
        EDGE,
        y,
        INSIDE,
      );
    case "text":
      return drawColumn(
        canvas,
        paragraphsOf(block.markdown)
          .slice(0, 12)
          .map(
            (paragraph): Box => ({
              tone: "plain",
              text: paragraph.kind === "list" ? paragraph.items.join(" · ") : paragraph.text,
              meta: "",
            }),
          ),
        EDGE,
        y,
        INSIDE,
      );
    case "table": {
      const main = block.columns.findIndex(({ as }) => as === "strong");
      return drawColumn(
        canvas,
        block.rows.slice(0, 25).map((row): Box => {
          const rest = block.columns.flatMap(({ label }, i) => (i === main || !row[i] ? [] : [`${label}: ${row[i]}`]));
          return { tone, text: row[main] ?? "", meta: rest.join("  ·  ") };
        }),
        EDGE,
        y,
        INSIDE,
      );
    }
  }
}
