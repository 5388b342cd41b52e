import { Button, Checkbox, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink, Link2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../../../api.tsx";
import { CopyField } from "../../../ui/copy-field.tsx";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Modal } from "../../../ui/modal.tsx";
import { AUDIENCES, HIDES, type Hides, type ShareKind, shareNouns } from "../rules.ts";
import { ShareRows } from "./share-rows.tsx";
import {
  addressOf,
  audienceChoices,
  audienceOf,
  EXPIRIES,
  type Expiry,
  embedOf,
  expiryOf,
  HIDE_WORDS,
  KIND_CHOICES,
  type ShareSubject,
} from "./share-words.ts";
import "./share.css";

/** Makes links to what a page shows, and looks after those there are. */
export function ShareDialog({ subject, onClose }: { subject: ShareSubject; onClose: () => void }) {
  const [first] = subject.kinds;
  const links = useQuery(
    api.shareLinks.list.queryOptions({ input: { ...(subject.id ? { record: subject.id } : {}), kind: [...subject.kinds], limit: 20 } }),
  );
  const open = links.data?.items.filter(({ state }) => state === "open") ?? [];
  return (
    <Modal opened onClose={onClose} title={`Share ${first ? shareNouns[first] : ""}`} size={560}>
      <div className="stack">
        <NewLink subject={subject} />
        {open.length > 0 && (
          <section className="share-part" aria-label="Links in use">
            <h3>Links in use</h3>
            <ShareRows links={open} />
          </section>
        )}
      </div>
    </Modal>
  );
}

function NewLink({ subject }: { subject: ShareSubject }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<ShareKind | undefined>(subject.kinds[0]);
  const [label, setLabel] = useState("");
  const [hides, setHides] = useState<readonly Hides[]>(AUDIENCES.outside.hides);
  const [expiry, setExpiry] = useState<Expiry>("never");
  const [day, setDay] = useState("");
  const [embeds, setEmbeds] = useState(false);
  const make = useMutation(
    api.shareLinks.create.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.shareLinks.key() }) }),
  );
  if (make.data) {
    const { token, embeds: isEmbedded, label: made } = make.data;
    return (
      <div className="stack" role="status">
        <CopyField label={`Link for ${made}`} value={addressOf(token)} focused />
        {isEmbedded && <CopyField label="To embed it on a page" value={embedOf(token)} />}
        <div className="dialog-actions">
          <Button
            component="a"
            href={addressOf(token)}
            target="_blank"
            rel="noopener"
            variant="default"
            leftSection={<ExternalLink size={14} aria-hidden />}
          >
            See it as its readers do
          </Button>
          <Button
            variant="default"
            onClick={() => {
              make.reset();
              setLabel("");
            }}
          >
            Make another
          </Button>
        </div>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!kind) return;
    make.mutate({
      kind,
      label,
      hides: [...hides],
      embeds,
      expiresAt: expiryOf(expiry, day),
      ...(subject.id ? { id: subject.id } : {}),
      ...(subject.scope ? { scope: subject.scope } : {}),
    });
  };
  const errors = fieldErrors(make.error);
  return (
    <form className="stack" onSubmit={submit} noValidate>
      {subject.kinds.length > 1 && (
        <SegmentedControl
          aria-label="What is shared"
          data={subject.kinds.map((value) => ({ value, label: KIND_CHOICES[value] }))}
          value={kind ?? ""}
          onChange={(chosen) => setKind(subject.kinds.find((one) => one === chosen))}
        />
      )}
      <TextInput
        label="For whom"
        placeholder="The board"
        description="Only your workspace sees this."
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
        error={errors.label}
        maxLength={120}
        autoComplete="off"
        data-autofocus
      />
      <div>
        <SegmentedControl
          aria-label="Audience"
          fullWidth
          data={audienceChoices}
          value={audienceOf(hides) ?? ""}
          onChange={(chosen) => {
            const audience = audienceChoices.find(({ value }) => value === chosen);
            if (audience) setHides(AUDIENCES[audience.value].hides);
          }}
        />
        <fieldset className="share-hides" aria-label="Hide">
          {HIDES.map((one) => (
            <Checkbox
              key={one}
              label={`Hide ${HIDE_WORDS[one].word.toLowerCase()}`}
              description={HIDE_WORDS[one].meaning}
              checked={hides.includes(one)}
              onChange={(event) => setHides(event.currentTarget.checked ? [...hides, one] : hides.filter((other) => other !== one))}
            />
          ))}
        </fieldset>
      </div>
      <div className="share-expiry">
        <Select
          label="Stops opening"
          data={EXPIRIES}
          value={expiry}
          onChange={(chosen) => setExpiry(EXPIRIES.find(({ value }) => value === chosen)?.value ?? "never")}
          error={expiry === "day" ? undefined : errors.expiresAt}
        />
        {expiry === "day" && (
          <TextInput
            type="date"
            label="Last day"
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
            error={errors.expiresAt}
          />
        )}
      </div>
      <Checkbox label="Other sites may show it in a frame" checked={embeds} onChange={(event) => setEmbeds(event.currentTarget.checked)} />
      <FormErrors error={make.error} shown={["label", "expiresAt"]} />
      <div className="dialog-actions">
        <Button
          type="submit"
          loading={make.isPending}
          disabled={expiry === "day" && day === ""}
          leftSection={<Link2 size={14} aria-hidden />}
        >
          Make the link
        </Button>
      </div>
    </form>
  );
}
