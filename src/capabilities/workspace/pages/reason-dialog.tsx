import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Dialog } from "./dialog.tsx";

/** Asks for one line: why something goes another way than usual. It is kept with the change. */
export function ReasonDialog({
  title,
  asks,
  confirm,
  onSay,
  onClose,
}: {
  title: string;
  /** What is to be told: "Say why it is dropped." */
  asks: string;
  confirm: string;
  onSay: (reason: string) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() !== "") onSay(reason.trim());
  };
  return (
    <Dialog onClose={onClose} title={title} size={440}>
      <form onSubmit={submit}>
        <TextInput
          label={asks}
          description="One line. It stays with the change, for those who ask later."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={1000}
          data-autofocus
        />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Leave it where it is
          </Button>
          <Button type="submit" disabled={reason.trim() === ""}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
