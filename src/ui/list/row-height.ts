import { useSyncExternalStore } from "react";

export const densities = ["compact", "cosy", "roomy"] as const;
export type Density = (typeof densities)[number];

const listeners = new Set<() => void>();
/** What `--row` says, until something changes it: asking for it makes the browser style the page, too dear for every frame of a scroll. */
let height: number | undefined;
/** The person's density, kept on this device; `public/boot.js` sets it before the first paint. */
export function setDensity(density: Density) {
  localStorage.setItem("throughline.density", density);
  document.documentElement.dataset.density = density;
  tell();
}
function tell() {
  height = undefined;
  for (const listener of listeners) listener();
}
function subscribe(listener: () => void) {
  if (listeners.size === 0) matchMedia("(pointer: coarse)").addEventListener("change", tell);
  listeners.add(listener);
  return () => listeners.delete(listener);
}
/** The density chosen on this device. */
export function useDensity(): Density {
  return useSyncExternalStore(subscribe, () => densities.find((one) => one === document.documentElement.dataset.density) ?? "cosy");
}
/** The height of a row in px: 28, 36 or 44 by density, 48 under a finger. The token `--row` is the one source. */
export function useRowHeight() {
  return useSyncExternalStore(subscribe, readHeight);
}
const readHeight = () => (height ??= Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) || 36);
