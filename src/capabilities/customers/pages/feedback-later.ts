import { lazy, useEffect } from "react";

const layer = () => import("./triage-layer.tsx");
const dialogs = () => import("./triage-dialogs.tsx");
const form = () => import("./feedback-form.tsx");
const editor = () => import("./text-editor.tsx");
const talk = () => import("./feedback-talk.tsx");

/** Parts that the first look at the page does not need; they are fetched while it is read. */
export const TriageLayer = lazy(async () => ({ default: (await layer()).TriageLayer }));
export const LinkDialog = lazy(async () => ({ default: (await dialogs()).LinkDialog }));
export const AddFeedbackDialog = lazy(async () => ({ default: (await form()).AddFeedbackDialog }));
export const TextEditor = lazy(async () => ({ default: (await editor()).TextEditor }));
export const FeedbackTalk = lazy(async () => ({ default: (await talk()).FeedbackTalk }));

const SOON_MS = 400;
/** Fetches them soon after the page is there, so that the first key finds its dialog ready. */
export function useFetchedSoon(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      // What fails here is asked for again, and reported, when it is needed.
      for (const part of [layer, dialogs, form, editor, talk]) part().catch(() => undefined);
    }, SOON_MS);
    return () => clearTimeout(timer);
  }, []);
}
