import { Refusal } from "../../platform/refusal.ts";
import { drawnAnew, type Order, readThrough } from "./drawing.ts";

// A process that does nothing but draw pictures, one at a time, for the server that started it (`drawing-elsewhere.ts`). What a hostile picture
// breaks in the decoding library, it breaks here.

/** More memory than this is no picture's due; whatever takes it ends with this process. */
const MOST_MEMORY = 512 * 1024 * 1024;
const LOOKED_EVERY_MS = 20;

/** What is answered: the picture, a refusal, or a defect's own words. */
export type Drawing =
  | { safe: Awaited<ReturnType<typeof drawnAnew>> }
  | { size: Awaited<ReturnType<typeof readThrough>> }
  | { refusal: [number, string, string] }
  | { defect: string };

const send = (message: Drawing | "ready") => process.send?.(message, () => undefined);

/** What is asked for: a picture drawn anew, or only read to its end. */
export type Asked = { draw: Order } | { read: Pick<Order, "sent" | "format"> };
const answered = async (asked: Asked): Promise<Drawing> =>
  "draw" in asked ? { safe: await drawnAnew(asked.draw) } : { size: await readThrough(asked.read) };

process.on("message", (asked: Asked) => {
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > MOST_MEMORY) process.kill(process.pid, "SIGKILL");
  }, LOOKED_EVERY_MS);
  void answered(asked)
    .catch(
      (error: unknown): Drawing =>
        error instanceof Refusal
          ? { refusal: [error.status, error.code, error.message] }
          : { defect: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    )
    .then((drawing) => {
      clearInterval(watch);
      send(drawing);
    });
});
// The server is gone, however it went: nobody would fetch what is drawn.
process.on("disconnect", () => process.exit(0));
// A terminal's Ctrl-C comes to this process too; the server decides when its requests have been answered.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
send("ready");
