import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { DIRECTIONS, INTERVALS, METRIC_UNITS } from "../rules.ts";
import { DIRECTION_WORDS, INTERVAL_WORDS, UNIT_WORDS } from "./metric-words.ts";
import { METRIC_RENEWS } from "./renews.ts";

const LEAST = 2;

/** A new metric: what it is called, what its values are, and which way is better. */
export function NewMetric({
  given = "",
  open,
  close,
}: {
  /** The name, where it was typed already. */
  given?: string;
  open: (record: { id: string; key: string }) => void;
  close: () => void;
}) {
  const home = useQuery(api.workspaces.get.queryOptions({ staleTime: 10 * 60_000 })).data?.currency ?? "USD";
  const [name, setName] = useState(given);
  const [unit, setUnit] = useState<(typeof METRIC_UNITS)[number]>("percent");
  const [direction, setDirection] = useState<(typeof DIRECTIONS)[number]>("up");
  const [interval, setInterval] = useState<(typeof INTERVALS)[number]>("week");
  const [currency, setCurrency] = useState<string>();
  const create = useChange(client.metrics.create, {
    said: ({ key }) => `Defined ${key}`,
    renews: METRIC_RENEWS,
    onSuccess: open,
    onError: () => undefined,
  });
  const errors = fieldErrors(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim().length < LEAST || create.isPending) return;
    create.mutate({
      name: name.trim(),
      unit,
      direction,
      interval,
      ...(unit === "money" ? { currency: (currency ?? home).toUpperCase() } : {}),
    });
  };
  return (
    <Dialog title="New metric" onClose={close} isHigh>
      <form onSubmit={submit} className="metric-form">
        <TextInput
          label="What is measured?"
          placeholder="Exports repeated within ten minutes"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={160}
          error={errors.name}
          data-autofocus
        />
        <div className="metric-form-pair">
          <NativeSelect
            label="Unit"
            value={unit}
            data={METRIC_UNITS.map((value) => ({ value, label: UNIT_WORDS[value] }))}
            onChange={({ currentTarget: { value } }) => setUnit(METRIC_UNITS.find((one) => one === value) ?? "percent")}
          />
          {unit === "money" && (
            <TextInput
              label="Currency"
              value={currency ?? home}
              onChange={(event) => setCurrency(event.currentTarget.value)}
              maxLength={3}
              error={errors.currency}
            />
          )}
          <NativeSelect
            label="Which way is better"
            value={direction}
            data={DIRECTIONS.map((value) => ({ value, label: DIRECTION_WORDS[value] }))}
            onChange={({ currentTarget: { value } }) => setDirection(DIRECTIONS.find((one) => one === value) ?? "up")}
          />
          <NativeSelect
            label="Read"
            value={interval}
            data={INTERVALS.map((value) => ({ value, label: INTERVAL_WORDS[value] }))}
            onChange={({ currentTarget: { value } }) => setInterval(INTERVALS.find((one) => one === value) ?? "week")}
          />
        </div>
        <FormErrors error={create.error} shown={["name", "currency"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={name.trim().length < LEAST}>
            Define
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
