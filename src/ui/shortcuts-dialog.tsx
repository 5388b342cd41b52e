import { Suspense, useState } from "react";
import { useShortcuts } from "./keyboard.tsx";
import { later } from "./later.tsx";

const ShortcutsList = later(async () => (await import("./shortcuts-list.tsx")).ShortcutsList);

/** The `?` dialog: everything that can be typed on this page, read from the registry. Mounted once, by the shell. */
export function ShortcutsDialog() {
  const [opened, setOpened] = useState<boolean | undefined>();
  useShortcuts("Everywhere", [{ keys: "?", label: "Show shortcuts", run: () => setOpened(true) }], { scope: "global" });
  if (opened === undefined) return null;
  return (
    <Suspense>
      <ShortcutsList opened={opened} onClose={() => setOpened(false)} />
    </Suspense>
  );
}
