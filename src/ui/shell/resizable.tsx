import { type KeyboardEvent, type PointerEvent, useState } from "react";

const clamp = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value));

function remembered(name: string, initial: number) {
  const stored = Number(localStorage.getItem(`throughline.width.${name}`));
  return Number.isFinite(stored) && stored > 0 ? stored : initial;
}

/**
 * A width the person drags or nudges with the arrow keys, remembered on this device under `name`.
 * `grows` says which way the pane grows: a list on the left grows to the right.
 */
export function useResizable(
  name: string,
  { label, initial, min, max, grows }: { label: string; initial: number; min: number; max: number; grows: "right" | "left" },
) {
  const [width, setWidth] = useState(() => clamp(remembered(name, initial), min, max));
  const keep = (next: number) => {
    const kept = clamp(Math.round(next), min, max);
    setWidth(kept);
    localStorage.setItem(`throughline.width.${name}`, String(kept));
  };
  const sign = grows === "right" ? 1 : -1;
  const separator = {
    role: "separator",
    tabIndex: 0,
    "aria-label": label,
    "aria-orientation": "vertical",
    "aria-valuenow": width,
    "aria-valuemin": min,
    "aria-valuemax": max,
    className: "separator",
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const handle = event.currentTarget;
      const from = event.clientX;
      handle.setPointerCapture(event.pointerId);
      const move = (moved: globalThis.PointerEvent) => keep(width + sign * (moved.clientX - from));
      const end = () => {
        handle.removeEventListener("pointermove", move);
        handle.removeEventListener("lostpointercapture", end);
      };
      handle.addEventListener("pointermove", move);
      handle.addEventListener("lostpointercapture", end);
    },
    onDoubleClick: () => keep(initial),
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      keep(width + sign * (event.key === "ArrowRight" ? 1 : -1) * (event.shiftKey ? 64 : 16));
    },
  } as const;
  return { width, separator };
}
