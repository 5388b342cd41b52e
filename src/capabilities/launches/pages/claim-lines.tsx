import { Button, TextInput } from "@mantine/core";
import { Pencil, Plus, RefreshCw, X } from "lucide-react";
import { type FormEvent, useCallback, useState } from "react";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { FormErrors } from "../../../ui/form-errors.tsx";
import { KindIcon } from "../../../ui/marks.tsx";
import { type Option, Picker } from "../../../ui/picker.tsx";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { KINDS, recordPath } from "../../workspace/kind-rules.ts";
import { rowsOf } from "../../workspace/pages/rows-key.ts";
import type { Claim } from "../claims.ts";
import "./market.css";

const RENEWS = [api.assets.key(), api.messages.key(), api.market.key(), rowsOf("asset"), rowsOf("message"), api.records.key()];

/** The lines of a message or an asset, each with the record that it rests on; one that no longer holds says why. */
export function ClaimLines({
  ownerId,
  title,
  claims,
  mayEdit,
}: {
  ownerId: string;
  title: string;
  claims: readonly Claim[];
  mayEdit: boolean;
}) {
  const [isAdding, setAdding] = useState(false);
  const [edited, setEdited] = useState<string>();
  const renew = useChange(client.claims.renew, { said: () => "Still true", renews: RENEWS });
  const remove = useChange(client.claims.remove, { said: () => "Took a line out", renews: RENEWS });
  return (
    <Section title={title} note="each line rests on a record and goes stale with it">
      {claims.length === 0 && !isAdding && <p className="muted">Nothing is claimed yet.</p>}
      {claims.length > 0 && (
        <ul className="lines">
          {claims.map((claim) =>
            claim.id === edited ? (
              <li key={claim.id}>
                <ClaimForm ownerId={ownerId} claim={claim} onEnd={() => setEdited(undefined)} />
              </li>
            ) : (
              <li key={claim.id} className="line" id={claim.id} data-stale={claim.stale !== null || undefined}>
                <span className="line-words">{claim.text}</span>
                {claim.cited ? (
                  <WorkspaceLink path={recordPath(claim.cited.kind, claim.cited.key)} className="line-quiet">
                    {claim.cited.key} {claim.cited.title}
                  </WorkspaceLink>
                ) : (
                  <span className="line-quiet">{claim.citedTitle}</span>
                )}
                {mayEdit && claim.stale !== null && claim.cited && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<RefreshCw size={13} aria-hidden />}
                    onClick={() => renew.mutate({ id: claim.id })}
                  >
                    Still true
                  </Button>
                )}
                {mayEdit && (
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={`Rewrite: ${claim.text}`}
                    title="Rewrite"
                    onClick={() => setEdited(claim.id)}
                  >
                    <Pencil size={14} aria-hidden />
                  </button>
                )}
                {mayEdit && (
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={`Take out: ${claim.text}`}
                    onClick={() => remove.mutate({ id: claim.id })}
                  >
                    <X size={14} aria-hidden />
                  </button>
                )}
                {claim.stale !== null && <span className="line-why">Stale: {claim.stale}</span>}
              </li>
            ),
          )}
        </ul>
      )}
      {isAdding ? (
        <ClaimForm ownerId={ownerId} onEnd={() => setAdding(false)} />
      ) : (
        mayEdit && (
          <button type="button" className="plain record-add" onClick={() => setAdding(true)}>
            <Plus size={13} aria-hidden /> Claim
          </button>
        )
      )}
    </Section>
  );
}

/** A new line, or one that is rewritten: then it rests on its record as that stands now. */
function ClaimForm({ ownerId, claim, onEnd }: { ownerId: string; claim?: Claim; onEnd: () => void }) {
  const [text, setText] = useState(claim?.text ?? "");
  const [cited, setCited] = useState(claim?.cited ? { id: claim.cited.id, label: claim.cited.title } : undefined);
  const then = { renews: RENEWS, onSuccess: onEnd, onError: () => undefined };
  const add = useChange(client.claims.add, { said: () => "Added a claim", ...then });
  const rewrite = useChange(client.claims.edit, { said: () => "Rewrote a claim", ...then });
  const options = useCallback(async (q: string, signal: AbortSignal): Promise<readonly Option[]> => {
    const { items } = await client.search.find({ q, limit: 20 }, { signal });
    return items.map(({ id, key, title, kind }) => ({ value: id, label: title, detail: key, mark: <KindIcon kind={KINDS[kind].mark} /> }));
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim().length < 3 || !cited) return;
    const body = { text: text.trim(), citedId: cited.id };
    if (claim) rewrite.mutate({ params: { id: claim.id }, headers: ifMatch(claim), body });
    else add.mutate({ ownerId, ...body });
  };
  return (
    <form className="line-form" onSubmit={submit}>
      <TextInput
        label="What is claimed, in a line"
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={500}
        autoFocus
      />
      <div className="row-gap">
        <Picker
          label="The record that it rests on"
          placeholder="Find a finding, need, feature …"
          options={options}
          onPick={({ value, label }) => setCited({ id: value, label })}
          width={400}
        >
          <Button variant="default">{cited ? `Rests on: ${cited.label.slice(0, 60)}` : "Rests on …"}</Button>
        </Picker>
        <Button variant="default" onClick={onEnd}>
          Cancel
        </Button>
        <Button type="submit" disabled={text.trim().length < 3 || !cited} loading={add.isPending || rewrite.isPending}>
          {claim ? "Save" : "Add"}
        </Button>
      </div>
      <FormErrors error={add.error ?? rewrite.error} shown={[]} />
    </form>
  );
}
