import { UnderHeading } from "../../../ui/heading.tsx";
import { LabelsEditor } from "../../workspace/pages/labels-editor.tsx";
import type { FeedbackDetail, FeedbackMark } from "../answers.ts";
import { FeedbackWho } from "./feedback-who.tsx";
import { FeedbackMarks, SimilarFeedback, SuggestedNeeds, useRested } from "./suggestions.tsx";
import type { Target } from "./targets.tsx";
import "./feedback-side.css";

/** Who said it, what it may be about, what else was said, and what colleagues say of it. */
export function FeedbackSide({
  feedback,
  mayEdit,
  isPicking,
  onPicking,
  onLink,
  onMerge,
  onOpen,
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
    <UnderHeading>
      <FeedbackWho feedback={feedback} mayEdit={mayEdit} isPicking={isPicking} onPicking={onPicking} />
      <SuggestedNeeds feedbackKey={rested} {...(mayEdit ? { onLink } : {})} />
      <SimilarFeedback feedbackKey={rested} onOpen={onOpen} {...(mayEdit ? { onMerge } : {})} />
      <FeedbackMarks title="Merged duplicates" marks={feedback.duplicates} onOpen={onOpen} />
      <FeedbackMarks title="History with us" marks={feedback.history} onOpen={onOpen} />
      <section className="side-part" aria-label="Labels">
        <h3>Labels</h3>
        <LabelsEditor recordId={feedback.id} labels={feedback.labels} />
      </section>
    </UnderHeading>
  );
}
