import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import { RecordField } from "../../workspace/pages/record-value.tsx";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import { ASSET_KIND_WORDS, ASSET_KINDS, type AssetKind } from "../asset-rules.ts";
import "./market.css";
import "./rule-editor.css";

/** Something to sell with: what it is, and what it is called. It is written on its page. */
export function NewAssetDialog({
  features = [],
  onDone,
  onClose,
}: {
  features?: string[];
  onDone: (made: { key: string }) => void;
  onClose: () => void;
}) {
  const [kind, setKind] = useState<AssetKind>("battlecard");
  const [title, setTitle] = useState("");
  const [against, setAgainst] = useState<{ id: string; title: string } | null>(null);
  const create = useChange(client.assets.create, {
    said: ({ key }) => `Created ${key}`,
    renews: [rowsOf("asset"), api.assets.key(), api.market.key(), api.links.key()],
    onSuccess: (made) => {
      onClose();
      onDone(made);
    },
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim().length < 3 || create.isPending) return;
    create.mutate({ kind, title: title.trim(), features, ...(against ? { competitorId: against.id } : {}) });
  };
  return (
    <Dialog onClose={onClose} title="New asset" size={480} isHigh>
      <form onSubmit={submit} className="market-form">
        <fieldset className="rule-offers">
          <legend>What is it?</legend>
          {ASSET_KINDS.map((one) => (
            <button key={one} type="button" className="plain rule-offer" aria-pressed={kind === one} onClick={() => setKind(one)}>
              {ASSET_KIND_WORDS[one]}
            </button>
          ))}
        </fieldset>
        <TextInput
          label="Title"
          placeholder="Against Paperfort"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={160}
          error={fieldErrors(create.error).title}
          data-autofocus
        />
        <RecordField kind="competitor" label="Against whom? (optional)" chosen={against} onChoose={setAgainst} />
        <FormErrors error={create.error} shown={["title"]} />
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={title.trim().length < 3}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
