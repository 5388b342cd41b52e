import { useCallback, useRef, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { mayUse } from "../../../platform/access.ts";
import { counted } from "../../../ui/format.ts";
import type { ListHandle } from "../../../ui/list/virtual-list.tsx";
import { type Selected, selectedNow } from "../../../ui/text/text-highlights.tsx";
import type { FeedbackDetail, FeedbackItem, FeedbackMark, TriageAction } from "../answers.ts";
import type { FeedbackState } from "../rules.ts";
import type { Acts } from "./feedback-item.tsx";
import { useOpenFeedback } from "./feedback-open.tsx";
import { useFeedbackRows } from "./feedback-rows.ts";
import { type FeedbackView, listParameters } from "./feedback-view.ts";
import type { Target, TargetChoice } from "./recent-targets.ts";
import type { Asking } from "./triage-layer.tsx";
import { useBulkSelection } from "./use-bulk-selection.ts";
import { type Span, useLinking } from "./use-linking.ts";
import { useOpened } from "./use-opened.ts";
import { useTriage } from "./use-triage.ts";

/** Acts after which the next item opens by itself. */
const DECIDES: Readonly<Record<TriageAction["kind"], boolean>> = {
  assign: false,
  label: false,
  snooze: true,
  done: true,
  decline: true,
  reopen: true,
  merge: true,
};

/** As a row of a list, for an item that the list does not have: opened by its address, or left the view. */
const rowOf = (feedback: FeedbackDetail): FeedbackItem => ({
  ...feedback,
  excerpt: feedback.text.slice(0, 160),
  quotes: feedback.quotes.length,
});

/** Everything that happens on the feedback page: what is listed, open and selected, what is being asked, and what is done. */
export function useWorkbench(
  view: FeedbackView,
  productId: string | undefined,
  toAddress: (key: string | undefined, push: boolean) => void,
  othersAdded: () => number,
) {
  const actor = useActor();
  const mayEdit = mayUse(actor, "member");
  const parameters = listParameters(view, productId);
  const rows = useFeedbackRows(parameters);
  const opened = useOpened(rows, view.item, toAddress);
  const near = [1, 2, -1].map((by) => (opened.current < 0 ? undefined : rows.rowAt(opened.current + by)));
  const open = useOpenFeedback(opened.key, near);
  const selection = useBulkSelection(rows, parameters);
  const triage = useTriage({
    rows,
    states: view.states,
    mayRenew: () => othersAdded() === 0,
    onUndone: ({ key }) => opened.open(key),
  });
  const link = useLinking(triage);
  const list = useRef<ListHandle>(null);
  const [asking, setAsking] = useState<Asking>();
  const [marked, setMarked] = useState<Selected>();
  const [editing, setEditing] = useState<string>();
  const [pickingFor, setPickingFor] = useState<string>();
  const close = useCallback(() => setAsking(undefined), []);

  const openRow = opened.row ?? (open.data ? rowOf(open.data) : undefined);
  /** What an act goes to: the selected items, else the open one. */
  const rowsToDo = (): readonly FeedbackItem[] => (selection.selected.size > 0 ? selection.rows() : openRow ? [openRow] : []);

  const leaves = (state: FeedbackState) => !view.states.includes(state);
  function moveOn(rowsDone: readonly FeedbackItem[], becomes: FeedbackState | undefined) {
    if (becomes !== undefined) opened.advance(new Set(rowsDone.map(({ id }) => id)), leaves(becomes));
    if (selection.selected.size > 0) selection.clear();
  }
  function act(action: TriageAction, to: readonly FeedbackItem[]) {
    const done = triage.act(action, to);
    if (done.length === 0) return;
    const becomes = {
      snooze: "snoozed",
      done: "linked",
      decline: "declined",
      reopen: "new",
      merge: "merged",
      assign: undefined,
      label: undefined,
    } as const;
    moveOn(done, DECIDES[action.kind] ? becomes[action.kind] : undefined);
  }
  function ask(about: "merge" | "decline" | "snooze" | "assign") {
    const to = rowsToDo();
    if (to.length > 0) setAsking({ about, rows: to });
  }
  /** Asks what the selected words, or the whole of it, are about. */
  function askLink(finish: boolean, target?: Target) {
    const to = rowsToDo();
    const [only] = to;
    if (!only) return;
    const isOpen = to.length === 1 && only.key === open.data?.key;
    // Quick fingers are faster than the selection settles.
    const chosen = isOpen && open.data ? (selectedNow(open.data.text) ?? marked) : undefined;
    const span: Span | undefined = chosen && { start: chosen.start, end: chosen.end };
    const words = chosen ? chosen.text : to.length > 1 ? `All of ${counted(to.length, "item")}` : (open.data?.text ?? only.excerpt);
    setAsking({ about: "link", rows: to, words, span, finish, ...(target ? { target } : {}) });
  }
  function onLink(asked: Extract<Asking, { about: "link" }>, target: TargetChoice, importance: number) {
    getSelection()?.removeAllRanges();
    setMarked(undefined);
    link(asked.rows, asked.span, target, importance, asked.finish);
    const waiting = asked.rows.filter(({ state }) => state === "new" || state === "snoozed");
    if (asked.finish) moveOn(waiting, "linked");
    else if (selection.selected.size > 0) selection.clear();
  }
  const acts: Acts = {
    link: () => askLink(true),
    merge: () => ask("merge"),
    decline: () => ask("decline"),
    snooze: () => ask("snooze"),
    done: () => act({ kind: "done" }, rowsToDo()),
    assign: () => ask("assign"),
    reopen: () => act({ kind: "reopen" }, rowsToDo()),
    details: () => open.data && setAsking({ about: "details", feedback: open.data }),
  };
  return {
    mayEdit,
    rows,
    opened,
    openRow,
    open,
    selection,
    list,
    asking,
    close,
    acts,
    act,
    onLink,
    /** Quotes the selected words, and stays. */
    quote: (target?: Target) => askLink(false, target),
    takeIt: () => act({ kind: "assign", assigneeId: actor.id }, rowsToDo()),
    label: (id: string) => act({ kind: "label", add: [id], remove: [] }, rowsToDo()),
    mergeInto: (into: FeedbackMark) => act({ kind: "merge", intoId: into.id }, openRow ? [openRow] : []),
    marked,
    setMarked,
    isEditing: editing !== undefined && editing === opened.key,
    setEditing: (isEditing: boolean) => setEditing(isEditing ? opened.key : undefined),
    isPicking: pickingFor !== undefined && pickingFor === opened.key,
    setPicking: (isPicking: boolean) => setPickingFor(isPicking ? opened.key : undefined),
  };
}
export type Workbench = ReturnType<typeof useWorkbench>;
