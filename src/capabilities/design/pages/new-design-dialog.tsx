import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useProduct } from "../../../actor.tsx";
import { client, useChange } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { Picker } from "../../../ui/picker.tsx";
import { useFeatureOptions } from "../../needs/pages/record-options.tsx";
import { Dialog } from "../../workspace/pages/dialog.tsx";
import type { DesignDetail } from "../answers.ts";
import { RENEWS } from "./words.ts";
import "./design.css";
import "../../../ui/properties.css";

const LEAST = 3;

/** A new design: what it is, where it is drawn, and the feature that it covers. Pictures are pasted on its page. */
export function NewDesignDialog({
  covers,
  onDone,
  onClose,
}: {
  /** The feature from whose page it is added. */
  covers?: { id: string; title: string };
  onDone: (design: DesignDetail) => void;
  onClose: () => void;
}) {
  const { product } = useProduct();
  const [title, setTitle] = useState("");
  const [address, setAddress] = useState("");
  const [feature, setFeature] = useState(covers);
  const options = useFeatureOptions([]);
  const create = useChange(client.designs.create, {
    said: ({ key }) => `Added ${key}`,
    renews: RENEWS,
    onSuccess: (design) => {
      onClose();
      onDone(design);
    },
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim().length < LEAST || create.isPending) return;
    create.mutate({
      title: title.trim(),
      ...(address.trim() === "" ? {} : { address: address.trim() }),
      ...(feature ? { serves: [feature.id] } : {}),
      ...(product ? { productId: product.id } : {}),
    });
  };
  const errors = fieldErrors(create.error);
  return (
    <Dialog onClose={onClose} title="New design" isHigh>
      <form onSubmit={submit} className="form-rows">
        <TextInput
          label="What is it?"
          placeholder="The currency beside every total"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          maxLength={160}
          error={errors.title}
          data-autofocus
        />
        <TextInput
          label="Where is it drawn?"
          description="An address in your design tool. Pictures can be pasted on its page."
          placeholder="https://"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          maxLength={2000}
          error={errors.address}
        />
        <Picker
          label="Feature"
          placeholder="Which feature does it cover?"
          options={options}
          chosen={feature ? [feature.id] : []}
          onPick={({ value, label }) => setFeature({ id: value, title: label })}
          width={400}
        >
          <button type="button" className="plain property-value">
            <KindIcon kind="feature" />
            <span className="truncate">{feature?.title ?? <span className="muted">Which feature does it cover?</span>}</span>
          </button>
        </Picker>
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending} disabled={title.trim().length < LEAST}>
            Add
          </Button>
        </div>
        <FormErrors error={create.error} shown={["title", "address"]} />
      </form>
    </Dialog>
  );
}
