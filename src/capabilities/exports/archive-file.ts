import type { Readable } from "node:stream";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { Refusal } from "../../platform/refusal.ts";
import { ARCHIVE_VERSION, HOLD_FILES, LIMITS, Manifest, readablePath, tablePath } from "./archive-rules.ts";

export const refused = (code: string, sentence: string, details: Record<string, unknown> = {}) =>
  new Refusal(422, code, `${sentence} Nothing was changed.`, details);

/** An archive whose directory and manifest were found in order; what its parts hold is still to be read. */
export type OpenedArchive = {
  manifest: Manifest;
  part(path: string): Promise<Readable>;
  close(): void;
};

const PATH = /^(manifest\.json|tables\/[a-z][a-z0-9_]*\.jsonl|readable\/[a-z][a-z0-9-]*\.csv)$/;

/**
 * Opens an archive that anybody may have made. Nothing is unpacked to disk, and no path of it is ever used as one.
 * @throws Refusal 422 when it is no zip, names what no archive of ours holds, holds a part twice, is packed like a bomb, or comes from a newer version
 */
export async function openArchive(path: string): Promise<OpenedArchive> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(() => {
    throw refused("NO_ARCHIVE", "This is no zip file, or its end is missing.");
  });
  try {
    const entries = await entriesOf(zip);
    const part = async (name: string) => {
      const entry = entries.get(name);
      if (!entry) throw refused("BROKEN_ARCHIVE", `The archive lacks ${name}, which its manifest names.`, { file: name });
      return zip.openReadStreamPromise(entry).catch(() => {
        throw broken(name);
      });
    };
    const manifest = await manifestIn(entries, part);
    const told = new Set([
      "manifest.json",
      ...manifest.tables.map(({ name }) => tablePath(name)),
      ...manifest.readable.map(({ name }) => readablePath(name)),
    ]);
    for (const name of entries.keys())
      if (!told.has(name)) throw refused("BROKEN_ARCHIVE", `The archive holds ${name}, which its manifest does not name.`, { file: name });
    return { manifest, part, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

export const broken = (file: string) => refused("BROKEN_ARCHIVE", `${file} cannot be unpacked: the archive is damaged.`, { file });

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > LIMITS.parts)
    throw refused("TOO_LARGE", `An archive has at most ${LIMITS.parts} parts; this one has ${zip.entryCount}.`);
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of listed(zip)) {
    const { fileName: name, compressedSize, uncompressedSize } = entry;
    if (!PATH.test(name))
      throw refused(
        "BROKEN_ARCHIVE",
        `The archive holds a file called ${JSON.stringify(name.slice(0, 100))}, which no archive of ours does.`,
        { file: name.slice(0, 100) },
      );
    if (entries.has(name)) throw refused("BROKEN_ARCHIVE", `The archive holds ${name} twice.`, { file: name });
    if (!entry.canDecodeFileData())
      throw refused("BROKEN_ARCHIVE", `${name} is encrypted, or packed in a way that is not known here.`, { file: name });
    if (uncompressedSize > LIMITS.harmless && uncompressedSize > compressedSize * LIMITS.ratio && !HOLD_FILES.includes(name))
      throw refused(
        "BOMB",
        `${name} is ${Math.round(uncompressedSize / Math.max(compressedSize, 1))} times as large as it is packed: it was not unpacked.`,
        { file: name },
      );
    unpacked += uncompressedSize;
    if (unpacked > LIMITS.unpacked) throw refused("TOO_LARGE", `Unpacked, an archive may have ${LIMITS.unpacked / 1_000_000_000} GB.`);
    entries.set(name, entry);
  }
  return entries;
}

/** The unpacking library refuses paths that lead outside by itself. */
async function* listed(zip: ZipFile): AsyncGenerator<Entry, void> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const reason =
      error instanceof Error && /path|characters|filename/i.test(error.message)
        ? "one of its paths leads outside of it"
        : "its directory is damaged";
    throw refused("BROKEN_ARCHIVE", `The archive cannot be read: ${reason}.`);
  }
}

async function manifestIn(entries: ReadonlyMap<string, Entry>, part: (name: string) => Promise<Readable>): Promise<Manifest> {
  const name = "manifest.json";
  const entry = entries.get(name);
  if (!entry) throw refused("NO_ARCHIVE", "This zip file is no archive of a workspace: it has no manifest.json.");
  if (entry.uncompressedSize > LIMITS.manifest) throw refused("TOO_LARGE", "manifest.json is larger than any manifest is.", { file: name });
  const pieces: Buffer[] = [];
  try {
    for await (const piece of await part(name)) pieces.push(piece);
  } catch {
    throw broken(name);
  }
  const value = jsonOf(Buffer.concat(pieces).toString());
  if (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    typeof value.version === "number" &&
    value.version > ARCHIVE_VERSION
  )
    throw refused(
      "NEWER_ARCHIVE",
      `This archive has the format ${value.version}, and this Throughline reads formats up to ${ARCHIVE_VERSION}: update it first.`,
    );
  const read = Manifest.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refused(
    "BROKEN_ARCHIVE",
    `manifest.json is not as it should be, at ${issue?.path.join(".") || "its top"}: ${issue?.message ?? ""}`,
    { file: name },
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused("BROKEN_ARCHIVE", "manifest.json is no JSON.", { file: "manifest.json" });
  }
}

const NEWLINE = 10;
export type ArchiveLine = { number: number; text: string };

/** The lines of a part, with its digest once all have been read. @throws Refusal naming file and line */
export async function* linesOf(
  bytes: Readable,
  file: string,
  digest: { update(piece: Buffer): unknown },
): AsyncGenerator<ArchiveLine, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest: Buffer[] = [];
  let held = 0;
  let number = 1;
  const textOf = (pieces: Buffer[]) => {
    try {
      return decoder.decode(Buffer.concat(pieces));
    } catch {
      throw refused("BROKEN_ARCHIVE", `${file}, line ${number}: this is not UTF-8.`, { file, line: number });
    }
  };
  try {
    for await (const piece of bytes) {
      if (!Buffer.isBuffer(piece)) continue;
      digest.update(piece);
      let from = 0;
      for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
        rest.push(piece.subarray(from, at));
        yield { number, text: textOf(rest) };
        number += 1;
        rest = [];
        held = 0;
        from = at + 1;
      }
      rest.push(piece.subarray(from));
      held += piece.length - from;
      if (held > LIMITS.line)
        throw refused("TOO_LARGE", `${file}, line ${number}: a line may have ${LIMITS.line / 1_000_000} MB.`, { file, line: number });
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw broken(file);
  }
  if (held > 0) throw refused("BROKEN_ARCHIVE", `${file}, line ${number}: the line has no end.`, { file, line: number });
}
