import * as z from "zod";
import { RecordRef, route } from "../../platform/procedure.ts";
import { recordOf } from "../workspace/records.ts";
import { removeFile } from "./attaching.ts";
import { filesOf } from "./queries.ts";
import { AttachedFile } from "./schema.ts";

/** Files of records and comments; their bytes go through routes of their own. */
const files = {
  list: route(
    { may: "reader", limit: "read", audit: false },
    {
      method: "GET",
      path: "/records/{id}/files",
      operationId: "listFiles",
      summary: "Files of a record and of the comments on it, oldest first",
    },
  )
    .input(z.object({ id: RecordRef }))
    .output(z.object({ items: z.array(AttachedFile) }))
    .handler(async ({ context, input }) => ({ items: await filesOf(context, (await recordOf(context, input.id)).id) })),
  remove: route(
    { may: "commenter", limit: "write", audit: "file.removed", undo: true },
    { method: "DELETE", path: "/files/{id}", operationId: "removeFile", summary: "Remove a file", successStatus: 204 },
  )
    .input(z.object({ id: z.uuid() }))
    .handler(({ context, input }) => removeFile(context, input.id)),
};

export const fileRoutes = { files };
