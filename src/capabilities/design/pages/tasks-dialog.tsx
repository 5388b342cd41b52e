import { Button, TextInput } from "@mantine/core";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { StudyDetail } from "../answers.ts";
import { MOST_TASKS } from "../grid-rules.ts";
import { RENEWS } from "./words.ts";
import "./design.css";

type Line = { key: number; id?: string; title: string };

/** The tasks of a study as a list: written, put in order, taken away. What is taken away goes with its results, and undo brings it back. */
export function TasksDialog({ study, onClose }: { study: StudyDetail; onClose: () => void }) {
  const [lines, setLines] = useState<Line[]>(() =>
    study.tasks.length === 0 ? [{ key: 0, title: "" }] : study.tasks.map(({ id, title }, key) => ({ key, id, title })),
  );
  const save = useChange(client.studies.setTasks, {
    said: ({ key }) => `Changed the tasks of ${key}`,
    renews: RENEWS,
    onSuccess: onClose,
    onError: () => undefined,
  });
  const kept = lines.filter(({ title }) => title.trim() !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    const tasks = kept.map(({ id, title }) => ({ ...(id ? { id } : {}), title: title.trim() }));
    save.mutate({ params: { id: study.id }, headers: ifMatch(study), body: { tasks } });
  };
  const swap = (place: number, by: number) =>
    setLines((all) => {
      const [one, other] = [all[place], all[place + by]];
      return one && other ? all.with(place, other).with(place + by, one) : all;
    });
  const add = () => setLines((all) => [...all, { key: Math.max(-1, ...all.map(({ key }) => key)) + 1, title: "" }]);
  return (
    <Dialog onClose={onClose} title="Tasks" isHigh>
      <form onSubmit={submit} className="form-rows">
        <ol className="task-inputs">
          {lines.map((line, place) => (
            <li key={line.key}>
              <TextInput
                aria-label={`Task ${place + 1}`}
                placeholder="As you say it to people"
                value={line.title}
                maxLength={300}
                onChange={(event) => setLines((all) => all.with(place, { ...line, title: event.target.value }))}
                data-autofocus={place === 0 || undefined}
              />
              <button
                type="button"
                className="icon-button"
                aria-label={`Move task ${place + 1} up`}
                disabled={place === 0}
                onClick={() => swap(place, -1)}
              >
                <ArrowUp size={14} aria-hidden />
              </button>
              <button
                type="button"
                className="icon-button"
                aria-label={`Move task ${place + 1} down`}
                disabled={place === lines.length - 1}
                onClick={() => swap(place, 1)}
              >
                <ArrowDown size={14} aria-hidden />
              </button>
              <button
                type="button"
                className="icon-button"
                aria-label={`Take task ${place + 1} away`}
                onClick={() => setLines((all) => all.toSpliced(place, 1))}
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ol>
        <div className="dialog-actions">
          <Button variant="subtle" leftSection={<Plus size={14} aria-hidden />} disabled={lines.length >= MOST_TASKS} onClick={add}>
            Another task
          </Button>
          <span className="spring" />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </div>
        <FormErrors error={save.error} />
      </form>
    </Dialog>
  );
}
