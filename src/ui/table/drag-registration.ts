import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { attachClosestEdge, type Edge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";

export type { Edge };

/** Loaded on demand by `row-drag.ts`; use that one. */
export function registerRow({
  element,
  dragHandle,
  list,
  index,
  onEdge,
  onDragged,
  onMove,
}: {
  element: HTMLElement;
  dragHandle: HTMLElement;
  list: string;
  /** Which row the element draws now. */
  index: () => number;
  onEdge: (edge: Edge | null) => void;
  onDragged: (isDragged: boolean) => void;
  onMove: (from: number, to: number) => void;
}): () => void {
  return combine(
    draggable({
      element,
      dragHandle,
      getInitialData: () => ({ list, index: index() }),
      onDragStart: () => onDragged(true),
      onDrop: () => onDragged(false),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.list === list,
      getData: ({ input, element: target }) =>
        attachClosestEdge({ index: index() }, { input, element: target, allowedEdges: ["top", "bottom"] }),
      onDrag: ({ self, source }) => onEdge(source.data.index === index() ? null : extractClosestEdge(self.data)),
      onDragLeave: () => onEdge(null),
      onDrop: ({ self, source }) => {
        onEdge(null);
        const from = source.data.index;
        const at = index();
        if (typeof from !== "number" || from === at) return;
        const before = extractClosestEdge(self.data) === "bottom" ? at + 1 : at;
        const to = from < before ? before - 1 : before;
        if (to !== from) onMove(from, to);
      },
    }),
  );
}

export const registerScroller = (element: HTMLElement) => autoScrollForElements({ element });
