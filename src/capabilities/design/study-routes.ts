import * as z from "zod";
import { Edit, IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import {
  ProblemChange,
  ProblemDraft,
  Results,
  Sheet,
  SheetRead,
  StudyChange,
  StudyDetail,
  StudyDraft,
  StudyFilter,
  StudyItem,
  StudyQuery,
  StudyState,
  StudyTasks,
} from "./answers.ts";
import { editProblem, enterResults, enterSheet, noteProblem, removeParticipant, removeProblem } from "./entering.ts";
import { designAccess } from "./rules.ts";
import { createStudy, deleteStudy, editStudy, moveStudy, repeatStudy, setTasks, studiesPage, studyById, studyTotal } from "./studies.ts";

const Ref = z.object({ id: RecordRef });
const read = { may: "reader", limit: "read", audit: false } as const;
const writes = { may: [designAccess, "study"], limit: "write", undo: true } as const;
const edits = { ...writes, edits: true } as const;

const studies = {
  list: route(read, { method: "GET", path: "/studies", operationId: "listStudies", summary: "Usability studies, changed last first" })
    .input(StudyQuery)
    .output(Page(StudyItem))
    .handler(({ context, input }) => studiesPage(context, input)),
  count: route(read, { method: "GET", path: "/studies/count", operationId: "countStudies", summary: "How many studies a filter finds" })
    .input(StudyFilter)
    .output(z.object({ total: z.int() }))
    .handler(({ context, input }) => studyTotal(context, input)),
  get: route(read, {
    method: "GET",
    path: "/studies/{id}",
    operationId: "getStudy",
    summary: "A study: its results, what they prove and what not, and its other rounds",
  })
    .input(Ref)
    .output(StudyDetail)
    .handler(async ({ context, input }) => tag(context, await studyById(context, input.id))),
  create: route(
    { ...writes, audit: "study.created" },
    { method: "POST", path: "/studies", operationId: "createStudy", summary: "Add a study", successStatus: 201 },
  )
    .input(StudyDraft)
    .output(StudyDetail)
    .handler(async ({ context, input }) => tag(context, await createStudy(context, input))),
  edit: route(
    { ...edits, audit: "study.edited" },
    { method: "PATCH", path: "/studies/{id}", operationId: "editStudy", summary: "Change a study" },
  )
    .input(Edit(StudyChange))
    .output(StudyDetail)
    .handler(async ({ context, input }) => tag(context, await editStudy(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { ...edits, audit: "study.moved" },
    {
      method: "PUT",
      path: "/studies/{id}/state",
      operationId: "moveStudy",
      summary: "Move a study to another state",
      description: "Without a task or a result it cannot be called analysed: 409 with `blockers`.",
    },
  )
    .input(Edit(z.strictObject({ state: StudyState })))
    .output(StudyDetail)
    .handler(async ({ context, input }) =>
      tag(context, await moveStudy(context, input.params.id, versionOf(input.headers), input.body.state)),
    ),
  repeat: route(
    { ...writes, audit: "study.created" },
    {
      method: "POST",
      path: "/studies/{id}/rounds",
      operationId: "repeatStudy",
      summary: "Begin the next round: the same tasks, the design as it is now",
      successStatus: 201,
    },
  )
    .input(Ref)
    .output(StudyDetail)
    .handler(async ({ context, input }) => tag(context, await repeatStudy(context, input.id))),
  setTasks: route(
    { ...edits, audit: "study.tasks-set" },
    { method: "PUT", path: "/studies/{id}/tasks", operationId: "setStudyTasks", summary: "Set the tasks of a study, in their order" },
  )
    .input(Edit(StudyTasks))
    .output(StudyDetail)
    .handler(async ({ context, input }) => tag(context, await setTasks(context, input.params.id, versionOf(input.headers), input.body))),
  enter: route(
    { ...writes, audit: "study.results-entered" },
    { method: "PUT", path: "/studies/{id}/results", operationId: "enterResults", summary: "Write down what participants did" },
  )
    .input(Ref.extend(Results.shape))
    .output(StudyDetail)
    .handler(async ({ context, input: { id, rows } }) => tag(context, await enterResults(context, id, { rows }))),
  enterSheet: route(
    { ...writes, audit: "study.results-entered" },
    {
      method: "POST",
      path: "/studies/{id}/sheet",
      operationId: "enterSheet",
      summary: "Write down the results of a CSV sheet",
      description:
        "Who is in the study by that name is written anew. 422 names each line and column that cannot be read; nothing is changed then.",
    },
  )
    .input(Ref.extend(Sheet.shape))
    .output(SheetRead)
    .handler(({ context, input }) => enterSheet(context, input.id, input.text)),
  removeParticipant: route(
    { ...writes, audit: "study.participant-removed" },
    {
      method: "DELETE",
      path: "/studies/{id}/participants/{participantId}",
      operationId: "removeParticipant",
      summary: "Take a participant and their results out of a study",
    },
  )
    .input(Ref.extend({ participantId: z.uuid() }))
    .output(StudyDetail)
    .handler(async ({ context, input }) => tag(context, await removeParticipant(context, input.id, input.participantId))),
  noteProblem: route(
    { ...writes, audit: "study.problem-noted" },
    { method: "POST", path: "/studies/{id}/problems", operationId: "noteProblem", summary: "Note a usability problem", successStatus: 201 },
  )
    .input(Ref.extend(ProblemDraft.shape))
    .output(StudyDetail)
    .handler(async ({ context, input: { id, ...draft } }) => tag(context, await noteProblem(context, id, draft))),
  editProblem: route(
    { ...edits, audit: "study.problem-edited" },
    {
      method: "PATCH",
      path: "/studies/{id}/problems/{problemId}",
      operationId: "editProblem",
      summary: "Change a usability problem, or say that it is fixed",
      description: "`If-Match` is the version of the problem.",
    },
  )
    .input(z.object({ params: Ref.extend({ problemId: z.uuid() }), headers: IfMatch, body: ProblemChange }))
    .output(StudyDetail)
    .handler(async ({ context, input: { params, headers, body } }) =>
      tag(context, await editProblem(context, params.id, params.problemId, versionOf(headers), body)),
    ),
  removeProblem: route(
    { ...writes, audit: "study.problem-removed" },
    { method: "DELETE", path: "/studies/{id}/problems/{problemId}", operationId: "removeProblem", summary: "Delete a usability problem" },
  )
    .input(Ref.extend({ problemId: z.uuid() }))
    .output(StudyDetail)
    .handler(async ({ context, input }) => tag(context, await removeProblem(context, input.id, input.problemId))),
  delete: route(
    { ...writes, audit: "study.deleted" },
    {
      method: "DELETE",
      path: "/studies/{id}",
      operationId: "deleteStudy",
      summary: "Delete a study",
      description: "Refused while a later round is compared with it.",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => deleteStudy(context, input.id)),
};

export const studyRoutes = { studies };
