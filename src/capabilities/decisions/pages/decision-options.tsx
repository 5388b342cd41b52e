import { Button, Textarea } from "@mantine/core";
import { Check, Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Section } from "../../../ui/shell/page.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Decision, DecisionChange } from "../answers.ts";
import { optionIssues, optionsIn, optionsText } from "../rules.ts";
import "./decisions.css";

/** The ways to go, the one that was taken marked; each can be taken while it is not decided. */
export function DecisionOptions({
  decision,
  mayEdit,
  mayDecide,
  onBegin,
  onOptions,
  onTake,
}: {
  decision: Decision;
  mayEdit: boolean;
  mayDecide: boolean;
  onBegin: () => void;
  onOptions: (options: NonNullable<DecisionChange["options"]>) => void;
  onTake: (name: string) => void;
}) {
  const [isEditing, setEditing] = useState(false);
  const isOpen = decision.state !== "decided";
  const edit = () => {
    onBegin();
    setEditing(true);
  };
  return (
    <Section
      title="Options"
      actions={
        mayEdit && (
          <button type="button" className="icon-button" aria-label="Edit the options" onClick={edit}>
            <Pencil size={14} aria-hidden />
          </button>
        )
      }
    >
      {decision.options.length === 0 ? (
        <p className="record-empty">
          None yet.{" "}
          {mayEdit && (
            <button type="button" className="plain record-add" onClick={edit}>
              Write down the ways to go
            </button>
          )}
        </p>
      ) : (
        <ul className="decision-lines">
          {decision.options.map(({ name, line }) => (
            <li key={name} className="decision-option" data-chosen={name === decision.chosen || undefined}>
              <span className="decision-tick" aria-hidden>
                {name === decision.chosen && <Check size={15} />}
              </span>
              <div>
                <b>{name}</b>
                {name === decision.chosen && <span className="meta"> {isOpen ? "was taken before" : "taken"}</span>}
                {line !== "" && <p className="meta">{line}</p>}
              </div>
              {mayDecide && isOpen && (
                <Button size="compact-sm" variant="default" onClick={() => onTake(name)} aria-label={`Take “${name}”`}>
                  Take it
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {isEditing && (
        <OptionsDialog
          decision={decision}
          onClose={() => setEditing(false)}
          onKeep={(options) => {
            setEditing(false);
            onOptions(options);
          }}
        />
      )}
    </Section>
  );
}

function OptionsDialog({
  decision: { options, chosen },
  onKeep,
  onClose,
}: {
  decision: Decision;
  onKeep: (options: NonNullable<DecisionChange["options"]>) => void;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState(optionsText(options));
  const now = optionsIn(typed);
  const [issue] = optionIssues(now, chosen);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!issue) onKeep(now);
  };
  return (
    <Dialog title="Options" onClose={onClose} isHigh>
      <form onSubmit={submit} className="decision-form">
        <Textarea
          label="One a line"
          description="After a colon, what speaks for it or against it."
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autosize
          minRows={4}
          error={issue?.message}
          data-autofocus
        />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={issue !== undefined}>
            Keep
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
