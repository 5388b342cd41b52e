import { eventIterator } from "@orpc/server";
import * as z from "zod";
import { Paging } from "../../platform/cursor.ts";
import { LiveMessage } from "../../platform/live.ts";
import { IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Activity, activitiesOf, WorkspaceActivity, workspaceActivities } from "./activities.ts";
import { Undone, undoChange } from "./changes.ts";
import { Comment, CommentBody, CommentDraft, comment, commentsOn, deleteComment, editComment } from "./comments.ts";
import { FieldValue, setField } from "./field-values.ts";
import { changeField, createField, deleteField, FieldChange, FieldDraft, FieldOrder, fieldsOf, orderFields } from "./fields.ts";
import {
  BULK_LIMIT,
  changeLabel,
  createLabel,
  deleteLabel,
  LabelChange,
  LabelDraft,
  LabelUse,
  labelRecords,
  labelsOf,
  labelUses,
  setLabels,
} from "./labels.ts";
import { markRead, markUnread, Notification, notificationsOf, Reading, unreadCount } from "./notifications.ts";
import { recordOf } from "./records.ts";
import { Field, Label, RecordKind } from "./schema.ts";
import { RecordName, recordNamed, searchRecords } from "./search.ts";
import { nameState, resetState, StateName, StateNameDraft, StateSlug, stateNamesOf } from "./state-names.ts";
import { changeView, deleteView, SavedView, SavedViewChange, SavedViewDraft, savedViewsOf, saveView, ViewPage } from "./views.ts";

const ById = z.object({ id: z.uuid() });
const ByRef = z.object({ id: RecordRef });
const All = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
const Change = <Body extends z.ZodType>(body: Body) => z.object({ params: ById, headers: IfMatch, body });
const Kinds = z
  .union([RecordKind, z.array(RecordKind).max(40)])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()));
const { limit, cursor } = Paging;

const labels = {
  list: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/labels", operationId: "listLabels", summary: "Labels of the workspace, by name" },
  )
    .output(All(Label))
    .handler(async ({ context }) => ({ items: await labelsOf(context) })),
  uses: route(
    { may: "reader", limit: "heavy", audit: false },
    { method: "GET", path: "/labels/uses", operationId: "countLabelUses", summary: "How many records carry each label" },
  )
    .output(All(LabelUse))
    .handler(async ({ context }) => ({ items: await labelUses(context) })),
  create: route(
    { may: "member", limit: "write", audit: "label.created", undo: true },
    { method: "POST", path: "/labels", operationId: "createLabel", summary: "Create a label", successStatus: 201 },
  )
    .input(LabelDraft)
    .output(Label)
    .handler(async ({ context, input }) => tag(context, await createLabel(context, input))),
  edit: route(
    { may: "member", limit: "write", audit: "label.edited", undo: true, edits: true },
    { method: "PATCH", path: "/labels/{id}", operationId: "editLabel", summary: "Rename or recolour a label" },
  )
    .input(Change(LabelChange))
    .output(Label)
    .handler(async ({ context, input: { params, headers, body } }) =>
      tag(context, await changeLabel(context, params.id, versionOf(headers), body)),
    ),
  delete: route(
    { may: "member", limit: "write", audit: "label.deleted", undo: true },
    { method: "DELETE", path: "/labels/{id}", operationId: "deleteLabel", summary: "Delete a label from all records", successStatus: 204 },
  )
    .input(ById)
    .handler(({ context, input }) => deleteLabel(context, input.id)),
  onRecords: route(
    { may: "member", limit: "write", audit: "record.labelled", undo: true },
    { method: "POST", path: "/labels/{id}/records", operationId: "labelRecords", summary: "Put a label on many records, or take it off" },
  )
    .input(
      ById.extend({ add: z.array(z.uuid()).max(BULK_LIMIT).default([]), remove: z.array(z.uuid()).max(BULK_LIMIT).default([]) }).strict(),
    )
    .output(z.object({ added: z.int(), removed: z.int() }))
    .handler(({ context, input }) => labelRecords(context, input.id, input)),
};

const fields = {
  list: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/fields", operationId: "listFields", summary: "Fields that this workspace added to its records" },
  )
    .input(z.object({ kind: RecordKind.optional() }))
    .output(All(Field))
    .handler(async ({ context, input }) => ({ items: await fieldsOf(context, input.kind) })),
  create: route(
    { may: "admin", limit: "write", audit: "field.created", undo: true },
    { method: "POST", path: "/fields", operationId: "createField", summary: "Add a field to a kind of record", successStatus: 201 },
  )
    .input(FieldDraft)
    .output(Field)
    .handler(async ({ context, input }) => tag(context, await createField(context, input))),
  edit: route(
    { may: "admin", limit: "write", audit: "field.edited", undo: true, edits: true },
    { method: "PATCH", path: "/fields/{id}", operationId: "editField", summary: "Rename a field or edit its choices" },
  )
    .input(Change(FieldChange))
    .output(Field)
    .handler(async ({ context, input: { params, headers, body } }) =>
      tag(context, await changeField(context, params.id, versionOf(headers), body)),
    ),
  order: route(
    { may: "admin", limit: "write", audit: "field.ordered", undo: true },
    { method: "PUT", path: "/fields/order", operationId: "orderFields", summary: "Put the fields of a kind of record in order" },
  )
    .input(FieldOrder)
    .output(All(Field))
    .handler(async ({ context, input }) => ({ items: await orderFields(context, input) })),
  delete: route(
    { may: "admin", limit: "write", audit: "field.deleted", undo: true },
    { method: "DELETE", path: "/fields/{id}", operationId: "deleteField", summary: "Delete a field and its values", successStatus: 204 },
  )
    .input(ById)
    .handler(({ context, input }) => deleteField(context, input.id)),
};

const OfState = z.object({ kind: RecordKind, state: StateSlug });
const states = {
  list: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/states", operationId: "listStateNames", summary: "What this workspace calls its states" },
  )
    .output(All(StateName))
    .handler(async ({ context }) => ({ items: await stateNamesOf(context) })),
  name: route(
    { may: "admin", limit: "write", audit: "state.renamed", undo: true },
    { method: "PUT", path: "/states/{kind}/{state}", operationId: "nameState", summary: "Call a state otherwise" },
  )
    .input(OfState.extend({ name: StateNameDraft }).strict())
    .output(StateName)
    .handler(({ context, input }) => nameState(context, input.kind, input.state, input.name)),
  reset: route(
    { may: "admin", limit: "write", audit: "state.renamed", undo: true },
    {
      method: "DELETE",
      path: "/states/{kind}/{state}",
      operationId: "resetState",
      summary: "Give a state its own name back",
      successStatus: 204,
    },
  )
    .input(OfState)
    .handler(({ context, input }) => resetState(context, input.kind, input.state)),
};

const OfField = ByRef.extend({ fieldId: z.uuid() });
const records = {
  get: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/records/{id}", operationId: "getRecord", summary: "Which record an id or key such as N-42 stands for" },
  )
    .input(ByRef)
    .output(RecordName.extend({ productId: z.uuid().nullable() }))
    .handler(({ context, input }) => recordNamed(context, input.id)),
  setLabels: route(
    { may: "member", limit: "write", audit: "record.labelled", undo: true },
    { method: "PUT", path: "/records/{id}/labels", operationId: "setLabels", summary: "Give a record exactly these labels" },
  )
    .input(ByRef.extend({ labelIds: z.array(z.uuid()).max(100) }).strict())
    .output(z.object({ labels: z.array(z.uuid()) }))
    .handler(async ({ context, input }) => setLabels(context, (await recordOf(context, input.id)).id, input.labelIds)),
  setField: route(
    { may: "member", limit: "write", audit: "record.changed", undo: true },
    {
      method: "PUT",
      path: "/records/{id}/fields/{fieldId}",
      operationId: "setField",
      summary: "Give a record a value of one of your fields",
    },
  )
    .input(OfField.extend({ value: FieldValue }).strict())
    .output(z.object({ value: FieldValue.nullable() }))
    .handler(async ({ context, input }) => setField(context, await recordOf(context, input.id), input.fieldId, input.value)),
  clearField: route(
    { may: "member", limit: "write", audit: "record.changed", undo: true },
    {
      method: "DELETE",
      path: "/records/{id}/fields/{fieldId}",
      operationId: "clearField",
      summary: "Clear one of your fields on a record",
      successStatus: 204,
    },
  )
    .input(OfField)
    .handler(async ({ context, input }) => {
      await setField(context, await recordOf(context, input.id), input.fieldId, null);
    }),
  activities: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/records/{id}/activities", operationId: "listActivitiesOfRecord", summary: "What happened to a record" },
  )
    .input(ByRef.extend({ limit, cursor }))
    .output(Page(Activity))
    .handler(async ({ context, input }) => activitiesOf(context, (await recordOf(context, input.id)).id, input)),
};

const comments = {
  list: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/records/{id}/comments", operationId: "listComments", summary: "What was said about a record, newest first" },
  )
    .input(ByRef.extend({ limit, cursor }))
    .output(Page(Comment))
    .handler(async ({ context, input }) => commentsOn(context, (await recordOf(context, input.id)).id, input)),
  create: route(
    { may: "commenter", limit: "write", audit: "comment.added", undo: true },
    { method: "POST", path: "/records/{id}/comments", operationId: "comment", summary: "Comment on a record", successStatus: 201 },
  )
    .input(ByRef.extend(CommentDraft.shape).strict())
    .output(Comment)
    .handler(async ({ context, input }) => tag(context, await comment(context, (await recordOf(context, input.id)).id, input))),
  edit: route(
    { may: "commenter", limit: "write", audit: "comment.edited", undo: true, edits: true },
    { method: "PATCH", path: "/comments/{id}", operationId: "editComment", summary: "Edit your comment" },
  )
    .input(Change(CommentBody))
    .output(Comment)
    .handler(async ({ context, input: { params, headers, body } }) =>
      tag(context, await editComment(context, params.id, versionOf(headers), body.body)),
    ),
  delete: route(
    { may: "commenter", limit: "write", audit: "comment.deleted", undo: true },
    { method: "DELETE", path: "/comments/{id}", operationId: "deleteComment", summary: "Delete your comment", successStatus: 204 },
  )
    .input(ById)
    .handler(({ context, input }) => deleteComment(context, input.id)),
};

const Marked = z.object({ ids: z.array(z.uuid()) });
const notifications = {
  list: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/notifications", operationId: "listNotifications", summary: "What concerns you, newest first" },
  )
    .input(z.object({ limit, cursor, unread: z.stringbool().optional() }))
    .output(Page(Notification))
    .handler(({ context, input }) => notificationsOf(context, input)),
  count: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/notifications/count", operationId: "countNotifications", summary: "How many you have not read" },
  )
    .output(z.object({ unread: z.int() }))
    .handler(async ({ context }) => ({ unread: await unreadCount(context) })),
  read: route(
    { may: "commenter", limit: "write", audit: false },
    { method: "PUT", path: "/notifications/read", operationId: "readNotifications", summary: "Mark notifications as read" },
  )
    .input(Reading)
    .output(Marked)
    .handler(({ context, input }) => markRead(context, input)),
  unread: route(
    { may: "commenter", limit: "write", audit: false },
    { method: "PUT", path: "/notifications/unread", operationId: "unreadNotifications", summary: "Mark notifications as not read" },
  )
    .input(z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) }))
    .output(Marked)
    .handler(({ context, input }) => markUnread(context, input.ids)),
};

const views = {
  list: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/views", operationId: "listViews", summary: "Your saved views and the shared ones" },
  )
    .input(z.object({ page: ViewPage.optional() }))
    .output(All(SavedView))
    .handler(async ({ context, input }) => ({ items: await savedViewsOf(context, input.page) })),
  create: route(
    { may: "member", limit: "write", audit: "view.saved", undo: true },
    { method: "POST", path: "/views", operationId: "saveView", summary: "Save a page's filters and sort under a name", successStatus: 201 },
  )
    .input(SavedViewDraft)
    .output(SavedView)
    .handler(async ({ context, input }) => tag(context, await saveView(context, input))),
  edit: route(
    { may: "member", limit: "write", audit: "view.edited", undo: true, edits: true },
    { method: "PATCH", path: "/views/{id}", operationId: "editView", summary: "Rename, redraw or share a saved view" },
  )
    .input(Change(SavedViewChange))
    .output(SavedView)
    .handler(async ({ context, input: { params, headers, body } }) =>
      tag(context, await changeView(context, params.id, versionOf(headers), body)),
    ),
  delete: route(
    { may: "member", limit: "write", audit: "view.deleted", undo: true },
    { method: "DELETE", path: "/views/{id}", operationId: "deleteView", summary: "Delete a saved view", successStatus: 204 },
  )
    .input(ById)
    .handler(({ context, input }) => deleteView(context, input.id)),
};

export const collaborationRoutes = {
  labels,
  fields,
  states,
  records,
  comments,
  notifications,
  views,
  activities: {
    list: route(
      { may: "reader", limit: "read", audit: false },
      { method: "GET", path: "/activities", operationId: "listActivities", summary: "What happened in the workspace, newest first" },
    )
      .input(z.object({ limit, cursor }))
      .output(Page(WorkspaceActivity))
      .handler(({ context, input }) => workspaceActivities(context, input)),
  },
  changes: {
    undo: route(
      { may: "commenter", limit: "write", audit: "change.undone", undo: true },
      { method: "POST", path: "/changes/{id}/undo", operationId: "undoChange", summary: "Put a change back; doing so again does it again" },
    )
      .input(ById)
      .output(Undone)
      .handler(({ context, input }) => undoChange(context, input.id)),
  },
  search: {
    find: route(
      { may: "reader", limit: "read", audit: false },
      {
        method: "GET",
        path: "/search",
        operationId: "search",
        summary: "The records that fit words or a key best, of any kind; without words the newest",
      },
    )
      .input(
        z.object({ q: z.string().trim().max(300).default(""), kind: Kinds, limit: z.coerce.number().int().min(1).max(50).default(12) }),
      )
      .output(All(RecordName))
      .handler(async ({ context, input }) => ({ items: await searchRecords(context, { ...input, kinds: input.kind }) })),
  },
  live: {
    watch: route(
      { may: "reader", limit: "live", audit: false, transaction: "own" },
      {
        method: "GET",
        path: "/live",
        operationId: "watch",
        summary: "What happens in the workspace, as it happens",
        description: "Server-sent events. `resync` as activity means that some were missed: fetch again what is shown.",
      },
    )
      .output(eventIterator(LiveMessage))
      .handler(({ context: { actor, live }, signal }) => live.subscribe(actor.workspaceId, actor.userId ?? actor.id, signal)),
  },
};
