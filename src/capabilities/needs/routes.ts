import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { createNeed, editNeed, moveNeed } from "./commands.ts";
import { mergeNeed, splitNeed } from "./merging.ts";
import { createPersona, deletePersona, editPersona, personaById, personasPage } from "./personas.ts";
import { needById, needsPage, needTotal, needTrend } from "./queries.ts";
import { needAccess, personaAccess } from "./rules.ts";
import {
  NeedChange,
  NeedDetail,
  NeedDraft,
  NeedFilter,
  NeedItem,
  NeedMerge,
  NeedQuery,
  NeedSplit,
  NeedTransition,
  Persona,
  PersonaChange,
  PersonaDraft,
  PersonaQuery,
  TrendMonth,
} from "./schema.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;

const personas = {
  list: route(read, { method: "GET", path: "/personas", operationId: "listPersonas", summary: "Personas by name" })
    .input(PersonaQuery)
    .output(Page(Persona))
    .handler(({ context, input }) => personasPage(context, input)),
  get: route(read, { method: "GET", path: "/personas/{id}", operationId: "getPersona", summary: "A persona" })
    .input(Ref)
    .output(Persona)
    .handler(async ({ context, input }) => tag(context, await personaById(context, input.id))),
  create: route(
    { may: [personaAccess, "create"], limit: "write", audit: "persona.created", undo: true },
    { method: "POST", path: "/personas", operationId: "createPersona", summary: "Add a persona", successStatus: 201 },
  )
    .input(PersonaDraft)
    .output(Persona)
    .handler(async ({ context, input }) => tag(context, await createPersona(context, input))),
  edit: route(
    { may: [personaAccess, "edit"], limit: "write", audit: "persona.edited", undo: true, edits: true },
    { method: "PATCH", path: "/personas/{id}", operationId: "editPersona", summary: "Change a persona" },
  )
    .input(Edit(PersonaChange))
    .output(Persona)
    .handler(async ({ context, input }) => tag(context, await editPersona(context, input.params.id, versionOf(input.headers), input.body))),
  delete: route(
    { may: [personaAccess, "delete"], limit: "write", audit: "persona.deleted", undo: true },
    {
      method: "DELETE",
      path: "/personas/{id}",
      operationId: "deletePersona",
      summary: "Delete a persona",
      description: "Refused while needs name it.",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deletePersona(context, input.id)),
};

const needs = {
  list: route(read, { method: "GET", path: "/needs", operationId: "listNeeds", summary: "Needs, strongest first" })
    .input(NeedQuery)
    .output(Page(NeedItem))
    .handler(({ context, input }) => needsPage(context, input)),
  count: route(read, { method: "GET", path: "/needs/count", operationId: "countNeeds", summary: "How many needs a filter finds" })
    .input(NeedFilter)
    .output(Total)
    .handler(({ context, input }) => needTotal(context, input)),
  get: route(read, {
    method: "GET",
    path: "/needs/{id}",
    operationId: "getNeed",
    summary: "A need and what stands behind it",
    description: "One that was merged answers with `mergedInto`, the need that took it in.",
  })
    .input(Ref)
    .output(NeedDetail)
    .handler(async ({ context, input }) => tag(context, await needById(context, input.id))),
  trend: route(read, {
    method: "GET",
    path: "/needs/{id}/trend",
    operationId: "getNeedTrend",
    summary: "Quotes and accounts by month",
    description: "The last twelve months by when the feedback was received, months without any included.",
  })
    .input(Ref)
    .output(z.array(TrendMonth))
    .handler(({ context, input }) => needTrend(context, input.id)),
  create: route(
    { may: [needAccess, "create"], limit: "write", audit: "need.created", undo: true },
    { method: "POST", path: "/needs", operationId: "createNeed", summary: "Add a need", successStatus: 201 },
  )
    .input(NeedDraft)
    .output(NeedDetail)
    .handler(async ({ context, input }) => tag(context, await createNeed(context, input))),
  edit: route(
    { may: [needAccess, "edit"], limit: "write", audit: "need.edited", undo: true, edits: true },
    { method: "PATCH", path: "/needs/{id}", operationId: "editNeed", summary: "Change a need" },
  )
    .input(Edit(NeedChange))
    .output(NeedDetail)
    .handler(async ({ context, input }) => tag(context, await editNeed(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { may: [needAccess, "move"], limit: "write", audit: "need.moved", undo: true, edits: true },
    {
      method: "PUT",
      path: "/needs/{id}/state",
      operationId: "moveNeed",
      summary: "Move a need to another state",
      description: "Some moves ask for a reason: answered with 422 and `reasons` when it is missing.",
    },
  )
    .input(Edit(NeedTransition))
    .output(NeedDetail)
    .handler(async ({ context, input }) => tag(context, await moveNeed(context, input.params.id, versionOf(input.headers), input.body))),
  merge: route(
    { may: [needAccess, "merge"], limit: "write", audit: "need.merged", undo: true },
    {
      method: "POST",
      path: "/needs/{id}/merge",
      operationId: "mergeNeed",
      summary: "Merge a need into another",
      description: "Quotes, links and comments move to the other need, which is answered; the merged need's address leads there.",
    },
  )
    .input(Ref.extend(NeedMerge.shape))
    .output(NeedDetail)
    .handler(async ({ context, input }) => tag(context, await mergeNeed(context, input.id, input.intoId))),
  split: route(
    { may: [needAccess, "split"], limit: "write", audit: "need.split", undo: true },
    {
      method: "POST",
      path: "/needs/{id}/split",
      operationId: "splitNeed",
      summary: "Give some of a need's quotes to a new need",
      description: "The new need is answered. What is not given is taken over from the need that is split.",
      successStatus: 201,
    },
  )
    .input(Ref.extend(NeedSplit.shape))
    .output(NeedDetail)
    .handler(async ({ context, input: { id, ...draft } }) => tag(context, await splitNeed(context, id, draft))),
};

export const needRoutes = { personas, needs };
