import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Option, PickerPanel } from "../picker.tsx";
import { dateWords, type FilterField, testsOf, testWords } from "./filter-fields.ts";
import type { Filter } from "./filters.ts";

/** Where a condition gets its values: a list to tick, or one field. Loaded after `FilterBar`. */
export function ValueEditor({
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
