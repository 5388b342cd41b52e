import { create } from "zustand";

/** What the sidebar and the page header share: on a phone the sidebar is a drawer that the header opens. */
export const useShell = create<{ drawer: boolean }>(() => ({ drawer: false }));
export const openDrawer = () => useShell.setState({ drawer: true });
export const closeDrawer = () => useShell.setState({ drawer: false });
