import { useQuery } from "@tanstack/react-query";
import { Share2 } from "lucide-react";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { Section } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { SettingsPage } from "../../workspace/pages/settings-frame.tsx";
import { ShareRows } from "./share-rows.tsx";

/** Every link of the workspace for admins, one's own for others. */
export function ShareLinksPage() {
  const actor = useActor();
  const isMember = mayUse(actor, "member");
  const links = useQuery(api.shareLinks.list.queryOptions({ input: { limit: 200 }, enabled: isMember }));
  const open = links.data?.items.filter(({ state }) => state === "open") ?? [];
  const ended = links.data?.items.filter(({ state }) => state !== "open") ?? [];
  return (
    <SettingsPage
      title="Share links"
      sentence={
        mayUse(actor, "admin")
          ? "Whoever has one of these reads without an account."
          : "Links that you made: whoever has one reads without an account."
      }
    >
      {!isMember ? (
        <EmptyState title="For members">Guests make no links; ask an admin for a member’s access.</EmptyState>
      ) : links.error ? (
        <ErrorState error={links.error} onRetry={() => void links.refetch()} />
      ) : !links.data ? (
        <Skeleton lines={4} height={36} />
      ) : links.data.items.length === 0 ? (
        <EmptyState icon={Share2} title="Nothing is shared by a link">
          Choose Share on a list, a need, a feature or the Throughline.
        </EmptyState>
      ) : (
        <>
          <Section title="In use">
            {open.length > 0 ? <ShareRows links={open} named /> : <p className="meta">No link opens anything at the moment.</p>}
          </Section>
          {ended.length > 0 && (
            <Section title="Ended" note="expired or revoked">
              <ShareRows links={ended} named />
            </Section>
          )}
          {links.data.nextCursor && <p className="meta">The newest 200 are shown; the API lists all.</p>}
        </>
      )}
    </SettingsPage>
  );
}
