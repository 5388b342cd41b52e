import type { LucideIcon } from "lucide-react";
import { useEffect } from "react";
import { create } from "zustand";

/** One line of the palette. `verb` is an act on what is selected and comes first; `place` a page; `create` makes something; `record` and `answer` came from the search. */
export interface PaletteItem {
  id: string;
  label: string;
  section: "verb" | "create" | "place" | "record" | "answer";
  /** Where it leads or what it does. */
  to?: string;
  run?: () => void;
  icon?: LucideIcon;
  /** A sentence to be read here: it is shown whole, over as many lines as it needs. */
  isSentence?: boolean;
  /** The quiet words at the end: key, account, state. */
  detail?: string;
  /** Other words it answers to. */
  words?: readonly string[];
  /** Its shortcut, so that people outgrow the palette. */
  keys?: string;
}

/** All that is offered now. Apart from the palette, so that offering costs no import of it. */
export const useItems = create<{ sources: (readonly PaletteItem[])[] }>(() => ({ sources: [] }));

/** Offers lines to the palette while the component is mounted: pages register their verbs when something is selected. Memoise `items`. */
export function usePaletteItems(items: readonly PaletteItem[]) {
  useEffect(() => {
    useItems.setState(({ sources }) => ({ sources: [...sources, items] }));
    return () => useItems.setState(({ sources }) => ({ sources: sources.filter((one) => one !== items) }));
  }, [items]);
}
