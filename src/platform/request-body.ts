import { createHash } from "node:crypto";
import { Refusal } from "./refusal.ts";

/** What a JSON body may hold; imports and files stream through routes of their own. */
export const BODY_LIMIT = 1_000_000;
const DEPTH_LIMIT = 32;

/**
 * Reads a JSON request whole, within bounds, and gives it back to be read again, with the fingerprint of method, path and body.
 * @throws Refusal 413 when it is too large, 415 when it is not JSON, 400 when it nests too deep or names a prototype
 */
export async function bounded(request: Request): Promise<{ request: Request; fingerprint: string }> {
  const { method, url, headers } = request;
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = request.body ? await readText(request.body) : "";
  if (text !== "" && type !== "application/json")
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "Send JSON, with content-type application/json.");
  checkShape(text);
  const { pathname, search } = new URL(url);
  const fingerprint = createHash("sha256").update(`${method} ${pathname}${search}\n${text}`).digest("hex");
  const again = new Request(url, { method, headers, ...(text === "" ? {} : { body: text }), signal: request.signal });
  return { request: again, fingerprint };
}

export const tooLarge = (limit: number) => new Refusal(413, "TOO_LARGE", `A request may hold at most ${limit / 1_000_000} MB.`);

/** A body whole. @throws Refusal 413 when it is too large */
export async function bodyBytes(body: ReadableStream<Uint8Array>, limit = BODY_LIMIT): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.byteLength;
    if (size > limit) throw tooLarge(limit);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const whole = await bodyBytes(body);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(whole);
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The body is not UTF-8 text.");
  }
}

/** Looks at the nesting and the names before anything is built from them. */
export function checkShape(text: string): void {
  if (/"(__proto__|constructor|prototype)"\s*:/.test(text))
    throw new Refusal(400, "BAD_REQUEST", "A field may not be named __proto__, constructor or prototype.");
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > DEPTH_LIMIT) throw new Refusal(400, "BAD_REQUEST", `A body may nest at most ${DEPTH_LIMIT} deep.`);
    } else if (code === 125 || code === 93) depth -= 1;
  }
}
