import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "../../../api.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import type { FeedbackItem } from "../answers.ts";
import { EXCERPT_LENGTH } from "../rules.ts";
import "./feedback-item.css";

/** The open item. What the list knows of it is shown until the whole has come, so that walking down a list never blinks. */
export function useOpenFeedback(key: string | undefined, near: readonly (FeedbackItem | undefined)[]) {
  const queries = useQueryClient();
  const found = useQuery(api.feedback.get.queryOptions({ input: { id: key ?? "" }, enabled: key !== undefined, staleTime: 30_000 }));
  const isSettled = found.data !== undefined;
  const keys = near.map((row) => row?.key ?? "").join(" ");
  useEffect(() => {
    if (!isSettled) return;
    for (const id of keys.split(" "))
      if (id !== "") void queries.prefetchQuery(api.feedback.get.queryOptions({ input: { id }, staleTime: 30_000 }));
  }, [queries, isSettled, keys]);
  return found;
}

/** The first words of an item whose text is still on its way. */
export function Arriving({ row, error, onRetry }: { row: FeedbackItem | undefined; error: Error | null; onRetry: () => void }) {
  if (error) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <article className="item" aria-busy>
      <header className="item-head" />
      <div className="item-body">
        {row?.title != null && <h2 className="item-title">{row.title}</h2>}
        {row ? <p className="highlights">{row.excerpt}</p> : null}
        {(!row || row.excerpt.length >= EXCERPT_LENGTH) && <Skeleton lines={4} />}
      </div>
    </article>
  );
}
