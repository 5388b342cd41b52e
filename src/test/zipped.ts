import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import * as z from "zod";
import { contentText, Manifest } from "../capabilities/exports/archive-rules.ts";
import { unzipped } from "./unzipped.ts";

/** An archive of these files; a path may come twice. */
export function zipped(files: readonly (readonly [path: string, content: Buffer])[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of files) zip.addBuffer(content, path);
  zip.end();
  return buffer(zip.outputStream);
}

const sha256 = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");

export type Unpacked = { manifest: Manifest; files: Map<string, Buffer> };
export async function opened(archive: Buffer): Promise<Unpacked> {
  const files = await unzipped(archive);
  return { manifest: Manifest.parse(JSON.parse(String(files.get("manifest.json")))), files };
}

const Rows = z.array(z.record(z.string(), z.unknown()));
export const rowsIn = ({ files }: Unpacked, table: string) =>
  Rows.parse(
    String(files.get(`tables/${table}.jsonl`))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line)),
  );

/** The same archive with something changed in it, its hashes set right again: somebody who means harm does so too. */
export async function tampered(archive: Buffer, change: (unpacked: Unpacked) => void): Promise<Buffer> {
  const unpacked = await opened(archive);
  change(unpacked);
  const { manifest, files } = unpacked;
  for (const table of manifest.tables) {
    const content = files.get(`tables/${table.name}.jsonl`);
    if (!content) continue;
    table.sha256 = sha256(content);
    table.rows = content.filter((byte) => byte === 10).length;
  }
  manifest.contentHash = sha256(contentText(manifest));
  files.set("manifest.json", Buffer.from(JSON.stringify(manifest)));
  return zipped([...files]);
}

/** Changes the text of one table. */
export function retold(table: string, change: (text: string) => string) {
  return ({ files }: Unpacked) => {
    const path = `tables/${table}.jsonl`;
    files.set(path, Buffer.from(change(String(files.get(path)))));
  };
}
