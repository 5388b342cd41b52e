import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StandardBracketNotationSerializer } from "@orpc/openapi-client/standard";
import * as z from "zod";
import type { Actor } from "../../platform/access.ts";
import { type Context, record } from "../../platform/context.ts";
import { csvFile } from "../../platform/csv-writing.ts";
import type { PlainRoute } from "../../platform/plain.ts";
import { invalid } from "../../platform/refusal.ts";
import { atMost, fileAnswer } from "../../platform/spooled.ts";
import { type Surroundings, workIn } from "../../platform/work.ts";
import { writeXlsx } from "../../platform/xlsx-writing.ts";
import { KINDS } from "../workspace/kind-rules.ts";
import { type List, lists } from "./lists.ts";
import { reading } from "./reading.ts";

const FORMATS = {
  csv: { word: "CSV", type: "text/csv; charset=utf-8" },
  xlsx: { word: "an Excel workbook", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
} as const;
type Format = keyof typeof FORMATS;
const formats: readonly Format[] = ["csv", "xlsx"];

const Search = z.looseObject({ bom: z.stringbool().default(false).describe("A byte order mark before a CSV, for Excel.") });
const brackets = new StandardBracketNotationSerializer();
/** How many lists are written at once by one process. */
const inTurn = atMost(4);

/** `GET /feedback.csv`, `GET /needs.xlsx` …: a list as a file, by the filters and the sort of the list itself. */
export const listRoutes: readonly PlainRoute[] = lists.flatMap((list) =>
  formats.map((format) => {
    const noun = KINDS[list.kind].many;
    return {
      rules: { may: "reader", limit: "heavy", audit: "list.exported" } as const,
      method: "GET" as const,
      path: `/api/v1/${list.name}.${format}`,
      operationId: `export${pascal(list.name)}${format === "csv" ? "Csv" : "Xlsx"}`,
      summary: `${noun} as ${FORMATS[format].word}, by the filters and sort of the list; all pages`,
      async handle(request, context) {
        const { actor } = context;
        if (!actor) throw new Error("An export has an actor.");
        const { bom, ...search } = searchOf(request);
        const name = `${list.name}-${context.now.slice(0, 10)}.${format}`;
        return inTurn(() =>
          fileAnswer((path) => writeList(context, actor, list, { path, format, search, bom }), { name, type: FORMATS[format].type }),
        );
      },
    };
  }),
);

function pascal(name: string): string {
  return name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
}

function searchOf(request: Request): z.infer<typeof Search> {
  const { searchParams } = new URL(request.url);
  // Said for the sign-in, not for the list.
  searchParams.delete("workspace");
  return refusing(() => Search.parse(brackets.deserialize([...searchParams])));
}

/** One state of the workspace from the first row to the last. */
async function writeList(
  around: Surroundings,
  actor: Actor,
  list: List,
  { path, format, search, bom }: { path: string; format: Format; search: unknown; bom: boolean },
): Promise<void> {
  let rows = -1;
  async function* counted(context: Context) {
    for await (const cells of list.records(context, search)) {
      rows += 1;
      yield cells;
    }
  }
  const write = async (context: Context) => {
    if (format === "xlsx") await writeXlsx(path, KINDS[list.kind].many, counted(context), new Date(context.now));
    else await pipeline(Readable.from(csvFile(counted(context), { mark: bom })), createWriteStream(path, { flags: "wx", mode: 0o600 }));
  };
  await reading(around, actor, write).catch((error: unknown) => {
    throw refusalOf(error);
  });
  await workIn(around, actor, { writes: true, changeId: null }, (context) =>
    record(context, "list.exported", null, { name: list.name, format, rows }),
  );
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** A parameter that a list does not take is the asker's mistake. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof z.ZodError)) return error;
  const [issue] = error.issues;
  return invalid(issue?.path.join(".") ?? "", issue?.message ?? "This is not valid.");
}
