import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Pencil, Tag, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { mayUse } from "../../../platform/access.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { counted } from "../../../ui/format.ts";
import { LabelChip } from "../../../ui/marks.tsx";
import { Panel } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { colourFor, LABEL_COLOURS, type LabelColour } from "../collaboration-rules.ts";
import type { Label } from "../schema.ts";
import { ColourChoice } from "./colour-choice.tsx";
import { SettingsPage } from "./settings-frame.tsx";
import { labelColour } from "./vocabulary.ts";

export function LabelsPage() {
  const mayEdit = mayUse(useActor(), "member");
  const labels = useQuery(api.labels.list.queryOptions({}));
  const uses = useQuery(api.labels.uses.queryOptions({ staleTime: 0 }));
  const usesOf = (id: string) => uses.data && (uses.data.items.find((use) => use.id === id)?.records ?? 0);
  return (
    <SettingsPage title="Labels" sentence="One set for the whole workspace: on feedback, needs, features and customers alike.">
      {mayEdit && <NewLabel count={labels.data?.items.length ?? 0} />}
      {labels.error ? (
        <ErrorState error={labels.error} onRetry={() => void labels.refetch()} />
      ) : !labels.data ? (
        <Skeleton lines={4} height={36} />
      ) : labels.data.items.length === 0 ? (
        <EmptyState icon={Tag} title="No labels yet">
          {mayEdit ? "Name the first one above, or add one while you look at a record." : "Members add them while they work."}
        </EmptyState>
      ) : (
        <Panel flush>
          <ul className="settings-list" aria-label="Labels">
            {labels.data.items.map((label) => (
              <LabelRow key={label.id} label={label} records={usesOf(label.id)} mayEdit={mayEdit} />
            ))}
          </ul>
        </Panel>
      )}
    </SettingsPage>
  );
}

const known = (colour: string): LabelColour => LABEL_COLOURS.find((one) => one === colour) ?? "grey";

function LabelRow({ label, records, mayEdit }: { label: Label; records: number | undefined; mayEdit: boolean }) {
  const [draft, setDraft] = useState<{ name: string; colour: LabelColour } | undefined>();
  const edit = useChange(client.labels.edit, {
    said: ({ name }) => `Changed the label ${name}`,
    onSuccess: () => setDraft(undefined),
    onError: () => undefined,
  });
  const remove = useChange(client.labels.delete, { said: () => `Deleted the label ${label.name}` });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (draft) edit.mutate({ params: { id: label.id }, headers: ifMatch(label), body: draft });
  };
  if (draft)
    return (
      <li className="settings-row">
        <form className="label-form" onSubmit={onSubmit} onKeyDown={(event) => event.key === "Escape" && setDraft(undefined)} noValidate>
          <TextInput
            aria-label={`New name of ${label.name}`}
            value={draft.name}
            maxLength={60}
            onChange={({ currentTarget: { value: name } }) => setDraft({ ...draft, name })}
            error={fieldErrors(edit.error).name ?? fieldErrors(edit.error)["body.name"]}
            autoFocus
          />
          <ColourChoice colour={draft.colour} onColour={(colour) => setDraft({ ...draft, colour })} />
          <Button type="submit" loading={edit.isPending} disabled={draft.name.trim() === ""}>
            Save
          </Button>
          <FormErrors error={edit.error} shown={["name", "body.name"]} />
        </form>
      </li>
    );
  return (
    <li className="settings-row">
      <span className="row-gap">
        <LabelChip name={label.name} colour={labelColour(label.colour)} />
        <span className="meta">{records === undefined ? "" : records === 0 ? "not used" : `on ${counted(records, "record")}`}</span>
      </span>
      {mayEdit && (
        <span className="settings-row-end">
          <button
            type="button"
            className="icon-button"
            aria-label={`Edit ${label.name}`}
            onClick={() => setDraft({ name: label.name, colour: known(label.colour) })}
          >
            <Pencil size={15} aria-hidden />
          </button>
          <button type="button" className="icon-button" aria-label={`Delete ${label.name}`} onClick={() => remove.mutate({ id: label.id })}>
            <Trash2 size={15} aria-hidden />
          </button>
        </span>
      )}
    </li>
  );
}

function NewLabel({ count }: { count: number }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<LabelColour | undefined>();
  const colour = chosen ?? colourFor(count);
  const create = useChange(client.labels.create, {
    said: (label) => `Created the label ${label.name}`,
    onSuccess: () => {
      setName("");
      setChosen(undefined);
    },
    onError: () => undefined,
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name, colour });
  };
  return (
    <form className="label-form" onSubmit={onSubmit} noValidate>
      <TextInput
        aria-label="Name of a new label"
        placeholder="New label"
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldErrors(create.error).name}
        autoComplete="off"
      />
      <ColourChoice colour={colour} onColour={setChosen} />
      <Button type="submit" loading={create.isPending} disabled={name.trim() === ""}>
        Add
      </Button>
      <FormErrors error={create.error} shown={["name"]} />
    </form>
  );
}
