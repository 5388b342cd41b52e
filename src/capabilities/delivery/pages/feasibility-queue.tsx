import { SegmentedControl } from "@mantine/core";
import { Gauge } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useActor, useProduct } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { may } from "../../../platform/access.ts";
import { counted, dateOnly } from "../../../ui/format.ts";
import { KeyHint } from "../../../ui/keyboard.tsx";
import { type ListHandle, VirtualList } from "../../../ui/list/virtual-list.tsx";
import { KindIcon, RecordKey, StatePip } from "../../../ui/marks.tsx";
import { type Search, useView, WorkspaceLink } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { SplitView } from "../../../ui/shell/split-view.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { NewBar } from "../../../ui/undo.tsx";
import { ListExport } from "../../workspace/pages/list-export.tsx";
import { useRecordRows } from "../../workspace/pages/record-rows.ts";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import { useOthersChanges } from "../../workspace/pages/use-live.ts";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Feasibility } from "../feasibility-schema.ts";
import { deliveryAccess } from "../rules.ts";
import { AnswerCard } from "./answer-card.tsx";
import { AnswerForm } from "./answer-later.tsx";
import { freshText, isStale, VERDICT_WORDS } from "./delivery-words.ts";
import { AnswerActs } from "./feasibility-acts.tsx";
import "./delivery.css";

type Show = "waiting" | "all";
type View = { show: Show; open: boolean };
const parseView = ({ show, open }: Search): View => ({ show: show === "all" ? "all" : "waiting", open: open === true });
const WAITING = ["asked", "disputed", "expired"] as const;
const ROW = 66;

/** What engineering is asked, what is disputed and what expires: each answered beside the list, then the next. */
export function FeasibilityQueue() {
  const { view, setView } = useView(parseView);
  const { product } = useProduct();
  const parameters = { ...(view.show === "waiting" ? { state: [...WAITING] } : {}), ...(product ? { product: product.id } : {}) };
  const rows = useRecordRows<Feasibility, typeof parameters>({
    name: rowsOf("feasibility")[0],
    parameters,
    list: client.feasibilities.list,
    count: client.feasibilities.count,
  });
  const others = useOthersChanges(["feasibility"], [rowsOf("feasibility")]);
  const [at, setAt] = useState(0);
  const current = Math.max(0, Math.min(at, rows.count - 1));
  const item = rows.rowAt(current);
  const list = useRef<ListHandle>(null);
  const [answered, setAnswered] = useState(0);
  // The keys go on from the row that took the place of what was answered.
  useEffect(() => {
    if (answered > 0) list.current?.focus();
  }, [answered]);
  const isEmpty = !rows.isPending && rows.count === 0 && !rows.error;
  return (
    <Page
      title="Feasibility"
      fill
      sentence="What engineering is asked: can we build it, and what does it take?"
      status={rows.count > 0 && (view.show === "waiting" ? `${rows.count} waiting` : counted(rows.count, "question"))}
      hints={
        <>
          <KeyHint keys={["j", "k"]}>move</KeyHint>
          <KeyHint keys={["1", "2", "3", "4"]}>answer</KeyHint>
          <KeyHint keys={["y"]}>still true</KeyHint>
        </>
      }
    >
      <SplitView
        name="feasibility"
        listLabel="Questions"
        showing={view.open && item ? "main" : "list"}
        onBack={() => setView({ open: undefined })}
        list={
          <>
            <div className="queue-bar">
              <SegmentedControl
                aria-label="Which questions"
                size="xs"
                value={view.show}
                data={[
                  { value: "waiting", label: "Waiting" },
                  { value: "all", label: "All" },
                ]}
                onChange={(show) => {
                  setAt(0);
                  setView({ show: show === "all" ? "all" : undefined, open: undefined });
                }}
              />
              <ListExport kind="feasibility" parameters={parameters} />
            </div>
            <NewBar count={others.count} noun="changed" onShow={others.show} />
            {rows.error && rows.count === 0 ? (
              <ErrorState error={rows.error} onRetry={rows.retry} />
            ) : isEmpty ? (
              <EmptyState icon={Gauge} title={view.show === "waiting" ? "Nothing waits on engineering" : "Nothing was asked yet"}>
                Open a feature and press A: what is asked there waits here, the oldest first, then what expires.
              </EmptyState>
            ) : (
              <>
                {rows.isPending && <Skeleton lines={6} height={40} />}
                <VirtualList
                  label="Questions"
                  count={rows.count}
                  rowAt={rows.rowAt}
                  rowKey={({ id }) => id}
                  renderRow={renderRow}
                  rowHeight={ROW}
                  onRange={rows.onRange}
                  current={current}
                  onCurrent={setAt}
                  onOpen={() => setView({ open: true })}
                  handle={list}
                />
              </>
            )}
          </>
        }
        main={item ? <Opened key={`${item.id} ${item.version}`} item={item} onAnswered={() => setAnswered(answered + 1)} /> : null}
      />
    </Page>
  );
}

function renderRow(item: Feasibility) {
  return (
    <div className="queue-row" data-kind="feasibility">
      <span className="queue-words">
        <b className="truncate">{item.featureTitle}</b>
        <span className="meta truncate">
          {item.key} · {item.state === "asked" ? item.question : item.line || item.question}
        </span>
      </span>
      <span className="queue-facts">
        {item.verdict === null ? (
          <StatePip shape="ring">Asked</StatePip>
        ) : (
          <StatePip shape={VERDICT_WORDS[item.verdict].shape}>{VERDICT_WORDS[item.verdict].word}</StatePip>
        )}
        <span className={isStale(item) || item.state === "disputed" ? "answer-stale" : "meta"}>
          {item.state === "asked"
            ? item.dueOn
              ? `by ${dateOnly(item.dueOn)}`
              : `asked ${dateOnly(item.askedAt)}`
            : item.state === "disputed"
              ? "disputed"
              : freshText(item)}
        </span>
      </span>
    </div>
  );
}

/** One of them, with its form. */
function Opened({ item, onAnswered }: { item: Feasibility; onAnswered: () => void }) {
  const memberName = useMemberName();
  const mayAnswer = may(useActor(), deliveryAccess, "answer");
  const [anew, setAnew] = useState(false);
  const hasForm = mayAnswer && (item.state !== "given" || anew);
  return (
    <article className="queue-main" aria-label={`${item.key} ${item.featureTitle}`}>
      <header className="queue-head">
        <div className="row-gap">
          <KindIcon kind="feasibility" />
          <WorkspaceLink path={`feasibility/${item.key}`} className="record-key">
            {item.key}
          </WorkspaceLink>
          <span className="meta">
            {memberName(item.askedBy) ?? "A program"} asked on {dateOnly(item.askedAt)}
            {item.assigneeId && ` · for ${memberName(item.assigneeId) ?? "somebody who left"}`}
            {item.dueOn && ` · by ${dateOnly(item.dueOn)}`}
          </span>
          <span className="spring" />
          {item.state !== "asked" && !anew && <AnswerActs answer={item} onAnew={() => setAnew(true)} />}
        </div>
        <h2>{item.question}</h2>
        <p>
          <RecordKey kind="feature">{item.featureKey}</RecordKey>{" "}
          <WorkspaceLink path={`features/${item.featureKey}`}>{item.featureTitle}</WorkspaceLink>
        </p>
      </header>
      {item.state !== "asked" && <AnswerCard answer={item} />}
      {hasForm && <AnswerForm featureId={item.featureId} asked={item} onDone={onAnswered} />}
      {!mayAnswer && item.state === "asked" && <p className="record-empty">It waits on engineering.</p>}
    </article>
  );
}
