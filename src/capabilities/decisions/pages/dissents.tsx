import { Button, Textarea, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { useShortcuts } from "../../../ui/keyboard.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { useOwnerOptions } from "../../workspace/pages/people.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Decision } from "../answers.ts";
import { DECISION_RENEWS } from "./decision-words.ts";
import "./decisions.css";

/** Who disagrees with a decision, why, and what would prove them right. */
export function Dissents({ decision, mayDissent }: { decision: Decision; mayDissent: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const memberName = useMemberName();
  const withdraw = useChange(client.decisions.withdrawDissent, { said: ({ key }) => `${key}: took it out`, renews: DECISION_RENEWS });
  useShortcuts("Decision", [{ keys: "d", label: "Say who disagrees", run: () => setOpen(true) }], { active: mayDissent });
  return (
    <Section
      title="Who disagrees"
      actions={
        mayDissent && (
          <button type="button" className="plain record-add" onClick={() => setOpen(true)}>
            <Plus size={13} aria-hidden /> Dissent
          </button>
        )
      }
    >
      {decision.dissents.length === 0 ? (
        <p className="record-empty">Nobody wrote it down. What would prove them right is worth a line: it says what to watch.</p>
      ) : (
        <ul className="decision-lines">
          {decision.dissents.map(({ memberId, reason, proof, saidAt }) => {
            const name = memberName(memberId) ?? "Somebody who left";
            return (
              <li key={memberId} className="decision-dissent">
                <Avatar name={name} label={false} />
                <div>
                  <p>
                    <b>{name}</b> <span className="meta">{<RelativeTime at={saidAt} />}</span>
                  </p>
                  <p>{reason}</p>
                  {proof !== "" && (
                    <p className="meta">
                      <b>Right if</b> {proof}
                    </p>
                  )}
                </div>
                {mayDissent && (
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={`Take out what ${name} said`}
                    onClick={() => withdraw.mutate({ id: decision.id, memberId })}
                  >
                    <X size={14} aria-hidden />
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {isOpen && <DissentDialog decision={decision} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function DissentDialog({ decision, onClose }: { decision: Decision; onClose: () => void }) {
  const { id: me, kind } = useActor();
  const memberName = useMemberName();
  const options = useOwnerOptions().filter(({ value }) => value !== "");
  const [memberId, setMember] = useState(kind === "member" ? me : "");
  const said = decision.dissents.find((one) => one.memberId === memberId);
  const [reason, setReason] = useState(said?.reason ?? "");
  const [proof, setProof] = useState(said?.proof ?? "");
  const dissent = useChange(client.decisions.dissent, {
    said: ({ key }) => `${key}: wrote down who disagrees`,
    renews: DECISION_RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const isReady = memberId !== "" && reason.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !dissent.isPending)
      dissent.mutate({ params: { id: decision.id, memberId }, body: { reason: reason.trim(), proof: proof.trim() } });
  };
  const issues = fieldErrors(dissent.error);
  return (
    <Dialog title="Who disagrees, and why?" onClose={onClose} isHigh>
      <form onSubmit={submit} className="decision-form">
        <div className="decision-labelled">
          <span className="decision-label">Who</span>
          <Picker label="Who disagrees" options={options} chosen={[memberId]} onPick={({ value }) => setMember(value)} width={280}>
            <button type="button" className="plain property-value">
              <span className="sr">Who disagrees: </span>
              {memberName(memberId) ?? <span className="property-none">Choose</span>}
            </button>
          </Picker>
        </div>
        <Textarea
          label="Their reason"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          maxLength={1000}
          autosize
          minRows={2}
          error={issues.reason}
          data-autofocus
        />
        <TextInput
          label="What would prove them right?"
          placeholder="More than half of the bookkeepers work offline"
          value={proof}
          onChange={(event) => setProof(event.target.value)}
          maxLength={1000}
          error={issues.proof}
        />
        <FormErrors error={dissent.error} shown={["reason", "proof"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={dissent.isPending} disabled={!isReady}>
            Write it down
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
