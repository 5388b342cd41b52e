import { useQuery } from "@tanstack/react-query";
import { ChevronDown, CircleDot, Link2, UserRound } from "lucide-react";
import { useMemo } from "react";
import { useProduct } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { FilterBar, type FilterField } from "../../../ui/filter/filter-bar.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import type { Search } from "../../../ui/router.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { ListExport } from "../../workspace/pages/list-export.tsx";
import { extraFilters, extraSorts, peopleOptions } from "../../workspace/pages/own-fields.ts";
import { SavedViews } from "../../workspace/pages/saved-views.tsx";
import { useFields, useLabels, useMembers, useStateName } from "../../workspace/pages/vocabulary.ts";
import { NEED_SORTS, NEED_STATES } from "../rules.ts";
import { filterParameter, type NeedView, needFilter } from "./need-view.ts";
import { NEED_SORT_WORDS, NEED_STATE_WORDS } from "./need-words.ts";
import "./needs-page.css";

/** What the address says beside the view: which need is previewed. */
const PASSING = ["peek"];
/** The orders that are one click away; the others are in the menu beside. */
const SWITCH = ["quotes", "money", "opportunity"] as const;
const isInSwitch = (sort: string) => SWITCH.some((one) => one === sort);

/** Search, filters and the switch between noise and money. */
export function NeedBar({ view, onView }: { view: NeedView; onView: (change: Search) => void }) {
  const fields = useNeedFields();
  const own = useFields("need");
  const { product } = useProduct();
  const more = [
    ...NEED_SORTS.filter((sort) => !isInSwitch(sort)).map((sort) => ({ sort, direction: undefined, label: NEED_SORT_WORDS[sort] })),
    ...extraSorts(own),
  ];
  const current = more.find(({ sort, direction }) => sort === view.sort && direction === view.direction);
  const order = (sort: string, direction?: string) => onView({ sort: sort === "money" ? undefined : sort, direction });
  return (
    <FilterBar
      fields={fields}
      filters={view.filters}
      onFilters={(filters) => onView({ filter: filterParameter(filters) })}
      query={view.query}
      onQuery={(query) => onView({ q: query })}
      placeholder="Search needs"
    >
      <SavedViews page="needs" passing={PASSING} />
      <ListExport kind="need" parameters={{ ...needFilter(view, product?.id), sort: view.sort, direction: view.direction }} />
      <span className="need-orders">
        <Segments
          label="Strongest by"
          value={view.sort}
          onChange={(sort) => order(sort)}
          options={SWITCH.map((sort) => ({ value: sort, label: NEED_SORT_WORDS[sort] }))}
        />
        <MenuButton
          position="bottom-end"
          width={260}
          entries={more.map(({ sort, direction, label }) => ({
            label,
            run: () => order(sort, direction),
            checked: current?.sort === sort && current.direction === direction,
          }))}
        >
          <button type="button" className="plain filter-add" aria-label="More orders">
            {current?.label ?? "More"}
            <ChevronDown size={12} aria-hidden />
          </button>
        </MenuButton>
      </span>
    </FilterBar>
  );
}

function useNeedFields(): readonly FilterField[] {
  const members = useMembers();
  const labels = useLabels();
  const own = useFields("need");
  const stateName = useStateName("need");
  const { data } = useQuery(api.personas.list.queryOptions({ input: { limit: 200 } }));
  const personas = data?.items;
  return useMemo(
    () => [
      {
        id: "state",
        label: "State",
        type: "choice",
        icon: CircleDot,
        options: NEED_STATES.map((state) => ({ value: state, label: stateName(state, NEED_STATE_WORDS[state].word) })),
      },
      {
        id: "persona",
        label: "Persona",
        type: "choice",
        icon: UserRound,
        tests: ["is"],
        options: [...(personas ?? []).map(({ id, name }) => ({ value: id, label: name })), { value: "none", label: "No persona" }],
      },
      {
        id: "owner",
        label: "Owner",
        type: "person",
        icon: UserRound,
        tests: ["is"],
        options: [...peopleOptions(members), { value: "none", label: "Nobody" }],
      },
      {
        id: "served",
        label: "Feature",
        type: "choice",
        icon: Link2,
        tests: ["is"],
        options: [
          { value: "yes", label: "One serves it" },
          { value: "no", label: "None serves it" },
        ],
      },
      ...extraFilters(labels, own, members),
    ],
    [members, labels, own, stateName, personas],
  );
}
