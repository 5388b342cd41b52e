import { rmSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import sharp from "sharp";
import { projectDirectory } from "../config.ts";

const FILES = join(projectDirectory, "node_modules/@fontsource/inter/files");
const SUBSETS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese"];
const WEIGHTS = [400, 600];

/** A font as the drawing library reads it: the tables of a WOFF file, unpacked (https://www.w3.org/TR/WOFF/). */
export function unpackedWoff(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new TypeError("This is no WOFF file.");
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + 20 * i;
    const packed = woff.subarray(woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 4) + woff.readUInt32BE(at + 8));
    const data = packed.length < woff.readUInt32BE(at + 12) ? inflateSync(packed) : packed;
    return { tag: woff.readUInt32BE(at), checksum: woff.readUInt32BE(at + 16), data };
  });
  const header = Buffer.alloc(12 + 16 * count);
  const power = Math.floor(Math.log2(count));
  header.writeUInt32BE(woff.readUInt32BE(4), 0);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * count - 16 * 2 ** power, 10);
  let offset = header.length;
  const parts: Buffer[] = [header];
  for (const [i, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + 16 * i;
    header.writeUInt32BE(tag, at);
    header.writeUInt32BE(checksum, at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(data.length, at + 12);
    const padding = (4 - (data.length % 4)) % 4;
    parts.push(data, Buffer.alloc(padding));
    offset += data.length + padding;
  }
  return Buffer.concat(parts);
}

let known: Promise<void> | undefined;

/** Makes Inter known to the drawing library, whatever fonts the computer has; once per process. */
export function knowInter(): Promise<void> {
  known ??= register();
  return known;
}

async function register(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "throughline-fonts-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const subset of SUBSETS)
    for (const weight of WEIGHTS) {
      const fontfile = join(folder, `inter-${subset}-${weight}.ttf`);
      await writeFile(fontfile, unpackedWoff(await readFile(join(FILES, `inter-${subset}-${weight}-normal.woff`))));
      // The library reads a font file together with a first text in it, and knows it from then on.
      await sharp({ text: { text: "x", font: "Inter 12", fontfile } })
        .raw()
        .toBuffer();
    }
}
