import { useQueryClient } from "@tanstack/react-query";
import { useActor } from "../../../actor.tsx";
import { api, client, onceKey } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import type { FeedbackDetail, FeedbackItem, QuoteItem } from "../answers.ts";
import { type Target, type TargetChoice, useRemember } from "./recent-targets.ts";
import type { Call, useTriage } from "./use-triage.ts";

/** The words to quote; none means the whole text. */
export type Span = { start: number; end: number };

/** A text without the blanks at its ends. */
export function wholeOf(text: string): Span {
  return { start: text.length - text.trimStart().length, end: text.trimEnd().length };
}

/** Quotes items for a need or feature, and makes the need first when it is new. Everything is one step to undo. */
export function useLinking({ make }: Pick<ReturnType<typeof useTriage>, "make">) {
  const queries = useQueryClient();
  const actor = useActor();
  const remember = useRemember();
  const detailKey = (key: string) => api.feedback.get.queryKey({ input: { id: key } });

  /** Draws the quote in the open text before the server has it. */
  function draw(row: FeedbackItem, span: Span | undefined, target: TargetChoice, importance: number) {
    queries.setQueryData(detailKey(row.key), (known: FeedbackDetail | undefined) => {
      if (!known) return known;
      const { start, end } = span ?? wholeOf(known.text);
      const quote: QuoteItem = {
        id: onceKey(),
        feedbackId: known.id,
        targetId: "id" in target ? target.id : "",
        target: "id" in target ? target : { id: "", key: "new", kind: "need", title: target.statement },
        startsAt: start,
        endsAt: end,
        words: known.text.slice(start, end),
        importance,
        anchored: true,
        quotedBy: actor.id,
        quotedAt: new Date().toISOString(),
        version: 1,
      };
      return { ...known, quotes: [...known.quotes, quote] };
    });
  }

  /** @param finish they are done with it: what was quoted leaves what waits */
  return function link(rows: readonly FeedbackItem[], span: Span | undefined, target: TargetChoice, importance: number, finish: boolean) {
    const [first] = rows;
    if (!first) return;
    const made: { target: Target | undefined } = { target: "id" in target ? target : undefined };
    const product = first.productId;
    const create: Call = async (options) => {
      if ("id" in target) return;
      const { id, key, statement } = await client.needs.create({ statement: target.statement, productId: product }, options);
      made.target = { id, key, kind: "need", title: statement };
    };
    const quote =
      (row: FeedbackItem): Call =>
      async (options) => {
        const { start, end } =
          span ?? wholeOf((await queries.ensureQueryData(api.feedback.get.queryOptions({ input: { id: row.key } }))).text);
        const targetId = made.target?.id ?? "";
        return client.quotes.create({ id: row.id, targetId, startsAt: start, endsAt: end, importance }, options);
      };
    const done: Call = (options) => client.feedback.triage({ ids: rows.map(({ id }) => id), action: { kind: "done" } }, options);
    const finishes = finish && rows.some(({ state }) => state === "new" || state === "snoozed");
    for (const row of rows) draw(row, span, target, importance);
    void make({
      rows,
      as: (row) => ({ ...row, quotes: row.quotes + 1, ...(finishes ? { state: "linked" as const, snoozedUntil: null } : {}) }),
      calls: [...("id" in target ? [] : [create]), ...rows.map(quote), ...(finishes ? [done] : [])],
      said: () =>
        `${rows.length === 1 ? `Quoted ${first.key}` : `Quoted ${counted(rows.length, "item")}`} for ${made.target?.key ?? "a new need"}`,
      decides: finishes,
    }).then(() => made.target && remember(made.target));
  };
}
