import { counted } from "../../../ui/format.ts";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { LabelAct, SelectionAct, SelectionBar } from "../../needs/pages/selection-bar.tsx";
import { OwnerPicker } from "../../workspace/pages/people.tsx";
import { FEATURE_KINDS } from "../rules.ts";
import type { FeatureItem } from "../schema.ts";
import type { useFeatureActs } from "./feature-acts.tsx";
import { FEATURE_KIND_WORDS } from "./feature-words.ts";

/** What can be done to the selected features. */
export function FeatureSelection({
  features,
  count,
  acts,
  onClear,
}: {
  features: readonly FeatureItem[];
  count: number;
  acts: ReturnType<typeof useFeatureActs>;
  onClear: () => void;
}) {
  const owners = new Set(features.map(({ ownerId }) => ownerId));
  return (
    <SelectionBar label="Selected features" says={`${counted(count, "feature")} selected`} onClear={onClear}>
      <MenuButton entries={acts.stateEntries(features)} position="top-start">
        <SelectionAct>State</SelectionAct>
      </MenuButton>
      <OwnerPicker ownerId={owners.size === 1 ? (features[0]?.ownerId ?? null) : "?"} onPick={(id) => acts.own(features, id)}>
        <SelectionAct>Owner</SelectionAct>
      </OwnerPicker>
      <MenuButton
        position="top-start"
        entries={FEATURE_KINDS.map((kind) => ({ label: FEATURE_KIND_WORDS[kind], run: () => acts.setKind(features, kind) }))}
      >
        <SelectionAct>Kind</SelectionAct>
      </MenuButton>
      <LabelAct onPick={(id, name) => acts.label(features, id, name)} />
    </SelectionBar>
  );
}
