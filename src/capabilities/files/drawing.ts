import { createHash } from "node:crypto";
import type { Sharp, SharpOptions } from "sharp";
import { Refusal } from "../../platform/refusal.ts";
import { type FileType, LARGEST_FILE } from "./rules.ts";

/** What is kept of a file that was sent: nothing in it but pixels, or a PDF as it is. */
export type Safe = {
  sha256: string;
  type: FileType;
  bytes: Buffer;
  thumbnail: Buffer | null;
  width: number | null;
  height: number | null;
};

/** A picture to be drawn: its format by the name that the library gives it, and what it becomes. */
export type Order = { sent: Buffer; format: string; becomes: FileType };

/** A picture may have so many pixels, all its frames together: 50 megapixels decode to 200 MB. */
const MOST_PIXELS = 50_000_000;
/** What moves is kept moving up to here; of anything longer or larger the first frame is kept. */
const MOVING = { frames: 200, pixels: 12_000_000 };
export const LONGEST_SECONDS = 5;
/** A picture that does not fit is made smaller, to this many pixels on its longer side. */
const SMALLER = 4096;
const THUMBNAIL = { width: 400, height: 300 };

export const digestOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/**
 * Decodes a picture and draws it anew: no text, place, profile or second file inside it survives. Only ever runs in a process of its own
 * (`drawing-process.ts`).
 * @throws Refusal 415 when it is not of this format, 422 when it is broken, too large to decode, or takes too long
 */
export async function drawnAnew({ sent, format, becomes }: Order): Promise<Safe> {
  try {
    return await drawn(sent, format, becomes);
  } catch (error) {
    throw reasonOf(error);
  }
}

/**
 * Whether a picture can be read to its end as what it claims to be; nothing of it is kept.
 * @returns its size; it throws what `drawnAnew` throws
 */
export async function readThrough({ sent, format }: Pick<Order, "sent" | "format">): Promise<{ width: number; height: number }> {
  try {
    const { default: sharp } = await import("sharp");
    sharp.concurrency(1);
    const limits: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: "error" };
    const told = await sharp(sent, limits).metadata();
    if (told.format !== format) throw notTaken(undefined);
    if (told.width * told.height > MOST_PIXELS) throw tooManyPixels();
    await sharp(sent, limits).timeout({ seconds: LONGEST_SECONDS }).resize(8, 8, { fastShrinkOnLoad: false }).raw().toBuffer();
    return { width: told.width, height: told.pageHeight ?? told.height };
  } catch (error) {
    throw reasonOf(error);
  }
}

async function drawn(sent: Buffer, format: string, becomes: FileType): Promise<Safe> {
  // Only the process that draws loads the library.
  const { default: sharp } = await import("sharp");
  sharp.concurrency(1);
  const until = performance.now() + LONGEST_SECONDS * 1000;
  const limits: SharpOptions = { limitInputPixels: MOST_PIXELS, failOn: "error" };
  const timed = (picture: Sharp, most = LONGEST_SECONDS) =>
    picture.timeout({ seconds: Math.max(1, Math.min(most, Math.ceil((until - performance.now()) / 1000))) });
  const told = await sharp(sent, limits).metadata();
  if (told.format !== format) throw notTaken(undefined);
  if (told.width * told.height > MOST_PIXELS) throw tooManyPixels();
  const frames = told.pages ?? 1;
  const moves = frames > 1 && frames <= MOVING.frames && frames * told.width * (told.pageHeight ?? told.height) <= MOVING.pixels;

  const moving = moves
    ? await timed(encoded(sharp(sent, { ...limits, animated: true }), becomes), LONGEST_SECONDS - 1)
        .toBuffer()
        // What moves too slowly to be drawn in time stands still.
        .catch(() => null)
    : null;
  const whole = moving && moving.length <= LARGEST_FILE ? moving : await still();
  const kept = sharp(whole, limits);
  const { width, height } = await kept.metadata();
  const thumbnail = await timed(kept)
    .resize({ ...THUMBNAIL, fit: "cover", position: "top", withoutEnlargement: true })
    .webp({ quality: 78, effort: 2 })
    .toBuffer();
  return { sha256: digestOf(whole), type: typeOf(whole, becomes), bytes: whole, thumbnail, width, height };

  async function still(): Promise<Buffer> {
    const first = await timed(encoded(sharp(sent, limits).autoOrient(), becomes)).toBuffer();
    if (first.length <= LARGEST_FILE) return first;
    const smaller = sharp(sent, limits).autoOrient().resize({ width: SMALLER, height: SMALLER, fit: "inside", withoutEnlargement: true });
    const again = await timed(encoded(smaller, "image/webp")).toBuffer();
    if (again.length > LARGEST_FILE) throw new Refusal(413, "TOO_LARGE", `The file may have ${LARGEST_FILE / 1_000_000} MB.`);
    return again;
  }
}

/** A picture that had to become smaller is WebP, whatever it was. */
const typeOf = (bytes: Buffer, meant: FileType): FileType =>
  bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP" ? "image/webp" : meant;

/** Without metadata, which is what sharp leaves out unless told otherwise; colours as sRGB. */
function encoded(picture: Sharp, type: FileType): Sharp {
  const plain = picture.toColourspace("srgb");
  if (type === "image/jpeg") return plain.jpeg({ quality: 86 });
  if (type === "image/webp") return plain.webp({ quality: 86, effort: 2 });
  return type === "image/gif" ? plain.gif({ effort: 3 }) : plain.png();
}

export function notTaken(ending: string | undefined): Refusal {
  const is = ending === undefined ? "This is something else" : `This is ${ending.toUpperCase()}`;
  return new Refusal(415, "FILE_TYPE", `Pictures (PNG, JPEG, WebP, GIF, AVIF) and PDFs can be attached. ${is}, by what it holds.`);
}
const tooManyPixels = () =>
  new Refusal(422, "TOO_MANY_PIXELS", `A picture may have ${MOST_PIXELS / 1_000_000} million pixels; make this one smaller.`);

export const tooSlow = () => new Refusal(422, "TOO_SLOW", "This picture takes too long to read; save it anew, or make it smaller.");

function reasonOf(error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  if (/pixel limit|too large/i.test(error.message)) return tooManyPixels();
  if (/timeout/i.test(error.message)) return tooSlow();
  return new Refusal(422, "BROKEN_FILE", "This picture is damaged, or its end is missing.");
}
