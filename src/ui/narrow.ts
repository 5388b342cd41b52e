import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 720px)";
function subscribe(listener: () => void) {
  const media = matchMedia(QUERY);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}
/** Whether the window is as narrow as a phone. */
export const useNarrow = () => useSyncExternalStore(subscribe, () => matchMedia(QUERY).matches);
