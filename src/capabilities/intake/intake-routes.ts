import * as z from "zod";
import { type Actor, GROUPS } from "../../platform/access.ts";
import { isApiKey } from "../../platform/api-keys.ts";
import type { PlainRoute } from "../../platform/plain.ts";
import { Refusal } from "../../platform/refusal.ts";
import { bodyBytes, tooLarge } from "../../platform/request-body.ts";
import { workIn } from "../../platform/work.ts";
import { type Message, takeIn } from "./arriving.ts";
import { madeReady } from "./attachments.ts";
import { MAIL_LIMIT } from "./mail.ts";
import { SIGNATURE_FORMS } from "./proof-rules.ts";
import { addressInKey, deliveryIdIn, isSame, isSigned, keyOfSource, secretIn } from "./proofs.ts";
import { BODY_TYPES, JSON_TYPE, limitOf, type Read, readAs } from "./reading.ts";

type Context = Parameters<PlainRoute["handle"]>[1];
const Found = z.object({
  workspaceId: z.uuid(),
  id: z.uuid(),
  address: z.uuid(),
  name: z.string(),
  state: z.string(),
  secretNumber: z.int(),
  signatureHeader: z.string().nullable(),
  signatureForm: z.enum(SIGNATURE_FORMS),
  senderSecret: z.string().nullable(),
});
type Found = z.infer<typeof Found>;

const absent = () => new Refusal(404, "NOT_FOUND", "There is nothing at this address.");

async function sourceAt({ database }: Context, place: string): Promise<Found> {
  const address = z.uuid().safeParse(addressInKey(place) ?? place);
  if (!address.success) throw absent();
  const { rows } = await database.pool.query({
    name: "intake_source_at",
    text: `select workspace_id as "workspaceId", id, address, name, state, secret_number as "secretNumber", signature_header as "signatureHeader",
             signature_form as "signatureForm", sender_secret as "senderSecret" from intake_source_at($1)`,
    values: [address.data],
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
  if (isSame(place, key)) return itself;
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

/** The body of a request, as far as any body may be; null when it is larger. */
async function bodyOf({ body }: Request): Promise<Uint8Array | null> {
  try {
    return body ? await bodyBytes(body, MAIL_LIMIT) : new Uint8Array();
  } catch (error) {
    if (error instanceof Refusal && error.status === 413) return null;
    throw error;
  }
}

async function received(request: Request, context: Context): Promise<Response> {
  const place = decodeURIComponent(new URL(request.url).pathname.split("/").at(-1) ?? "");
  const source = await sourceAt(context, place);
  const contentType = request.headers.get("content-type") ?? JSON_TYPE;
  const limit = limitOf(contentType);
  // What is too large is read further than it is kept, since who sent it is only known from all of it where it is signed.
  const body = await bodyOf(request);
  const actor = await senderOf(context, source, place, body ?? new Uint8Array()).catch((error) => {
    throw body === null && error instanceof Refusal && error.status === 401 ? tooLarge(limit) : error;
  });
  if (source.state === "off") throw new Refusal(403, "SOURCE_OFF", "This source is switched off.");
  const keep = (payload: unknown, problem: string | null, files: Message["files"] = []) =>
    workIn(context, actor, { writes: true, changeId: null }, (inner) =>
      takeIn(inner, source.id, {
        ...{ payload, problem, files, quota: context.fileQuota },
        deliveryId: problem === null ? deliveryIdIn(context.headers) : null,
      }),
    );
  let read: Read;
  try {
    if (body === null || body.length > limit) throw tooLarge(limit);
    read = await readAs(contentType, body);
  } catch (error) {
    // Whoever sets this up sees on the page of what came why nothing arrives.
    if (error instanceof Refusal) await keep(null, error.message);
    throw error;
  }
  // Services for mail send again what was not taken well: an automatic answer is refused, and that is told.
  const files = read.problem === null ? await madeReady(read.attachments) : [];
  return Response.json(await keep(read.payload, read.problem, files), { status: 202, headers: { "cache-control": "no-store" } });
}

/** Where programs outside tell what customers said. */
export const intakePlainRoutes: readonly PlainRoute[] = [
  {
    rules: { may: "anyone", limit: "intake", audit: "feedback.created" },
    method: "POST",
    path: "/api/v1/intake/:source",
    operationId: "takeIn",
    summary:
      "Tell what a customer said, as a help desk, a form, a workflow or a service for incoming mail sends it, to a source's address with a key or signature, or to its key",
    takes: BODY_TYPES,
    handle: received,
  },
];
