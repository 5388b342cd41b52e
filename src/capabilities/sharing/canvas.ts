import sharp from "sharp";
import { knowInter } from "../../platform/drawn-fonts.ts";
import { escaped, readable } from "./html.ts";

export type TextStyle = { size: number; colour: string; weight?: "regular" | "semibold"; width: number; lines?: number };
/** A text that is drawn already: the picture of its letters, cut to their ink. */
export type DrawnText = { input: Buffer; width: number; height: number };

const LINE = 1.32;

/** Draws a text in Inter, broken into lines of a width; what does not fit into `lines` ends in an ellipsis. */
export async function drawnText(text: string, style: TextStyle): Promise<DrawnText | null> {
  await knowInter();
  const words = readable(text).replace(/\s+/g, " ").trim();
  if (words === "") return null;
  const most = style.size * (LINE * ((style.lines ?? 1) - 1) + 1.25);
  let drawn = await draw(words, style);
  if (drawn.height <= most && (style.lines !== 1 || drawn.height <= style.size * 1.4)) return drawn;
  let [fits, over] = [0, words.length];
  while (over - fits > 1) {
    const length = Math.floor((fits + over) / 2);
    const tried = await draw(`${words.slice(0, length).trimEnd()}…`, style);
    if (tried.height <= most) [fits, drawn] = [length, tried];
    else over = length;
  }
  return drawn;
}

async function draw(words: string, { size, colour, weight = "regular", width }: TextStyle): Promise<DrawnText> {
  const { data, info } = await sharp({
    text: {
      text: `<span foreground="${colour}">${escaped(words)}</span>`,
      // A comma ends the family's name; without it the weight would be read as a style that these files do not have.
      font: `${weight === "semibold" ? "Inter SemiBold," : ""}Inter, ${size}`,
      dpi: 72,
      width,
      wrap: "word-char",
      spacing: Math.round(size * (LINE - 1.21)),
      rgba: true,
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { input: data, width: info.width, height: info.height };
}

/** A picture under way: shapes below, texts above. Positions are the upper left corners. */
export class Canvas {
  readonly width: number;
  readonly #background: string;
  readonly #shapes: string[] = [];
  readonly #texts: { input: Buffer; left: number; top: number }[] = [];

  constructor(width: number, background: string) {
    this.width = width;
    this.#background = background;
  }

  /** SVG of our own making: shapes and colours, never anybody's text. */
  shape(svg: string): void {
    this.#shapes.push(svg);
  }

  place(text: DrawnText | null, left: number, top: number): void {
    if (text) this.#texts.push({ input: text.input, left: Math.round(left), top: Math.round(top) });
  }

  async png(height: number): Promise<Uint8Array<ArrayBuffer>> {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${height}"><rect width="100%" height="100%" fill="${this.#background}"/>${this.#shapes.join("")}</svg>`;
    const inside = this.#texts.filter(({ top }) => top < height);
    return new Uint8Array(await sharp(Buffer.from(svg)).composite(inside).png({ palette: true, compressionLevel: 9 }).toBuffer());
  }
}
