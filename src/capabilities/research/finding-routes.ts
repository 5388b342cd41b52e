import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { Finding, FindingAnswer, FindingChange, FindingDraft, FindingFilter, FindingQuery, FindingTransition } from "./finding-answers.ts";
import { findingAccess } from "./finding-rules.ts";
import {
  answerFinding,
  createFinding,
  deleteFinding,
  editFinding,
  findingById,
  findingsPage,
  findingTotal,
  moveFinding,
} from "./findings.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;

export const findings = {
  list: route(read, { method: "GET", path: "/findings", operationId: "listFindings", summary: "Findings about the market, freshest first" })
    .input(FindingQuery)
    .output(Page(Finding))
    .handler(({ context, input }) => findingsPage(context, input)),
  count: route(read, { method: "GET", path: "/findings/count", operationId: "countFindings", summary: "How many findings a filter finds" })
    .input(FindingFilter)
    .output(Total)
    .handler(({ context, input }) => findingTotal(context, input)),
  get: route(read, { method: "GET", path: "/findings/{id}", operationId: "getFinding", summary: "A finding with its sources" })
    .input(Ref)
    .output(Finding)
    .handler(async ({ context, input }) => tag(context, await findingById(context, input.id))),
  create: route(
    { may: [findingAccess, "create"], limit: "write", audit: "finding.created", undo: true },
    { method: "POST", path: "/findings", operationId: "createFinding", summary: "Write down what was found", successStatus: 201 },
  )
    .input(FindingDraft)
    .output(Finding)
    .handler(async ({ context, input }) => tag(context, await createFinding(context, input))),
  edit: route(
    { may: [findingAccess, "edit"], limit: "write", audit: "finding.edited", undo: true, edits: true },
    {
      method: "PATCH",
      path: "/findings/{id}",
      operationId: "editFinding",
      summary: "Change a finding",
      description: "`sources` are given whole.",
    },
  )
    .input(Edit(FindingChange))
    .output(Finding)
    .handler(async ({ context, input }) => tag(context, await editFinding(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { may: [findingAccess, "move"], limit: "write", audit: "finding.moved", undo: true, edits: true },
    {
      method: "PUT",
      path: "/findings/{id}/state",
      operationId: "moveFinding",
      summary: "Move a finding to another state",
      description: "Checked needs a source.",
    },
  )
    .input(Edit(FindingTransition))
    .output(Finding)
    .handler(async ({ context, input }) => tag(context, await moveFinding(context, input.params.id, versionOf(input.headers), input.body))),
  answer: route(
    { may: [findingAccess, "answer"], limit: "write", audit: "finding.answered", undo: true, edits: true },
    { method: "PUT", path: "/findings/{id}/answer", operationId: "answerFinding", summary: "Answer what a finding contradicts" },
  )
    .input(Edit(FindingAnswer))
    .output(Finding)
    .handler(async ({ context, input }) =>
      tag(context, await answerFinding(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  delete: route(
    { may: [findingAccess, "delete"], limit: "write", audit: "finding.deleted", undo: true },
    { method: "DELETE", path: "/findings/{id}", operationId: "deleteFinding", summary: "Delete a finding", successStatus: 204 },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteFinding(context, input.id)),
};
