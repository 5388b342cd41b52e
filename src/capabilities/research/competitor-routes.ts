import * as z from "zod";
import { Edit, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { Competitor, CompetitorChange, CompetitorDraft, CompetitorFilter, CompetitorQuery } from "./competitor-answers.ts";
import { competitorAccess } from "./competitor-rules.ts";
import { competitorById, competitorsPage, competitorTotal, createCompetitor, deleteCompetitor, editCompetitor } from "./competitors.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;

export const competitors = {
  list: route(read, { method: "GET", path: "/competitors", operationId: "listCompetitors", summary: "Competitors by name" })
    .input(CompetitorQuery)
    .output(Page(Competitor))
    .handler(({ context, input }) => competitorsPage(context, input)),
  count: route(read, {
    method: "GET",
    path: "/competitors/count",
    operationId: "countCompetitors",
    summary: "How many competitors there are",
  })
    .input(CompetitorFilter)
    .output(Total)
    .handler(({ context, input }) => competitorTotal(context, input)),
  get: route(read, { method: "GET", path: "/competitors/{id}", operationId: "getCompetitor", summary: "A competitor" })
    .input(Ref)
    .output(Competitor)
    .handler(async ({ context, input }) => tag(context, await competitorById(context, input.id))),
  create: route(
    { may: [competitorAccess, "create"], limit: "write", audit: "competitor.created", undo: true },
    { method: "POST", path: "/competitors", operationId: "createCompetitor", summary: "Add a competitor", successStatus: 201 },
  )
    .input(CompetitorDraft)
    .output(Competitor)
    .handler(async ({ context, input }) => tag(context, await createCompetitor(context, input))),
  edit: route(
    { may: [competitorAccess, "edit"], limit: "write", audit: "competitor.edited", undo: true, edits: true },
    { method: "PATCH", path: "/competitors/{id}", operationId: "editCompetitor", summary: "Change a competitor" },
  )
    .input(Edit(CompetitorChange))
    .output(Competitor)
    .handler(async ({ context, input }) =>
      tag(context, await editCompetitor(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  delete: route(
    { may: [competitorAccess, "delete"], limit: "write", audit: "competitor.deleted", undo: true },
    {
      method: "DELETE",
      path: "/competitors/{id}",
      operationId: "deleteCompetitor",
      summary: "Delete a competitor",
      description: "Findings about it stay, without naming it.",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteCompetitor(context, input.id)),
};
