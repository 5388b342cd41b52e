/** A fetched part of a long list, and where it begins. */
export type ListWindow<Row> = { offset: number; items: readonly Row[] };

/**
 * Fetched windows as they will be once some rows changed or left: `change` gives a row as it will be, or nothing when it leaves. What comes
 * after a row that leaves moves up, over the borders of windows; a window that ends short is filled by the next fetch.
 *
 * @param windows in the order of their offsets
 * @param size how many rows a full window has
 */
export function patchedWindows<Row>(
  windows: readonly ListWindow<Row>[],
  size: number,
  change: (row: Row) => Row | undefined,
): { windows: ListWindow<Row>[]; gone: number } {
  let gone = 0;
  const patched = runsOf(windows, size).flatMap((run) => {
    const first = run[0]?.offset ?? 0;
    const before = run.flatMap(({ items }) => items);
    const after = before.map(change).filter((row) => row !== undefined);
    const shift = gone;
    gone += before.length - after.length;
    return run.map(({ offset }) => {
      const from = offset - first + shift;
      return { offset, items: after.slice(from, from + size) };
    });
  });
  return { windows: patched, gone };
}

/** Windows that touch each other, together. */
function runsOf<Row>(windows: readonly ListWindow<Row>[], size: number): ListWindow<Row>[][] {
  const runs: ListWindow<Row>[][] = [];
  for (const window of windows) {
    const run = runs.at(-1);
    if (run?.at(-1)?.offset === window.offset - size) run.push(window);
    else runs.push([window]);
  }
  return runs;
}
