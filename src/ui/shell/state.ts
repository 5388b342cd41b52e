import { create } from "zustand";

const MORE = "throughline.more";
/** Browsers may keep pages from storing anything; then it is remembered until the page is loaded anew. */
function kept(): boolean {
  try {
    return window.localStorage.getItem(MORE) === "open";
  } catch {
    return false;
  }
}

/** What the sidebar and the page header share: on a phone the sidebar is a drawer that the header opens; the pages of other groups fold. */
export const useShell = create<{ drawer: boolean; more: boolean }>(() => ({ drawer: false, more: kept() }));
export const openDrawer = () => useShell.setState({ drawer: true });
export const closeDrawer = () => useShell.setState({ drawer: false });
export function setMore(more: boolean): void {
  useShell.setState({ more });
  try {
    window.localStorage.setItem(MORE, more ? "open" : "closed");
  } catch {
    // It holds while the page does.
  }
}
