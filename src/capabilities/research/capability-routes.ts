import * as z from "zod";
import { route } from "../../platform/procedure.ts";
import { addCapability, capabilityMatrix, compare, removeCapability, renameCapability } from "./capabilities.ts";
import { Capability, CapabilityChange, CapabilityDraft, CapabilityMatrix, Cells } from "./capability-answers.ts";
import { capabilityAccess } from "./capability-rules.ts";

const Ref = z.object({ id: z.uuid() });
const compares = { may: [capabilityAccess, "compare"], limit: "write", undo: true } as const;

export const capabilities = {
  list: route(
    { may: "reader", limit: "read", audit: false },
    { method: "GET", path: "/capabilities", operationId: "listCapabilities", summary: "What our product and each competitor can do" },
  )
    .output(CapabilityMatrix)
    .handler(({ context }) => capabilityMatrix(context)),
  create: route(
    { ...compares, audit: "capability.added" },
    {
      method: "POST",
      path: "/capabilities",
      operationId: "addCapability",
      summary: "Add something to compare: one of our features, or a name",
      successStatus: 201,
    },
  )
    .input(CapabilityDraft)
    .output(Capability)
    .handler(({ context, input }) => addCapability(context, input)),
  rename: route(
    { ...compares, audit: "capability.renamed" },
    {
      method: "PUT",
      path: "/capabilities/{id}/name",
      operationId: "renameCapability",
      summary: "Call something that is compared otherwise",
    },
  )
    .input(Ref.extend(CapabilityChange.shape))
    .output(Capability)
    .handler(({ context, input }) => renameCapability(context, input.id, input.name)),
  delete: route(
    { ...compares, audit: "capability.removed" },
    {
      method: "DELETE",
      path: "/capabilities/{id}",
      operationId: "removeCapability",
      summary: "Compare something no more",
      successStatus: 204,
    },
  )
    .input(Ref)
    .output(z.void())
    .handler(({ context, input }) => removeCapability(context, input.id)),
  compare: route(
    { ...compares, audit: "competitor.compared" },
    {
      method: "PUT",
      path: "/capability-stands",
      operationId: "compareCapabilities",
      summary: "Say who can do what, with the address where it is said and the day on which it was so; all cells or none",
      description: "`unknown` takes back what was said.",
    },
  )
    .input(Cells)
    .output(CapabilityMatrix)
    .handler(({ context, input }) => compare(context, input)),
};
