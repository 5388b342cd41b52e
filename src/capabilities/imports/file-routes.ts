import * as z from "zod";
import { DATE_ORDERS } from "../../kernels/cells.ts";
import { type PlainRoute, queryOf } from "../../platform/plain.ts";
import { progressAnswer } from "../../platform/progress-answer.ts";
import { workIn } from "../../platform/work.ts";
import { IMPORT_TARGETS } from "../customers/rules.ts";
import { previewOf } from "./preview.ts";
import { uploaded } from "./uploads.ts";
import { runImport } from "./writing.ts";

/** What browsers and programs call a file of rows. */
const FILE_TYPES = [
  "text/csv",
  "text/plain",
  "text/tab-separated-values",
  "application/csv",
  "application/vnd.ms-excel",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/json",
  "application/x-ndjson",
  "application/gzip",
  "application/x-gzip",
  "application/octet-stream",
];

const Mapping = z
  .string()
  .max(20_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "This is no JSON." });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1).max(1_000), z.string().min(1).max(200)));
const delimiter = z.enum([",", ";", "tab"]).transform((given) => (given === "tab" ? ("\t" as const) : given));
const Reading = {
  delimiter: delimiter.optional(),
  encoding: z.enum(["windows-1252"]).optional(),
};
/** The query of `POST /imports`; the body is the file itself. Without a mapping the format says what the columns are. */
const ImportQuery = z.object({
  as: z.enum(IMPORT_TARGETS).default("feedback"),
  mapping: Mapping.optional(),
  format: z.string().max(80).optional(),
  fileName: z.string().trim().min(1).max(200).default("file.csv"),
  source: z.string().trim().min(1).max(80).optional(),
  product: z.uuid().optional(),
  dates: z.enum(DATE_ORDERS).optional(),
  dryRun: z.stringbool().default(false),
  skipProblems: z.stringbool().default(false),
  ...Reading,
});
const PreviewQuery = z.object({ ...Reading, whole: z.stringbool().default(false) });

/** The routes of import that take a file. It is read as it comes, so that memory stays flat. */
export const importFileRoutes: readonly PlainRoute[] = [
  {
    rules: { may: "member", limit: "heavy", audit: false },
    method: "POST",
    path: "/api/v1/imports/preview",
    operationId: "previewImport",
    summary: "The first rows of a file, its columns, and what they most likely are; the beginning of the file suffices, but for a workbook",
    takes: FILE_TYPES,
    async handle(request, context) {
      const { actor } = context;
      if (!actor) throw new Error("An import has an actor.");
      const { whole, ...options } = queryOf(request, PreviewQuery);
      const file = await uploaded(request.body, whole);
      try {
        const preview = await workIn(context, actor, { writes: false, changeId: null }, (within) => previewOf(within, file, options));
        return Response.json(preview, { headers: { "cache-control": "no-store" } });
      } finally {
        await file.remove();
      }
    },
  },
  {
    rules: { may: "member", limit: "heavy", audit: "import.finished" },
    method: "POST",
    path: "/api/v1/imports",
    operationId: "importFile",
    summary: "Import a file of rows: lines of JSON tell the progress, the last one the result",
    takes: FILE_TYPES,
    async handle(request, context) {
      const { actor } = context;
      if (!actor) throw new Error("An import has an actor.");
      const { as: target, product: productId, dates: dateOrder, ...query } = queryOf(request, ImportQuery);
      const file = await uploaded(request.body, true);
      return progressAnswer(async (onProgress, signal) => {
        try {
          return await runImport(context, actor, { ...query, target, productId, dateOrder, file }, { onProgress, signal });
        } finally {
          await file.remove();
        }
      }, "report");
    },
  },
];
