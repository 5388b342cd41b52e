// biome-ignore-all lint/a11y/useSemanticElements: a <select> can neither search nor be windowed
// biome-ignore-all lint/a11y/useFocusableInteractive: the field keeps focus and points at lines by aria-activedescendant
import { Check, Plus } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useMemo, useRef, useState } from "react";
import { useWindow } from "./list/use-window.ts";
import { rank } from "./palette-ranking.ts";
import type { Option, PickerProps } from "./picker.tsx";
import "./picker.css";

const LINE = 34;
const TALL_LINE = 50;

function useOptions(options: PickerProps["options"], query: string) {
  const [found, setFound] = useState<{ query: string; items: readonly Option[]; failed: boolean } | undefined>();
  useEffect(() => {
    if (typeof options !== "function") return;
    const control = new AbortController();
    const timer = setTimeout(
      () =>
        options(query.trim(), control.signal).then(
          (items) => control.signal.aborted || setFound({ query, items, failed: false }),
          () => control.signal.aborted || setFound({ query, items: [], failed: true }),
        ),
      query === "" ? 0 : 90,
    );
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [options, query]);
  if (typeof options !== "function") return { items: rank(options, query), isSearching: false, failed: false };
  return { items: found?.items ?? [], isSearching: found?.query !== query, failed: found?.failed ?? false };
}

/** Where each line begins: a line with a reason is the taller one. */
function useStarts(items: readonly Option[], count: number): (index: number) => number {
  return useMemo(() => {
    const starts = [0];
    for (let index = 0; index < count; index++) starts.push((starts[index] ?? 0) + (items[index]?.reason ? TALL_LINE : LINE));
    return (index: number) => starts[index] ?? 0;
  }, [items, count]);
}

/**
 * Loaded on demand by `PickerPanel` of `picker.tsx`; use that one.
 *
 * A field over a list, driven from the field: type to narrow, arrows to move, Enter to choose. Lines beyond the window are not drawn, so
 * tens of thousands are fine. Stands in a popover (`Picker`), a dialog or a page; Escape is the container's.
 */
export function PickerPanel({
  label,
  placeholder,
  options,
  chosen = [],
  multiple = false,
  onPick,
  onCreate,
  createNoun,
  createWords = (text) => `Create ${createNoun ?? label.toLowerCase()} “${text}”`,
  footer,
}: PickerProps) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [isAwaited, setAwaited] = useState(false);
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { items, isSearching, failed } = useOptions(options, query);
  const text = query.trim();
  const canCreate = onCreate !== undefined && text !== "" && !items.some((item) => item.label.toLowerCase() === text.toLowerCase());
  const count = items.length + (canCreate ? 1 : 0);
  const current = Math.min(at, count - 1);
  const startOf = useStarts(items, count);
  const lines = useWindow(scroller, { count, startOf });

  const take = (index: number) => {
    const item = items[index];
    if (item) onPick(item);
    else if (canCreate && index === items.length) onCreate(text);
    if (multiple) setQuery("");
  };
  // What is chosen must be what was read or typed: lines found for an older word do not count, so Enter waits for its own.
  const takeAwaited = useEffectEvent(() => {
    setAwaited(false);
    if (!failed) take(current);
  });
  useEffect(() => {
    if (isAwaited && !isSearching) takeAwaited();
  }, [isAwaited, isSearching]);
  const moveTo = (index: number) => {
    setAt(index);
    lines.scrollTo(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    if (step !== undefined && count > 0) {
      event.preventDefault();
      moveTo(Math.abs(step) === 1 ? (current + step + count) % count : Math.max(0, Math.min(count - 1, current + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isSearching) setAwaited(true);
      else take(current);
    }
  };
  return (
    <div className="picker">
      <input
        // biome-ignore lint/a11y/noAutofocus: it opens on request and has one field
        autoFocus
        data-autofocus
        type="text"
        role="combobox"
        className="picker-field"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={count > 0 ? `${id}-${current}` : undefined}
        placeholder={placeholder ?? label}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
          setAwaited(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={scroller}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        aria-multiselectable={multiple || undefined}
        className="picker-scroll"
        hidden={count === 0}
      >
        <div role="presentation" style={{ height: lines.height }} className="picker-list">
          {lines.indexes.map((index) => {
            const item = items[index];
            const isChosen = item !== undefined && chosen.includes(item.value);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys arrive at the field
              <div
                key={item?.value ?? "create"}
                id={`${id}-${index}`}
                role="option"
                aria-selected={isChosen}
                aria-setsize={count}
                aria-posinset={index + 1}
                data-current={index === current || undefined}
                className="picker-line"
                style={{ height: startOf(index + 1) - startOf(index), transform: `translateY(${startOf(index)}px)` }}
                onPointerMove={() => setAt(index)}
                onClick={() => take(index)}
              >
                {item ? item.mark : <Plus size={14} aria-hidden />}
                <span className="picker-words">
                  <span className="truncate">{item ? item.label : createWords(text)}</span>
                  {item?.reason && <span className="meta truncate">{item.reason}</span>}
                </span>
                {item?.detail && <span className="meta">{item.detail}</span>}
                {isChosen && <Check size={14} aria-hidden />}
              </div>
            );
          })}
        </div>
      </div>
      <p role="status" className={count === 0 || failed ? "picker-says" : "sr"}>
        {failed
          ? "The search did not answer."
          : isSearching
            ? "Searching …"
            : count === 0
              ? text === ""
                ? "Type to search"
                : "No match"
              : `${count} to choose from`}
      </p>
      {footer && <div className="picker-footer">{footer}</div>}
    </div>
  );
}
