import { CalendarDays, Layers, type LucideIcon, Tag, UserRound } from "lucide-react";
import type { FilterField } from "../../../ui/filter/filter-bar.tsx";
import type { Filter } from "../../../ui/filter/filters.ts";
import { dateOnly, number } from "../../../ui/format.ts";
import type { Option } from "../../../ui/picker.tsx";
import type { Field, Label } from "../schema.ts";
import type { Person } from "./vocabulary.ts";

const only = ["is"] as const;
const icons: Readonly<Record<string, LucideIcon>> = { date: CalendarDays, person: UserRound };
const PREFIX = "field.";

/** The people of a filter: oneself, nobody, and everybody who is here. */
export const peopleOptions = (members: readonly Person[]): readonly Option[] => [
  { value: "me", label: "Me" },
  ...members.filter(({ left }) => !left).map(({ id, name }) => ({ value: id, label: name })),
];

/** What every list of records can be narrowed by: labels and the workspace's own fields. */
export function extraFilters(labels: readonly Label[], fields: readonly Field[], members: readonly Person[]): readonly FilterField[] {
  const empty = { value: "empty", label: "Empty" };
  return [
    {
      id: "label",
      label: "Label",
      type: "choice",
      icon: Tag,
      tests: only,
      options: [...labels.map(({ id, name }) => ({ value: id, label: name })), { value: "none", label: "No label" }],
    },
    ...fields.map(({ id, name, type, options }): FilterField => {
      const field = { id: `${PREFIX}${id}`, label: name, icon: icons[type] ?? Layers };
      if (type === "choice")
        return { ...field, type, tests: only, options: [...options.map((option) => ({ value: option, label: option })), empty] };
      if (type === "person") return { ...field, type, tests: only, options: [...peopleOptions(members), empty] };
      return { ...field, type: type === "address" ? "text" : type };
    }),
  ];
}

/** The parameters of a list for the conditions on labels and own fields. */
export function extraParameters(filters: readonly Filter[]): { label?: string[]; fields?: Record<string, string[]> } {
  const label = filters.find(({ field }) => field === "label")?.values;
  const own = filters.filter(({ field, values }) => field.startsWith(PREFIX) && values.length > 0);
  const fields: Record<string, string[]> = {};
  for (const { field, test, values } of own) {
    const id = field.slice(PREFIX.length);
    fields[id] = [...(fields[id] ?? []), ...conditions(test, values)];
  }
  return { ...(label && label.length > 0 ? { label: [...label] } : {}), ...(own.length > 0 ? { fields } : {}) };
}

/** One condition in the words of the API. */
function conditions(test: Filter["test"], values: readonly string[]): string[] {
  if (test === "atLeast") return values.map((value) => `>=${value}`);
  if (test === "atMost") return values.map((value) => `<=${value}`);
  if (test === "has") return values.map((value) => `~${value}`);
  return values.map((value) => (value === "empty" || value === "set" || value === "me" ? value : `=${value}`));
}

/** The ways in which a list can be sorted by own fields. */
export const extraSorts = (fields: readonly Field[]) =>
  fields.flatMap(({ id, name }) => [
    { sort: `field:${id}` as const, direction: "asc" as const, label: `${name}, lowest first` },
    { sort: `field:${id}` as const, direction: "desc" as const, label: `${name}, highest first` },
  ]);

const FIELD_SORT = /^field:[0-9a-f-]{36}$/;
export const isFieldSort = (sort: string): sort is `field:${string}` => FIELD_SORT.test(sort);

/** How a value of an own field reads. */
export function ownValueText(
  { type }: Pick<Field, "type">,
  value: string | number | undefined,
  nameOf: (id: string) => string | undefined,
): string {
  if (value === undefined) return "";
  if (typeof value === "number") return number(value);
  if (type === "person") return nameOf(value) ?? "";
  return type === "date" ? dateOnly(value) : value;
}
