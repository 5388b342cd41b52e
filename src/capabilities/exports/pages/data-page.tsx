import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { mayUse } from "../../../platform/access.ts";
import { Section } from "../../../ui/shell/page.tsx";
import { download } from "../../../ui/transfer.ts";
import { notify, notifyError } from "../../../ui/undo.tsx";
import { SettingsPage } from "../../workspace/pages/settings-frame.tsx";
import { DeletionSection } from "./deletion-section.tsx";
import { ErasureSection } from "./erasure-section.tsx";
import { LoadSection } from "./load-section.tsx";
import "./data-page.css";

/** What comes in and goes out as a whole. */
export function DataPage() {
  const isAdmin = mayUse(useActor(), "admin");
  const archive = useArchive();
  return (
    <SettingsPage title="Data" sentence="It is yours: take it with you, bring it elsewhere, or have it gone.">
      {isAdmin && (
        <Section title="Archive">
          <p className="data-prose">
            One zip file with everything in this workspace: records, comments and what happened as JSON lines, and the lists as CSV. Keys
            and invitations stay here.
          </p>
          <div className="settings-form-actions">
            <Button leftSection={<Download size={14} aria-hidden />} loading={archive.isPending} onClick={() => archive.mutate()}>
              Download the archive
            </Button>
            <span className="meta" role="status">
              {archive.isPending && "It is being made; the download begins when it is whole."}
            </span>
          </div>
        </Section>
      )}
      <LoadSection />
      {isAdmin && <ErasureSection />}
      {isAdmin && <DeletionSection onArchive={() => archive.mutate()} isArchiving={archive.isPending} />}
    </SettingsPage>
  );
}

function useArchive() {
  const { slug } = useWorkspace();
  return useMutation({
    mutationFn: () => download("/api/v1/export", slug),
    onSuccess: () => notify("The archive is downloaded"),
    onError: (error) => notifyError(error),
  });
}
