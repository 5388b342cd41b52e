import { NativeSelect, PasswordInput, SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { api } from "../../../api.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { KNOWN_SENDERS, SIGNATURE_FORM_WORDS, SIGNATURE_FORMS } from "../proof-rules.ts";
import { isProof, type SourceDraft } from "./source-draft.ts";

const PROOFS = [
  { value: "key", label: "With the key" },
  ...Object.keys(KNOWN_SENDERS).map((name) => ({ value: name, label: `As ${name} signs` })),
  { value: "standard", label: "Standard Webhooks, with its own secret" },
  { value: "other", label: "A signature in another header" },
];

/** What is asked of a source, new or old. */
export function SourceFields({
  draft,
  onChange,
  error,
  keepsSecret = false,
}: {
  draft: SourceDraft;
  onChange: (draft: SourceDraft) => void;
  error: unknown;
  /** One is kept, and stays unless another is typed. */
  keepsSecret?: boolean;
}) {
  const products = useQuery(api.products.list.queryOptions({})).data?.items ?? [];
  const errors = fieldErrors(error);
  const whoseLabel = useId();
  const set = (change: Partial<SourceDraft>) => onChange({ ...draft, ...change });
  const { proof, whose } = draft;
  const choosesWhose = proof !== "key" && proof !== "standard";
  return (
    <>
      <TextInput
        label="What sends"
        placeholder="Help desk"
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={errors.name}
        autoComplete="off"
      />
      {products.length > 1 && (
        <NativeSelect
          label="Product"
          value={draft.productId ?? products[0]?.id ?? ""}
          data={products.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => set({ productId: event.currentTarget.value })}
          error={errors.productId}
        />
      )}
      <TextInput
        label="Channel"
        placeholder="Optional, such as ticket"
        description="For what names no channel itself."
        value={draft.channel}
        onChange={(event) => set({ channel: event.currentTarget.value })}
        error={errors.channel}
        autoComplete="off"
      />
      <NativeSelect
        label="How it proves itself"
        value={proof}
        data={PROOFS}
        onChange={({ currentTarget: { value } }) => isProof(value) && set({ proof: value })}
      />
      {proof === "other" && (
        <div className="intake-pair">
          <TextInput
            label="Header"
            placeholder="x-signature"
            value={draft.header}
            onChange={(event) => set({ header: event.currentTarget.value })}
            error={errors.signatureHeader}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <NativeSelect
            label="What is in it"
            value={draft.form}
            data={SIGNATURE_FORMS.map((value) => ({ value, label: SIGNATURE_FORM_WORDS[value] }))}
            onChange={({ currentTarget: { value } }) => set({ form: SIGNATURE_FORMS.find((one) => one === value) ?? "body" })}
          />
        </div>
      )}
      {choosesWhose && (
        <div>
          <p className="settings-label" id={whoseLabel}>
            Whose secret it signs with
          </p>
          <SegmentedControl
            aria-labelledby={whoseLabel}
            data={[
              { value: "theirs", label: "The sender’s" },
              { value: "ours", label: "Ours" },
            ]}
            value={whose}
            onChange={(value) => set({ whose: value === "ours" ? "ours" : "theirs" })}
          />
          {whose === "ours" && <p className="meta">The signing secret is shown once, beside the key.</p>}
        </div>
      )}
      {proof !== "key" && (proof === "standard" || whose === "theirs") && (
        <PasswordInput
          label="The sender’s secret"
          description={
            keepsSecret ? "One is kept. Leave this empty to keep it." : "As the sender shows it. It is kept sealed and never shown again."
          }
          value={draft.secret}
          onChange={(event) => set({ secret: event.currentTarget.value })}
          error={errors.senderSecret}
          autoComplete="off"
          spellCheck={false}
          visibilityToggleButtonProps={{ "aria-label": "Show what is typed" }}
        />
      )}
      <FormErrors error={error} shown={["name", "productId", "channel", "signatureHeader", "senderSecret"]} />
    </>
  );
}
