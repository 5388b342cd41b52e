import type { ReactNode } from "react";
import { Kbd, useShortcuts } from "../../../ui/keyboard.tsx";
import "./choices.css";

export type Choice = { key: string; label: string; detail?: string; mark?: ReactNode; onPick: () => void };

/** A few answers inside a dialog, each by its key or by a click. */
export function Choices({ label, choices }: { label: string; choices: readonly Choice[] }) {
  useShortcuts(
    label,
    choices.map(({ key, label: words, onPick }) => ({ keys: key, label: words, run: onPick })),
    { scope: "dialog" },
  );
  return (
    <fieldset className="choices" aria-label={label}>
      {choices.map(({ key, label: words, detail, mark, onPick }, index) => (
        <button key={key} type="button" className="plain choice" onClick={onPick} data-autofocus={index === 0 || undefined}>
          {mark}
          <span className="choice-words">
            {words}
            {detail && <span className="meta">{detail}</span>}
          </span>
          <Kbd keys={key} />
        </button>
      ))}
    </fieldset>
  );
}
