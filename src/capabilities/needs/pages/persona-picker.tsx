import type { ReactElement } from "react";
import { client } from "../../../api.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { notifyError } from "../../../ui/undo.tsx";
import { usePersonaOptions } from "./record-options.tsx";

export type PersonaMark = { id: string; name: string };

/** Chooses whose need it is, or makes a persona of the name that was typed. */
export function PersonaPicker({
  chosen,
  onPick,
  children,
  ...open
}: {
  chosen: string | null;
  onPick: (persona: PersonaMark | null) => void;
  children: ReactElement;
  opened?: boolean;
  onOpened?: (opened: boolean) => void;
}) {
  const options = usePersonaOptions(chosen);
  const create = (name: string) => {
    client.personas.create({ name: name.slice(0, 120) }).then(onPick, notifyError);
  };
  return (
    <Picker
      label="Persona"
      placeholder="Whose need is it?"
      options={options}
      chosen={chosen === null ? [] : [chosen]}
      onPick={({ value, label }) => onPick(value === "" ? null : { id: value, name: label })}
      onCreate={create}
      createNoun="persona"
      width={280}
      {...open}
    >
      {children}
    </Picker>
  );
}
