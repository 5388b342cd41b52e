import { Select } from "@mantine/core";
import { DATE_ORDERS, type DateOrder } from "../../../kernels/cells.ts";
import { IMPORT_TARGETS } from "../../customers/rules.ts";
import type { Target } from "../../intake/target-rules.ts";
import { TARGET_WORDS } from "./import-targets.ts";

const ANY = "any";

/** What the rows become, and which tool they come from. */
export function ImportAs({
  target,
  format,
  formats,
  onTarget,
  onFormat,
}: {
  target: Target;
  format: string | null;
  formats: readonly { name: string; label: string }[];
  onTarget: (target: Target) => void;
  onFormat: (format: string | null) => void;
}) {
  return (
    <>
      <Select
        label="Its rows become"
        data={IMPORT_TARGETS.map((value) => ({ value, label: TARGET_WORDS[value].label }))}
        value={target}
        allowDeselect={false}
        onChange={(value) => {
          const chosen = IMPORT_TARGETS.find((one) => one === value);
          if (chosen) onTarget(chosen);
        }}
      />
      <Select
        label="It comes from"
        data={[{ value: ANY, label: "Any table" }, ...formats.map(({ name, label }) => ({ value: name, label }))]}
        value={format ?? ANY}
        allowDeselect={false}
        searchable
        onChange={(value) => onFormat(value === ANY ? null : value)}
      />
    </>
  );
}

const ORDERS: Readonly<Record<DateOrder, string>> = { dmy: "Day first: 31/01/2026", mdy: "Month first: 01/31/2026" };

/** Asked when dates could be read in two ways. */
export function ImportDates({ value, onChange }: { value: DateOrder | undefined; onChange: (order: DateOrder | undefined) => void }) {
  return (
    <Select
      label="Its dates"
      placeholder="Choose"
      data={DATE_ORDERS.map((order) => ({ value: order, label: ORDERS[order] }))}
      value={value ?? null}
      allowDeselect={false}
      onChange={(chosen) => onChange(DATE_ORDERS.find((order) => order === chosen))}
    />
  );
}
