import { Fragment, useEffect, useEffectEvent, useId } from "react";
import { create } from "zustand";
import "./keyboard.css";

export interface Shortcut {
  /** Chords separated by blanks are typed one after another: `"g n"`, `"mod+k"`, `"shift+j"`, `"alt+arrowup"`, `"?"`. `mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys: string;
  /** What it does, as the `?` dialog and the palette say it. */
  label: string;
  /** Return `false` to let a wider scope have the key. */
  run: (event: KeyboardEvent) => unknown;
  /** Works while a text field has focus too (only for chords with a modifier, and Escape). */
  whileTyping?: boolean;
  /** Answers but is not listed: a second key for the same thing. */
  hidden?: boolean;
}

/** From widest to narrowest; the narrowest scope that has a key answers it. An open `dialog` scope silences the others. */
const scopes = ["global", "page", "list", "panel", "dialog"] as const;
export type Scope = (typeof scopes)[number];

interface Registration {
  id: string;
  scope: Scope;
  group: string;
  shortcuts: readonly Shortcut[];
}
const useRegistry = create<{ registrations: Registration[] }>(() => ({ registrations: [] }));

const isMac = typeof navigator !== "undefined" && /Mac|iP(hone|ad|od)/.test(navigator.userAgent);
const SEQUENCE_MS = 1000;
let pending = "";
let pendingSince = 0;

function chordOf(event: KeyboardEvent) {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const isSymbol = key.length === 1 && !/[a-z0-9]/.test(key);
  // With Alt a Mac types "¡" for 1 and "å" for A; the key itself is meant.
  const letter = (event.altKey && /^(?:Key|Digit)(.)$/.exec(event.code)?.[1]?.toLowerCase()) || key;
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push("mod");
  if (isMac && event.ctrlKey) parts.push("ctrl");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && !isSymbol) parts.push("shift");
  return [...parts, letter].join("+");
}

function isTyping(target: EventTarget | null) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit", "range", "color"].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Enter and Space belong to the focused control; every other key is ours even then. */
function ownsKey(target: EventTarget | null, chord: string) {
  if (chord !== "enter" && chord !== "space") return false;
  return target instanceof HTMLElement && target.closest("button, a[href], summary, [role=button], [role=menuitem], [role=tab]") !== null;
}

/** An open menu or list of options reads letters itself. */
function isInMenu(target: EventTarget | null) {
  return target instanceof HTMLElement && target.closest("[role=menu], [role=listbox]") !== null;
}

function inOrder(registrations: readonly Registration[]) {
  const dialogs = registrations.filter((one) => one.scope === "dialog");
  const isModal = dialogs.length > 0 || document.querySelector("[aria-modal=true], dialog[open]") !== null;
  const active = isModal ? dialogs : registrations;
  return active.toSorted((a, b) => scopes.indexOf(b.scope) - scopes.indexOf(a.scope));
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  const chord = chordOf(event);
  const typing = isTyping(event.target);
  if (ownsKey(event.target, chord) || (isInMenu(event.target) && !chord.startsWith("mod+"))) return;
  const prefix = pending !== "" && event.timeStamp - pendingSince < SEQUENCE_MS ? `${pending} ` : "";
  pending = "";
  const typed = prefix + chord;
  let starts = false;
  for (const { shortcuts } of inOrder(useRegistry.getState().registrations)) {
    for (const shortcut of shortcuts) {
      if (typing && !shortcut.whileTyping) continue;
      if (shortcut.keys === typed) {
        if (shortcut.run(event) === false) continue;
        event.preventDefault();
        return;
      }
      if (shortcut.keys.startsWith(`${typed} `)) starts = true;
    }
  }
  if (starts) {
    pending = typed;
    pendingSince = event.timeStamp;
    event.preventDefault();
  }
}
let listeners = 0;

/**
 * Registers shortcuts while the component is mounted and `active`. They appear in the `?` dialog under `group`.
 *
 * ```tsx
 * useShortcuts("Feedback", [{ keys: "h", label: "Snooze", run: snooze }], { scope: "list", active: selected !== undefined });
 * ```
 */
export function useShortcuts(
  group: string,
  shortcuts: readonly Shortcut[],
  { scope = "page", active = true }: { scope?: Scope; active?: boolean } = {},
) {
  const id = useId();
  const run = useEffectEvent((keys: string, event: KeyboardEvent) => shortcuts.find((one) => one.keys === keys)?.run(event));
  // Handlers change with every render; the registry only needs to hear when what is listed changes.
  const listed = JSON.stringify(shortcuts.map(({ keys, label, whileTyping, hidden }) => ({ keys, label, whileTyping, hidden })));
  useEffect(() => {
    if (!active) return;
    const stable: Omit<Shortcut, "run">[] = JSON.parse(listed);
    const registration = {
      id,
      scope,
      group,
      shortcuts: stable.map((one) => ({ ...one, run: (event: KeyboardEvent) => run(one.keys, event) })),
    };
    useRegistry.setState(({ registrations }) => ({ registrations: [...registrations, registration] }));
    if (listeners++ === 0) document.addEventListener("keydown", onKeyDown);
    return () => {
      useRegistry.setState(({ registrations }) => ({ registrations: registrations.filter((one) => one !== registration) }));
      if (--listeners === 0) document.removeEventListener("keydown", onKeyDown);
    };
  }, [id, scope, group, active, listed]);
}

/** Everything that can be typed at this moment, by group, narrowest scope first: what the `?` dialog shows. */
export function useListedShortcuts() {
  const registrations = useRegistry((state) => state.registrations);
  const groups = new Map<string, Map<string, string[]>>();
  for (const { group, shortcuts } of registrations.toSorted((a, b) => scopes.indexOf(b.scope) - scopes.indexOf(a.scope))) {
    const rows = groups.get(group) ?? new Map<string, string[]>();
    for (const { keys, label, hidden } of shortcuts) {
      const known = rows.get(label) ?? [];
      if (!hidden && !known.includes(keys)) rows.set(label, [...known, keys]);
    }
    if (rows.size > 0) groups.set(group, rows);
  }
  return [...groups].map(([group, rows]) => ({ group, rows: [...rows].map(([label, keys]) => ({ label, keys })) }));
}

const names: Record<string, string> = {
  mod: isMac ? "⌘" : "Ctrl",
  ctrl: "Ctrl",
  alt: isMac ? "⌥" : "Alt",
  shift: isMac ? "⇧" : "Shift",
  enter: "Enter",
  escape: "Esc",
  space: "Space",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  backspace: isMac ? "⌫" : "Backspace",
  delete: "Del",
  home: "Home",
  end: "End",
};
const spoken = (chord: string) => chord.split("+").map((key) => names[key] ?? key.toUpperCase());

/** The keys of a shortcut as small caps: `<Kbd keys="mod+k" />`, `<Kbd keys="g n" />`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="kbd-group">
      {keys.split(" ").map((chord, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sequence may repeat a chord and never changes order
        <Fragment key={index}>
          {index > 0 && <span className="kbd-then">then</span>}
          <kbd className="kbd">{spoken(chord).join(isMac ? "" : " ")}</kbd>
        </Fragment>
      ))}
    </span>
  );
}

/** One line of the footer: keys and what they do. */
export function KeyHint({ keys, children }: { keys: string[]; children: string }) {
  return (
    <span className="key-hint">
      {keys.map((one) => (
        <Kbd key={one} keys={one} />
      ))}
      {children}
    </span>
  );
}
