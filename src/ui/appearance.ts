import { useMantineColorScheme } from "@mantine/core";
import { Monitor, Moon, Rows2, Rows3, Rows4, Sun } from "lucide-react";
import { setDensity, useDensity } from "./list/row-height.ts";
import type { MenuEntry } from "./menu-items.tsx";

/** Colours and row height of this device, as lines for the person's menu. */
export function useAppearanceEntries(): readonly MenuEntry[] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const density = useDensity();
  return [
    { heading: "Colours" },
    { label: "As the system", icon: Monitor, run: () => setColorScheme("auto"), checked: colorScheme === "auto" },
    { label: "Light", icon: Sun, run: () => setColorScheme("light"), checked: colorScheme === "light" },
    { label: "Dark", icon: Moon, run: () => setColorScheme("dark"), checked: colorScheme === "dark" },
    { heading: "Rows" },
    { label: "Close", icon: Rows4, run: () => setDensity("compact"), checked: density === "compact" },
    { label: "Medium", icon: Rows3, run: () => setDensity("cosy"), checked: density === "cosy" },
    { label: "Roomy", icon: Rows2, run: () => setDensity("roomy"), checked: density === "roomy" },
  ];
}
