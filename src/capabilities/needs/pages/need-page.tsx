import { Navigate, useParams } from "@tanstack/react-router";
import { Ellipsis, GitMerge } from "lucide-react";
import { Suspense, useState } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { may } from "../../../platform/access.ts";
import {
  NeedFeatures,
  RecordDeals,
  RecordMarket,
  RecordReadiness,
  RecordStories,
  RecordThread,
  ShareButton,
} from "../../../record-parts.tsx";
import { KeyHint, useShortcuts } from "../../../ui/keyboard.tsx";
import { later } from "../../../ui/later.tsx";
import { RecordKey } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { NotFound, PagePending } from "../../../ui/root.tsx";
import { useGo, WorkspaceLink } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { ConflictDialog } from "../../workspace/pages/conflict-dialog.tsx";
import { EditableTitle } from "../../workspace/pages/editable-title.tsx";
import { OwnFields, RecordTalk } from "../../workspace/pages/record-talk.tsx";
import { TextBlock } from "../../workspace/pages/text-block.tsx";
import { Waiting } from "../../workspace/pages/waiting.tsx";
import { needAccess } from "../rules.ts";
import type { NeedDetail } from "../schema.ts";
import { demandWords, useUnits } from "./demand.ts";
import { DemandSection } from "./demand-panel.tsx";
import { useNeedActs } from "./need-acts.tsx";
import { NeedProperties } from "./need-properties.tsx";
import { barWords, rating } from "./need-words.ts";
import { QuotesSection } from "./quotes-section.tsx";
import { useNeed, useNeedEdits } from "./use-need.ts";
import "../../workspace/pages/record-page.css";

/** A need: who asks for it and in which words, what serves it, how well founded it is. */
export function NeedPage() {
  const { id = "" } = useParams({ strict: false });
  const { slug } = useWorkspace();
  const { data: need, error, refetch } = useNeed(id);
  if (error && "status" in error && error.status === 404) return <NotFound />;
  if (error && !need) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!need) return <PagePending />;
  if (need.mergedInto) return <Navigate to={`/${slug}/needs/${need.mergedInto.key}`} replace />;
  return <Shown key={need.id} id={id} need={need} />;
}

const RecordFiles = later(async () => (await import("../../files/pages/record-files.tsx")).RecordFiles);
const SplitBar = later(async () => (await import("./split-bar.tsx")).SplitBar);
const SHARED = ["need", "need-throughline"] as const;
const LIMITS = { least: 3, most: 300 };
const none: ReadonlySet<string> = new Set();

function Shown({ id, need }: { id: string; need: NeedDetail }) {
  const go = useGo();
  const { slug } = useWorkspace();
  const { currency } = useUnits();
  const mayEdit = may(useActor(), needAccess, "edit");
  const edits = useNeedEdits(id);
  const acts = useNeedActs({ onMerged: (key) => go(`needs/${key}`) });
  const [chosen, setChosen] = useState(none);
  useShortcuts("This page", [{ keys: "m", label: "Merge into another need", run: () => acts.merge([need]) }], { active: mayEdit });
  const { demand } = need;
  return (
    <Page
      title={need.statement}
      crumbs={[{ label: "Needs", to: `/${slug}/needs` }]}
      heading={
        <EditableTitle
          value={need.statement}
          label="Statement"
          limits={LIMITS}
          mayEdit={mayEdit}
          onBegin={edits.begin}
          onKeep={(statement) => edits.keep({ statement })}
        />
      }
      mark={<RecordKey kind="need">{need.key}</RecordKey>}
      sentence={
        <>
          {demandWords(demand, currency)}
          {demand.lastQuotedAt && (
            <>
              , last quoted <RelativeTime at={demand.lastQuotedAt} />
            </>
          )}
          .
        </>
      }
      actions={
        <>
          <Suspense>
            <ShareButton kinds={SHARED} id={need.id} />
          </Suspense>
          {mayEdit && (
            <MenuButton
              position="bottom-end"
              entries={[{ label: "Merge into another need …", icon: GitMerge, keys: "m", run: () => acts.merge([need]) }]}
            >
              <button type="button" className="icon-button" aria-label="More for this need">
                <Ellipsis size={16} aria-hidden />
              </button>
            </MenuButton>
          )}
        </>
      }
      hints={
        <>
          {mayEdit && <KeyHint keys={["e"]}>edit</KeyHint>}
          {mayEdit && <KeyHint keys={["m"]}>merge</KeyHint>}
          <KeyHint keys={["?"]}>all shortcuts</KeyHint>
        </>
      }
      status={
        <>
          <b>{need.key}</b> {barWords(need)}
          {need.opportunity !== null && `, opportunity ${rating(need.opportunity)} of 20`}
        </>
      }
    >
      <NeedProperties need={need} mayEdit={mayEdit} onEdit={edits.edit} acts={acts} strip />
      <Suspense>
        <RecordStories id={need.id} />
      </Suspense>
      <Suspense fallback={<Waiting />}>
        <RecordReadiness kind="need" id={need.id} />
        <RecordThread kind="need" id={need.id} />
      </Suspense>
      <div className="record">
        <div className="record-main">
          <TextBlock
            title="Detail"
            value={need.detail}
            offer="Add what you know beyond the sentence"
            mayEdit={mayEdit}
            most={50_000}
            onBegin={edits.begin}
            onKeep={(detail) => edits.keep({ detail })}
          />
          <Suspense>
            <RecordFiles recordId={need.id} name={need.key} />
          </Suspense>
        </div>
        <div className="record-side">
          <DemandSection demand={demand} needId={need.id} />
          <Suspense fallback={<Waiting />}>
            <NeedFeatures need={need} mayEdit={mayEdit} />
          </Suspense>
          <Suspense>
            <RecordDeals id={need.id} />
            <RecordMarket id={need.id} />
          </Suspense>
          <OwnFields recordId={need.id} kind="need" fields={need.fields} />
        </div>
        <div className="record-rest">
          <QuotesSection
            target={need.id}
            total={demand.quotes}
            {...(mayEdit ? { chosen, onChoose: setChosen } : {})}
            empty={
              <p className="record-empty">
                Nobody has been quoted for it yet. <WorkspaceLink path="feedback">Select a sentence in the feedback</WorkspaceLink> and
                press L.
              </p>
            }
          />
        </div>
      </div>
      <RecordTalk recordId={need.id} kind="need" />
      {chosen.size > 0 && (
        <Suspense>
          <SplitBar need={need} quoteIds={chosen} onClear={() => setChosen(none)} />
        </Suspense>
      )}
      {acts.dialogs}
      {edits.conflict && (
        <ConflictDialog
          conflict={edits.conflict}
          label={(field) => LABELS[field] ?? field}
          words={(field, value) => wordsOf(field, value)}
          isText={(field) => field === "statement" || field === "detail"}
          withText={(change, field, text) => (field === "detail" ? { ...change, detail: text } : { ...change, statement: text })}
          onResolve={edits.resolve}
        />
      )}
    </Page>
  );
}

const LABELS: Readonly<Record<string, string>> = {
  statement: "Statement",
  detail: "Detail",
  importance: "Importance",
  satisfaction: "Satisfaction",
  personaId: "Persona",
  ownerId: "Owner",
};
const wordsOf = (field: string, value: unknown) =>
  typeof value === "string" ? (field.endsWith("Id") ? "another one" : value) : typeof value === "number" ? rating(value) : "none";
