import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { counted } from "../../../ui/format.ts";
import { Segments } from "../../../ui/segments.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Metric, Written } from "../schema.ts";
import { valueIn } from "../value-rules.ts";
import { today, VALUE_HINTS } from "./metric-words.ts";
import { METRIC_RENEWS } from "./renews.ts";

const WAYS = [
  { value: "day", label: "One day" },
  { value: "sheet", label: "From a sheet or file" },
] as const;
const MOST_BYTES = 900_000;

/** What was written, in words. */
export const writtenWords = ({ key }: Metric, { added, changed, unchanged }: Written): string =>
  `${key}: ${[
    added > 0 ? `${counted(added, "reading")} added` : "",
    changed > 0 ? `${changed} changed` : "",
    unchanged > 0 ? `${unchanged} were there already` : "",
  ]
    .filter((part) => part !== "")
    .join(", ")}`;

/** Readings by hand, pasted from a sheet, or from a CSV file: all lines or none, and each wrong one is named. */
export function AddReadings({ metric, onClose }: { metric: Metric; onClose: () => void }) {
  const [way, setWay] = useState<"day" | "sheet">("day");
  return (
    <Dialog title={`Add readings to ${metric.key}`} onClose={onClose} isHigh>
      <div className="metric-form">
        <Segments label="How" value={way} options={WAYS} onChange={setWay} />
        {way === "day" ? <OneDay metric={metric} onClose={onClose} /> : <Sheet metric={metric} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function OneDay({ metric, onClose }: { metric: Metric; onClose: () => void }) {
  const [on, setOn] = useState(today);
  const [typed, setTyped] = useState("");
  const [size, setSize] = useState("");
  const value = valueIn(typed, metric.unit);
  const write = useChange(client.readings.put, {
    said: (written) => writtenWords(metric, written),
    renews: METRIC_RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const n = size.trim() === "" ? null : Number(size.replace(/[,\s]/g, ""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value === null || write.isPending) return;
    write.mutate({ params: { id: metric.id }, body: { readings: [{ on, value, n }], source: "manual" } });
  };
  return (
    <form onSubmit={submit} className="metric-form">
      <div className="metric-form-pair">
        <TextInput label="Day" type="date" value={on} onChange={(event) => setOn(event.currentTarget.value)} required />
        <TextInput
          label="Value"
          placeholder={VALUE_HINTS[metric.unit]}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={typed.trim() !== "" && value === null ? `Type it as ${VALUE_HINTS[metric.unit]}.` : undefined}
          autoComplete="off"
          data-autofocus
        />
        <TextInput
          label="Of how many (n)"
          placeholder="If known"
          inputMode="numeric"
          value={size}
          onChange={(event) => setSize(event.currentTarget.value)}
          autoComplete="off"
        />
      </div>
      <FormErrors error={write.error} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={write.isPending} disabled={value === null || on === ""}>
          Add
        </Button>
      </div>
    </form>
  );
}

function Sheet({ metric, onClose }: { metric: Metric; onClose: () => void }) {
  const [text, setText] = useState("");
  const [source, setSource] = useState<"paste" | "csv">("paste");
  const [dates, setDates] = useState<"" | "dmy" | "mdy">("");
  const [objection, setObjection] = useState<string>();
  const write = useChange(client.readings.paste, {
    said: (written) => writtenWords(metric, written),
    renews: METRIC_RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES) {
      setObjection("The file is larger than 0.9 MB. Split it, or send it in parts by the API.");
      return;
    }
    setObjection(undefined);
    setText(await file.text());
    setSource("csv");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "" || write.isPending) return;
    write.mutate({ params: { id: metric.id }, body: { text, source, ...(dates ? { dates } : {}) } });
  };
  return (
    <form onSubmit={submit} className="metric-form">
      <Textarea
        label="Two columns: day and value; a third may say of how many"
        placeholder={"2026-01-05\t31.4\t1204\n2026-01-12\t30.9\t1187"}
        rows={8}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setSource("paste");
        }}
        spellCheck={false}
        data-autofocus
      />
      <div className="metric-form-pair">
        <label className="metric-file">
          <span>or a CSV file</span>
          <input type="file" accept=".csv,.tsv,.txt,text/csv" onChange={(event) => void take(event.currentTarget.files?.[0])} />
        </label>
        <NativeSelect
          label="Dates such as 03/04/2026"
          value={dates}
          data={[
            { value: "", label: "There are none" },
            { value: "dmy", label: "Day first" },
            { value: "mdy", label: "Month first" },
          ]}
          onChange={({ currentTarget: { value } }) => setDates(value === "dmy" || value === "mdy" ? value : "")}
        />
      </div>
      {objection && (
        <p className="form-errors" role="alert">
          {objection}
        </p>
      )}
      <FormErrors error={write.error} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={write.isPending} disabled={text.trim() === ""}>
          Add readings
        </Button>
      </div>
    </form>
  );
}
