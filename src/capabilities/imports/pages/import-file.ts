import type { DateOrder } from "../../../kernels/cells.ts";
import type { Target } from "../../intake/target-rules.ts";
import type { ImportProgress } from "../checking.ts";
import type { Preview } from "../preview.ts";
import type { ImportReport } from "../writing.ts";

export type { ImportProgress, ImportReport, Preview };

export type ImportSettings = {
  target: Target;
  /** Null for any table. */
  format: string | null;
  mapping: Readonly<Record<string, string>>;
  source: string;
  productId: string | undefined;
  dates: DateOrder | undefined;
  encoding: Encoding;
  dryRun: boolean;
  skipProblems: boolean;
};
/** Undefined is what the file says of itself, or UTF-8. */
export type Encoding = "windows-1252" | undefined;

/** So much of a file shows its columns and first rows. */
const HEAD_BYTES = 1_000_000;

/** What the server refused, in its words, with where in the file. */
export class ImportRefused extends Error {
  readonly line: number | null;
  readonly code: string;
  /** Whether another encoding may read the file. */
  readonly isEncoding: boolean;
  constructor(problem: Problem) {
    super(problem.title);
    this.code = problem.code;
    this.line = problem.line ?? null;
    this.isEncoding = problem.proposedEncoding !== undefined;
  }
}
type Problem = { title: string; code: string; line?: number; proposedEncoding?: string };

async function send(path: string, query: Record<string, string>, slug: string, body: Blob, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(`/api/v1/${path}?${new URLSearchParams(query)}`, {
    method: "POST",
    // Whatever the browser calls it: the server goes by the bytes.
    headers: { "content-type": "application/octet-stream", "x-workspace": slug },
    body,
    ...(signal ? { signal } : {}),
  });
  if (answer.ok) return answer;
  const problem: Problem = await answer.json();
  throw new ImportRefused(problem);
}

const PACKED = /\.(?:xlsx|xlsm|gz|zip)$/i;

/**
 * Columns, first rows and what the columns most likely are. Bytes that are no UTF-8 are read as Windows-1252, which the answer says.
 */
export async function previewFile(slug: string, file: File, encoding?: Encoding): Promise<Preview> {
  const whole = PACKED.test(file.name) || file.size <= HEAD_BYTES;
  const query = { whole: String(whole), ...(encoding && { encoding }) };
  try {
    const answer = await send("imports/preview", query, slug, whole ? file : file.slice(0, HEAD_BYTES));
    const preview: Preview = await answer.json();
    return preview;
  } catch (error) {
    if (!(error instanceof ImportRefused && error.isEncoding) || encoding) throw error;
    return previewFile(slug, file, "windows-1252");
  }
}

type Line = { progress: ImportProgress } | { report: ImportReport } | { problem: Problem };

/** Imports a file, or rehearses it; tells how far it is. Nothing has changed when it throws. */
export async function importFile(
  slug: string,
  file: File,
  { target, format, mapping, source, productId, dates, encoding, dryRun, skipProblems }: ImportSettings,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportReport> {
  const query = {
    as: target,
    mapping: JSON.stringify(mapping),
    ...(format === null ? {} : { format }),
    ...(dates === undefined ? {} : { dates }),
    ...(encoding === undefined ? {} : { encoding }),
    fileName: file.name.slice(0, 200),
    source,
    dryRun: String(dryRun),
    skipProblems: String(skipProblems),
    ...(productId === undefined ? {} : { product: productId }),
  };
  const answer = await send("imports", query, slug, file, signal);
  for await (const text of linesOf(answer)) {
    const line: Line = JSON.parse(text);
    if ("problem" in line) throw new ImportRefused(line.problem);
    if ("report" in line) return line.report;
    onProgress(line.progress);
  }
  throw new Error("The import broke off. Nothing was changed.");
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (parts.pop() ?? "");
    for (const part of parts) if (part !== "") yield part;
    if (done) return;
  }
}
