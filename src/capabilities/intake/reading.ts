import { Refusal } from "../../platform/refusal.ts";
import { BODY_LIMIT, checkShape } from "../../platform/request-body.ts";
import { type Attachment, nameOf } from "./attachments.ts";
import { storable } from "./json-rules.ts";
import { MAIL_LIMIT, MAIL_TYPE, mailIn, mailInside } from "./mail.ts";
import { withLeftOut } from "./mail-rules.ts";
import { multipartIn } from "./multipart.ts";

export const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";
const MULTIPART_TYPE = "multipart/form-data";
/** What programs may send. */
export const BODY_TYPES = [JSON_TYPE, FORM_TYPE, MULTIPART_TYPE, MAIL_TYPE] as const;

/** A delivery as it is kept, and why it is refused where it is one that nobody said. */
export type Read = { payload: unknown; problem: string | null; attachments: readonly Attachment[] };

const typeOf = (contentType: string): string => contentType.split(";")[0]?.trim().toLowerCase() ?? "";
/** How large a body of a type may be, in bytes. */
export const limitOf = (contentType: string): number =>
  [MAIL_TYPE, MULTIPART_TYPE].includes(typeOf(contentType)) ? MAIL_LIMIT : BODY_LIMIT;

/** The body as data. @throws Refusal 400 for what is none, or too deep, or names a prototype */
function payloadIn(body: Uint8Array, type: string): unknown {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The body is not UTF-8 text.");
  }
  if (type === JSON_TYPE) return parsed(text);
  return fieldsIn([...new URLSearchParams(text)]);
}

function fieldsIn(fields: readonly (readonly [name: string, value: string])[]): unknown {
  const [only] = fields;
  // GitHub, Slack and others put their JSON into one field.
  if (fields.length === 1 && only?.[0] === "payload" && only[1].trimStart().startsWith("{")) return parsed(only[1]);
  const values = new Map<string, string[]>();
  for (const [name, value] of fields) {
    const before = values.get(name);
    if (before) before.push(value);
    else values.set(name, [value]);
  }
  if ([...values.keys()].some((name) => /^(?:__proto__|constructor|prototype)$/.test(name)))
    throw new Refusal(400, "BAD_REQUEST", "A field may not be named __proto__, constructor or prototype.");
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length > 1 ? all : all[0]]));
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
  const form = type === MULTIPART_TYPE ? await multipartIn(contentType, body) : null;
  const whole = type === MAIL_TYPE ? null : form ? fieldsIn(form.fields) : payloadIn(body, type);
  const files = form?.files ?? [];
  const message = whole === null ? body : mailInside(whole, form?.raw);
  if (message === null)
    return { payload: storable(files.length === 0 ? whole : withLeftOut(whole, files.map(nameOf))), problem: null, attachments: files };
  const read = await mailIn(message, files);
  return { ...read, payload: storable(read.payload) };
}
