import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { issuesOf } from "../../../ui/form-errors.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { KINDS } from "../kind-rules.ts";
import type { RecordKind } from "../schema.ts";
import { SettingsPage } from "./settings-frame.tsx";
import "./states.css";

/** The states that a kind of record knows. Each capability has its own; whoever draws this page hands them in. */
export type KindStates = { kind: RecordKind; states: readonly string[] };

const usualName = (state: string) => state.charAt(0).toUpperCase() + state.slice(1);

/** What this workspace calls the states of its records. The kinds of state and their rules stay as they are. */
export function StatesPage({ kinds }: { kinds: readonly KindStates[] }) {
  const mayEdit = mayUse(useActor(), "admin");
  const names = useQuery(api.states.list.queryOptions({}));
  return (
    <SettingsPage
      title="States"
      sentence="Call each state what your team calls it. What it means, and what leads to it, stays the same everywhere."
    >
      {names.error ? (
        <ErrorState error={names.error} onRetry={() => void names.refetch()} />
      ) : !names.data ? (
        <Skeleton lines={6} height={32} />
      ) : (
        kinds.map(({ kind, states }) => (
          <Section key={kind} title={KINDS[kind].many}>
            <Panel flush>
              <ul className="settings-list">
                {states.map((state) => {
                  const name = names.data.items.find((one) => one.recordKind === kind && one.state === state)?.name;
                  return (
                    <li key={state} className="settings-row state-name">
                      <StateName key={name} kind={kind} state={state} name={name} mayEdit={mayEdit} />
                    </li>
                  );
                })}
              </ul>
            </Panel>
          </Section>
        ))
      )}
    </SettingsPage>
  );
}

function StateName({ kind, state, name, mayEdit }: { kind: RecordKind; state: string; name: string | undefined; mayEdit: boolean }) {
  const usual = usualName(state);
  const [typed, setTyped] = useState(name ?? "");
  const shared = { renews: [api.states.key()], onError: () => undefined };
  const rename = useChange(client.states.name, { said: (made) => `${usual} is called ${made.name}`, ...shared });
  const reset = useChange(client.states.reset, { said: () => `${usual} has its own name again`, ...shared });
  const keep = () => {
    const wanted = typed.trim();
    if (wanted === (name ?? "")) return;
    if (wanted === "" || wanted === usual) {
      setTyped("");
      if (name !== undefined) reset.mutate({ kind, state });
    } else rename.mutate({ kind, state, name: wanted });
  };
  const error = rename.error ?? reset.error;
  return (
    <>
      <span className="settings-name">{usual}</span>
      {mayEdit ? (
        <TextInput
          aria-label={`What ${usual} is called`}
          placeholder={usual}
          value={typed}
          maxLength={40}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key === "Enter") keep();
            if (event.key === "Escape") setTyped(name ?? "");
          }}
          error={error ? (issuesOf(error)[0]?.message ?? error.message) : undefined}
        />
      ) : (
        <span>{name ?? usual}</span>
      )}
      {mayEdit && name !== undefined && (
        <button type="button" className="icon-button" aria-label={`Call it ${usual} again`} onClick={() => reset.mutate({ kind, state })}>
          <RotateCcw size={14} aria-hidden />
        </button>
      )}
    </>
  );
}
