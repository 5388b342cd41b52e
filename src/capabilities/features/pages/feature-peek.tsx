import { Button } from "@mantine/core";
import { useActor } from "../../../actor.tsx";
import { may } from "../../../platform/access.ts";
import { Markdown } from "../../../ui/markdown.tsx";
import { RecordKey } from "../../../ui/marks.tsx";
import { PeekPanel } from "../../../ui/shell/split-view.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { DemandFigures } from "../../needs/pages/demand-panel.tsx";
import { featureAccess } from "../rules.ts";
import type { FeatureDetail } from "../schema.ts";
import { useFeatureActs } from "./feature-acts.tsx";
import { FeatureNeeds } from "./feature-needs.tsx";
import { FeatureProperties } from "./feature-properties.tsx";
import { useFeature, useFeatureEdits } from "./use-feature.ts";
import "../../workspace/pages/record-page.css";

/** A feature beside the table or the board: enough to judge it without leaving the place. */
export function FeaturePeek({ id, onOpen, onClose }: { id: string; onOpen: () => void; onClose: () => void }) {
  const { data: feature, error, refetch } = useFeature(id);
  return (
    <PeekPanel
      title={<RecordKey kind="feature">{id}</RecordKey>}
      actions={
        <Button variant="default" onClick={onOpen}>
          Open
        </Button>
      }
      onClose={onClose}
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : feature ? (
        <Peeked id={id} feature={feature} />
      ) : (
        <Skeleton lines={8} />
      )}
    </PeekPanel>
  );
}

function Peeked({ id, feature }: { id: string; feature: FeatureDetail }) {
  const mayEdit = may(useActor(), featureAccess, "edit");
  const edits = useFeatureEdits(id);
  const acts = useFeatureActs();
  return (
    <div className="peeked">
      <p className="peeked-title">{feature.title}</p>
      {feature.why.trim() !== "" && <Markdown>{feature.why}</Markdown>}
      <DemandFigures demand={feature.demand} note="No account is counted twice." />
      <FeatureProperties feature={feature} mayEdit={mayEdit} onEdit={edits.edit} acts={acts} />
      <FeatureNeeds feature={feature} mayEdit={mayEdit} />
      {feature.body.trim() !== "" && <Markdown>{feature.body}</Markdown>}
      {acts.dialogs}
    </div>
  );
}
