import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { Actor } from "../../platform/access.ts";
import { problem } from "../../platform/api.ts";
import { previewRows } from "../../platform/csv.ts";
import type { PlainRoute } from "../../platform/plain.ts";
import { invalid, Refusal } from "../../platform/refusal.ts";
import type { Surroundings } from "../../platform/work.ts";
import { guessMapping } from "./import-rules.ts";
import { type CheckedImport, checkImport, refusalFor, writeImport } from "./importing.ts";

/** What browsers and programs call a CSV file. */
const CSV_TYPES = [
  "text/csv",
  "text/plain",
  "text/tab-separated-values",
  "application/csv",
  "application/vnd.ms-excel",
  "application/octet-stream",
];
const LARGEST_FILE = 500_000_000;
const ROWS_PREVIEWED = 10;

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
/** The query of `POST /imports`; the body is the file itself. */
const ImportQuery = z.object({
  as: z.literal("feedback").default("feedback"),
  mapping: Mapping,
  fileName: z.string().trim().min(1).max(200).default("file.csv"),
  source: z.string().trim().min(1).max(80).optional(),
  product: z.uuid().optional(),
  dryRun: z.stringbool().default(false),
  skipProblems: z.stringbool().default(false),
  delimiter: delimiter.optional(),
});
const PreviewQuery = z.object({ delimiter: delimiter.optional() });

/** The routes of import that take a file. Its bytes go to disk as they come, so that memory stays flat. */
export const importFileRoutes: readonly PlainRoute[] = [
  {
    rules: { may: "member", limit: "heavy", audit: false },
    method: "POST",
    path: "/api/v1/imports/preview",
    operationId: "previewImport",
    summary: "The first rows of a CSV file, its columns, and what they most likely are; the beginning of the file suffices",
    takes: CSV_TYPES,
    async handle(request) {
      const query = queryOf(request, PreviewQuery);
      try {
        const { headers, rows, ...file } = await previewRows(bodyOf(request), ROWS_PREVIEWED, query);
        return Response.json(
          { ...file, columns: headers, rows, mapping: guessMapping(headers) },
          { headers: { "cache-control": "no-store" } },
        );
      } catch (error) {
        throw refusalFor(error);
      }
    },
  },
  {
    rules: { may: "member", limit: "heavy", audit: "import.finished" },
    method: "POST",
    path: "/api/v1/imports",
    operationId: "importFile",
    summary: "Import a CSV file by a mapping of its columns: lines of JSON tell the progress, the last one the result",
    takes: CSV_TYPES,
    async handle(request, context) {
      const { actor } = context;
      if (!actor) throw new Error("An import has an actor.");
      const { mapping, product, ...query } = queryOf(request, ImportQuery);
      const file = await spooled(bodyOf(request));
      try {
        const checked = await checkImport(context, actor, {
          ...query,
          mapping,
          source: query.source ?? query.fileName.slice(0, 80),
          productId: product,
          open: () => createReadStream(file.path),
        });
        return answering(context, actor, checked, file.remove);
      } catch (error) {
        await file.remove();
        throw error;
      }
    },
  },
];

function queryOf<Query>(request: Request, shape: z.ZodType<Query>): Query {
  const read = shape.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw invalid(issue?.path.join(".") ?? "", issue?.message ?? "This is not valid.");
}

function bodyOf({ body }: Request): ReadableStream<Uint8Array> {
  if (!body) throw new Refusal(422, "BROKEN_FILE", "The file is empty.");
  return body;
}

async function spooled(body: ReadableStream<Uint8Array>) {
  const folder = await mkdtemp(join(tmpdir(), "throughline-import-"));
  const path = join(folder, "file.csv");
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const file = await open(path, "wx", 0o600);
    try {
      let size = 0;
      for await (const part of body) {
        size += part.byteLength;
        if (size > LARGEST_FILE) throw new Refusal(413, "TOO_LARGE", `A file may have ${LARGEST_FILE / 1_000_000} MB; split this one.`);
        await file.write(part);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}

/** Writes the import while it answers. Whoever goes away before the end takes it back. */
function answering(context: Surroundings, actor: Actor, checked: CheckedImport, done: () => Promise<void>): Response {
  const left = new AbortController();
  const text = new TextEncoder();
  const lines = new ReadableStream<Uint8Array>({
    async start(controller) {
      const say = (line: object) => {
        if (!left.signal.aborted) controller.enqueue(text.encode(`${JSON.stringify(line)}\n`));
      };
      try {
        const report = await writeImport(context, actor, checked, { onProgress: (progress) => say({ progress }), signal: left.signal });
        say({ report });
        if (!left.signal.aborted) controller.close();
      } catch (error) {
        if (!(error instanceof Refusal)) controller.error(error);
        else {
          say({ problem: await problem(error.status, error.code, error.message, error.data).json() });
          if (!left.signal.aborted) controller.close();
        }
      } finally {
        await done();
      }
    },
    cancel: () => left.abort(),
  });
  return new Response(lines, { headers: { "content-type": "application/x-ndjson", "cache-control": "no-store" } });
}
