import { createWriteStream } from "node:fs";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";

/** One file of an archive. Its bytes are asked for when those before it have been written, so that only one is ever open. */
export type ZipPart = { path: string; bytes: () => AsyncIterable<Uint8Array> };

/**
 * Writes an archive, part after part, in flat memory.
 * @param to a new file, or whatever takes its bytes
 * @param at the time that every part carries: the same parts give the same archive
 */
export async function writeZip(to: string | Writable, parts: readonly ZipPart[], at: Date): Promise<void> {
  const zip = new ZipFile();
  const stop = new AbortController();
  const failed = new Promise<never>((_, reject) => {
    zip.on("error", (error: Error) => {
      reject(error);
      stop.abort(error);
    });
  });
  for (const { path, bytes } of parts)
    zip.addReadStreamLazy(path, { mtime: at, mode: 0o100644 }, (take) => {
      const source = Readable.from(bytes(), { objectMode: false });
      source.on("error", (error) => zip.emit("error", error));
      take(null, source);
    });
  zip.end();
  const target = typeof to === "string" ? createWriteStream(to, { flags: "wx", mode: 0o600 }) : to;
  const written = pipeline(zip.outputStream, target, { signal: stop.signal });
  await Promise.race([written, failed]).catch(async (error: unknown) => {
    stop.abort(error);
    await written.catch(() => undefined);
    throw error;
  });
}
