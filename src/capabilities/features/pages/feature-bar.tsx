import { ArrowDownUp, Box, ChevronDown, CircleDot, Flag, Lightbulb, UserRound } from "lucide-react";
import { useMemo } from "react";
import { useProduct } from "../../../actor.tsx";
import { FilterBar, type FilterField } from "../../../ui/filter/filter-bar.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import type { Search } from "../../../ui/router.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { useNeedOptions } from "../../needs/pages/record-options.tsx";
import { ListExport } from "../../workspace/pages/list-export.tsx";
import { extraFilters, extraSorts, peopleOptions } from "../../workspace/pages/own-fields.ts";
import { SavedViews } from "../../workspace/pages/saved-views.tsx";
import { useFields, useLabels, useMembers, useStateName } from "../../workspace/pages/vocabulary.ts";
import { FEATURE_KINDS, FEATURE_SORTS, FEATURE_STATES } from "../rules.ts";
import { type FeatureView, featureFilter, filterParameter } from "./feature-view.ts";
import { FEATURE_KIND_WORDS, FEATURE_SORT_WORDS, FEATURE_STATE_WORDS } from "./feature-words.ts";
import { usePlannedMilestones } from "./use-milestones.ts";

/** What the address says beside the view: which feature is previewed. */
const PASSING = ["peek"];
const NONE: readonly string[] = [];

/** Search, filters, order, saved views, and the switch between table and board. */
export function FeatureBar({
  view,
  onView,
  onShape,
}: {
  view: FeatureView;
  onView: (change: Search) => void;
  onShape: (shape: FeatureView["shape"]) => void;
}) {
  const fields = useFeatureFields();
  const own = useFields("feature");
  const { product } = useProduct();
  const sorts = [
    ...FEATURE_SORTS.map((sort) => ({ sort, direction: undefined, label: FEATURE_SORT_WORDS[sort] })),
    ...extraSorts(own).map(({ direction, ...rest }) => ({ ...rest, direction: direction === "asc" ? undefined : direction })),
  ];
  const isCurrent = ({ sort, direction }: { sort: string; direction: string | undefined }) =>
    sort === view.sort && direction === view.direction;
  const current = sorts.find(isCurrent);
  return (
    <FilterBar
      fields={fields}
      filters={view.filters}
      onFilters={(filters) => onView({ filter: filterParameter(filters) })}
      query={view.query}
      onQuery={(query) => onView({ q: query })}
      placeholder="Search features"
    >
      <SavedViews page="features" passing={PASSING} />
      <ListExport kind="feature" parameters={{ ...featureFilter(view, product?.id), sort: view.sort, direction: view.direction }} />
      {view.shape === "table" && (
        <MenuButton
          position="bottom-end"
          width={260}
          entries={sorts.map((one) => ({
            label: one.label,
            run: () => onView({ sort: one.sort === "rank" ? undefined : one.sort, direction: one.direction }),
            checked: isCurrent(one),
          }))}
        >
          <button type="button" className="plain filter-add">
            <ArrowDownUp size={13} aria-hidden />
            {current?.label ?? "Order"}
            <ChevronDown size={12} aria-hidden />
          </button>
        </MenuButton>
      )}
      <Segments
        label="Show as"
        value={view.shape}
        onChange={onShape}
        options={[
          { value: "table", label: "Table" },
          { value: "board", label: "Board" },
        ]}
      />
    </FilterBar>
  );
}

function useFeatureFields(): readonly FilterField[] {
  const members = useMembers();
  const labels = useLabels();
  const own = useFields("feature");
  const stateName = useStateName("feature");
  const needs = useNeedOptions(NONE);
  const milestones = usePlannedMilestones();
  return useMemo(
    () => [
      {
        id: "state",
        label: "State",
        type: "choice",
        icon: CircleDot,
        options: FEATURE_STATES.map((state) => ({ value: state, label: stateName(state, FEATURE_STATE_WORDS[state].word) })),
      },
      {
        id: "kind",
        label: "Kind",
        type: "choice",
        icon: Box,
        options: FEATURE_KINDS.map((kind) => ({ value: kind, label: FEATURE_KIND_WORDS[kind] })),
      },
      {
        id: "need",
        label: "Need",
        type: "choice",
        icon: Lightbulb,
        tests: ["is"],
        // The key is what the address can be read by.
        options: async (query, signal) => [
          ...(query === "" ? [{ value: "none", label: "No need" }] : []),
          ...(await needs(query, signal)).map((option) => ({ ...option, value: option.detail ?? option.value })),
        ],
        nameOf: (value) => (value === "none" ? "none" : value),
      },
      {
        id: "milestone",
        label: "Milestone",
        type: "choice",
        icon: Flag,
        tests: ["is"],
        options: [...milestones.map(({ key, title }) => ({ value: key, label: title })), { value: "none", label: "No milestone" }],
      },
      {
        id: "owner",
        label: "Owner",
        type: "person",
        icon: UserRound,
        tests: ["is"],
        options: [...peopleOptions(members), { value: "none", label: "Nobody" }],
      },
      ...extraFilters(labels, own, members),
    ],
    [members, labels, own, stateName, needs, milestones],
  );
}
