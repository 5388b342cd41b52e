import { create } from "zustand";

/** Whether the ⌘K palette is open, and with what already typed. Apart from the palette, so that opening it costs no import of it. */
export const usePaletteState = create<{ opened: boolean; query: string }>(() => ({ opened: false, query: "" }));
export const openPalette = (query = "") => usePaletteState.setState({ opened: true, query });
export const closePalette = () => usePaletteState.setState({ opened: false });
