import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "./dialog.tsx";

/** One name is all that a new record takes; the rest is written on its page. */
export function NameDialog({
  title,
  label,
  placeholder,
  confirm,
  given = "",
  field = "name",
  most = 120,
  isPending,
  error,
  onName,
  onClose,
}: {
  title: string;
  label: string;
  placeholder: string;
  confirm: string;
  given?: string;
  /** What the server calls it. */
  field?: string;
  most?: number;
  isPending: boolean;
  error: Error | null;
  onName: (name: string) => void;
  onClose: () => void;
}) {
  const [name, setName] = useState(given);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && !isPending) onName(name.trim());
  };
  return (
    <Dialog onClose={onClose} title={title} size={460} isHigh>
      <form onSubmit={submit}>
        <TextInput
          label={label}
          placeholder={placeholder}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={most}
          error={fieldErrors(error)[field]}
          data-autofocus
        />
        <FormErrors error={error} shown={[field]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} disabled={name.trim() === ""}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
