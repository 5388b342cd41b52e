import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { DesignDetail } from "../answers.ts";
import { RENEWS } from "./words.ts";
import "./design.css";

/** Says that people see another version of a design from now on, and what is different. */
export function RevisionDialog({ design, onClose }: { design: DesignDetail; onClose: () => void }) {
  const [changed, setChanged] = useState("");
  const [address, setAddress] = useState(design.address ?? "");
  const revise = useChange(client.designs.revise, {
    said: ({ key, revision }) => `${key} is at version ${revision}`,
    renews: RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed.trim() === "" || revise.isPending) return;
    revise.mutate({
      params: { id: design.id },
      headers: ifMatch(design),
      body: { changed: changed.trim(), address: address.trim() === "" ? null : address.trim() },
    });
  };
  const errors = fieldErrors(revise.error);
  return (
    <Dialog onClose={onClose} title={`Version ${design.revision + 1} of ${design.key}`} isHigh>
      <form onSubmit={submit} className="form-rows">
        <Textarea
          label="What changed?"
          description="Studies of the version before stay, and are told to be older than the design."
          placeholder="The currency stands beside every total"
          value={changed}
          onChange={(event) => setChanged(event.target.value)}
          maxLength={1000}
          minRows={2}
          autosize
          error={errors.changed}
          data-autofocus
        />
        <TextInput
          label="Where is it drawn now?"
          placeholder="https://"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          maxLength={2000}
          error={errors.address}
        />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={revise.isPending} disabled={changed.trim() === ""}>
            This is what people see now
          </Button>
        </div>
        <FormErrors error={revise.error} shown={["changed", "address"]} />
      </form>
    </Dialog>
  );
}
