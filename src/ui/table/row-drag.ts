import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { type RefObject, useEffect, useEffectEvent, useState } from "react";
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
  useEffect(() => {
    if (!row.current || !handle.current || !isMovable || isCoarse()) return;
    return combine(
      draggable({
        element: row.current,
        dragHandle: handle.current,
        getInitialData: () => ({ list, index }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element: row.current,
        canDrop: ({ source }) => source.data.list === list,
        getData: ({ input, element }) => attachClosestEdge({ index }, { input, element, allowedEdges: ["top", "bottom"] }),
        onDrag: ({ self, source }) => setEdge(source.data.index === index ? null : extractClosestEdge(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null);
          const from = source.data.index;
          if (typeof from !== "number" || from === index) return;
          const before = extractClosestEdge(self.data) === "bottom" ? index + 1 : index;
          const to = from < before ? before - 1 : before;
          if (to !== from) move(from, to);
        },
      }),
    );
  }, [row, handle, index, list, isMovable]);
  return { edge, isDragged };
}
