import * as z from "zod";
import { Paging } from "../../platform/cursor.ts";
import { route } from "../../platform/procedure.ts";
import { formats } from "./formats.ts";
import { BatchRemoval, ImportBatchPage } from "./schema.ts";
import { importBatchesPage, removeBatch } from "./undoing.ts";

const read = { may: "reader", limit: "read", audit: false } as const;
const ImportFormat = z.object({
  name: z.string(),
  label: z.string(),
  targets: z.array(z.string()).describe("What its rows can become by themselves, the likeliest first."),
});

const imports = {
  formats: route(read, {
    method: "GET",
    path: "/imports/formats",
    operationId: "listImportFormats",
    summary: "The exports of other tools that are known by their columns",
  })
    .input(z.object({}))
    .output(z.object({ items: z.array(ImportFormat) }))
    .handler(() => ({ items: formats.map(({ name, label, columns }) => ({ name, label, targets: Object.keys(columns) })) })),
  list: route(read, { method: "GET", path: "/imports", operationId: "listImports", summary: "What was imported, the newest first" })
    .input(z.object(Paging))
    .output(ImportBatchPage)
    .handler(({ context, input }) => importBatchesPage(context, input)),
  undo: route(
    { may: "member", limit: "heavy", audit: "import.undone" },
    {
      method: "DELETE",
      path: "/imports/{id}",
      operationId: "undoImport",
      summary: "Take an import back, except what has been worked on since",
    },
  )
    .input(z.object({ id: z.uuid() }))
    .output(BatchRemoval)
    .handler(({ context, input }) => removeBatch(context, input.id)),
};

/** Imports: `api.imports.list`. Files come in by plain routes. */
export const importRoutes = { imports };
