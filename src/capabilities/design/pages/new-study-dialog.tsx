import { Button, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { RecordField } from "../../workspace/pages/record-value.tsx";
import type { StudyDetail } from "../answers.ts";
import { useDesignOptions } from "./design-options.tsx";
import { RENEWS } from "./words.ts";
import "./design.css";
import "../../../ui/properties.css";

const LEAST = 3;

/** A new study: what is to be found out, what is shown to whom, and the tasks, one a line. */
export function NewStudyDialog({
  shows,
  tests,
  onDone,
  onClose,
}: {
  /** The design that it shows, from whose page it is added. */
  shows?: { id: string; title: string };
  /** The feature from whose page it is added. */
  tests?: { id: string };
  onDone: (study: StudyDetail) => void;
  onClose: () => void;
}) {
  const { product } = useProduct();
  const [title, setTitle] = useState("");
  const [segment, setSegment] = useState<{ id: string; title: string } | null>(null);
  const [tasks, setTasks] = useState("");
  const [design, setDesign] = useState(shows);
  const options = useDesignOptions(design?.id ?? null);
  const create = useChange(client.studies.create, {
    said: ({ key }) => `Added ${key}`,
    renews: RENEWS,
    onSuccess: (study) => {
      onClose();
      onDone(study);
    },
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim().length < LEAST || create.isPending) return;
    create.mutate({
      title: title.trim(),
      ...(segment ? { segmentId: segment.id } : {}),
      tasks: tasks
        .split("\n")
        .map((task) => task.trim())
        .filter((task) => task !== ""),
      ...(design ? { designId: design.id } : {}),
      ...(tests ? { tests: [tests.id] } : {}),
      ...(product ? { productId: product.id } : {}),
    });
  };
  const errors = fieldErrors(create.error);
  return (
    <Dialog onClose={onClose} title="New study" isHigh>
      <form onSubmit={submit} className="form-rows">
        <TextInput
          label="What is to be found out?"
          placeholder="Can they export a report whose totals they trust?"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={160}
          error={errors.title}
          data-autofocus
        />
        <Textarea
          label="Tasks"
          description="One a line, as you say them to people."
          placeholder={"Find last month's total\nExport it for the auditor"}
          value={tasks}
          onChange={(event) => setTasks(event.target.value)}
          minRows={3}
          autosize
          error={errors.tasks}
        />
        <RecordField kind="segment" label="Which segment takes part?" chosen={segment} onChoose={setSegment} />
        <Picker
          label="Design"
          placeholder="Which design do they see?"
          options={options}
          chosen={design ? [design.id] : []}
          onPick={({ value, label }) => setDesign(value === "" ? undefined : { id: value, title: label })}
          width={400}
        >
          <button type="button" className="plain property-value">
            <KindIcon kind="design" />
            <span className="truncate">{design?.title ?? <span className="muted">Which design do they see?</span>}</span>
          </button>
        </Picker>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={title.trim().length < LEAST}>
            Add
          </Button>
        </div>
        <FormErrors error={create.error} shown={["title", "tasks"]} />
      </form>
    </Dialog>
  );
}
