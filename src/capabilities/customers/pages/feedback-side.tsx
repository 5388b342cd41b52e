import { Suspense } from "react";
import { FeedbackStory } from "../../../feedback-parts.tsx";
import type { FeedbackDetail, FeedbackMark } from "../answers.ts";
import { FeedbackAbout } from "./feedback-about.tsx";
import { FeedbackWho } from "./feedback-who.tsx";
import type { Target } from "./recent-targets.ts";
import { useRested } from "./suggestions.tsx";
import "./feedback-side.css";

/** Who said it, then what it may be about, what else was said, and what colleagues say of it. */
export function FeedbackSide({
  feedback,
  mayEdit,
  isPicking,
  onPicking,
  ...about
}: {
  feedback: FeedbackDetail;
  mayEdit: boolean;
  isPicking: boolean;
  onPicking: (isPicking: boolean) => void;
  onLink: (target: Target) => void;
  onMerge: (into: FeedbackMark) => void;
  onOpen: (key: string) => void;
}) {
  const rested = useRested(feedback.key);
  return (
    <>
      <FeedbackWho feedback={feedback} mayEdit={mayEdit} isPicking={isPicking} onPicking={onPicking} />
      {/* It asks the server: not at every step down the list. */}
      {rested !== undefined && (
        <Suspense>
          <FeedbackStory feedbackKey={rested} />
        </Suspense>
      )}
      <FeedbackAbout feedback={feedback} mayEdit={mayEdit} {...about} />
    </>
  );
}
