import { X } from "lucide-react";
import { useMemo } from "react";
import { counted } from "../../../ui/format.ts";
import { Kbd } from "../../../ui/keyboard.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { labelColour, useLabels } from "../../workspace/pages/vocabulary.ts";
import type { Acts } from "./feedback-item.tsx";
import "./bulk-bar.css";

/** What can be done to several items at once, over the list while any are selected. */
export function BulkBar({
  count,
  acts,
  onLabel,
  onClear,
}: {
  count: number;
  acts: Acts;
  onLabel: (labelId: string) => void;
  onClear: () => void;
}) {
  const labels = useLabels();
  const options = useMemo(
    () =>
      labels.map(({ id, name, colour }) => ({
        value: id,
        label: name,
        mark: <i className="label-dot" style={{ background: labelColour(colour) }} aria-hidden />,
      })),
    [labels],
  );
  const buttons = [
    { keys: "1", label: "Link", run: acts.link },
    { keys: "2", label: "Merge", run: acts.merge },
    { keys: "3", label: "Decline", run: acts.decline },
    { keys: "h", label: "Snooze", run: acts.snooze },
    { keys: "e", label: "Done", run: acts.done },
    { keys: "a", label: "Assign", run: acts.assign },
  ];
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Selected feedback">
      <b role="status">{counted(count, "item")} selected</b>
      <span className="bulk-acts">
        {buttons.map(({ keys, label, run }) => (
          <button key={keys} type="button" className="plain bulk-act" onClick={run}>
            {label} <Kbd keys={keys} />
          </button>
        ))}
        {options.length > 0 && (
          <Picker label="Label" options={options} onPick={({ value }) => onLabel(value)}>
            <button type="button" className="plain bulk-act">
              Label
            </button>
          </Picker>
        )}
      </span>
      <button type="button" className="icon-button" aria-label="Clear the selection" onClick={onClear}>
        <X size={15} aria-hidden />
      </button>
    </div>
  );
}
