/** A mail as it is kept: what a mapping can name, and what was left out of it. */
export type Mail = {
  from: { name: string | null; address: string | null };
  to: string[];
  subject: string | null;
  text: string;
  date: string | null;
  messageId: string | null;
  attachmentsLeftOut: LeftOut[];
};
/** An attachment that is not kept, and why not where something was decided. */
export type LeftOut = { name: string | null; type: string; because?: string };

/** So many attachments of one mail become files of its feedback. */
export const MOST_ATTACHED = 10;
/** What is in the text and this low or narrow, in pixels, is a logo, an icon or a line, not something that somebody shows. */
const ORNAMENT = 160;
export const isOrnament = ({ width, height }: { width: number | null; height: number | null }): boolean =>
  width !== null && height !== null && Math.min(width, height) < ORNAMENT;

/** Fields in which services for incoming mail put the whole message. */
export const MAIL_FIELDS = ["email", "body-mime", "RawEmail", "raw", "mime"] as const;

/** What the parts of a mail are where nobody said otherwise. */
export const MAIL_MAPPING = {
  "mail.text": "text",
  "mail.subject": "title",
  "mail.from.name": "authorName",
  "mail.from.address": "authorEmail",
  "mail.date": "receivedAt",
  "mail.messageId": "sourceId",
} as const;

/** The mapping that reads a delivery: a mail has one of its own, unless the source's speaks of mails. */
export function mappingFor(payload: unknown, mapping: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isMail = typeof payload === "object" && payload !== null && Object.hasOwn(payload, "mail");
  return isMail && !Object.keys(mapping).some((path) => path.startsWith("mail.")) ? MAIL_MAPPING : mapping;
}

/** A payload that tells which attachments are left out: in its mail, or beside its fields. */
export function withLeftOut(payload: unknown, attachmentsLeftOut: readonly LeftOut[]): unknown {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return payload;
  const mail: unknown = Reflect.get(payload, "mail");
  if (typeof mail === "object" && mail !== null) return { ...payload, mail: { ...mail, attachmentsLeftOut } };
  return { ...payload, attachmentsLeftOut };
}

/**
 * A mail of which a service sends the parts as fields, as a message again: Mailgun names its headers as JSON, SendGrid as they came. Null
 * when the fields are of no mail.
 */
export function messageOf(payload: unknown): string | null {
  const text = fieldIn(payload, "body-plain", "text");
  const html = fieldIn(payload, "body-html", "html");
  const head = headIn(fieldIn(payload, "message-headers", "headers"));
  const body = text?.trim() ? text : html;
  if (head === null || body === null) return null;
  return [
    ...head.filter((line) => !/^(?:content-|mime-version:)/i.test(line)),
    "MIME-Version: 1.0",
    `Content-Type: text/${body === text ? "plain" : "html"}; charset=utf-8`,
    "Content-Transfer-Encoding: 8bit",
    "",
    body,
  ].join("\r\n");
}

/** The first of these fields that is a text. */
function fieldIn(payload: unknown, ...names: readonly string[]): string | null {
  if (typeof payload !== "object" || payload === null) return null;
  for (const name of names) {
    const value: unknown = Object.hasOwn(payload, name) ? Reflect.get(payload, name) : undefined;
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

/** Headers, each on one line; null when they are of no mail. */
function headIn(given: string | null): string[] | null {
  if (given === null) return null;
  const lines = given.startsWith("[") ? pairsIn(given) : (given.split(/\r?\n\r?\n/)[0] ?? "").replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const head = lines.map((line) => line.replace(/[\r\n]+/g, " ").trim()).filter((line) => /^[!-9;-~]+:/.test(line));
  return head.some((line) => /^(?:from|message-id):/i.test(line)) ? head : null;
}

function pairsIn(json: string): string[] {
  try {
    const pairs: unknown = JSON.parse(json);
    return Array.isArray(pairs)
      ? pairs.flatMap((pair: unknown) => (Array.isArray(pair) ? `${String(pair[0])}: ${String(pair[1])}` : []))
      : [];
  } catch {
    return [];
  }
}

/** Why nobody said this: an answer that a program gave, by the headers of RFC 3834 and those that were used before. Null for a person's mail. */
export function automaticBecause(headers: readonly { key: string; value: string }[]): string | null {
  for (const { key, value } of headers) {
    const said = value.trim().toLowerCase();
    if (key === "auto-submitted" && said !== "no") return "It is an automatic mail (Auto-Submitted).";
    if (key === "precedence" && /^(?:bulk|junk|auto_reply)$/.test(said)) return "It is an automatic mail (Precedence).";
    if (key === "return-path" && said === "<>") return "It tells that a mail could not be delivered.";
    if (key === "x-autoreply" || key === "x-autorespond") return "It is an automatic mail.";
  }
  return null;
}

/** How programs for mail introduce what is answered, at the beginning and the end of a line or of two. */
const INTRODUCED = [
  [/^on /i, /wrote:$/i],
  [/^am /i, /schrieb(?: .*)?:$/i],
  [/^le /i, /a écrit\s?:$/i],
  [/^el /i, /escribió:$/i],
] as const;
const ORIGINAL = /^-{2,} ?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original) ?-{2,}$/i;

/** What its writer wrote: without the mail that is answered and without a signature. The whole when nothing else is left. */
export function ownWords(text: string): string {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const end = lines.findIndex((line, at) => line === "-- " || line === "--" || ORIGINAL.test(line.trim()) || introduces(lines, at));
  const kept = end < 0 ? lines : lines.slice(0, end);
  while (kept.length > 0 && /^\s*(?:>|$)/.test(kept.at(-1) ?? "")) kept.pop();
  return kept.join("\n").trim() || text.trim();
}

function introduces(lines: readonly string[], at: number): boolean {
  const line = lines[at]?.trim() ?? "";
  const next = lines[at + 1]?.trim() ?? "";
  return INTRODUCED.some(([begins, ends]) => {
    if (!begins.test(line)) return false;
    const after = ends.test(line) ? at + 1 : ends.test(next) ? at + 2 : -1;
    if (after < 0) return false;
    const answered = lines.slice(after, after + 3).find((one) => one.trim() !== "");
    return answered === undefined || answered.trimStart().startsWith(">");
  });
}
