import { Button } from "@mantine/core";
import { FeatureVoices } from "../../features/pages/feature-voices.tsx";
import { useFeature } from "../../features/pages/use-feature.ts";
import { QuoteList } from "../../needs/pages/quotes-section.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { Waiting } from "../../workspace/pages/waiting.tsx";
import type { Subject } from "./thread-acts.tsx";
import "./readiness.css";

/** The quotes behind a need or feature, to be looked at by a second person who then says whether they still hold. */
export function ConfirmDialog({ subject, onConfirm, onClose }: { subject: Subject; onConfirm: () => void; onClose: () => void }) {
  return (
    <Dialog title={`Do the words behind ${subject.key}, “${subject.title}”, still hold?`} size={760} onClose={onClose}>
      <div className="confirm-quotes">
        {subject.kind === "need" ? (
          <QuoteList target={subject.id} empty={<p className="muted">Nobody has been quoted for it yet.</p>} />
        ) : (
          <OfFeature id={subject.id} />
        )}
      </div>
      <p className="confirm-note">
        Your look counts for quotes that somebody else made, and makes all of them fresh again. Where words no longer hold, remove the quote
        at its feedback.
      </p>
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button onClick={onConfirm}>I looked: they still hold</Button>
      </div>
    </Dialog>
  );
}

function OfFeature({ id }: { id: string }) {
  const { data } = useFeature(id);
  return data ? <FeatureVoices feature={data} /> : <Waiting />;
}
