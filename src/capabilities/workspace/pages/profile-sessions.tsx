import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { Confirm, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import { browserName } from "./browser-name.ts";

/** Where somebody is signed in, with the way out of each and of all. */
export function ProfileSessions() {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const sessions = useQuery(api.sessions.list.queryOptions({}));
  const end = useMutation(
    api.sessions.end.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: api.sessions.key() });
        notify("Signed out there");
      },
      onError: (error) => notifyError(error),
    }),
  );
  const endAll = useMutation(
    api.sessions.endAll.mutationOptions({
      onSuccess: () => window.location.assign("/sign-in"),
      onError: (error) => notifyError(error),
    }),
  );
  return (
    <Section
      title="Where you are signed in"
      actions={
        <Button variant="default" onClick={() => setAsking(true)} disabled={!sessions.data}>
          Sign out everywhere
        </Button>
      }
    >
      {sessions.error ? (
        <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : !sessions.data ? (
        <Skeleton lines={3} height={36} />
      ) : (
        <Panel flush>
          <ul className="settings-list">
            {sessions.data.items.map(({ id, browser, address, startedAt, seenAt, current }) => (
              <li key={id} className="settings-row">
                <span>
                  <span className="settings-name">{browserName(browser)}</span>
                  <span className="settings-detail">
                    {address !== "" && `${address} · `}since <RelativeTime at={startedAt} />
                    {!current && (
                      <>
                        {" "}
                        · last used <RelativeTime at={seenAt} />
                      </>
                    )}
                  </span>
                </span>
                {current ? (
                  <span className="meta">This browser</span>
                ) : (
                  <Button
                    variant="subtle"
                    aria-label={`Sign out ${browserName(browser)}`}
                    loading={end.isPending && end.variables.id === id}
                    onClick={() => end.mutate({ id })}
                  >
                    Sign out
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Confirm
        opened={asking}
        title="Sign out everywhere?"
        confirm="Sign out everywhere"
        busy={endAll.isPending || endAll.isSuccess}
        onConfirm={() => endAll.mutate({})}
        onClose={() => setAsking(false)}
      >
        Every browser you are signed in with, this one included, has to sign in again. API keys are not touched.
      </Confirm>
    </Section>
  );
}
