import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { MILESTONE_KINDS } from "../rules.ts";
import { MILESTONE_KIND_WORDS } from "./milestone-words.ts";
import { MILESTONE_RENEWS } from "./renews.ts";
import "./objectives.css";

const LEAST = 2;

/** A new milestone: what is there by then, and when. */
export function NewMilestone({ open, close }: { open: (record: { key: string }) => void; close: () => void }) {
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<(typeof MILESTONE_KINDS)[number]>("milestone");
  const [date, setDate] = useState("");
  const create = useChange(client.milestones.create, {
    said: ({ key }) => `Planned ${key}`,
    renews: MILESTONE_RENEWS,
    onSuccess: open,
    onError: () => undefined,
  });
  const errors = fieldErrors(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim().length >= LEAST && !create.isPending) create.mutate({ title: title.trim(), kind, ...(date ? { date } : {}) });
  };
  return (
    <Dialog title="New milestone" onClose={close} isHigh>
      <form onSubmit={submit} className="strategy-form">
        <TextInput
          label="What is there by then?"
          placeholder="Currency-safe export for everybody"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={160}
          error={errors.title}
          data-autofocus
        />
        <div className="strategy-form-pair">
          <NativeSelect
            label="Kind"
            value={kind}
            data={MILESTONE_KINDS.map((value) => ({ value, label: MILESTONE_KIND_WORDS[value] }))}
            onChange={({ currentTarget: { value } }) => setKind(MILESTONE_KINDS.find((one) => one === value) ?? "milestone")}
          />
          <TextInput
            label="Date, if known"
            type="date"
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
            error={errors.date}
          />
        </div>
        <FormErrors error={create.error} shown={["title", "date"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={title.trim().length < LEAST}>
            Plan it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
