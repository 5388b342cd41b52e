import { type RefObject, useEffectEvent, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Rows drawn above and below those in sight, so that scrolling meets rows. */
const SPARE = 6;

/** A list that was still for so long, in ms, draws its spare rows. */
const STILL = 120;

/** Rows in sight, the first and the last, and how many are drawn beyond them. */
type Seen = { first: number; last: number; spare: number };

export interface WindowOfRows {
  /** Rows in sight, the first and the last. */
  first: number;
  last: number;
  /** The rows to draw, in order. */
  indexes: readonly number[];
  /** The height of all rows. */
  height: number;
  /** Brings a row into sight by the shortest way; one that is in sight stays where it is. */
  scrollTo: (index: number) => void;
}

/**
 * Which rows of a scroller are in sight. A row's place must follow from its index alone: `startOf(index)`, asked for `count` too. Memoise it.
 * @param head height of what sticks to the top, over the rows
 * @param kept a row that is drawn wherever it is, so that focus has somewhere to be
 */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  { count, startOf, head = 0, kept = -1 }: { count: number; startOf: (index: number) => number; head?: number; kept?: number },
): WindowOfRows {
  const [seen, setSeen] = useState<Seen>({ first: 0, last: 0, spare: SPARE });
  const look = useEffectEvent(() => {
    const element = scroller.current;
    if (!element) return;
    const first = rowAtHeight(element.scrollTop, count, startOf);
    const last = rowAtHeight(element.scrollTop + Math.max(0, element.clientHeight - head - 1), count, startOf);
    setSeen((before) => {
      if (before.first === first && before.last === last) return before;
      // A flick shows other rows in each frame: what it passes by is not worth drawing.
      const slides = first <= before.last && last >= before.first;
      return { first, last, spare: slides ? SPARE : 0 };
    });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows or other heights are what asks for looking again
  useLayoutEffect(() => look(), [count, startOf]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // Drawn before the frame that shows the new place; later, fast scrolling would show paper.
    let still: ReturnType<typeof setTimeout> | undefined;
    const onScroll = () => {
      flushSync(() => look());
      clearTimeout(still);
      still = setTimeout(() => setSeen((seen) => (seen.spare === SPARE ? seen : { ...seen, spare: SPARE })), STILL);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    const observer = new ResizeObserver(() => look());
    observer.observe(element);
    return () => {
      clearTimeout(still);
      element.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [scroller]);

  const scrollTo = (index: number) => {
    const element = scroller.current;
    if (!element) return;
    const start = startOf(index);
    const end = startOf(index + 1);
    const room = element.clientHeight - head;
    if (start < element.scrollTop) element.scrollTop = start;
    else if (end > element.scrollTop + room) element.scrollTop = end - room;
  };
  // A list that does not know its length yet asks for its first row, or it would never learn it.
  const end = Math.max(0, count - 1);
  return {
    first: Math.min(seen.first, end),
    last: Math.min(seen.last, end),
    indexes: drawn(seen, count, kept),
    height: startOf(count),
    scrollTo,
  };
}

/** The row that lies at a height, the nearest one beyond both ends. */
export function rowAtHeight(height: number, count: number, startOf: (index: number) => number): number {
  let low = 0;
  let high = Math.max(0, count - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(middle) <= height) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows to draw for those in sight, and `kept` at its place among them. */
export function drawn({ first, last, spare }: Seen, count: number, kept: number): readonly number[] {
  const from = Math.max(0, Math.min(first, count - 1) - spare);
  const to = Math.min(count - 1, last + spare);
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
  if (kept < 0 || kept >= count || (kept >= from && kept <= to)) return indexes;
  return kept < from ? [kept, ...indexes] : [...indexes, kept];
}
