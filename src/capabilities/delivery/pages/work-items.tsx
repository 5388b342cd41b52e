import { useQuery } from "@tanstack/react-query";
import { ExternalLink, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { may } from "../../../platform/access.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { StatePip } from "../../../ui/marks.tsx";
import { MenuButton } from "../../../ui/menu-items.tsx";
import { OutsideLink } from "../../../ui/outside-link.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { deliveryAccess, WORK_STATES } from "../rules.ts";
import type { WorkItem } from "../tech-note-schema.ts";
import { WORK_STATE_WORDS } from "./delivery-words.ts";

/** Work that is kept in another tool: linked by pasting its address, its state set by hand. */
export function WorkItems({ featureId }: { featureId: string }) {
  const mayTrack = may(useActor(), deliveryAccess, "track");
  const { data } = useQuery(api.workItems.list.queryOptions({ input: { id: featureId } }));
  const items = data?.items ?? [];
  if (!data || (items.length === 0 && !mayTrack)) return null;
  return (
    <Section title="Work items" note={items.length > 0 && "states are set by hand"}>
      {items.length > 0 && (
        <ul className="delivery-lines">
          {items.map((item) => (
            <Line key={item.id} item={item} mayTrack={mayTrack} />
          ))}
        </ul>
      )}
      {mayTrack && <Paste featureId={featureId} />}
    </Section>
  );
}

function Line({ item, mayTrack }: { item: WorkItem; mayTrack: boolean }) {
  const edit = useChange(client.workItems.edit, { said: ({ title, state }) => `${title}: ${WORK_STATE_WORDS[state].word.toLowerCase()}` });
  const unlink = useChange(client.workItems.unlink, { said: () => `Took ${item.title} off` });
  const { word, shape } = WORK_STATE_WORDS[item.state];
  return (
    <li className="delivery-line">
      <OutsideLink address={item.address} title={item.address}>
        {item.title} <ExternalLink size={12} aria-label="opens in a new tab" />
      </OutsideLink>
      {mayTrack ? (
        <>
          <MenuButton
            position="bottom-end"
            entries={WORK_STATES.map((state) => ({
              label: WORK_STATE_WORDS[state].word,
              checked: state === item.state,
              run: () => state !== item.state && edit.mutate({ params: { id: item.id }, headers: ifMatch(item), body: { state } }),
            }))}
          >
            <button type="button" className="plain property-value">
              <span className="sr">State: </span>
              <StatePip shape={shape}>{word}</StatePip>
            </button>
          </MenuButton>
          <button
            type="button"
            className="icon-button"
            aria-label={`Take ${item.title} off`}
            onClick={() => unlink.mutate({ id: item.id })}
          >
            <X size={14} aria-hidden />
          </button>
        </>
      ) : (
        <StatePip shape={shape}>{word}</StatePip>
      )}
    </li>
  );
}

function Paste({ featureId }: { featureId: string }) {
  const [address, setAddress] = useState("");
  const link = useChange(client.workItems.link, {
    said: ({ title }) => `Linked ${title}`,
    onSuccess: () => setAddress(""),
    onError: () => undefined,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() !== "" && !link.isPending) link.mutate({ params: { id: featureId }, body: { address: address.trim() } });
  };
  const issue = fieldErrors(link.error).address;
  return (
    <form className="work-add" onSubmit={submit}>
      <input
        className="answer-field"
        aria-label="Address of a work item"
        aria-invalid={issue !== undefined}
        placeholder="Paste the address of a ticket, then Enter"
        inputMode="url"
        autoComplete="off"
        value={address}
        onChange={(event) => {
          setAddress(event.target.value);
          link.reset();
        }}
      />
      {issue && (
        <p className="answer-issue" role="alert">
          {issue}
        </p>
      )}
      <FormErrors error={link.error} shown={["address"]} />
    </form>
  );
}
