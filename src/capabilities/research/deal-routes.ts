import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { Deal, DealChange, DealDraft, DealFilter, DealQuery, DealTransition, WinLoss } from "./deal-answers.ts";
import { dealAccess } from "./deal-rules.ts";
import { createDeal, dealById, dealsPage, dealTotal, deleteDeal, editDeal, moveDeal, winLoss } from "./deals.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;

export const deals = {
  list: route(read, { method: "GET", path: "/deals", operationId: "listDeals", summary: "Deals, last changed first" })
    .input(DealQuery)
    .output(Page(Deal))
    .handler(({ context, input }) => dealsPage(context, input)),
  count: route(read, { method: "GET", path: "/deals/count", operationId: "countDeals", summary: "How many deals a filter finds" })
    .input(DealFilter)
    .output(Total)
    .handler(({ context, input }) => dealTotal(context, input)),
  winLoss: route(read, {
    method: "GET",
    path: "/deals/win-loss",
    operationId: "getWinLoss",
    summary: "How deals went, by reason and by rival",
    description: "A deal with several reasons stands under each of them. Money is given by currency and never converted.",
  })
    .input(DealFilter)
    .output(WinLoss)
    .handler(({ context, input }) => winLoss(context, input)),
  get: route(read, { method: "GET", path: "/deals/{id}", operationId: "getDeal", summary: "A deal" })
    .input(Ref)
    .output(Deal)
    .handler(async ({ context, input }) => tag(context, await dealById(context, input.id))),
  create: route(
    { may: [dealAccess, "create"], limit: "write", audit: "deal.created", undo: true },
    { method: "POST", path: "/deals", operationId: "createDeal", summary: "Add a deal", successStatus: 201 },
  )
    .input(DealDraft)
    .output(Deal)
    .handler(async ({ context, input }) => tag(context, await createDeal(context, input))),
  edit: route(
    { may: [dealAccess, "edit"], limit: "write", audit: "deal.edited", undo: true, edits: true },
    { method: "PATCH", path: "/deals/{id}", operationId: "editDeal", summary: "Change a deal" },
  )
    .input(Edit(DealChange))
    .output(Deal)
    .handler(async ({ context, input }) => tag(context, await editDeal(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { may: [dealAccess, "move"], limit: "write", audit: "deal.moved", undo: true, edits: true },
    { method: "PUT", path: "/deals/{id}/state", operationId: "moveDeal", summary: "Say that a deal was won or lost, or open it again" },
  )
    .input(Edit(DealTransition))
    .output(Deal)
    .handler(async ({ context, input }) => tag(context, await moveDeal(context, input.params.id, versionOf(input.headers), input.body))),
  delete: route(
    { may: [dealAccess, "delete"], limit: "write", audit: "deal.deleted", undo: true },
    { method: "DELETE", path: "/deals/{id}", operationId: "deleteDeal", summary: "Delete a deal", successStatus: 204 },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteDeal(context, input.id)),
};
