import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { api, client, onceKey, reverse } from "../../../api.tsx";
import type { CallContext } from "../../../client.ts";
import { counted } from "../../../ui/format.ts";
import { didChange, notify, notifyError, type Reverse } from "../../../ui/undo.tsx";
import type { FeedbackCounts, FeedbackItem, TriageAction, TriageResult } from "../answers.ts";
import {
  declineBlockers,
  doneBlockers,
  type FeedbackState,
  mergeBlockers,
  reopenBlockers,
  snoozeBlockers,
  stateOf,
  type TriageBlocker,
  triageReasons,
} from "../rules.ts";
import { FEEDBACK_ROWS, type FeedbackRows } from "./feedback-rows.ts";
import { countHandled } from "./handled-today.ts";

/** The call of a change; it is handed what tells which change it made. */
export type Call = (options: { context: CallContext }) => Promise<unknown>;

type Change = {
  rows: readonly FeedbackItem[];
  /** A row as it will be. */
  as: (row: FeedbackItem) => FeedbackItem;
  calls: readonly Call[];
  said: string | ((answers: readonly unknown[]) => string);
  /** It is a decision, and counts as handled today. */
  decides: boolean;
};

const STAYING_STATE = { assign: true, label: true, snooze: false, done: false, decline: false, reopen: false, merge: false } as const;

/** What stands against an action on a row, by the rules that the server goes by too. */
function blockersOf(row: FeedbackItem, action: TriageAction, now: string): TriageBlocker[] {
  const standing = { id: row.id, state: stateOf(row, now), mergedIntoId: row.mergedIntoId, quotes: row.quotes };
  if (action.kind === "snooze") return snoozeBlockers(standing, action.until, now);
  if (action.kind === "done") return doneBlockers(standing);
  if (action.kind === "decline") return declineBlockers(standing);
  if (action.kind === "reopen") return reopenBlockers(standing);
  if (action.kind === "merge") return mergeBlockers(standing, { id: action.intoId });
  return [];
}

/** A row as an action leaves it. */
function after(row: FeedbackItem, action: TriageAction): FeedbackItem {
  switch (action.kind) {
    case "assign":
      return { ...row, assigneeId: action.assigneeId };
    case "snooze":
      return { ...row, state: "snoozed", snoozedUntil: action.until };
    case "done":
      return { ...row, state: "linked", snoozedUntil: null };
    case "decline":
      return { ...row, state: "declined", snoozedUntil: null };
    case "reopen":
      return { ...row, state: "new", snoozedUntil: null, mergedIntoId: null };
    case "merge":
      return { ...row, state: "merged", mergedIntoId: action.intoId };
    case "label":
      return { ...row, labels: [...row.labels.filter((id) => !action.remove?.includes(id)), ...(action.add ?? [])] };
  }
}

const VERBS = { snooze: "Snoozed", done: "Done:", decline: "Declined", reopen: "Reopened", merge: "Merged", label: "Labelled" } as const;

/** "Declined FB-9", "Declined 12 items; 3 stayed as they were". */
function sentence(action: TriageAction, rows: readonly FeedbackItem[], refused: number): string {
  const what = rows.length === 1 ? (rows[0]?.key ?? "") : counted(rows.length - refused, "item");
  const verb = action.kind === "assign" ? (action.assigneeId === null ? "Unassigned" : "Assigned") : VERBS[action.kind];
  return `${verb} ${what}${refused > 0 ? `; ${refused} stayed as they were` : ""}`;
}

/**
 * Triage of a view's list. A change is drawn at once, told in a toast with Undo, and put right when the server refuses it. While changes are
 * on their way nothing is fetched, so that a row that is leaving does not come back for a moment.
 */
export function useTriage({
  rows: list,
  states,
  mayRenew,
  onUndone,
}: {
  rows: FeedbackRows;
  /** The states that the list shows: a row that no longer has one of them leaves. */
  states: readonly FeedbackState[];
  /** False while others' additions wait: fetching the list again would move its rows. */
  mayRenew: () => boolean;
  /** Hears which row came back first, to open it. */
  onUndone: (row: FeedbackItem) => void;
}) {
  const queries = useQueryClient();
  const underway = useRef(0);

  const renew = async () => {
    if (underway.current > 0) return;
    const stale = [
      api.feedback.get.key(),
      api.feedback.counts.key(),
      api.needs.key(),
      api.features.key(),
      api.accounts.key(),
      api.records.key(),
    ];
    await Promise.all([
      ...(mayRenew() ? [queries.invalidateQueries({ queryKey: FEEDBACK_ROWS })] : []),
      ...stale.map((queryKey) => queries.invalidateQueries({ queryKey })),
    ]);
  };
  const renewAll = async () => {
    await queries.invalidateQueries({ queryKey: FEEDBACK_ROWS });
    await renew();
  };

  /** Draws a change, makes it, and tells of it. Answers whether it was made. */
  async function make({ rows, as, calls, said, decides }: Change): Promise<boolean> {
    const ids = new Set(rows.map(({ id }) => id));
    await queries.cancelQueries({ queryKey: FEEDBACK_ROWS });
    underway.current += 1;
    list.patch((row) => {
      if (!ids.has(row.id)) return row;
      const changed = as(row);
      return states.includes(changed.state) ? changed : undefined;
    });
    drawDetails(queries, rows, as);
    if (decides) countHandled(rows.length);
    const changes: string[] = [];
    const answers: unknown[] = [];
    let failed = false;
    try {
      for (const call of calls) answers.push(await call({ context: { onChange: (id) => changes.push(id), idempotencyKey: onceKey() } }));
      return true;
    } catch (error) {
      if (decides) countHandled(-rows.length);
      notifyError(error);
      failed = true;
      return false;
    } finally {
      underway.current -= 1;
      if (changes.length > 0) {
        const [first] = rows;
        const undo = counting(reverse(changes, renewAll), decides ? rows.length : 0, () => first && onUndone(first));
        didChange({ message: typeof said === "string" ? said : said(answers), undo });
      }
      // What was drawn and not made is put right even when that moves rows.
      void (failed ? renewAll() : renew());
    }
  }

  /** Does one triage action to some rows, as far as the rules allow; what they do not allow is told. Answers which rows it went to. */
  function act(action: TriageAction, rows: readonly FeedbackItem[]): readonly FeedbackItem[] {
    const now = new Date().toISOString();
    const able = rows.filter((row) => blockersOf(row, action, now).length === 0);
    const [blocker] = rows.flatMap((row) => blockersOf(row, action, now));
    if (able.length === 0) {
      if (blocker) notify(rows.length === 1 ? `${rows[0]?.key ?? ""}: ${triageReasons[blocker]}` : triageReasons[blocker]);
      return [];
    }
    const skipped = rows.length - able.length;
    let refused = skipped;
    void make({
      rows: able,
      as: (row) => after(row, action),
      calls: [
        async (options) => {
          const result: TriageResult = await client.feedback.triage({ ids: able.map(({ id }) => id), action }, options);
          refused = skipped + result.refused.length;
        },
      ],
      said: () => sentence(action, rows, refused),
      decides: !STAYING_STATE[action.kind] && action.kind !== "reopen",
    });
    return able;
  }

  return { act, make, renew };
}

/** Draws a change in the open item and in the numbers over the list too. */
function drawDetails(queries: QueryClient, rows: readonly FeedbackItem[], as: (row: FeedbackItem) => FeedbackItem) {
  const now = new Date().toISOString();
  for (const row of rows) {
    const { state, snoozedUntil, assigneeId, labels, mergedIntoId } = as(row);
    queries.setQueryData(
      api.feedback.get.queryKey({ input: { id: row.key } }),
      (known) => known && { ...known, state, snoozedUntil, assigneeId, labels, mergedIntoId },
    );
  }
  queries.setQueriesData({ queryKey: api.feedback.counts.key() }, (counts: FeedbackCounts | undefined) => {
    if (!counts) return counts;
    const changed = { ...counts };
    for (const row of rows) {
      changed[stateOf(row, now)] -= 1;
      changed[as(row).state] += 1;
    }
    return changed;
  });
}

/** Undoing a decision takes it off today's count, and doing it again puts it back. */
function counting(undo: Reverse, count: number, onUndone: () => void): Reverse {
  return async () => {
    const again = await undo();
    countHandled(-count);
    onUndone();
    return again && counting(again, -count, () => undefined);
  };
}
