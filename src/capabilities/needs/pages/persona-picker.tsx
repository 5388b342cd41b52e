import type { ReactElement } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { Picker } from "../../../ui/picker.tsx";
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
  const create = useChange(client.personas.create, {
    said: ({ name }) => `Created the persona ${name}`,
    renews: [api.personas.key()],
    onSuccess: onPick,
  });
  return (
    <Picker
      label="Persona"
      placeholder="Whose need is it?"
      options={options}
      chosen={chosen === null ? [] : [chosen]}
      onPick={({ value, label }) => onPick(value === "" ? null : { id: value, name: label })}
      onCreate={(name) => create.mutate({ name: name.slice(0, 120) })}
      createNoun="persona"
      width={280}
      {...open}
    >
      {children}
    </Picker>
  );
}
