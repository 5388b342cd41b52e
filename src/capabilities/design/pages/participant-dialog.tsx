import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { Participant, StudyTask } from "../answers.ts";
import { cellText, type GridColumn, withCell } from "../grid-rules.ts";
import type { Participation } from "../study-rules.ts";
import "./design.css";

/** Everything that one participant did, as a form: the row of the grid where a sheet has no room. */
export function ParticipantDialog({
  participant,
  columns,
  tasks,
  mayEdit,
  onKeep,
  onClose,
}: {
  participant: Participant;
  columns: readonly GridColumn[];
  tasks: readonly StudyTask[];
  mayEdit: boolean;
  onKeep: (after: Participation) => void;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    let after: Participation = participant;
    const wrong: Record<string, string> = {};
    for (const column of columns) {
      const text = typed[column.id];
      if (text === undefined) continue;
      try {
        after = withCell(after, column, text);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        wrong[column.id] = error.message;
      }
    }
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    if (after !== participant) onKeep(after);
    onClose();
  };
  const field = (column: GridColumn, label: string) => (
    <TextInput
      key={column.id}
      label={label}
      value={typed[column.id] ?? cellText(participant, column)}
      onChange={(event) => setTyped((all) => ({ ...all, [column.id]: event.target.value }))}
      error={errors[column.id]}
      readOnly={!mayEdit}
    />
  );
  const [name] = columns;
  return (
    <Dialog onClose={onClose} title={participant.name} isHigh>
      <form onSubmit={submit} className="form-rows">
        {name && field(name, "Name")}
        {tasks.map((task, index) => (
          <fieldset key={task.id} className="participant-task">
            <legend>
              {index + 1}. {task.title}
            </legend>
            <div className="cells">
              {columns.map((column) => "taskId" in column && column.taskId === task.id && field(column, CELLS[column.kind]))}
            </div>
          </fieldset>
        ))}
        <fieldset className="participant-task">
          <legend>System Usability Scale, 1 to 5</legend>
          <div className="cells">{columns.map((column) => column.kind === "sus" && field(column, column.label))}</div>
        </fieldset>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            {mayEdit ? "Cancel" : "Close"}
          </Button>
          {mayEdit && <Button type="submit">Save</Button>}
        </div>
      </form>
    </Dialog>
  );
}

const CELLS = { completed: "Completed, yes or no", seconds: "Time", ease: "Ease, 1 to 7" };
