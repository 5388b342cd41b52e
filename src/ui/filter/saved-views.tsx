import { Menu } from "@mantine/core";
import { Bookmark, ChevronDown, Pencil, Plus, Trash2 } from "lucide-react";
import { Suspense, useState } from "react";
import { later } from "../later.tsx";
import { MenuEntries, type MenuEntry } from "../menu-items.tsx";
import "./filter.css";

const SaveViewDialog = later(async () => (await import("./save-view-dialog.tsx")).SaveViewDialog);

/** A named address. `scope` says who sees it. */
export interface SavedView {
  id: string;
  name: string;
  scope: "private" | "team";
  /** Search parameters as they stand after `?`, without the chosen product. */
  search: string;
  /** The person may rename and remove it. */
  mine: boolean;
}

/**
 * The views of a list: pick one, save what the address shows now, rename, remove. `current` is the id of the view the address equals;
 * `changed` says that it began there and has moved on, so that "Save changes" is offered.
 */
export function SavedViews({
  views,
  current,
  changed = false,
  onOpen,
  onSave,
  onReplace,
  onRemove,
}: {
  views: readonly SavedView[];
  current?: string;
  changed?: boolean;
  onOpen: (view: SavedView | undefined) => void;
  /** Left out where the person may not save. */
  onSave?: (draft: { name: string; scope: "private" | "team" }) => void;
  onReplace: (view: SavedView) => void;
  onRemove: (view: SavedView) => void;
}) {
  const [saving, setSaving] = useState(false);
  const open = views.find((view) => view.id === current);
  const part = (heading: string, scope: SavedView["scope"]): MenuEntry[] => {
    const some = views.filter((view) => view.scope === scope);
    if (some.length === 0) return [];
    return [{ heading }, ...some.map((view) => ({ label: view.name, run: () => onOpen(view), checked: view.id === current }))];
  };
  const entries: MenuEntry[] = [
    { label: "Everything", run: () => onOpen(undefined), checked: open === undefined && !changed },
    ...part("Yours", "private"),
    ...part("The team’s", "team"),
    ...(onSave ? ["rule" as const, { label: "Save this view …", icon: Plus, run: () => setSaving(true) }] : []),
    ...(open?.mine && changed ? [{ label: `Save changes to “${open.name}”`, icon: Pencil, run: () => onReplace(open) }] : []),
    ...(open?.mine ? [{ label: `Remove “${open.name}”`, icon: Trash2, run: () => onRemove(open), danger: true }] : []),
  ];
  return (
    <>
      <Menu width={260}>
        <Menu.Target>
          <button type="button" className="plain filter-add">
            <Bookmark size={13} aria-hidden />
            {open ? open.name : "Views"}
            {open && changed && <span className="meta"> changed</span>}
            <ChevronDown size={12} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <MenuEntries entries={entries} />
        </Menu.Dropdown>
      </Menu>
      {saving && (
        <Suspense>
          <SaveViewDialog
            onSave={(draft) => {
              onSave?.(draft);
              setSaving(false);
            }}
            onClose={() => setSaving(false)}
          />
        </Suspense>
      )}
    </>
  );
}
