import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { useShortcuts } from "../keyboard.tsx";
import type { Kind } from "../kinds.ts";
import { type Span, segmentsOf, sentenceAt } from "./segments.ts";
import "./text.css";

export interface Highlight extends Span {
  kind: Kind;
  /** What a hover says: "N-1 Trust exported totals · importance 3". */
  title: string;
  /** No longer certain, because the text changed under it: drawn broken. */
  isUncertain?: boolean;
}
export interface Selected {
  start: number;
  end: number;
  text: string;
  /** Where it stands on the screen, to put a menu beside it. */
  rect: DOMRect;
}

function positionAt(root: HTMLElement, offset: number): [Node, number] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let rest = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (rest <= length) return [node, rest];
    rest -= length;
  }
  return [root, root.childNodes.length];
}

/** The part of the text that is selected now, with blanks at its ends left out. Nothing else may stand inside `root`, or offsets would lie. */
function selectedIn(root: HTMLElement, text: string): Selected | undefined {
  const selection = getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return undefined;
  const before = document.createRange();
  before.selectNodeContents(root);
  before.setEnd(range.startContainer, range.startOffset);
  const from = before.toString().length;
  const chosen = text.slice(from, from + range.toString().length);
  const start = from + (chosen.length - chosen.trimStart().length);
  const end = from + chosen.trimEnd().length;
  return start < end ? { start, end, text: text.slice(start, end), rect: range.getBoundingClientRect() } : undefined;
}

/** What is selected at this moment in a drawn text; `onSelect` tells the same a moment later, once it has settled. */
export function selectedNow(text: string): Selected | undefined {
  const root = getSelection()?.anchorNode?.parentElement?.closest(".highlights");
  return root instanceof HTMLElement ? selectedIn(root, text) : undefined;
}

function select(root: HTMLElement, start: number, end: number) {
  const selection = getSelection();
  selection?.setBaseAndExtent(...positionAt(root, start), ...positionAt(root, end));
  positionAt(root, start)[0].parentElement?.scrollIntoView({ block: "nearest" });
}

/** Selecting without a mouse: S steps through sentences, Shift and arrows trim the end by words. */
function useSelectionKeys(root: RefObject<HTMLElement | null>, text: string) {
  const step = (direction: 1 | -1) => {
    if (!root.current) return;
    const now = selectedIn(root.current, text);
    const next =
      sentenceAt(text, now ? (direction === 1 ? now.end : now.start) : 0, direction) ??
      sentenceAt(text, direction === 1 ? 0 : text.length, direction);
    if (next) select(root.current, next.start, next.end);
  };
  const extend = (direction: "forward" | "backward") => {
    if (!root.current || !selectedIn(root.current, text)) return false;
    getSelection()?.modify("extend", direction, "word");
    return true;
  };
  const extendSentence = () => {
    const now = root.current ? selectedIn(root.current, text) : undefined;
    if (!root.current || !now) return false;
    const next = sentenceAt(text, now.end, 1);
    if (next) select(root.current, now.start, next.end);
    return true;
  };
  useShortcuts("Text", [
    { keys: "s", label: "Select the next sentence", run: () => step(1) },
    { keys: "shift+s", label: "Select the sentence before", run: () => step(-1) },
    { keys: "]", label: "Select the next sentence", hidden: true, run: () => step(1) },
    { keys: "[", label: "Select the sentence before", hidden: true, run: () => step(-1) },
    { keys: "alt+shift+arrowright", label: "Extend by a sentence", run: extendSentence },
    { keys: "shift+arrowright", label: "Extend by a word", run: () => extend("forward") },
    { keys: "shift+arrowleft", label: "Shorten by a word", run: () => extend("backward") },
    {
      keys: "escape",
      label: "Select nothing",
      hidden: true,
      run: () => (root.current && selectedIn(root.current, text) ? getSelection()?.removeAllRanges() : false),
    },
  ]);
}

/**
 * A text with spans drawn under it: overlapping ones lie in layers, each in the colour of its kind, and the text stays selectable.
 * `onSelect` hears every settled selection with its offsets (undefined when it is gone); `onPick` a click on one or more spans.
 * S selects sentence by sentence, Shift+Alt+→ adds the next, Shift+← → trims by words.
 */
export function TextHighlights({
  text,
  highlights,
  label,
  lit,
  onSelect,
  onPick,
  onPoint,
}: {
  text: string;
  highlights: readonly Highlight[];
  /** What the text is, for a screen reader: "Feedback FB-9". */
  label: string;
  /** A span that is pointed at elsewhere. */
  lit?: string;
  onSelect: (selected: Selected | undefined) => void;
  onPick?: (ids: readonly string[]) => void;
  /** Hears which spans the pointer is on, to show what they are; nothing once it has left. */
  onPoint?: (ids: readonly string[]) => void;
}) {
  const root = useRef<HTMLElement>(null);
  const report = useEffectEvent(() => onSelect(root.current ? selectedIn(root.current, text) : undefined));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const settle = () => {
      clearTimeout(timer);
      timer = setTimeout(() => report(), 60);
    };
    document.addEventListener("selectionchange", settle);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("selectionchange", settle);
    };
  }, []);
  useSelectionKeys(root, text);
  const pieces: ReactNode[] = segmentsOf(text.length, highlights).map(({ start, end, spans }) => {
    if (spans.length === 0) return <span key={start}>{text.slice(start, end)}</span>;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the spans are listed beside the text, where each is a control
      <mark
        key={start}
        className="highlight"
        data-lit={spans.some(({ span }) => span.id === lit) || undefined}
        title={spans.map(({ span }) => span.title).join("\n")}
        onClick={() => getSelection()?.isCollapsed && onPick?.(spans.map(({ span }) => span.id))}
        onPointerEnter={() => onPoint?.(spans.map(({ span }) => span.id))}
        onPointerLeave={() => onPoint?.([])}
        style={{
          backgroundImage: spans
            .map(({ span }) =>
              span.isUncertain
                ? `repeating-linear-gradient(90deg, var(--kind-${span.kind}) 0 4px, transparent 4px 7px)`
                : `linear-gradient(var(--kind-${span.kind}), var(--kind-${span.kind}))`,
            )
            .join(", "),
          backgroundPosition: spans.map(({ layer }) => `0 calc(1.32em + ${layer * 4}px)`).join(", "),
        }}
      >
        {text.slice(start, end)}
      </mark>
    );
  });
  return (
    <section ref={root} className="highlights" aria-label={label} style={{ "--layers": layersIn(highlights, text.length) }}>
      {pieces}
    </section>
  );
}

const layersIn = (highlights: readonly Highlight[], length: number) =>
  1 + Math.max(0, ...segmentsOf(length, highlights).flatMap(({ spans }) => spans.map(({ layer }) => layer)));
