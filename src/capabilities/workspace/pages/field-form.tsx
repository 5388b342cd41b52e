import { Button, TextInput } from "@mantine/core";
import { AtSign, CalendarDays, CircleUserRound, Hash, List, type LucideIcon, Type } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Modal } from "../../../ui/modal.tsx";
import type { Field, RecordKind } from "../schema.ts";
import { type OptionDraft, OptionsEditor, optionDraft } from "./options-editor.tsx";

type FieldType = Field["type"];
export const FIELD_WORDS: Readonly<Record<FieldType, { word: string; icon: LucideIcon; sentence: string }>> = {
  text: { word: "Text", icon: Type, sentence: "A few words" },
  number: { word: "Number", icon: Hash, sentence: "Filtered by ranges, sorted by size" },
  choice: { word: "Choice", icon: List, sentence: "One of a list, sorted in its order" },
  date: { word: "Date", icon: CalendarDays, sentence: "A day" },
  person: { word: "Person", icon: CircleUserRound, sentence: "A member of this workspace" },
  address: { word: "Address", icon: AtSign, sentence: "A web page or an e-mail address" },
};
const TYPES: readonly FieldType[] = ["text", "number", "choice", "date", "person", "address"];

/** Adds a field to a kind of record, or edits one: its name and its choices. What it is, it stays. */
export function FieldForm({ kind, field, onClose }: { kind: RecordKind; field?: Field; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={field ? `Edit ${field.name}` : "Add a field"} size={440}>
      <Form kind={kind} onClose={onClose} {...(field ? { field } : {})} />
    </Modal>
  );
}

function Form({ kind, field, onClose }: { kind: RecordKind; field?: Field; onClose: () => void }) {
  const [name, setName] = useState(field?.name ?? "");
  const [type, setType] = useState<FieldType>(field?.type ?? "text");
  const [options, setOptions] = useState<OptionDraft[]>(
    () => field?.options.map((option) => optionDraft(option, option)) ?? [optionDraft("")],
  );
  const shared = { onSuccess: onClose, onError: () => undefined };
  const create = useChange(client.fields.create, { said: (made) => `Added the field ${made.name}`, ...shared });
  const edit = useChange(client.fields.edit, { said: (made) => `Changed the field ${made.name}`, ...shared });
  const error = create.error ?? edit.error;
  const issues = fieldErrors(error);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const named = options.map((option) => ({ ...option, name: option.name.trim() })).filter((option) => option.name !== "");
    const names = named.map((option) => option.name);
    if (!field) create.mutate({ recordKind: kind, name, type, options: type === "choice" ? names : [] });
    else {
      const renamedOptions = Object.fromEntries(named.flatMap(({ name: is, was }) => (was !== undefined && was !== is ? [[was, is]] : [])));
      const choices = field.type === "choice" ? { options: names, renamedOptions } : {};
      edit.mutate({ params: { id: field.id }, headers: ifMatch(field), body: { name, ...choices } });
    }
  };
  return (
    <form className="stack" onSubmit={onSubmit} noValidate>
      <TextInput
        label="Name"
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
        error={issues.name ?? issues["body.name"]}
        autoComplete="off"
        data-autofocus
      />
      {!field && <TypeChoice type={type} onType={setType} />}
      {(field?.type ?? type) === "choice" && <OptionsEditor options={options} onOptions={setOptions} />}
      <FormErrors error={error} shown={["name", "body.name"]} />
      <div className="dialog-actions">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={create.isPending || edit.isPending} disabled={name.trim() === ""}>
          {field ? "Save" : "Add"}
        </Button>
      </div>
    </form>
  );
}

function TypeChoice({ type, onType }: { type: FieldType; onType: (type: FieldType) => void }) {
  const id = useId();
  return (
    <fieldset className="field-types">
      <legend>What it holds</legend>
      {TYPES.map((one) => {
        const { word, icon: Icon, sentence } = FIELD_WORDS[one];
        return (
          <label key={one}>
            <input type="radio" className="sr" name={id} checked={one === type} onChange={() => onType(one)} />
            <Icon size={15} strokeWidth={1.75} aria-hidden />
            <span>
              <b>{word}</b>
              <span className="meta">{sentence}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
