import { Refusal } from "../../platform/refusal.ts";
import { BODY_LIMIT, checkShape } from "../../platform/request-body.ts";
import { storable } from "./json-rules.ts";
import { MAIL_LIMIT, MAIL_TYPE, mailIn, mailInside } from "./mail.ts";

export const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";
/** What programs may send. */
export const BODY_TYPES = [JSON_TYPE, FORM_TYPE, MAIL_TYPE] as const;

/** A delivery as it is kept, and why it is refused where it is one that nobody said. */
export type Read = { payload: unknown; problem: string | null };

const typeOf = (contentType: string): string => contentType.split(";")[0]?.trim().toLowerCase() ?? "";
/** How large a body of a type may be, in bytes. */
export const limitOf = (contentType: string): number => (typeOf(contentType) === MAIL_TYPE ? MAIL_LIMIT : BODY_LIMIT);

/** The body as data. @throws Refusal 400 for what is none, or too deep, or names a prototype */
function payloadIn(body: Uint8Array, type: string): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The body is not UTF-8 text.");
  }
  if (type === JSON_TYPE) return parsed(text);
  const form = new URLSearchParams(text);
  // GitHub, Slack and others put their JSON into one field.
  const inner = form.get("payload");
  if (inner !== null && form.size === 1 && inner.trimStart().startsWith("{")) return parsed(inner);
  const names = [...new Set(form.keys())];
  if (names.some((name) => /^(?:__proto__|constructor|prototype)$/.test(name)))
    throw new Refusal(400, "BAD_REQUEST", "A field may not be named __proto__, constructor or prototype.");
  return Object.fromEntries(names.map((name) => [name, form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)]));
}

function parsed(text: string): unknown {
  checkShape(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The body is no valid JSON.");
  }
  if (typeof value !== "object" || value === null) throw new Refusal(400, "BAD_REQUEST", "The body is JSON, but no object or list.");
  return value;
}

/**
 * What came as data; a mail, or what holds one, as a mail.
 * @throws Refusal 400 for what cannot be read as the type it says it is
 */
export async function readAs(contentType: string, body: Uint8Array): Promise<Read> {
  const type = typeOf(contentType);
  const whole = type === MAIL_TYPE ? null : payloadIn(body, type);
  const message = whole === null ? body : mailInside(whole);
  const { payload, problem } = message === null ? { payload: whole, problem: null } : await mailIn(message);
  return { payload: storable(payload), problem };
}
