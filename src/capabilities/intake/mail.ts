import PostalMime from "postal-mime";
import { Refusal } from "../../platform/refusal.ts";
import { automaticBecause, type Mail, ownWords } from "./mail-rules.ts";
import { textOf } from "./rules.ts";

export const MAIL_TYPE = "message/rfc822";
/** What a mail may hold, attachments included. */
export const MAIL_LIMIT = 10_000_000;
/** Fields in which services for incoming mail put the whole message. */
const FIELDS = ["email", "body-mime", "RawEmail", "raw", "mime"] as const;

/**
 * Reads a mail: who wrote what and when. Attachments are named and left out.
 * @returns the mail, and why nobody said this when a program wrote it
 * @throws Refusal 400 for what is no mail
 */
export async function mailIn(message: Uint8Array | string): Promise<{ payload: { mail: Mail }; problem: string | null }> {
  const read = await PostalMime.parse(message, { maxNestingDepth: 32, maxHeadersSize: 200_000 }).catch(() => null);
  if (!read || (!read.from && !read.messageId))
    throw new Refusal(400, "BAD_REQUEST", "This is no mail: it says neither who sent it nor which one it is.");
  const sender = read.from && "address" in read.from ? read.from : undefined;
  const at = read.date === undefined ? Number.NaN : Date.parse(read.date);
  const mail: Mail = {
    from: { name: sender?.name?.trim() || null, address: sender?.address?.trim() || null },
    to: (read.to ?? []).flatMap(({ address }) => address ?? []),
    subject: read.subject?.trim() || null,
    text: ownWords(read.text?.trim() ? read.text : textOf(read.html ?? "")),
    date: Number.isNaN(at) ? null : new Date(at).toISOString(),
    messageId: read.messageId?.slice(0, 200) ?? null,
    attachmentsLeftOut: read.attachments.map(({ filename, mimeType }) => ({ name: filename, type: mimeType })),
  };
  return { payload: { mail }, problem: automaticBecause(read.headers) };
}

/** The message inside of what a service for incoming mail sent, if there is one. */
export function mailInside(payload: unknown): string | null {
  if (typeof payload !== "object" || payload === null) return null;
  for (const name of FIELDS) {
    const value: unknown = Object.hasOwn(payload, name) ? Reflect.get(payload, name) : undefined;
    if (typeof value === "string" && /^[a-z][a-z0-9-]*:/i.test(value) && /(?:^|\n)(?:from|message-id):/i.test(value)) return value;
  }
  return null;
}
