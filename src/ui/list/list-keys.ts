import { type RefObject, useRef } from "react";
import { useShortcuts } from "../keyboard.tsx";

interface Keyed<Row> {
  label: string;
  count: number;
  rowAt: (index: number) => Row | undefined;
  rowKey: (row: Row) => string;
  current: number;
  onCurrent: (index: number) => void;
  onOpen?: (row: Row, index: number) => void;
  onPeek?: (row: Row, index: number) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  hasKeys?: boolean;
}

/** Focus is in the list, or nowhere in particular: then arrows, Enter and Space are the list's too. */
function isAtHome(root: HTMLElement | null) {
  const focus = document.activeElement;
  return focus === null || focus === document.body || focus.matches("h1, main") || (root?.contains(focus) ?? false);
}

/** The keys every list answers to, and selection as they and the mouse do it. */
export function useListKeys<Row>(
  list: Keyed<Row>,
  root: RefObject<HTMLElement | null>,
  focusRow: (index: number) => void,
  scrollTo: (index: number) => void,
) {
  const { count, rowAt, rowKey, current, onCurrent, onOpen, onPeek, onSelect, hasKeys = true } = list;
  const selected = list.selected ?? new Set<string>();
  const anchor = useRef<number | undefined>(undefined);

  const moveTo = (index: number) => {
    if (count === 0) return;
    const next = Math.max(0, Math.min(count - 1, index));
    onCurrent(next);
    if (isAtHome(root.current)) focusRow(next);
    else scrollTo(next);
  };
  const toggle = (index: number) => {
    const row = rowAt(index);
    if (row === undefined || !onSelect) return;
    const next = new Set(selected);
    if (!next.delete(rowKey(row))) next.add(rowKey(row));
    anchor.current = index;
    onSelect(next);
  };
  /** Everything between where selecting began and `index`; rows that were never fetched cannot be part of it. */
  const extendTo = (index: number) => {
    if (!onSelect) return;
    anchor.current ??= current;
    const from = anchor.current;
    const next = new Set(selected);
    for (let at = Math.min(from, index); at <= Math.max(from, index); at++) {
      const row = rowAt(at);
      if (row !== undefined) next.add(rowKey(row));
    }
    onSelect(next);
  };
  const step = (by: number) => moveTo(current + by);
  const extend = (by: number) => {
    const next = Math.max(0, Math.min(count - 1, current + by));
    extendTo(next);
    moveTo(next);
  };
  const atHome = (act: () => unknown) => () => (isAtHome(root.current) ? act() : false);
  const withRow = (act: ((row: Row, index: number) => void) | undefined) =>
    atHome(() => {
      const row = rowAt(current);
      return act && row !== undefined ? act(row, current) : false;
    });
  const page = () => Math.max(1, Math.floor((root.current?.clientHeight ?? 400) / 40) - 1);

  useShortcuts(
    list.label,
    [
      { keys: "j", label: "Next", run: () => step(1) },
      { keys: "k", label: "Previous", run: () => step(-1) },
      { keys: "arrowdown", label: "Next", hidden: true, run: atHome(() => step(1)) },
      { keys: "arrowup", label: "Previous", hidden: true, run: atHome(() => step(-1)) },
      { keys: "pagedown", label: "Page down", hidden: true, run: atHome(() => step(page())) },
      { keys: "pageup", label: "Page up", hidden: true, run: atHome(() => step(-page())) },
      { keys: "home", label: "First", run: atHome(() => moveTo(0)) },
      { keys: "end", label: "Last", run: atHome(() => moveTo(count - 1)) },
      ...(onOpen ? [{ keys: "enter", label: "Open", run: withRow(onOpen) }] : []),
      ...(onPeek ? [{ keys: "space", label: "Preview", run: withRow(onPeek) }] : []),
      ...(onSelect
        ? [
            { keys: "x", label: "Select", run: () => toggle(current) },
            { keys: "shift+j", label: "Extend the selection down", run: () => extend(1) },
            { keys: "shift+k", label: "Extend the selection up", run: () => extend(-1) },
            { keys: "shift+arrowdown", label: "Extend the selection down", hidden: true, run: atHome(() => extend(1)) },
            { keys: "shift+arrowup", label: "Extend the selection up", hidden: true, run: atHome(() => extend(-1)) },
            {
              keys: "escape",
              label: "Clear the selection",
              run: () => (selected.size > 0 ? onSelect(new Set()) : false),
            },
          ]
        : []),
    ],
    { scope: "list", active: hasKeys },
  );
  return { toggle, extendTo };
}
