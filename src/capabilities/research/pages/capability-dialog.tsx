import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Capability, Cells } from "../capability-answers.ts";
import { STANCES } from "../capability-rules.ts";
import { CAPABILITY_RENEWS, STANCE_WORDS, type Stand, standOf } from "./capability-words.ts";

const OPTIONS = STANCES.map((value) => ({ value, label: STANCE_WORDS[value].word }));

/** One row of the matrix as a form: how each stands with it, where that is said, and when it was so. */
export function CapabilityDialog({
  row,
  rivals,
  onClose,
}: {
  row: Capability;
  rivals: readonly { id: string; name: string }[];
  onClose: () => void;
}) {
  const who = [...(row.feature ? [] : [{ id: null, name: "We" }]), ...rivals];
  const [stands, setStands] = useState<readonly Stand[]>(() => who.map(({ id }) => standOf(row, id)));
  const keep = useChange(client.capabilities.compare, {
    said: () => "Compared",
    renews: CAPABILITY_RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const set = (at: number, change: Partial<Stand>) => setStands(stands.map((one, i) => (i === at ? { ...one, ...change } : one)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const cells = stands.flatMap((stand): Cells["cells"] => {
      const before = standOf(row, stand.competitorId);
      const { competitorId, stance, address, asOf } = stand;
      const isSame = before.stance === stance && before.address === address && before.asOf === asOf;
      // Without a day of its own a new stance is told as of today.
      return isSame ? [] : [{ capabilityId: row.id, competitorId, stance, address, ...(asOf === before.asOf ? {} : { asOf }) }];
    });
    if (cells.length === 0) onClose();
    else keep.mutate({ cells });
  };
  return (
    <Dialog title={row.name} onClose={onClose} size={520}>
      <form className="stack" onSubmit={submit} noValidate>
        {who.map(({ id, name }, at) => {
          const stand = stands[at];
          return (
            stand && (
              <fieldset key={id ?? "ours"} className="capability-who">
                <legend>{name}</legend>
                <Select
                  label="How they stand"
                  data={OPTIONS}
                  value={stand.stance}
                  allowDeselect={false}
                  onChange={(chosen) => set(at, { stance: STANCES.find((one) => one === chosen) ?? "unknown" })}
                />
                {stand.stance !== "unknown" && (
                  <>
                    <TextInput
                      label="Where it is said"
                      placeholder="https://"
                      value={stand.address ?? ""}
                      onChange={(event) => set(at, { address: event.currentTarget.value.trim() || null })}
                      maxLength={2000}
                    />
                    <TextInput
                      type="date"
                      label="As of"
                      value={stand.asOf ?? ""}
                      onChange={(event) => set(at, { asOf: event.currentTarget.value || null })}
                    />
                  </>
                )}
              </fieldset>
            )
          );
        })}
        <FormErrors error={keep.error} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={keep.isPending}>
            Keep
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
