import { type KeyboardEvent, type ReactNode, useState } from "react";
import "./properties.css";

/** What a record has, name by name: one under the other, or as a strip under the title of its page. */
export function Properties({ children, strip = false }: { children: ReactNode; strip?: boolean }) {
  return (
    <dl className="properties" data-strip={strip || undefined}>
      {children}
    </dl>
  );
}

/** One of them. What can be changed is a button of class `property-value`. */
export function Property({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="property">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A value that is typed: a click or Enter edits, Enter keeps, Esc forgets. What cannot be read stays in the field with the reason. */
export function TypedValue({
  name,
  shown,
  none,
  text,
  hint,
  inputMode,
  mayEdit,
  onType,
}: {
  name: string;
  /** The value as it is read. */
  shown: string | null;
  /** What stands there without a value. */
  none: string;
  /** The value as it is typed. */
  text: string;
  hint?: string;
  inputMode?: "decimal";
  mayEdit: boolean;
  /** Takes what was typed, or answers why not. */
  onType: (text: string) => string | undefined;
}) {
  const [draft, setDraft] = useState<string>();
  const [objection, setObjection] = useState<string>();
  const value =
    shown === null ? (
      <span className="property-none">{none}</span>
    ) : (
      <span className="property-words" title={shown}>
        {shown}
      </span>
    );
  if (!mayEdit) return <span className="property-plain">{value}</span>;
  if (draft === undefined)
    return (
      <button type="button" className="plain property-value" aria-label={`${name}: ${shown ?? none}`} onClick={() => setDraft(text)}>
        {value}
      </button>
    );
  const forget = () => {
    setDraft(undefined);
    setObjection(undefined);
  };
  const keep = () => {
    const why = draft.trim() === text.trim() ? undefined : onType(draft.trim());
    if (why === undefined) forget();
    else setObjection(why);
    return why === undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") keep();
    else forget();
  };
  return (
    <>
      <input
        // biome-ignore lint/a11y/noAutofocus: it was asked for
        autoFocus
        className="property-field"
        aria-label={name}
        aria-invalid={objection !== undefined}
        placeholder={hint}
        inputMode={inputMode}
        autoComplete="off"
        value={draft}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setDraft(event.target.value);
          setObjection(undefined);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => keep() || undefined}
      />
      {objection && (
        <p className="property-objection" role="alert">
          {objection}
        </p>
      )}
    </>
  );
}
