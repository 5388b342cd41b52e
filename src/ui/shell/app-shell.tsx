import { UnstyledButton } from "@mantine/core";
import { Link, useRouterState } from "@tanstack/react-router";
import { ChevronRight, ChevronsUpDown, type LucideIcon, Menu as MenuIcon, Search, X } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { Avatar } from "../avatar.tsx";
import { Kbd, useShortcuts } from "../keyboard.tsx";
import { MenuButton, type MenuEntry } from "../menu-items.tsx";
import { openPalette } from "../palette-state.ts";
import { useGoTo } from "../router.tsx";
import { ShortcutsDialog } from "../shortcuts-dialog.tsx";
import { closeDrawer, openDrawer, setMore, useShell } from "./state.ts";
import "./shell.css";

export interface NavItem {
  label: string;
  icon: LucideIcon;
  /** Whole address, `/acme/needs`. */
  to: string;
  /** Only this very page counts as being here (for a home whose address begins every other one). */
  exact?: boolean;
  /** How many wait; nothing is shown for 0. */
  count?: number;
  /** What the count counts, for a screen reader: "128 waiting". */
  countLabel?: string;
  /** Typed to go there, as `"g n"`. */
  keys?: string;
  /** Also in the bar at the bottom of a phone; the first four that say so. */
  tab?: boolean;
}
export interface NavGroup {
  label?: string;
  items: readonly NavItem[];
}
export interface ShellProps {
  /** The workspace as its switcher shows it, and what the switcher offers. */
  workspace: { name: string; entries: readonly MenuEntry[] };
  /** A chip on every page, such as "Demo", and the page that lies behind it. */
  note?: { label: string; words: string; to: string };
  nav: readonly NavGroup[];
  /** What folds under More: it stays open once somebody opened it. */
  folded?: readonly NavGroup[];
  user: { name: string; detail: string; entries: readonly MenuEntry[] };
  children: ReactNode;
}

function NavLink({ item, isTab = false }: { item: NavItem; isTab?: boolean }) {
  return (
    <Link
      to={item.to}
      className={isTab ? "tab-bar-item" : "side-link"}
      activeOptions={{ exact: item.exact ?? false, includeSearch: false }}
      preload="intent"
    >
      <item.icon size={isTab ? 19 : 15} strokeWidth={1.75} aria-hidden />
      <span className="truncate">{item.label}</span>
      {item.count ? (
        <span className="side-count">
          {item.count.toLocaleString()}
          {item.countLabel && <span className="sr"> {item.countLabel}</span>}
        </span>
      ) : null}
    </Link>
  );
}

const NavGroups = ({ groups }: { groups: readonly NavGroup[] }) =>
  groups.map((group, index) => (
    <div key={group.label ?? index} className="side-group">
      {group.label && <h2>{group.label}</h2>}
      {group.items.map((item) => (
        <NavLink key={item.to} item={item} />
      ))}
    </div>
  ));

/** The pages of other groups; open while one of them is shown. */
function Folded({ groups }: { groups: readonly NavGroup[] }) {
  const isWanted = useShell((state) => state.more);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const isHere = groups.some(({ items }) => items.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`)));
  const isOpen = isWanted || isHere;
  return (
    <>
      <button type="button" className="plain side-link side-more" aria-expanded={isOpen} onClick={() => setMore(!isOpen)}>
        <ChevronRight size={15} strokeWidth={1.75} aria-hidden />
        <span>More</span>
      </button>
      {isOpen && <NavGroups groups={groups} />}
    </>
  );
}

const Note = ({ note: { label, words, to } }: { note: NonNullable<ShellProps["note"]> }) => (
  <Link to={to} className="side-note">
    <b>{label}</b>
    <span className="truncate">{words}</span>
  </Link>
);

function Sidebar({ workspace, note, nav, folded = [], user }: Omit<ShellProps, "children">) {
  const isOpen = useShell((state) => state.drawer);
  return (
    <nav className="side" aria-label="Main" data-open={isOpen || undefined}>
      <div className="side-head">
        <MenuButton entries={workspace.entries}>
          <UnstyledButton className="side-workspace" aria-label={`Workspace ${workspace.name}`}>
            <span className="logo" aria-hidden />
            <b className="truncate">{workspace.name}</b>
            <ChevronsUpDown size={13} aria-hidden />
          </UnstyledButton>
        </MenuButton>
        <button type="button" className="icon-button side-close" aria-label="Close menu" onClick={closeDrawer}>
          <X size={16} aria-hidden />
        </button>
      </div>
      {note && <Note note={note} />}
      <button type="button" className="side-find" onClick={() => openPalette()} aria-keyshortcuts="Meta+K Control+K">
        <Search size={14} aria-hidden />
        <span>Search or jump to</span>
        <Kbd keys="mod+k" />
      </button>
      <div className="side-scroll">
        <NavGroups groups={nav} />
        {folded.length > 0 && <Folded groups={folded} />}
      </div>
      <MenuButton entries={user.entries} position="top-start">
        <UnstyledButton className="side-user">
          <Avatar name={user.name} size={26} label={false} />
          <span className="side-user-words">
            <b className="truncate">{user.name}</b>
            <small className="truncate">{user.detail}</small>
            <span className="sr">Your menu</span>
          </span>
        </UnstyledButton>
      </MenuButton>
    </nav>
  );
}

/**
 * The frame of the signed-in app: sidebar, phone tab bar, skip link, `?` dialog. Navigation and menus are data; pages draw
 * their own header with `Page`. Live regions and the palette are mounted beside it, once, by the entry.
 */
export function AppShell({ children, ...frame }: ShellProps) {
  const isOpen = useShell((state) => state.drawer);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const items = [...frame.nav, ...(frame.folded ?? [])].flatMap((group) => group.items);
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving somewhere is what closes the drawer
  useEffect(closeDrawer, [pathname]);
  useShortcuts("Go to", useGoShortcuts(items), { scope: "global" });
  useShortcuts("Everywhere", [{ keys: "escape", label: "Close menu", hidden: true, run: closeDrawer }], {
    scope: "dialog",
    active: isOpen,
  });
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <Sidebar {...frame} />
      {isOpen && <button type="button" className="side-veil" aria-label="Close menu" onClick={closeDrawer} />}
      <div className="frame" inert={isOpen}>
        {frame.note && (
          <aside className="frame-note" aria-label={frame.note.label}>
            <Note note={frame.note} />
          </aside>
        )}
        {children}
      </div>
      <nav className="tab-bar" aria-label="Main, short" inert={isOpen}>
        {items
          .filter((item) => item.tab)
          .slice(0, 4)
          .map((item) => (
            <NavLink key={item.to} item={item} isTab />
          ))}
        <button type="button" className="tab-bar-item" onClick={openDrawer} aria-expanded={isOpen}>
          <MenuIcon size={19} strokeWidth={1.75} aria-hidden />
          <span>More</span>
        </button>
      </nav>
      <ShortcutsDialog />
    </div>
  );
}

function useGoShortcuts(items: readonly NavItem[]) {
  const go = useGoTo();
  return items.flatMap((item) => (item.keys ? [{ keys: item.keys, label: item.label, run: () => go(item.to) }] : []));
}
