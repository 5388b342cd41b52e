import * as z from "zod";
import { Edit, IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { Choice, Decision, DecisionChange, DecisionDraft, DecisionFilter, DecisionQuery, DissentDraft, Reopening } from "./answers.ts";
import {
  createDecision,
  decide,
  decisionById,
  decisionsPage,
  decisionTotal,
  deleteDecision,
  dissent,
  editDecision,
  reopenDecision,
  withdrawDissent,
} from "./decisions.ts";
import { decisionAccess } from "./rules.ts";

const Ref = z.object({ id: RecordRef });
const OfMember = Ref.extend({ memberId: z.uuid() });
const read = { may: "reader", limit: "read", audit: false } as const;

const decisions = {
  list: route(read, {
    method: "GET",
    path: "/decisions",
    operationId: "listDecisions",
    summary: "Decisions, those not taken yet first",
  })
    .input(DecisionQuery)
    .output(Page(Decision))
    .handler(({ context, input }) => decisionsPage(context, input)),
  count: route(read, {
    method: "GET",
    path: "/decisions/count",
    operationId: "countDecisions",
    summary: "How many decisions a filter finds",
  })
    .input(DecisionFilter)
    .output(Total)
    .handler(({ context, input }) => decisionTotal(context, input)),
  get: route(read, { method: "GET", path: "/decisions/{id}", operationId: "getDecision", summary: "A decision" })
    .input(Ref)
    .output(Decision)
    .handler(async ({ context, input }) => tag(context, await decisionById(context, input.id))),
  create: route(
    { may: [decisionAccess, "record"], limit: "write", audit: "decision.recorded", undo: true },
    {
      method: "POST",
      path: "/decisions",
      operationId: "recordDecision",
      summary: "Put a question up for decision, or write down one that was taken",
      successStatus: 201,
    },
  )
    .input(DecisionDraft)
    .output(Decision)
    .handler(async ({ context, input }) => tag(context, await createDecision(context, input))),
  edit: route(
    { may: [decisionAccess, "edit"], limit: "write", audit: "decision.edited", undo: true, edits: true },
    { method: "PATCH", path: "/decisions/{id}", operationId: "editDecision", summary: "Change a decision's question, options or tripwire" },
  )
    .input(Edit(DecisionChange))
    .output(Decision)
    .handler(async ({ context, input }) =>
      tag(context, await editDecision(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  decide: route(
    { may: [decisionAccess, "decide"], limit: "write", audit: "decision.decided", undo: true, edits: true },
    {
      method: "PUT",
      path: "/decisions/{id}/choice",
      operationId: "decide",
      summary: "Take one of the options",
      description: "What is decided has to be opened again first: 409.",
    },
  )
    .input(Edit(Choice))
    .output(Decision)
    .handler(async ({ context, input }) => tag(context, await decide(context, input.params.id, versionOf(input.headers), input.body))),
  reopen: route(
    { may: [decisionAccess, "reopen"], limit: "write", audit: "decision.reopened", undo: true, edits: true },
    { method: "PUT", path: "/decisions/{id}/reopening", operationId: "reopenDecision", summary: "Open a decision again, with the reason" },
  )
    .input(z.object({ params: Ref, headers: IfMatch, body: Reopening }))
    .output(Decision)
    .handler(async ({ context, input }) =>
      tag(context, await reopenDecision(context, input.params.id, versionOf(input.headers), input.body.reason)),
    ),
  dissent: route(
    { may: [decisionAccess, "dissent"], limit: "write", audit: "decision.dissent-recorded", undo: true },
    {
      method: "PUT",
      path: "/decisions/{id}/dissents/{memberId}",
      operationId: "recordDissent",
      summary: "Say that a member disagrees, why, and what would prove them right",
      inputStructure: "detailed",
    },
  )
    .input(z.object({ params: OfMember, body: DissentDraft }))
    .output(Decision)
    .handler(({ context, input }) => dissent(context, input.params.id, input.params.memberId, input.body)),
  withdrawDissent: route(
    { may: [decisionAccess, "dissent"], limit: "write", audit: "decision.dissent-withdrawn", undo: true },
    {
      method: "DELETE",
      path: "/decisions/{id}/dissents/{memberId}",
      operationId: "withdrawDissent",
      summary: "Take a member's disagreement out",
    },
  )
    .input(OfMember)
    .output(Decision)
    .handler(({ context, input }) => withdrawDissent(context, input.id, input.memberId)),
  delete: route(
    { may: [decisionAccess, "delete"], limit: "write", audit: "decision.deleted", undo: true },
    { method: "DELETE", path: "/decisions/{id}", operationId: "deleteDecision", summary: "Delete a decision", successStatus: 204 },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteDecision(context, input.id)),
};

export const decisionRoutes = { decisions };
