import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { client } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { counted } from "../../../ui/format.ts";
import { type Search, useView } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { Confirm } from "../../../ui/states.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import type { ErasureOrder, ErasurePreview, ErasureSubject } from "../erasing.ts";

const KEY = /^C-[1-9]\d*$/i;
/** An address, or the key of a contact. */
const subjectOf = (typed: string): ErasureSubject =>
  KEY.test(typed.trim()) ? { contact: typed.trim().toUpperCase() } : { email: typed.trim() };
/** A contact's page leads here with its key. */
const parseView = (raw: Search) => ({ erase: typeof raw.erase === "string" ? raw.erase : "" });

/** Finds a person, shows what would go, asks, and erases. */
export function ErasureSection() {
  const queries = useQueryClient();
  const { view, setView } = useView(parseView);
  const [typed, setTyped] = useState(view.erase);
  const [also, setAlso] = useState<readonly string[]>([]);
  const look = useMutation({ mutationFn: (subject: ErasureSubject) => client.erasures.preview(subject), onMutate: () => setAlso([]) });
  const erase = useMutation({
    mutationFn: (order: ErasureOrder) => client.erasures.erase(order),
    async onSuccess() {
      setTyped("");
      setView({ erase: "" });
      notify("The person is erased");
      await queries.invalidateQueries();
    },
    onError: (error) => notifyError(error),
    onSettled: () => look.reset(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== "") look.mutate(subjectOf(typed));
  };
  return (
    <Section title="Erase a person">
      <p className="data-prose">
        For a customer who asks to be forgotten: their words and identity go from everywhere in this workspace, search, history and undo
        included. Blank records stay, so that what was counted stays counted.
      </p>
      <form className="settings-form" onSubmit={submit} noValidate>
        <div className="settings-form-line">
          <TextInput
            label="E-mail address, or key of the contact"
            placeholder="somebody@example.com or C-12"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            error={fieldErrors(look.error).email}
            autoComplete="off"
          />
          <Button type="submit" variant="default" loading={look.isPending} disabled={typed.trim() === ""}>
            Find …
          </Button>
        </div>
        <FormErrors error={look.error} shown={["email"]} />
      </form>
      <Confirm
        opened={look.data !== undefined}
        title="Erase this person for good?"
        confirm="Erase"
        danger
        busy={erase.isPending}
        onConfirm={() => erase.mutate({ ...subjectOf(typed), also: [...also] })}
        onClose={() => look.reset()}
      >
        {look.data && <Found found={look.data} also={also} onAlso={setAlso} />}
      </Confirm>
    </Section>
  );
}

type FoundProps = { found: ErasurePreview; also: readonly string[]; onAlso: (words: readonly string[]) => void };

function Found({ found, also, onAlso }: FoundProps) {
  return (
    <div className="stack">
      <p>
        Known as <b>{[...found.names, ...found.emails].join(", ")}</b>. This goes:
      </p>
      <ul className="data-counts">
        <li>name, address and title of {counted(found.contacts, "contact")}</li>
        <li>text and author of {counted(found.feedback, "piece of feedback", "pieces of feedback")}</li>
        <li>the words of {counted(found.quotes, "quote")}</li>
        {found.files > 0 && <li>{counted(found.files, "attached file")}</li>}
        <li>their name or address in {counted(found.elsewhere, "other place")}</li>
      </ul>
      {found.parts.length > 0 && (
        <fieldset className="data-parts">
          <legend>
            Part of their name stands alone in others’ texts. Tick what means this person; it is blanked in all of these places.
          </legend>
          {found.parts.map(({ word, places, examples }) => (
            <Checkbox
              key={word}
              label={`“${word}” in ${counted(places, "place")}`}
              description={examples.map((example) => `… ${example.replace(/\s+/g, " ").trim()} …`).join(" ")}
              checked={also.includes(word)}
              onChange={({ currentTarget }) => onAlso(currentTarget.checked ? [...also, word] : also.filter((one) => one !== word))}
            />
          ))}
        </fieldset>
      )}
      <p>It cannot be undone. Archives and backups made before still hold it.</p>
    </div>
  );
}
