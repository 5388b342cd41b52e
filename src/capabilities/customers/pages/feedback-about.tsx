import { FieldsEditor } from "../../workspace/pages/fields-editor.tsx";
import { LabelsEditor } from "../../workspace/pages/labels-editor.tsx";
import type { FeedbackDetail, FeedbackMark } from "../answers.ts";
import { FeedbackTalk } from "./feedback-talk.tsx";
import type { Target } from "./recent-targets.ts";
import { FeedbackMarks, SimilarFeedback, SuggestedNeeds, useRested } from "./suggestions.tsx";

/** What it may be about, what else was said, what it is labelled with and what colleagues say of it. Loaded after the page. */
export function FeedbackAbout({
  feedback,
  mayEdit,
  onLink,
  onMerge,
  onOpen,
}: {
  feedback: FeedbackDetail;
  mayEdit: boolean;
  onLink: (target: Target) => void;
  onMerge: (into: FeedbackMark) => void;
  onOpen: (key: string) => void;
}) {
  const rested = useRested(feedback.key);
  return (
    <>
      <SuggestedNeeds feedbackKey={rested} {...(mayEdit ? { onLink } : {})} />
      <SimilarFeedback feedbackKey={rested} onOpen={onOpen} {...(mayEdit ? { onMerge } : {})} />
      <FeedbackMarks title="Merged duplicates" marks={feedback.duplicates} onOpen={onOpen} />
      <FeedbackMarks title="History with us" marks={feedback.history} onOpen={onOpen} />
      <section className="side-part" aria-label="Labels">
        <h2>Labels</h2>
        <LabelsEditor recordId={feedback.id} labels={feedback.labels} />
        <FieldsEditor recordId={feedback.id} kind="feedback" fields={feedback.fields} />
      </section>
      {/* Both ask the server: not at every step down the list. */}
      {rested !== undefined && <FeedbackTalk id={feedback.id} />}
    </>
  );
}
