import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useCallback, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { type Option, Picker } from "../../../ui/picker.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import "./market.css";

type Named = { id: string; label: string };

/** What a segment is told of a feature: the promise, and what they are asked to do. Its proof is added on its page. */
export function NewMessageDialog({
  segment,
  feature,
  onDone,
  onClose,
}: {
  segment?: Named | undefined;
  feature?: Named | undefined;
  onDone: (made: { key: string }) => void;
  onClose: () => void;
}) {
  const [to, setTo] = useState(segment);
  const [about, setAbout] = useState(feature);
  const [promise, setPromise] = useState("");
  const [call, setCall] = useState("");
  const options = useCallback(
    (kind: "segment" | "feature") =>
      async (q: string, signal: AbortSignal): Promise<readonly Option[]> => {
        const { items } = await client.search.find({ q, kind: [kind], limit: 30 }, { signal });
        return items.map(({ id, key, title }) => ({ value: id, label: title, detail: key }));
      },
    [],
  );
  const create = useChange(client.messages.create, {
    said: ({ key }) => `Wrote ${key}`,
    renews: [rowsOf("message"), api.messages.key(), api.market.key(), api.links.key()],
    onSuccess: (made) => {
      onClose();
      onDone(made);
    },
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!to || promise.trim().length < 3 || create.isPending) return;
    create.mutate({ segmentId: to.id, promise: promise.trim(), call: call.trim(), features: about ? [about.id] : [] });
  };
  return (
    <Dialog onClose={onClose} title={`A message${to ? ` for ${to.label}` : ""}`} size={520} isHigh>
      <form onSubmit={submit} className="market-form">
        <div className="row-gap">
          <Picker
            label="Segment"
            placeholder="Whom is it for?"
            options={options("segment")}
            onPick={({ value, label }) => setTo({ id: value, label })}
          >
            <Button variant="default">{to?.label ?? "For which segment …"}</Button>
          </Picker>
          <Picker
            label="Feature"
            placeholder="What makes it true?"
            options={options("feature")}
            onPick={({ value, label }) => setAbout({ id: value, label })}
          >
            <Button variant="default">{about?.label.slice(0, 60) ?? "About which feature …"}</Button>
          </Picker>
        </div>
        <Textarea
          label="What do they get?"
          placeholder="Totals that you can sign without checking them again"
          value={promise}
          onChange={(event) => setPromise(event.target.value)}
          maxLength={500}
          autosize
          error={fieldErrors(create.error).promise}
          data-autofocus
        />
        <TextInput
          label="What are they asked to do? (optional)"
          placeholder="Try it with last month's export"
          value={call}
          onChange={(event) => setCall(event.target.value)}
          maxLength={300}
        />
        <FormErrors error={create.error} shown={["promise"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!to || promise.trim().length < 3}>
            Write it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
