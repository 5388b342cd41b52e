import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";

/** A folder of its own for files that are on their way in or out. Whoever made it removes it. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), "throughline-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Writes a body to a file as it comes, so that memory stays flat. @throws Refusal 413 when it is larger than `largest` bytes */
export async function received(body: ReadableStream<Uint8Array>, path: string, largest: number): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    let size = 0;
    for await (const part of body) {
      size += part.byteLength;
      if (size > largest) throw new Refusal(413, "TOO_LARGE", `The file may have ${largest / 1_000_000} MB.`);
      await file.write(part);
    }
  } finally {
    await file.close();
  }
}

/**
 * Makes a file and answers with it. It is made whole first: the transaction behind it ends however slowly the file is fetched, what goes
 * wrong is answered as a problem rather than as half a file, and its length is known. It goes once it was fetched, or nobody wants it.
 */
export async function fileAnswer(make: (path: string) => Promise<void>, { name, type }: { name: string; type: string }): Promise<Response> {
  const folder = await temporaryFolder();
  const path = join(folder.path, "file");
  try {
    await make(path);
    const file = await open(path);
    const { size } = await file.stat();
    return new Response(bytesOf(file, folder.remove), {
      headers: {
        "content-type": type,
        "content-length": String(size),
        "content-disposition": attachment(name),
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

const PIECE = 64 * 1024;

function bytesOf(file: FileHandle, done: () => Promise<void>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const end = async () => {
    await file.close();
    await done();
  };
  return new ReadableStream({
    async pull(controller) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(PIECE));
      if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
      controller.close();
      await end();
    },
    cancel: end,
  });
}

/** RFC 6266: a name for everybody, and the name as it is for those who read UTF-8. */
export function attachment(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, "-");
  const whole = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

/** Lets so many run at once; whoever comes beyond is told to come back. Long reads hold a connection to the database each. */
export function atMost(limit: number) {
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limit)
      throw new Refusal(503, "BUSY", "Several exports are being made just now. Try again in a moment.", { retryAfterSeconds: 5 });
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
    }
  };
}
