import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { isCoarse } from "../coarse.ts";

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
    if (!row.current || !handle.current || !isMovable || isCoarse()) return;
    return combine(
      draggable({
        element: row.current,
        dragHandle: handle.current,
        getInitialData: () => ({ list, index: here.current }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element: row.current,
        canDrop: ({ source }) => source.data.list === list,
        getData: ({ input, element }) => attachClosestEdge({ index: here.current }, { input, element, allowedEdges: ["top", "bottom"] }),
        onDrag: ({ self, source }) => setEdge(source.data.index === here.current ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null);
          const from = source.data.index;
          const at = here.current;
          if (typeof from !== "number" || from === at) return;
          const before = extractClosestEdge(self.data) === "bottom" ? at + 1 : at;
          const to = from < before ? before - 1 : before;
          if (to !== from) move(from, to);
        },
      }),
    );
  }, [row, handle, list, isMovable]);
  return { edge, isDragged };
}
