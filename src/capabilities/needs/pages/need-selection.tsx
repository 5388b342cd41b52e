import { counted } from "../../../ui/format.ts";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { OwnerPicker } from "../../workspace/pages/people.tsx";
import type { NeedItem } from "../schema.ts";
import type { useNeedActs } from "./need-acts.tsx";
import { LabelAct, SelectionAct, SelectionBar } from "./selection-bar.tsx";

/** What can be done to the selected needs. */
export function NeedSelection({
  needs,
  count,
  acts,
  onClear,
}: {
  needs: readonly NeedItem[];
  count: number;
  acts: ReturnType<typeof useNeedActs>;
  onClear: () => void;
}) {
  const owners = new Set(needs.map(({ ownerId }) => ownerId));
  return (
    <SelectionBar label="Selected needs" says={`${counted(count, "need")} selected`} onClear={onClear}>
      <MenuButton entries={acts.stateEntries(needs)} position="top-start">
        <SelectionAct>State</SelectionAct>
      </MenuButton>
      <OwnerPicker ownerId={owners.size === 1 ? (needs[0]?.ownerId ?? null) : "?"} onPick={(id) => acts.own(needs, id)}>
        <SelectionAct>Owner</SelectionAct>
      </OwnerPicker>
      <SelectionAct keys="m" onClick={() => acts.merge(needs)}>
        Merge
      </SelectionAct>
      <LabelAct onPick={(id, name) => acts.label(needs, id, name)} />
    </SelectionBar>
  );
}
