import * as z from "zod";
import { Edit, IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import {
  answerFeasibility,
  askFeasibility,
  deleteFeasibility,
  disputeFeasibility,
  editFeasibility,
  giveFeasibility,
  withdrawFeasibility,
} from "./answering.ts";
import { createTeam, feasibilitiesOfFeature, feasibilitiesPage, feasibilityStore, feasibilityTotal, teamsOf } from "./feasibilities.ts";
import {
  Dispute,
  Feasibility,
  FeasibilityAnswer,
  FeasibilityAsk,
  FeasibilityChange,
  FeasibilityFilter,
  FeasibilityGiven,
  FeasibilityQuery,
  Team,
  TeamDraft,
} from "./feasibility-schema.ts";
import { deliveryAccess } from "./rules.ts";

const Ref = z.object({ id: RecordRef });
const Seen = z.object({ params: Ref, headers: IfMatch });
const read = { may: "reader", limit: "read", audit: false } as const;

const feasibilities = {
  list: route(read, {
    method: "GET",
    path: "/feasibilities",
    operationId: "listFeasibilities",
    summary: "What was asked and answered about feasibility, what waits first",
    description: "Open questions first, the oldest first; then what is disputed; then answers, the one that expires next first.",
  })
    .input(FeasibilityQuery)
    .output(Page(Feasibility))
    .handler(({ context, input }) => feasibilitiesPage(context, input)),
  count: route(read, {
    method: "GET",
    path: "/feasibilities/count",
    operationId: "countFeasibilities",
    summary: "How many questions and answers about feasibility a filter finds",
  })
    .input(FeasibilityFilter)
    .output(Total)
    .handler(({ context, input }) => feasibilityTotal(context, input)),
  get: route(read, {
    method: "GET",
    path: "/feasibilities/{id}",
    operationId: "getFeasibility",
    summary: "A question about feasibility with its answer",
  })
    .input(Ref)
    .output(Feasibility)
    .handler(async ({ context, input }) => tag(context, await feasibilityStore.byId(context, input.id))),
  ofFeature: route(read, {
    method: "GET",
    path: "/features/{id}/feasibilities",
    operationId: "listFeasibilitiesOfFeature",
    summary: "What was asked and answered about a feature, the newest first",
  })
    .input(Ref)
    .output(z.object({ items: z.array(Feasibility) }))
    .handler(async ({ context, input }) => ({ items: await feasibilitiesOfFeature(context, input.id) })),
  ask: route(
    { may: [deliveryAccess, "ask"], limit: "write", audit: "feasibility.asked", undo: true },
    {
      method: "POST",
      path: "/feasibilities",
      operationId: "askFeasibility",
      summary: "Ask whether a feature can be built",
      description: "Tells the engineers, or the one who is named. Refused with 409 while the same is asked already.",
      successStatus: 201,
    },
  )
    .input(FeasibilityAsk)
    .output(Feasibility)
    .handler(async ({ context, input }) => tag(context, await askFeasibility(context, input))),
  give: route(
    { may: [deliveryAccess, "answer"], limit: "write", audit: "feasibility.answered", undo: true },
    {
      method: "POST",
      path: "/feasibilities/answers",
      operationId: "giveFeasibility",
      summary: "Say what is feasible without having been asked",
      description: "Refused with 409 while a question is open: answer that.",
      successStatus: 201,
    },
  )
    .input(FeasibilityGiven)
    .output(Feasibility)
    .handler(async ({ context, input }) => tag(context, await giveFeasibility(context, input))),
  edit: route(
    { may: [deliveryAccess, "ask"], limit: "write", audit: "feasibility.edited", undo: true, edits: true },
    {
      method: "PATCH",
      path: "/feasibilities/{id}",
      operationId: "editFeasibility",
      summary: "Change the question, who is to answer, or by when",
    },
  )
    .input(Edit(FeasibilityChange))
    .output(Feasibility)
    .handler(async ({ context, input }) =>
      tag(context, await editFeasibility(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  answer: route(
    { may: [deliveryAccess, "answer"], limit: "write", audit: "feasibility.answered", undo: true, edits: true },
    {
      method: "PUT",
      path: "/feasibilities/{id}/answer",
      operationId: "answerFeasibility",
      summary: "Answer, or answer anew",
      description: "What the efforts come to becomes the effort of the feature. Of two who answer at once the second gets 412.",
    },
  )
    .input(Edit(FeasibilityAnswer))
    .output(Feasibility)
    .handler(async ({ context, input }) =>
      tag(context, await answerFeasibility(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  withdraw: route(
    { may: [deliveryAccess, "answer"], limit: "write", audit: "feasibility.withdrawn", undo: true, edits: true },
    {
      method: "DELETE",
      path: "/feasibilities/{id}/answer",
      operationId: "withdrawFeasibility",
      summary: "Take an answer back; the question is open again",
    },
  )
    .input(Seen)
    .output(Feasibility)
    .handler(async ({ context, input }) => tag(context, await withdrawFeasibility(context, input.params.id, versionOf(input.headers)))),
  dispute: route(
    { may: [deliveryAccess, "dispute"], limit: "write", audit: "feasibility.disputed", undo: true, edits: true },
    {
      method: "PUT",
      path: "/feasibilities/{id}/dispute",
      operationId: "disputeFeasibility",
      summary: "Say that an answer is wrong, and why",
    },
  )
    .input(Edit(Dispute))
    .output(Feasibility)
    .handler(async ({ context, input }) =>
      tag(context, await disputeFeasibility(context, input.params.id, versionOf(input.headers), input.body.reason)),
    ),
  delete: route(
    { may: [deliveryAccess, "ask"], limit: "write", audit: "feasibility.deleted", undo: true },
    {
      method: "DELETE",
      path: "/feasibilities/{id}",
      operationId: "deleteFeasibility",
      summary: "Take a question back that nobody has answered",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteFeasibility(context, input.id)),
};

const teams = {
  list: route(read, { method: "GET", path: "/teams", operationId: "listTeams", summary: "Who builds, by name" })
    .input(z.object({}))
    .output(z.object({ items: z.array(Team) }))
    .handler(async ({ context }) => ({ items: await teamsOf(context) })),
  create: route(
    { may: "member", limit: "write", audit: "team.created", undo: true },
    { method: "POST", path: "/teams", operationId: "createTeam", summary: "Name a team", successStatus: 201 },
  )
    .input(TeamDraft)
    .output(Team)
    .handler(({ context, input }) => createTeam(context, input.name)),
};

export const feasibilityRoutes = { feasibilities, teams };
