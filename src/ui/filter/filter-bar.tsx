import { Popover } from "@mantine/core";
import { ListFilter, Plus, Search, X } from "lucide-react";
import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { dateOnly } from "../format.ts";
import { useShortcuts } from "../keyboard.tsx";
import { later } from "../later.tsx";
import { type Option, PickerPanel } from "../picker.tsx";
import { dateWords, type FilterField, testsOf, testWords } from "./filter-fields.ts";
import type { Filter } from "./filters.ts";
import "./filter.css";

export type { FilterField };

const ValueEditor = later(async () => (await import("./filter-value.tsx")).ValueEditor);

function nameOf(field: FilterField, value: string) {
  if (Array.isArray(field.options)) return field.options.find((option: Option) => option.value === value)?.label ?? value;
  if (field.type === "date") return dateOnly(value);
  return `${field.nameOf?.(value) ?? value}${field.unit ? ` ${field.unit}` : ""}`;
}

function FilterChip({
  field,
  filter,
  isNew,
  onChange,
  onRemove,
}: {
  field: FilterField;
  filter: Filter;
  isNew: boolean;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}) {
  const [opened, setOpened] = useState(isNew);
  const close = (next: boolean) => {
    setOpened(next);
    // A condition without a value says nothing; leaving it open would be a chip that does nothing.
    if (!next && filter.values.length === 0) onRemove();
  };
  const shown = filter.values.slice(0, 2).map((value) => nameOf(field, value));
  const rest = filter.values.length - shown.length;
  return (
    <Popover opened={opened} onChange={close} position="bottom-start" width={280} trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <span className="filter-chip">
          <button type="button" className="plain filter-chip-words" aria-expanded={opened} onClick={() => close(!opened)}>
            <span className="muted">
              {field.label} {(field.type === "date" ? dateWords : testWords)[filter.test]}
            </span>{" "}
            {shown.length === 0 ? "…" : shown.join(", ")}
            {rest > 0 && ` +${rest}`}
          </button>
          <button type="button" className="plain filter-chip-remove" aria-label={`Remove the filter ${field.label}`} onClick={onRemove}>
            <X size={12} aria-hidden />
          </button>
        </span>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Suspense>
          <ValueEditor field={field} filter={filter} onChange={onChange} onDone={() => setOpened(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/**
 * What narrows a list: a search field (`/` focuses it), one chip per condition, "Filter" to add one. `children` stand at the end (sort, view,
 * density). Conditions come from the address (`parseFilters(view.filter)`) and go back to it (`setView({ filter: filterText(filters) })`).
 */
export function FilterBar({
  fields,
  filters,
  onFilters,
  query,
  onQuery,
  placeholder = "Search",
  children,
}: {
  fields: readonly FilterField[];
  filters: readonly Filter[];
  onFilters: (filters: Filter[]) => void;
  /** The searched words; leave out where there is no search. */
  query?: string;
  onQuery?: (query: string) => void;
  placeholder?: string;
  children?: ReactNode;
}) {
  const [adding, setAdding] = useState(false);
  const [draft, setDraft] = useState<Filter | undefined>();
  const shown = draft ? [...filters, draft] : filters;
  const change = (index: number, filter: Filter) => {
    if (index < filters.length) return onFilters(filters.map((one, at) => (at === index ? filter : one)));
    // The new chip keeps its place while it gets its first value; only then does it belong to the view.
    if (filter.values.length === 0) return setDraft(filter);
    setDraft(undefined);
    onFilters([...filters, filter]);
  };
  const remove = (index: number) => (index < filters.length ? onFilters(filters.filter((_, at) => at !== index)) : setDraft(undefined));
  const add = (option: Option) => {
    const field = fields.find((one) => one.id === option.value);
    if (field) setDraft({ field: field.id, test: testsOf(field)[0] ?? "is", values: [] });
    setAdding(false);
  };
  useShortcuts("View", [{ keys: "shift+f", label: "Add a filter", run: () => setAdding(true) }], {
    scope: "page",
    active: fields.length > 0,
  });
  return (
    <search className="filter-bar">
      {onQuery && <SearchField query={query ?? ""} onQuery={onQuery} placeholder={placeholder} />}
      {shown.map((filter, index) => {
        const field = fields.find((one) => one.id === filter.field);
        if (!field) return null;
        return (
          <FilterChip
            // biome-ignore lint/suspicious/noArrayIndexKey: the same field may be asked twice, and a chip keeps its place while it changes
            key={`${filter.field}.${index}`}
            field={field}
            filter={filter}
            isNew={filter === draft}
            onChange={(next) => change(index, next)}
            onRemove={() => remove(index)}
          />
        );
      })}
      {fields.length > 0 && (
        <Popover opened={adding} onChange={setAdding} position="bottom-start" width={240} trapFocus returnFocus>
          <Popover.Target>
            <button type="button" className="plain filter-add" aria-expanded={adding} onClick={() => setAdding(!adding)}>
              {filters.length > 0 ? <Plus size={13} aria-hidden /> : <ListFilter size={13} aria-hidden />} Filter
            </button>
          </Popover.Target>
          <Popover.Dropdown p={0}>
            <PickerPanel
              label="Filter by"
              options={fields.map(({ id, label, icon: Icon }) => ({ value: id, label, mark: Icon && <Icon size={14} aria-hidden /> }))}
              onPick={add}
            />
          </Popover.Dropdown>
        </Popover>
      )}
      {filters.length > 1 && (
        <button type="button" className="plain filter-add" onClick={() => onFilters([])}>
          Clear
        </button>
      )}
      <span className="spring" />
      {children}
    </search>
  );
}

/** Asks after a short rest, so that typing never waits for an answer. */
function SearchField({ query, onQuery, placeholder }: { query: string; onQuery: (query: string) => void; placeholder: string }) {
  const [text, setText] = useState(query);
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useShortcuts("View", [{ keys: "/", label: "Search this list", run: () => field.current?.select() }]);
  // Back, forward and saved views change the words from outside.
  useEffect(() => setText(query), [query]);
  const ask = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onQuery(next.trim()), 120);
  };
  return (
    <span className="filter-search">
      <Search size={13} aria-hidden />
      <input
        ref={field}
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        onChange={(event) => ask(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (text !== "") ask("");
          else event.currentTarget.blur();
        }}
      />
    </span>
  );
}
