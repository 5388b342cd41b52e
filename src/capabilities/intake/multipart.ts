import * as z from "zod";
import { Refusal } from "../../platform/refusal.ts";
import { BODY_LIMIT, tooLarge } from "../../platform/request-body.ts";
import type { Attachment } from "./attachments.ts";
import { MAIL_FIELDS } from "./mail-rules.ts";

/** No form that somebody fills in, and no mail, has so many parts. */
const MOST_PARTS = 300;
const Charsets = z.record(z.string(), z.string());
const broken = () => new Refusal(400, "BAD_REQUEST", "The body is no form of several parts.");

/** A form of several parts: its fields, each as bytes and in its own charset, and its files. */
export type Multipart = { fields: [name: string, value: string][]; raw: ReadonlyMap<string, Uint8Array>; files: Attachment[] };

/**
 * Reads `multipart/form-data`. A whole mail in a field and files may fill the body, everything else together what any other body may hold.
 * @throws Refusal 400 for what is none or has too many parts, 413 when its fields hold too much
 */
export async function multipartIn(contentType: string, body: Uint8Array): Promise<Multipart> {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) throw broken();
  if (hasMoreThan(MOST_PARTS, Buffer.from(body), `--${boundary}`))
    throw new Refusal(400, "BAD_REQUEST", `A form has at most ${MOST_PARTS} parts.`);
  // Fields are read as UTF-8, and some services send each in the charset of the mail. Every byte as a character of its own survives that.
  const wide = Buffer.from(Buffer.from(body).toString("latin1"), "utf8");
  const form = await new Response(wide, { headers: { "content-type": `multipart/form-data; boundary="${boundary}"` } })
    .formData()
    .catch(() => {
      throw broken();
    });
  const parts = [...form].map(([name, value]) => ({ name: decoded(bytesOf(name)), value }));
  const texts = parts.flatMap(({ name, value }) => (typeof value === "string" ? { name, bytes: bytesOf(value) } : []));
  const size = texts.reduce((sum, { name, bytes }) => sum + (MAIL_FIELDS.some((one) => one === name) ? 0 : bytes.length), 0);
  if (size > BODY_LIMIT) throw tooLarge(BODY_LIMIT);
  const charsets = charsetsIn(texts.find(({ name }) => name === "charsets")?.bytes);
  const files: Attachment[] = [];
  for (const { value } of parts)
    if (typeof value !== "string")
      files.push({ name: decoded(bytesOf(value.name)) || null, type: value.type, bytes: bytesOf(await value.text()), isInline: false });
  return {
    fields: texts.map(({ name, bytes }) => [name, decoded(bytes, charsets[name])]),
    raw: new Map(texts.map(({ name, bytes }) => [name, bytes])),
    files,
  };
}

const bytesOf = (wide: string): Buffer => Buffer.from(wide, "latin1");

function decoded(bytes: Uint8Array, charset = "utf-8"): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A charset that nobody knows.
    return new TextDecoder().decode(bytes);
  }
}

/** SendGrid names the charset of each field in a field of this name. */
function charsetsIn(bytes: Uint8Array | undefined): Record<string, string> {
  if (!bytes || bytes.length > 10_000) return {};
  try {
    return Charsets.parse(JSON.parse(decoded(bytes)));
  } catch {
    return {};
  }
}

function hasMoreThan(most: number, bytes: Buffer, mark: string): boolean {
  let seen = 0;
  // The last one closes the form.
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) if (++seen > most + 1) return true;
  return false;
}
