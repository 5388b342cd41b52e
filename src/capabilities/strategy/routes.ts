import * as z from "zod";
import { Edit, IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { addKeyResult, editKeyResult, removeKeyResult } from "./key-results.ts";
import {
  createMilestone,
  deleteMilestone,
  editMilestone,
  milestoneById,
  milestonesPage,
  milestoneTotal,
  moveMilestone,
} from "./milestones.ts";
import {
  createObjective,
  deleteObjective,
  editObjective,
  moveObjective,
  objectiveById,
  objectivesPage,
  objectiveTotal,
} from "./objectives.ts";
import { milestoneAccess, objectiveAccess } from "./rules.ts";
import {
  KeyResult,
  KeyResultChange,
  KeyResultDraft,
  Milestone,
  MilestoneChange,
  MilestoneDraft,
  MilestoneFilter,
  MilestoneQuery,
  MilestoneTransition,
  Objective,
  ObjectiveChange,
  ObjectiveDraft,
  ObjectiveFilter,
  ObjectiveQuery,
  ObjectiveTransition,
} from "./schema.ts";

const Ref = z.object({ id: RecordRef });
const KeyResultRef = z.object({ id: z.uuid() });
const read = { may: "reader", limit: "read", audit: false } as const;
const sets = { may: [objectiveAccess, "keyResults"], limit: "write", undo: true } as const;

const objectives = {
  list: route(read, {
    method: "GET",
    path: "/objectives",
    operationId: "listObjectives",
    summary: "Objectives with their key results, the active ones first",
  })
    .input(ObjectiveQuery)
    .output(Page(Objective))
    .handler(({ context, input }) => objectivesPage(context, input)),
  count: route(read, {
    method: "GET",
    path: "/objectives/count",
    operationId: "countObjectives",
    summary: "How many objectives a filter finds",
  })
    .input(ObjectiveFilter)
    .output(z.object({ total: z.int() }))
    .handler(({ context, input }) => objectiveTotal(context, input)),
  get: route(read, { method: "GET", path: "/objectives/{id}", operationId: "getObjective", summary: "An objective with its key results" })
    .input(Ref)
    .output(Objective)
    .handler(async ({ context, input }) => tag(context, await objectiveById(context, input.id))),
  create: route(
    { may: [objectiveAccess, "create"], limit: "write", audit: "objective.drafted", undo: true },
    { method: "POST", path: "/objectives", operationId: "draftObjective", summary: "Draft an objective", successStatus: 201 },
  )
    .input(ObjectiveDraft)
    .output(Objective)
    .handler(async ({ context, input }) => tag(context, await createObjective(context, input))),
  edit: route(
    { may: [objectiveAccess, "edit"], limit: "write", audit: "objective.edited", undo: true, edits: true },
    { method: "PATCH", path: "/objectives/{id}", operationId: "editObjective", summary: "Change an objective" },
  )
    .input(Edit(ObjectiveChange))
    .output(Objective)
    .handler(async ({ context, input }) =>
      tag(context, await editObjective(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  move: route(
    { may: [objectiveAccess, "move"], limit: "write", audit: "objective.moved", undo: true, edits: true },
    {
      method: "PUT",
      path: "/objectives/{id}/state",
      operationId: "moveObjective",
      summary: "Move an objective to another state",
      description: "It becomes active only when each of its key results has a metric and a target: otherwise 409 with `blockers`.",
    },
  )
    .input(Edit(ObjectiveTransition))
    .output(Objective)
    .handler(async ({ context, input }) =>
      tag(context, await moveObjective(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  delete: route(
    { may: [objectiveAccess, "delete"], limit: "write", audit: "objective.deleted", undo: true },
    { method: "DELETE", path: "/objectives/{id}", operationId: "deleteObjective", summary: "Delete an objective", successStatus: 204 },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteObjective(context, input.id)),
};

const keyResults = {
  create: route(
    { ...sets, audit: "objective.key-result-added" },
    {
      method: "POST",
      path: "/objectives/{id}/key-results",
      operationId: "addKeyResult",
      summary: "Add a key result to an objective",
      description: "Bound to a metric without a baseline, it starts from the metric's last reading.",
      successStatus: 201,
      inputStructure: "detailed",
    },
  )
    .input(z.object({ params: Ref, body: KeyResultDraft }))
    .output(KeyResult)
    .handler(({ context, input }) => addKeyResult(context, input.params.id, input.body)),
  edit: route(
    { ...sets, audit: "objective.key-result-edited", edits: true },
    { method: "PATCH", path: "/key-results/{id}", operationId: "editKeyResult", summary: "Change a key result, or bind it to a metric" },
  )
    .input(z.object({ params: KeyResultRef, headers: IfMatch, body: KeyResultChange }))
    .output(KeyResult)
    .handler(async ({ context, input }) =>
      tag(context, await editKeyResult(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  delete: route(
    { ...sets, audit: "objective.key-result-removed" },
    {
      method: "DELETE",
      path: "/key-results/{id}",
      operationId: "removeKeyResult",
      summary: "Take a key result off its objective",
      successStatus: 204,
    },
  )
    .input(KeyResultRef)
    .output(z.void())
    .handler(({ context, input }) => removeKeyResult(context, input.id)),
};

const milestones = {
  list: route(read, {
    method: "GET",
    path: "/milestones",
    operationId: "listMilestones",
    summary: "Milestones and releases, the nearest first",
  })
    .input(MilestoneQuery)
    .output(Page(Milestone))
    .handler(({ context, input }) => milestonesPage(context, input)),
  count: route(read, {
    method: "GET",
    path: "/milestones/count",
    operationId: "countMilestones",
    summary: "How many milestones a filter finds",
  })
    .input(MilestoneFilter)
    .output(z.object({ total: z.int() }))
    .handler(({ context, input }) => milestoneTotal(context, input)),
  get: route(read, { method: "GET", path: "/milestones/{id}", operationId: "getMilestone", summary: "A milestone" })
    .input(Ref)
    .output(Milestone)
    .handler(async ({ context, input }) => tag(context, await milestoneById(context, input.id))),
  create: route(
    { may: [milestoneAccess, "create"], limit: "write", audit: "milestone.planned", undo: true },
    { method: "POST", path: "/milestones", operationId: "planMilestone", summary: "Plan a milestone or a release", successStatus: 201 },
  )
    .input(MilestoneDraft)
    .output(Milestone)
    .handler(async ({ context, input }) => tag(context, await createMilestone(context, input))),
  edit: route(
    { may: [milestoneAccess, "edit"], limit: "write", audit: "milestone.edited", undo: true, edits: true },
    { method: "PATCH", path: "/milestones/{id}", operationId: "editMilestone", summary: "Change a milestone, or move its date" },
  )
    .input(Edit(MilestoneChange))
    .output(Milestone)
    .handler(async ({ context, input }) =>
      tag(context, await editMilestone(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  move: route(
    { may: [milestoneAccess, "move"], limit: "write", audit: "milestone.moved", undo: true, edits: true },
    { method: "PUT", path: "/milestones/{id}/state", operationId: "moveMilestone", summary: "Say that a milestone was reached or dropped" },
  )
    .input(Edit(MilestoneTransition))
    .output(Milestone)
    .handler(async ({ context, input }) =>
      tag(context, await moveMilestone(context, input.params.id, versionOf(input.headers), input.body)),
    ),
  delete: route(
    { may: [milestoneAccess, "delete"], limit: "write", audit: "milestone.deleted", undo: true },
    {
      method: "DELETE",
      path: "/milestones/{id}",
      operationId: "deleteMilestone",
      summary: "Delete a milestone",
      description: "Refused while features are planned for it.",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteMilestone(context, input.id)),
};

export const strategyRoutes = { objectives, keyResults, milestones };
