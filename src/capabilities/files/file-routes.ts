import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import type { Actor } from "../../platform/access.ts";
import type { RequestContext } from "../../platform/context.ts";
import { type PlainRoute, queryOf } from "../../platform/plain.ts";
import { onlyOnce, RecordRef } from "../../platform/procedure.ts";
import { notFound } from "../../platform/refusal.ts";
import { attachment } from "../../platform/spooled.ts";
import { workIn } from "../../platform/work.ts";
import { recordOf } from "../workspace/records.ts";
import { attachFile } from "./attaching.ts";
import { bytesOf, thumbnailOf } from "./bytes.ts";
import { fileById } from "./queries.ts";
import { receivedFile } from "./receiving.ts";
import { cleanName } from "./rules.ts";
import { AttachedFile } from "./schema.ts";

/** What browsers and programs may call a file; what it is, its bytes say. */
const SENT_AS = [
  "application/octet-stream",
  ...["image/png", "image/apng", "image/jpeg", "image/webp", "image/gif", "image/avif"],
  "application/pdf",
];
const UploadQuery = z.object({
  name: z.string().max(1_000).default(""),
  /** On which record; without it the file waits for the comment that its sender is writing. */
  record: RecordRef.optional(),
});

/** Nothing that is kept runs anywhere: it is handed out as a download, in a box of its own, and to this site alone. */
const SAFE_HEADERS = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  // The browser keeps it and asks each time whether it may still be shown.
  "cache-control": "private, no-cache",
  vary: "cookie, authorization, x-workspace",
};

/** The routes of files that carry bytes. */
export const fileByteRoutes: readonly PlainRoute[] = [
  {
    rules: { may: "commenter", limit: "upload", audit: "file.attached", undo: true },
    method: "POST",
    path: "/api/v1/files",
    operationId: "attachFile",
    summary: "Attach a file: its bytes are the body, `name` and `record` are in the query; without `record` it waits for your comment",
    takes: SENT_AS,
    async handle(request, context) {
      const actor = actorOf(context);
      const { name, record } = queryOf(request, UploadQuery);
      // Where it cannot go it need not be sent whole.
      const look = { writes: false, changeId: null };
      const recordId = record === undefined ? null : (await workIn(context, actor, look, (within) => recordOf(within, record))).id;
      const { content, sentSha256 } = await receivedFile(request.body);
      const changeId = recordId === null ? null : randomUUID();
      const { pathname, search } = new URL(request.url);
      const fingerprint = createHash("sha256").update(`POST ${pathname}${search}\n${sentSha256}`).digest("hex");
      const file = await workIn(context, actor, { writes: true, changeId }, (within) =>
        onlyOnce(within, { key: request.headers.get("idempotency-key"), fingerprint, answer: AttachedFile }, () => {
          if (changeId) context.reply.set("x-change", changeId);
          return attachFile(within, { content, name: cleanName(name, content.type), recordId, quota: context.fileQuota });
        }),
      );
      return Response.json(file, { status: 201, headers: { "cache-control": "no-store" } });
    },
  },
  {
    rules: { may: "reader", limit: "read", audit: false },
    method: "GET",
    path: "/api/v1/files/:id",
    operationId: "downloadFile",
    summary: "The bytes of a file, as a download; its ETag is the digest of its content",
    async handle(request, context) {
      const { file, where } = await asked(request, context);
      const headers = {
        ...SAFE_HEADERS,
        etag: `"${file.sha256}"`,
        "content-disposition": attachment(file.name),
        "content-type": file.type,
      };
      if (isKnown(request, file.sha256)) return new Response(null, { status: 304, headers });
      return new Response(bytesOf(where), { headers: { ...headers, "content-length": String(file.size) } });
    },
  },
  {
    rules: { may: "reader", limit: "read", audit: false },
    method: "GET",
    path: "/api/v1/files/:id/thumbnail",
    operationId: "thumbnailOfFile",
    summary: "A small picture of a file, when it is a picture",
    async handle(request, context) {
      const { file, where } = await asked(request, context);
      const tag = `${file.sha256}-small`;
      const headers = {
        ...SAFE_HEADERS,
        etag: `"${tag}"`,
        "content-disposition": attachment("thumbnail.webp"),
        "content-type": "image/webp",
      };
      if (isKnown(request, tag)) return new Response(null, { status: 304, headers });
      return new Response(new Uint8Array(await thumbnailOf(where)), { headers });
    },
  },
];

type Asking = RequestContext & { actor: Actor | null };

function actorOf({ actor }: Asking): Actor {
  if (!actor) throw new Error("A file has somebody who asks for it.");
  return actor;
}

async function asked(request: Request, context: Asking) {
  const actor = actorOf(context);
  const id = z.uuid().safeParse(new URL(request.url).pathname.split("/")[4]);
  if (!id.success) throw notFound("file");
  const file = await workIn(context, actor, { writes: false, changeId: null }, (within) => fileById(within, id.data));
  return { file, where: { database: context.database, workspaceId: actor.workspaceId, sha256: file.sha256 } };
}

const isKnown = (request: Request, tag: string): boolean =>
  (request.headers.get("if-none-match") ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === `"${tag}"`);
