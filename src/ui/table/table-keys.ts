import { type RefObject, useEffect, useEffectEvent } from "react";
import { useShortcuts } from "../keyboard.tsx";
import { type Block, type Cell, type Column, isEditable, ordered, parseSheet, sheetText } from "./columns.ts";

interface Grid<Row> {
  label: string;
  columns: readonly Column<Row>[];
  count: number;
  rowAt: (index: number) => Row | undefined;
  at: Cell;
  block: Block | undefined;
  isEditing: boolean;
  moveTo: (cell: Cell, extend?: boolean) => void;
  edit: () => void;
  openMenu: (() => void) | undefined;
  toggle: ((index: number) => void) | undefined;
  clearSelection: (() => boolean) | undefined;
  onOpen: ((row: Row, index: number) => void) | undefined;
  onPeek: ((row: Row, index: number) => void) | undefined;
  onPaste: ((cells: string[][], origin: { row: number; column: string }) => void) | undefined;
  onMove: ((from: number, to: number) => void) | undefined;
}

/** The keys of a table: one cell has focus, arrows move it, Shift makes a block, Enter edits, Alt moves the row. */
export function useTableKeys<Row>(grid: Grid<Row>, root: RefObject<HTMLElement | null>) {
  const { columns, count, rowAt, at, moveTo, onOpen, onPeek, onMove, openMenu, toggle, clearSelection } = grid;
  const isInside = () => root.current?.contains(document.activeElement) ?? false;
  const isFree = () => isInside() || document.activeElement === document.body || (document.activeElement?.matches("h1, main") ?? false);
  const inside = (act: () => unknown) => () => (isInside() ? act() : false);
  const clampRow = (row: number) => Math.max(0, Math.min(count - 1, row));
  const step =
    (rows: number, across: number, extend = false) =>
    () =>
      moveTo({ row: clampRow(at.row + rows), column: Math.max(0, Math.min(columns.length - 1, at.column + across)) }, extend);
  const row = rowAt(at.row);
  const column = columns[at.column];
  const enter = () => {
    if (row === undefined || column === undefined) return false;
    if (isEditable(column, row)) grid.edit();
    else onOpen?.(row, at.row);
  };
  const move = (by: number) => {
    const to = at.row + by;
    if (!onMove || to < 0 || to >= count) return;
    onMove(at.row, to);
    moveTo({ row: to, column: at.column });
  };
  const page = Math.max(1, Math.floor((root.current?.clientHeight ?? 400) / 40) - 1);
  const withRow = (act: ((one: Row, index: number) => void) | undefined) =>
    inside(() => (act && row !== undefined ? act(row, at.row) : false));
  const free = (act: () => unknown) => () => (isFree() ? act() : false);

  useShortcuts(
    grid.label,
    [
      { keys: "j", label: "Next row", run: free(step(1, 0)) },
      { keys: "k", label: "Previous row", run: free(step(-1, 0)) },
      { keys: "arrowdown", label: "Next row", hidden: true, run: free(step(1, 0)) },
      { keys: "arrowup", label: "Previous row", hidden: true, run: free(step(-1, 0)) },
      { keys: "arrowleft", label: "Cell to the left", hidden: true, run: inside(step(0, -1)) },
      { keys: "arrowright", label: "Cell to the right", hidden: true, run: inside(step(0, 1)) },
      { keys: "pagedown", label: "Page down", hidden: true, run: inside(step(page, 0)) },
      { keys: "pageup", label: "Page up", hidden: true, run: inside(step(-page, 0)) },
      { keys: "home", label: "First cell of the row", hidden: true, run: inside(step(0, -columns.length)) },
      { keys: "end", label: "Last cell of the row", hidden: true, run: inside(step(0, columns.length)) },
      { keys: "mod+home", label: "First row", run: inside(step(-count, 0)) },
      { keys: "mod+end", label: "Last row", run: inside(step(count, 0)) },
      { keys: "shift+arrowdown", label: "Extend the block of cells", run: inside(step(1, 0, true)) },
      { keys: "shift+arrowup", label: "Extend the block of cells", hidden: true, run: inside(step(-1, 0, true)) },
      { keys: "shift+arrowleft", label: "Extend the block of cells", hidden: true, run: inside(step(0, -1, true)) },
      { keys: "shift+arrowright", label: "Extend the block of cells", hidden: true, run: inside(step(0, 1, true)) },
      { keys: "enter", label: "Edit the cell, Tab the next", run: inside(enter) },
      { keys: "f2", label: "Edit the cell", hidden: true, run: inside(enter) },
      ...(onOpen
        ? [
            { keys: "mod+enter", label: "Open", run: withRow(onOpen) },
            { keys: "o", label: "Open", run: withRow(onOpen) },
          ]
        : []),
      ...(onPeek ? [{ keys: "space", label: "Preview", run: withRow(onPeek) }] : []),
      ...(toggle ? [{ keys: "x", label: "Select the row", run: () => toggle(at.row) }] : []),
      ...(clearSelection ? [{ keys: "escape", label: "Clear the selection", run: clearSelection }] : []),
      ...(onMove
        ? [
            { keys: "alt+arrowup", label: "Move the row up", run: inside(() => move(-1)) },
            { keys: "alt+arrowdown", label: "Move the row down", run: inside(() => move(1)) },
          ]
        : []),
      ...(openMenu
        ? [
            { keys: ".", label: "Actions", run: inside(openMenu) },
            { keys: "contextmenu", label: "Actions", hidden: true, run: inside(openMenu) },
          ]
        : []),
    ],
    { scope: "list", active: !grid.isEditing },
  );
  useClipboard(grid, root);
}

/** Copies the block as a sheet would, and hands a pasted sheet to the page as one change. */
function useClipboard<Row>({ columns, rowAt, at, block, isEditing, onPaste }: Grid<Row>, root: RefObject<HTMLElement | null>) {
  const area = ordered(block ?? { from: at, to: at });
  const spread = (cells: string[][]) => {
    const [only] = cells;
    if (cells.length > 1 || only === undefined || only.length > 1) return cells;
    // One copied cell fills the whole block, as sheets do.
    return Array.from({ length: area.bottom - area.top + 1 }, () =>
      Array.from({ length: area.right - area.left + 1 }, () => only[0] ?? ""),
    );
  };
  const paste = useEffectEvent((text: string) => {
    const first = columns[area.left];
    if (first) onPaste?.(spread(parseSheet(text)), { row: area.top, column: first.id });
  });
  const copied = useEffectEvent(() => {
    const lines: string[][] = [];
    for (let index = area.top; index <= area.bottom; index++) {
      const row = rowAt(index);
      if (row !== undefined) lines.push(columns.slice(area.left, area.right + 1).map((column) => column.text(row)));
    }
    return sheetText(lines);
  });
  useEffect(() => {
    const element = root.current;
    if (!element || isEditing) return;
    const isHere = () => element.contains(document.activeElement) && (getSelection()?.isCollapsed ?? true);
    const onCopy = (event: ClipboardEvent) => {
      if (!isHere()) return;
      event.clipboardData?.setData("text/plain", copied());
      event.preventDefault();
    };
    const onPasteEvent = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isHere() || text === "") return;
      event.preventDefault();
      paste(text);
    };
    // The document hears these even when the focused cell is no field.
    document.addEventListener("copy", onCopy);
    document.addEventListener("paste", onPasteEvent);
    return () => {
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("paste", onPasteEvent);
    };
  }, [root, isEditing]);
}
