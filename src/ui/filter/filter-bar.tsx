import { Button, Popover, TextInput } from "@mantine/core";
import { ListFilter, type LucideIcon, Plus, Search, X } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { dateOnly } from "../format.ts";
import { useShortcuts } from "../keyboard.tsx";
import { type Option, PickerPanel, type PickerProps } from "../picker.tsx";
import type { Filter } from "./filters.ts";
import "./filter.css";

/** A field that can be filtered by. `choice` and `person` need `options` (all of them, or a search). */
export interface FilterField {
  id: string;
  label: string;
  type: "choice" | "person" | "text" | "number" | "date";
  icon?: LucideIcon;
  options?: PickerProps["options"];
  /** The word for a value that `options` as a search cannot name by itself. */
  nameOf?: (value: string) => string;
  /** Unit of a number, said after it. */
  unit?: string;
  /** How it can be compared, where the list behind it knows less than the type allows. */
  tests?: readonly Filter["test"][];
}

const testWords = { is: "is", not: "is not", has: "contains", atLeast: "at least", atMost: "at most" } as const;
const dateWords = { ...testWords, atLeast: "on or after", atMost: "on or before" } as const;
const testsOf = ({ type, tests }: FilterField): readonly Filter["test"][] =>
  tests ?? (type === "text" ? ["has"] : type === "number" || type === "date" ? ["atLeast", "atMost"] : ["is", "not"]);

function nameOf(field: FilterField, value: string) {
  if (Array.isArray(field.options)) return field.options.find((option: Option) => option.value === value)?.label ?? value;
  if (field.type === "date") return dateOnly(value);
  return `${field.nameOf?.(value) ?? value}${field.unit ? ` ${field.unit}` : ""}`;
}

/** Where a condition gets its values: a list to tick, or one field. */
function ValueEditor({
  field,
  filter,
  onChange,
  onDone,
}: {
  field: FilterField;
  filter: Filter;
  onChange: (filter: Filter) => void;
  onDone: () => void;
}) {
  const [text, setText] = useState(filter.values[0] ?? "");
  const tests = testsOf(field);
  const words = field.type === "date" ? dateWords : testWords;
  const chooseTest = tests.length > 1 && (
    <fieldset className="filter-tests">
      <legend className="sr">How to compare</legend>
      {tests.map((test) => (
        <button
          key={test}
          type="button"
          className="plain filter-test"
          aria-pressed={filter.test === test}
          onClick={() => onChange({ ...filter, test })}
        >
          {words[test]}
        </button>
      ))}
    </fieldset>
  );
  if (field.options) {
    const toggle = ({ value }: Option) =>
      onChange({
        ...filter,
        values: filter.values.includes(value) ? filter.values.filter((one) => one !== value) : [...filter.values, value],
      });
    return (
      <>
        {chooseTest}
        <PickerPanel label={field.label} options={field.options} chosen={filter.values} multiple onPick={toggle} />
      </>
    );
  }
  const keep = (event: FormEvent) => {
    event.preventDefault();
    onChange({ ...filter, values: text.trim() === "" ? [] : [text.trim()] });
    onDone();
  };
  return (
    <form onSubmit={keep} className="filter-value">
      {chooseTest}
      <TextInput
        type={field.type === "number" ? "number" : field.type === "date" ? "date" : "text"}
        aria-label={`${field.label} ${words[filter.test]}`}
        placeholder={field.label}
        value={text}
        data-autofocus
        onChange={(event) => setText(event.target.value)}
        {...(field.unit ? { rightSection: <span className="meta">{field.unit}</span> } : {})}
      />
      <Button type="submit">Show</Button>
    </form>
  );
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
        <ValueEditor field={field} filter={filter} onChange={onChange} onDone={() => setOpened(false)} />
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
