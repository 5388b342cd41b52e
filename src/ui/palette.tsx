import { Search } from "lucide-react";
import { Suspense, useEffect, useRef } from "react";
import { useShortcuts } from "./keyboard.tsx";
import { later } from "./later.tsx";
import type { PaletteItem } from "./palette-items.ts";
import { closePalette, openPalette, usePaletteState } from "./palette-state.ts";
import "./palette.css";

const PaletteBox = later(async () => (await import("./palette-box.tsx")).PaletteBox);

/** The field alone, while the rest comes: what is typed into it is kept. */
function PaletteField() {
  const query = usePaletteState((state) => state.query);
  return (
    <div className="palette-field">
      <Search size={16} aria-hidden />
      <input
        // biome-ignore lint/a11y/noAutofocus: a dialog with one field
        autoFocus
        type="text"
        aria-label="Search everything, or type a command"
        placeholder="Search everything, or type a command"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => usePaletteState.setState({ query: event.target.value })}
      />
    </div>
  );
}

/**
 * The ⌘K palette, mounted once. `search` finds records for what is typed; it is cancelled by the next letter.
 * Lines that pages offer by `usePaletteItems` are ranked here: verbs for the selection first, then what to create, places, records.
 */
export function Palette({ search }: { search: (query: string, signal: AbortSignal) => Promise<readonly PaletteItem[]> }) {
  const opened = usePaletteState((state) => state.opened);
  const dialog = useRef<HTMLDialogElement>(null);
  useShortcuts("Everywhere", [{ keys: "mod+k", label: "Search or run anything", whileTyping: true, run: () => openPalette() }], {
    scope: "global",
  });
  useEffect(() => {
    if (opened) dialog.current?.showModal();
    else dialog.current?.close();
  }, [opened]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the veil is the mouse's Escape
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Search everything, or type a command"
      onClose={closePalette}
      onClick={(event) => event.target === event.currentTarget && closePalette()}
    >
      {opened && (
        <Suspense fallback={<PaletteField />}>
          <PaletteBox search={search} />
        </Suspense>
      )}
    </dialog>
  );
}
