import PostalMime from "postal-mime";
import { Refusal } from "../../platform/refusal.ts";
import { type Attachment, nameOf } from "./attachments.ts";
import { automaticBecause, MAIL_FIELDS, type Mail, messageOf, ownWords } from "./mail-rules.ts";
import { textOf } from "./rules.ts";

export const MAIL_TYPE = "message/rfc822";
/** What a mail may hold, attachments included. */
export const MAIL_LIMIT = 10_000_000;

/**
 * Reads a mail: who wrote what and when, and what is attached to it.
 * @param beside attachments that came beside the message rather than in it
 * @returns the mail, and why nobody said this when a program wrote it
 * @throws Refusal 400 for what is no mail
 */
export async function mailIn(
  message: Uint8Array | string,
  beside: readonly Attachment[],
): Promise<{ payload: { mail: Mail }; problem: string | null; attachments: Attachment[] }> {
  const read = await PostalMime.parse(message, { maxNestingDepth: 32, maxHeadersSize: 200_000 }).catch(() => null);
  if (!read || (!read.from && !read.messageId))
    throw new Refusal(400, "BAD_REQUEST", "This is no mail: it says neither who sent it nor which one it is.");
  const sender = read.from && "address" in read.from ? read.from : undefined;
  const at = read.date === undefined ? Number.NaN : Date.parse(read.date);
  const attachments = [
    ...read.attachments.map(({ filename, mimeType, content, disposition, related }) => ({
      name: filename,
      type: mimeType,
      bytes: typeof content === "string" ? Buffer.from(content) : new Uint8Array(content),
      isInline: disposition === "inline" || related === true,
    })),
    ...beside,
  ];
  const mail: Mail = {
    from: { name: sender?.name?.trim() || null, address: sender?.address?.trim() || null },
    to: (read.to ?? []).flatMap(({ address }) => address ?? []),
    subject: read.subject?.trim() || null,
    text: ownWords(read.text?.trim() ? read.text : textOf(read.html ?? "")),
    date: Number.isNaN(at) ? null : new Date(at).toISOString(),
    messageId: read.messageId?.slice(0, 200) ?? null,
    attachmentsLeftOut: attachments.map(nameOf),
  };
  return { payload: { mail }, problem: automaticBecause(read.headers), attachments };
}

/**
 * The message inside of what a service for incoming mail sent, if there is one.
 * @param raw fields as they came, where their bytes are known
 */
export function mailInside(payload: unknown, raw?: ReadonlyMap<string, Uint8Array>): Uint8Array | string | null {
  if (typeof payload !== "object" || payload === null) return null;
  for (const name of MAIL_FIELDS) {
    const value: unknown = Object.hasOwn(payload, name) ? Reflect.get(payload, name) : undefined;
    if (typeof value === "string" && /^[a-z][a-z0-9-]*:/i.test(value) && /(?:^|\n)(?:from|message-id):/i.test(value))
      return raw?.get(name) ?? value;
  }
  return messageOf(payload);
}
