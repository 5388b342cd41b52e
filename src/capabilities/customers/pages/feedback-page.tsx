import { Button } from "@mantine/core";
import { Plus, Upload } from "lucide-react";
import { Suspense, useCallback, useRef, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { ShareButton } from "../../../record-parts.tsx";
import { FilterBar } from "../../../ui/filter/filter-bar.tsx";
import { number } from "../../../ui/format.ts";
import { KeyHint } from "../../../ui/keyboard.tsx";
import { useGo, useView } from "../../../ui/router.tsx";
import { Page } from "../../../ui/shell/page.tsx";
import { SplitView } from "../../../ui/shell/split-view.tsx";
import { SavedViews } from "../../workspace/pages/saved-views.tsx";
import { useOthersChanges } from "../../workspace/pages/use-live.ts";
import { useFeedbackFields } from "./feedback-fields.ts";
import { FeedbackItemPane } from "./feedback-item.tsx";
import { AddFeedbackDialog, BulkBar, FeedbackSide, ListExport, NothingHere, TriageLayer } from "./feedback-later.ts";
import { FeedbackList, SortMenu, StateTabs, useFeedbackCounts } from "./feedback-list.tsx";
import { Arriving } from "./feedback-open.tsx";
import { filterOf, filterParameters, listParameters, parseFeedbackView, shownFilters } from "./feedback-view.ts";
import { useHandledToday } from "./handled-today.ts";
import { useFeedbackKeys } from "./use-feedback-keys.ts";
import { useWorkbench } from "./use-workbench.ts";
import "./feedback-page.css";
import { FEEDBACK_ROWS } from "./feedback-rows.ts";

const SHARED = ["feedback"] as const;
/** What the address says beside the view: which item is open. */
const PASSING = ["item"];
const RENEWED_FOR_OTHERS = [FEEDBACK_ROWS];

/** Triage: what customers said, one after the other, each decided in a few keys. */
export function FeedbackPage() {
  const { view, setView } = useView(parseFeedbackView);
  const { product } = useProduct();
  const others = useOthersChanges(["feedback"], RENEWED_FOR_OTHERS);
  const counts = useFeedbackCounts(filterOf(view, product?.id)).data;
  const handled = useHandledToday();
  const fields = useFeedbackFields(view.filters);
  const go = useGo();
  const [isAdding, setAdding] = useState(false);
  const toAddress = useCallback((item: string | undefined, push: boolean) => setView({ item }, { push }), [setView]);
  const added = useRef(others.count);
  added.current = others.count;
  const bench = useWorkbench(view, product?.id, toAddress, () => added.current);
  const { opened, open, rows, selection, acts, mayEdit } = bench;
  useFeedbackKeys(bench, { onAdd: () => setAdding(true), onBack: () => (view.item === undefined ? false : setView({ item: undefined })) });

  const narrow = (change: Parameters<typeof setView>[0]) => setView({ ...change, item: undefined });
  const isNarrowed = view.query !== "" || view.filters.length > 0;
  const isEmpty = !rows.isPending && rows.count === 0 && rows.error === undefined && opened.key === undefined;
  const pending = bench.asking?.about === "link" ? bench.asking.span : undefined;
  const feedback = open.data?.key === opened.key ? open.data : undefined;

  const tabs = <StateTabs view={view} counts={counts} onTab={(tab) => narrow({ state: tab === "todo" ? undefined : tab })} />;
  const nothing = (
    <Suspense>
      <NothingHere
        counts={counts}
        isNarrowed={isNarrowed}
        isTodo={view.states.includes("new")}
        mayEdit={mayEdit}
        onWiden={() => narrow({ filter: undefined, q: undefined })}
      />
    </Suspense>
  );
  const main = feedback ? (
    <FeedbackItemPane
      key={feedback.id}
      feedback={feedback}
      pending={pending}
      marked={bench.marked}
      mayEdit={mayEdit}
      isEditing={bench.isEditing}
      isSelecting={selection.selected.size > 0}
      onEditing={bench.setEditing}
      acts={acts}
      onSelect={bench.setMarked}
      onQuote={() => bench.quote()}
    />
  ) : (
    <Arriving row={opened.row} error={open.error} onRetry={() => void open.refetch()} />
  );
  return (
    <Page
      title="Feedback"
      sentence={
        counts && (
          <>
            <b>{number(counts.new)} left</b>
            {handled > 0 && ` · ${number(handled)} done today`}
          </>
        )
      }
      fill
      actions={
        mayEdit && (
          <>
            <Suspense>
              <ShareButton kinds={SHARED} scope={listParameters(view, product?.id)} />
            </Suspense>
            <Button
              variant="default"
              className="feedback-import"
              leftSection={<Upload size={14} aria-hidden />}
              onClick={() => go("import")}
            >
              Import
            </Button>
            <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              Add feedback
            </Button>
          </>
        )
      }
      status={feedback && <b>{feedback.title ?? feedback.key}</b>}
      hints={
        <>
          <KeyHint keys={["j", "k"]}>move</KeyHint>
          {mayEdit && (
            <>
              <KeyHint keys={["s"]}>sentence</KeyHint>
              <KeyHint keys={["l"]}>quote it</KeyHint>
              <KeyHint keys={["1"]}>link</KeyHint>
              <KeyHint keys={["2"]}>merge</KeyHint>
              <KeyHint keys={["3"]}>decline</KeyHint>
              <KeyHint keys={["h"]}>snooze</KeyHint>
              <KeyHint keys={["e"]}>done</KeyHint>
            </>
          )}
          <KeyHint keys={["?"]}>all</KeyHint>
        </>
      }
    >
      <div className="feedback" data-showing={view.item === undefined ? "list" : "main"}>
        <FilterBar
          fields={fields}
          filters={shownFilters(view)}
          onFilters={(filters) => narrow(filterParameters(view, filters))}
          query={view.query}
          onQuery={(q) => narrow({ q })}
          placeholder="Search feedback"
        >
          <SavedViews page="feedback" passing={PASSING} />
          <Suspense>
            <ListExport kind="feedback" parameters={listParameters(view, product?.id)} />
          </Suspense>
          <SortMenu
            view={view}
            onSort={(sort, direction) =>
              narrow({ sort: sort === "received" ? undefined : sort, direction: direction === "asc" ? direction : undefined })
            }
          />
        </FilterBar>
        {isEmpty ? (
          <>
            {tabs}
            {nothing}
          </>
        ) : (
          <SplitView
            name="feedback"
            listLabel="List of feedback"
            sideLabel="Who said it and what it may be about"
            showing={view.item === undefined ? "list" : "main"}
            onBack={() => setView({ item: undefined })}
            list={
              <>
                {tabs}
                <FeedbackList
                  rows={rows}
                  current={opened.current}
                  onCurrent={opened.moveTo}
                  onOpen={({ key }) => opened.open(key, { push: view.item === undefined })}
                  selected={selection.selected}
                  onSelect={mayEdit ? selection.select : undefined}
                  added={others.count}
                  onShowAdded={others.show}
                  handle={bench.list}
                />
              </>
            }
            main={main}
            {...(feedback
              ? {
                  side: (
                    <Suspense>
                      <FeedbackSide
                        feedback={feedback}
                        mayEdit={mayEdit}
                        isPicking={bench.isPicking}
                        onPicking={bench.setPicking}
                        onLink={bench.quote}
                        onMerge={bench.mergeInto}
                        onOpen={(key) => opened.open(key, { push: true })}
                      />
                    </Suspense>
                  ),
                }
              : {})}
          />
        )}
        {selection.selected.size > 0 && (
          <Suspense>
            <BulkBar count={selection.selected.size} acts={acts} onLabel={bench.label} onClear={selection.clear} />
          </Suspense>
        )}
      </div>
      <Suspense>
        <TriageLayer asking={bench.asking} onAct={bench.act} onLink={bench.onLink} onClose={bench.close} />
        {isAdding && (
          <AddFeedbackDialog productId={product?.id} onAdded={(key) => opened.open(key, { push: true })} onClose={() => setAdding(false)} />
        )}
      </Suspense>
    </Page>
  );
}
