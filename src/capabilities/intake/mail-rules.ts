/** A mail as it is kept: what a mapping can name, and what was left out of it. */
export type Mail = {
  from: { name: string | null; address: string | null };
  to: string[];
  subject: string | null;
  text: string;
  date: string | null;
  messageId: string | null;
  attachmentsLeftOut: { name: string | null; type: string }[];
};

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
