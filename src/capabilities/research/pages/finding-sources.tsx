import { Button, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { counted } from "../../../ui/format.ts";
import { OutsideLink } from "../../../ui/outside-link.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { Day } from "../../../ui/time.tsx";
import type { Finding } from "../finding-answers.ts";
import { hostOf } from "./finding-words.ts";
import "./market.css";

type Source = Finding["sources"][number];
const today = () => new Date().toISOString().slice(0, 10);

/** Where a finding was read, each with the day of what stands there; added and taken off in place. */
export function FindingSources({
  finding: { sources },
  mayEdit,
  onKeep,
}: {
  finding: Finding;
  mayEdit: boolean;
  onKeep: (sources: Source[]) => void;
}) {
  const [isAdding, setAdding] = useState(false);
  return (
    <Section
      title="Sources"
      note={sources.length > 0 && counted(sources.length, "source")}
      actions={
        mayEdit &&
        !isAdding && (
          <button type="button" className="plain record-add" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> Source
          </button>
        )
      }
    >
      {sources.length === 0 && !isAdding && <p className="record-empty">None yet. With a source it can be checked by somebody else.</p>}
      <ul className="sources">
        {sources.map((source, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand here twice, and they have no other name
          <li key={place} className="source">
            <OutsideLink address={source.address}>{source.title || source.address.replace(/^https?:\/\//, "")}</OutsideLink>
            <span className="meta">
              {source.title ? `${hostOf(source.address)}, ` : ""}as of <Day on={source.asOf} />
            </span>
            {mayEdit && (
              <button
                type="button"
                className="icon-button"
                aria-label={`Remove ${source.title || source.address}`}
                onClick={() => onKeep(sources.filter((_, other) => other !== place))}
              >
                <X size={13} aria-hidden />
              </button>
            )}
          </li>
        ))}
      </ul>
      {isAdding && (
        <SourceForm
          onAdd={(source) => {
            onKeep([...sources, source]);
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  );
}

function SourceForm({ onAdd, onClose }: { onAdd: (source: Source) => void; onClose: () => void }) {
  const [draft, setDraft] = useState<Source>({ address: "", title: "", asOf: today() });
  const [wrong, setWrong] = useState<{ address?: string; asOf?: string }>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = draft.address.trim();
    const isWeb = /^https?:\/\/\S+$/i.test(address) && URL.canParse(address);
    const isDay = /^\d{4}-\d\d-\d\d$/.test(draft.asOf) && draft.asOf <= today();
    setWrong({
      ...(isWeb ? {} : { address: "Give an address that begins with http:// or https://." }),
      ...(isDay ? {} : { asOf: "Give a day that has been." }),
    });
    if (isWeb && isDay) onAdd({ ...draft, address, title: draft.title.trim() });
  };
  return (
    <form onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onClose()}>
      <div className="source-form">
        <TextInput
          label="Address"
          placeholder="https://"
          value={draft.address}
          error={wrong.address}
          maxLength={2000}
          onChange={(event) => setDraft({ ...draft, address: event.target.value })}
          autoFocus
        />
        <TextInput
          label="Title"
          value={draft.title}
          maxLength={300}
          onChange={(event) => setDraft({ ...draft, title: event.target.value })}
        />
        <TextInput
          label="As of"
          type="date"
          value={draft.asOf}
          error={wrong.asOf}
          max={today()}
          onChange={(event) => setDraft({ ...draft, asOf: event.target.value })}
        />
        <Button type="submit">Add</Button>
      </div>
    </form>
  );
}
