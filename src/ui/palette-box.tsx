import { ArrowRight, CornerDownLeft, Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { Kbd } from "./keyboard.tsx";
import { type PaletteItem, useItems } from "./palette-items.ts";
import { rank } from "./palette-ranking.ts";
import { closePalette, usePaletteState } from "./palette-state.ts";
import { useGoTo } from "./router.tsx";

const headings = {
  verb: "With the selection",
  create: "Create",
  place: "Go to",
  record: "Records",
  answer: "Answers in one line",
} as const;
const order = ["verb", "create", "place", "record", "answer"] as const;
/** How many lines of a part are shown; answers to be read leave the records above them less room. */
const most = (section: PaletteItem["section"], found: readonly PaletteItem[]) =>
  section === "answer" ? 3 : section === "record" && found.some((item) => item.section === "answer") ? 5 : 8;

function useFound(query: string, search: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>) {
  const [found, setFound] = useState<{ query: string; items: readonly PaletteItem[]; failed?: boolean }>({ query: "", items: [] });
  const asked = query.trim();
  useEffect(() => {
    if (asked === "") return;
    const control = new AbortController();
    const timer = setTimeout(() => {
      search(asked, control.signal).then(
        (items) => !control.signal.aborted && setFound({ query: asked, items }),
        () => !control.signal.aborted && setFound({ query: asked, items: [], failed: true }),
      );
    }, 60);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [asked, search]);
  return { items: asked === "" ? [] : found.items, isSearching: asked !== "" && found.query !== asked, failed: found.failed ?? false };
}

function useResults(query: string, search: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>) {
  const sources = useItems((state) => state.sources);
  const found = useFound(query, search);
  const sections = useMemo(() => {
    const known = rank(sources.flat(), query);
    // Without a question the palette shows what can be done; records need one.
    return order
      .map((section) => ({
        section,
        items: [...known, ...found.items].filter((item) => item.section === section).slice(0, most(section, found.items)),
      }))
      .filter(({ items }) => items.length > 0);
  }, [sources, query, found.items]);
  return { sections, isSearching: found.isSearching, failed: found.failed };
}

function Line({
  item,
  id,
  chosen,
  onRun,
  onPoint,
}: {
  item: PaletteItem;
  id: string;
  chosen: boolean;
  onRun: () => void;
  onPoint: () => void;
}) {
  const Icon = item.icon ?? ArrowRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys arrive at the field that owns this list
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps focus and points here by aria-activedescendant
    <div id={id} role="option" aria-selected={chosen} className="palette-line" onClick={onRun} onPointerMove={onPoint}>
      <Icon size={15} strokeWidth={1.75} aria-hidden />
      <span className={item.isSentence ? "palette-sentence" : "truncate"}>{item.label}</span>
      {item.detail && <span className="meta truncate palette-detail">{item.detail}</span>}
      <span className="spring" />
      {item.keys ? <Kbd keys={item.keys} /> : chosen ? <CornerDownLeft size={13} aria-hidden /> : null}
    </div>
  );
}

/** Loaded on demand by `Palette`: the field and what matches. */
export function PaletteBox({ search }: { search: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]> }) {
  const [query, setQuery] = useState(usePaletteState.getState().query);
  const [at, setAt] = useState(0);
  const go = useGoTo();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const { sections, isSearching, failed } = useResults(useDeferredValue(query), search);
  const lines = sections.flatMap(({ items }) => items);
  const chosen = Math.min(at, lines.length - 1);

  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    closePalette();
    if (item.run) item.run();
    else if (item.to) go(item.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next =
        Math.abs(step) === 1
          ? (chosen + step + lines.length) % Math.max(1, lines.length)
          : Math.max(0, Math.min(lines.length - 1, chosen + step));
      setAt(next);
      list.current?.querySelectorAll("[role=option]")[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(lines[chosen]);
    }
  };
  const says = failed
    ? "The search did not answer; places and acts still work."
    : isSearching
      ? "Searching …"
      : lines.length === 0
        ? "No match"
        : `${lines.length} ${lines.length === 1 ? "match" : "matches"}`;
  return (
    <>
      <div className="palette-field">
        <Search size={16} aria-hidden />
        <input
          // biome-ignore lint/a11y/noAutofocus: a dialog with one field
          autoFocus
          type="text"
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={lines.length > 0 ? `${id}-${chosen}` : undefined}
          aria-label="Search everything, or type a command"
          placeholder="Search everything, or type a command"
          autoComplete="off"
          spellCheck={false}
          value={query}
          // What was typed before the box had come stands in the field: the next letter goes behind it.
          onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="escape" />
      </div>
      <div ref={list} id={`${id}-list`} role="listbox" aria-label="Matches" className="palette-list">
        {sections.map(({ section, items }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand inside a listbox
          <div key={section} role="group" aria-label={headings[section]}>
            <div className="palette-heading" aria-hidden>
              {headings[section]}
            </div>
            {items.map((item) => {
              const index = lines.indexOf(item);
              return (
                <Line
                  key={item.id}
                  item={item}
                  id={`${id}-${index}`}
                  chosen={index === chosen}
                  onRun={() => run(item)}
                  onPoint={() => setAt(index)}
                />
              );
            })}
          </div>
        ))}
      </div>
      <p className={lines.length === 0 || failed ? "palette-says" : "sr"} role="status">
        {says}
      </p>
    </>
  );
}
