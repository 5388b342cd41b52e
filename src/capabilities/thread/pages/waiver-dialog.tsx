import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Subject } from "./thread-acts.tsx";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Looked at again in a quarter, unless somebody says otherwise. */
const USUAL_DAYS = 90;

/** Accepts a gap until a day, with the reason that stays in sight. */
export function WaiverDialog({ feature, check, onClose }: { feature: Subject; check: { id: string; name: string }; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(() => new Date(Date.now() + USUAL_DAYS * DAY_MS).toISOString().slice(0, 10));
  const waive = useChange(client.readiness.waive, {
    said: () => `${feature.key}: accepted until ${until}`,
    renews: RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== "" && !waive.isPending) waive.mutate({ id: feature.id, check: check.id, reason: reason.trim(), until });
  };
  const errors = fieldErrors(waive.error);
  return (
    <Dialog title={`${feature.key} goes on without “${check.name}”`} size={460} onClose={onClose}>
      <form onSubmit={submit}>
        <TextInput
          label="Why is that all right?"
          description="One line. It stands on the arc and in the trail, with your name."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={500}
          error={errors.reason}
          data-autofocus
        />
        <TextInput
          type="date"
          label="Until"
          description="After that day it is asked again."
          value={until}
          onChange={(event) => setUntil(event.target.value)}
          error={errors.until}
          mt="sm"
        />
        <FormErrors error={waive.error} shown={["reason", "until"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={waive.isPending} disabled={reason.trim() === "" || until === ""}>
            Accept the gap
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
