import { Button } from "@mantine/core";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useRef } from "react";
import { flushSync } from "react-dom";

/** A choice while it is edited. `was` is its name before, so that records keep it under the new one. */
export type OptionDraft = { id: number; name: string; was?: string };

let lastId = 0;
export const optionDraft = (name: string, was?: string): OptionDraft => ({ id: ++lastId, name, ...(was === undefined ? {} : { was }) });

/** What can be chosen, in order. Enter goes on to the next; pasting lines makes one of each. */
export function OptionsEditor({ options, onOptions }: { options: readonly OptionDraft[]; onOptions: (options: OptionDraft[]) => void }) {
  const list = useRef<HTMLOListElement>(null);
  /** Drawn at once, so that the next letter goes into the field it is meant for. */
  const change = (next: OptionDraft[], focused: number) => {
    flushSync(() => onOptions(next));
    list.current?.querySelectorAll<HTMLInputElement>("input")[Math.max(0, focused)]?.focus();
  };
  const add = (after: number, names: readonly string[]) =>
    change(options.toSpliced(after + 1, 0, ...names.map((name) => optionDraft(name))), after + names.length);
  const move = (from: number, to: number) => {
    const [option] = options.slice(from, from + 1);
    if (option && to >= 0 && to < options.length) change(options.toSpliced(from, 1).toSpliced(to, 0, option), to);
  };
  const remove = (index: number) => change(options.toSpliced(index, 1), index - 1);
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") add(index, [""]);
    else if (event.altKey && event.key === "ArrowUp") move(index, index - 1);
    else if (event.altKey && event.key === "ArrowDown") move(index, index + 1);
    else if (event.key === "Backspace" && options[index]?.name === "" && options.length > 1) remove(index);
    else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent, index: number) => {
    const lines = event.clipboardData
      .getData("text")
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
    if (lines.length < 2) return;
    event.preventDefault();
    add(index, lines);
  };
  return (
    <fieldset className="options">
      <legend>Choices</legend>
      <ol ref={list}>
        {options.map((option, index) => (
          <li key={option.id}>
            <input
              className="field-input"
              aria-label={`Choice ${index + 1}`}
              value={option.name}
              maxLength={100}
              onChange={(event) => onOptions(options.with(index, { ...option, name: event.target.value }))}
              onKeyDown={(event) => onKeyDown(event, index)}
              onPaste={(event) => onPaste(event, index)}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={`Move ${option.name || "this choice"} up`}
              disabled={index === 0}
              onClick={() => move(index, index - 1)}
            >
              <ArrowUp size={14} aria-hidden />
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`Move ${option.name || "this choice"} down`}
              disabled={index === options.length - 1}
              onClick={() => move(index, index + 1)}
            >
              <ArrowDown size={14} aria-hidden />
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={`Remove ${option.name || "this choice"}`}
              disabled={options.length === 1}
              onClick={() => remove(index)}
            >
              <X size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ol>
      <Button variant="subtle" size="compact-sm" leftSection={<Plus size={13} aria-hidden />} onClick={() => add(options.length - 1, [""])}>
        Choice
      </Button>
    </fieldset>
  );
}
