import { type Filter, filterText, parseFilters } from "../../../ui/filter/filters.ts";
import type { Search } from "../../../ui/router.tsx";
import { extraParameters, isFieldSort } from "../../workspace/pages/own-fields.ts";
import type { FeedbackFilter, FeedbackQuery } from "../answers.ts";
import { FEEDBACK_KINDS, FEEDBACK_STATES, type FeedbackKind, type FeedbackState } from "../rules.ts";

/** What waits for a decision, what was put aside, what is decided, and all of it: the tabs over the list. */
export const TABS = {
  todo: ["new"],
  snoozed: ["snoozed"],
  done: ["linked", "merged", "declined", "replied"],
  all: FEEDBACK_STATES,
} as const satisfies Record<string, readonly FeedbackState[]>;
export type Tab = keyof typeof TABS;
const TAB_NAMES: readonly Tab[] = ["todo", "snoozed", "done", "all"];

export type FeedbackSort = FeedbackQuery["sort"];
export type FeedbackView = {
  states: readonly FeedbackState[];
  query: string;
  filters: readonly Filter[];
  sort: FeedbackSort;
  direction: "asc" | "desc";
  /** The key of the item that was opened by hand: what a phone shows instead of the list. */
  item: string | undefined;
};

const text = (value: unknown) => (typeof value === "string" ? value : "");
const isState = (value: string): value is FeedbackState => FEEDBACK_STATES.some((state) => state === value);
const isTab = (value: string): value is Tab => TAB_NAMES.some((tab) => tab === value);
const isKind = (value: string): value is FeedbackKind => FEEDBACK_KINDS.some((kind) => kind === value);

function sortOf(sort: string): FeedbackSort {
  return sort === "updated" || sort === "revenue" || isFieldSort(sort) ? sort : "received";
}

/** The states that `state=` names: a tab, or states separated by commas; what waits when it says nothing. */
function statesOf(value: string): readonly FeedbackState[] {
  if (value === "") return TABS.todo;
  if (isTab(value)) return TABS[value];
  const states = value.split(",").filter(isState);
  return states.length > 0 ? states : TABS.todo;
}

/** The tab that shows exactly these states, if there is one. */
export function tabOf(states: readonly FeedbackState[]): Tab | undefined {
  return TAB_NAMES.find((tab) => TABS[tab].length === states.length && TABS[tab].every((state) => states.includes(state)));
}

/** Reads the view from the address; what cannot be read is left out, so that an old address still opens. */
export function parseFeedbackView(raw: Search): FeedbackView {
  return {
    states: statesOf(text(raw.state)),
    query: text(raw.q),
    filters: parseFilters(raw.filter),
    sort: sortOf(text(raw.sort)),
    direction: raw.direction === "asc" ? "asc" : "desc",
    item: /^FB-[1-9]\d*$/i.test(text(raw.item)) ? text(raw.item).toUpperCase() : undefined,
  };
}

/** States as the address keeps them: nothing for what waits, a tab's name where one fits. */
export function stateParameter(states: readonly FeedbackState[]): string | undefined {
  const tab = tabOf(states);
  if (tab === "todo") return undefined;
  return tab ?? states.join(",");
}

/** The conditions that the filter bar shows: a choice of states that is no tab is one of them. */
export function shownFilters({ states, filters }: FeedbackView): Filter[] {
  return tabOf(states) ? [...filters] : [{ field: "state", test: "is", values: states }, ...filters];
}

/** What the filter bar's conditions say, as the address keeps it. Without a state condition the tab stays, or all are shown. */
export function filterParameters(view: FeedbackView, shown: readonly Filter[]): { state: string | undefined; filter: string } {
  const wanted = shown.find(({ field }) => field === "state");
  const named = wanted?.values.filter(isState) ?? [];
  const states = wanted?.test === "not" ? FEEDBACK_STATES.filter((state) => !named.includes(state)) : named;
  const rest = shown.filter((filter) => filter !== wanted);
  const kept = tabOf(view.states) ? view.states : FEEDBACK_STATES;
  return { state: stateParameter(states.length > 0 ? states : kept), filter: filterText(rest) };
}

/** The parameters of the list for a view, without paging. */
export function listParameters(
  view: FeedbackView,
  productId: string | undefined,
): FeedbackFilter & Pick<FeedbackQuery, "sort" | "direction"> {
  return {
    ...filterOf(view, productId),
    ...(tabOf(view.states) === "all" ? {} : { state: [...view.states] }),
    sort: view.sort,
    direction: view.direction,
  };
}

/** The conditions alone, states left out: what the numbers on the tabs are counted by. */
export function filterOf({ query, filters }: FeedbackView, productId: string | undefined): FeedbackFilter {
  const wanted: FeedbackFilter = extraParameters(filters);
  if (query !== "") wanted.q = query;
  if (productId !== undefined) wanted.product = productId;
  for (const filter of filters) addCondition(wanted, filter);
  return wanted;
}

function addCondition(wanted: FeedbackFilter, { field, test, values }: Filter): void {
  const [first] = values;
  if (first === undefined) return;
  if (field === "kind") {
    const named = values.filter(isKind);
    wanted.kind = test === "not" ? FEEDBACK_KINDS.filter((kind) => !named.includes(kind)) : named;
  } else if (field === "channel") wanted.channel = [...values];
  else if (field === "assignee") wanted.assignee = [...values];
  else if (field === "account") wanted.account = [...values];
  else if (field === "contact") wanted.contact = first;
  else if (field === "batch") wanted.batch = first;
  else if (field === "quotedFor") wanted.quotedFor = first;
  else if (field === "received") {
    if (test === "atLeast") wanted.receivedFrom = first;
    else if (test === "atMost") wanted.receivedTo = first;
  }
}
