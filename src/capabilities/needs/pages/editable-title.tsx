import { Pencil } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useShortcuts } from "../../../ui/keyboard.tsx";
import "./editable-title.css";

/** A page's title, to be changed where it stands: E or the pencil edits, Enter keeps, Esc forgets. */
export function EditableTitle({
  value,
  label,
  limits,
  mayEdit,
  onBegin,
  onKeep,
}: {
  value: string;
  /** What the title is: "Statement". */
  label: string;
  limits: { least: number; most: number };
  mayEdit: boolean;
  onBegin?: () => void;
  onKeep: (text: string) => void;
}) {
  const [draft, setDraft] = useState<string>();
  const begin = () => {
    onBegin?.();
    setDraft(value);
  };
  useShortcuts("This page", [{ keys: "e", label: `Edit the ${label.toLowerCase()}`, run: begin }], {
    active: mayEdit && draft === undefined,
  });
  if (draft === undefined) {
    return (
      <h1 tabIndex={-1} className="editable-title">
        {value}
        {mayEdit && (
          <button type="button" className="icon-button editable-title-pen" aria-label={`Edit the ${label.toLowerCase()}`} onClick={begin}>
            <Pencil size={14} aria-hidden />
          </button>
        )}
      </h1>
    );
  }
  const text = draft.replace(/\s+/g, " ").trim();
  const isLong = text.length >= limits.least;
  const end = (keep: boolean) => {
    setDraft(undefined);
    if (keep && isLong && text !== value) onKeep(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape" || isLong) end(event.key === "Enter");
  };
  return (
    <h1 className="editable-title">
      <textarea
        // biome-ignore lint/a11y/noAutofocus: it was asked for
        autoFocus
        className="editable-title-field"
        aria-label={label}
        aria-invalid={!isLong || undefined}
        rows={1}
        maxLength={limits.most}
        value={draft}
        onFocus={(event) => event.target.setSelectionRange(draft.length, draft.length)}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => end(true)}
      />
    </h1>
  );
}
