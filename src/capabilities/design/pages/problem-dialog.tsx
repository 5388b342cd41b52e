import { Button, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { StudyDetail, UsabilityProblem } from "../answers.ts";
import { SEVERITIES } from "../study-rules.ts";
import { RENEWS } from "./words.ts";
import "./design.css";

const LEAST = 3;

/** Notes a usability problem, or changes one: what happened, how much it hurts, how many met it, in whose words. */
export function ProblemDialog({
  study,
  problem,
  onClose,
}: {
  study: StudyDetail;
  problem: UsabilityProblem | undefined;
  onClose: () => void;
}) {
  const [title, setTitle] = useState(problem?.title ?? "");
  const [severity, setSeverity] = useState(String(problem?.severity ?? 2));
  const [affected, setAffected] = useState<string | number>(problem?.affected ?? 1);
  const [taskId, setTaskId] = useState(problem?.taskId ?? "");
  const [quote, setQuote] = useState(problem?.quote ?? "");
  const options = { renews: RENEWS, onSuccess: onClose, onError: () => undefined };
  const note = useChange(client.studies.noteProblem, { said: () => `Noted: ${title.trim()}`, ...options });
  const edit = useChange(client.studies.editProblem, { said: () => `Changed: ${title.trim()}`, ...options });
  const { error, isPending } = problem ? edit : note;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim().length < LEAST || isPending) return;
    const said = {
      title: title.trim(),
      severity: Number(severity),
      affected: Number(affected),
      taskId: taskId === "" ? null : taskId,
      quote: quote.trim(),
    };
    if (problem) edit.mutate({ params: { id: study.id, problemId: problem.id }, headers: ifMatch(problem), body: said });
    else note.mutate({ id: study.id, ...said });
  };
  const errors = fieldErrors(error);
  return (
    <Dialog onClose={onClose} title={problem ? "Usability problem" : "New usability problem"} isHigh>
      <form onSubmit={submit} className="form-rows">
        <TextInput
          label="What happened?"
          placeholder="They read the total without its currency"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={160}
          error={errors.title}
          data-autofocus
        />
        <div className="form-pair">
          <NativeSelect
            label="Severity"
            value={severity}
            onChange={(event) => setSeverity(event.target.value)}
            data={SEVERITIES.map((word, value) => ({ value: String(value), label: `${value} · ${word}` }))}
          />
          <NumberInput
            label="How many met it"
            description={`of ${study.participants.length}`}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={affected}
            onChange={setAffected}
            min={0}
            max={200}
            allowDecimal={false}
            error={errors.affected}
          />
        </div>
        <NativeSelect
          label="In which task"
          value={taskId}
          onChange={(event) => setTaskId(event.target.value)}
          data={[
            { value: "", label: "In none alone" },
            ...study.tasks.map(({ id, title: task }, index) => ({ value: id, label: `${index + 1}. ${task}` })),
          ]}
        />
        <Textarea
          label="What one of them said"
          placeholder="Which currency is this in?"
          value={quote}
          onChange={(event) => setQuote(event.target.value)}
          maxLength={2000}
          minRows={2}
          autosize
        />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending} disabled={title.trim().length < LEAST}>
            {problem ? "Save" : "Note it"}
          </Button>
        </div>
        <FormErrors error={error} shown={["title", "affected"]} />
      </form>
    </Dialog>
  );
}
