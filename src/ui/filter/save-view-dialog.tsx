import { Button, Checkbox, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Modal } from "../modal.tsx";
import type { SavedView } from "./saved-views.tsx";

type Draft = Pick<SavedView, "name" | "scope">;

/** Loaded on demand by `SavedViews`. */
export function SaveViewDialog({ onSave, onClose }: { onSave: (draft: Draft) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") onSave({ name: name.trim(), scope: isShared ? "team" : "private" });
  };
  return (
    <Modal opened onClose={onClose} title="Save this view" size={380}>
      <form onSubmit={submit} className="stack">
        <TextInput label="Name" value={name} onChange={(event) => setName(event.target.value)} data-autofocus maxLength={80} />
        <Checkbox label="Everyone in the workspace sees it" checked={isShared} onChange={(event) => setShared(event.target.checked)} />
        <div className="dialog-actions">
          <Button type="submit" disabled={name.trim() === ""}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
