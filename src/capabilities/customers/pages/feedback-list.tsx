import { useQuery } from "@tanstack/react-query";
import { ArrowDownUp, ChevronDown } from "lucide-react";
import { type Ref, useMemo } from "react";
import { api } from "../../../api.tsx";
import { number } from "../../../ui/format.ts";
import { useRowHeight } from "../../../ui/list/row-height.ts";
import { type ListHandle, VirtualList } from "../../../ui/list/virtual-list.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { NewBar } from "../../../ui/undo.tsx";
import { extraSorts } from "../../workspace/pages/own-fields.ts";
import { useFields, useLabels, useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { FeedbackCounts, FeedbackFilter, FeedbackItem } from "../answers.ts";
import { feedbackRow } from "./feedback-row.tsx";
import type { FeedbackRows } from "./feedback-rows.ts";
import { type FeedbackSort, type FeedbackView, TABS, type Tab, tabOf } from "./feedback-view.ts";
import "./feedback-list.css";

const TAB_WORDS: Readonly<Record<Tab, string>> = { todo: "To do", snoozed: "Snoozed", done: "Done", all: "All" };
const tabs: readonly Tab[] = ["todo", "snoozed", "done", "all"];
const sumOf = (counts: FeedbackCounts, tab: Tab) => TABS[tab].reduce((sum, state) => sum + counts[state], 0);

/** How much there is in each state under the filters. */
export const useFeedbackCounts = (filter: FeedbackFilter) =>
  useQuery(api.feedback.counts.queryOptions({ input: filter, placeholderData: (before) => before }));

/** The tabs over the list: what waits, what was put aside, what is decided, everything. */
export function StateTabs({ view, counts, onTab }: { view: FeedbackView; counts: FeedbackCounts | undefined; onTab: (tab: Tab) => void }) {
  const current = tabOf(view.states);
  return (
    <fieldset className="state-tabs" aria-label="What is listed">
      {tabs.map((tab) => (
        <button key={tab} type="button" className="plain state-tab" aria-pressed={tab === current} onClick={() => onTab(tab)}>
          {TAB_WORDS[tab]}
          {counts && tab !== "all" && <span className="meta">{number(sumOf(counts, tab))}</span>}
        </button>
      ))}
    </fieldset>
  );
}

const SORTS: readonly { sort: FeedbackSort; direction: "asc" | "desc"; label: string }[] = [
  { sort: "received", direction: "desc", label: "Newest first" },
  { sort: "received", direction: "asc", label: "Oldest first" },
  { sort: "revenue", direction: "desc", label: "Revenue, highest first" },
  { sort: "updated", direction: "desc", label: "Last changed first" },
];

export function SortMenu({ view, onSort }: { view: FeedbackView; onSort: (sort: FeedbackSort, direction: "asc" | "desc") => void }) {
  const fields = useFields("feedback");
  const sorts = [...SORTS, ...extraSorts(fields)];
  const current = sorts.find(({ sort, direction }) => sort === view.sort && direction === view.direction);
  return (
    <MenuButton
      position="bottom-end"
      width={240}
      entries={sorts.map(({ sort, direction, label }) => ({
        label,
        run: () => onSort(sort, direction),
        checked: sort === view.sort && direction === view.direction,
      }))}
    >
      <button type="button" className="plain filter-add">
        <ArrowDownUp size={13} aria-hidden />
        {current?.label ?? "Sort"}
        <ChevronDown size={12} aria-hidden />
      </button>
    </MenuButton>
  );
}

/** The list itself. Two lines a row: what was said, and who said it. */
export function FeedbackList({
  rows,
  current,
  onCurrent,
  onOpen,
  selected,
  onSelect,
  added,
  onShowAdded,
  handle,
}: {
  rows: FeedbackRows;
  current: number;
  onCurrent: (index: number) => void;
  onOpen: (row: FeedbackItem) => void;
  selected: ReadonlySet<string>;
  /** Left out for guests, who can do nothing with a selection. */
  onSelect: ((selected: ReadonlySet<string>) => void) | undefined;
  /** How many others have added since the list was fetched. */
  added: number;
  onShowAdded: () => void;
  handle: Ref<ListHandle>;
}) {
  const nameOf = useMemberName();
  const labels = useLabels();
  const height = useRowHeight() + 20;
  const renderRow = useMemo(() => feedbackRow(nameOf, new Map(labels.map((label) => [label.id, label]))), [nameOf, labels]);
  if (rows.error && rows.count === 0) return <ErrorState error={rows.error} onRetry={rows.retry} />;
  return (
    <>
      <NewBar count={added} onShow={onShowAdded} />
      {rows.isPending && (
        <div className="feedback-list-pending">
          <Skeleton lines={12} height={30} />
        </div>
      )}
      <VirtualList
        label="Feedback"
        count={rows.count}
        rowAt={rows.rowAt}
        rowKey={({ id }) => id}
        renderRow={renderRow}
        rowHeight={height}
        onRange={rows.onRange}
        current={current}
        onCurrent={onCurrent}
        onOpen={onOpen}
        onPeek={onOpen}
        selected={selected}
        {...(onSelect ? { onSelect } : {})}
        handle={handle}
      />
    </>
  );
}
