import { counted } from "../../../ui/format.ts";
import { PickerPanel } from "../../../ui/picker.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { useNeedOptions } from "./record-options.tsx";

/** Which need takes the others in. */
export function MergeDialog({
  needs,
  onMerge,
  onClose,
}: {
  needs: readonly { id: string; key: string; statement: string; demand: { quotes: number } }[];
  onMerge: (into: { id: string; label: string; key: string }) => void;
  onClose: () => void;
}) {
  const options = useNeedOptions(needs.map(({ id }) => id));
  const [only] = needs;
  const quotes = needs.reduce((sum, { demand }) => sum + demand.quotes, 0);
  const what = needs.length === 1 ? `${only?.key ?? "It"}` : counted(needs.length, "need");
  return (
    <Dialog onClose={onClose} title={needs.length === 1 ? `Merge ${what} into …` : `Merge ${what} into one`} isHigh>
      <PickerPanel
        label="Need"
        placeholder="Which need says the same?"
        options={options}
        onPick={({ value, label, detail }) => onMerge({ id: value, label, key: detail ?? label })}
        footer={`${quotes === 0 ? "Features" : `${counted(quotes, "quote")}, features`} and comments move there, and nobody is counted twice. The old address leads there. It can be undone.`}
      />
    </Dialog>
  );
}
