import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { client } from "../../../api.tsx";
import { type RowPage, useRowWindows } from "../../../ui/list/row-windows.ts";
import type { FeedbackItem } from "../answers.ts";
import type { listParameters } from "./feedback-view.ts";
import { patchedWindows } from "./window-patches.ts";

export type ListParameters = ReturnType<typeof listParameters>;
export type RowsKey = readonly ["feedback-rows", string, ListParameters];
const WINDOW = 100;

/** Not under `api.feedback.key()`: what others do must not fetch the list again and move its rows. */
export const rowsKey = (slug: string, parameters: ListParameters): RowsKey => ["feedback-rows", slug, parameters];

/** The list of a view, fetched in windows as it is scrolled. */
export function useFeedbackRows(key: RowsKey) {
  const queries = useQueryClient();
  const parameters = useStable(key[2]);
  const fetchPage = useCallback(
    async (offset: number, limit: number, signal: AbortSignal): Promise<RowPage<FeedbackItem>> => {
      const { sort: _, direction: __, ...filter } = parameters;
      const [page, { total }] = await Promise.all([
        client.feedback.list({ ...parameters, offset, limit }, { signal }),
        // One count serves all windows of a scroll.
        queries.fetchQuery({ queryKey: [...key, "total"], queryFn: () => client.feedback.count(filter), staleTime: 2_000 }),
      ]);
      return { items: page.items, total };
    },
    [parameters, queries, key],
  );
  return useRowWindows({ queryKey: [...key, "window"], fetchPage, size: WINDOW });
}

/** The same object as long as it says the same. */
function useStable<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: its text is what it says
  return useMemo(() => value, [text]);
}

type Window = { key: readonly unknown[]; offset: number; page: RowPage<FeedbackItem> };

function windowsOf(queries: QueryClient, key: RowsKey): Window[] {
  return queries
    .getQueriesData<RowPage<FeedbackItem>>({ queryKey: [...key, "window"] })
    .flatMap(([windowKey, page]) => {
      const place = windowKey.at(-1);
      const isPlaced = typeof place === "object" && place !== null && "offset" in place && typeof place.offset === "number";
      return page && isPlaced ? [{ key: windowKey, offset: Number(place.offset), page }] : [];
    })
    .toSorted((a, b) => a.offset - b.offset);
}

/** Every row of a view that was fetched, by id. */
export function fetchedRows(queries: QueryClient, key: RowsKey): Map<string, FeedbackItem> {
  return new Map(windowsOf(queries, key).flatMap(({ page }) => page.items.map((row) => [row.id, row])));
}

/** Where a row stands in the list, if it was fetched. */
export function placeOf(queries: QueryClient, key: RowsKey, itemKey: string): number | undefined {
  for (const { offset, page } of windowsOf(queries, key)) {
    const index = page.items.findIndex((row) => row.key === itemKey);
    if (index >= 0) return offset + index;
  }
  return undefined;
}

/** Changes fetched rows where they stand, before the server answered: `change` gives a row as it will be, or nothing when it leaves. */
export function patchRows(queries: QueryClient, key: RowsKey, change: (row: FeedbackItem) => FeedbackItem | undefined): void {
  const before = windowsOf(queries, key);
  const { windows, gone } = patchedWindows(
    before.map(({ offset, page }) => ({ offset, items: page.items })),
    WINDOW,
    change,
  );
  windows.forEach(({ items }, index) => {
    const old = before[index];
    if (old) queries.setQueryData<RowPage<FeedbackItem>>(old.key, { items, total: old.page.total - gone });
  });
}
