import { type Filter, filterText, parseFilters, valuesOf } from "../../../ui/filter/filters.ts";
import type { Search } from "../../../ui/router.tsx";
import { extraParameters, isFieldSort } from "../../workspace/pages/own-fields.ts";
import { NEED_SORTS, NEED_STATES, type NeedSort, type NeedState } from "../rules.ts";

export type NeedView = {
  sort: NeedSort | `field:${string}`;
  /** Only where it turns the natural order around. */
  direction: "asc" | "desc" | undefined;
  query: string;
  filters: readonly Filter[];
  /** The key of the need that is previewed. */
  peek: string | undefined;
};

const text = (value: unknown) => (typeof value === "string" ? value : "");
const isSort = (value: string): value is NeedSort => NEED_SORTS.some((sort) => sort === value);
const isState = (value: string): value is NeedState => NEED_STATES.some((state) => state === value);

/** Reads the view from the address; what cannot be read is left out, so that an old address still opens. */
export function parseNeedView(raw: Search): NeedView {
  const sort = text(raw.sort);
  return {
    sort: isSort(sort) || isFieldSort(sort) ? sort : "money",
    direction: raw.direction === "asc" || raw.direction === "desc" ? raw.direction : undefined,
    query: text(raw.q),
    filters: parseFilters(raw.filter),
    peek: /^N-[1-9]\d*$/i.test(text(raw.peek)) ? text(raw.peek).toUpperCase() : undefined,
  };
}

/** What the address keeps of the conditions. */
export const filterParameter = (filters: readonly Filter[]) => filterText(filters) || undefined;

/** The conditions of a view for the list and its count. */
export function needFilter({ query, filters }: NeedView, product: string | undefined) {
  const named = valuesOf(filters, "state")?.filter(isState);
  const left = valuesOf(filters, "state", "not")?.filter(isState);
  const state = named ?? (left && NEED_STATES.filter((one) => !left.includes(one)));
  const persona = valuesOf(filters, "persona");
  const owner = valuesOf(filters, "owner");
  const served = valuesOf(filters, "served")?.find((value) => value === "yes" || value === "no");
  return {
    ...extraParameters(filters),
    ...(state && state.length > 0 ? { state: [...state] } : {}),
    ...(persona && persona.length > 0 ? { persona: [...persona] } : {}),
    ...(owner && owner.length > 0 ? { owner: [...owner] } : {}),
    ...(served === "yes" || served === "no" ? { served } : {}),
    ...(query === "" ? {} : { q: query }),
    ...(product === undefined ? {} : { product }),
  };
}
export type NeedFilterParameters = ReturnType<typeof needFilter>;
