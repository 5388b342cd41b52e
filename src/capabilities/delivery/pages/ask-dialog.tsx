import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { OwnerPicker } from "../../workspace/pages/people.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { Feasibility } from "../feasibility-schema.ts";

/** Asks engineering about a feature: Enter is enough, the question, who and by when are beside. */
export function AskDialog({
  feature,
  onAsked,
  onClose,
}: {
  feature: { id: string; title: string };
  onAsked?: (asked: Feasibility) => void;
  onClose: () => void;
}) {
  const [question, setQuestion] = useState("");
  const [assigneeId, setAssignee] = useState<string | null>(null);
  const [dueOn, setDue] = useState("");
  const memberName = useMemberName();
  const ask = useChange(client.feasibilities.ask, {
    said: ({ key }) => `Asked engineering: ${key}`,
    onSuccess: (asked) => {
      onClose();
      onAsked?.(asked);
    },
    onError: () => undefined,
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (ask.isPending) return;
    const text = question.trim();
    ask.mutate({ featureId: feature.id, assigneeId, ...(text === "" ? {} : { question: text }), ...(dueOn === "" ? {} : { dueOn }) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  const issues = fieldErrors(ask.error);
  return (
    <Dialog onClose={onClose} title="Ask for feasibility" isHigh>
      <form onSubmit={submit} className="answer-form">
        <Textarea
          label="What do you want to know?"
          description={`Left empty: can we build “${feature.title}”, and what does it take?`}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          onKeyDown={onKeyDown}
          maxLength={500}
          minRows={2}
          error={issues.question}
          data-autofocus
        />
        <div className="ask-who">
          <div>
            <span className="answer-label">Who</span>
            <OwnerPicker ownerId={assigneeId} onPick={setAssignee}>
              <button type="button" className="plain property-value">
                {memberName(assigneeId) ?? "All engineers"}
              </button>
            </OwnerPicker>
          </div>
          <TextInput type="date" label="By" value={dueOn} onChange={(event) => setDue(event.target.value)} error={issues.dueOn} />
        </div>
        <FormErrors error={ask.error} shown={["question", "dueOn"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={ask.isPending}>
            Ask
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
