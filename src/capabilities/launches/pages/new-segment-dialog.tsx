import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import type { Condition } from "../condition-rules.ts";
import "./rule-editor.css";

/** So many values of one column are offered; a column of more is a name or an address. */
const MOST_VALUES = 8;
const MOST_OFFERED = 12;

/** A new segment: its name, and where the accounts are already told apart by a plan or an imported column, that at once. */
export function NewSegmentDialog({ onDone, onClose }: { onDone: (made: { key: string }) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [condition, setCondition] = useState<Condition>();
  const { data } = useQuery(api.segments.vocabulary.queryOptions({}));
  const create = useChange(client.segments.create, {
    said: ({ key }) => `Created ${key}`,
    renews: [rowsOf("segment"), api.segments.key()],
    onSuccess: (made) => {
      onClose();
      onDone(made);
    },
    onError: () => undefined,
  });
  const offered: { label: string; value: string; condition: Condition }[] = [
    ...(data?.plans ?? []).slice(0, MOST_VALUES).map((value) => ({
      label: "plan",
      value,
      condition: { about: "plan" as const, is: "any-of" as const, values: [value] },
    })),
    ...(data?.attributes ?? [])
      .filter(({ values }) => values.length > 1 && values.length <= MOST_VALUES)
      .flatMap((column) =>
        column.values.map((value) => ({
          label: column.name,
          value,
          condition: { about: "attribute" as const, name: column.name, is: "any-of" as const, values: [value] },
        })),
      ),
  ].slice(0, MOST_OFFERED);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "" || create.isPending) return;
    create.mutate({ name: name.trim(), rule: { join: "and", conditions: condition ? [condition] : [] } });
  };
  return (
    <Dialog onClose={onClose} title="New segment" size={520} isHigh>
      <form onSubmit={submit} className="new-segment">
        <TextInput
          label="What do you call these accounts?"
          placeholder="Mid-size"
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={120}
          error={fieldErrors(create.error).name}
          data-autofocus
        />
        {offered.length > 0 && (
          <fieldset className="rule-offers">
            <legend>They are known by</legend>
            {offered.map((offer) => {
              const chosen = JSON.stringify(condition) === JSON.stringify(offer.condition);
              return (
                <button
                  key={`${offer.label} ${offer.value}`}
                  type="button"
                  className="plain rule-offer"
                  aria-pressed={chosen}
                  onClick={() => {
                    setCondition(chosen ? undefined : offer.condition);
                    if (name.trim() === "") setName(offer.value);
                  }}
                >
                  {offer.label} <b>{offer.value}</b>
                </button>
              );
            })}
          </fieldset>
        )}
        <p className="meta">The rule is written on its page, with a live count beside it.</p>
        <FormErrors error={create.error} shown={["name"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={name.trim() === ""}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
