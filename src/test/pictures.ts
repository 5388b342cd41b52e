import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import * as z from "zod";
import type { Person } from "./world.ts";

/** A picture of one colour. */
export const plainPicture = (width = 60, height = 40, background = "#2557b8") =>
  sharp({ create: { width, height, channels: 3, background } });

/** What a camera writes beside a picture: where and by whom it was taken, and that it is to be turned. */
export const photograph = () =>
  plainPicture(60, 40)
    .withExif({ IFD0: { Artist: "canary artist", Copyright: "canary rights" }, IFD3: { GPSLatitude: "52/1 30/1 0/1" } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

const chunk = (name: string, data: Uint8Array) => {
  const whole = Buffer.alloc(data.length + 12);
  whole.writeUInt32BE(data.length, 0);
  whole.write(name, 4, "latin1");
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, data.length + 8)), data.length + 8);
  return whole;
};

/** A grey PNG of any size, a thousand times as large as it is packed. */
export function hugePng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.alloc((width + 1) * height))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A GIF of many frames. */
export function longGif(frames: number, size: number): Buffer {
  const side = [size & 255, size >> 8];
  const frame = Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, ...side, ...side, 0, 2, 2, 0x44, 1, 0]);
  return Buffer.concat([
    Buffer.from("GIF89a", "latin1"),
    Buffer.from([...side, ...side, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
    ...Array.from({ length: frames }, () => frame),
    Buffer.from([0x3b]),
  ]);
}

/** A GIF that is also a script: its width reads as the beginning of a comment. */
export function gifScript(): Buffer {
  const gif = longGif(1, 0x2a2f);
  return Buffer.concat([gif, Buffer.from("*/=1;alert('canary')//", "latin1")]);
}

export const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n", "latin1");
export const SVG = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert("canary")</script></svg>`);
export const HTML = Buffer.from("<!doctype html><script>alert('canary')</script>");

/** A small picture on a record, or on its way into a comment. @returns the file's id */
export async function attachPicture(by: Pick<Person, "fetch">, record: string | null, name: string): Promise<string> {
  const search = new URLSearchParams({ name, ...(record === null ? {} : { record }) });
  const answer = await by.fetch(`/api/v1/files?${search}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: new Uint8Array(await plainPicture(40, 30).png().toBuffer()),
  });
  return z.object({ id: z.uuid() }).parse(await answer.json()).id;
}
