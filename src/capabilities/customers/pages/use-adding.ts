import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, client, onceKey, reverse } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { didChange } from "../../../ui/undo.tsx";
import type { FeedbackDraft } from "../schema.ts";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";

/** Adds items one after the other; everything that was added is one step to undo. `onStopped` hears how many were, when one failed. */
export function useAdding({ onDone, onStopped }: { onDone: (keys: readonly string[]) => void; onStopped: (added: number) => void }) {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<{ done: number; total: number }>();
  const [error, setError] = useState<unknown>();
  const renew = () =>
    Promise.all([FEEDBACK_ROWS, api.feedback.key(), api.accounts.key()].map((queryKey) => queries.invalidateQueries({ queryKey })));

  async function addAll(drafts: readonly FeedbackDraft[]) {
    const changes: string[] = [];
    const keys: string[] = [];
    setError(undefined);
    setProgress({ done: 0, total: drafts.length });
    try {
      for (const draft of drafts) {
        const made = await client.feedback.create(draft, { context: { onChange: (id) => changes.push(id), idempotencyKey: onceKey() } });
        keys.push(made.key);
        setProgress({ done: keys.length, total: drafts.length });
      }
    } catch (failure) {
      setError(failure);
      onStopped(keys.length);
    }
    setProgress(undefined);
    if (changes.length > 0) {
      const message = keys.length === 1 ? `Added ${keys[0] ?? ""}` : `Added ${counted(keys.length, "item")}`;
      didChange({ message, undo: reverse(changes, renew) });
    }
    await renew();
    if (keys.length === drafts.length) onDone(keys);
  }

  return { add: (drafts: readonly FeedbackDraft[]) => void addAll(drafts), progress, error };
}
