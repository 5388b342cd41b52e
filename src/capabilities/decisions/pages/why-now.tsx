import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { counted } from "../../../ui/format.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { DecisionDraft } from "../answers.ts";
import { type Gap, gapsDecision } from "../rules.ts";
import "./decisions.css";

const SHOWN = 8;

/** Features are about to move on with gaps: which those are, and one line "why now", kept as a decision. */
export function WhyNow({
  title,
  gaps,
  features,
  word,
  needed,
  onGo,
  onClose,
}: {
  title: string;
  gaps: readonly Gap[];
  features: readonly { id: string; key: string }[];
  /** What the state that they move to is called. */
  word: string;
  /** What the move itself asks to be told; then the line cannot be left out. */
  needed: string | undefined;
  onGo: (said?: { reason: string; decision: DecisionDraft }) => void;
  onClose: () => void;
}) {
  const { id: me, kind } = useActor();
  const [line, setLine] = useState("");
  const reason = line.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === "") return;
    const draft = gapsDecision(features, gaps, word, reason);
    onGo({ reason, decision: { ...draft, choice: { ...draft.choice, decidedBy: kind === "member" ? [me] : [] } } });
  };
  return (
    <Dialog title={title} onClose={onClose} size={480}>
      <form onSubmit={submit} className="decision-form">
        <div>
          <p>{counted(gaps.length, "thing is", "things are")} still open:</p>
          <ul className="why-now-gaps">
            {gaps.slice(0, SHOWN).map(({ key, name, reason: why, state }) => (
              <li key={`${key} ${name}`} data-state={state}>
                <b>
                  {features.length > 1 && `${key}: `}
                  {name}
                </b>{" "}
                <span className="meta">{why}</span>
              </li>
            ))}
          </ul>
          {gaps.length > SHOWN && <p className="meta">and {gaps.length - SHOWN} more</p>}
        </div>
        <TextInput
          label="Why now?"
          description={needed ?? "One line, kept as a decision with what is open. Nothing is held up without it."}
          value={line}
          onChange={(event) => setLine(event.target.value)}
          maxLength={1000}
          data-autofocus
        />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Leave it where it is
          </Button>
          {needed === undefined && (
            <Button variant="default" onClick={() => onGo()}>
              Move on without
            </Button>
          )}
          <Button type="submit" disabled={reason === ""}>
            {word}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
