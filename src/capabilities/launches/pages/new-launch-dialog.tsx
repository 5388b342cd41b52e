import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { counted } from "../../../ui/format.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { RecordField } from "../../workspace/pages/record-value.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import { TEMPLATES, TIERS, type Tier } from "../launch-rules.ts";
import "./market.css";

/** A launch: what it is called, how large it is, and when. Its checklist comes with its tier. */
export function NewLaunchDialog({
  features = [],
  given = "",
  onDone,
  onClose,
}: {
  features?: string[];
  given?: string;
  onDone: (made: { key: string }) => void;
  onClose: () => void;
}) {
  const [title, setTitle] = useState(given);
  const [tier, setTier] = useState<Tier>(2);
  const [launchesOn, setLaunchesOn] = useState("");
  const [milestone, setMilestone] = useState<{ id: string; title: string } | null>(null);
  const create = useChange(client.launches.create, {
    said: ({ key }) => `Planned ${key}`,
    renews: [rowsOf("launch"), api.launches.key(), api.market.key(), api.links.key(), api.readiness.key(), api.thread.key()],
    onSuccess: (made) => {
      onClose();
      onDone(made);
    },
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim().length < 3 || create.isPending) return;
    create.mutate({
      title: title.trim(),
      tier,
      features,
      ...(milestone ? { milestoneId: milestone.id } : launchesOn === "" ? {} : { launchesOn }),
    });
  };
  return (
    <Dialog onClose={onClose} title="New launch" size={520} isHigh>
      <form onSubmit={submit} className="market-form">
        <TextInput
          label="What is launched?"
          placeholder="Currency everywhere"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={160}
          error={fieldErrors(create.error).title}
          data-autofocus
        />
        <fieldset className="tiers">
          <legend>How large is it?</legend>
          {TIERS.map((one) => (
            <button key={one} type="button" className="plain tier" aria-pressed={tier === one} onClick={() => setTier(one)}>
              <b>
                Tier {one}: {TEMPLATES[one].name}
              </b>
              <span className="line-quiet">
                {TEMPLATES[one].when}; {counted(TEMPLATES[one].items.length, "thing")} to do, {counted(TEMPLATES[one].leadDays, "day")}{" "}
                ahead
              </span>
            </button>
          ))}
        </fieldset>
        <RecordField kind="milestone" label="With which milestone? (optional)" chosen={milestone} onChoose={setMilestone} />
        <TextInput
          label="Or on which day? (can be said later)"
          disabled={milestone !== null}
          type="date"
          value={launchesOn}
          onChange={(event) => setLaunchesOn(event.target.value)}
          error={fieldErrors(create.error).launchesOn}
        />
        <FormErrors error={create.error} shown={["title", "launchesOn"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={title.trim().length < 3}>
            Plan it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
