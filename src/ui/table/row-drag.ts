import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { isCoarse } from "../coarse.ts";
import type { Edge } from "./drag-registration.ts";

/** Fetched when a table whose rows can be moved is there; Alt+↑/↓ and ⋯ move them until then. */
const load = () => import("./drag-registration.ts");

/** Registers something for dragging once the code for it is there; the answer takes it back, whether that has happened or not. */
function registered(register: (loaded: Awaited<ReturnType<typeof load>>) => () => void): () => void {
  let stop: (() => void) | undefined;
  let isOver = false;
  // Without it rows stay where they are and the keys still move them; the next table asks again.
  load().then(
    (loaded) => {
      if (!isOver) stop = register(loaded);
    },
    () => undefined,
  );
  return () => {
    isOver = true;
    stop?.();
  };
}

/** Makes a row draggable by its handle and a place to drop others, telling where the line between rows belongs. */
export function useRowDrag({
  row,
  handle,
  index,
  list,
  onMove,
}: {
  row: RefObject<HTMLElement | null>;
  handle: RefObject<HTMLElement | null>;
  index: number;
  /** Rows of another list are no neighbours. */
  list: string;
  onMove: ((from: number, to: number) => void) | undefined;
}) {
  const [edge, setEdge] = useState<Edge | null>(null);
  const [isDragged, setDragged] = useState(false);
  const isMovable = onMove !== undefined;
  const move = useEffectEvent((from: number, to: number) => onMove?.(from, to));
  // The element goes from row to row while the table is scrolled; it is registered once.
  const here = useRef(index);
  useEffect(() => {
    here.current = index;
  }, [index]);
  useEffect(() => {
    const element = row.current;
    const dragHandle = handle.current;
    if (!element || !dragHandle || !isMovable || isCoarse()) return;
    return registered(({ registerRow }) =>
      registerRow({ element, dragHandle, list, index: () => here.current, onEdge: setEdge, onDragged: setDragged, onMove: move }),
    );
  }, [row, handle, list, isMovable]);
  return { edge, isDragged };
}

/** Scrolls the table while a row is dragged near its edge. */
export function useScrollingDrag(table: RefObject<HTMLElement | null>, isMovable: boolean) {
  useEffect(() => {
    const element = table.current;
    if (!element || !isMovable || isCoarse()) return;
    return registered(({ registerScroller }) => registerScroller(element));
  }, [table, isMovable]);
}
