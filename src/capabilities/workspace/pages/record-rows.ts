import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { type RowPage, useRowWindows } from "../../../ui/list/row-windows.ts";
import { useWorkspaceSlug } from "../../../ui/router.tsx";
import { patchedWindows } from "./window-patches.ts";

const WINDOW = 100;
type Listed = { id: string; key: string };
/** What the windows of a list are kept under: not under a route's key, so that what others do moves no row. */
export type RowsKey = readonly [name: string, slug: string, parameters: unknown];

/**
 * A list of records for the parameters of its view, fetched in windows as it is scrolled. What was fetched can be changed where it stands,
 * before the server has answered.
 *
 * @param name the first part of the key: `queries.invalidateQueries({ queryKey: [name] })` fetches every such list again
 */
export function useRecordRows<Row extends Listed, Parameters>({
  name,
  parameters,
  list,
  count,
}: {
  name: string;
  parameters: Parameters;
  list: (input: Parameters & { offset: number; limit: number }, options: { signal: AbortSignal }) => Promise<{ items: Row[] }>;
  count: (input: Parameters) => Promise<{ total: number }>;
}) {
  const queries = useQueryClient();
  const slug = useWorkspaceSlug();
  const stable = useStable(parameters);
  const key = useMemo(() => [name, slug, stable] as const, [name, slug, stable]);
  const fetchPage = useCallback(
    async (offset: number, limit: number, signal: AbortSignal): Promise<RowPage<Row>> => {
      const [page, { total }] = await Promise.all([
        list({ ...stable, offset, limit }, { signal }),
        // One count serves all windows of a scroll.
        queries.fetchQuery({ queryKey: [...key, "total"], queryFn: () => count(stable), staleTime: 2_000 }),
      ]);
      return { items: page.items, total };
    },
    [list, count, stable, queries, key],
  );
  const rows = useRowWindows({ queryKey: [...key, "window"], fetchPage, size: WINDOW });
  return {
    ...rows,
    /** Under which its windows are kept; a new one with every change of the parameters. */
    key,
    /** The fetched rows in their order. */
    fetched: () => windowsOf<Row>(queries, key).flatMap(({ page }) => page.items),
    /** Where the record with this key stands in the list, if it was fetched. */
    placeOf: (recordKey: string) => placeOf<Row>(queries, key, recordKey),
    /** Draws some rows otherwise until the list is fetched again; `change` gives a row as it will be, or nothing when it leaves the list. */
    patch: (change: (row: Row) => Row | undefined) => patchRows(queries, key, change),
    /** Draws a row at another place. */
    move: (from: number, to: number) => moveRow<Row>(queries, key, from, to),
    renew: () => queries.invalidateQueries({ queryKey: [name] }),
  };
}

/** The same object as long as it says the same. */
export function useStable<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: its text is what it says
  return useMemo(() => value, [text]);
}

type Window<Row> = { key: readonly unknown[]; offset: number; page: RowPage<Row> };

function windowsOf<Row>(queries: QueryClient, key: RowsKey): Window<Row>[] {
  return queries
    .getQueriesData<RowPage<Row>>({ queryKey: [...key, "window"] })
    .flatMap(([windowKey, page]) => {
      const place = windowKey.at(-1);
      const isPlaced = typeof place === "object" && place !== null && "offset" in place && typeof place.offset === "number";
      return page && isPlaced ? [{ key: windowKey, offset: Number(place.offset), page }] : [];
    })
    .toSorted((a, b) => a.offset - b.offset);
}

function placeOf<Row extends Listed>(queries: QueryClient, key: RowsKey, recordKey: string): number | undefined {
  for (const { offset, page } of windowsOf<Row>(queries, key)) {
    const index = page.items.findIndex((row) => row.key === recordKey);
    if (index >= 0) return offset + index;
  }
  return undefined;
}

function patchRows<Row extends Listed>(queries: QueryClient, key: RowsKey, change: (row: Row) => Row | undefined): void {
  const before = windowsOf<Row>(queries, key);
  const { windows, gone } = patchedWindows(
    before.map(({ offset, page }) => ({ offset, items: page.items })),
    WINDOW,
    change,
  );
  windows.forEach(({ items }, index) => {
    const old = before[index];
    if (old && (gone > 0 || items.some((row, at) => row !== old.page.items[at])))
      queries.setQueryData<RowPage<Row>>(old.key, { items, total: old.page.total - gone });
  });
}

/** Rows between the two places close up; where some of them were never fetched the next fetch puts it right. */
function moveRow<Row>(queries: QueryClient, key: RowsKey, from: number, to: number): void {
  const windows = windowsOf<Row>(queries, key);
  const places = new Map(windows.flatMap(({ offset, page }) => page.items.map((row, index) => [offset + index, row] as const)));
  const moved = places.get(from);
  if (moved === undefined) return;
  const step = from < to ? 1 : -1;
  for (let place = from; place !== to; place += step) {
    const next = places.get(place + step);
    if (next !== undefined) places.set(place, next);
  }
  places.set(to, moved);
  for (const { key: windowKey, offset, page } of windows) {
    const items = page.items.map((row, index) => places.get(offset + index) ?? row);
    queries.setQueryData<RowPage<Row>>(windowKey, { ...page, items });
  }
}
