import * as z from "zod";
import { type Actor, GROUPS } from "../../platform/access.ts";
import { isApiKey } from "../../platform/api-keys.ts";
import type { PlainRoute } from "../../platform/plain.ts";
import { Refusal } from "../../platform/refusal.ts";
import { BODY_LIMIT, bodyBytes, checkShape } from "../../platform/request-body.ts";
import { workIn } from "../../platform/work.ts";
import { takeIn } from "./arriving.ts";
import { storable } from "./json-rules.ts";
import { MAIL_LIMIT, MAIL_TYPE, mailIn, mailInside } from "./mail.ts";
import { deliveryIdIn, idInKey, isSame, isSigned, keyOfSource, secretIn } from "./proofs.ts";

type Context = Parameters<PlainRoute["handle"]>[1];
const Found = z.object({
  workspaceId: z.uuid(),
  id: z.uuid(),
  name: z.string(),
  state: z.string(),
  secretNumber: z.int(),
  signatureHeader: z.string().nullable(),
});
type Found = z.infer<typeof Found>;

const JSON_TYPE = "application/json";
const FORM_TYPE = "application/x-www-form-urlencoded";
const absent = () => new Refusal(404, "NOT_FOUND", "There is nothing at this address.");

async function sourceAt({ database }: Context, place: string): Promise<Found> {
  const id = z.uuid().safeParse(idInKey(place) ?? place);
  if (!id.success) throw absent();
  const { rows } = await database.pool.query({
    name: "intake_source_by_id",
    text: `select workspace_id as "workspaceId", id, name, state, secret_number as "secretNumber", signature_header as "signatureHeader" from intake_source_by_id($1)`,
    values: [id.data],
  });
  if (rows.length === 0) throw absent();
  return Found.parse(rows[0]);
}

/** Who sends: a program with one of the workspace's keys, or the source itself by its key or its signature. */
async function senderOf(context: Context, source: Found, place: string, body: Uint8Array): Promise<Actor> {
  const itself: Actor = {
    workspaceId: source.workspaceId,
    id: source.id,
    kind: "key",
    userId: null,
    name: source.name,
    access: "member",
    groups: GROUPS,
    scope: "write",
  };
  const key = keyOfSource(context.auth, source);
  if (place !== source.id && isSame(place, key)) return itself;
  const secret = secretIn(context.headers.get("authorization"));
  if (secret !== null && isApiKey(secret)) {
    const { actor } = await context.identify();
    if (!actor) throw new Refusal(401, "UNAUTHORIZED", "This key is not valid.");
    if (actor.workspaceId !== source.workspaceId) throw absent();
    if (actor.scope === "read") throw new Refusal(403, "FORBIDDEN", "This key's scope does not allow it.");
    return actor;
  }
  if (secret !== null && isSame(secret, key)) return itself;
  if (isSigned(context.auth, source, context.headers, body, new Date(context.now))) return itself;
  throw new Refusal(
    401,
    "UNAUTHORIZED",
    "Send the source's key, one of the workspace's API keys, or a signature made within five minutes.",
  );
}

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

/** What came as data; a mail, or what holds one, as a mail. */
async function readAs(type: string, body: Uint8Array): Promise<{ payload: unknown; problem: string | null }> {
  const whole = type === MAIL_TYPE ? null : payloadIn(body, type);
  const message = whole === null ? body : mailInside(whole);
  const { payload, problem } = message === null ? { payload: whole, problem: null } : await mailIn(message);
  return { payload: storable(payload), problem };
}

async function received(request: Request, context: Context): Promise<Response> {
  const place = decodeURIComponent(new URL(request.url).pathname.split("/").at(-1) ?? "");
  const source = await sourceAt(context, place);
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? JSON_TYPE;
  const body = request.body ? await bodyBytes(request.body, type === MAIL_TYPE ? MAIL_LIMIT : BODY_LIMIT) : new Uint8Array();
  const actor = await senderOf(context, source, place, body);
  if (source.state === "off") throw new Refusal(403, "SOURCE_OFF", "This source is switched off.");
  const keep = (payload: unknown, problem: string | null) =>
    workIn(context, actor, { writes: true, changeId: null }, (inner) =>
      takeIn(inner, source.id, { deliveryId: problem === null ? deliveryIdIn(context.headers) : null, payload, problem }),
    );
  let read: { payload: unknown; problem: string | null };
  try {
    read = await readAs(type, body);
  } catch (error) {
    // Whoever sets this up sees on the page of what came why nothing arrives.
    if (error instanceof Refusal) await keep(null, error.message);
    throw error;
  }
  // Services for mail send again what was not taken well: an automatic answer is refused, and that is told.
  return Response.json(await keep(read.payload, read.problem), { status: 202, headers: { "cache-control": "no-store" } });
}

/** Where programs outside tell what customers said. */
export const intakePlainRoutes: readonly PlainRoute[] = [
  {
    rules: { may: "anyone", limit: "intake", audit: "feedback.created" },
    method: "POST",
    path: "/api/v1/intake/:source",
    operationId: "takeIn",
    summary:
      "Tell what a customer said, as a help desk, a form, a workflow or a service for incoming mail sends it, to a source by its id and a key or signature, or by its key",
    takes: [JSON_TYPE, FORM_TYPE, MAIL_TYPE],
    handle: received,
  },
];
