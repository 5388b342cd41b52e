import { Popover } from "@mantine/core";
import { type ReactElement, type ReactNode, Suspense, useState } from "react";
import { later } from "./later.tsx";
import "./picker.css";

export interface Option {
  value: string;
  label: string;
  /** The quiet words at the end: key, account, count. */
  detail?: string;
  /** Drawn before the label: a `KindIcon`, an `Avatar`, a `StatePip` … */
  mark?: ReactNode;
  /** Why it suits, under the label: "same words: export, currency". */
  reason?: string;
  /** Other words it answers to. */
  words?: readonly string[];
}
export interface PickerProps {
  /** What is being chosen: "Need", "Owner". */
  label: string;
  placeholder?: string;
  /** All there is, or what finds it for what is typed (asked with "" at first: offer the likeliest). Memoise a function. */
  options: readonly Option[] | ((query: string, signal: AbortSignal) => Promise<readonly Option[]>);
  /** Ticked lines: one for a single choice, any number for several. */
  chosen?: readonly string[];
  /** Several can be ticked; the list stays open. */
  multiple?: boolean;
  onPick: (option: Option) => void;
  /** Offers "Create “…”" for words that no option has. */
  onCreate?: (text: string) => void;
  /** The noun of what is created: "need". */
  createNoun?: string;
  /** What the line that takes the typed words says, where "Create need “…”" does not fit. */
  createWords?: (text: string) => string;
  footer?: ReactNode;
}

const LoadedPanel = later(async () => (await import("./picker-panel.tsx")).PickerPanel);

/** The field and list of a picker by themselves, for a dialog or a page; its code is fetched apart from the page's. */
export const PickerPanel = (panel: PickerProps) => (
  <Suspense fallback={<div className="picker-field" />}>
    <LoadedPanel {...panel} />
  </Suspense>
);

/** A button (`children`) that opens a `PickerPanel` under it. Closes on a choice unless `multiple`. `opened` may be driven from outside, by a key. */
export function Picker({
  children,
  opened,
  onOpened,
  width = 320,
  position = "bottom-start",
  ...panel
}: PickerProps & {
  children: ReactElement;
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
  width?: number;
  position?: "bottom-start" | "bottom-end";
}) {
  const [own, setOwn] = useState(false);
  const isOpen = opened ?? own;
  const set = (next: boolean) => {
    setOwn(next);
    onOpened?.(next);
  };
  const closing = <Args extends unknown[]>(act: ((...args: Args) => void) | undefined) =>
    act &&
    ((...args: Args) => {
      act(...args);
      if (!panel.multiple) set(false);
    });
  return (
    <Popover opened={isOpen} onChange={set} position={position} width={width} trapFocus returnFocus>
      <span className="picker-target" onClickCapture={() => set(!isOpen)}>
        <Popover.Target>{children}</Popover.Target>
      </span>
      <Popover.Dropdown p={0}>
        <PickerPanel {...panel} onPick={(option) => closing(panel.onPick)?.(option)} onCreate={closing(panel.onCreate)} />
      </Popover.Dropdown>
    </Popover>
  );
}
