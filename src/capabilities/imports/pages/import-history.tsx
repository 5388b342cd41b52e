import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, client } from "../../../api.tsx";
import { counted, number } from "../../../ui/format.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { Confirm, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import { useMemberName } from "../../workspace/pages/vocabulary.ts";
import type { ImportBatch } from "../schema.ts";
import { TARGET_WORDS, targetWords } from "./import-targets.ts";

const SHOWN = 50;

/** What was imported before; each can be taken back, but for what has been worked on since. */
export function ImportHistory({ mayEdit, renew }: { mayEdit: boolean; renew: () => Promise<unknown> }) {
  const { data, error, refetch } = useQuery(api.imports.list.queryOptions({ input: { limit: SHOWN } }));
  const [asked, setAsked] = useState<ImportBatch>();
  const nameOf = useMemberName();
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: (batch: ImportBatch) => client.imports.undo({ id: batch.id }),
    onSuccess: ({ removed, restored, kept }) => {
      const parts = [
        `Removed ${counted(removed, "item")}`,
        restored > 0 ? `put ${number(restored)} back as they were` : null,
        kept > 0 ? `left ${number(kept)} that were worked on since` : null,
      ];
      notify(`${parts.filter((part) => part !== null).join(", ")}.`);
    },
    onError: (failure) => notifyError(failure),
    onSettled: async () => {
      setAsked(undefined);
      await Promise.all([queries.invalidateQueries({ queryKey: api.imports.key() }), renew()]);
    },
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={3} />;
  if (data.items.length === 0) return null;
  return (
    <Section title="Imported before" note={number(data.items.length)}>
      <Panel flush>
        <ul className="lines">
          {data.items.map((batch) => (
            <li key={batch.id} className="line import-line" data-undone={batch.undoneAt !== null || undefined}>
              <span className="import-batch">
                <b className="truncate">{batch.fileName}</b>
                <span
                  className="meta truncate"
                  title={Object.entries(batch.mapping)
                    .map(([column, means]) => `${column} → ${targetWords(batch.target, means)}`)
                    .join("\n")}
                >
                  {TARGET_WORDS[batch.target].label}: {number(batch.created)} new
                  {batch.updated > 0 && `, ${number(batch.updated)} changed`}
                  {batch.refused > 0 && `, ${number(batch.refused)} left out`} · {nameOf(batch.importedBy) ?? "a program"},{" "}
                  <RelativeTime at={batch.importedAt} />
                </span>
              </span>
              <span className="spring" />
              {batch.undoneAt !== null ? (
                <span className="meta line-end">
                  taken back <RelativeTime at={batch.undoneAt} />
                </span>
              ) : (
                <span className="row-gap line-end">
                  {batch.target === "feedback" ? (
                    <WorkspaceLink path="feedback" search={{ state: "all", filter: `batch:${batch.id}` }}>
                      Show
                    </WorkspaceLink>
                  ) : (
                    batch.target !== "contacts" && <WorkspaceLink path={batch.target}>Show</WorkspaceLink>
                  )}
                  {mayEdit && (
                    <Button variant="default" size="compact-xs" onClick={() => setAsked(batch)}>
                      Take back
                    </Button>
                  )}
                </span>
              )}
            </li>
          ))}
        </ul>
      </Panel>
      {asked && (
        <Confirm
          opened
          title={`Take back ${asked.fileName}?`}
          confirm="Take it back"
          danger
          busy={undo.isPending}
          onConfirm={() => undo.mutate(asked)}
          onClose={() => setAsked(undefined)}
        >
          What it brought is removed and what it changed is put back, except what somebody quoted, decided, commented or edited since.
          Importing the file again brings it back.
        </Confirm>
      )}
    </Section>
  );
}
