import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { CopyField } from "../../../ui/copy-field.tsx";
import { counted } from "../../../ui/format.ts";
import { Confirm } from "../../../ui/states.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import type { IntakeSourceItem } from "../schema.ts";
import { Deliveries } from "./deliveries.tsx";
import { ShownSecrets } from "./shown-secrets.tsx";
import { draftOf, sourceIn } from "./source-draft.ts";
import { SourceFields } from "./source-fields.tsx";

const addressOf = (address: string) => `${window.location.origin}/api/v1/intake/${address}`;
type Question = "delete" | "key";

/** A source: what it is, and opened what came from it. Only an opened one asks for that. */
export function SourceRow({ source, isOnly }: { source: IntakeSourceItem; isOnly: boolean }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(isOnly);
  const [editing, setEditing] = useState(false);
  const [asked, setAsked] = useState<Question | undefined>();
  const settled = {
    onError: (error: Error) => notifyError(error),
    onSettled: () => {
      setAsked(undefined);
      return queries.invalidateQueries({ queryKey: api.intake.key() });
    },
  };
  const edit = useMutation(api.intake.edit.mutationOptions(settled));
  const renew = useMutation(api.intake.renewKey.mutationOptions(settled));
  const remove = useMutation(api.intake.remove.mutationOptions({ ...settled, onSuccess: () => notify(`Deleted ${source.name}`) }));
  const isOn = source.state === "on";
  const setState = () => edit.mutate({ params: { id: source.id }, headers: ifMatch(source), body: { state: isOn ? "off" : "on" } });
  const Chevron = open ? ChevronDown : ChevronRight;
  const standing = [
    source.channel,
    isOn ? null : "switched off",
    source.waiting > 0 ? `${counted(source.waiting, "delivery", "deliveries")} waiting` : null,
  ].filter((word) => word !== null);
  return (
    <li className="intake-source">
      <div className="settings-row" data-stack {...(isOn ? {} : { "data-quiet": true })}>
        <button type="button" className="settings-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={15} aria-hidden />
          <span>
            <span className="settings-name">{source.name}</span>
            {standing.length > 0 && <span className="settings-detail">{standing.join(" · ")}</span>}
          </span>
        </button>
        <span className="settings-row-end">
          <Button variant="subtle" loading={edit.isPending} onClick={setState} aria-label={`Switch ${isOn ? "off" : "on"} ${source.name}`}>
            {isOn ? "Switch off" : "Switch on"}
          </Button>
          <Button variant="subtle" aria-expanded={editing} onClick={() => setEditing(!editing)} aria-label={`Edit ${source.name}`}>
            Edit
          </Button>
          <Button variant="subtle" onClick={() => setAsked("key")} aria-label={`New key for ${source.name}`}>
            New key
          </Button>
          <Button variant="subtle" color="red" onClick={() => setAsked("delete")} aria-label={`Delete ${source.name}`}>
            Delete
          </Button>
        </span>
      </div>
      {renew.data && (
        <div className="intake-inside">
          <ShownSecrets name={source.name} secrets={renew.data} onDone={() => renew.reset()} />
        </div>
      )}
      {editing && <EditSource key={source.version} source={source} onDone={() => setEditing(false)} />}
      {open && (
        <div className="intake-inside">
          <CopyField label="Send JSON, a form or a mail here, with the key" value={addressOf(source.address)} />
          <p className="meta">
            To take mails in, have a service for incoming mail post each one here; put the key in place of the last part of the address
            where it can send no header. Mails need no mapping.
          </p>
          <Deliveries source={source} />
        </div>
      )}
      <Confirm
        opened={asked === "key"}
        title={`A new key for ${source.name}?`}
        confirm="Make a new key"
        danger
        busy={renew.isPending}
        onConfirm={() => renew.mutate({ id: source.id })}
        onClose={() => setAsked(undefined)}
      >
        The key and the signing secret it has now are refused at once: what it sends is turned away until it has the new ones.
        {source.hasSenderSecret && " The sender’s own secret stays as it is."}
      </Confirm>
      <Confirm
        opened={asked === "delete"}
        title={`Delete ${source.name}?`}
        confirm="Delete"
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: source.id })}
        onClose={() => setAsked(undefined)}
      >
        What it sends is refused from then on, and what is kept of its deliveries goes. The feedback stays.
      </Confirm>
    </li>
  );
}

function EditSource({ source, onDone }: { source: IntakeSourceItem; onDone: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(draftOf(source));
  const edit = useMutation(
    api.intake.edit.mutationOptions({
      onSuccess: ({ name }) => {
        notify(`Saved ${name}`);
        onDone();
      },
      onSettled: () => queries.invalidateQueries({ queryKey: api.intake.key() }),
    }),
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    edit.mutate({ params: { id: source.id }, headers: ifMatch(source), body: sourceIn(draft, source.hasSenderSecret) });
  };
  return (
    <form className="settings-form intake-inside" aria-label={`Edit ${source.name}`} onSubmit={onSubmit} noValidate>
      <SourceFields draft={draft} onChange={setDraft} error={edit.error} keepsSecret={source.hasSenderSecret} />
      <div className="settings-form-actions">
        <Button type="submit" loading={edit.isPending}>
          Save
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
