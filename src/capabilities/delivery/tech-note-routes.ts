import * as z from "zod";
import { Edit, IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { deliveryAccess } from "./rules.ts";
import {
  TechNote,
  TechNoteChange,
  TechNoteDraft,
  TechNoteFilter,
  TechNoteQuery,
  TechNoteReply,
  WorkItem,
  WorkItemChange,
  WorkItemDraft,
} from "./tech-note-schema.ts";
import {
  answerTechNote,
  deleteTechNote,
  editTechNote,
  raiseTechNote,
  reopenTechNote,
  techNoteStore,
  techNotesPage,
  techNoteTotal,
} from "./tech-notes.ts";
import { editWorkItem, linkWorkItem, unlinkWorkItem, workItemsOf } from "./work-items.ts";

const Ref = z.object({ id: RecordRef });
const Item = z.object({ id: z.uuid() });
const read = { may: "reader", limit: "read", audit: false } as const;

const techNotes = {
  list: route(read, {
    method: "GET",
    path: "/tech-notes",
    operationId: "listTechNotes",
    summary: "Tech notes, those that wait for an answer first",
  })
    .input(TechNoteQuery)
    .output(Page(TechNote))
    .handler(({ context, input }) => techNotesPage(context, input)),
  count: route(read, {
    method: "GET",
    path: "/tech-notes/count",
    operationId: "countTechNotes",
    summary: "How many tech notes a filter finds",
  })
    .input(TechNoteFilter)
    .output(Total)
    .handler(({ context, input }) => techNoteTotal(context, input)),
  get: route(read, { method: "GET", path: "/tech-notes/{id}", operationId: "getTechNote", summary: "A tech note" })
    .input(Ref)
    .output(TechNote)
    .handler(async ({ context, input }) => tag(context, await techNoteStore.byId(context, input.id))),
  create: route(
    { may: [deliveryAccess, "raise"], limit: "write", audit: "tech-note.raised", undo: true },
    {
      method: "POST",
      path: "/tech-notes",
      operationId: "raiseTechNote",
      summary: "Raise what stands in the way, or what could be had",
      successStatus: 201,
    },
  )
    .input(TechNoteDraft)
    .output(TechNote)
    .handler(async ({ context, input }) => tag(context, await raiseTechNote(context, input))),
  edit: route(
    { may: [deliveryAccess, "edit"], limit: "write", audit: "tech-note.edited", undo: true, edits: true },
    { method: "PATCH", path: "/tech-notes/{id}", operationId: "editTechNote", summary: "Change a tech note" },
  )
    .input(Edit(TechNoteChange))
    .output(TechNote)
    .handler(async ({ context, input }) =>
      tag(context, await editTechNote(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  answer: route(
    { may: [deliveryAccess, "reply"], limit: "write", audit: "tech-note.answered", undo: true, edits: true },
    {
      method: "PUT",
      path: "/tech-notes/{id}/answer",
      operationId: "answerTechNote",
      summary: "Accept, plan or reject a tech note",
      description: "Rejecting asks for a reason: 422 when it is missing.",
    },
  )
    .input(Edit(TechNoteReply))
    .output(TechNote)
    .handler(async ({ context, input }) =>
      tag(context, await answerTechNote(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  reopen: route(
    { may: [deliveryAccess, "reply"], limit: "write", audit: "tech-note.reopened", undo: true, edits: true },
    { method: "DELETE", path: "/tech-notes/{id}/answer", operationId: "reopenTechNote", summary: "Open a tech note again" },
  )
    .input(z.object({ params: Ref, headers: IfMatch }))
    .output(TechNote)
    .handler(async ({ context, input }) => tag(context, await reopenTechNote(context, input.params.id, versionOf(input.headers)))),
  delete: route(
    { may: [deliveryAccess, "edit"], limit: "write", audit: "tech-note.deleted", undo: true },
    { method: "DELETE", path: "/tech-notes/{id}", operationId: "deleteTechNote", summary: "Delete a tech note", successStatus: 204 },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteTechNote(context, input.id)),
};

const workItems = {
  list: route(read, {
    method: "GET",
    path: "/features/{id}/work-items",
    operationId: "listWorkItems",
    summary: "Work on a feature that is kept in another tool",
  })
    .input(Ref)
    .output(z.object({ items: z.array(WorkItem) }))
    .handler(async ({ context, input }) => ({ items: await workItemsOf(context, input.id) })),
  link: route(
    { may: [deliveryAccess, "track"], limit: "write", audit: "feature.work-linked", undo: true },
    {
      method: "POST",
      path: "/features/{id}/work-items",
      operationId: "linkWorkItem",
      summary: "Link work by its address",
      description: "Its state is set by hand. Without a title it is called by its address.",
      inputStructure: "detailed",
      successStatus: 201,
    },
  )
    .input(z.object({ params: Ref, body: WorkItemDraft }))
    .output(WorkItem)
    .handler(async ({ context, input }) => tag(context, await linkWorkItem(context, input.params.id, input.body))),
  edit: route(
    { may: [deliveryAccess, "track"], limit: "write", audit: "feature.work-edited", undo: true, edits: true },
    { method: "PATCH", path: "/work-items/{id}", operationId: "editWorkItem", summary: "Change the title or state of work" },
  )
    .input(z.object({ params: Item, headers: IfMatch, body: WorkItemChange }))
    .output(WorkItem)
    .handler(async ({ context, input }) =>
      tag(context, await editWorkItem(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  unlink: route(
    { may: [deliveryAccess, "track"], limit: "write", audit: "feature.work-unlinked", undo: true },
    { method: "DELETE", path: "/work-items/{id}", operationId: "unlinkWorkItem", summary: "Take work off a feature", successStatus: 204 },
  )
    .input(Item)
    .output(z.void())
    .handler(({ context, input }) => unlinkWorkItem(context, input.id)),
};

export const techNoteRoutes = { techNotes, workItems };
