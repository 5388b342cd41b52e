// biome-ignore-all lint/a11y/useSemanticElements: rows that stand where they are scrolled to cannot be a <table>
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells take focus, one of them at a time
import { type ReactNode, useMemo, useRef } from "react";
import { CellEditor, type Leave } from "./cell-editor.tsx";
import { type Block, type Column, isEditable, ordered } from "./columns.ts";
import { useRowDrag } from "./row-drag.ts";

export interface TableRowProps<Row> {
  row: Row | undefined;
  index: number;
  start: number;
  height: number;
  columns: readonly Column<Row>[];
  list: string;
  /** The column the keyboard stands on, when it stands in this row. */
  current: number | undefined;
  isEditing: boolean;
  /** The block of chosen cells, when it crosses this row. */
  block: Block | undefined;
  isSelected: boolean;
  selectable: boolean;
  hasMenu: boolean;
  onMove: ((from: number, to: number) => void) | undefined;
  onKeep: (row: Row, column: Column<Row>, value: string) => void;
  onLeave: (to: Leave) => void;
}

function CellContent<Row>({ column, row }: { column: Column<Row>; row: Row }): ReactNode {
  return column.render ? column.render(row) : <span className="truncate">{column.text(row)}</span>;
}

/** What a phone adds to a cell: words after the value; "-" hides it, as it does what is empty. */
const onPhone = <Row,>({ phone = "", text }: Column<Row>, row: Row): string | undefined =>
  phone === false || ["", "–", "0"].includes(text(row)) ? "-" : phone === "" ? undefined : ` ${phone}`;

/** One row of a `DataTable`, in plain elements. */
export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, index, start, height, columns, list, current, isEditing, block, isSelected, selectable, hasMenu, onMove, onKeep, onLeave } =
    props;
  const element = useRef<HTMLDivElement>(null);
  const handle = useRef<HTMLSpanElement>(null);
  const { edge, isDragged } = useRowDrag({ row: element, handle, index, list, onMove });
  const chosen = block && ordered(block);
  const contents = useMemo(
    () => columns.map((column) => (row === undefined ? undefined : <CellContent key={column.id} column={column} row={row} />)),
    [columns, row],
  );
  return (
    <div
      ref={element}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selectable ? isSelected : undefined}
      className="table-row"
      data-index={index}
      data-current={current !== undefined || undefined}
      data-edge={edge ?? undefined}
      data-dragged={isDragged || undefined}
      style={{ height, transform: `translateY(${start}px)` }}
    >
      <span role="gridcell" tabIndex={-1} className="table-lead">
        {onMove && (
          <span className="table-place" aria-hidden>
            {index + 1}
          </span>
        )}
        {selectable && <input type="checkbox" tabIndex={-1} aria-label="Select" checked={isSelected} readOnly />}
        <span ref={handle} className="table-grip" hidden={!onMove} title="Drag, or Alt and ↑ ↓" />
      </span>
      {columns.map((column, at) => {
        const isCurrent = current === at;
        const isChosen = chosen && at >= chosen.left && at <= chosen.right;
        return (
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={at + 2}
            aria-readonly={row === undefined || !isEditable(column, row) || undefined}
            aria-selected={isChosen || undefined}
            tabIndex={isCurrent ? 0 : -1}
            className="table-cell"
            data-column={at}
            data-align={column.align}
            data-sticky={at === 0 || undefined}
            data-phone={row === undefined || at === 0 ? undefined : onPhone(column, row)}
            data-chosen={isChosen || undefined}
            title={row !== undefined ? column.locked?.(row) : undefined}
          >
            {row === undefined ? (
              <span className="skeleton-bar" style={{ height: 12, width: "60%" }} />
            ) : isCurrent && isEditing ? (
              <CellEditor column={column} row={row} onKeep={(value) => onKeep(row, column, value)} onLeave={onLeave} />
            ) : (
              contents[at]
            )}
          </div>
        );
      })}
      {hasMenu && (
        <span role="gridcell" tabIndex={-1} className="table-tail">
          <button type="button" className="icon-button table-more" tabIndex={-1} aria-label="Actions">
            ⋯
          </button>
        </span>
      )}
    </div>
  );
}
