import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { TECH_NOTE_KINDS, type TechNoteKind } from "../rules.ts";
import type { TechNote } from "../tech-note-schema.ts";
import { NOTE_KIND_WORDS } from "./delivery-words.ts";
import "./delivery.css";

/** Raises what stands in the way, or what could be had. */
export function NewNoteDialog({
  informs = [],
  given = "",
  body = "",
  onMade,
  onClose,
}: {
  /** The features that it informs. */
  informs?: readonly string[];
  given?: string;
  /** A longer text that goes along, such as the comment it came from. */
  body?: string;
  onMade?: (note: TechNote) => void;
  onClose: () => void;
}) {
  const { product } = useProduct();
  const [title, setTitle] = useState(given);
  const [kind, setKind] = useState<TechNoteKind>();
  const [cost, setCost] = useState("");
  const create = useChange(client.techNotes.create, {
    said: ({ key }) => `Raised ${key}`,
    onSuccess: (note) => {
      onClose();
      onMade?.(note);
    },
    onError: () => undefined,
  });
  const text = title.replace(/\s+/g, " ").trim();
  const isReady = text.length >= 3 && kind !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!kind || text.length < 3 || create.isPending) return;
    create.mutate({ title: text, body, kind, cost: cost.trim(), informs: [...informs], ...(product ? { productId: product.id } : {}) });
  };
  const issues = fieldErrors(create.error);
  return (
    <Dialog onClose={onClose} title="New tech note" isHigh>
      <form onSubmit={submit} className="answer-form">
        <Textarea
          label="What should the plan know?"
          placeholder="A phone-friendly page does most of what the app would"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={200}
          minRows={2}
          error={issues.title}
          data-autofocus
        />
        <div className="note-kinds" role="radiogroup" aria-label="Kind">
          {TECH_NOTE_KINDS.map((one) => (
            // biome-ignore lint/a11y/useSemanticElements: a button among buttons
            <button
              key={one}
              type="button"
              role="radio"
              className="plain answer-verdict"
              aria-checked={kind === one}
              title={NOTE_KIND_WORDS[one].says}
              onClick={() => setKind(one)}
            >
              {NOTE_KIND_WORDS[one].word}
            </button>
          ))}
        </div>
        {kind && <p className="meta">{NOTE_KIND_WORDS[kind].says}.</p>}
        <TextInput
          label="What it costs us"
          placeholder="Two weeks a quarter; a fifth of the app"
          value={cost}
          onChange={(event) => setCost(event.target.value)}
          maxLength={1000}
          error={issues.cost}
        />
        <FormErrors error={create.error} shown={["title", "cost"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!isReady}>
            Raise
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
