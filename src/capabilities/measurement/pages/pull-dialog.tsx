import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { notify } from "../../../ui/undo.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { dayIn } from "../rules.ts";
import type { Metric, Sample } from "../schema.ts";
import { valueIn } from "../value-rules.ts";
import { METRIC_RENEWS } from "./renews.ts";

const PARTS = ["day", "value", "n"] as const;
type Part = (typeof PARTS)[number];
const PART_WORDS: Readonly<Record<Part, string>> = { day: "Day", value: "Value", n: "n" };
type Columns = Partial<Record<Part, string>>;

/** Sets from where readings come: the address is asked once, and of what it answers people click what is what. */
export function PullDialog({ metric, address: known, onClose }: { metric: Metric; address: string; onClose: () => void }) {
  const [address, setAddress] = useState(known);
  const [place, setPlace] = useState(0);
  const [columns, setColumns] = useState<Columns>({});
  const [dates, setDates] = useState("");
  const sample = useMutation({
    mutationFn: () => client.pulls.sample({ address: address.trim() }),
    onSuccess: ({ lists }) => {
      setPlace(0);
      setColumns(guessed(lists[0], metric));
    },
  });
  const save = useChange(client.pulls.put, {
    said: () => null,
    renews: METRIC_RENEWS,
    onSuccess: () => {
      notify(`${metric.key} is pulled every day; the first pull follows within a minute`);
      onClose();
    },
    onError: () => undefined,
  });
  const list = sample.data?.lists[place];
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() !== "") sample.mutate();
  };
  const keep = () => {
    if (!sample.data || !list || columns.value === undefined) return;
    save.mutate({
      params: { id: metric.id },
      body: {
        address: address.trim(),
        format: sample.data.format,
        listPath: list.path,
        dayPath: columns.day ?? null,
        valuePath: columns.value,
        nPath: columns.n ?? null,
        dateOrder: dates === "dmy" || dates === "mdy" ? dates : null,
      },
    });
  };
  return (
    <Dialog title={`Pull ${metric.key} every day`} onClose={onClose} size={720} isHigh>
      <form onSubmit={ask} className="metric-form">
        <div className="metric-address">
          <TextInput
            label="Address of a CSV or JSON file"
            placeholder="https://figures.acme.example/repeats.csv"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            error={fieldErrors(sample.error).address ?? fieldErrors(save.error).address}
            autoComplete="off"
            data-autofocus
          />
          <Button type="submit" variant={sample.data ? "default" : "filled"} loading={sample.isPending} disabled={address.trim() === ""}>
            Ask it
          </Button>
        </div>
        <FormErrors error={sample.error} shown={["address"]} />
      </form>
      {sample.data && !list && <p className="record-empty">There is no list of values in what it answered.</p>}
      {sample.data && list && (
        <div className="metric-form">
          {sample.data.lists.length > 1 && (
            <NativeSelect
              label="Which list"
              value={String(place)}
              data={sample.data.lists.map(({ path }, index) => ({ value: String(index), label: path === "" ? "The whole answer" : path }))}
              onChange={({ currentTarget: { value } }) => {
                setPlace(Number(value));
                setColumns(guessed(sample.data.lists[Number(value)], metric));
              }}
            />
          )}
          <p className="muted">Click what each column is. Without a day a value counts for the day on which it is pulled.</p>
          <SampleTable list={list} columns={columns} onColumns={setColumns} />
          {columns.day !== undefined && (
            <NativeSelect
              label="Dates such as 03/04/2026"
              value={dates}
              data={[
                { value: "", label: "There are none" },
                { value: "dmy", label: "Day first" },
                { value: "mdy", label: "Month first" },
              ]}
              onChange={(event) => setDates(event.currentTarget.value)}
            />
          )}
          <FormErrors error={save.error} shown={["address"]} />
          <div className="dialog-actions">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button onClick={keep} loading={save.isPending} disabled={columns.value === undefined}>
              Pull every day
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function SampleTable({
  list,
  columns,
  onColumns,
}: {
  list: Sample["lists"][number];
  columns: Columns;
  onColumns: (columns: Columns) => void;
}) {
  const partOf = (column: string) => PARTS.find((part) => columns[part] === column);
  const choose = (column: string, part: Part) => {
    const without = Object.fromEntries(Object.entries(columns).filter(([name, taken]) => name !== part && taken !== column));
    onColumns(partOf(column) === part ? without : { ...without, [part]: column });
  };
  return (
    <div className="metric-sample">
      <table>
        <caption className="sr">The first rows of the answer</caption>
        <thead>
          <tr>
            {list.columns.map((column) => (
              <th key={column} scope="col" data-part={partOf(column)}>
                <span className="metric-sample-name">{column}</span>
                <span className="metric-sample-parts">
                  {PARTS.map((part) => (
                    <button
                      key={part}
                      type="button"
                      className="plain"
                      aria-pressed={columns[part] === column}
                      aria-label={`${column} is ${PART_WORDS[part]}`}
                      onClick={() => choose(column, part)}
                    >
                      {PART_WORDS[part]}
                    </button>
                  ))}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a sample have no other name
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={list.columns[at]} data-part={partOf(list.columns[at] ?? "")}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What most likely is the day and the value: offered, and changed by a click. */
function guessed(list: Sample["lists"][number] | undefined, { unit }: Metric): Columns {
  if (!list) return {};
  const reads = (read: (cell: string) => unknown) =>
    list.columns.filter(
      (_, at) =>
        list.rows.length > 0 &&
        list.rows.every((row) => row[at] === "" || read(row[at] ?? "") !== null) &&
        list.rows.some((row) => row[at] !== ""),
    );
  const [day] = reads((cell) => (/[-/.]/.test(cell) ? dayIn(cell, "dmy") : null));
  const value = reads((cell) => valueIn(cell, unit)).find((column) => column !== day);
  return { ...(day ? { day } : {}), ...(value ? { value } : {}) };
}
