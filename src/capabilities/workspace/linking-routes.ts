import * as z from "zod";
import { RecordRef, route } from "../../platform/procedure.ts";
import { Confirmations, confirmationsTold, confirmRecord, withdrawRecordConfirmation } from "./confirming.ts";
import { LINK_KINDS } from "./link-rules.ts";
import { linkRecords, linksOf, RecordLink, unlinkRecords } from "./linking.ts";

const Ref = z.object({ id: RecordRef });
const Linked = Ref.extend({ kind: z.enum(LINK_KINDS), toId: RecordRef });
const Links = z.object({ items: z.array(RecordLink) });
const read = { may: "reader", limit: "read", audit: false } as const;

export const linkingRoutes = {
  links: {
    list: route(read, {
      method: "GET",
      path: "/records/{id}/links",
      operationId: "listLinks",
      summary: "What a record is linked with, both ways",
    })
      .input(Ref)
      .output(Links)
      .handler(async ({ context, input }) => ({ items: await linksOf(context, input.id) })),
    put: route(
      { may: "member", limit: "write", audit: "record.linked", undo: true },
      {
        method: "PUT",
        path: "/records/{id}/links/{kind}/{toId}",
        operationId: "linkRecords",
        summary: "Link a record with another",
        description: "Which kinds go together, and how, is refused with 422 by name. A feature's needs have routes of their own.",
      },
    )
      .input(Linked)
      .output(Links)
      .handler(async ({ context, input: { id, kind, toId } }) => ({ items: await linkRecords(context, id, kind, toId) })),
    delete: route(
      { may: "member", limit: "write", audit: "record.unlinked", undo: true },
      { method: "DELETE", path: "/records/{id}/links/{kind}/{toId}", operationId: "unlinkRecords", summary: "Take a link off again" },
    )
      .input(Linked)
      .output(Links)
      .handler(async ({ context, input: { id, kind, toId } }) => ({ items: await unlinkRecords(context, id, kind, toId) })),
  },
  confirmations: {
    list: route(read, {
      method: "GET",
      path: "/records/{id}/confirmation",
      operationId: "listConfirmations",
      summary: "Who said that a record still holds",
    })
      .input(Ref)
      .output(Confirmations)
      .handler(({ context, input }) => confirmationsTold(context, input.id)),
    put: route(
      { may: "member", limit: "write", audit: "record.confirmed" },
      {
        method: "PUT",
        path: "/records/{id}/confirmation",
        operationId: "confirmRecord",
        summary: "Say that a record still holds",
        description: "Counts as having seen it, for a record that somebody else made, and makes it fresh again.",
      },
    )
      .input(Ref)
      .output(Confirmations)
      .handler(({ context, input }) => confirmRecord(context, input.id)),
    delete: route(
      { may: "member", limit: "write", audit: "record.unconfirmed" },
      {
        method: "DELETE",
        path: "/records/{id}/confirmation",
        operationId: "withdrawRecordConfirmation",
        summary: "Take one's confirmation of a record back",
      },
    )
      .input(Ref)
      .output(Confirmations)
      .handler(({ context, input }) => withdrawRecordConfirmation(context, input.id)),
  },
};
