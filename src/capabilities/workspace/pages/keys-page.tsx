import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { KEY_SCOPES, type KeyScope, mayUse } from "../../../platform/access.ts";
import { FormErrors, fieldErrors } from "../../../ui/form-errors.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { Confirm, EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import type { ApiKey } from "../people-schema.ts";
import { SCOPE_WORDS } from "./access-words.ts";
import { SettingsPage } from "./settings-frame.tsx";
import { ShownOnce } from "./shown-once.tsx";

export function KeysPage() {
  return (
    <SettingsPage
      admins
      title="API keys"
      sentence={
        <>
          For programs. Everything the web app does, it does through <a href="/api/docs">the same API</a>.
        </>
      }
    >
      <NewKey />
      <Keys />
    </SettingsPage>
  );
}

function NewKey() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<KeyScope>("read");
  const make = useMutation(api.keys.create.mutationOptions({ onSuccess: () => queries.invalidateQueries({ queryKey: api.keys.key() }) }));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ name, scope });
  };
  const again = () => {
    make.reset();
    setName("");
  };
  if (make.data)
    return (
      <>
        <ShownOnce title={`Key for ${make.data.name}`} secret={make.data.key} onDone={again}>
          It is shown this once; we keep only a fingerprint of it. Lost it? Revoke it and make another.
        </ShownOnce>
        <code className="settings-code">{`curl -H "Authorization: Bearer $KEY" ${window.location.origin}/api/v1/feedback`}</code>
      </>
    );
  return (
    <form className="settings-form" onSubmit={onSubmit} noValidate>
      <TextInput
        label="What uses it"
        placeholder="Help-desk sync"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldErrors(make.error).name}
        autoComplete="off"
      />
      <div>
        <p className="settings-label" id="key-scope">
          Scope
        </p>
        <SegmentedControl
          aria-labelledby="key-scope"
          data={KEY_SCOPES.map((value) => ({ value, label: SCOPE_WORDS[value].word }))}
          value={scope}
          onChange={(chosen) => setScope(KEY_SCOPES.find((one) => one === chosen) ?? "read")}
        />
        <p className="meta">
          {SCOPE_WORDS[scope].word}: {SCOPE_WORDS[scope].meaning}.
        </p>
      </div>
      <FormErrors error={make.error} shown={["name"]} />
      <div className="settings-form-actions">
        <Button type="submit" loading={make.isPending} leftSection={<KeyRound size={15} aria-hidden />}>
          Make key
        </Button>
      </div>
    </form>
  );
}

function Keys() {
  const isAdmin = mayUse(useActor(), "admin");
  const queries = useQueryClient();
  const [revoking, setRevoking] = useState<ApiKey | undefined>();
  const keys = useQuery(api.keys.list.queryOptions({ enabled: isAdmin }));
  const members = useQuery(api.members.list.queryOptions({}));
  const revoke = useMutation(
    api.keys.revoke.mutationOptions({
      onSuccess: () => notify(`Revoked ${revoking?.name}`),
      onError: (error) => notifyError(error),
      onSettled: () => {
        setRevoking(undefined);
        return queries.invalidateQueries({ queryKey: api.keys.key() });
      },
    }),
  );
  const valid = keys.data?.items.filter(({ revokedAt }) => revokedAt === null) ?? [];
  const makerOf = ({ createdBy }: ApiKey) =>
    createdBy === null ? "the command line" : (members.data?.items.find(({ id }) => id === createdBy)?.name ?? "…");
  return (
    <Section title="Keys in use">
      {keys.error ? (
        <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
      ) : !keys.data ? (
        <Skeleton lines={2} height={36} />
      ) : valid.length === 0 ? (
        <EmptyState title="No program has a key">Make one above, with the narrowest scope that does.</EmptyState>
      ) : (
        <Panel flush>
          <ul className="settings-list">
            {valid.map((key) => (
              <li key={key.id} className="settings-row">
                <span>
                  <span className="settings-name">{key.name}</span>
                  <span className="settings-detail">
                    {key.prefix}… · {SCOPE_WORDS[key.scope].word} · by {makerOf(key)} ·{" "}
                    {key.lastUsedAt ? (
                      <>
                        last used <RelativeTime at={key.lastUsedAt} />
                      </>
                    ) : (
                      "never used"
                    )}
                  </span>
                </span>
                <Button variant="subtle" color="red" aria-label={`Revoke ${key.name}`} onClick={() => setRevoking(key)}>
                  Revoke
                </Button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Confirm
        opened={revoking !== undefined}
        title={`Revoke ${revoking?.name}?`}
        confirm="Revoke"
        danger
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate({ id: revoking.id })}
        onClose={() => setRevoking(undefined)}
      >
        What uses it is refused from the next request on. It cannot be brought back.
      </Confirm>
    </Section>
  );
}
