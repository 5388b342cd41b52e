import { Menu } from "@mantine/core";
import { type ReactNode, useCallback, useState } from "react";
import { MenuEntries, type MenuEntry } from "./menu-items.tsx";

interface Opened {
  at: DOMRect;
  entries: readonly MenuEntry[];
  from: Element | null;
}

/**
 * One menu shared by all rows or cards of a page: `open(element, entries)` shows it at that element. A menu of the kit in every row
 * would cost more than the rows. Put `menu` once beside the list.
 */
export function useRowMenu(): { open: (anchor: Element, entries: readonly MenuEntry[]) => void; menu: ReactNode; isOpen: boolean } {
  const [opened, setOpened] = useState<Opened | undefined>();
  const open = useCallback(
    (anchor: Element, entries: readonly MenuEntry[]) =>
      setOpened({ at: anchor.getBoundingClientRect(), entries, from: document.activeElement }),
    [],
  );
  const close = () => {
    setOpened(undefined);
    if (opened?.from instanceof HTMLElement) opened.from.focus({ preventScroll: true });
  };
  const menu = opened && (
    <Menu opened onClose={close} width={220} returnFocus={false} trapFocus position="bottom-start">
      <Menu.Target>
        <span
          aria-hidden
          style={{
            position: "fixed",
            left: opened.at.left,
            top: opened.at.top,
            width: opened.at.width,
            height: opened.at.height,
            pointerEvents: "none",
          }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label="Actions">
        <MenuEntries entries={opened.entries} />
      </Menu.Dropdown>
    </Menu>
  );
  return { open, menu, isOpen: opened !== undefined };
}
