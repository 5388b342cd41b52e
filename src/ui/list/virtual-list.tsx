// biome-ignore-all lint/a11y/useSemanticElements: rows that stand where they are scrolled to cannot be a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the row takes focus, not its cells
import {
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { useListKeys } from "./list-keys.ts";
import { useRowHeight } from "./row-height.ts";
import { Slots } from "./slots.ts";
import { useWindow } from "./use-window.ts";
import "./list.css";

export interface RowState {
  index: number;
  /** The keyboard stands on this row. */
  isCurrent: boolean;
  isSelected: boolean;
}
export interface ListHandle {
  /** Puts keyboard focus on the current row. */
  focus: () => void;
}
export interface VirtualListProps<Row> {
  /** What is listed, for a screen reader: "Feedback". */
  label: string;
  /** How many rows there are in all, fetched or not. */
  count: number;
  /** The row at an index, or undefined while it is on its way (a skeleton is drawn). */
  rowAt: (index: number) => Row | undefined;
  rowKey: (row: Row) => string;
  /** Draws a row in plain elements and CSS; no component of the kit in here. Define it outside or memoise it: rows are redrawn when it changes. */
  renderRow: (row: Row, state: RowState) => ReactNode;
  /** Which rows are on the screen or about to be; `useRowWindows` answers it. */
  onRange?: (start: number, end: number) => void;
  /** Fixed height in px; without it the person's density (28, 36, 44). */
  rowHeight?: number;
  /** The row the keyboard stands on. */
  current: number;
  onCurrent: (index: number) => void;
  /** Enter and click. */
  onOpen?: (row: Row, index: number) => void;
  /** Space. */
  onPeek?: (row: Row, index: number) => void;
  /** Keys of the selected rows; with `onSelect`, X, Shift+J/K, Shift+click and the boxes select. */
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  /** False while another list of the page has the keys. */
  hasKeys?: boolean;
  handle?: React.Ref<ListHandle>;
}
const none: ReadonlySet<string> = new Set();

interface LineProps<Row> extends RowState {
  row: Row | undefined;
  start: number;
  height: number;
  selectable: boolean;
  renderRow: (row: Row, state: RowState) => ReactNode;
}
/** The elements of an unchanged row are the very same ones, so React passes it over while others scroll in. */
function Line<Row>({ row, index, start, height, isCurrent, isSelected, selectable, renderRow }: LineProps<Row>) {
  const content = useMemo(
    () => (row === undefined ? undefined : renderRow(row, { index, isCurrent, isSelected })),
    [row, index, isCurrent, isSelected, renderRow],
  );
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selectable ? isSelected : undefined}
      tabIndex={isCurrent ? 0 : -1}
      className="list-row"
      data-index={index}
      data-current={isCurrent || undefined}
      style={{ height, transform: `translateY(${start}px)` }}
    >
      {selectable && (
        <span role="gridcell" className="list-check">
          <input type="checkbox" tabIndex={-1} aria-label="Select" checked={isSelected} readOnly />
        </span>
      )}
      <div role="gridcell" className="list-cell">
        {content ?? <span className="skeleton-bar" style={{ height: 12, width: `${46 + ((index * 17) % 40)}%` }} />}
      </div>
    </div>
  );
}

/**
 * A list of any length: rows are drawn only where they can be seen, fetched by offset, and reached as one tab stop.
 * J/K and arrows move, X selects, Shift extends, Enter opens, Space previews, Home/End jump. Rows never move by themselves:
 * others' additions wait in a `NewBar`.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { label, count, rowAt, rowKey, renderRow, onRange, current, onCurrent, onOpen, selected = none, onSelect, handle } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [slots] = useState(() => new Slots());
  const density = useRowHeight();
  const height = props.rowHeight ?? density;
  const startOf = useCallback((index: number) => index * height, [height]);
  const rows = useWindow(scroller, { count, startOf, kept: current });
  const tellRange = useEffectEvent((from: number, to: number) => onRange?.(from, to));
  useEffect(() => tellRange(rows.first, rows.last), [rows.first, rows.last]);

  const focusRow = (index: number) => {
    rows.scrollTo(index);
    const focus = () => {
      const row = scroller.current?.querySelector(`[data-index="${index}"]`);
      if (!(row instanceof HTMLElement)) return false;
      row.focus({ preventScroll: true });
      return true;
    };
    // Far away rows are drawn with the next frame.
    if (!focus()) requestAnimationFrame(focus);
  };
  useImperativeHandle(handle, () => ({ focus: () => focusRow(current) }));
  const { toggle, extendTo } = useListKeys(props, scroller, focusRow, rows.scrollTo);

  const slotOf = slots.assign(rows.indexes);
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const index = Number(event.target.closest("[data-index]")?.getAttribute("data-index") ?? -1);
    const row = index < 0 ? undefined : rowAt(index);
    if (row === undefined || event.target.closest("a, button, [contenteditable]")) return;
    if (onSelect && event.shiftKey) extendTo(index);
    else if (onSelect && (event.metaKey || event.ctrlKey || event.target.closest(".list-check"))) toggle(index);
    else onOpen?.(row, index);
    onCurrent(index);
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are in the shortcut registry
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={count}
      aria-multiselectable={onSelect ? true : undefined}
      className="list"
      data-selecting={selected.size > 0 || undefined}
      onClick={onClick}
    >
      <div role="rowgroup" className="list-rows" style={{ height: rows.height }}>
        {rows.indexes.map((index) => {
          const row = rowAt(index);
          return (
            <Line
              key={slotOf.get(index)}
              row={row}
              index={index}
              start={startOf(index)}
              height={height}
              isCurrent={index === current}
              isSelected={row !== undefined && selected.has(rowKey(row))}
              selectable={onSelect !== undefined}
              renderRow={renderRow}
            />
          );
        })}
      </div>
    </div>
  );
}
