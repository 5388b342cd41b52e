import { hashKey, type QueryKey, useQueries } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";

/** One fetched part of a long list. `total` counts the whole list. */
export interface RowPage<Row> {
  items: readonly Row[];
  total: number;
}

/**
 * Fetches a long list in windows of `size` by offset as it is scrolled, each a query of its own under `queryKey`, so that invalidating
 * `queryKey` refreshes what is seen and nothing else. Gives what `VirtualList` and `DataTable` ask for.
 *
 * ```tsx
 * const rows = useRowWindows({ queryKey: [...], fetchPage: (offset, limit, signal) => … });
 * <VirtualList count={rows.count} rowAt={rows.rowAt} onRange={rows.onRange} … />
 * ```
 */
export function useRowWindows<Row>({
  queryKey,
  fetchPage,
  size = 100,
}: {
  queryKey: QueryKey;
  fetchPage: (offset: number, limit: number, signal: AbortSignal) => Promise<RowPage<Row>>;
  size?: number;
}) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const numbers = Array.from({ length: range.last - range.first + 1 }, (_, step) => range.first + step);
  const pages = useQueries({
    queries: numbers.map((page) => ({
      queryKey: [...queryKey, { offset: page * size, limit: size }],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(page * size, size, signal),
    })),
  });
  const onRange = useCallback(
    (start: number, end: number) => {
      const first = Math.floor(start / size);
      const last = Math.floor(end / size);
      setRange((known) => (known.first === first && known.last === last ? known : { first, last }));
    },
    [size],
  );
  const rowAt = (index: number): Row | undefined => pages[Math.floor(index / size) - range.first]?.data?.items[index % size];
  const settled = pages.find((page) => page.data !== undefined);
  const list = hashKey(queryKey);
  // A scroll into parts that were never fetched keeps the list's length; a changed filter keeps the old rows on the screen until the new
  // ones are there.
  const shown = useRef<{ list: string; count: number; rowAt: typeof rowAt }>(undefined);
  if (settled?.data) shown.current = { list, count: settled.data.total, rowAt };
  const isFailed = settled === undefined && pages.some((page) => page.isError);
  const last = shown.current?.list === list || !isFailed ? shown.current : undefined;
  const isStale = last !== undefined && last.list !== list;
  return {
    count: last?.count ?? 0,
    rowAt: isStale ? last.rowAt : rowAt,
    onRange,
    /** Nothing has been fetched yet. */
    isPending: last === undefined && pages.some((page) => page.isPending),
    /** These rows are still those of the list before: the first of this one are on their way. */
    isStale,
    error: pages.find((page) => page.error)?.error ?? undefined,
    retry: () => {
      for (const page of pages) if (page.isError) void page.refetch();
    },
  };
}
