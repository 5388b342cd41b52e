import type { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { OperatorError } from "../operator-error.ts";
import { BACKUP_VERSION, type BackedUpTable, called, contentText, MANIFEST, Manifest, partOf, SECRET } from "./format.ts";
import { measured, sha256 } from "./sums.ts";

/** A backup whose directory and manifest were found in order. */
export type OpenedBackup = {
  manifest: Manifest;
  /** The rows of a table, as COPY takes them. @throws OperatorError at their end when they are not those that the manifest speaks of */
  rowsOf(table: BackedUpTable, onRows?: (rows: number) => void): AsyncIterable<Buffer>;
  secret(): Promise<string>;
  close(): void;
};

const LARGEST_MANIFEST = 4_000_000;

/** @throws OperatorError when it is no backup, cut short, damaged in its directory, or of a newer format */
export async function openBackup(path: string): Promise<OpenedBackup> {
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
    const missing = error instanceof Error && "code" in error;
    throw new OperatorError(missing ? `The file ${path} cannot be read.` : `${path} is no backup, or its end is missing.`);
  });
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of listed(zip, path)) entries.set(entry.fileName, entry);
    const bytesOf = async function* (name: string): AsyncGenerator<Buffer, void> {
      const entry = entries.get(name);
      if (!entry) throw damaged(path, name, "it is missing");
      try {
        const bytes: Readable = await zip.openReadStreamPromise(entry);
        for await (const piece of bytes) if (Buffer.isBuffer(piece)) yield piece;
      } catch {
        throw damaged(path, name, "it cannot be unpacked");
      }
    };
    const manifest = await manifestIn(path, entries, bytesOf);
    return {
      manifest,
      async *rowsOf(table, onRows = () => undefined) {
        const name = partOf(table);
        yield* measured(bytesOf(name), onRows, ({ rows, bytes, sha256: found }) => {
          if (bytes !== table.bytes) throw damaged(path, name, `it has ${bytes} bytes, and the manifest says ${table.bytes}`);
          if (found !== table.sha256 || rows !== table.rows) throw damaged(path, name, "its SHA-256 differs from the manifest's");
        });
      },
      async secret() {
        const content = await whole(bytesOf(SECRET));
        if (content.length !== manifest.secret.bytes || sha256(content) !== manifest.secret.sha256)
          throw damaged(path, SECRET, "its SHA-256 differs from the manifest's");
        return content.toString().trim();
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Reads every part. @returns a sentence for each that is damaged; the others are as they were written */
export async function damageIn(backup: OpenedBackup, onTable: (table: BackedUpTable) => void = () => undefined): Promise<string[]> {
  const { manifest } = backup;
  const found: string[] = [];
  const judged = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      found.push(error.message);
    }
  };
  await judged(() => backup.secret());
  for (const table of manifest.tables) {
    await judged(async () => {
      for await (const _ of backup.rowsOf(table));
    });
    onTable(table);
  }
  if (sha256(contentText(manifest.tables)) !== manifest.contentHash)
    found.push("The backup is damaged: the content hash is not that of the tables.");
  return found;
}

function damaged(path: string, part: string, how: string): OperatorError {
  const [, table] = /^tables\/(?:public\.)?(.+)\.copy$/.exec(part) ?? [];
  return new OperatorError(`The backup ${path} is damaged in ${table ? `the table ${table}` : part}: ${how}.`);
}

async function* listed(zip: ZipFile, path: string): AsyncGenerator<Entry, void> {
  try {
    yield* zip.eachEntry();
  } catch {
    throw new OperatorError(`The backup ${path} is damaged in its list of parts.`);
  }
}

async function manifestIn(
  path: string,
  entries: ReadonlyMap<string, Entry>,
  bytesOf: (name: string) => AsyncIterable<Buffer>,
): Promise<Manifest> {
  const entry = entries.get(MANIFEST);
  if (!entry || entry.uncompressedSize > LARGEST_MANIFEST) throw new OperatorError(`${path} is no backup: it has no manifest of one.`);
  const content = await whole(bytesOf(MANIFEST));
  if (crc32(content) !== entry.crc32) throw damaged(path, MANIFEST, "its checksum differs");
  const value = jsonOf(content.toString());
  const format = typeof value === "object" && value !== null && "version" in value ? Number(value.version) : 0;
  if (format > BACKUP_VERSION)
    throw new OperatorError(
      `${path} has the format ${format}, and this Throughline reads formats up to ${BACKUP_VERSION}: update Throughline first.`,
    );
  const read = Manifest.safeParse(value);
  if (!read.success) throw new OperatorError(`${path} is no backup of an installation: its manifest is of something else.`);
  const lost = read.data.tables.find((table) => !entries.has(partOf(table)));
  if (lost) throw new OperatorError(`The backup ${path} lacks the table ${called(lost)}.`);
  return read.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
