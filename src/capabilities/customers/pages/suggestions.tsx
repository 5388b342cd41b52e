import { GitMerge } from "lucide-react";
import { useEffect, useState } from "react";
import { counted, percent } from "../../../ui/format.ts";
import { Kbd } from "../../../ui/keyboard.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import type { FeedbackMark } from "../answers.ts";
import type { Target } from "./recent-targets.ts";
import { useSimilar, useSuggestedNeeds } from "./use-suggestions.ts";

const REST_MS = 180;

/** The key that was looked at for a moment: running down a list by J must not ask for suggestions at every step. */
export function useRested(key: string | undefined): string | undefined {
  const [rested, setRested] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setRested(key), REST_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return rested === key ? key : undefined;
}

/** Needs that it may speak of, each with why; Alt+1–3 or a click links. */
export function SuggestedNeeds({ feedbackKey, onLink }: { feedbackKey: string | undefined; onLink?: (target: Target) => void }) {
  const { data, isPending, error } = useSuggestedNeeds(feedbackKey);
  return (
    <section className="side-part" aria-label="Suggested needs">
      <h2>Suggested needs</h2>
      {error ? (
        <p className="meta">Suggestions are not to be had just now.</p>
      ) : isPending ? (
        <Skeleton lines={2} />
      ) : data.items.length === 0 ? (
        <p className="meta">No need resembles it yet.</p>
      ) : (
        <ol className="suggestions">
          {data.items.slice(0, 3).map(({ need, score, why }, index) => (
            <li key={need.id}>
              <button
                type="button"
                className="plain suggestion"
                // Words that are selected stay selected while it is pressed.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onLink?.(need)}
                disabled={onLink === undefined}
              >
                <KindIcon kind={need.kind} />
                <span className="suggestion-words">
                  <span>{need.title}</span>
                  <span className="meta">
                    {percent(score)} · {why}
                  </span>
                </span>
                {onLink && <Kbd keys={`alt+${index + 1}`} />}
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** What others said that may be the same, with the words that make it alike. */
export function SimilarFeedback({
  feedbackKey,
  onOpen,
  onMerge,
}: {
  feedbackKey: string | undefined;
  onOpen: (key: string) => void;
  onMerge?: (into: FeedbackMark) => void;
}) {
  const { data, isPending, error } = useSimilar(feedbackKey);
  return (
    <section className="side-part" aria-label="Similar feedback">
      <h2>Similar {data && data.items.length > 0 && <span className="meta">{counted(data.items.length, "item")}</span>}</h2>
      {error ? (
        <p className="meta">Similar items are not to be had just now.</p>
      ) : isPending ? (
        <Skeleton lines={2} />
      ) : data.items.length === 0 ? (
        <p className="meta">Nobody else said this yet.</p>
      ) : (
        <ul className="suggestions">
          {data.items.map(({ feedback, score, why }) => (
            <li key={feedback.id} className="similar">
              <MarkButton mark={feedback} onOpen={onOpen}>
                {percent(score)} · {why.slice(0, 4).join(", ")}
              </MarkButton>
              {onMerge && (
                <button
                  type="button"
                  className="icon-button"
                  aria-label={`Merge into ${feedback.key}`}
                  title={`Merge into ${feedback.key}`}
                  onClick={() => onMerge(feedback)}
                >
                  <GitMerge size={14} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function MarkButton({ mark, onOpen, children }: { mark: FeedbackMark; onOpen: (key: string) => void; children: React.ReactNode }) {
  return (
    <button type="button" className="plain suggestion" onClick={() => onOpen(mark.key)}>
      <span className="suggestion-words">
        <span className="suggestion-said">{mark.title ?? mark.excerpt}</span>
        <span className="meta">{children}</span>
      </span>
    </button>
  );
}

/** A titled list of other feedback: merged duplicates, history with the account. Nothing is drawn without any. */
export function FeedbackMarks({ title, marks, onOpen }: { title: string; marks: readonly FeedbackMark[]; onOpen: (key: string) => void }) {
  if (marks.length === 0) return null;
  return (
    <section className="side-part" aria-label={title}>
      <h2>
        {title} <span className="meta">{marks.length}</span>
      </h2>
      <ul className="suggestions">
        {marks.map((mark) => (
          <li key={mark.id}>
            <MarkButton mark={mark} onOpen={onOpen}>
              {[mark.key, mark.authorName ?? mark.account?.name].filter(Boolean).join(" · ")} · <RelativeTime at={mark.receivedAt} />
            </MarkButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
