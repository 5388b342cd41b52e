import * as z from "zod";
import { Edit, IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { addClaim, Claim, ClaimFound, editClaim, findClaims, removeClaim, renewClaim } from "./claims.ts";
import {
  ClaimDraft,
  Message,
  MessageChange,
  MessageDraft,
  MessageFilter,
  MessageMatrix,
  MessageMove,
  MessageQuery,
} from "./message-answers.ts";
import { messageAccess } from "./message-rules.ts";
import {
  createMessage,
  deleteMessage,
  editMessage,
  messageById,
  messageMatrix,
  messagesPage,
  messageTotal,
  moveMessage,
} from "./messages.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;
const write = { may: [messageAccess, "write"], limit: "write", undo: true } as const;
const Lines = z.object({ items: z.array(Claim) });
const LineRef = z.object({ id: z.uuid() });

export const messageRoutes = {
  list: route(read, {
    method: "GET",
    path: "/messages",
    operationId: "listMessages",
    summary: "What segments are told, newest first",
  })
    .input(MessageQuery)
    .output(Page(Message))
    .handler(({ context, input }) => messagesPage(context, input)),
  count: route(read, { method: "GET", path: "/messages/count", operationId: "countMessages", summary: "How many messages a filter finds" })
    .input(MessageFilter)
    .output(Total)
    .handler(({ context, input }) => messageTotal(context, input)),
  matrix: route(read, {
    method: "GET",
    path: "/messages/matrix",
    operationId: "messageMatrix",
    summary: "Who is told what: segments by features, with the holes",
  })
    .output(MessageMatrix)
    .handler(({ context }) => messageMatrix(context)),
  get: route(read, { method: "GET", path: "/messages/{id}", operationId: "getMessage", summary: "A message with its proof" })
    .input(Ref)
    .output(Message)
    .handler(async ({ context, input }) => tag(context, await messageById(context, input.id))),
  create: route(
    { ...write, audit: "message.created" },
    { method: "POST", path: "/messages", operationId: "createMessage", summary: "Write what a segment is told", successStatus: 201 },
  )
    .input(MessageDraft)
    .output(Message)
    .handler(async ({ context, input }) => tag(context, await createMessage(context, input))),
  edit: route(
    { ...write, audit: "message.edited", edits: true },
    { method: "PATCH", path: "/messages/{id}", operationId: "editMessage", summary: "Change a message" },
  )
    .input(Edit(MessageChange))
    .output(Message)
    .handler(async ({ context, input }) => tag(context, await editMessage(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { ...write, audit: "message.moved", edits: true },
    { method: "PUT", path: "/messages/{id}/state", operationId: "moveMessage", summary: "Put a message to use, or take it back to draft" },
  )
    .input(Edit(MessageMove))
    .output(Message)
    .handler(async ({ context, input }) =>
      tag(context, await moveMessage(context, input.params.id, versionOf(input.headers), input.body.state)),
    ),
  delete: route(
    { ...write, audit: "message.deleted" },
    { method: "DELETE", path: "/messages/{id}", operationId: "deleteMessage", summary: "Delete a message", successStatus: 204 },
  )
    .input(Ref)
    .handler(({ context, input }) => deleteMessage(context, input.id)),
};

/** Lines of messages and assets, each resting on a record. */
export const claimRoutes = {
  find: route(read, {
    method: "GET",
    path: "/claims",
    operationId: "findClaims",
    summary: "Lines of live assets that hold all the words: an answer in one line",
  })
    .input(z.object({ q: z.string().trim().min(1).max(300), limit: z.coerce.number().int().min(1).max(50).default(5) }))
    .output(z.object({ items: z.array(ClaimFound) }))
    .handler(async ({ context, input }) => ({ items: await findClaims(context, input.q, input.limit) })),
  add: route(
    { ...write, audit: "asset.claim-added" },
    {
      method: "POST",
      path: "/claims",
      operationId: "addClaim",
      summary: "Add a line that rests on a record to a message or an asset",
      successStatus: 201,
    },
  )
    .input(ClaimDraft.extend({ ownerId: RecordRef.describe("The message or asset.") }))
    .output(Lines)
    .handler(({ context, input }) => addClaim(context, input)),
  edit: route(
    { ...write, audit: "asset.claim-edited", edits: true },
    { method: "PATCH", path: "/claims/{id}", operationId: "editClaim", summary: "Change a line, or what it rests on" },
  )
    .input(z.object({ params: LineRef, headers: IfMatch, body: ClaimDraft.partial() }))
    .output(Lines)
    .handler(({ context, input }) => editClaim(context, input.params.id, versionOf(input.headers), input.body)),
  renew: route(
    { ...write, audit: "asset.claim-renewed" },
    {
      method: "PUT",
      path: "/claims/{id}/confirmation",
      operationId: "renewClaim",
      summary: "Say that a line still holds as the record stands now",
    },
  )
    .input(LineRef)
    .output(Lines)
    .handler(({ context, input }) => renewClaim(context, input.id)),
  remove: route(
    { ...write, audit: "asset.claim-removed" },
    { method: "DELETE", path: "/claims/{id}", operationId: "removeClaim", summary: "Take a line out" },
  )
    .input(LineRef)
    .output(Lines)
    .handler(({ context, input }) => removeClaim(context, input.id)),
};
