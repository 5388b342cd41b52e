import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvProblem } from "./csv.ts";

/** Below this size nothing is a bomb. */
const HARMLESS_BYTES = 4_000_000;
/** How many times larger than packed: tables reach 40, a bomb needs 1,000. */
const MOST_TIMES = 100;

/**
 * The bytes of a file, unpacked when it is gzip, whatever it is called.
 * @throws CsvProblem when it is packed like a bomb, unpacks to more than `largest` bytes, or is damaged
 */
export async function* unpacked(stream: AsyncIterable<Uint8Array>, largest: number, whole = true): AsyncGenerator<Uint8Array, void> {
  const pieces = stream[Symbol.asyncIterator]();
  try {
    let head = new Uint8Array();
    while (head.length < 2) {
      const next = await pieces.next();
      if (next.done) break;
      head = new Uint8Array(Buffer.concat([head, next.value]));
    }
    if (head[0] !== 0x1f || head[1] !== 0x8b) {
      if (head.length > 0) yield head;
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
      return;
    }
    yield* gunzipped(head, pieces, largest, whole);
  } finally {
    await pieces.return?.();
  }
}

async function* gunzipped(head: Uint8Array, pieces: AsyncIterator<Uint8Array>, largest: number, whole: boolean) {
  let packed = 0;
  async function* rest() {
    packed += head.length;
    yield head;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
      packed += next.value.length;
      yield next.value;
    }
  }
  const gunzip = createGunzip();
  // What goes wrong is thrown where the bytes are read.
  const source = Readable.from(rest(), { objectMode: false });
  pipeline(source, gunzip, () => undefined);
  let size = 0;
  try {
    for await (const piece of gunzip) {
      size += piece.length;
      if (size > HARMLESS_BYTES && size > packed * MOST_TIMES)
        throw new CsvProblem(1, `The file unpacks to more than ${MOST_TIMES} times its size: it was not unpacked any further.`);
      if (size > largest) throw new CsvProblem(1, `Unpacked, a file may have ${largest / 1_000_000} MB; split this one.`);
      yield piece;
    }
  } catch (error) {
    if (error instanceof CsvProblem || !isDamage(error)) throw error;
    // The beginning of a file ends anywhere.
    if (whole) throw new CsvProblem(1, "The gzip file is damaged, or its end is missing.");
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

const isDamage = (error: unknown) => error instanceof Error && "code" in error && /^Z_|^ERR_STREAM_PREMATURE/.test(String(error.code));
