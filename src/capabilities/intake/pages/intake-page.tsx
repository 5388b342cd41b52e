import { useQuery } from "@tanstack/react-query";
import { useActor } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { Panel, Section } from "../../../ui/shell/page.tsx";
import { EmptyState, ErrorState, Skeleton } from "../../../ui/states.tsx";
import { SettingsPage } from "../../workspace/pages/settings-frame.tsx";
import { NewSource } from "./new-source.tsx";
import { SourceRow } from "./source-row.tsx";
import "./intake-page.css";

/** Programs that tell what customers said. */
export function IntakePage() {
  const isAdmin = mayUse(useActor(), "admin");
  const sources = useQuery(api.intake.list.queryOptions({ enabled: isAdmin }));
  const items = sources.data?.items ?? [];
  return (
    <SettingsPage
      admins
      title="Intake"
      sentence="Help desks, forms, workflows and mail services send what customers said; it becomes feedback."
    >
      <NewSource />
      <Section title="Sources">
        {sources.error ? (
          <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />
        ) : !sources.data ? (
          <Skeleton lines={2} height={36} />
        ) : items.length === 0 ? (
          <EmptyState title="Nothing sends here yet">
            Add a source above, then have the program send one message: you map it by clicking.
          </EmptyState>
        ) : (
          <Panel flush>
            <ul className="settings-list">
              {items.map((source) => (
                <SourceRow key={source.id} source={source} isOnly={items.length === 1} />
              ))}
            </ul>
          </Panel>
        )}
      </Section>
    </SettingsPage>
  );
}
