import * as z from "zod";
import { Edit, IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import {
  Acceptance,
  Recommendation,
  RecommendationChange,
  RecommendationDraft,
  RecommendationFilter,
  RecommendationQuery,
  Rejection,
} from "./answers.ts";
import {
  acceptRecommendation,
  deleteRecommendation,
  editRecommendation,
  recommend,
  recommendationById,
  recommendationsPage,
  recommendationTotal,
  rejectRecommendation,
  reopenRecommendation,
} from "./recommendations.ts";
import { recommendationAccess } from "./rules.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;

const recommendations = {
  list: route(read, {
    method: "GET",
    path: "/recommendations",
    operationId: "listRecommendations",
    summary: "Recommendations, those that wait for an answer first",
  })
    .input(RecommendationQuery)
    .output(Page(Recommendation))
    .handler(({ context, input }) => recommendationsPage(context, input)),
  count: route(read, {
    method: "GET",
    path: "/recommendations/count",
    operationId: "countRecommendations",
    summary: "How many recommendations a filter finds",
  })
    .input(RecommendationFilter)
    .output(Total)
    .handler(({ context, input }) => recommendationTotal(context, input)),
  get: route(read, { method: "GET", path: "/recommendations/{id}", operationId: "getRecommendation", summary: "A recommendation" })
    .input(Ref)
    .output(Recommendation)
    .handler(async ({ context, input }) => tag(context, await recommendationById(context, input.id))),
  create: route(
    { may: [recommendationAccess, "recommend"], limit: "write", audit: "recommendation.made", undo: true },
    {
      method: "POST",
      path: "/recommendations",
      operationId: "recommend",
      summary: "Recommend what to do, with the readings it stands on",
      successStatus: 201,
    },
  )
    .input(RecommendationDraft)
    .output(Recommendation)
    .handler(async ({ context, input }) => tag(context, await recommend(context, input))),
  edit: route(
    { may: [recommendationAccess, "edit"], limit: "write", audit: "recommendation.edited", undo: true, edits: true },
    { method: "PATCH", path: "/recommendations/{id}", operationId: "editRecommendation", summary: "Change a recommendation" },
  )
    .input(Edit(RecommendationChange))
    .output(Recommendation)
    .handler(async ({ context, input }) =>
      tag(context, await editRecommendation(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  accept: route(
    { may: [recommendationAccess, "answer"], limit: "write", audit: "recommendation.accepted", undo: true, edits: true },
    {
      method: "PUT",
      path: "/recommendations/{id}/acceptance",
      operationId: "acceptRecommendation",
      summary: "Accept a recommendation: as a new feature or decision, or by a record that is there",
      description: "By whom it was asked of, or by product. The new record, its links and the answer are one change.",
    },
  )
    .input(Edit(Acceptance))
    .output(Recommendation)
    .handler(async ({ context, input }) =>
      tag(context, await acceptRecommendation(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  reject: route(
    { may: [recommendationAccess, "answer"], limit: "write", audit: "recommendation.rejected", undo: true, edits: true },
    {
      method: "PUT",
      path: "/recommendations/{id}/rejection",
      operationId: "rejectRecommendation",
      summary: "Reject a recommendation, with the reason",
      description: "By whom it was asked of, or by product.",
    },
  )
    .input(Edit(Rejection))
    .output(Recommendation)
    .handler(async ({ context, input }) =>
      tag(context, await rejectRecommendation(context, input.params.id, versionOf(input.headers), input.body.reason)),
    ),
  reopen: route(
    { may: [recommendationAccess, "answer"], limit: "write", audit: "recommendation.reopened", undo: true, edits: true },
    {
      method: "DELETE",
      path: "/recommendations/{id}/answer",
      operationId: "reopenRecommendation",
      summary: "Open a recommendation again",
    },
  )
    .input(z.object({ params: Ref, headers: IfMatch }))
    .output(Recommendation)
    .handler(async ({ context, input }) => tag(context, await reopenRecommendation(context, input.params.id, versionOf(input.headers)))),
  delete: route(
    { may: [recommendationAccess, "delete"], limit: "write", audit: "recommendation.deleted", undo: true },
    {
      method: "DELETE",
      path: "/recommendations/{id}",
      operationId: "deleteRecommendation",
      summary: "Delete a recommendation",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteRecommendation(context, input.id)),
};

export const recommendationRoutes = { recommendations };
