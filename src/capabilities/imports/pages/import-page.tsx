import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { api, client } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Page, Panel } from "../../../ui/shell/page.tsx";
import { EmptyState } from "../../../ui/states.tsx";
import { notify, notifyError } from "../../../ui/undo.tsx";
import { ACCOUNT_ROWS } from "../../customers/pages/account-rows.ts";
import { FEEDBACK_ROWS } from "../../customers/pages/feedback-rows.ts";
import type { Target } from "../../intake/target-rules.ts";
import { type ImportReport, previewFile } from "./import-file.ts";
import { ImportHistory } from "./import-history.tsx";
import { type Chosen, Prepared } from "./import-prepared.tsx";
import { reportWords } from "./import-report.tsx";
import { ImportSource } from "./import-source.tsx";
import "../../customers/pages/account-page.css";
import "./import-page.css";

type Done = { fileName: string; report: ImportReport; target: Target };

/** Brings in a file: choose it, say what its columns are, try, import; and take it back. */
export function ImportPage() {
  const { slug } = useWorkspace();
  const mayEdit = mayUse(useActor(), "member");
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Chosen>();
  const [done, setDone] = useState<Done>();
  const renew = () =>
    Promise.all(
      [
        ...[FEEDBACK_ROWS, ACCOUNT_ROWS],
        ...[api.feedback, api.accounts, api.contacts, api.needs, api.features, api.labels, api.fields, api.imports].map((of) => of.key()),
      ].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  const [refused, setRefused] = useState<string>();
  const take = async (file: File) => {
    try {
      setDone(undefined);
      setRefused(undefined);
      setChosen({ file, preview: await previewFile(slug, file) });
    } catch (error) {
      setRefused(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <Page
      title="Import"
      sentence="Feedback, accounts, contacts, needs and features from any table, or from another tool’s export. Try it first; nothing changes until you import, and an import can be taken back."
    >
      {done && <DonePanel done={done} mayEdit={mayEdit} renew={renew} onGone={() => setDone(undefined)} />}
      {!mayEdit ? (
        <EmptyState title="Guests read here">Ask an admin for a member’s access to import.</EmptyState>
      ) : chosen ? (
        <Prepared
          key={chosen.file.name}
          chosen={chosen}
          onDone={(report, target) => {
            setDone({ fileName: chosen.file.name, report, target });
            setChosen(undefined);
            void renew();
          }}
          onOther={() => setChosen(undefined)}
        />
      ) : (
        <ImportSource onFile={(file) => void take(file)} refused={refused} />
      )}
      {!chosen && <ImportHistory mayEdit={mayEdit} renew={renew} />}
    </Page>
  );
}

/** What came in, where it is, and the way back. */
function DonePanel({
  done: { fileName, report, target },
  mayEdit,
  renew,
  onGone,
}: {
  done: Done;
  mayEdit: boolean;
  renew: () => Promise<unknown>;
  onGone: () => void;
}) {
  const { batchId } = report;
  const undo = useMutation({
    mutationFn: (id: string) => client.imports.undo({ id }),
    onSuccess: () => {
      notify(`${fileName} was taken back.`);
      onGone();
    },
    onError: (failure) => notifyError(failure),
    onSettled: renew,
  });
  return (
    <div className="section">
      <Panel tone="accent">
        <div className="import-done" role="status">
          <p>
            <b>{fileName}</b> is in: {reportWords(report)}.
          </p>
          {batchId !== null && (
            <span className="row-gap">
              {target === "feedback" ? (
                <WorkspaceLink path="feedback" search={{ filter: `batch:${batchId}` }}>
                  Show it in Feedback
                </WorkspaceLink>
              ) : (
                target !== "contacts" && <WorkspaceLink path={target}>Show them</WorkspaceLink>
              )}
              {mayEdit && (
                <Button variant="default" size="compact-xs" loading={undo.isPending} onClick={() => undo.mutate(batchId)}>
                  Undo
                </Button>
              )}
            </span>
          )}
        </div>
      </Panel>
    </div>
  );
}
