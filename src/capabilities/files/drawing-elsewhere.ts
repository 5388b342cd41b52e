import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Refusal } from "../../platform/refusal.ts";
import { LONGEST_SECONDS, type Order, type Safe, tooSlow } from "./drawing.ts";
import type { Asked, Drawing } from "./drawing-process.ts";

const PROGRAM = fileURLToPath(new URL("./drawing-process.ts", import.meta.url));
/** The library ends its own work a second before. */
const KILLED_AFTER_MS = (LONGEST_SECONDS + 1) * 1000;
const STARTED_WITHIN_MS = 30_000;

let drawer: ChildProcess | null = null;
let last: Promise<unknown> = Promise.resolve();

/** Who draws at the moment, if anybody: for tests that end it. */
export const drawingProcessId = (): number | undefined => drawer?.pid;

/**
 * Draws a picture in another process, so that no picture can take the server along: that process starts with the first picture, lives until
 * the server ends, and is replaced when it died, took too much memory or too long. One picture at a time.
 * @throws Refusal what the drawing refuses; 422 when it was ended
 */
export async function drawnElsewhere(order: Order): Promise<Safe> {
  const drawing = await inTurn({ draw: order });
  if (!("safe" in drawing)) throw new Error("Who draws answered another question.");
  return drawing.safe;
}

/** Reads a picture to its end in that process, to know that it is one. @throws Refusal like `drawnElsewhere` */
export async function readElsewhere(read: Pick<Order, "sent" | "format">): Promise<{ width: number; height: number }> {
  const drawing = await inTurn({ read });
  if (!("size" in drawing)) throw new Error("Who draws answered another question.");
  return drawing.size;
}

function inTurn(asked: Asked) {
  const mine = last.then(() => answerNow(asked));
  last = mine.catch(() => undefined);
  return mine;
}

async function answerNow(asked: Asked) {
  const child = drawer ?? (await started());
  // Somebody waits for it: the process stays for as long.
  child.channel?.ref();
  try {
    const answer = answerOf(child, KILLED_AFTER_MS, tooSlow());
    child.send(asked, () => undefined);
    const drawing = await answer;
    if (drawing === "ready") throw new Error("Who draws answered out of turn.");
    if ("refusal" in drawing) throw new Refusal(...drawing.refusal);
    if ("defect" in drawing) throw new Error(drawing.defect);
    return drawing;
  } finally {
    child.channel?.unref();
  }
}

/** A process of its own, which knows nothing of the server's secrets. */
async function started(): Promise<ChildProcess> {
  const child = fork(PROGRAM, [], {
    serialization: "advanced",
    env: {},
    execArgv: ["--max-old-space-size=128", "--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  drawer = child;
  child.once("exit", () => {
    if (drawer === child) drawer = null;
  });
  // What goes wrong with a process that nobody waits for is told by the next one who does.
  child.on("error", () => undefined);
  child.unref();
  await answerOf(child, STARTED_WITHIN_MS, brokeOff());
  return child;
}

/** What a process says next. One that says nothing in time is killed, with `late` as the reason. */
function answerOf(child: ChildProcess, withinMs: number, late: Refusal): Promise<Drawing | "ready"> {
  const { promise, resolve, reject } = Promise.withResolvers<Drawing | "ready">();
  const timer = setTimeout(() => end(late), withinMs);
  const onExit = () => end(brokeOff());
  const end = (reason: Refusal) => {
    if (drawer === child) drawer = null;
    child.kill("SIGKILL");
    reject(reason);
  };
  child.once("message", resolve);
  child.once("exit", onExit);
  child.once("error", onExit);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off("message", resolve);
    child.off("exit", onExit);
    child.off("error", onExit);
  });
}

const brokeOff = () =>
  new Refusal(
    422,
    "READING_BROKE_OFF",
    "Reading this picture broke off, or took too much memory. Save it anew or make it smaller, then send it again.",
  );
