import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import {
  DesignChange,
  DesignDetail,
  DesignDraft,
  DesignFilter,
  DesignItem,
  DesignQuery,
  DesignReview,
  DesignState,
  NewRevision,
  Principle,
  Principles,
  ReviewVerdict,
  Usability,
} from "./answers.ts";
import { createDesign, deleteDesign, designById, designsPage, designTotal, editDesign, moveDesign, reviseDesign } from "./designs.ts";
import { principlesOf, review, reviewOf, setPrinciples, withdrawReview } from "./reviews.ts";
import { designAccess } from "./rules.ts";
import { studyRoutes } from "./study-routes.ts";
import { usabilityOfFeature } from "./usability.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;
const edits = { may: [designAccess, "edit"], limit: "write", undo: true, edits: true } as const;

const designs = {
  list: route(read, { method: "GET", path: "/designs", operationId: "listDesigns", summary: "Designs, changed last first" })
    .input(DesignQuery)
    .output(Page(DesignItem))
    .handler(({ context, input }) => designsPage(context, input)),
  count: route(read, { method: "GET", path: "/designs/count", operationId: "countDesigns", summary: "How many designs a filter finds" })
    .input(DesignFilter)
    .output(z.object({ total: z.int() }))
    .handler(({ context, input }) => designTotal(context, input)),
  get: route(read, { method: "GET", path: "/designs/{id}", operationId: "getDesign", summary: "A design, its versions and its studies" })
    .input(Ref)
    .output(DesignDetail)
    .handler(async ({ context, input }) => tag(context, await designById(context, input.id))),
  create: route(
    { may: [designAccess, "create"], limit: "write", audit: "design.created", undo: true },
    { method: "POST", path: "/designs", operationId: "createDesign", summary: "Add a design", successStatus: 201 },
  )
    .input(DesignDraft)
    .output(DesignDetail)
    .handler(async ({ context, input }) => tag(context, await createDesign(context, input))),
  edit: route(
    { ...edits, audit: "design.edited" },
    { method: "PATCH", path: "/designs/{id}", operationId: "editDesign", summary: "Change a design" },
  )
    .input(Edit(DesignChange))
    .output(DesignDetail)
    .handler(async ({ context, input }) => tag(context, await editDesign(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { ...edits, audit: "design.moved" },
    { method: "PUT", path: "/designs/{id}/state", operationId: "moveDesign", summary: "Move a design to another state" },
  )
    .input(Edit(z.strictObject({ state: DesignState })))
    .output(DesignDetail)
    .handler(async ({ context, input }) =>
      tag(context, await moveDesign(context, input.params.id, versionOf(input.headers), input.body.state)),
    ),
  revise: route(
    { ...edits, audit: "design.revised" },
    {
      method: "POST",
      path: "/designs/{id}/versions",
      operationId: "reviseDesign",
      summary: "Say that people see another version from now on",
      description: "Studies of the version before stay, and are told to be older than the design.",
    },
  )
    .input(Edit(NewRevision))
    .output(DesignDetail)
    .handler(async ({ context, input }) =>
      tag(context, await reviseDesign(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  delete: route(
    { may: [designAccess, "delete"], limit: "write", audit: "design.deleted", undo: true },
    {
      method: "DELETE",
      path: "/designs/{id}",
      operationId: "deleteDesign",
      summary: "Delete a design",
      description: "Refused while studies show it.",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteDesign(context, input.id)),
};

const Lines = Ref.extend({ principleId: z.uuid() });
const designReviews = {
  principles: route(read, {
    method: "GET",
    path: "/design-principles",
    operationId: "listDesignPrinciples",
    summary: "What designs are held to",
  })
    .output(z.object({ items: z.array(Principle) }))
    .handler(async ({ context }) => ({ items: await principlesOf(context) })),
  setPrinciples: route(
    { may: [designAccess, "principles"], limit: "write", audit: "workspace.principles-set", undo: true },
    {
      method: "PUT",
      path: "/design-principles",
      operationId: "setDesignPrinciples",
      summary: "Set what designs are held to, at most seven",
    },
  )
    .input(Principles)
    .output(z.object({ items: z.array(Principle) }))
    .handler(async ({ context, input }) => ({ items: await setPrinciples(context, input) })),
  get: route(read, {
    method: "GET",
    path: "/features/{id}/design-review",
    operationId: "getDesignReview",
    summary: "How a feature's design stands up to each principle",
  })
    .input(Ref)
    .output(DesignReview)
    .handler(({ context, input }) => reviewOf(context, input.id)),
  put: route(
    { may: [designAccess, "review"], limit: "write", audit: "feature.design-reviewed", undo: true },
    {
      method: "PUT",
      path: "/features/{id}/design-review/{principleId}",
      operationId: "reviewDesign",
      summary: "Hold a feature's design to a principle",
    },
  )
    .input(Lines.extend(ReviewVerdict.shape))
    .output(DesignReview)
    .handler(({ context, input: { id, principleId, ...verdict } }) => review(context, id, principleId, verdict)),
  delete: route(
    { may: [designAccess, "review"], limit: "write", audit: "feature.design-review-withdrawn", undo: true },
    {
      method: "DELETE",
      path: "/features/{id}/design-review/{principleId}",
      operationId: "withdrawDesignReview",
      summary: "Take back what was said of a principle",
    },
  )
    .input(Lines)
    .output(DesignReview)
    .handler(({ context, input }) => withdrawReview(context, input.id, input.principleId)),
};

const usability = {
  get: route(read, {
    method: "GET",
    path: "/features/{id}/usability",
    operationId: "getUsability",
    summary: "What shows that people can use a feature: designs, studies, open severe problems, review",
  })
    .input(Ref)
    .output(Usability)
    .handler(({ context, input }) => usabilityOfFeature(context, input.id)),
};

export const designRoutes = { designs, designReviews, usability, ...studyRoutes };
