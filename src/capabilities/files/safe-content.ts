import { fileTypeFromBuffer } from "file-type";
import { digestOf, notTaken, type Safe } from "./drawing.ts";
import { drawnElsewhere } from "./drawing-elsewhere.ts";

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
