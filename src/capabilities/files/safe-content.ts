import { fileTypeFromBuffer } from "file-type";
import * as z from "zod";
import { Refusal } from "../../platform/refusal.ts";
import { digestOf, notTaken, type Safe } from "./drawing.ts";
import { drawnElsewhere, readElsewhere } from "./drawing-elsewhere.ts";

/** What we take, by what the first bytes say, and what a picture becomes. */
const TAKEN = {
  "image/png": { format: "png", becomes: "image/png" },
  "image/apng": { format: "png", becomes: "image/png" },
  "image/jpeg": { format: "jpeg", becomes: "image/jpeg" },
  "image/webp": { format: "webp", becomes: "image/webp" },
  "image/gif": { format: "gif", becomes: "image/gif" },
  "image/avif": { format: "heif", becomes: "image/webp" },
} as const;
const isTaken = (mime: string | undefined): mime is keyof typeof TAKEN => mime !== undefined && Object.hasOwn(TAKEN, mime);

/**
 * What may be kept of a file, by its bytes and never by its name. A picture is decoded and drawn anew, in another process. A PDF is kept as it
 * is, and only ever handed out as a download.
 * @throws Refusal 415 when it is neither, 422 when it is broken, too large to decode, or takes too long
 */
export async function safeContent(sent: Buffer): Promise<Safe> {
  const found = await fileTypeFromBuffer(sent).catch(() => undefined);
  if (found?.mime === "application/pdf")
    return { sha256: digestOf(sent), type: "application/pdf", bytes: sent, thumbnail: null, width: null, height: null };
  if (!isTaken(found?.mime)) throw notTaken(found?.ext);
  return drawnElsewhere({ sent, ...TAKEN[found.mime] });
}

const Hex = z
  .string()
  // A group that repeats is matched by recursion, and ten megabytes of it are more than the stack holds.
  .regex(/^\\x[0-9a-f]*$/i)
  .refine((text) => text.length % 2 === 0)
  .transform((text) => Buffer.from(text.slice(2), "hex"));
const Archived = z.object({
  type: z.string(),
  bytes: Hex,
  thumbnail: Hex.nullish(),
  width: z.int().nullish(),
  height: z.int().nullish(),
});

/**
 * What is wrong with a content that an archive brings, in a sentence; null when it is what it claims. Its bytes stay as they are, so that
 * its digest does, but they must be of the claimed type, and a picture one that can be read to its end and has the size that is told.
 */
export async function contentProblem(row: unknown): Promise<string | null> {
  const read = Archived.safeParse(row);
  // What is no row at all is told by the table's own rules.
  if (!read.success) return null;
  const { type, bytes, thumbnail, width, height } = read.data;
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const is = isTaken(found?.mime) ? TAKEN[found.mime].becomes : found?.mime;
  if (is !== type || found?.mime === "image/avif") return `the content is not of the type ${type}, by what it holds.`;
  if (type === "application/pdf") return thumbnail ? "a PDF has no small picture." : null;
  try {
    const size = await readElsewhere({ sent: bytes, format: type.slice("image/".length) });
    if (size.width !== width || size.height !== height)
      return `the picture is ${size.width} × ${size.height}, and the archive says ${width} × ${height}.`;
    if (thumbnail) await readElsewhere({ sent: thumbnail, format: "webp" });
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return `the picture cannot be read: ${error.message}`;
    throw error;
  }
}
