import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useMemo } from "react";
import { Kbd } from "../../../ui/keyboard.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { useLabels } from "../../workspace/pages/vocabulary.ts";
import "./selection-bar.css";

/** What can be done to everything that is selected, over the list while anything is. */
export function SelectionBar({
  label,
  says,
  onClear,
  children,
}: {
  label: string;
  says: string;
  onClear: () => void;
  children: ReactNode;
}) {
  return (
    <div className="selection-bar" role="toolbar" aria-label={label}>
      <b role="status">{says}</b>
      <span className="selection-acts">{children}</span>
      <button type="button" className="icon-button" aria-label="Clear the selection" onClick={onClear}>
        <X size={15} aria-hidden />
      </button>
    </div>
  );
}

/** One act of the bar. Give it to a `MenuButton` or `Picker` as the button, or let it act by itself. */
export function SelectionAct({ keys, children, onClick, ...rest }: { keys?: string; children: ReactNode; onClick?: () => void }) {
  return (
    <button type="button" {...rest} className="plain selection-act" onClick={onClick}>
      {children}
      {keys && <Kbd keys={keys} />}
    </button>
  );
}

/** Puts a label on everything that is selected. */
export function LabelAct({ onPick }: { onPick: (id: string, name: string) => void }) {
  const labels = useLabels();
  const options = useMemo(() => labels.map(({ id, name }) => ({ value: id, label: name })), [labels]);
  if (options.length === 0) return null;
  return (
    <Picker label="Label" options={options} onPick={({ value, label }) => onPick(value, label)} width={240}>
      <SelectionAct>Label</SelectionAct>
    </Picker>
  );
}
