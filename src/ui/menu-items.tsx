import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Check, type LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { Kbd } from "./keyboard.tsx";

/** One line of a menu: a place (`to`), an act (`run`), a heading or a rule between groups. */
export type MenuEntry =
  | { label: string; to: string; icon?: LucideIcon; detail?: string; checked?: boolean }
  | {
      label: string;
      run: () => void;
      icon?: LucideIcon;
      detail?: string;
      keys?: string;
      checked?: boolean;
      danger?: boolean;
      /** Why it cannot be done now; the entry stays visible and says so. */
      unable?: string;
    }
  | { heading: string }
  | "rule";

function Item({ entry }: { entry: Exclude<MenuEntry, { heading: string } | "rule"> }) {
  const left = entry.icon ? <entry.icon size={15} strokeWidth={1.75} aria-hidden /> : undefined;
  const right = entry.checked ? (
    <Check size={14} aria-label="Chosen" />
  ) : "run" in entry && entry.keys ? (
    <Kbd keys={entry.keys} />
  ) : undefined;
  const words = (
    <>
      {entry.label}
      {entry.detail && <span className="meta menu-detail">{entry.detail}</span>}
    </>
  );
  if ("to" in entry) {
    return (
      <Menu.Item leftSection={left} rightSection={right} renderRoot={(props) => <Link to={entry.to} {...props} />}>
        {words}
      </Menu.Item>
    );
  }
  return (
    <Menu.Item
      leftSection={left}
      rightSection={right}
      onClick={entry.run}
      disabled={entry.unable !== undefined}
      title={entry.unable}
      {...(entry.danger ? { className: "menu-danger" } : {})}
    >
      {words}
      {entry.unable && <span className="meta menu-detail">{entry.unable}</span>}
    </Menu.Item>
  );
}

/** A menu from data, opened by `children` (one button). Not for rows that repeat more than 50 times: use `RowMenu` there. */
export function MenuButton({
  entries,
  children,
  width = 220,
  position = "bottom-start",
}: {
  entries: readonly MenuEntry[];
  children: ReactElement;
  width?: number | "target";
  position?: "bottom-start" | "bottom-end" | "top-start" | "top-end" | "right-start";
}) {
  return (
    <Menu width={width} position={position}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <MenuEntries entries={entries} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The lines alone, for inside a `Menu.Dropdown`. */
export function MenuEntries({ entries }: { entries: readonly MenuEntry[] }) {
  return entries.map((entry, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: rules between groups have no name of their own
    if (entry === "rule") return <Menu.Divider key={index} />;
    if ("heading" in entry) return <Menu.Label key={entry.heading}>{entry.heading}</Menu.Label>;
    return <Item key={entry.label} entry={entry} />;
  });
}
