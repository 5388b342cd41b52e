import * as z from "zod";
import { Paging } from "../../platform/cursor.ts";
import { Page, route, tag, versionOf } from "../../platform/procedure.ts";
import { Delivery, Webhook, WebhookDraft, WebhookEdit, WebhookItem, WebhookMade, WebhookSecret } from "./schema.ts";
import { addWebhook, deliveriesOf, editWebhook, removeWebhook, renewSecret, replayDelivery, testWebhook, webhooksOf } from "./webhooks.ts";

const ById = z.object({ id: z.uuid() });
const Whole = z.object({ items: z.array(WebhookItem), nextCursor: z.null() });
const write = { may: "admin", limit: "write" } as const;

const webhooks = {
  list: route(
    { may: "admin", limit: "read", audit: false },
    { method: "GET", path: "/webhooks", operationId: "listWebhooks", summary: "Receivers that are told what happens, newest first" },
  )
    .output(Whole)
    .handler(async ({ context }) => ({ items: await webhooksOf(context), nextCursor: null })),
  create: route(
    { ...write, audit: "webhook.created", shownOnce: true },
    {
      method: "POST",
      path: "/webhooks",
      operationId: "createWebhook",
      summary: "Tell an address what happens",
      description: "Messages follow Standard Webhooks. The secret that signs them is in this answer only.",
      successStatus: 201,
    },
  )
    .input(WebhookDraft)
    .output(WebhookMade)
    .handler(async ({ context, input }) => tag(context, await addWebhook(context, input))),
  edit: route(
    { ...write, audit: "webhook.edited", edits: true },
    {
      method: "PATCH",
      path: "/webhooks/{id}",
      operationId: "editWebhook",
      summary: "Change a webhook, pause it or make it active again",
    },
  )
    .input(WebhookEdit)
    .output(Webhook)
    .handler(async ({ context, input }) => tag(context, await editWebhook(context, input.params.id, versionOf(input.headers), input.body))),
  remove: route(
    { ...write, audit: "webhook.deleted" },
    {
      method: "DELETE",
      path: "/webhooks/{id}",
      operationId: "deleteWebhook",
      summary: "Delete a webhook and its messages",
      successStatus: 204,
    },
  )
    .input(ById)
    .output(z.void())
    .handler(({ context, input }) => removeWebhook(context, input.id)),
  renewSecret: route(
    { ...write, audit: "webhook.secret-renewed", shownOnce: true },
    {
      method: "POST",
      path: "/webhooks/{id}/secret",
      operationId: "renewWebhookSecret",
      summary: "Make a new secret",
      description: "For a day messages carry the signatures of both secrets.",
    },
  )
    .input(ById)
    .output(WebhookSecret)
    .handler(({ context, input }) => renewSecret(context, input.id)),
  test: route(
    { ...write, audit: "webhook.tested" },
    { method: "POST", path: "/webhooks/{id}/tests", operationId: "testWebhook", summary: "Send a test message", successStatus: 202 },
  )
    .input(ById)
    .output(z.void())
    .handler(({ context, input }) => testWebhook(context, input.id)),
  deliveries: route(
    { may: "admin", limit: "read", audit: false },
    { method: "GET", path: "/webhooks/{id}/deliveries", operationId: "listDeliveries", summary: "What was sent or waits, newest first" },
  )
    .input(ById.extend(Paging))
    .output(Page(Delivery))
    .handler(({ context, input }) => deliveriesOf(context, input.id, input)),
  replay: route(
    { ...write, audit: "webhook.replayed" },
    {
      method: "POST",
      path: "/webhooks/{id}/deliveries/{deliveryId}/replay",
      operationId: "replayDelivery",
      summary: "Send a message again, under the same id",
      successStatus: 202,
    },
  )
    .input(ById.extend({ deliveryId: z.uuid() }))
    .output(z.void())
    .handler(({ context, input }) => replayDelivery(context, input.id, input.deliveryId)),
};

/** Telling others, outside, what happens here. */
export const webhookRoutes = { webhooks };
