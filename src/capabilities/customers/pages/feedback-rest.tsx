import { Kbd } from "../../../ui/keyboard.tsx";
import { RecordFiles } from "../../files/pages/record-files.tsx";
import type { FeedbackDetail } from "../answers.ts";
import { QuoteList } from "./quote-list.tsx";

/** What follows the words of a piece of feedback: what was attached, how to quote it, and its quotes. Loaded after the page. */
export function FeedbackRest({
  feedback,
  isEditing,
  ...quotes
}: {
  feedback: FeedbackDetail;
  mayEdit: boolean;
  isEditing: boolean;
  lit: string | undefined;
  onPoint: (id: string | undefined) => void;
}) {
  return (
    <>
      <RecordFiles key={feedback.id} recordId={feedback.id} name={feedback.key} isPart />
      {quotes.mayEdit && !isEditing && feedback.quotes.length === 0 && (
        <p className="item-hint meta">
          Select words, or <Kbd keys="s" /> a sentence, then <Kbd keys="l" /> quotes them for a need.
        </p>
      )}
      <QuoteList feedback={feedback} {...quotes} />
    </>
  );
}
