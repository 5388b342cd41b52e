import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { fromBufferPromise } from "yauzl";

/** The files of an archive by their paths. */
export async function unzipped(archive: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(archive);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const bytes: Readable = await zip.openReadStreamPromise(entry);
    files.set(entry.fileName, await buffer(bytes));
  }
  return files;
}

/** An answer as a text in which words can be looked for: an archive or workbook unpacked. */
export async function readable(answer: Response): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok || !/zip|spreadsheetml/.test(type)) return bytes.toString();
  return [...(await unzipped(bytes))].map(([path, content]) => `${path}\n${content.toString()}`).join("\n");
}
