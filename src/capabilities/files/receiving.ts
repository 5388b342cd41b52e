import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../../platform/refusal.ts";
import { received, temporaryFolder } from "../../platform/spooled.ts";
import type { Safe } from "./drawing.ts";
import { LARGEST_FILE } from "./rules.ts";
import { safeContent } from "./safe-content.ts";

/** So many may wait to be read; whoever comes beyond is told to come back. */
const MOST_WAITING = 32;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** One after another, so that memory holds one picture at a time, whoever sends. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MOST_WAITING)
    throw new Refusal(503, "BUSY", "Many files are being read just now. Try again in a moment.", { retryAfterSeconds: 3 });
  waiting += 1;
  const mine = last.then(work, work);
  last = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    waiting -= 1;
  }
}

/** Makes a file safe when those that came before it are. @throws Refusal as `safeContent` does, 503 when too many wait */
export const safeInTurn = (sent: Buffer): Promise<Safe> => inTurn(() => safeContent(sent));

/** A file that was sent: what of it may be kept, and the digest of what was sent, by which a repeated request is known. */
export type Received = { content: Safe; sentSha256: string };

/**
 * Takes a file to disk as it comes, then makes it safe.
 * @throws Refusal 413 when it is too large, 422 when it is empty or broken, 415 when it is of a kind that is not kept
 */
export async function receivedFile(body: ReadableStream<Uint8Array> | null): Promise<Received> {
  if (!body) throw new Refusal(422, "EMPTY_FILE", "The file is empty.");
  const folder = await temporaryFolder();
  const path = join(folder.path, "file");
  try {
    await received(body, path, LARGEST_FILE);
    return await inTurn(async () => {
      const sent = await readFile(path);
      if (sent.length === 0) throw new Refusal(422, "EMPTY_FILE", "The file is empty.");
      return { content: await safeContent(sent), sentSha256: createHash("sha256").update(sent).digest("hex") };
    });
  } finally {
    await folder.remove();
  }
}
