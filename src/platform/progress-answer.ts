import { problem } from "./api.ts";
import { Refusal } from "./refusal.ts";

/**
 * Answers long work with lines of JSON: `{ progress }` as it goes, the last one `{ result }` or `{ problem }`. What is refused before there
 * was any progress is refused like everything else, with its own status. Whoever goes away aborts the signal.
 * @param called what the last line calls the result
 */
export async function progressAnswer<Result extends object>(
  work: (say: (progress: object) => void, signal: AbortSignal) => Promise<Result>,
  called = "result",
): Promise<Response> {
  const left = new AbortController();
  const waiting: object[] = [];
  const started = Promise.withResolvers<void>();
  let say = (line: object) => {
    waiting.push(line);
    started.resolve();
  };
  const working = work((progress) => say({ progress }), left.signal);
  await Promise.race([started.promise, working]);

  const text = new TextEncoder();
  const lines = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async start(controller) {
      say = (line) => {
        if (!left.signal.aborted) controller.enqueue(text.encode(`${JSON.stringify(line)}\n`));
      };
      for (const line of waiting) say(line);
      try {
        say({ [called]: await working });
      } catch (error) {
        if (!(error instanceof Refusal)) return left.signal.aborted ? undefined : controller.error(error);
        say({ problem: await problem(error.status, error.code, error.message, error.data).json() });
      }
      if (!left.signal.aborted) controller.close();
    },
    cancel: () => left.abort(),
  });
  return new Response(lines, { headers: { "content-type": "application/x-ndjson", "cache-control": "no-store" } });
}
