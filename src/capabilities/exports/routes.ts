import * as z from "zod";
import { route } from "../../platform/procedure.ts";
import { deleteWorkspace } from "./deleting.ts";
import { Erasure, ErasureOrder, ErasurePreview, ErasureSubject, erasePerson, erasurePreview } from "./erasing.ts";

const erasures = {
  preview: route(
    { may: "admin", limit: "heavy", audit: false },
    {
      method: "POST",
      path: "/erasures/preview",
      operationId: "previewErasure",
      summary: "Who is known by an e-mail address or as a contact, and what erasing them takes away; nothing is changed",
    },
  )
    .input(ErasureSubject)
    .output(ErasurePreview)
    .handler(({ context, input }) => erasurePreview(context, input)),
  erase: route(
    { may: "admin", limit: "heavy", audit: "person.erased" },
    {
      method: "POST",
      path: "/erasures",
      operationId: "erasePerson",
      summary: "Erase a person: their words and identity go, what was counted stays",
      description: "It cannot be undone. The trail says how much there was, and not of whom.",
    },
  )
    .input(ErasureOrder)
    .output(Erasure)
    .handler(({ context, input }) => erasePerson(context, input)),
};

const deletion = {
  delete: route(
    { may: "admin", limit: "heavy", audit: false, transaction: "own" },
    {
      method: "POST",
      path: "/workspace/deletion",
      operationId: "deleteWorkspace",
      summary: "Delete the workspace with everything in it",
      description: "Its name is to be given as it stands. It cannot be undone; take an archive first.",
      successStatus: 204,
    },
  )
    .input(z.strictObject({ name: z.string().max(200) }))
    .output(z.void())
    .handler(({ context, input }) => deleteWorkspace(context, input.name)),
};

export const exportRoutes = { erasures, deletion };
