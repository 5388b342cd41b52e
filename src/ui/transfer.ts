/** What the server refused, in its words. */
export class TransferRefused extends Error {
  readonly code: string;
  constructor({ title, code }: { title: string; code: string }) {
    super(title);
    this.code = code;
  }
}

async function accepted(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const problem: { title: string; code: string } = await answer.json();
  throw new TransferRefused(problem);
}

/** Fetches a file in a workspace and hands it to the browser, under the name that the server gives it. What is refused is thrown in its words. */
export async function download(address: string, slug: string): Promise<void> {
  const answer = await accepted(await fetch(address, { headers: { "x-workspace": slug } }));
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "file";
  const url = URL.createObjectURL(await answer.blob());
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  // The browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Sends a file and reads the lines of JSON with which the server tells how far it is. */
export async function* upload<Line>(address: string, file: Blob, type: string, signal: AbortSignal): AsyncGenerator<Line> {
  const answer = await accepted(await fetch(address, { method: "POST", headers: { "content-type": type }, body: file, signal }));
  if (!answer.body) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (parts.pop() ?? "");
    for (const part of parts) {
      if (part === "") continue;
      const line: Line = JSON.parse(part);
      yield line;
    }
    if (done) return;
  }
}
