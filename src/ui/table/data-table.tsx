// biome-ignore-all lint/a11y/useSemanticElements: rows that stand where they are scrolled to cannot be a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells take focus, one of them at a time
import { ArrowDown, ArrowUp } from "lucide-react";
import { type MouseEvent, type PointerEvent, type ReactNode, useCallback, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { useRowHeight } from "../list/row-height.ts";
import { Slots } from "../list/slots.ts";
import { useWindow } from "../list/use-window.ts";
import type { MenuEntry } from "../menu-items.tsx";
import { useNarrow } from "../narrow.ts";
import { useRowMenu } from "../row-menu.tsx";
import type { Leave } from "./cell-editor.tsx";
import { type Block, type Cell, type Column, isEditable, ordered, type Sort } from "./columns.ts";
import { useScrollingDrag } from "./row-drag.ts";
import { useTableKeys } from "./table-keys.ts";
import { TableRow } from "./table-row.tsx";
import "./table.css";

export interface DataTableProps<Row> {
  label: string;
  /** Memoise or define outside: rows are redrawn when it changes. */
  columns: readonly Column<Row>[];
  count: number;
  rowAt: (index: number) => Row | undefined;
  rowKey: (row: Row) => string;
  onRange?: (start: number, end: number) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** One cell was edited. The value of a `choice` or `person` is the option's value, otherwise the typed text. */
  onEdit?: (row: Row, column: Column<Row>, value: string) => void;
  /** A sheet was pasted at `origin` (row index, column id): one undo step. Cells go right and down in the order of `columns`. */
  onPaste?: (cells: string[][], origin: { row: number; column: string }) => void;
  /** Gives rows a grip and Alt+↑/↓. Leave out while the table is sorted by anything but rank. */
  onMove?: (from: number, to: number) => void;
  /** The row the keyboard stands on; what follows it (a preview) hears `onCurrent`. */
  current: number;
  onCurrent: (index: number) => void;
  onOpen?: (row: Row, index: number) => void;
  onPeek?: (row: Row, index: number) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  /** What the row's ⋯ offers; moving is added to it by itself. */
  menuOf?: (row: Row, index: number) => readonly MenuEntry[];
  /** Under the last row: an "Add" line. */
  footer?: ReactNode;
}
const none: ReadonlySet<string> = new Set();
/** A row on a phone: what it is, and a line of what else is known. */
const TWO_LINES = 60;
/** The height of the line of column names, as `table.css` has it. */
const HEAD = 32;
const PHONE_HEAD = 44;

/**
 * A table to work in: one cell has focus (arrows), Enter edits, Tab edits the next, Esc forgets; Shift or the mouse makes a block that can be
 * copied and pasted over; rows move by their grip, by Alt+↑/↓ or by ⋯. Rows are windowed, so 100,000 are as quick as ten.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, count, rowAt, rowKey, onRange, onEdit, onMove, current, onCurrent, onOpen, selected = none, onSelect } = props;
  const list = useId();
  const root = useRef<HTMLDivElement>(null);
  const [slots] = useState(() => new Slots());
  const isNarrow = useNarrow();
  const rowHeight = useRowHeight();
  const height = isNarrow ? Math.max(rowHeight, TWO_LINES) : rowHeight;
  const [column, setColumn] = useState(0);
  const [anchor, setAnchor] = useState<Cell | undefined>();
  const [isEditing, setEditing] = useState(false);
  const rowMenu = useRowMenu();
  const at = { row: current, column };
  const block: Block | undefined = anchor && { from: anchor, to: at };
  const area = block && ordered(block);
  const startOf = useCallback((index: number) => index * height, [height]);
  const rows = useWindow(root, { count, startOf, head: isNarrow ? PHONE_HEAD : HEAD, kept: current });
  const tellRange = useEffectEvent((from: number, to: number) => onRange?.(from, to));
  useEffect(() => tellRange(rows.first, rows.last), [rows.first, rows.last]);
  useScrollingDrag(root, onMove !== undefined);

  const focusCell = (cell: Cell) => {
    rows.scrollTo(cell.row);
    const focus = () => {
      const element = root.current?.querySelector(`[data-index="${cell.row}"] [data-column="${cell.column}"]`);
      if (!(element instanceof HTMLElement)) return false;
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: "nearest", inline: "nearest" });
      return true;
    };
    // Far away rows are drawn with the next frame; near ones must have focus before the next key.
    if (!focus()) requestAnimationFrame(focus);
  };
  const moveTo = (cell: Cell, extend = false) => {
    if (count === 0) return;
    setAnchor(extend ? (anchor ?? at) : undefined);
    setColumn(cell.column);
    onCurrent(cell.row);
    focusCell(cell);
  };
  const edit = () => {
    setAnchor(undefined);
    setEditing(true);
  };
  const leave = (to: Leave) => {
    setEditing(false);
    const row = rowAt(current);
    if (to === "down") return moveTo({ row: Math.min(count - 1, current + 1), column });
    if (to === "away") return;
    if (to === "stay" || row === undefined) return focusCell(at);
    const by = to === "next" ? 1 : -1;
    for (let next = column + by; next >= 0 && next < columns.length; next += by) {
      const other = columns[next];
      if (!other || !isEditable(other, row)) continue;
      moveTo({ row: current, column: next });
      setEditing(true);
      return;
    }
    focusCell(at);
  };
  const toggle =
    onSelect &&
    ((index: number) => {
      const row = rowAt(index);
      if (row === undefined) return;
      const next = new Set(selected);
      if (!next.delete(rowKey(row))) next.add(rowKey(row));
      onSelect(next);
    });
  const entriesAt = (index: number): readonly MenuEntry[] => {
    const row = rowAt(index);
    if (row === undefined) return [];
    const go = (to: number) => () => {
      onMove?.(index, to);
      onCurrent(to);
    };
    const moves: readonly MenuEntry[] = onMove
      ? [
          { heading: "Move" },
          { label: "To the top", run: go(0), ...(index === 0 ? { unable: "It is there" } : {}) },
          { label: "Up", keys: "alt+arrowup", run: go(index - 1), ...(index === 0 ? { unable: "It is at the top" } : {}) },
          { label: "Down", keys: "alt+arrowdown", run: go(index + 1), ...(index === count - 1 ? { unable: "It is at the end" } : {}) },
        ]
      : [];
    return [...(props.menuOf?.(row, index) ?? []), ...moves];
  };
  const hasMenu = props.menuOf !== undefined || onMove !== undefined;
  const openMenu = (index: number) => {
    const anchorElement = root.current?.querySelector(`[data-index="${index}"] .table-more`);
    if (anchorElement) rowMenu.open(anchorElement, entriesAt(index));
  };
  const clearSelection = () => {
    if (anchor) setAnchor(undefined);
    else if (selected.size > 0 && onSelect) onSelect(none);
    else return false;
    return true;
  };
  useTableKeys(
    {
      label,
      columns,
      count,
      rowAt,
      at,
      block,
      isEditing,
      moveTo,
      edit,
      toggle,
      clearSelection,
      onOpen,
      openMenu: hasMenu ? () => openMenu(current) : undefined,
      onPeek: props.onPeek,
      onPaste: props.onPaste,
      onMove,
    },
    root,
  );

  const cellOf = (target: EventTarget): Cell | undefined => {
    if (!(target instanceof HTMLElement) || target.closest("a, button, select, input:not([type=checkbox]), .table-lead")) return undefined;
    const row = target.closest("[data-index]")?.getAttribute("data-index");
    const across = target.closest("[data-column]")?.getAttribute("data-column");
    return row && across ? { row: Number(row), column: Number(across) } : undefined;
  };
  const onPointerDown = (event: PointerEvent) => {
    const cell = cellOf(event.target);
    if (!cell || event.button !== 0) return;
    // A drag over cells chooses cells, not their text.
    event.preventDefault();
    moveTo(cell, event.shiftKey);
  };
  const onPointerMove = (event: PointerEvent) => {
    const cell = event.buttons === 1 ? cellOf(event.target) : undefined;
    if (cell && !isEditing && (cell.row !== current || cell.column !== column)) moveTo(cell, true);
  };
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const index = Number(event.target.closest("[data-index]")?.getAttribute("data-index") ?? -1);
    if (index < 0) return;
    if (event.target.closest(".table-more")) openMenu(index);
    else if (event.target.closest(".table-lead")) toggle?.(index);
    else if (isNarrow && cellOf(event.target)) open(index);
  };
  /** A phone shows what a row says and edits it on its page. */
  const open = (index: number) => {
    const row = rowAt(index);
    if (row !== undefined) onOpen?.(row, index);
  };
  const onDoubleClick = (event: MouseEvent) => {
    const cell = cellOf(event.target);
    const row = cell && rowAt(cell.row);
    const one = cell && columns[cell.column];
    if (row === undefined || one === undefined) return;
    if (isEditable(one, row)) edit();
    else onOpen?.(row, cell?.row ?? 0);
  };

  const slotOf = slots.assign(rows.indexes);
  const template = `var(--lead) ${columns.map((one) => (one.grow ? `minmax(${one.width}px, 1fr)` : `${one.width}px`)).join(" ")}${hasMenu ? " 40px" : ""}`;
  const width = columns.reduce((sum, one) => sum + one.width, 52 + (hasMenu ? 40 : 0));
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are in the shortcut registry */}
      <div
        ref={root}
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length + 1 + (hasMenu ? 1 : 0)}
        aria-multiselectable
        className="table"
        data-selecting={selected.size > 0 || undefined}
        style={{ "--template": template, "--width": `${width}px` }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
      >
        <TableHead columns={columns} hasMenu={hasMenu} sort={props.sort} onSort={props.onSort} />
        <div role="rowgroup" className="table-rows" style={{ height: rows.height }}>
          {rows.indexes.map((index) => {
            const row = rowAt(index);
            return (
              <TableRow
                key={slotOf.get(index)}
                row={row}
                index={index}
                start={startOf(index)}
                height={height}
                columns={columns}
                list={list}
                current={index === current ? column : undefined}
                isEditing={isEditing && index === current}
                block={area && index >= area.top && index <= area.bottom ? block : undefined}
                isSelected={row !== undefined && selected.has(rowKey(row))}
                selectable={onSelect !== undefined}
                hasMenu={hasMenu}
                onMove={onMove}
                onKeep={(one, kept, value) => onEdit?.(one, kept, value)}
                onLeave={leave}
              />
            );
          })}
        </div>
        {props.footer && (
          <div role="rowgroup" className="table-footer">
            <div role="row" tabIndex={-1}>
              <div role="gridcell">{props.footer}</div>
            </div>
          </div>
        )}
      </div>
      {rowMenu.menu}
    </>
  );
}

function TableHead<Row>({
  columns,
  hasMenu,
  sort,
  onSort,
}: {
  columns: readonly Column<Row>[];
  hasMenu: boolean;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}) {
  return (
    <div role="rowgroup" className="table-head">
      <div role="row" aria-rowindex={1} className="table-head-row">
        <span role="columnheader" tabIndex={-1} className="table-lead">
          <span className="sr">Selection</span>
        </span>
        {columns.map((column, at) => {
          const direction = sort?.column === column.id ? sort.direction : undefined;
          const next = direction === "descending" ? "ascending" : "descending";
          return (
            <div
              key={column.id}
              role="columnheader"
              tabIndex={-1}
              aria-colindex={at + 2}
              aria-sort={direction}
              className="table-cell"
              data-align={column.align}
              data-sticky={at === 0 || undefined}
              data-sortable={(column.sortable && onSort !== undefined) || undefined}
            >
              {column.sortable && onSort ? (
                <button type="button" className="plain table-sort" onClick={() => onSort({ column: column.id, direction: next })}>
                  <span className="truncate">{column.label}</span>
                  {direction === "ascending" && <ArrowUp size={12} aria-hidden />}
                  {direction === "descending" && <ArrowDown size={12} aria-hidden />}
                </button>
              ) : (
                <span className="truncate">{column.label}</span>
              )}
            </div>
          );
        })}
        {hasMenu && (
          <span role="columnheader" tabIndex={-1} className="table-tail">
            <span className="sr">Actions</span>
          </span>
        )}
      </div>
    </div>
  );
}
