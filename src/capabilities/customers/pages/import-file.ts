import type { ImportMapping } from "../import-rules.ts";
import type { ImportProgress, ImportReport } from "../importing.ts";

/** The head of a file as the server reads it. */
export type Preview = {
  columns: readonly string[];
  rows: readonly { line: number; cells: Readonly<Record<string, string>> }[];
  delimiter: string;
  encoding: string;
  mapping: ImportMapping;
};
export type { ImportProgress, ImportReport };

export type ImportSettings = {
  mapping: Readonly<Record<string, string>>;
  source: string;
  productId: string | undefined;
  dryRun: boolean;
  skipProblems: boolean;
};

/** So much of a file shows its columns and first rows. */
const HEAD_BYTES = 1_000_000;

/** What the server refused, in its words, with where in the file. */
export class ImportRefused extends Error {
  readonly line: number | null;
  readonly code: string;
  constructor(problem: Problem) {
    super(problem.title);
    this.code = problem.code;
    this.line = problem.line ?? null;
  }
}
type Problem = { title: string; code: string; line?: number };

async function send(path: string, query: Record<string, string>, slug: string, body: Blob, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(`/api/v1/${path}?${new URLSearchParams(query)}`, {
    method: "POST",
    headers: { "content-type": "text/csv", "x-workspace": slug },
    body,
    ...(signal ? { signal } : {}),
  });
  if (answer.ok) return answer;
  const problem: Problem = await answer.json();
  throw new ImportRefused(problem);
}

/** Columns, first rows and what the columns most likely are. */
export async function previewFile(slug: string, file: File): Promise<Preview> {
  const answer = await send("imports/preview", {}, slug, file.slice(0, HEAD_BYTES));
  const preview: Preview = await answer.json();
  return preview;
}

type Line = { progress: ImportProgress } | { report: ImportReport } | { problem: Problem };

/** Imports a file, or rehearses it; tells how far it is. Nothing has changed when it throws. */
export async function importFile(
  slug: string,
  file: File,
  { mapping, source, productId, dryRun, skipProblems }: ImportSettings,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportReport> {
  const query = {
    mapping: JSON.stringify(mapping),
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
