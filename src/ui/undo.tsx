import { X } from "lucide-react";
import { create } from "zustand";
import { useShortcuts } from "./keyboard.tsx";
import "./undo.css";

/** Puts a change back and answers with what brings it forth again, so that undo and redo are one thing seen from two sides. */
export type Reverse = () => Promise<Reverse | undefined>;
export interface Change {
  /** What happened, as the toast says it: "Linked to N-42". */
  message: string;
  undo: Reverse;
}
interface Toast {
  id: number;
  tone: "plain" | "error";
  message: string;
  change?: Change;
}

const UNDO_MS = 8000;
const ERROR_MS = 12_000;
const DEPTH = 50;
const LIVE_MS = 5000;

const useToasts = create<{ toasts: Toast[]; done: Change[]; undone: Change[]; live: string }>(() => ({
  toasts: [],
  done: [],
  undone: [],
  live: "",
}));
const timers = new Map<number, ReturnType<typeof setTimeout>>();
let lastId = 0;

function dismiss(id: number) {
  clearTimeout(timers.get(id));
  timers.delete(id);
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}

function show(toast: Omit<Toast, "id">) {
  const id = ++lastId;
  // The newest two are enough to read; an older toast's change stays on the undo stack.
  for (const old of useToasts.getState().toasts.slice(0, -1)) dismiss(old.id);
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }] }));
  hold(id, toast.tone === "error" ? ERROR_MS : UNDO_MS);
}

function hold(id: number, ms: number) {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(() => dismiss(id), ms),
  );
}

/** Says what was done in a toast with "Undo" for eight seconds, and puts it on the ⌘Z stack of 50. */
export function didChange(change: Change) {
  useToasts.setState(({ done }) => ({ done: [...done, change].slice(-DEPTH), undone: [] }));
  show({ tone: "plain", message: change.message, change });
}

/** Says something that cannot be undone: "Copied". */
export function notify(message: string) {
  show({ tone: "plain", message });
}

/** Says that something failed, with the sentence of the error or of the server's problem document. */
export function notifyError(error: unknown, attempt?: string) {
  show({ tone: "error", message: attempt ? `${attempt}: ${sentenceOf(error)}` : sentenceOf(error) });
}

/** The sentence a person should read for anything thrown. */
export function sentenceOf(error: unknown) {
  // The code of a page that could not be fetched says so in the words of the bundler.
  const isUnanswered = error instanceof Error && (error.name === "TypeError" || error.message.startsWith("Unable to preload"));
  if (error instanceof Error && !isUnanswered && error.message !== "") return error.message;
  if (typeof navigator !== "undefined" && !navigator.onLine) return "There is no connection.";
  return "The server did not answer. Nothing was changed.";
}

async function turn(from: "done" | "undone", to: "done" | "undone", picked?: Change) {
  const change = picked ?? useToasts.getState()[from].at(-1);
  if (!change) return notify(from === "done" ? "Nothing to undo." : "Nothing to bring back.");
  // Taken off before the answer, so that two quick ⌘Z take two changes and never one twice.
  useToasts.setState((state) => ({ [from]: state[from].filter((one) => one !== change) }));
  for (const toast of useToasts.getState().toasts) if (toast.change === change) dismiss(toast.id);
  try {
    const again = await change.undo();
    if (again) useToasts.setState((state) => ({ [to]: [...state[to], { message: change.message, undo: again }].slice(-DEPTH) }));
    show({ tone: "plain", message: from === "done" ? `Undone: ${change.message}` : `Again: ${change.message}` });
  } catch (error) {
    notifyError(error, "Not undone");
  }
}
/** Undoes the last change, as ⌘Z does. */
export const undoLast = () => turn("done", "undone");
/** Brings back what was last undone, as ⌘⇧Z does. */
export const redoLast = () => turn("undone", "done");
/** Forgets the stacks: another workspace, another person. */
export const forgetChanges = () => useToasts.setState({ done: [], undone: [] });

let liveWaiting = "";
let liveTimer: ReturnType<typeof setTimeout> | undefined;
/** Tells a screen reader what others changed, politely and at most once in five seconds: the newest message wins. Shows nothing. */
export function announce(message: string) {
  liveWaiting = message;
  if (liveTimer) return;
  useToasts.setState({ live: message });
  liveWaiting = "";
  liveTimer = setTimeout(() => {
    liveTimer = undefined;
    if (liveWaiting !== "") announce(liveWaiting);
  }, LIVE_MS);
}

function ToastLine({ toast }: { toast: Toast }) {
  const { change } = toast;
  return (
    <div
      className="toast"
      data-tone={toast.tone}
      onPointerEnter={() => clearTimeout(timers.get(toast.id))}
      onPointerLeave={() => hold(toast.id, 3000)}
    >
      <span>{toast.message}</span>
      {change && (
        <button type="button" className="plain toast-undo" onClick={() => void turn("done", "undone", change)}>
          Undo
        </button>
      )}
      <button type="button" className="plain toast-close" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

/** The toasts, the polite region for others' changes, and ⌘Z / ⌘⇧Z. Mounted once. */
export function Toasts() {
  const { toasts, live } = useToasts();
  useShortcuts(
    "Everywhere",
    [
      { keys: "mod+z", label: "Undo", run: () => void undoLast() },
      { keys: "mod+shift+z", label: "Bring back what was undone", run: () => void redoLast() },
    ],
    { scope: "global" },
  );
  return (
    <section className="toasts" aria-label="Messages">
      <div role="status" aria-live="polite">
        {toasts
          .filter((toast) => toast.tone === "plain")
          .map((toast) => (
            <ToastLine key={toast.id} toast={toast} />
          ))}
      </div>
      <div role="alert">
        {toasts
          .filter((toast) => toast.tone === "error")
          .map((toast) => (
            <ToastLine key={toast.id} toast={toast} />
          ))}
      </div>
      <div className="sr" role="status" aria-live="polite">
        {live}
      </div>
    </section>
  );
}

/** "3 new": others' additions wait here until asked for, so that no row moves under the cursor. Nothing is drawn for 0. */
export function NewBar({ count, noun = "new", onShow }: { count: number; noun?: string; onShow: () => void }) {
  if (count === 0) return null;
  return (
    <button type="button" className="plain new-bar" onClick={onShow}>
      <b>
        {count.toLocaleString()} {noun}
      </b>{" "}
      Show
    </button>
  );
}
