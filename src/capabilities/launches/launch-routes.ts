import * as z from "zod";
import { Edit, IfMatch, Page, RecordRef, route, tag, versionOf } from "../../platform/procedure.ts";
import { Total } from "../customers/answers.ts";
import { recordIdOf } from "../workspace/records.ts";
import {
  Askers,
  Launch,
  LaunchChange,
  LaunchDraft,
  LaunchFilter,
  LaunchItemChange,
  LaunchItemDraft,
  LaunchMove,
  LaunchQuery,
} from "./launch-answers.ts";
import { launchAccess } from "./launch-rules.ts";
import {
  addLaunchItem,
  createLaunch,
  deleteLaunch,
  editLaunch,
  editLaunchItem,
  launchById,
  launchesPage,
  launchTotal,
  markLaunchItem,
  moveLaunch,
  removeLaunchItem,
} from "./launches.ts";
import { mustBeFeature } from "./promises.ts";
import { askersOf, tellAsker, untellAsker } from "./tellings.ts";

const Ref = z.object({ id: RecordRef });
const ItemRef = z.object({ id: z.uuid() });
const read = { may: "reader", limit: "read", audit: false } as const;
const plan = { may: [launchAccess, "plan"], limit: "write", undo: true } as const;
const work = { may: [launchAccess, "do"], limit: "write", undo: true } as const;
const tell = { may: [launchAccess, "tell"], limit: "write", undo: true } as const;

export const launchesRoutes = {
  list: route(read, { method: "GET", path: "/launches", operationId: "listLaunches", summary: "Launches, the next first" })
    .input(LaunchQuery)
    .output(Page(Launch))
    .handler(({ context, input }) => launchesPage(context, input)),
  count: route(read, { method: "GET", path: "/launches/count", operationId: "countLaunches", summary: "How many launches a filter finds" })
    .input(LaunchFilter)
    .output(Total)
    .handler(({ context, input }) => launchTotal(context, input)),
  get: route(read, { method: "GET", path: "/launches/{id}", operationId: "getLaunch", summary: "A launch with its brief and checklist" })
    .input(Ref)
    .output(Launch)
    .handler(async ({ context, input }) => tag(context, await launchById(context, input.id))),
  askers: route(read, {
    method: "GET",
    path: "/launches/{id}/askers",
    operationId: "listLaunchAskers",
    summary: "Those who asked for what a launch brings out, and whether they have been told",
  })
    .input(Ref)
    .output(Askers)
    .handler(async ({ context, input }) => {
      const { features } = await launchById(context, input.id);
      return askersOf(
        context,
        features.map(({ id }) => id),
      );
    }),
  create: route(
    { ...plan, audit: "launch.planned" },
    {
      method: "POST",
      path: "/launches",
      operationId: "planLaunch",
      summary: "Plan a launch with the checklist of its tier",
      successStatus: 201,
    },
  )
    .input(LaunchDraft)
    .output(Launch)
    .handler(async ({ context, input }) => tag(context, await createLaunch(context, input))),
  edit: route(
    { ...plan, audit: "launch.edited", edits: true },
    { method: "PATCH", path: "/launches/{id}", operationId: "editLaunch", summary: "Change a launch, its date or its brief" },
  )
    .input(Edit(LaunchChange))
    .output(Launch)
    .handler(async ({ context, input }) => tag(context, await editLaunch(context, input.params.id, versionOf(input.headers), input.body))),
  move: route(
    { ...plan, audit: "launch.moved", edits: true },
    {
      method: "PUT",
      path: "/launches/{id}/state",
      operationId: "moveLaunch",
      summary: "Move a launch to another state",
      description:
        "Going back, skipping and moving on with open items ask for a reason: answered with 422 and `reasons` when it is missing.",
    },
  )
    .input(Edit(LaunchMove))
    .output(Launch)
    .handler(async ({ context, input }) => tag(context, await moveLaunch(context, input.params.id, versionOf(input.headers), input.body))),
  delete: route(
    { ...plan, audit: "launch.deleted" },
    { method: "DELETE", path: "/launches/{id}", operationId: "deleteLaunch", summary: "Delete a launch", successStatus: 204 },
  )
    .input(Ref)
    .handler(({ context, input }) => deleteLaunch(context, input.id)),
  addItem: route(
    { ...plan, audit: "launch.item-added" },
    {
      method: "POST",
      path: "/launches/{id}/items",
      operationId: "addLaunchItem",
      summary: "Add something to a launch's checklist",
      successStatus: 201,
    },
  )
    .input(LaunchItemDraft.extend({ id: RecordRef }))
    .output(Launch)
    .handler(({ context, input: { id, ...draft } }) => addLaunchItem(context, id, draft)),
  editItem: route(
    { ...work, audit: "launch.item-edited", edits: true },
    { method: "PATCH", path: "/launch-items/{id}", operationId: "editLaunchItem", summary: "Change something of a checklist" },
  )
    .input(z.object({ params: ItemRef, headers: IfMatch, body: LaunchItemChange }))
    .output(Launch)
    .handler(({ context, input }) => editLaunchItem(context, input.params.id, versionOf(input.headers), input.body)),
  doneItem: route(
    { ...work, audit: "launch.item-done" },
    {
      method: "PUT",
      path: "/launch-items/{id}/done",
      operationId: "finishLaunchItem",
      summary: "Say that something of a checklist is done",
    },
  )
    .input(ItemRef)
    .output(Launch)
    .handler(({ context, input }) => markLaunchItem(context, input.id, true)),
  reopenItem: route(
    { ...work, audit: "launch.item-reopened" },
    { method: "DELETE", path: "/launch-items/{id}/done", operationId: "reopenLaunchItem", summary: "Say that it is not done after all" },
  )
    .input(ItemRef)
    .output(Launch)
    .handler(({ context, input }) => markLaunchItem(context, input.id, false)),
  removeItem: route(
    { ...plan, audit: "launch.item-removed" },
    { method: "DELETE", path: "/launch-items/{id}", operationId: "removeLaunchItem", summary: "Take something off a checklist" },
  )
    .input(ItemRef)
    .output(Launch)
    .handler(({ context, input }) => removeLaunchItem(context, input.id)),
};

/** Those who asked for features, and that they were told. Nothing is sent from here. */
export const tellingRoutes = {
  list: route(read, {
    method: "GET",
    path: "/features/{id}/askers",
    operationId: "listAskers",
    summary: "Those who asked for a feature, and whether they have been told",
  })
    .input(Ref)
    .output(Askers)
    .handler(async ({ context, input }) => {
      const id = await recordIdOf(context, input.id, "feature");
      await mustBeFeature(context, id);
      return askersOf(context, [id]);
    }),
  tell: route(
    { ...tell, audit: "feature.told" },
    { method: "POST", path: "/tellings", operationId: "tellAsker", summary: "Say that somebody who asked was told", successStatus: 201 },
  )
    .input(z.strictObject({ featureIds: z.array(RecordRef).min(1).max(50), voiceId: z.uuid() }))
    .output(Askers)
    .handler(({ context, input }) => tellAsker(context, input)),
  untell: route(
    { ...tell, audit: "feature.untold" },
    {
      method: "DELETE",
      path: "/features/{id}/tellings/{voiceId}",
      operationId: "untellAsker",
      summary: "Take it back that somebody was told",
    },
  )
    .input(Ref.extend({ voiceId: z.uuid() }))
    .output(Askers)
    .handler(({ context, input }) => untellAsker(context, input.id, input.voiceId)),
};
