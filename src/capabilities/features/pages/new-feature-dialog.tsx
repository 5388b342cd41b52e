import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { useNeedOptions } from "../../needs/pages/record-options.tsx";
import { RENEWS } from "../../needs/pages/renews.ts";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { FeatureDetail } from "../schema.ts";
import "../../needs/pages/new-need-dialog.css";
import "../../../ui/properties.css";

const LEAST = 3;

/** A new feature: its title, and the need that it serves. The rest is written in the table or on its page. */
export function NewFeatureDialog({ onDone, onClose }: { onDone: (feature: FeatureDetail) => void; onClose: () => void }) {
  const { product } = useProduct();
  const [title, setTitle] = useState("");
  const [need, setNeed] = useState<{ id: string; statement: string }>();
  const options = useNeedOptions([]);
  const propose = useChange(client.features.create, {
    said: ({ key }) => `Proposed ${key}`,
    renews: RENEWS,
    onSuccess: (feature) => {
      onClose();
      onDone(feature);
    },
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim().length < LEAST || propose.isPending) return;
    propose.mutate({ title: title.trim(), ...(need ? { needs: [need.id] } : {}), ...(product ? { productId: product.id } : {}) });
  };
  return (
    <Dialog onClose={onClose} title="New feature" isHigh>
      <form onSubmit={submit}>
        <TextInput
          label="What would we build?"
          placeholder="Currency-safe export"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={160}
          error={fieldErrors(propose.error).title}
          data-autofocus
        />
        <div className="new-need-foot">
          <Picker
            label="Need"
            placeholder="Which need does it serve?"
            options={options}
            chosen={need ? [need.id] : []}
            onPick={({ value, label }) => setNeed({ id: value, statement: label })}
            width={400}
          >
            <button type="button" className="plain property-value new-feature-need">
              <KindIcon kind="need" />
              <span className="truncate">{need?.statement ?? <span className="muted">Which need does it serve?</span>}</span>
            </button>
          </Picker>
          <span className="spring" />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={propose.isPending} disabled={title.trim().length < LEAST}>
            Propose
          </Button>
        </div>
        <FormErrors error={propose.error} shown={["title"]} />
      </form>
    </Dialog>
  );
}
