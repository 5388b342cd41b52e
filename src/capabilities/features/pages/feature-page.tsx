import { useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { FeatureAskers, FeatureEngineering, FeatureFeasibility, FeatureMetrics } from "../../../feature-parts.tsx";
import { may } from "../../../platform/access.ts";
import {
  FeatureMarket,
  FeatureUsability,
  RecordDeals,
  RecordDecisions,
  RecordMarket,
  RecordReadiness,
  RecordThread,
  ShareButton,
} from "../../../record-parts.tsx";
import { counted } from "../../../ui/format.ts";
import { KeyHint } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { RecordKey } from "../../../ui/marks.tsx";
import { NotFound, PagePending } from "../../../ui/root.tsx";
import { Page, Section } from "../../../ui/shell/page.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { demandWords, useUnits } from "../../needs/pages/demand.ts";
import { DemandFigures } from "../../needs/pages/demand-panel.tsx";
import { ConflictDialog } from "../../workspace/pages/conflict-dialog.tsx";
import { EditableTitle } from "../../workspace/pages/editable-title.tsx";
import { OwnFields, RecordTalk } from "../../workspace/pages/record-talk.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import { Waiting } from "../../workspace/pages/waiting.tsx";
import { featureAccess } from "../rules.ts";
import type { FeatureDetail } from "../schema.ts";
import { useFeatureActs } from "./feature-acts.tsx";
import { FeatureNeeds } from "./feature-needs.tsx";
import { FeatureProperties } from "./feature-properties.tsx";
import { FeatureVoices } from "./feature-voices.tsx";
import { effortText } from "./feature-words.ts";
import { useFeature, useFeatureEdits } from "./use-feature.ts";
import "../../workspace/pages/record-page.css";

const RecordFiles = later(async () => (await import("../../files/pages/record-files.tsx")).RecordFiles);
const SHARED = ["feature", "feature-throughline"] as const;
const LIMITS = { least: 3, most: 160 };
const TEXTS = ["title", "why", "body"];

/** A feature: why we would build it, whom it serves, what it takes, how sure that is. */
export function FeaturePage() {
  const { id = "" } = useParams({ strict: false });
  const { data: feature, error, refetch } = useFeature(id);
  if (error && "status" in error && error.status === 404) return <NotFound />;
  if (error && !feature) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return feature ? <Shown key={feature.id} id={id} feature={feature} /> : <PagePending />;
}

function Shown({ id, feature }: { id: string; feature: FeatureDetail }) {
  const { slug } = useWorkspace();
  const { currency } = useUnits();
  const memberName = useMemberName();
  const mayEdit = may(useActor(), featureAccess, "edit");
  const edits = useFeatureEdits(id);
  const acts = useFeatureActs();
  const { demand, needs } = feature;
  return (
    <Page
      title={feature.title}
      crumbs={[{ label: "Features", to: `/${slug}/features` }]}
      heading={
        <EditableTitle
          value={feature.title}
          label="Title"
          limits={LIMITS}
          mayEdit={mayEdit}
          onBegin={edits.begin}
          onKeep={(title) => edits.keep({ title })}
        />
      }
      mark={<RecordKey kind="feature">{feature.key}</RecordKey>}
      sentence={`${demandWords(demand, currency)}${needs.length > 0 ? `, through ${counted(needs.length, "need")}` : ""}.`}
      actions={
        <Suspense>
          <ShareButton kinds={SHARED} id={feature.id} />
        </Suspense>
      }
      hints={
        <>
          {mayEdit && <KeyHint keys={["e"]}>edit</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
      status={
        <>
          <b>{feature.key}</b> {effortText(feature) === "" ? "effort not estimated" : `effort ${effortText(feature)}`}
        </>
      }
    >
      <FeatureProperties feature={feature} mayEdit={mayEdit} onEdit={edits.edit} acts={acts} strip />
      <Suspense fallback={<Waiting />}>
        <RecordReadiness kind="feature" id={feature.id} />
        <RecordThread kind="feature" id={feature.id} />
      </Suspense>
      <div className="record">
        <div className="record-main">
          <TextBlock
            title="Why"
            value={feature.why}
            offer="Say why we would build it, in a sentence or two"
            mayEdit={mayEdit}
            most={2000}
            onBegin={edits.begin}
            onKeep={(why) => edits.keep({ why })}
          />
          <TextBlock
            title="What it is"
            value={feature.body}
            offer="Describe what it is"
            mayEdit={mayEdit}
            most={100_000}
            onBegin={edits.begin}
            onKeep={(body) => edits.keep({ body })}
          />
          <Suspense fallback={<Waiting />}>
            <FeatureUsability feature={feature} />
          </Suspense>
          {(feature.state === "shipped" || feature.state === "measured") && (
            <Suspense>
              <FeatureAskers id={feature.id} />
            </Suspense>
          )}
          <Suspense>
            <FeatureFeasibility id={feature.id} title={feature.title} />
          </Suspense>
          <Suspense>
            <RecordFiles recordId={feature.id} name={feature.key} />
          </Suspense>
        </div>
        <div className="record-side">
          <Section title="Demand" note="no account counted twice">
            <div className="demand">
              <DemandFigures demand={demand} />
            </div>
          </Section>
          <FeatureNeeds feature={feature} mayEdit={mayEdit} />
          <Suspense>
            <FeatureMetrics feature={feature} />
          </Suspense>
          <Suspense>
            <FeatureMarket id={feature.id} title={feature.title} />
          </Suspense>
          <Suspense>
            <RecordDeals id={feature.id} />
            <RecordMarket id={feature.id} />
            <FeatureEngineering id={feature.id} />
            <RecordDecisions id={feature.id} />
          </Suspense>
          <OwnFields recordId={feature.id} kind="feature" fields={feature.fields} />
        </div>
        <div className="record-rest">
          <FeatureVoices feature={feature} />
        </div>
      </div>
      <RecordTalk recordId={feature.id} kind="feature" />
      {acts.dialogs}
      {edits.conflict && (
        <ConflictDialog
          conflict={edits.conflict}
          label={(field) => LABELS[field] ?? field}
          words={(field, value) => (field === "ownerId" ? (memberName(String(value)) ?? "nobody") : value == null ? "none" : String(value))}
          isText={(field) => TEXTS.includes(field)}
          withText={(change, field, text) => ({ ...change, [field]: text })}
          onResolve={edits.resolve}
        />
      )}
    </Page>
  );
}

const LABELS: Readonly<Record<string, string>> = {
  title: "Title",
  why: "Why",
  body: "What it is",
  kind: "Kind",
  ownerId: "Owner",
  milestoneId: "Milestone",
  valueLow: "Value from",
  valueHigh: "Value to",
  effortLow: "Effort from, in weeks",
  effortHigh: "Effort to, in weeks",
};
