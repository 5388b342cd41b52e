import { Button, FileButton, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { counted } from "../../../ui/format.ts";
import { notify } from "../../../ui/undo.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { StudyDetail } from "../answers.ts";
import { gridColumns } from "../grid-rules.ts";
import { RENEWS } from "./words.ts";
import "./design.css";

/** Brings in a whole sheet: pasted, or a CSV file. Who is there by that name is written anew; one bad cell and nothing is. */
export function SheetDialog({ study, given, onClose }: { study: StudyDetail; given: string; onClose: () => void }) {
  const [text, setText] = useState(given);
  const enter = useChange(client.studies.enterSheet, {
    said: ({ study: { key } }) => `Wrote the results of ${key} down`,
    renews: RENEWS,
    onSuccess: ({ ignored }) => {
      onClose();
      if (ignored.length > 0) notify(`${counted(ignored.length, "column")} left out: ${ignored.join(", ")}.`);
    },
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "" && !enter.isPending) enter.mutate({ id: study.id, text });
  };
  const open = async (file: File | null) => {
    if (file) setText(await file.text());
  };
  const header = gridColumns(study.tasks)
    .map(({ label }) => label)
    .join("\t");
  return (
    <Dialog onClose={onClose} title="Results from a sheet" isHigh size={640}>
      <form onSubmit={submit} className="form-rows">
        <Textarea
          label="The sheet, its first line naming the columns"
          description="Participant, Task 1, Task 1 time, Task 1 ease, …, SUS 1 to SUS 10, in any order; what you did not measure is left out. A task may be named by its words."
          placeholder={"Participant\tTask 1\tTask 1 time\nAda\tyes\t1:15"}
          value={text}
          onChange={(event) => setText(event.target.value)}
          minRows={7}
          maxRows={16}
          autosize
          data-autofocus
        />
        <FormErrors error={enter.error} />
        <div className="dialog-actions">
          <FileButton onChange={(file) => void open(file)} accept=".csv,.tsv,.txt,text/csv,text/plain">
            {(props) => (
              <Button variant="default" {...props}>
                Open a file
              </Button>
            )}
          </FileButton>
          {text === "" && (
            <Button variant="subtle" onClick={() => setText(`${header}\n`)}>
              Begin with the columns
            </Button>
          )}
          <span className="spring" />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={enter.isPending} disabled={text.trim() === ""}>
            Write down
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
