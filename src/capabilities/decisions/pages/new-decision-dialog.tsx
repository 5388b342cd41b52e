import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useActor, useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Decision } from "../answers.ts";
import { optionsIn } from "../rules.ts";
import { DecidersField } from "./deciders.tsx";
import { DECISION_RENEWS } from "./decision-words.ts";
import "./decisions.css";

const LEAST = 3;

/** Puts a question up for decision, or writes down one that was taken. */
export function NewDecisionDialog({
  answers = [],
  given = "",
  body = "",
  onMade,
  onClose,
}: {
  /** What it answers. */
  answers?: readonly string[];
  given?: string;
  /** What it rests on, carried from where it was begun. */
  body?: string;
  onMade?: (decision: Decision) => void;
  onClose: () => void;
}) {
  const { product } = useProduct();
  const { id: me, kind } = useActor();
  const [question, setQuestion] = useState(given);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState("");
  const [whyNow, setWhyNow] = useState("");
  const [decidedBy, setDecidedBy] = useState(kind === "member" ? [me] : []);
  const create = useChange(client.decisions.create, {
    said: ({ key, state }) => (state === "open" ? `Put ${key} up for decision` : `Wrote down ${key}`),
    renews: DECISION_RENEWS,
    onSuccess: (made) => {
      onClose();
      onMade?.(made);
    },
    onError: () => undefined,
  });
  const options = optionsIn(typed);
  const taken = options.find(({ name }) => name === chosen);
  const text = question.replace(/\s+/g, " ").trim();
  const isReady = text.length >= LEAST && (!taken || decidedBy.length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || create.isPending) return;
    create.mutate({
      question: text,
      options,
      answers: [...answers],
      ...(body === "" ? {} : { body }),
      ...(product ? { productId: product.id } : {}),
      ...(taken ? { choice: { chosen: taken.name, decidedBy, whyNow: whyNow.trim() } } : {}),
    });
  };
  const issues = fieldErrors(create.error);
  const optionIssue = Object.entries(issues).find(([path]) => path.startsWith("options"))?.[1];
  return (
    <Dialog onClose={onClose} title="New decision" isHigh>
      <form onSubmit={submit} className="decision-form">
        <Textarea
          label="What is to be decided?"
          placeholder="Build the phone app, or a phone-friendly page?"
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          maxLength={300}
          autosize
          minRows={2}
          error={issues.question}
          data-autofocus
        />
        <Textarea
          label="Options, one a line"
          description="After a colon, what speaks for it or against it."
          placeholder={"Phone-friendly page: a fifth of the effort\nThe app: works offline\nNeither: nobody pays for it"}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autosize
          minRows={3}
          error={optionIssue}
        />
        {options.length > 0 && (
          <NativeSelect
            label="Which one was taken?"
            value={taken ? chosen : ""}
            data={[{ value: "", label: "Not decided yet" }, ...options.map(({ name }) => ({ value: name, label: name }))]}
            onChange={({ currentTarget: { value } }) => setChosen(value)}
          />
        )}
        {taken && (
          <>
            <TextInput
              label="Why now?"
              placeholder="The season begins in March"
              value={whyNow}
              onChange={(event) => setWhyNow(event.target.value)}
              maxLength={1000}
            />
            <DecidersField ids={decidedBy} onIds={setDecidedBy} />
          </>
        )}
        <FormErrors error={create.error} shown={["question", ...Object.keys(issues).filter((path) => path.startsWith("options"))]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!isReady}>
            {taken ? "Write it down" : "Put it up"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
