import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Decision } from "../answers.ts";
import { DecidersField } from "./deciders.tsx";
import { DECISION_RENEWS } from "./decision-words.ts";
import "./decisions.css";

/** Takes one of the options: which, why now, and who decided. */
export function DecideDialog({ decision, given, onClose }: { decision: Decision; given?: string; onClose: () => void }) {
  const { id: me, kind } = useActor();
  const [chosen, setChosen] = useState(given ?? decision.chosen ?? "");
  const [whyNow, setWhyNow] = useState(decision.whyNow);
  const before = decision.decidedBy;
  const [decidedBy, setDecidedBy] = useState<string[]>(before.length > 0 ? before : kind === "member" ? [me] : []);
  const decide = useChange(client.decisions.decide, {
    said: ({ key, chosen: taken }) => `${key}: ${taken ?? ""}`,
    renews: DECISION_RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const isReady = chosen !== "" && decidedBy.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || decide.isPending) return;
    decide.mutate({ params: { id: decision.id }, headers: ifMatch(decision), body: { chosen, decidedBy, whyNow: whyNow.trim() } });
  };
  const issues = fieldErrors(decide.error);
  return (
    <Dialog title={`Decide ${decision.key}`} onClose={onClose} isHigh>
      <form onSubmit={submit} className="decision-form">
        <fieldset className="decision-choices">
          <legend className="decision-label">Which one?</legend>
          {decision.options.map(({ name, line }) => (
            <label key={name} className="decision-choice">
              <input type="radio" name="chosen" value={name} checked={chosen === name} onChange={() => setChosen(name)} />
              <span>
                <b>{name}</b>
                {line !== "" && <span className="meta">{line}</span>}
              </span>
            </label>
          ))}
        </fieldset>
        <TextInput
          label="Why now?"
          description="One line, for those who ask later."
          value={whyNow}
          onChange={(event) => setWhyNow(event.target.value)}
          maxLength={1000}
          error={issues.whyNow}
          data-autofocus
        />
        <DecidersField ids={decidedBy} onIds={setDecidedBy} />
        <FormErrors error={decide.error} shown={["whyNow"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={decide.isPending} disabled={!isReady}>
            Decide
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
