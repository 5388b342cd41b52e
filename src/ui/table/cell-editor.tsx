import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Column } from "./columns.ts";

/** Where the keyboard goes after editing; `away` means that focus is somewhere else already. */
export type Leave = "stay" | "down" | "next" | "previous" | "away";

/** The field in a cell while it is edited: Enter keeps and goes down, Tab keeps and edits the next cell, Escape forgets, leaving keeps. */
export function CellEditor<Row>({
  column,
  row,
  onKeep,
  onLeave,
}: {
  column: Column<Row>;
  row: Row;
  onKeep: (value: string) => void;
  onLeave: (to: Leave) => void;
}) {
  const first = column.type === "choice" || column.type === "person" ? (column.value?.(row) ?? "") : column.text(row);
  const [value, setValue] = useState(first);
  const field = useRef<HTMLElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    field.current?.focus();
    if (field.current instanceof HTMLInputElement && field.current.type !== "date") field.current.select();
  }, []);
  const finish = (to: Leave, keep: boolean, text = value) => {
    if (isDone.current) return;
    isDone.current = true;
    if (keep && text.trim() !== first.trim()) onKeep(text.trim());
    onLeave(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const to: Leave | undefined =
      event.key === "Enter"
        ? "down"
        : event.key === "Tab"
          ? event.shiftKey
            ? "previous"
            : "next"
          : event.key === "Escape"
            ? "stay"
            : undefined;
    if (to === undefined || event.nativeEvent.isComposing) return;
    event.preventDefault();
    finish(to, event.key !== "Escape");
  };
  const shared = {
    ref: (element: HTMLElement | null) => {
      field.current = element;
    },
    className: "table-editor",
    "aria-label": column.label,
    value,
    onKeyDown,
    onBlur: () => finish("away", true),
  };
  if (column.type === "choice" || column.type === "person") {
    return (
      <select {...shared} onChange={(event) => setValue(event.target.value)}>
        {(column.clearable || first === "") && <option value="">–</option>}
        {column.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      type={column.type === "date" ? "date" : "text"}
      inputMode={column.type === "number" ? "decimal" : undefined}
      placeholder={column.hint}
      autoComplete="off"
      onChange={(event) => setValue(event.target.value)}
    />
  );
}
