import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "../../platform/refusal.ts";
import { temporaryFolder } from "../../platform/spooled.ts";
import { type ImportFile, LARGEST_FILE } from "./table.ts";

/** A file that is being sent: read while it arrives, and kept on disk for a second reading, so that memory stays flat. */
export async function uploaded(body: ReadableStream<Uint8Array> | null, whole: boolean): Promise<ImportFile & { remove(): Promise<void> }> {
  if (!body) throw new Refusal(422, "BROKEN_FILE", "The file is empty.", { line: 1 });
  const folder = await temporaryFolder();
  const path = join(folder.path, "file");
  const kept = await open(path, "wx", 0o600);
  const arriving = arrivingIn(body);
  let begun = false;
  let removed = false;
  let rest: Promise<void> | undefined;

  async function* arrivingIn(from: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    let size = 0;
    try {
      for await (const piece of from) {
        size += piece.byteLength;
        if (size > LARGEST_FILE) throw new Refusal(413, "TOO_LARGE", `A file may have ${LARGEST_FILE / 1_000_000} MB; split this one.`);
        if (!removed) await kept.write(piece);
        yield piece;
      }
    } finally {
      await kept.close();
    }
  }
  /** Whoever sends expects it to be taken to the end, also what was refused by its first lines. */
  const takeRest = () =>
    (rest ??= (async () => {
      for await (const _ of arriving);
    })());

  return {
    whole,
    async *bytes() {
      if (begun) {
        await takeRest();
        yield* createReadStream(path);
        return;
      }
      begun = true;
      for (let next = await arriving.next(); !next.done; next = await arriving.next()) yield next.value;
    },
    async path() {
      await takeRest();
      return path;
    },
    async remove() {
      removed = true;
      takeRest().catch(() => undefined);
      await folder.remove();
    },
  };
}
