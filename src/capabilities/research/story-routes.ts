import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { agreeToStory, createStory, deleteStory, editStory, moveStory, storiesPage, storyById, storyTotal } from "./stories.ts";
import {
  CustomerStory,
  CustomerStoryChange,
  CustomerStoryDraft,
  CustomerStoryFilter,
  CustomerStoryQuery,
  StoryConsent,
  StoryTransition,
} from "./story-answers.ts";
import { storyAccess } from "./story-rules.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;

export const customerStories = {
  list: route(read, {
    method: "GET",
    path: "/customer-stories",
    operationId: "listCustomerStories",
    summary: "Customer stories, last changed first",
  })
    .input(CustomerStoryQuery)
    .output(Page(CustomerStory))
    .handler(({ context, input }) => storiesPage(context, input)),
  count: route(read, {
    method: "GET",
    path: "/customer-stories/count",
    operationId: "countCustomerStories",
    summary: "How many customer stories a filter finds",
  })
    .input(CustomerStoryFilter)
    .output(Total)
    .handler(({ context, input }) => storyTotal(context, input)),
  get: route(read, { method: "GET", path: "/customer-stories/{id}", operationId: "getCustomerStory", summary: "A customer story" })
    .input(Ref)
    .output(CustomerStory)
    .handler(async ({ context, input }) => tag(context, await storyById(context, input.id))),
  create: route(
    { may: [storyAccess, "create"], limit: "write", audit: "customer-story.created", undo: true },
    {
      method: "POST",
      path: "/customer-stories",
      operationId: "createCustomerStory",
      summary: "Tell a customer's story",
      description:
        "With `feedbackId` its account, contact and quotes come along, and what they were quoted for. One story for each feedback.",
      successStatus: 201,
    },
  )
    .input(CustomerStoryDraft)
    .output(CustomerStory)
    .handler(async ({ context, input }) => tag(context, await createStory(context, input))),
  edit: route(
    { may: [storyAccess, "edit"], limit: "write", audit: "customer-story.edited", undo: true, edits: true },
    { method: "PATCH", path: "/customer-stories/{id}", operationId: "editCustomerStory", summary: "Change a customer story" },
  )
    .input(Edit(CustomerStoryChange))
    .output(CustomerStory)
    .handler(async ({ context, input }) => tag(context, await editStory(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { may: [storyAccess, "move"], limit: "write", audit: "customer-story.moved", undo: true, edits: true },
    {
      method: "PUT",
      path: "/customer-stories/{id}/state",
      operationId: "moveCustomerStory",
      summary: "Move a customer story to another state",
      description: "Told needs what happened and to whom; delivered comes after told.",
    },
  )
    .input(Edit(StoryTransition))
    .output(CustomerStory)
    .handler(async ({ context, input }) => tag(context, await moveStory(context, input.params.id, versionOf(input.headers), input.body))),
  consent: route(
    { may: [storyAccess, "consent"], limit: "write", audit: "customer-story.agreed", undo: true, edits: true },
    {
      method: "PUT",
      path: "/customer-stories/{id}/consent",
      operationId: "agreeToCustomerStory",
      summary: "Keep what the customer said about others reading it",
    },
  )
    .input(Edit(StoryConsent))
    .output(CustomerStory)
    .handler(async ({ context, input }) =>
      tag(context, await agreeToStory(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  delete: route(
    { may: [storyAccess, "delete"], limit: "write", audit: "customer-story.deleted", undo: true },
    {
      method: "DELETE",
      path: "/customer-stories/{id}",
      operationId: "deleteCustomerStory",
      summary: "Delete a customer story",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteStory(context, input.id)),
};
