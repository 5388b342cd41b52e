import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { KeyScope } from "./access.ts";

const LETTERS = { read: "r", write: "w", admin: "a" } as const satisfies Record<KeyScope, string>;
/** What tells keys apart in a list: too little to guess the rest from. */
const PREFIX_LENGTH = 10;

/** A secret for a program: 256 random bits, its scope in plain sight, and a checksum by which scanners know a real one. */
export function newApiKey(scope: KeyScope): { key: string; prefix: string; hash: string } {
  const body = `tl_${LETTERS[scope]}_${randomBytes(32).toString("base64url")}`;
  const key = body + checksumOf(body);
  return { key, prefix: key.slice(0, PREFIX_LENGTH), hash: secretHash(key) };
}

/** Whether a text can be a key at all; most wrong ones need no look into the database. */
export function isApiKey(text: string): boolean {
  return /^tl_[rwa]_[\w-]{43}[0-9a-z]{7}$/.test(text) && text.endsWith(checksumOf(text.slice(0, -7)));
}

/** How a secret of 256 random bits is kept. A slow hash would protect nothing more. */
export const secretHash = (secret: string) => createHash("sha256").update(secret).digest("hex");

/** A secret for a link, 256 random bits. */
export const newToken = () => randomBytes(32).toString("base64url");

const checksumOf = (body: string) => crc32(body).toString(36).padStart(7, "0");
