import { type Filter, parseFilters } from "../../../ui/filter/filters.ts";
import type { Search } from "../../../ui/router.tsx";
import { extraParameters, isFieldSort } from "../../workspace/pages/own-fields.ts";
import type { AccountFilter, AccountQuery } from "../answers.ts";

export type AccountView = { query: string; filters: readonly Filter[]; sort: AccountQuery["sort"]; direction: "asc" | "desc" };

const text = (value: unknown) => (typeof value === "string" ? value : "");

/** Reads the view from the address: the biggest accounts first unless it says otherwise. */
export function parseAccountView(raw: Search): AccountView {
  const sort = text(raw.sort);
  const sorted = sort === "name" || isFieldSort(sort) ? sort : "revenue";
  const usual = sorted === "revenue" ? "desc" : "asc";
  const direction = raw.direction === "asc" || raw.direction === "desc" ? raw.direction : usual;
  return { query: text(raw.q), filters: parseFilters(raw.filter), sort: sorted, direction };
}

/** The parameters of the list for a view, without paging. */
export function accountParameters({
  query,
  filters,
  sort,
  direction,
}: AccountView): AccountFilter & Pick<AccountQuery, "sort" | "direction"> {
  const plans = filters.find(({ field }) => field === "plan")?.values;
  return {
    ...extraParameters(filters),
    ...(query === "" ? {} : { q: query }),
    ...(plans && plans.length > 0 ? { plan: [...plans] } : {}),
    sort,
    direction,
  };
}
