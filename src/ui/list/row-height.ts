import { useSyncExternalStore } from "react";

export const densities = ["compact", "cosy", "roomy"] as const;
export type Density = (typeof densities)[number];

const listeners = new Set<() => void>();
/** The person's density, kept on this device; `public/boot.js` sets it before the first paint. */
export function setDensity(density: Density) {
  localStorage.setItem("throughline.density", density);
  document.documentElement.dataset.density = density;
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void) {
  const coarse = matchMedia("(pointer: coarse)");
  listeners.add(listener);
  coarse.addEventListener("change", listener);
  return () => {
    listeners.delete(listener);
    coarse.removeEventListener("change", listener);
  };
}
/** The density chosen on this device. */
export function useDensity(): Density {
  return useSyncExternalStore(subscribe, () => densities.find((one) => one === document.documentElement.dataset.density) ?? "cosy");
}
/** The height of a row in px: 28, 36 or 44 by density, 48 under a finger. The token `--row` is the one source. */
export function useRowHeight() {
  return useSyncExternalStore(
    subscribe,
    () => Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) || 36,
  );
}
