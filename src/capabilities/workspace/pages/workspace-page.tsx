import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { ifMatch } from "../../../client.ts";
import { mayUse } from "../../../platform/access.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import { notify } from "../../../ui/undo.tsx";
import type { Workspace } from "../schema.ts";
import { SettingsPage } from "./settings-frame.tsx";

const UNITS = { points: "Points", money: "Money a year" } as const;
const isUnit = (text: string): text is keyof typeof UNITS => text in UNITS;

export function WorkspacePage() {
  const mayEdit = mayUse(useActor(), "admin");
  const workspace = useQuery(api.workspaces.get.queryOptions({}));
  return (
    <SettingsPage title="Workspace" sentence="One organisation, or a part of it, with members and records of its own.">
      {workspace.error ? (
        <ErrorState error={workspace.error} onRetry={() => void workspace.refetch()} />
      ) : !workspace.data ? (
        <Skeleton lines={4} height={32} />
      ) : mayEdit ? (
        <WorkspaceForm workspace={workspace.data} />
      ) : (
        <Facts workspace={workspace.data} />
      )}
    </SettingsPage>
  );
}

type Draft = Pick<Workspace, "name" | "currency" | "valueUnit">;
const draftOf = ({ name, currency, valueUnit }: Workspace): Draft => ({ name, currency, valueUnit });
const isSame = (a: Draft, b: Draft) => a.name.trim() === b.name && a.currency === b.currency && a.valueUnit === b.valueUnit;

function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const queries = useQueryClient();
  /** What the draft started from. It is left behind when somebody else saves meanwhile, so that their change is not overwritten unseen. */
  const [base, setBase] = useState(workspace);
  const [draft, setDraft] = useState(() => draftOf(workspace));
  const currencies = useMemo(currencyChoices, []);
  const save = useMutation(
    api.workspaces.edit.mutationOptions({
      onSuccess: async (saved) => {
        setBase(saved);
        setDraft(draftOf(saved));
        await queries.invalidateQueries();
        notify("The workspace is changed");
      },
      onError: () => queries.invalidateQueries({ queryKey: api.workspaces.key() }),
    }),
  );
  if (workspace.version > base.version && isSame(draft, base)) {
    setBase(workspace);
    setDraft(draftOf(workspace));
  }
  const overtaken = workspace.version > base.version;
  const errors = fieldErrors(save.error);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isSame(draft, base)) return notify("Nothing to save: it is as it was");
    save.mutate({ headers: ifMatch(overtaken && save.isError ? workspace : base), body: draft });
  };
  return (
    <form className="settings-form" onSubmit={onSubmit} noValidate>
      <TextInput
        label="Name"
        description={`Its address stays /${workspace.slug}, so that links go on working.`}
        inputWrapperOrder={["label", "input", "error", "description"]}
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        error={errors.name}
        autoComplete="off"
      />
      <Select
        label="Currency"
        description="Demand adds up revenue in this currency. Other currencies are shown beside it and never converted."
        inputWrapperOrder={["label", "input", "error", "description"]}
        data={currencies}
        value={draft.currency}
        onChange={(currency) => currency && setDraft({ ...draft, currency })}
        error={errors.currency}
        searchable
        nothingFoundMessage="No such currency"
        limit={60}
      />
      <div>
        <p className="settings-label" id="value-unit">
          What a feature’s value is counted in
        </p>
        <SegmentedControl
          aria-labelledby="value-unit"
          data={Object.entries(UNITS).map(([value, label]) => ({ value, label }))}
          value={draft.valueUnit}
          onChange={(valueUnit) => isUnit(valueUnit) && setDraft({ ...draft, valueUnit })}
        />
      </div>
      {overtaken && save.isError ? (
        <div className="form-errors" role="alert">
          Somebody changed it meanwhile. It is now “{workspace.name}”, in {workspace.currency}, counted in{" "}
          {UNITS[workspace.valueUnit].toLowerCase()}. Save again to put yours in its place.
        </div>
      ) : (
        <FormErrors error={save.error} shown={["name", "currency"]} />
      )}
      <div className="settings-form-actions">
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
        {overtaken && (
          <Button
            variant="default"
            onClick={() => {
              setBase(workspace);
              setDraft(draftOf(workspace));
              save.reset();
            }}
          >
            Take theirs
          </Button>
        )}
      </div>
    </form>
  );
}

function Facts({ workspace }: { workspace: Workspace }) {
  return (
    <dl className="settings-facts">
      <dt>Name</dt>
      <dd>{workspace.name}</dd>
      <dt>Currency</dt>
      <dd>{nameOf(workspace.currency)}</dd>
      <dt>A feature’s value</dt>
      <dd>{UNITS[workspace.valueUnit]}</dd>
    </dl>
  );
}

const names = new Intl.DisplayNames("en", { type: "currency" });
const nameOf = (currency: string) => `${currency} – ${names.of(currency) ?? currency}`;
/** Every currency the browser knows, the most traded ones first. */
function currencyChoices() {
  const first = ["USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "CNY", "INR", "SEK"];
  const others = Intl.supportedValuesOf("currency").filter((currency) => !first.includes(currency));
  return [...first, ...others].map((value) => ({ value, label: nameOf(value) }));
}
