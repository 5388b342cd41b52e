import { createHash } from "node:crypto";

export const sha256 = (content: Buffer | string): string => createHash("sha256").update(content).digest("hex");

type Measure = { rows: number; bytes: number; sha256: string };

/** Passes rows on, says how many there were so far, and in the end what they came to. A line end in a value is written as `\n`, so each one ends a row. */
export async function* measured(
  pieces: AsyncIterable<Buffer>,
  onRows: (rows: number) => void,
  done: (measure: Measure) => void,
): AsyncGenerator<Buffer, void> {
  const digest = createHash("sha256");
  let rows = 0;
  let bytes = 0;
  for await (const piece of pieces) {
    digest.update(piece);
    bytes += piece.length;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) rows += 1;
    onRows(rows);
    yield piece;
  }
  done({ rows, bytes, sha256: digest.digest("hex") });
}
