import * as z from "zod";
import { Paging } from "../../platform/cursor.ts";
import { Page, route, tag, versionOf } from "../../platform/procedure.ts";
import { workIn } from "../../platform/work.ts";
import { takeKept } from "./arriving.ts";
import {
  Arrived,
  IntakeDelivery,
  IntakeKey,
  IntakeMappingEdit,
  IntakeSource,
  IntakeSourceDraft,
  IntakeSourceEdit,
  IntakeSourceItem,
  IntakeSourceMade,
} from "./schema.ts";
import { addSource, arrivalsOf, editSource, intakeSourcesOf, removeSource, renewSourceKey, saveMapping } from "./sources.ts";

const ById = z.object({ id: z.uuid() });
const write = { may: "admin", limit: "write" } as const;
const read = { may: "admin", limit: "read", audit: false } as const;

const intake = {
  list: route(read, {
    method: "GET",
    path: "/intake-sources",
    operationId: "listIntakeSources",
    summary: "Programs that tell what customers said",
  })
    .output(z.object({ items: z.array(IntakeSourceItem), nextCursor: z.null() }))
    .handler(async ({ context }) => ({ items: await intakeSourcesOf(context), nextCursor: null })),
  create: route(
    { ...write, audit: "intake.created", shownOnce: true },
    {
      method: "POST",
      path: "/intake-sources",
      operationId: "createIntakeSource",
      summary: "Let a program tell what customers said",
      description: "It sends to `/api/v1/intake/{address}` with the key, or signed. Both secrets are in this answer only.",
      successStatus: 201,
    },
  )
    .input(IntakeSourceDraft)
    .output(IntakeSourceMade)
    .handler(async ({ context, input }) => tag(context, await addSource(context, input))),
  edit: route(
    { ...write, audit: "intake.edited", edits: true },
    { method: "PATCH", path: "/intake-sources/{id}", operationId: "editIntakeSource", summary: "Change a source, or switch it off and on" },
  )
    .input(IntakeSourceEdit)
    .output(IntakeSource)
    .handler(async ({ context, input }) => tag(context, await editSource(context, input.params.id, versionOf(input.headers), input.body))),
  map: route(
    { may: "admin", limit: "heavy", audit: "intake.mapped", edits: true, transaction: "own" },
    {
      method: "PUT",
      path: "/intake-sources/{id}/mapping",
      operationId: "mapIntakeSource",
      summary: "Say what the values of its deliveries are",
      description: "Deliveries that waited for it become feedback, each once.",
    },
  )
    .input(IntakeMappingEdit)
    .output(z.object({ source: IntakeSource, results: z.array(Arrived) }))
    .handler(async ({ context, input }) => {
      const { actor } = context;
      const each = { writes: true, changeId: null };
      const { source, waiting } = await workIn(context, actor, each, (inner) =>
        saveMapping(inner, input.params.id, versionOf(input.headers), input.body.mapping),
      );
      const results: Arrived[] = [];
      for (const id of waiting) results.push(await workIn(context, actor, each, (inner) => takeKept(inner, source.id, id)));
      return { source: tag(context, source), results };
    }),
  remove: route(
    { ...write, audit: "intake.deleted" },
    {
      method: "DELETE",
      path: "/intake-sources/{id}",
      operationId: "deleteIntakeSource",
      summary: "Delete a source and what is kept of its deliveries; the feedback stays",
      successStatus: 204,
    },
  )
    .input(ById)
    .output(z.void())
    .handler(({ context, input }) => removeSource(context, input.id)),
  renewKey: route(
    { ...write, audit: "intake.key-renewed", shownOnce: true },
    {
      method: "POST",
      path: "/intake-sources/{id}/key",
      operationId: "renewIntakeKey",
      summary: "Make a new key and signing secret",
      description: "The old ones are refused from then on.",
    },
  )
    .input(ById)
    .output(IntakeKey)
    .handler(({ context, input }) => renewSourceKey(context, input.id)),
  deliveries: route(read, {
    method: "GET",
    path: "/intake-sources/{id}/deliveries",
    operationId: "listIntakeDeliveries",
    summary: "What came from a source, newest first",
  })
    .input(ById.extend(Paging))
    .output(Page(IntakeDelivery))
    .handler(({ context, input }) => arrivalsOf(context, input.id, input)),
  retry: route(
    { ...write, audit: "feedback.created" },
    {
      method: "POST",
      path: "/intake-sources/{id}/deliveries/{deliveryId}/retry",
      operationId: "retryIntakeDelivery",
      summary: "Try again to make feedback of a delivery",
    },
  )
    .input(ById.extend({ deliveryId: z.uuid() }))
    .output(Arrived)
    .handler(({ context, input }) => takeKept(context, input.id, input.deliveryId)),
};

/** What programs outside tell us. */
export const intakeRoutes = { intake };
