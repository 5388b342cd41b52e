import { Button } from "@mantine/core";
import { Suspense } from "react";
import { useActor } from "../../../actor.tsx";
import { may } from "../../../platform/access.ts";
import { NeedFeatures } from "../../../record-parts.tsx";
import { Markdown } from "../../../ui/markdown.tsx";
import { RecordKey } from "../../../ui/marks.tsx";
import { PeekPanel } from "../../../ui/shell/split-view.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { needAccess } from "../rules.ts";
import type { NeedDetail } from "../schema.ts";
import { DemandFigures } from "./demand-panel.tsx";
import { useNeedActs } from "./need-acts.tsx";
import { NeedProperties } from "./need-properties.tsx";
import { QuotesSection } from "./quotes-section.tsx";
import { useNeed, useNeedEdits } from "./use-need.ts";
import "../../workspace/pages/record-page.css";

/** A need beside the list: enough to judge it without leaving the place. */
export function NeedPeek({ id, onOpen, onClose }: { id: string; onOpen: () => void; onClose: () => void }) {
  const { data: need, error, refetch } = useNeed(id);
  return (
    <PeekPanel
      title={<RecordKey kind="need">{id}</RecordKey>}
      actions={
        <Button variant="default" onClick={onOpen}>
          Open
        </Button>
      }
      onClose={onClose}
    >
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : need ? <Peeked id={id} need={need} /> : <Skeleton lines={8} />}
    </PeekPanel>
  );
}

function Peeked({ id, need }: { id: string; need: NeedDetail }) {
  const mayEdit = may(useActor(), needAccess, "edit");
  const edits = useNeedEdits(id);
  const acts = useNeedActs({});
  return (
    <div className="peeked">
      <p className="peeked-title">{need.statement}</p>
      <DemandFigures demand={need.demand} />
      <NeedProperties need={need} mayEdit={mayEdit} onEdit={edits.edit} acts={acts} />
      {need.detail.trim() !== "" && <Markdown>{need.detail}</Markdown>}
      <Suspense>
        <NeedFeatures need={need} mayEdit={mayEdit} />
      </Suspense>
      <QuotesSection
        target={need.id}
        total={need.demand.quotes}
        empty={<p className="record-empty">Nobody has been quoted for it yet.</p>}
      />
      {acts.dialogs}
    </div>
  );
}
