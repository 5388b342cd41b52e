import { type Filter, filterText, parseFilters, valuesOf } from "../../../ui/filter/filters.ts";
import type { Search } from "../../../ui/router.tsx";
import { extraParameters, isFieldSort } from "../../workspace/pages/own-fields.ts";
import { FEATURE_KINDS, FEATURE_SORTS, FEATURE_STATES, type FeatureKind, type FeatureSort, type FeatureState } from "../rules.ts";

export type FeatureView = {
  shape: "table" | "board";
  sort: FeatureSort | `field:${string}`;
  /** Only where it turns the natural order around. */
  direction: "asc" | "desc" | undefined;
  query: string;
  filters: readonly Filter[];
  /** The key of the feature that is previewed. */
  peek: string | undefined;
};

const text = (value: unknown) => (typeof value === "string" ? value : "");
const isSort = (value: string): value is FeatureSort => FEATURE_SORTS.some((sort) => sort === value);
const isState = (value: string): value is FeatureState => FEATURE_STATES.some((state) => state === value);
const isKind = (value: string): value is FeatureKind => FEATURE_KINDS.some((kind) => kind === value);

/** Reads the view from the address; what cannot be read is left out, so that an old address still opens. */
export function parseFeatureView(raw: Search): FeatureView {
  const sort = text(raw.sort);
  return {
    shape: raw.view === "board" ? "board" : "table",
    sort: isSort(sort) || isFieldSort(sort) ? sort : "rank",
    direction: raw.direction === "asc" || raw.direction === "desc" ? raw.direction : undefined,
    query: text(raw.q),
    filters: parseFilters(raw.filter),
    peek: /^F-[1-9]\d*$/i.test(text(raw.peek)) ? text(raw.peek).toUpperCase() : undefined,
  };
}

/** What the address keeps of the conditions. */
export const filterParameter = (filters: readonly Filter[]) => filterText(filters) || undefined;

/** Those of `all` that a condition names, or leaves when it says "is not"; nothing when there is no such condition. */
function chosen<Value extends string>(
  filters: readonly Filter[],
  field: string,
  all: readonly Value[],
  isOne: (value: string) => value is Value,
): Value[] | undefined {
  const named = valuesOf(filters, field)?.filter(isOne);
  const left = valuesOf(filters, field, "not")?.filter(isOne);
  const values = named ?? (left && all.filter((one) => !left.includes(one)));
  return values && values.length > 0 ? [...values] : undefined;
}

/** The conditions of a view for the list and its count. */
export function featureFilter({ query, filters }: FeatureView, product: string | undefined) {
  const state = chosen(filters, "state", FEATURE_STATES, isState);
  const kind = chosen(filters, "kind", FEATURE_KINDS, isKind);
  const owner = valuesOf(filters, "owner");
  const milestone = valuesOf(filters, "milestone");
  const need = valuesOf(filters, "need");
  return {
    ...extraParameters(filters),
    ...(state ? { state } : {}),
    ...(kind ? { kind } : {}),
    ...(owner && owner.length > 0 ? { owner: [...owner] } : {}),
    ...(milestone && milestone.length > 0 ? { milestone: [...milestone] } : {}),
    ...(need && need.length > 0 ? { need: [...need] } : {}),
    ...(query === "" ? {} : { q: query }),
    ...(product === undefined ? {} : { product }),
  };
}
export type FeatureFilterParameters = ReturnType<typeof featureFilter>;
