import type { AttachedFile } from "../schema.ts";

/** What the server refused, or that it did not answer, in a sentence for people. */
export class NotSent extends Error {
  /** The same file may be taken when it is sent again. */
  readonly mayTryAgain: boolean;
  constructor(sentence: string, mayTryAgain: boolean) {
    super(sentence);
    this.mayTryAgain = mayTryAgain;
  }
}

export type Sent = { file: AttachedFile; change: string | null };
type Sending = {
  /** Without it the file waits for a comment. */
  record: string | undefined;
  slug: string;
  name: string;
  /** What makes a repeated sending one. */
  key: string;
  onProgress: (share: number) => void;
  signal: AbortSignal;
};

/** Sends a file and tells how far it is, which `fetch` cannot. @throws NotSent */
export function sendFile(file: Blob, { record, slug, name, key, onProgress, signal }: Sending): Promise<Sent> {
  const search = new URLSearchParams({ name, ...(record === undefined ? {} : { record }) });
  const request = new XMLHttpRequest();
  request.open("POST", `/api/v1/files?${search}`);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.setRequestHeader("x-workspace", slug);
  request.setRequestHeader("idempotency-key", key);
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  signal.addEventListener("abort", () => request.abort());
  return new Promise((done, fail) => {
    request.onload = () => {
      if (request.status === 201) return done({ file: JSON.parse(request.responseText), change: request.getResponseHeader("x-change") });
      fail(new NotSent(sentenceIn(request.responseText), request.status === 429 || request.status >= 500));
    };
    request.onerror = () => fail(new NotSent("The server did not answer. Nothing was attached.", true));
    request.onabort = () => fail(new NotSent("Sending was stopped.", true));
    request.send(file);
  });
}

function sentenceIn(text: string): string {
  try {
    const problem: { title?: unknown } = JSON.parse(text);
    if (typeof problem.title === "string") return problem.title;
  } catch {
    // A proxy answered, and not in our words.
  }
  return "The server did not take it. Nothing was attached.";
}
