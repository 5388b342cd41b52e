import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWorkspace } from "../../../actor.tsx";
import { client } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Modal } from "../../../ui/modal.tsx";
import { Section } from "../../../ui/shell/page.tsx";

/** Deletes the workspace once its name is typed, and offers its archive first. */
export function DeletionSection({ onArchive, isArchiving }: { onArchive: () => void; isArchiving: boolean }) {
  const { name } = useWorkspace();
  const [isAsking, setAsking] = useState(false);
  const [typed, setTyped] = useState("");
  const remove = useMutation({
    mutationFn: () => client.deletion.delete({ name: typed }),
    // Everything that the page knows is gone: it begins anew.
    onSuccess: () => window.location.assign("/"),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === name) remove.mutate();
  };
  return (
    <Section title="Delete the workspace">
      <p className="data-prose">
        Everything in {name} goes at once, for everybody, and comes back only from an archive. People keep their accounts.
      </p>
      <Button variant="default" className="data-danger" onClick={() => setAsking(true)}>
        Delete the workspace …
      </Button>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={`Delete ${name}?`} size={440}>
        <form className="stack" onSubmit={submit} noValidate>
          <p>Take the archive first: it is the only way back.</p>
          <Button variant="default" leftSection={<Download size={14} aria-hidden />} loading={isArchiving} onClick={onArchive}>
            Download the archive
          </Button>
          <TextInput
            label={`Type “${name}” to delete it`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={fieldErrors(remove.error).name}
            autoComplete="off"
            data-autofocus
          />
          <FormErrors error={remove.error} shown={["name"]} />
          <div className="dialog-actions">
            <Button variant="default" onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button type="submit" color="red" loading={remove.isPending} disabled={typed.trim() !== name}>
              Delete for good
            </Button>
          </div>
        </form>
      </Modal>
    </Section>
  );
}
