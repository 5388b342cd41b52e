import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { editFeatures } from "./batch.ts";
import { createFeature, editFeature, moveFeature } from "./commands.ts";
import { featureById, featuresPage, featureTotal } from "./queries.ts";
import { rankFeature } from "./ranking.ts";
import { featureAccess } from "./rules.ts";
import {
  FeatureBatch,
  FeatureChange,
  FeatureDetail,
  FeatureDraft,
  FeatureFilter,
  FeatureItem,
  FeaturePlace,
  FeatureQuery,
  FeatureTransition,
  Ranked,
} from "./schema.ts";
import { serveNeed, stopServingNeed } from "./serving.ts";

const Ref = z.object({ id: RecordRef });
const Serves = Ref.extend({ needId: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;

const features = {
  list: route(read, {
    method: "GET",
    path: "/features",
    operationId: "listFeatures",
    summary: "Features in the order that people gave them, or another",
    description: "`need` gives the features that serve a need; `state` one column of the board.",
  })
    .input(FeatureQuery)
    .output(Page(FeatureItem))
    .handler(({ context, input }) => featuresPage(context, input)),
  count: route(read, { method: "GET", path: "/features/count", operationId: "countFeatures", summary: "How many features a filter finds" })
    .input(FeatureFilter)
    .output(Total)
    .handler(({ context, input }) => featureTotal(context, input)),
  get: route(read, { method: "GET", path: "/features/{id}", operationId: "getFeature", summary: "A feature and what stands behind it" })
    .input(Ref)
    .output(FeatureDetail)
    .handler(async ({ context, input }) => tag(context, await featureById(context, input.id))),
  create: route(
    { may: [featureAccess, "propose"], limit: "write", audit: "feature.proposed", undo: true },
    { method: "POST", path: "/features", operationId: "proposeFeature", summary: "Propose a feature", successStatus: 201 },
  )
    .input(FeatureDraft)
    .output(FeatureDetail)
    .handler(async ({ context, input }) => tag(context, await createFeature(context, input))),
  edit: route(
    { may: [featureAccess, "edit"], limit: "write", audit: "feature.edited", undo: true, edits: true },
    { method: "PATCH", path: "/features/{id}", operationId: "editFeature", summary: "Change a feature" },
  )
    .input(Edit(FeatureChange))
    .output(FeatureDetail)
    .handler(async ({ context, input }) => tag(context, await editFeature(context, input.params.id, versionOf(input.headers), input.body))),
  batch: route(
    { may: [featureAccess, "edit"], limit: "write", audit: "feature.edited", undo: true },
    {
      method: "POST",
      path: "/features/batch",
      operationId: "editFeatures",
      summary: "Change many features at once",
      description: "All rows or none: when one was changed since its version, 412 names them in `conflicts`. It is undone as one change.",
    },
  )
    .input(FeatureBatch)
    .output(z.object({ items: z.array(FeatureItem) }))
    .handler(async ({ context, input }) => ({ items: await editFeatures(context, input.rows) })),
  move: route(
    { may: [featureAccess, "move"], limit: "write", audit: "feature.moved", undo: true, edits: true },
    {
      method: "PUT",
      path: "/features/{id}/state",
      operationId: "moveFeature",
      summary: "Move a feature to another state",
      description:
        "Planning is product's, building and shipping product's or engineering's. Dropping, going back and skipping ask for a reason: " +
        "answered with 422 and `reasons` when it is missing.",
    },
  )
    .input(Edit(FeatureTransition))
    .output(FeatureDetail)
    .handler(async ({ context, input }) => tag(context, await moveFeature(context, input.params.id, versionOf(input.headers), input.body))),
  rank: route(
    { may: [featureAccess, "rank"], limit: "write", audit: "feature.ranked", undo: true },
    {
      method: "PUT",
      path: "/features/{id}/rank",
      operationId: "rankFeature",
      summary: "Put a feature right after or right before another",
      inputStructure: "detailed",
    },
  )
    .input(z.object({ params: Ref, body: FeaturePlace }))
    .output(Ranked)
    .handler(({ context, input }) => rankFeature(context, input.params.id, input.body)),
  serve: route(
    { may: [featureAccess, "serve"], limit: "write", audit: "feature.linked", undo: true },
    { method: "PUT", path: "/features/{id}/needs/{needId}", operationId: "serveNeed", summary: "Say that a feature serves a need" },
  )
    .input(Serves)
    .output(FeatureDetail)
    .handler(async ({ context, input }) => tag(context, await serveNeed(context, input.id, input.needId))),
  stopServing: route(
    { may: [featureAccess, "serve"], limit: "write", audit: "feature.unlinked", undo: true },
    {
      method: "DELETE",
      path: "/features/{id}/needs/{needId}",
      operationId: "stopServingNeed",
      summary: "Say that a feature does not serve a need after all",
    },
  )
    .input(Serves)
    .output(FeatureDetail)
    .handler(async ({ context, input }) => tag(context, await stopServingNeed(context, input.id, input.needId))),
};

export const featureRoutes = { features };
