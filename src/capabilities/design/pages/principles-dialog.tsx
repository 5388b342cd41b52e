import { Button, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Principle } from "../answers.ts";
import { MOST_PRINCIPLES } from "../rules.ts";
import { RENEWS } from "./words.ts";
import "./design.css";

type Line = { key: number; id?: string; statement: string };

/** What the team holds every design to. What is taken away goes with what was reviewed by it; undo brings it back. */
export function PrinciplesDialog({ principles, onClose }: { principles: readonly Principle[]; onClose: () => void }) {
  const [lines, setLines] = useState<Line[]>(() =>
    principles.length === 0 ? [{ key: 0, statement: "" }] : principles.map(({ id, statement }, key) => ({ key, id, statement })),
  );
  const save = useChange(client.designReviews.setPrinciples, {
    said: () => "Changed the team's principles",
    renews: RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    const kept = lines.filter(({ statement }) => statement.trim() !== "");
    save.mutate({ principles: kept.map(({ id, statement }) => ({ ...(id ? { id } : {}), statement: statement.trim() })) });
  };
  const add = () => setLines((all) => [...all, { key: Math.max(-1, ...all.map(({ key }) => key)) + 1, statement: "" }]);
  return (
    <Dialog onClose={onClose} title="What designs are held to" isHigh>
      <form onSubmit={submit} className="form-rows">
        <p className="meta">At most seven: every feature's design is looked at by each of them.</p>
        <ol className="task-inputs">
          {lines.map((line, place) => (
            <li key={line.key}>
              <TextInput
                aria-label={`Principle ${place + 1}`}
                placeholder="Everything can be undone"
                value={line.statement}
                maxLength={200}
                onChange={(event) => setLines((all) => all.with(place, { ...line, statement: event.target.value }))}
                data-autofocus={place === 0 || undefined}
              />
              <button
                type="button"
                className="icon-button"
                aria-label={`Take principle ${place + 1} away`}
                onClick={() => setLines((all) => all.toSpliced(place, 1))}
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ol>
        <div className="dialog-actions">
          <Button variant="subtle" leftSection={<Plus size={14} aria-hidden />} disabled={lines.length >= MOST_PRINCIPLES} onClick={add}>
            Another
          </Button>
          <span className="spring" />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
        <FormErrors error={save.error} />
      </form>
    </Dialog>
  );
}
